//! What a student has said stays said: over a reload, in another window, and where storing goes wrong.

use anyhow::{Context, Result, ensure};
use lesson::{
    ladder::{Certainty, Kind, Rung},
    learner::{Learner, VERSION},
};
use pages::{
    answers::{AT_THE_VERDICT, KEY, file_heading, full_marks, full_record, mixed_record, place, view},
    house::{all_claims, claim, claims, lesson, progress, unit, unit_name},
    visit::{Visit, until, visit},
};
use serde_json::json;
use std::fs;

const ON_THIS_DEVICE: &str = "Your answers are kept on this device";

#[tokio::test]
async fn a_half_made_first_reading_outlasts_a_reload() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open(&place(claim)).await?;
        visit.tick("radio", visit.certainty(Certainty::Guess)).await?;
        visit.tick("radio", visit.rung(Rung::Ordered)).await?;
        comes_back_the_same(visit).await?;
        visit.see("button", "Open the file").await?;
        visit.see_no("button", "Mark it").await
    })
    .await
}

#[tokio::test]
async fn an_open_file_and_a_half_made_second_reading_outlast_a_reload() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        comes_back_the_same(visit).await?;
        visit.see("heading", &file_heading(claim)).await?;
        visit.see("button", "Mark it").await?;
        visit.see_no("button", "Open the file").await?;
        visit.see_no("heading", &visit.verdict_heading(claim)).await?;

        visit.tick("checkbox", &visit.pick(&claim.table[1])).await?;
        visit.tick("radio", visit.certainty(Certainty::Fairly)).await?;
        comes_back_the_same(visit).await?;
        visit.see("button", "Mark it").await?;

        visit.read_second(claim).await?;
        comes_back_the_same(visit).await?;
        visit.see("heading", &visit.verdict_heading(claim)).await?;
        visit.see_no("button", "Mark it").await
    })
    .await
}

async fn comes_back_the_same(visit: &Visit) -> Result<()> {
    let before = visit.choices().await?;
    ensure!(before.iter().any(|choice| choice.contains("ticked")), "nothing is ticked: {before:#?}");
    visit.reload().await?;
    let after = visit.choices().await?;
    ensure!(before == after, "before the reload {before:#?}, after it {after:#?}");
    Ok(())
}

#[tokio::test]
async fn a_full_record_is_taken_up() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &full_record().write()).await?;
        visit.open("").await?;
        visit.read(&progress(all_claims().len())).await?;
        visit.read("70 of 100. Kept, to be shown again at the end.").await?;
        let name = format!("Go on where you were: {}", unit_name(unit(4)));
        visit.see("link", &name).await?;
        let slider = &visit.all("slider").await?[0];
        let value = visit.call(slider, "function () { return this.value; }").await?;
        ensure!(value == "70", "the slider stands at {value}");
        for claim in claims() {
            visit.go(&view(claim)).await?;
            visit.see("heading", &visit.verdict_heading(claim)).await?;
            visit.hear("status", &full_marks(claim)).await?;
        }
        // And the rest at a glance.
        let marks = "Object.fromEntries([...document.querySelectorAll('.claim')].map(view =>
            [view.id, view.querySelector('form > [role=status]').textContent]))";
        let marks = visit.script(marks).await?;
        for claim in all_claims() {
            ensure!(marks[view(claim)] == full_marks(claim), "{} has {}", claim.id, marks[view(claim)]);
        }
        let stored = visit.stored(KEY).await?.context("the record has gone")?;
        let record = Learner::read(&stored, &lesson().id, &lesson().hash)?;
        ensure!(record.desks == full_record().desks, "the record was changed by being read");
        ensure!(record.checks == full_record().checks, "the checks were changed by being read");
        Ok(())
    })
    .await
}

