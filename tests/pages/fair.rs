//! Fair play: what is asked, when, and how it counts; what returns, and what an answer is told.

use anyhow::{Context, Result, ensure};
use lesson::{
    content::Claim,
    desk::{FirstReading, Picks, Said, SecondReading},
    diagnosis::Diagnosis,
    ladder::{Certainty, Rung},
    shuffle,
};
use pages::{
    answers::{file_heading, first, full_marks, place, second, view},
    house::{claim, claim_name, lesson, site},
    visit::{Visit, until, visit},
};
use serde_json::json;

/// A clock that can be put forward, in every page to come.
async fn has_a_clock(visit: &Visit) -> Result<()> {
    let clock = "window.ahead = 0; { const now = Date.now; Date.now = () => now() + window.ahead; }";
    visit.before_each_page(clock).await
}

/// Puts the page's clock forward.
async fn later(visit: &Visit, seconds: u32) -> Result<()> {
    visit.script(&format!("window.ahead += {seconds} * 1000")).await.map(drop)
}

const TWO_DAYS: u32 = 2 * 24 * 60 * 60;

/// Goes to a view without a word to the server.
async fn turn_to(visit: &Visit, view: &str) -> Result<()> {
    visit.script(&format!("location.hash = '#{view}'")).await?;
    visit.is_at(view).await
}

/// A rung that is off by more than one.
fn far_off(claim: &Claim) -> Result<Rung> {
    let right = claim.rung().context("it stands on the ladder")?;
    Rung::ALL.iter().copied().find(|rung| rung.distance(right) > 1).context("no such rung")
}

fn with_rung(claim: &Claim, rung: Option<Rung>, certainty: Certainty) -> SecondReading {
    let mut reading = second(claim);
    if let Some(said) = &mut reading.said {
        *said = Said { rung: rung.unwrap_or(said.rung), certainty: Some(certainty) };
    }
    reading
}

/// Answers the claim that is shown.
async fn answer(visit: &Visit, claim: &Claim, reading: &SecondReading) -> Result<()> {
    visit.read_first(claim).await?;
    visit.hand_in(claim, reading).await
}

/// The rungs that are offered: in the accessibility tree, and as text.
async fn rungs(visit: &Visit) -> Result<usize> {
    let sight = visit.glance().await?;
    let told = Rung::ALL.iter().filter(|rung| sight.open("radio", visit.rung(**rung)).is_ok()).count();
    let text = visit.text().await?.to_lowercase();
    let seen = Rung::ALL.iter().filter(|rung| {
        let means = &visit.lesson.scales.rung(**rung).means;
        text.contains(&means.to_lowercase())
    });
    let seen = seen.count();
    ensure!(told == seen, "{told} rungs are told, {seen} are seen");
    Ok(told)
}

