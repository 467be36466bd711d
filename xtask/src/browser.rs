//! A headless Chromium for browser tests and measurements: what a student would see, hear and press, and what the
//! developer tools can change about the device.
//!
//! Finding and clicking elements goes through [`Browser::client`], which is `fantoccini`'s.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use xtask::{browser::Browser, fantoccini::Locator, places, site::Site};
//!
//! let site = Site::of(places::dist()).start().await?;
//! let browser = Browser::start().await?;
//! browser.window(360, 740).await?;
//! browser.goto(&site.at("#unit-4")).await?;
//! browser.press("Tab Shift+Tab Enter").await?;
//! assert_eq!(browser.focused().await?.role, "button");
//! assert!(browser.axe().await?.is_empty());
//! assert!(browser.console().await?.is_empty());
//! browser.close().await?;
//! # Ok(()) }
//! ```

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result, bail};
use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, PointerAction, TouchActions},
    error::CmdError,
    key::Key,
    wd::WebDriverCompatibleCommand,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{driver::Driver, tools};

/// How Chromium is started: without a screen, without services of its own, as root too.
const ARGUMENTS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-component-extensions-with-background-pages",
    "--disable-software-rasterizer",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
];

/// What of Chromium is switched off, in one list: of two the second would win.
const OFF: &str = "PreloadTopChromeWebUI,Translate,OptimizationHints,MediaRouter";

/// What is odd about a browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities<'a> {
    /// Further command-line arguments, such as `--force-color-profile=srgb`.
    pub arguments: &'a [&'a str],
    /// Frames from elsewhere share the process of the page that they stand in, so that [`Browser::cdp`] reaches into them.
    pub reach_into_frames: bool,
    /// Pages in a frame of another site's page may store nothing.
    pub block_third_party_storage: bool,
}

/// A network to pretend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Lighthouse's "slow 4G": 150 ms there and back, 1.6 Mbit/s down, 0.75 Mbit/s up.
    Slow4G,
    /// As fast as the machine is.
    Unthrottled,
}

/// What has the keyboard's focus, as assistive technology is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focused {
    /// Its computed ARIA role.
    pub role: String,
    /// Its computed accessible name.
    pub name: String,
}

/// A fault that axe-core found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule: `color-contrast`.
    pub id: String,
    /// How bad axe-core thinks it is: `serious`.
    pub impact: String,
    /// What the rule asks for.
    pub help: String,
    /// The HTML of each element at fault.
    pub nodes: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.id, self.impact, self.help)?;
        self.nodes.iter().try_for_each(|node| write!(f, "\n    {node}"))
    }
}

