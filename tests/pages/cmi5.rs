//! In a course that speaks cmi5: what it is told of a session, and in what order.
//!
//! The course asks for the desk of unit 2, which has two claims, by its launch parameters.

use anyhow::{Context, Result, ensure};
use course::package::Package;
use lesson::{
    content::Claim,
    desk::{Picks, SecondReading},
};
use pages::{
    answers::{bearing, second},
    endpoint::{Endpoint, LaunchData},
    house::{claim, unit},
    parcel,
    visit::{Visit, until, visit_at},
};
use serde_json::json;
use std::collections::BTreeSet;
use xtask::site::Site;

/// How often a session is closed abruptly.
const CLOSED: usize = 20;

/// The claims on the desk.
fn claims() -> Vec<&'static Claim> {
    unit(2).claims.iter().map(|id| claim(id.as_str())).collect()
}

fn desk() -> LaunchData {
    LaunchData { mastery: Some(0.4), parameters: Some("set=desk-2&seed=7".into()), ..LaunchData::default() }
}

/// Visits the page of the cmi5 package, as a course would unpack it.
async fn visit_package(body: impl AsyncFnOnce(&Visit) -> Result<()>) -> Result<()> {
    let folder = parcel::unpack(&parcel::packed(Package::Cmi5)?, "")?;
    visit_at(Site::of(folder.path()), async |visit| {
        // What a course does not have yet it answers with 404, and the browser notes that.
        visit.expect_in_console("profileId=cmi5LearnerPreferences");
        visit.expect_in_console("stateId=record");
        body(visit).await
    })
    .await
}

/// Opens the page as the course does, and waits until the course is told so.
async fn launch(visit: &Visit, course: &Endpoint) -> Result<()> {
    // A host may add keys of its own; this one ends as a quiz's does.
    visit.open(&format!("?{}&offset=3", course.launch_query())).await?;
    told(course, "initialized").await
}

/// Waits until the last session has told this.
async fn told(course: &Endpoint, verb: &str) -> Result<()> {
    let has = |verbs: &Vec<Vec<String>>| verbs.last().is_some_and(|last| last.iter().any(|it| it == verb));
    let waited = until(verb, async || Ok(has(&course.verbs()).then_some(()))).await;
    waited.with_context(|| format!("told: {:?}, against the rules: {:#?}", course.verbs(), course.violations()))
}

/// Goes to a claim without loading the page again: a course opens it once.
async fn show(visit: &Visit, claim: &Claim) -> Result<()> {
    let view = format!("claim-{}", claim.id);
    visit.script(&format!("void (location.hash = {})", json!(format!("#{view}")))).await?;
    visit.is_at(&view).await
}

/// Does a whole claim, as who knows the key.
async fn read(visit: &Visit, claim: &Claim) -> Result<()> {
    show(visit, claim).await?;
    visit.read_first(claim).await?;
    visit.read_second(claim).await
}

/// Closes the page without a word.
async fn close(visit: &Visit) -> Result<()> {
    visit.browser.goto("about:blank").await
}

fn no_violations(course: &Endpoint) -> Result<()> {
    let violations = course.violations();
    ensure!(violations.is_empty(), "against the rules: {violations:#?}");
    Ok(())
}

/// The verbs of a session that are not about single answers.
fn deeds(course: &Endpoint, session: usize) -> Vec<String> {
    course.verbs()[session].iter().filter(|verb| *verb != "answered").cloned().collect()
}

