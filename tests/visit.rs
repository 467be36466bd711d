//! One browser on one site.

use crate::{frame::Frame, house};
use anyhow::{Context, Result, bail, ensure};
use lesson::content::Lesson;
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    fs,
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;
use xtask::{
    browser::{Browser, Oddities},
    site::{RunningSite, Site},
};

/// How long anything may take to come about. Long: it is reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Browsers at once, in this process. With two, a machine of two cores stands idle a third of the time; more starve each other.
static BROWSERS: Semaphore = Semaphore::const_new(3);

/// A browser on a site.
#[derive(Debug)]
pub struct Visit {
    /// The browser.
    pub browser: Browser,
    /// The site.
    pub site: RunningSite,
    /// The lesson that it ought to show.
    pub lesson: &'static Lesson,
    /// The id of the part that is looked at, if not all of it is.
    pub(crate) part: RefCell<Option<String>>,
    /// The frame that is looked into, if one is, after those that hold it.
    pub(crate) frames: RefCell<Vec<Frame>>,
    expected: RefCell<Vec<&'static str>>,
}

/// Visits the finished page, does this there, and then looks at the console.
///
/// # Errors
/// What `body` says, or what the console says.
pub async fn visit(body: impl AsyncFnOnce(&Visit) -> Result<()>) -> Result<()> {
    visit_at(house::site()?, body).await
}

/// Visits the other lesson.
///
/// # Errors
/// What `body` says, or what the console says.
pub async fn visit_other(body: impl AsyncFnOnce(&Visit) -> Result<()>) -> Result<()> {
    visit_of(house::other_lesson(), house::other_site()?, Oddities::default(), body).await
}

/// Visits a site that is odd in some way.
///
/// # Errors
/// What `body` says, or what the console says.
pub async fn visit_at(site: Site, body: impl AsyncFnOnce(&Visit) -> Result<()>) -> Result<()> {
    visit_of(house::lesson(), site, Oddities::default(), body).await
}

/// Visits a site with a browser that is odd in some way.
///
/// # Errors
/// What `body` says, or what the console says.
pub async fn visit_with(
    oddities: Oddities<'_>,
    site: Site,
    body: impl AsyncFnOnce(&Visit) -> Result<()>,
) -> Result<()> {
    visit_of(house::lesson(), site, oddities, body).await
}

async fn visit_of(
    lesson: &'static Lesson,
    site: Site,
    oddities: Oddities<'_>,
    body: impl AsyncFnOnce(&Visit) -> Result<()>,
) -> Result<()> {
    let _turn = BROWSERS.acquire().await.context("no more browsers")?;
    let visit = Visit {
        browser: Browser::start_odd(oddities).await?,
        site: site.start().await?,
        lesson,
        part: RefCell::default(),
        frames: RefCell::default(),
        expected: RefCell::default(),
    };
    let done = body(&visit).await;
    let console = visit.browser.console().await.unwrap_or_else(|error| vec![format!("{error:#}")]);
    if let Err(error) = done {
        let place = visit.browser.client().current_url().await.map(String::from).unwrap_or_default();
        bail!("{error:#}\n  at {place}\n  console: {console:#?}");
    }
    let unexpected = unexpected(&console, &visit.expected.borrow());
    visit.browser.close().await?;
    ensure!(unexpected.is_empty(), "the console is not as it should be: {unexpected:#?}");
    Ok(())
}

/// Every message that was not expected, and every expected one that did not come.
fn unexpected(console: &[String], expected: &[&str]) -> Vec<String> {
    let strange = console.iter().filter(|message| !expected.iter().any(|known| message.contains(known)));
    let missing = expected.iter().filter(|known| !console.iter().any(|message| message.contains(**known)));
    strange.cloned().chain(missing.map(|known| format!("expected, and not there: {known}"))).collect()
}

impl Visit {
    /// Opens a place and waits until the app is awake.
    ///
    /// # Errors
    /// When it does not wake.
    pub async fn open(&self, place: &str) -> Result<()> {
        self.browser.goto(&self.site.at(place)).await?;
        self.awake().await
    }

    /// Goes to a view of the page that is open, as a link does.
    ///
    /// # Errors
    /// When it does not show.
    pub async fn go(&self, view: &str) -> Result<()> {
        self.browser.goto(&self.site.at(&format!("#{view}"))).await?;
        self.is_at(view).await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When it does not wake.
    pub async fn reload(&self) -> Result<()> {
        self.browser.client().refresh().await?;
        self.awake().await
    }

    /// Waits until the app is awake.
    ///
    /// # Errors
    /// When it does not wake.
    pub async fn awake(&self) -> Result<()> {
        self.until_true("the app is awake", "document.documentElement.dataset.app === 'awake'").await
    }

    /// Goes into the page's only frame, or that of the frame one is in: what follows looks there and acts there. The frame
    /// must begin at the window's corner.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter(&self) -> Result<()> {
        self.until_true("a frame", "document.querySelector('iframe') !== null").await?;
        self.browser.client().enter_frame(0).await?;
        self.frames.borrow_mut().push(Frame::only());
        Ok(())
    }

    /// Comes back out of every frame, even of one that is gone.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn leave(&self) -> Result<()> {
        let client = self.browser.client();
        client.switch_to_window(client.window().await?).await?;
        self.frames.take();
        Ok(())
    }

    /// Expects a warning or an error in the console that holds these words, once or more.
    pub fn expect_in_console(&self, words: &'static str) {
        self.expected.borrow_mut().push(words);
    }

    /// Runs a script in every page to come, before any of its own.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        self.browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await.map(drop)
    }

    /// Puts a text into the browser's storage before the first page of this visit.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn store(&self, key: &str, text: &str) -> Result<()> {
        let (key, text) = (json!(key), json!(text));
        self.before_each_page(&format!(
            "if (!sessionStorage.getItem('planted')) {{
                sessionStorage.setItem('planted', '1');
                localStorage.setItem({key}, {text});
            }}"
        ))
        .await
    }

    /// What is in the browser's storage under this key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn stored(&self, key: &str) -> Result<Option<String>> {
        let text = self.script(&format!("localStorage.getItem({})", json!(key))).await?;
        Ok(text.as_str().map(str::to_owned))
    }

    /// Presses a button that saves a file under this name, and gives what is in the file.
    ///
    /// # Errors
    /// When no such file comes.
    pub async fn save(&self, button: &str, name: &str) -> Result<String> {
        let folder = tempfile::tempdir()?;
        let allow = json!({ "behavior": "allow", "downloadPath": folder.path() });
        self.browser.cdp("Browser.setDownloadBehavior", allow).await?;
        self.click("button", button).await?;
        let file = folder.path().join(name);
        let saved = until("the download", async || Ok(fs::read_to_string(&file).ok().filter(|text| !text.is_empty())));
        saved.await.with_context(|| format!("there are {:?}", fs::read_dir(folder.path())))
    }

    /// What an expression comes to in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, expression: &str) -> Result<Value> {
        self.browser.script(&format!("return {expression};")).await
    }

    /// Waits until an expression is true in the page.
    ///
    /// # Errors
    /// When that takes too long.
    pub async fn until_true(&self, what: &str, expression: &str) -> Result<()> {
        until(what, async || Ok((self.script(expression).await? == true).then_some(()))).await
    }
}

/// Waits until there is something to return.
///
/// # Errors
/// When that takes too long, or the look itself fails.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        ensure!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