/// A browser with a fresh profile. Dropping it closes it; [`Browser::close`] does so without blocking.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    // In this order: chromedriver closes the browser, then its profile goes.
    driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts chromedriver and, with it, a browser.
    ///
    /// # Errors
    /// When either is missing or does not start.
    pub async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// Starts a browser with further command-line arguments, such as `--force-color-profile=srgb`.
    ///
    /// # Errors
    /// When chromedriver or Chromium is missing or does not start.
    pub async fn start_with(arguments: &[&str]) -> Result<Self> {
        Self::start_odd(Oddities { arguments, ..Oddities::default() }).await
    }

    /// Starts a browser that is odd in some way.
    ///
    /// # Errors
    /// When chromedriver or Chromium is missing or does not start.
    pub async fn start_odd(oddities: Oddities<'_>) -> Result<Self> {
        let profile = tempfile::tempdir().context("could not make a folder for the browser's profile")?;
        let mut driver = Driver::start(&tools::chromedriver()?).await?;
        let profile_argument = format!("--user-data-dir={}", profile.path().display());
        let mut off = format!("--disable-features={OFF}");
        let mut arguments: Vec<&str> = ARGUMENTS.iter().chain(oddities.arguments).copied().collect();
        if oddities.reach_into_frames {
            off += ",IsolateSandboxedIframes";
            arguments.push("--disable-site-isolation-trials");
        }
        if oddities.block_third_party_storage {
            // Else each site gets a storage of its own in another's frame, and nothing needs to be blocked.
            off += ",ThirdPartyStoragePartitioning";
        }
        arguments.extend([&*profile_argument, &*off]);
        // 1: third parties are blocked.
        let cookies = i32::from(oddities.block_third_party_storage);
        let preferences = json!({ "profile": { "cookie_controls_mode": cookies } });
        let wishes = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": tools::chromium()?, "args": arguments, "prefs": preferences },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 180_000 },
        });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        if let Value::Object(wishes) = wishes {
            builder.capabilities(wishes);
        }
        let client = builder.connect(&driver.address()).await.context("chromedriver could not start Chromium")?;
        driver.session = client.session_id().await.context("the browser has no session")?;
        Ok(Self { client, driver, _profile: profile })
    }

    /// The session, for finding, clicking and running scripts.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens an address and waits for its `load` event.
    ///
    /// # Errors
    /// When the browser cannot open it.
    pub async fn goto(&self, address: &str) -> Result<()> {
        self.client.goto(address).await.with_context(|| format!("could not open {address}"))
    }

    /// Runs a script in the page; what it `return`s comes back.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        self.client.execute(script, Vec::new()).await.context("a script failed in the page")
    }

    /// The warnings and errors in the console since the last call, each with its level.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.command("/se/log", Some(json!({ "type": "browser" }))).await.context("no console log")?;
        let entries = entries.as_array().map(Vec::as_slice).unwrap_or_default().iter();
        let grave = entries.filter(|entry| ["WARNING", "SEVERE"].contains(&text(entry, "level").as_str()));
        Ok(grave.map(|entry| format!("{}: {}", text(entry, "level"), text(entry, "message"))).collect())
    }

    /// Sends a command of the Chrome `DevTools` Protocol.
    ///
    /// # Errors
    /// When Chromium does not know or refuses it.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        self.command("/goog/cdp/execute", Some(body)).await.with_context(|| format!("Chromium refused {command}"))
    }

    /// Gives the page this size in CSS pixels; below 500 px a window would not do.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn window(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Prefers dark (or light) colours.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn dark(&self, dark: bool) -> Result<()> {
        self.media("", &[("prefers-color-scheme", if dark { "dark" } else { "light" })]).await
    }

    /// Emulates a medium (`"print"`, `""` for the screen) and media features, in place of all emulated before.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn media(&self, medium: &str, features: &[(&str, &str)]) -> Result<()> {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).await.map(drop)
    }

    /// Switches the page's own scripts on or off, from the next page on. Scripts of tests need them on as well.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn scripts(&self, on: bool) -> Result<()> {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await.map(drop)
    }

    /// Pretends another network, and does without the cache while it does.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn throttle(&self, network: Network) -> Result<()> {
        let (latency, down, up) = match network {
            Network::Slow4G => (150, 1_600_000 / 8, 750_000 / 8),
            Network::Unthrottled => (0, -1, -1),
        };
        let conditions =
            json!({ "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up });
        self.cdp("Network.enable", json!({})).await?;
        self.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": network != Network::Unthrottled })).await?;
        self.cdp("Network.emulateNetworkConditions", conditions).await.map(drop)
    }

    /// Slows the processor down: 4 is four times slower, 1 is itself.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn cpu(&self, slower: u32) -> Result<()> {
        self.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": slower })).await.map(drop)
    }

    /// Writes what is in the window to a PNG file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn screenshot(&self, path: &Path) -> Result<()> {
        let image = self.client.screenshot().await.context("the browser gave no picture")?;
        fs::write(path, image).with_context(|| format!("could not write {}", path.display()))
    }

    /// What axe-core finds wrong with the page as it is now.
    ///
    /// # Errors
    /// When axe-core is not installed or fails.
    pub async fn axe(&self) -> Result<Vec<Violation>> {
        let file = tools::package("axe-core")?.join("axe.min.js");
        let axe = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        self.script(&axe).await?;
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] })
                .then(results => done(results.violations), error => done(String(error)));";
        let found = self.client.execute_async(run, Vec::new()).await.context("axe-core failed")?;
        let Value::Array(found) = found else { bail!("axe-core failed: {found}") };
        Ok(found.iter().map(violation).collect())
    }

    /// Presses keys one after the other: `"Tab Tab Shift+Tab Enter a Space"`. Names as in `KeyboardEvent.key`.
    ///
    /// # Errors
    /// When a key has no such name.
    pub async fn press(&self, keys: &str) -> Result<()> {
        for chord in keys.split_ascii_whitespace() {
            let codes = chord.split('+').map(code).collect::<Result<Vec<char>>>()?;
            let down = codes.iter().map(|&value| KeyAction::Down { value });
            let up = codes.iter().rev().map(|&value| KeyAction::Up { value });
            let actions = down.chain(up).fold(KeyActions::new("keyboard".into()), KeyActions::then);
            self.client.perform_actions(actions).await.with_context(|| format!("could not press {chord}"))?;
        }
        Ok(())
    }

    /// Taps with a finger on a point of the window, in CSS pixels.
    ///
    /// # Errors
    /// When the point is outside the window.
    pub async fn tap(&self, x: f64, y: f64) -> Result<()> {
        let button = MOUSE_BUTTON_LEFT;
        let to = PointerAction::MoveTo { duration: None, x, y };
        let finger = [to, PointerAction::Down { button }, PointerAction::Up { button }];
        let actions = finger.into_iter().fold(TouchActions::new("finger".into()), TouchActions::then);
        self.client.perform_actions(actions).await.with_context(|| format!("could not tap at {x}, {y}"))
    }

    /// What has the focus, by role and name.
    ///
    /// # Errors
    /// When nothing has it.
    pub async fn focused(&self) -> Result<Focused> {
        let element = self.client.active_element().await.context("nothing has the focus")?.element_id();
        self.role_and_name(&element).await
    }

    /// Role and name of an element, by its id ([`fantoccini::elements::Element::element_id`]).
    ///
    /// # Errors
    /// When the element has gone.
    pub async fn role_and_name(&self, element: &str) -> Result<Focused> {
        let ask = async |what| {
            let answer = self.command(&format!("/element/{element}/computed{what}"), None).await;
            Ok::<_, anyhow::Error>(answer.context("the element has gone")?.as_str().unwrap_or_default().to_owned())
        };
        Ok(Focused { role: ask("role").await?, name: ask("label").await? })
    }

    /// Closes the browser and ends chromedriver.
    ///
    /// # Errors
    /// When the browser was gone before.
    pub async fn close(mut self) -> Result<()> {
        self.driver.session = None;
        self.client.clone().close().await.context("the browser was gone")
    }

    async fn command(&self, path: &str, body: Option<Value>) -> Result<Value, CmdError> {
        self.client.issue_cmd(Command { path: path.to_owned(), body }).await
    }
}

