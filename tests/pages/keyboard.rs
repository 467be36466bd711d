//! All of it without a pointer.

use anyhow::Result;
use lesson::{
    content::Claim,
    desk::Said,
    ladder::{Certainty, Kind, Rung},
    prose::plain,
};
use pages::{
    answers::{bearing, file_heading, first, full_marks, second, view},
    house::{claims, progress, unit, unit_name},
    visit::{Visit, visit},
};

async fn choose_said(visit: &Visit, said: Option<Said>) -> Result<()> {
    let Some(Said { rung, certainty }) = said else { return Ok(()) };
    if let Some(certainty) = certainty {
        let all: Vec<&str> = Certainty::ALL.iter().map(|value| visit.certainty(*value)).collect();
        visit.choose_by_keys(&all, visit.certainty(certainty)).await?;
    }
    let rungs: Vec<&str> = Rung::ALL.iter().map(|value| visit.rung(*value)).collect();
    visit.choose_by_keys(&rungs, visit.rung(rung)).await
}

async fn choose_kind(visit: &Visit, claim: &Claim) -> Result<()> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|value| visit.kind(*value)).collect();
    visit.choose_by_keys(&kinds, visit.kind(first(claim).kind)).await
}

/// Hands in what is incomplete, and hears what is missing.
async fn forget_something(visit: &Visit, claim: &Claim) -> Result<()> {
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Enter").await?;
    visit.hear("alert", "Still to choose: the kind of claim, how sure you are, the rung.").await?;
    visit.has_focus("radio", visit.kind(Kind::ALL[0])).await?;
    visit.browser.press("Shift+Tab").await?;
    choose_kind(visit, claim).await?;
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Enter").await?;
    visit.hear("alert", "Still to choose: how sure you are, the rung.").await?;
    visit.has_focus("radio", visit.certainty(Certainty::Guess)).await?;
    visit.browser.press("Shift+Tab").await
}

async fn tick(visit: &Visit, name: &str) -> Result<()> {
    visit.tab_to_the("checkbox", name).await?;
    visit.browser.press("Space").await
}

async fn do_claim(visit: &Visit, claim: &Claim, careless: bool) -> Result<()> {
    if careless {
        forget_something(visit, claim).await?;
    } else {
        choose_kind(visit, claim).await?;
    }
    choose_said(visit, first(claim).said).await?;
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Space").await?;
    visit.has_focus("heading", &file_heading(claim)).await?;
    visit.focus_shows().await?;
    for item in bearing(claim) {
        tick(visit, &visit.pick(item)).await?;
    }
    if bearing(claim).count() == 0 {
        tick(visit, "None of these bears on it").await?;
    }
    choose_said(visit, second(claim).said).await?;
    if let Some(half) = &claim.half {
        for choice in half.choices.iter().filter(|choice| choice.right && !choice.free) {
            tick(visit, &plain(&choice.text)).await?;
        }
    }
    visit.tab_to_the("button", "Mark it").await?;
    visit.browser.press("Enter").await?;
    visit.has_focus("heading", &visit.verdict_heading(claim)).await?;
    visit.focus_shows().await?;
    visit.hear("status", &full_marks(claim)).await
}

#[tokio::test]
async fn a_desk_of_eight_claims_is_answered_with_the_keyboard_alone() -> Result<()> {
    visit(async |visit| {
        let claims = claims();
        // The unit's text is passed over: from its last check to the desk.
        let last = unit(4).checks.last().map(|check| format!("check-{}", check.id)).unwrap_or_default();
        visit.open(&format!("#{last}")).await?;
        visit.focus_is_on(&last).await?;
        visit.read(&progress(0)).await?;
        visit.tab_to_the("link", &format!("To the desk: {} claims", claims.len())).await?;
        visit.browser.press("Enter").await?;
        for (at, claim) in claims.iter().enumerate() {
            visit.is_at(&view(claim)).await?;
            visit.focus_is_on(&view(claim)).await?;
            do_claim(visit, claim, at == 0).await?;
            visit.read(&progress(at + 1)).await?;
            let next = match at + 1 {
                next if next < claims.len() => format!("Next: claim {}", next + 1),
                _ => format!("That was the last: to {}", unit_name(unit(5))),
            };
            visit.tab_to_the("link", &next).await?;
            visit.browser.press("Enter").await?;
        }
        visit.is_at("unit-5").await?;
        visit.read(&progress(claims.len())).await
    })
    .await
}

#[tokio::test]
async fn the_focus_shows_all_the_way_through_a_unit_and_its_checks() -> Result<()> {
    visit(async |visit| {
        visit.open("#unit-4").await?;
        visit.focus_is_on("unit-4").await?;
        visit.tab_to_the("link", &format!("To the desk: {} claims", claims().len())).await
    })
    .await
}
