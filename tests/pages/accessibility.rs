//! For everyone: axe-core, small windows, large letters, forced colours, little motion.

use anyhow::{Context, Result, ensure};
use lesson::{board::Placed, deck::Card, desk::Desk, prose::Page};
use pages::{
    answers::{AT_THE_FILE, AT_THE_VERDICT, KEY, NOT_BEGUN, mixed_record},
    house::{lesson, views},
    screen::Seen,
    visit::{Visit, visit},
};

/// Every view but claims, and claims at each of their stages; needs [`record`].
fn places() -> Vec<String> {
    let claims = NOT_BEGUN.iter().chain(&AT_THE_FILE).chain(&AT_THE_VERDICT).map(|id| format!("claim-{id}"));
    views(lesson()).into_iter().filter(|view| !view.starts_with("claim-")).chain(claims).collect()
}

/// The mixed record, and on a path: the next step stands at the foot of every view. Of the claims that were answered one
/// is in practice and two return, today and never; the first cards of the board are placed, right and wrong.
fn record() -> String {
    let mut record = mixed_record();
    record.path = lesson().routes.first().map(|route| route.id.clone());
    let done = record.desks.iter_mut().rev().zip([Some(1), Some(u16::MAX), None]);
    for ((_, work), due) in done {
        work.card = due.map(|due| Card { step: 0, due, sure_and_wrong: due == 1 });
        work.hasty = true;
        work.practice = due.is_none().then(Desk::default);
    }
    let board = lesson().judgement.iter().flat_map(|it| &it.board).flat_map(|board| &board.cards);
    for (card, right) in board.zip([true, false]) {
        let carried = card.carries.first();
        let record_of =
            if right { carried.map(|it| &it.record) } else { lesson().records.last().map(|record| &record.id) };
        let column = carried.and_then(|it| it.to.first());
        record.place(&card.claim, Placed { column: column.cloned(), record: record_of.cloned() });
    }
    (record.belief, record.closing) = (Some(70), Some(40));
    record.write()
}

/// Shows a place as it is when it is used.
async fn show(visit: &Visit, place: &str) -> Result<()> {
    visit.go(place).await?;
    if place == Page::Judgement.key() {
        // Two judges lie apart; and a record is named.
        let strand = lesson().judgement.as_ref().and_then(|it| it.strands.first()).context("no rubric")?;
        for (judge, level) in [("Myself", "4"), ("First peer", "1")] {
            visit.choose(&format!("{}: {judge}", strand.name), level).await?;
        }
        visit.click("button", "Insert R5").await?;
        visit.hear("status", "[R5] is in the essay").await?;
    }
    if [Page::Summary, Page::Judgement].map(Page::key).contains(&place) {
        visit.within(&format!("#{place}"), async || visit.unfold().await).await?;
    }
    if place == Page::Search.key() {
        visit.type_into("searchbox", "Words to look for", "stalin").await?;
        visit.hear("status", "places found").await?;
    }
    Ok(())
}

async fn is_without_fault(visit: &Visit, where_: &str) -> Result<()> {
    // A link of the contents that is scrolled out of sight, to a view that is not shown, is taken for a skip link without
    // a target. Following it shows the view: see `places`.
    let faults = visit.axe().await?.into_iter().filter(|fault| fault.id != "skip-link");
    let faults: Vec<String> = faults.map(|fault| fault.to_string()).collect();
    ensure!(faults.is_empty(), "{where_}:\n{}", faults.join("\n"));
    Ok(())
}

/// Looks at every view, or at one in so many, at the pop-over, and at the contents where they open over the page.
async fn every_view_is_without_fault(visit: &Visit, how: &str, one_in: usize) -> Result<()> {
    visit.open("").await?;
    for place in places().into_iter().step_by(one_in) {
        show(visit, &place).await?;
        is_without_fault(visit, &format!("{place}, {how}")).await?;
    }
    visit.go("unit-4").await?;
    let link = visit.wait_for("link", "note …", Seen::is_note).await?;
    visit.point_at(&link).await?;
    visit.wait_for("dialog", "Note …", |seen| seen.name.starts_with("Note ")).await?;
    is_without_fault(visit, &format!("the pop-over, {how}")).await?;
    visit.browser.press("Escape").await?;
    let contents = visit.all("button").await?.into_iter().find(|seen| seen.is_named("Contents"));
    if let Some(contents) = contents {
        visit.point_at(&contents).await?;
        visit.see("link", "Cover").await?;
        is_without_fault(visit, &format!("the contents, {how}")).await?;
    }
    Ok(())
}