#[tokio::test]
async fn a_session_that_passes_is_told_in_order() -> Result<()> {
    visit_package(async |visit| {
        let course = Endpoint::start(desk()).await?;
        launch(visit, &course).await?;
        for claim in claims() {
            read(visit, claim).await?;
        }
        told(&course, "completed").await?;
        told(&course, "passed").await?;
        close(visit).await?;
        told(&course, "terminated").await?;
        no_violations(&course)?;
        let answered = course.statements().iter().filter(|it| it["object"]["definition"].is_object()).count();
        ensure!(answered >= 3 * claims().len(), "{answered} answers were told");
        // Passed comes as soon as the score is reached, which is before the last claim.
        ensure!(deeds(&course, 0) == ["initialized", "passed", "completed", "terminated"], "{:?}", course.verbs());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_session_that_fails_is_told_once_and_resumes_every_answer() -> Result<()> {
    visit_package(async |visit| {
        // The records of one claim are not found, so that the whole score is out of reach.
        let course = Endpoint::start(LaunchData { mastery: Some(1.0), ..desk() }).await?;
        launch(visit, &course).await?;
        let missed = claims().into_iter().find(|claim| bearing(claim).count() > 0).context("nothing bears on any")?;
        for claim in claims() {
            show(visit, claim).await?;
            visit.read_first(claim).await?;
            let picks = if claim.id == missed.id { Picks::Nothing } else { second(claim).picks };
            visit.hand_in(claim, &SecondReading { picks, ..second(claim) }).await?;
        }
        told(&course, "failed").await?;
        close(visit).await?;
        told(&course, "terminated").await?;

        course.new_session();
        launch(visit, &course).await?;
        for claim in claims() {
            show(visit, claim).await?;
            visit.see("heading", &visit.verdict_heading(claim)).await?;
        }
        close(visit).await?;
        told(&course, "terminated").await?;
        no_violations(&course)?;
        ensure!(deeds(&course, 0) == ["initialized", "completed", "failed", "terminated"], "{:?}", course.verbs());
        ensure!(course.verbs()[1] == ["initialized", "terminated"], "{:?}", course.verbs());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn browsing_and_reviewing_tell_nothing_of_the_work() -> Result<()> {
    for mode in ["Browse", "Review"] {
        visit_package(async |visit| {
            let course = Endpoint::start(LaunchData { mode, ..desk() }).await?;
            launch(visit, &course).await?;
            read(visit, claims()[0]).await?;
            close(visit).await?;
            told(&course, "terminated").await?;
            no_violations(&course)?;
            ensure!(course.verbs() == [["initialized", "terminated"]], "{mode}: {:?}", course.verbs());
            ensure!(course.document("record").is_none(), "{mode}: something was kept");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn closed_right_after_the_last_answer_nothing_is_lost() -> Result<()> {
    // Only the whole desk is enough, so that the last answer both completes and passes.
    let wanted = LaunchData { mastery: Some(1.0), ..desk() };
    visit_package(async |visit| {
        // Once by hand, up to the last press. What the course then keeps is where each run begins.
        let course = Endpoint::start(wanted.clone()).await?;
        launch(visit, &course).await?;
        let all = claims();
        let (last, others) = all.split_last().context("no claim")?;
        for claim in others {
            read(visit, claim).await?;
        }
        show(visit, last).await?;
        visit.read_first(last).await?;
        visit.choose_second(last, &second(last)).await?;
        close(visit).await?;
        told(&course, "terminated").await?;
        let kept = course.document("record").context("nothing is kept")?;
        let mut ends = 0;
        for run in 0..CLOSED {
            let course = Endpoint::start(wanted.clone()).await?;
            course.keep("record", &kept);
            launch(visit, &course).await?;
            show(visit, last).await?;
            visit.see("button", "Mark it").await?;
            let press = format!(
                "[...document.querySelectorAll('#claim-{} button')].find(it => it.checkVisibility() && \
                 it.textContent.trim() === 'Mark it').click(); location.replace('about:blank');",
                last.id
            );
            visit.browser.script(&press).await?;
            for verb in ["passed", "completed"] {
                told(&course, verb).await.with_context(|| format!("run {run}"))?;
            }
            ends += usize::from(told(&course, "terminated").await.is_ok());
            no_violations(&course).with_context(|| format!("run {run}"))?;
        }
        ensure!(ends + 1 >= CLOSED, "terminated came {ends} times in {CLOSED}");
        println!("{CLOSED} abrupt ends: passed and completed each time, terminated {ends} times");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_course_that_cannot_be_reached_for_a_while_gets_everything_in_the_end() -> Result<()> {
    visit_package(async |visit| {
        let course = Endpoint::start(desk()).await?;
        launch(visit, &course).await?;
        course.turn_away(2, 503);
        visit.expect_in_console("503");
        for claim in claims() {
            read(visit, claim).await?;
        }
        told(&course, "completed").await?;
        close(visit).await?;
        told(&course, "terminated").await?;
        no_violations(&course)?;
        let ids: BTreeSet<String> = course.statements().iter().map(|it| it["id"].to_string()).collect();
        ensure!(ids.len() == course.statements().len(), "something was told twice");
        Ok(())
    })
    .await
}