/// A text that cannot be taken up is kept as it is, and the student goes on from nothing.
async fn starts_clean(text: &str, why: &str) -> Result<()> {
    visit(async |visit| {
        let aside = format!("{KEY}.aside-1");
        let claim = claim("c17");
        let downloads = tempfile::tempdir()?;
        let allow = json!({ "behavior": "allow", "downloadPath": downloads.path() });
        visit.browser.cdp("Browser.setDownloadBehavior", allow).await?;
        visit.store(KEY, text).await?;
        visit.open(&place(claim)).await?;
        let sentence =
            format!("Your earlier answers could not be read: {why}. They are kept aside, and you start afresh.");
        visit.hear("status", &sentence).await?;
        visit.read(&progress(0)).await?;
        ensure!(visit.stored(&aside).await?.as_deref() == Some(text), "what was stored is not kept aside");

        visit.click("button", "Save the earlier answers as a file").await?;
        let file = downloads.path().join("by-popular-demand-set-aside.txt");
        let saved =
            until("the download", async || Ok(fs::read_to_string(&file).ok().filter(|read| read == text))).await;
        saved.with_context(|| format!("there are {:?}", fs::read_dir(downloads.path())))?;

        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.read(&progress(1)).await?;
        visit.reload().await?;
        visit.read(&progress(1)).await?;
        visit.see("heading", &visit.verdict_heading(claim)).await?;
        ensure!(visit.stored(&aside).await?.as_deref() == Some(text), "answering destroyed what was kept aside");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_damaged_record_is_kept_aside() -> Result<()> {
    let whole = mixed_record().write();
    starts_clean(&whole[..whole.len() - 7], "it is damaged").await
}

#[tokio::test]
async fn a_record_with_strange_characters_is_kept_aside() -> Result<()> {
    starts_clean("{ \u{fffd}\u{0}“Ж” \u{1f4dc}\r\n", "it is damaged").await
}

/// A record as version 1 wrote it. C02 has a draft without a certainty, the file of C11 is open, C17 has its verdict: its
/// record was found, first “covered” was said and then “ordered”.
const VERSION_1: &str = "by-popular-demand/1:EWJ5LXBvcHVsYXItZGVtYW5kEDAxMjM0NTY3ODlhYmNkZWYBKAEGdW5pdC00AwNjMDIAAQ\
    AAAQAAA2MxMQECAgEAAQAAAQADYzE3AgICAQEBBHI1LjEDAsmRCz8";

#[tokio::test]
async fn what_version_1_stored_is_taken_up() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, VERSION_1).await?;
        visit.open("").await?;
        visit.read(ON_THIS_DEVICE).await?;
        visit.read("40 of 100. Kept, to be shown again at the end.").await?;
        visit.see("link", &format!("Go on where you were: {}", unit_name(unit(4)))).await?;
        visit.read(&progress(1)).await?;

        visit.go("claim-c02").await?;
        // The rungs stand there once it is said how sure one is; that one was ticked is not forgotten.
        visit.see_no("radio", visit.rung(Rung::None)).await?;
        visit.tick("radio", visit.certainty(Certainty::Guess)).await?;
        for ticked in [visit.kind(Kind::Fact), visit.rung(Rung::None)] {
            let seen = visit.see("radio", ticked).await?;
            ensure!(seen.checked && !seen.disabled, "{seen} is not as it was left");
        }
        visit.see("button", "Open the file").await?;

        let open = claim("c11");
        visit.go("claim-c11").await?;
        visit.see("heading", &file_heading(open)).await?;
        let nothing = visit.see("checkbox", "None of these bears on it").await?;
        ensure!(nothing.checked, "the draft of the second reading has gone");
        visit.see("button", "Mark it").await?;

        let done = claim("c17");
        visit.go("claim-c17").await?;
        visit.see("heading", &visit.verdict_heading(done)).await?;
        visit.hear("status", &full_marks(done)).await?;
        let was = format!(
            "You said “{}” before the file was open, and “{}” after.",
            visit.rung(Rung::Covered),
            visit.rung(Rung::Ordered)
        );
        visit.read(&was).await?;

        // One answers on, and it is kept as it is written now.
        visit.go("claim-c11").await?;
        visit.read_second(open).await?;
        visit.read(&progress(2)).await?;
        let stored = visit.stored(KEY).await?.context("the record has gone")?;
        ensure!(stored.starts_with(&format!("{}/{VERSION}:", lesson().id)), "stored: {stored}");
        visit.reload().await?;
        visit.read(&progress(2)).await
    })
    .await
}