#[tokio::test]
async fn rungs_appear_once_it_is_said_how_sure() -> Result<()> {
    const FIRST: &str = "Say first how sure you are; then the rungs appear.";
    visit(async |visit| {
        let (plain, halved) = (claim("c17"), claim("c32"));
        visit.open(&place(plain)).await?;
        for claim in [plain, halved] {
            visit.go(&view(claim)).await?;
            let reading = first(claim);
            visit.tick("radio", visit.kind(reading.kind)).await?;
            visit.read(FIRST).await?;
            ensure!(rungs(visit).await? == 0, "{}: rungs before certainty", claim.id);
            visit.click("button", "Open the file").await?;
            visit.hear("alert", "Still to choose: how sure you are, the rung.").await?;
            visit.has_focus("radio", visit.certainty(Certainty::Guess)).await?;
            visit.tick("radio", visit.certainty(Certainty::Certain)).await?;
            visit.read_no(FIRST).await?;
            ensure!(rungs(visit).await? == 4, "{}: no rungs after certainty", claim.id);
            visit.read_first(claim).await?;
            // With the file open it is asked anew.
            visit.read(FIRST).await?;
            ensure!(rungs(visit).await? == 0, "{}: rungs before certainty, with the file open", claim.id);
            if let Some(half) = &claim.half {
                let sight = visit.glance().await?;
                let early = half.choices.iter().filter(|it| {
                    let name = lesson::prose::plain(&it.text);
                    ["radio", "checkbox"].iter().any(|role| sight.open(role, &name).is_ok())
                });
                ensure!(early.count() == 0, "{}: the second question before certainty", claim.id);
            }
            visit.tick("radio", visit.certainty(Certainty::Guess)).await?;
            ensure!(rungs(visit).await? == 4, "{}: no rungs after certainty, with the file open", claim.id);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_quiz_set_by_its_address_is_taken_as_set() -> Result<()> {
    visit(async |visit| {
        visit.open("?set=core&seed=5&marks=0-3-3&certainty=no#quiz").await?;
        visit.hear("status", "Set by the address that you came with.").await?;
        let says = "16 claims. Each counts up to 6 marks: kind 0, records 3, rung 3. How sure you are is not asked.";
        visit.hear("status", says).await?;
        let sight = visit.glance().await?;
        for (role, name) in [
            ("combobox", "Claims"),
            ("textbox", "Shuffled by the number"),
            ("spinbutton", "kind of claim"),
            ("spinbutton", "records"),
            ("spinbutton", "rung"),
            ("checkbox", "Ask how sure I am"),
        ] {
            let field = sight.first(role, name, |seen| seen.is_named(name))?;
            ensure!(field.disabled, "{field} can be changed");
        }

        // The order, by the link at the foot.
        let core = &lesson().core;
        let order: Vec<&Claim> = shuffle::order(5, core.len()).into_iter().map(|at| claim(core[at].as_str())).collect();
        visit.click("button", "Begin").await?;
        visit.is_at(&view(order[0])).await?;
        for claim in &order[1..] {
            let next = format!("{}: {}", claim_name(claim), claim.headline);
            visit.within(".way", async || visit.click("link", &next).await).await?;
            visit.is_at(&view(claim)).await?;
        }

        // No certainty; the marks as set, said and counted.
        let claim = order[0];
        turn_to(visit, &view(claim)).await?;
        ensure!(rungs(visit).await? == 4, "the rungs wait for a certainty that is not asked");
        visit.read_no("How sure are you").await?;
        visit.click(pages::screen::FOLD, "How it is marked").await?;
        visit.read("Kind of claim: 0 marks. Records: 3 marks, times the share").await?;
        visit.read("Rung, in the second reading: 3 marks; one rung off").await?;
        visit.read_no("Certainty stands beside the marks.").await?;
        let unsaid = |said: Option<Said>| said.map(|said| Said { certainty: None, ..said });
        // The kind is wrong, and counts nothing.
        let kind = lesson::ladder::Kind::ALL.iter().copied().find(|kind| !claim.kinds.contains(kind));
        let reading = FirstReading { kind: kind.context("no wrong kind")?, said: unsaid(first(claim).said) };
        visit.choose_first(reading).await?;
        visit.click("button", "Open the file").await?;
        visit.has_focus("heading", &file_heading(claim)).await?;
        visit.read_no("How sure are you").await?;
        visit.hand_in(claim, &SecondReading { said: unsaid(second(claim).said), ..second(claim) }).await?;
        visit.hear("status", "6 of 6 marks").await?;
        visit.read("Records 3 of 3, rung").await?;
        visit.read(Diagnosis::Solid.says()).await?;
        turn_to(visit, "summary").await?;
        visit.read("Marks: 6 of 6, 100 %. Claims answered: 1.").await
    })
    .await
}

#[tokio::test]
async fn a_quiz_is_left_and_the_focus_stays() -> Result<()> {
    visit(async |visit| {
        visit.open("#quiz").await?;
        visit.see_no("button", "Leave this quiz").await?;
        visit.click("button", "Begin").await?;
        visit.is_at(&format!("claim-{}", lesson().core[0])).await?;
        visit.see("navigation", "Your path").await?;
        turn_to(visit, "quiz").await?;
        visit.click("button", "Leave this quiz").await?;
        visit.see_no("button", "Leave this quiz").await?;
        visit.has_focus("combobox", "Claims").await?;
        visit.see_no("navigation", "Your path").await
    })
    .await
}

/// An address that sets no quiz says why, in one place, and the page works on.
async fn is_refused(query: &str, why: &str) -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        visit.open(query).await?;
        let sentence =
            format!("The quiz cannot be set as asked: {why}. Ask whoever gave you the address, or choose below.");
        visit.hear("alert", &sentence).await?;
        let times = visit.text().await?.matches("cannot be set as asked").count();
        ensure!(times == 1, "it is said {times} times");
        visit.is_at("quiz").await?;
        let set = visit.see("combobox", "Claims").await?;
        ensure!(!set.disabled, "no other quiz can be chosen");
        visit.click("button", "Begin").await?;
        visit.is_at(&view(claim)).await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.hear("status", &full_marks(claim)).await?;
        // It stays where the reader is.
        visit.reload().await?;
        visit.is_at(&view(claim)).await?;
        visit.hear("status", &full_marks(claim)).await
    })
    .await
}

#[tokio::test]
async fn a_set_that_is_not_there_is_said() -> Result<()> {
    is_refused("?set=nonsense", "its set of claims, “nonsense”, is not in this lesson").await
}

#[tokio::test]
async fn marks_that_are_none_are_said() -> Result<()> {
    let why = "its marks, “9”, are not three numbers from 0 to 9 with hyphens between them, such as 1-4-4";
    is_refused("?set=core&marks=9#quiz", why).await
}

#[tokio::test]
async fn a_seed_that_is_no_number_is_said() -> Result<()> {
    is_refused("?seed=x&set=core", "its seed, “x”, is not a whole number from 0 to 4294967295").await
}

#[tokio::test]
async fn a_file_that_was_open_for_a_moment_is_noted_and_costs_nothing() -> Result<()> {
    const NOTED: &str = "The file was open for less than ten seconds.";
    visit(async |visit| {
        let (fast, slow) = (claim("c17"), claim("c11"));
        has_a_clock(visit).await?;
        visit.open(&place(slow)).await?;
        visit.read_first(slow).await?;
        later(visit, 11).await?;
        visit.read_second(slow).await?;
        visit.hear("status", &full_marks(slow)).await?;
        visit.read_no(NOTED).await?;
        turn_to(visit, "summary").await?;
        visit.read("Claims answered: 1.").await?;
        visit.read_no("with the file open for less than ten seconds").await?;
        // As fast as a machine; but what counts is the page's clock, so it is stopped.
        turn_to(visit, &view(fast)).await?;
        visit.read_first(fast).await?;
        visit.script("(now => { Date.now = () => now; })(Date.now())").await?;
        visit.read_second(fast).await?;
        visit.hear("status", &full_marks(fast)).await?;
        visit.read(NOTED).await?;
        turn_to(visit, "summary").await?;
        visit.read("Answered with the file open for less than ten seconds: 1.").await?;
        visit.read("Marks: 18 of 18, 100 %. Claims answered: 2.").await?;
        visit.reload().await?;
        visit.read("Answered with the file open for less than ten seconds: 1.").await?;
        turn_to(visit, &view(fast)).await?;
        visit.read(NOTED).await
    })
    .await
}

/// The claims in a list of the view that is shown, each with what stands below it.
async fn returns(visit: &Visit) -> Result<String> {
    visit.within("#return", async || visit.text().await).await
}

/// A server of its own, which is stopped once the page is awake.
#[tokio::test]
async fn claims_come_back_without_a_server() -> Result<()> {
    visit(async |visit| {
        let server = site()?.start().await?;
        has_a_clock(visit).await?;
        visit.browser.goto(&server.at("#claim-c17")).await?;
        visit.awake().await?;
        visit
            .until_true("the faces are here", "[...document.fonts].filter(face => face.status === 'loaded').length > 4")
            .await?;
        let host = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
        drop(server);
        until("the server is gone", async || Ok(tokio::net::TcpStream::connect(&host).await.is_err().then_some(())))
            .await?;
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        visit.browser.cdp("Network.enable", json!({})).await?;
        visit.browser.cdp("Network.emulateNetworkConditions", offline).await?;
        let asked = visit.script("performance.getEntriesByType('resource').length").await?;

        // A guess, one that is sure and wrong, one that is right.
        let (unsure, wrong, solid) = (claim("c17"), claim("c11"), claim("c20"));
        answer(visit, unsure, &with_rung(unsure, None, Certainty::Guess)).await?;
        turn_to(visit, &view(wrong)).await?;
        answer(visit, wrong, &with_rung(wrong, Some(far_off(wrong)?), Certainty::Certain)).await?;
        turn_to(visit, &view(solid)).await?;
        answer(visit, solid, &second(solid)).await?;
        turn_to(visit, "return").await?;
        visit.hear("status", "Nothing is due today. Still to come: 2.").await?;
        let name = |claim: &Claim| format!("{}: {}", claim_name(claim), claim.headline);
        let to_come = format!("Still to come {} Due in 2 days. {} Due in 2 days.", name(wrong), name(unsure));
        let says = returns(visit).await?;
        ensure!(says.ends_with(&to_come), "still to come: {says}, not {to_come}");
        ensure!(visit.all("button").await?.iter().all(|seen| !seen.begins("Answer C")), "it can be answered too early");

        // A day later: tomorrow. Two days later: due.
        later(visit, TWO_DAYS / 2).await?;
        turn_to(visit, "cover").await?;
        turn_to(visit, "return").await?;
        visit.read("Due tomorrow.").await?;
        later(visit, TWO_DAYS / 2).await?;
        turn_to(visit, "cover").await?;
        turn_to(visit, "return").await?;
        visit.hear("status", "Due today: 2. Still to come: 0.").await?;
        let due = format!(
            "Due {} Sure and wrong, last time. Answer C11 again {} Missed or unsure, last time. Answer C17 again",
            name(wrong),
            name(unsure)
        );
        let says = returns(visit).await?;
        ensure!(says.ends_with(&due), "due: {says}, not {due}");

        // Answered again, as practice, and right.
        visit.click("button", "Answer C11 again").await?;
        visit.is_at(&view(wrong)).await?;
        visit.focus_is_on(&view(wrong)).await?;
        visit.read("This is practice. Your first attempt stands: 5 of 9 marks.").await?;
        answer(visit, wrong, &second(wrong)).await?;
        visit.hear("status", &full_marks(wrong)).await?;
        turn_to(visit, "return").await?;
        visit.hear("status", "Due today: 1. Still to come: 1.").await?;
        let says = returns(visit).await?;
        ensure!(says.ends_with(&format!("Still to come {} Due in 7 days.", name(wrong))), "still to come: {says}");
        turn_to(visit, "summary").await?;
        visit.read("Claims answered: 3.").await?;
        visit.read("Marks: 23 of 27").await?;
        let again = visit.script("performance.getEntriesByType('resource').length").await?;
        ensure!(asked == again, "{asked} things were asked of the server while it lived, {again} by now");
        Ok(())
    })
    .await
}

/// Where the next step leads to besides the claim that sets the same trap.
const TABLE: &str = "Look at the table again";

/// Follows the links of the next step: to the table or to the section to read again, or both, and to the claim that sets
/// the same trap.
async fn next_step_leads_on(visit: &Visit, claim: &Claim, found: Diagnosis) -> Result<()> {
    let again = claim.again.as_ref().with_context(|| format!("{} has no next step", claim.id))?;
    let text = visit.text().await?;
    let section = format!("Read “{}” in unit {} again.", again.heading, again.unit);
    let (to_table, to_section) = match found {
        Diagnosis::Solid => (false, false),
        Diagnosis::OtherReason => (true, false),
        Diagnosis::SureAndWrong | Diagnosis::Missed => (false, true),
        Diagnosis::Unsure => (true, true),
    };
    ensure!(text.contains(TABLE) == to_table, "{found:?}: the table: {text}");
    ensure!(text.contains(&section) == to_section, "{found:?}: the section: {text}");
    if to_table {
        visit.click("link", TABLE).await?;
        visit.is_at(&view(claim)).await?;
        visit.has_focus("heading", &pages::answers::file_heading(claim)).await?;
    }
    if to_section {
        visit.click("link", &again.heading).await?;
        visit.is_at(&format!("unit-{}", again.unit)).await?;
        visit.has_focus("heading", &again.heading).await?;
        turn_to(visit, &view(claim)).await?;
    }
    let twin = pages::house::claim(again.twin.as_str());
    visit.click("link", &format!("{}, {}", claim_name(twin), twin.headline)).await?;
    visit.is_at(&view(twin)).await?;
    visit.see("heading", &twin.headline).await.map(drop)
}

#[tokio::test]
async fn each_kind_of_answer_has_its_own_sentence_and_next_step() -> Result<()> {
    visit(async |visit| {
        let [solid, lucky, wrong, guess] = ["c17", "c11", "c20", "c18"].map(claim);
        let temptation = |claim: &Claim| {
            let tempts = claim.table.iter().find(|item| !item.bears && !item.free);
            Picks::These(tempts.map(|item| item.exhibit.clone()).into_iter().collect())
        };
        visit.open(&place(solid)).await?;
        let says = [Diagnosis::Solid, Diagnosis::OtherReason, Diagnosis::SureAndWrong, Diagnosis::Unsure];
        let readings = [
            with_rung(solid, None, Certainty::Certain),
            SecondReading { picks: temptation(lucky), ..with_rung(lucky, None, Certainty::Fairly) },
            with_rung(wrong, Some(far_off(wrong)?), Certainty::Fairly),
            with_rung(guess, None, Certainty::Guess),
        ];
        for ((claim, reading), found) in [solid, lucky, wrong, guess].into_iter().zip(readings).zip(says) {
            turn_to(visit, &view(claim)).await?;
            answer(visit, claim, &reading).await?;
            visit.read(found.says()).await?;
            let text = visit.text().await?;
            for other in says.iter().filter(|other| **other != found) {
                ensure!(!text.contains(other.says()), "{}: also told: {}", claim.id, other.says());
            }
            next_step_leads_on(visit, claim, found).await.with_context(|| format!("from {}", claim.id))?;
        }
        Ok(())
    })
    .await
}

/// Every claim's next step: the places are there.
#[tokio::test]
async fn every_next_step_leads_somewhere() -> Result<()> {
    visit(async |visit| {
        let claims = pages::house::all_claims();
        let missing: Vec<_> = claims.iter().filter(|claim| claim.again.is_none()).map(|claim| &claim.id).collect();
        ensure!(missing.is_empty(), "without a next step: {missing:?}");
        visit.open("").await?;
        let links = "[...document.querySelectorAll('.next-step a')].map(link => link.hash.slice(1))";
        let lost = format!("{links}.filter(id => !document.getElementById(id))");
        ensure!(visit.script(&format!("{links}.length")).await? == 3 * claims.len(), "links are missing");
        let lost = visit.script(&lost).await?;
        ensure!(lost == json!([]), "these lead nowhere: {lost}");
        Ok(())
    })
    .await
}
