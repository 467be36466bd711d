//! For everyone: axe-core, small windows, large letters, forced colours, little motion.

use anyhow::{Result, ensure};
use pages::{
    answers::{KEY, mixed_record},
    house::claims,
    visit::{Visit, visit},
};

/// Every view, and a claim at each of its stages; needs [`mixed_record`].
fn places() -> Vec<String> {
    let claims = claims().into_iter().take(3).map(|claim| format!("claim-{}", claim.id));
    let texts = ["cover", "unit-4"].into_iter().map(str::to_owned);
    texts.chain(claims).chain(["records", "words", "notes"].map(str::to_owned)).collect()
}

async fn is_without_fault(visit: &Visit, where_: &str) -> Result<()> {
    let faults: Vec<String> = visit.browser.axe().await?.iter().map(ToString::to_string).collect();
    ensure!(faults.is_empty(), "{where_}:\n{}", faults.join("\n"));
    Ok(())
}

/// Looks at every view and at the pop-over.
async fn every_view_is_without_fault(visit: &Visit, how: &str) -> Result<()> {
    for place in places() {
        visit.open(&format!("#{place}")).await?;
        visit.is_at(&place).await?;
        is_without_fault(visit, &format!("{place}, {how}")).await?;
    }
    visit.open("#unit-4").await?;
    visit.is_at("unit-4").await?;
    let link = visit.wait_for("link", "note …", |seen| seen.name.starts_with("note ")).await?;
    visit.point_at(&link).await?;
    visit.wait_for("dialog", "Note …", |seen| seen.name.starts_with("Note ")).await?;
    is_without_fault(visit, &format!("the pop-over, {how}")).await?;
    visit.browser.press("Escape").await
}

async fn axe_finds_nothing(dark: bool, width: u32) -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.browser.dark(dark).await?;
        visit.browser.window(width, 800).await?;
        let colours = if dark { "dark" } else { "light" };
        every_view_is_without_fault(visit, &format!("{colours}, {width} px")).await
    })
    .await
}

#[tokio::test]
async fn axe_finds_nothing_in_light_colours_on_a_wide_screen() -> Result<()> {
    axe_finds_nothing(false, 1280).await
}

#[tokio::test]
async fn axe_finds_nothing_in_light_colours_on_a_narrow_screen() -> Result<()> {
    axe_finds_nothing(false, 320).await
}

#[tokio::test]
async fn axe_finds_nothing_in_dark_colours_on_a_wide_screen() -> Result<()> {
    axe_finds_nothing(true, 1280).await
}

#[tokio::test]
async fn axe_finds_nothing_in_dark_colours_on_a_narrow_screen() -> Result<()> {
    axe_finds_nothing(true, 320).await
}

#[tokio::test]
async fn forced_colours_and_little_motion_are_respected() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        let features = [("forced-colors", "active"), ("prefers-reduced-motion", "reduce")];
        visit.browser.media("", &features).await?;
        every_view_is_without_fault(visit, "forced colours").await?;
        for claim in &claims()[..3] {
            visit.open(&format!("#claim-{}", claim.id)).await?;
            for _ in 0..15 {
                visit.browser.press("Tab").await?;
                visit.focus_shows(&visit.browser.focused().await?).await?;
            }
        }
        let moving = visit.script("document.getAnimations().length").await?;
        ensure!(moving == 0, "{moving} things move");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_scrolls_sideways_at_320_pixels() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.browser.window(320, 256).await?;
        for place in places() {
            visit.open(&format!("#{place}")).await?;
            visit.is_at(&place).await?;
            let wide = "[...document.querySelectorAll('body *')].filter(element => element.checkVisibility())
                .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
                .map(element => `${element.localName}.${element.className} ${element.textContent.slice(0, 40)}`)";
            let wide = visit.script(wide).await?;
            let sideways = visit.script("(scrollBy(1000, 0), scrollX)").await?;
            let width = visit.script("document.documentElement.scrollWidth").await?;
            ensure!(
                sideways == 0 && width.as_u64() <= Some(320),
                "{place} is {width} px wide and scrolls by {sideways}: {wide:#}"
            );
        }
        Ok(())
    })
    .await
}