fn violation(found: &Value) -> Violation {
    let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    Violation {
        id: text(found, "id"),
        impact: text(found, "impact"),
        help: text(found, "help"),
        nodes: nodes.iter().map(|node| text(node, "html")).collect(),
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

/// The code of a key: its own character, or one that `WebDriver` sets aside for it.
fn code(name: &str) -> Result<char> {
    Ok(match name {
        "Alt" => Key::Alt.into(),
        "ArrowDown" => Key::Down.into(),
        "ArrowLeft" => Key::Left.into(),
        "ArrowRight" => Key::Right.into(),
        "ArrowUp" => Key::Up.into(),
        "Backspace" => Key::Backspace.into(),
        "Control" => Key::Control.into(),
        "Delete" => Key::Delete.into(),
        "End" => Key::End.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Home" => Key::Home.into(),
        "PageDown" => Key::PageDown.into(),
        "PageUp" => Key::PageUp.into(),
        "Shift" => Key::Shift.into(),
        "Space" => ' ',
        "Tab" => Key::Tab.into(),
        _ => {
            let mut characters = name.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => only,
                _ => bail!("there is no key `{name}`"),
            }
        }
    })
}

/// A command of chromedriver's that `fantoccini` has no method for.
#[derive(Debug)]
struct Command {
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        match &self.body {
            Some(body) => (http::Method::POST, Some(body.to_string())),
            None => (http::Method::GET, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_codes() {
        assert_eq!(code("a").unwrap(), 'a');
        assert_eq!(code("Tab").unwrap(), '\u{e004}');
        assert!(code("Tabb").is_err());
    }
}