#[tokio::test]
async fn a_newer_record_is_kept_aside() -> Result<()> {
    let newer = mixed_record().write().replace(&format!("/{VERSION}:"), &format!("/{}:", VERSION + 1));
    starts_clean(&newer, "it was written by a newer version of this lesson").await
}

#[tokio::test]
async fn the_record_of_another_lesson_is_kept_aside() -> Result<()> {
    starts_clean(&Learner::new("another", "hash").write(), "it belongs to another lesson").await
}

/// The claim can be answered, and the page says that answers do not last.
async fn works_without_storage(refusal: &str) -> Result<()> {
    visit(async |visit| {
        visit.before_each_page(refusal).await?;
        let claim = claim("c17");
        visit.open(&place(claim)).await?;
        visit.hear("status", "Your browser does not let this page store anything").await?;
        visit.read("Your answers are kept until you close this page.").await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.hear("status", &full_marks(claim)).await?;
        visit.read(&progress(1)).await
    })
    .await
}

#[tokio::test]
async fn blocked_storage_is_said_and_answers_work() -> Result<()> {
    works_without_storage(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    )
    .await
}

#[tokio::test]
async fn full_storage_is_said_and_answers_work() -> Result<()> {
    works_without_storage(
        "Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); };",
    )
    .await
}

#[tokio::test]
async fn storage_that_fills_up_on_the_way_is_said_and_keeps_what_it_had() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open(&place(claim)).await?;
        visit.read(ON_THIS_DEVICE).await?;
        visit.read_first(claim).await?;
        let before = visit.stored(KEY).await?;
        let fill = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
        visit.browser.script(fill).await?;
        visit.read_second(claim).await?;
        visit.hear("status", "Your browser does not let this page store anything").await?;
        ensure!(before.is_some() && visit.stored(KEY).await? == before, "what was stored has gone");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_answer_given_in_another_window_appears_in_this_one() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        let client = visit.browser.client();
        visit.open(&place(claim)).await?;
        visit.read(&progress(0)).await?;
        let here = client.window().await?;
        let there = client.new_window(false).await?.handle;
        client.switch_to_window(there).await?;
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        client.switch_to_window(here).await?;
        visit.read(&progress(1)).await?;
        visit.see("heading", &visit.verdict_heading(claim)).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn starting_over_in_another_window_starts_over_in_this_one() -> Result<()> {
    visit(async |visit| {
        let client = visit.browser.client();
        visit.store(KEY, &full_record().write()).await?;
        visit.open("").await?;
        visit.read(&progress(all_claims().len())).await?;
        let here = client.window().await?;
        let there = client.new_window(false).await?.handle;
        client.switch_to_window(there).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        visit.awake().await?;
        visit.read(&progress(all_claims().len())).await?;
        start_over(visit).await?;
        visit.read(&progress(0)).await?;
        client.switch_to_window(here).await?;
        visit.read(&progress(0)).await
    })
    .await
}

#[tokio::test]
async fn starting_over_asks_once_more_and_then_forgets() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.open("").await?;
        visit.read(&progress(AT_THE_VERDICT.len())).await?;
        visit.click("button", "Start over").await?;
        visit.see("button", "Yes, erase all my answers").await?;
        visit.read(&progress(AT_THE_VERDICT.len())).await?;
        visit.click("button", "Yes, erase all my answers").await?;
        visit.read(&progress(0)).await?;
        visit.reload().await?;
        visit.read(&progress(0)).await?;
        visit.go(&format!("claim-{}", AT_THE_VERDICT[0])).await?;
        ensure!(visit.choices().await?.iter().all(|choice| !choice.contains("ticked")), "something is still ticked");
        Ok(())
    })
    .await
}

async fn start_over(visit: &Visit) -> Result<()> {
    visit.click("button", "Start over").await?;
    visit.click("button", "Yes, erase all my answers").await
}
