//! Every place has its address: links, bookmarks, back and forward.

use anyhow::{Result, ensure};
use pages::{
    house::{claim, claim_name, claims, lesson, unit, unit_name},
    screen::FOLD,
    visit::{Visit, visit},
};

/// A place: its address, the view that it is in, and what the window is then called.
struct Place {
    id: &'static str,
    view: &'static str,
    title: String,
}

fn places() -> Vec<Place> {
    let lesson = lesson();
    let named = |id, view, label: &str| Place { id, view, title: format!("{label} · {}", lesson.title) };
    vec![
        named("claim-c17", "claim-c17", "Claim C17"),
        named("record-r5", "records", "The records"),
        named("record-r5-3", "records", "The records"),
        named("note-84", "notes", "Notes"),
        named("word-politburo", "words", "Words"),
        named("unit-4", "unit-4", &unit_name(unit(4))),
        named("check-u4-1", "unit-4", &unit_name(unit(4))),
        named("picture-rubles", "unit-3", &unit_name(unit(3))),
        named("person-gero", "index", "People and places"),
        named("moment-0", "timeline", "Timeline"),
        named("path-one", "path-one", &format!("Path: {}", lesson.routes[0].name)),
        named("judgement", "judgement", "The judgement"),
        Place { id: "cover", view: "cover", title: lesson.title.clone() },
    ]
}

/// What the contents call the desk of unit 4, the first with as many claims.
fn desk() -> String {
    format!("Its claims: {}", claims().len())
}

async fn is_shown(visit: &Visit, place: &Place) -> Result<()> {
    visit.is_at(place.view).await?;
    visit.until_true(&format!("the title “{}”", place.title), &format!("document.title === '{}'", place.title)).await?;
    let inside = format!(
        "(box => box.bottom > 0 && box.top < innerHeight)(document.getElementById('{}').getBoundingClientRect())",
        place.id
    );
    visit.until_true(&format!("{} is in the window", place.id), &inside).await
}

#[tokio::test]
async fn a_bookmark_opens_its_place() -> Result<()> {
    visit(async |visit| {
        for place in places() {
            // Another page between, so that each is loaded afresh.
            visit.browser.goto("about:blank").await?;
            visit.open(&format!("#{}", place.id)).await?;
            is_shown(visit, &place).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn back_and_forward_show_the_place_and_move_the_focus() -> Result<()> {
    visit(async |visit| {
        let places = places();
        visit.open("").await?;
        for place in &places {
            visit.browser.goto(&visit.site.at(&format!("#{}", place.id))).await?;
            is_shown(visit, place).await?;
            visit.focus_is_on(place.id).await?;
        }
        for place in places.iter().rev().skip(1) {
            visit.browser.client().back().await?;
            is_shown(visit, place).await?;
            visit.focus_is_on(place.id).await?;
        }
        for place in places.iter().skip(1) {
            visit.browser.client().forward().await?;
            is_shown(visit, place).await?;
            visit.focus_is_on(place.id).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_unknown_address_shows_the_cover_and_says_so() -> Result<()> {
    visit(async |visit| {
        const SENTENCE: &str = "The address names a place that is not in this lesson.";
        visit.open("#nonsense").await?;
        visit.is_at("cover").await?;
        visit.hear("status", SENTENCE).await?;
        visit.browser.goto(&visit.site.at("#unit-4")).await?;
        visit.is_at("unit-4").await?;
        ensure!(!visit.text().await?.contains(SENTENCE), "it still says so at a place that there is");
        visit.browser.goto(&visit.site.at("#more-nonsense")).await?;
        visit.is_at("cover").await?;
        visit.hear("status", SENTENCE).await
    })
    .await
}

#[tokio::test]
async fn the_guide_leads_everywhere_and_shows_where_one_is() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open("#unit-0").await?;
        let link = format!("{}: {}", claim_name(claim), claim.headline);
        visit.see_no("link", &link).await?;
        visit.click(FOLD, &desk()).await?;
        visit.click("link", &link).await?;
        visit.is_at("claim-c17").await?;
        visit.focus_is_on("claim-c17").await?;
        let current =
            visit.script("[...document.querySelectorAll('[aria-current]')].map(link => link.innerText)").await?;
        ensure!(current == serde_json::json!([link]), "marked as current: {current}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_telephone_the_contents_open_lead_on_and_close() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        let link = format!("{}: {}", claim_name(claim), claim.headline);
        visit.browser.window(360, 740).await?;
        visit.open("").await?;
        visit.see_no("link", "Cover").await?;
        visit.click("button", "Contents").await?;
        visit.see("link", "Cover").await?;
        visit.click(FOLD, &desk()).await?;
        visit.click("link", &link).await?;
        visit.is_at("claim-c17").await?;
        visit.see_no("link", "Cover").await?;
        visit.focus_is_on("claim-c17").await
    })
    .await
}

#[tokio::test]
async fn on_a_telephone_an_unknown_address_is_said_where_it_is_seen() -> Result<()> {
    visit(async |visit| {
        visit.browser.window(360, 740).await?;
        visit.open("#nonsense").await?;
        visit.is_at("cover").await?;
        visit.read("The address names a place that is not in this lesson.").await
    })
    .await
}

#[tokio::test]
async fn the_cover_leads_back_to_where_one_was() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.see_no("link", "Go on where you were: Words").await?;
        visit.browser.goto(&visit.site.at("#word-politburo")).await?;
        visit.is_at("words").await?;
        visit.browser.goto("about:blank").await?;
        visit.open("").await?;
        visit.click("link", "Go on where you were: Words").await?;
        visit.is_at("words").await
    })
    .await
}
