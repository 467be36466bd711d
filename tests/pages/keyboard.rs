//! All of it without a pointer.

use anyhow::Result;
use lesson::{
    content::Claim,
    ladder::{Certainty, Kind, Rung},
};
use pages::{
    answers::{certainty, file_heading, first, kind, pick, rung, second, verdict_heading},
    house::claims,
    visit::{Visit, visit},
};

async fn choose_rung(visit: &Visit, name: Rung) -> Result<()> {
    let rungs: Vec<&str> = Rung::ALL.iter().map(|value| rung(*value)).collect();
    visit.choose_by_keys(&rungs, rung(name)).await
}

async fn choose_certainty(visit: &Visit, name: Certainty) -> Result<()> {
    let all: Vec<&str> = Certainty::ALL.iter().map(|value| certainty(*value)).collect();
    visit.choose_by_keys(&all, certainty(name)).await
}

async fn choose_kind(visit: &Visit, claim: &Claim) -> Result<()> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|value| kind(*value)).collect();
    visit.choose_by_keys(&kinds, kind(claim.kinds[0])).await
}

/// Hands in what is incomplete, and hears what is missing.
async fn forget_something(visit: &Visit, claim: &Claim) -> Result<()> {
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Enter").await?;
    visit.hear("alert", "Still to choose: the kind of claim, the rung, how sure you are.").await?;
    visit.has_focus("radio", kind(Kind::ALL[0])).await?;
    visit.browser.press("Shift+Tab").await?;
    choose_kind(visit, claim).await?;
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Enter").await?;
    visit.hear("alert", "Still to choose: the rung, how sure you are.").await?;
    visit.has_focus("radio", rung(Rung::Ordered)).await?;
    visit.browser.press("Shift+Tab").await
}

async fn do_claim(visit: &Visit, claim: &Claim, careless: bool) -> Result<()> {
    if careless {
        forget_something(visit, claim).await?;
    } else {
        choose_kind(visit, claim).await?;
    }
    choose_rung(visit, first(claim).rung).await?;
    choose_certainty(visit, first(claim).certainty).await?;
    visit.tab_to_the("button", "Open the file").await?;
    visit.browser.press("Space").await?;
    visit.has_focus("heading", &file_heading(claim)).await?;
    visit.focus_shows(&visit.browser.focused().await?).await?;
    for item in claim.table.iter().filter(|item| item.bears) {
        visit.tab_to_the("checkbox", &pick(item)).await?;
        visit.browser.press("Space").await?;
    }
    choose_rung(visit, second(claim).rung).await?;
    choose_certainty(visit, second(claim).certainty).await?;
    visit.tab_to_the("button", "Mark it").await?;
    visit.browser.press("Enter").await?;
    visit.has_focus("heading", &verdict_heading(claim)).await?;
    visit.focus_shows(&visit.browser.focused().await?).await?;
    visit.hear("status", "5 of 5 marks").await
}

#[tokio::test]
async fn six_claims_are_answered_with_the_keyboard_alone() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.read("0 of 6 claims").await?;
        visit.tab_to_the("link", "Straight to the first claim").await?;
        visit.browser.press("Enter").await?;
        let claims = claims();
        for (at, claim) in claims.iter().enumerate() {
            visit.is_at(&format!("claim-{}", claim.id)).await?;
            visit.focus_is_on(&format!("claim-{}", claim.id)).await?;
            do_claim(visit, claim, at == 0).await?;
            visit.read(&format!("{} of 6 claims", at + 1)).await?;
            let next = match at + 1 {
                next if next < claims.len() => format!("Next: claim {}", next + 1),
                _ => "That was the last: to the records".to_owned(),
            };
            visit.tab_to_the("link", &next).await?;
            visit.browser.press("Enter").await?;
        }
        visit.is_at("records").await?;
        visit.read("6 of 6 claims").await
    })
    .await
}
