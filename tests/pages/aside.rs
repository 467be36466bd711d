//! Notes and word help beside the text.

use anyhow::{Result, ensure};
use pages::{
    house::{lesson, piece},
    screen::Seen,
    visit::{Visit, until, visit},
};

const PLACE: &str = "Show it in its place";

/// The first link to a note on unit 4's page, and the note's number.
async fn first_note(visit: &Visit) -> Result<(Seen, u16)> {
    let link = visit.wait_for("link", "note …", Seen::is_note).await?;
    let number = link.name.trim_start_matches("note ").parse()?;
    Ok((link, number))
}

#[tokio::test]
async fn a_note_opens_beside_its_link_and_escape_leads_back() -> Result<()> {
    visit(async |visit| {
        visit.open("#unit-4").await?;
        let (link, number) = first_note(visit).await?;
        let dialog = format!("Note {number}");
        visit.point_at(&link).await?;
        visit.see("dialog", &dialog).await?;
        visit.has_focus("dialog", &dialog).await?;
        visit.hear("dialog", &lesson().notes[&number].cite).await?;
        visit.is_at("unit-4").await?;
        visit.browser.press("Escape").await?;
        visit.see_no("dialog", &dialog).await?;
        visit.has_focus("link", &link.name).await?;
        // And by the keyboard.
        visit.browser.press("Enter").await?;
        visit.has_focus("dialog", &dialog).await?;
        visit.tab_to_the("link", PLACE).await?;
        visit.tab_to_the("button", "Close").await?;
        visit.browser.press("Enter").await?;
        visit.see_no("dialog", &dialog).await?;
        visit.has_focus("link", &link.name).await
    })
    .await
}

#[tokio::test]
async fn a_note_leads_on_to_its_place() -> Result<()> {
    visit(async |visit| {
        visit.open("#unit-4").await?;
        let (link, number) = first_note(visit).await?;
        visit.point_at(&link).await?;
        visit.click("link", PLACE).await?;
        visit.see_no("dialog", &format!("Note {number}")).await?;
        visit.is_at("notes").await?;
        visit.focus_is_on(&format!("note-{number}")).await
    })
    .await
}

#[tokio::test]
async fn a_word_is_explained_beside_the_text() -> Result<()> {
    visit(async |visit| {
        let word = lesson().words.iter().find(|word| word.id.as_str() == "politburo");
        let word = word.expect("the lesson explains the Politburo");
        visit.open("#record-r5").await?;
        visit.click("link", "Politburo").await?;
        visit.see("dialog", "Word help").await?;
        visit.hear("dialog", &word.term).await?;
        visit.hear("dialog", piece(&word.means)).await?;
        visit.click("link", PLACE).await?;
        visit.is_at("words").await?;
        visit.focus_is_on("word-politburo").await
    })
    .await
}

#[tokio::test]
async fn with_the_control_key_a_note_opens_in_a_window_of_its_own() -> Result<()> {
    visit(async |visit| {
        visit.open("#unit-4").await?;
        let (link, number) = first_note(visit).await?;
        visit.control_click(&link).await?;
        let client = visit.browser.client();
        let here = client.window().await?;
        let there =
            until("a second window", async || Ok(client.windows().await?.into_iter().find(|window| *window != here)))
                .await?;
        ensure!(visit.all("dialog").await?.is_empty(), "the pop-over opened as well");
        client.switch_to_window(there).await?;
        visit.awake().await?;
        visit.is_at("notes").await?;
        let address = client.current_url().await?;
        ensure!(address.fragment() == Some(&format!("note-{number}")), "it leads to {address}");
        Ok(())
    })
    .await
}