/// Every view in each of the two colours and at each of the two widths, and one in four in the other combinations.
async fn axe_finds_nothing(dark: bool, width: u32) -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &record()).await?;
        visit.browser.dark(dark).await?;
        visit.browser.window(width, 800).await?;
        let colours = if dark { "dark" } else { "light" };
        let one_in = if dark == (width < 1000) { 1 } else { 4 };
        every_view_is_without_fault(visit, &format!("{colours}, {width} px"), one_in).await
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

/// The views that are otherwise filled in, as whoever has said nothing finds them.
async fn nothing_said_is_without_fault(dark: bool, width: u32) -> Result<()> {
    visit(async |visit| {
        visit.browser.dark(dark).await?;
        visit.browser.window(width, 800).await?;
        visit.open("").await?;
        for page in [Page::Quiz, Page::Summary, Page::Return, Page::Judgement] {
            visit.go(page.key()).await?;
            is_without_fault(visit, &format!("{}, nothing said, {width} px", page.key())).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn axe_finds_nothing_where_nothing_is_said_in_light_colours() -> Result<()> {
    nothing_said_is_without_fault(false, 1280).await?;
    nothing_said_is_without_fault(false, 320).await
}

#[tokio::test]
async fn axe_finds_nothing_where_nothing_is_said_in_dark_colours() -> Result<()> {
    nothing_said_is_without_fault(true, 1280).await?;
    nothing_said_is_without_fault(true, 320).await
}

#[tokio::test]
async fn forced_colours_and_little_motion_are_respected() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &record()).await?;
        let features = [("forced-colors", "active"), ("prefers-reduced-motion", "reduce")];
        visit.browser.media("", &features).await?;
        every_view_is_without_fault(visit, "forced colours", 4).await?;
        for place in [
            "claim-c17",
            "claim-c11",
            "claim-c20",
            "check-u1-1",
            "check-u3-6",
            "claims",
            "quiz",
            "summary",
            "judgement-board",
        ] {
            visit.browser.goto(&visit.site.at(&format!("#{place}"))).await?;
            visit.focus_is_on(place).await?;
            for _ in 0..15 {
                visit.browser.press("Tab").await?;
                visit.focus_shows().await?;
            }
        }
        let moving = visit.script("document.getAnimations().length").await?;
        ensure!(moving == 0, "{moving} things move");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_name_of_a_place_is_given_once() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        let twice = "(ids => [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))])(
            [...document.querySelectorAll('[id]')].map(element => element.id))";
        let twice = visit.script(twice).await?;
        ensure!(twice == serde_json::json!([]), "ids given twice: {twice}");
        Ok(())
    })
    .await
}

/// What reaches out of the window to the right.
const WIDE: &str = "[...document.querySelectorAll('body *')].filter(element => element.checkVisibility())
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => `${element.localName}.${element.className} ${element.textContent.slice(0, 40)}`)";

#[tokio::test]
async fn nothing_scrolls_sideways_at_320_pixels() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &record()).await?;
        visit.browser.window(320, 256).await?;
        visit.open("").await?;
        for place in places() {
            show(visit, &place).await?;
            let measured = visit.script("[(scrollBy(1000, 0), scrollX), document.documentElement.scrollWidth]").await?;
            let [sideways, width] = [&measured[0], &measured[1]].map(serde_json::Value::as_u64);
            if sideways != Some(0) || width > Some(320) {
                let wide = visit.script(WIDE).await?;
                let width = width.context("no width")?;
                anyhow::bail!("{place} is {width} px wide and scrolls by {sideways:?}: {wide:#}");
            }
        }
        Ok(())
    })
    .await
}
