//! The browser that the other tests rely on, tried on a page of ten lines: it hears, presses, measures and reports.

use std::{fs, time::Instant};

use anyhow::Result;
use xtask::{
    browser::{Browser, Focused, Network},
    site::Site,
};

const PAGE: &str = "<!doctype html><html lang=en><title>A page</title><meta name=viewport content='width=device-width'>
<style>p { color: #777; background: #888 } @media (prefers-color-scheme: dark) { body { background: #000 } }</style>
<main><h1>A page</h1><p>Hard to read</p><button>One</button><button aria-label='Two, second'>Two</button><input aria-label=In>
</main><script>console.warn('a warning'); console.log('no matter'); document.body.dataset.ran = 'yes'</script></html>";

#[tokio::test]
async fn the_browser_does_what_tests_ask_of_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("index.html"), PAGE)?;
    fs::write(folder.path().join("favicon.ico"), "")?;
    let site = Site::of(folder.path()).start().await?;
    let browser = Browser::start().await?;
    let ask = async |script: &str| browser.script(&format!("return {script}")).await;

    browser.window(320, 600).await?;
    browser.goto(site.address()).await?;
    assert_eq!(ask("innerWidth").await?, 320);

    let console = browser.console().await?;
    assert_eq!(console.len(), 1, "{console:?}");
    assert!(console[0].starts_with("WARNING") && console[0].contains("a warning"), "{console:?}");
    assert!(browser.console().await?.is_empty());

    browser.press("Tab Tab").await?;
    assert_eq!(browser.focused().await?, Focused { role: "button".into(), name: "Two, second".into() });
    browser.press("Shift+Tab").await?;
    assert_eq!(browser.focused().await?.name, "One");
    browser.press("Tab Tab a Space B").await?;
    assert_eq!(ask("document.activeElement.value").await?, "a B");

    let faults = browser.axe().await?;
    assert_eq!(faults.iter().map(|fault| fault.id.as_str()).collect::<Vec<_>>(), ["color-contrast"]);
    assert!(faults[0].to_string().contains("<p>Hard to read</p>"), "{}", faults[0]);

    let background = "getComputedStyle(document.body).backgroundColor";
    browser.dark(true).await?;
    assert_eq!(ask(background).await?, "rgb(0, 0, 0)");
    browser.dark(false).await?;
    assert_eq!(ask(background).await?, "rgba(0, 0, 0, 0)");

    let picture = folder.path().join("picture.png");
    browser.screenshot(&picture).await?;
    assert!(fs::read(picture)?.starts_with(b"\x89PNG"));

    browser.scripts(false).await?;
    browser.goto(site.address()).await?;
    browser.scripts(true).await?;
    assert_eq!(ask("document.body.dataset.ran ?? 'no'").await?, "no");

    browser.throttle(Network::Slow4G).await?;
    let started = Instant::now();
    browser.goto(&site.at("?slow")).await?;
    assert!(started.elapsed().as_millis() >= 150);
    browser.throttle(Network::Unthrottled).await?;
    browser.cpu(4).await?;
    browser.cpu(1).await?;
    browser.close().await
}
