//! The other lesson: the same program with other content, and nothing left of the first.

use anyhow::{Context, Result, ensure};
use lesson::{
    check::Given,
    content::Claim,
    desk::{Picks, SecondReading},
    ladder::Kind,
};
use pages::{
    answers::{self, first, full_marks, place, right, second, view},
    house::{other_dist, other_lesson, unit_name, views},
    visit::{Visit, visit_other},
};
use std::fs;

fn claim(id: &str) -> Result<&'static Claim> {
    let found = other_lesson().claims.values().find(|claim| claim.id.as_str() == id);
    found.with_context(|| format!("the other lesson has no claim {id}"))
}

/// What is said of two of the claims does not hang on our reading of its files alone.
fn is_keyed(claim: &Claim, kinds: &[Kind], picks: &[&str], half: &[u8]) -> Result<()> {
    let SecondReading { picks: Picks::These(these), half: ticks, .. } = second(claim) else {
        anyhow::bail!("nothing bears on {}", claim.id)
    };
    ensure!(claim.kinds == kinds, "{} is of the kinds {:?}", claim.id, claim.kinds);
    let these: Vec<String> = these.iter().map(ToString::to_string).collect();
    ensure!(these == picks, "on {} bear {these:?}", claim.id);
    ensure!(ticks == half.iter().copied().collect(), "right in the half of {}: {ticks:?}", claim.id);
    Ok(())
}

/// Answers the claim that is shown, and goes on.
async fn answer(visit: &Visit, claim: &Claim, onward: &str) -> Result<()> {
    visit.is_at(&view(claim)).await?;
    visit.read_first(claim).await?;
    visit.read_second(claim).await?;
    visit.hear("status", &full_marks(claim)).await?;
    visit.click("link", onward).await
}

#[tokio::test]
async fn the_other_lessons_desk_works_from_claim_to_verdict() -> Result<()> {
    visit_other(async |visit| {
        let (unwarned, fund, lamp) = (claim("unwarned")?, claim("fund")?, claim("lamp")?);
        is_keyed(unwarned, &[Kind::Origin], &["dispatch.1"], &[])?;
        is_keyed(fund, &[Kind::Conduct], &["notice"], &[])?;
        is_keyed(lamp, &[Kind::Origin, Kind::Fact], &["dispatch.3"], &[0, 1])?;
        visit.open("").await?;
        visit.read("0 of 3 claims").await?;
        visit.click("link", "Straight to the first claim").await?;
        answer(visit, unwarned, &format!("That was the last: to {}", unit_name(&other_lesson().units[1]))).await?;
        visit.is_at("unit-2").await?;
        visit.read("1 of 3 claims").await?;
        visit.click("link", "To the desk: 1 claims").await?;
        // Off the ladder.
        answer(visit, fund, "That was the last: to all claims").await?;
        visit.is_at("claims").await?;
        visit.click("link", &format!("LAMP {}", lamp.headline)).await?;
        // In halves, on no desk.
        answer(visit, lamp, "Back to all claims").await?;
        visit.is_at("claims").await?;
        visit.read("3 of 3 claims").await?;
        let stored = visit.stored("two-lamps/record").await?;
        ensure!(stored.is_some_and(|text| text.starts_with("two-lamps/")), "the record is not the lesson's own");
        visit.reload().await?;
        visit.read("3 of 3 claims").await
    })
    .await
}

#[tokio::test]
async fn the_other_lessons_verdicts_are_in_its_own_words() -> Result<()> {
    visit_other(async |visit| {
        visit.open("").await?;
        for (id, verdict, words) in [
            ("unwarned", "Verdict: Told outright", ["Knowledge", "would bet on it"]),
            ("fund", "Verdict: off the ladder", ["Duty", "Against the tide"]),
            ("lamp", "Verdict: Told in general", ["Event", "pretty sure"]),
        ] {
            let claim = claim(id)?;
            visit.go(&view(claim)).await?;
            visit.choose_first(first(claim)).await?;
            visit.click("button", "Open the file").await?;
            visit.read_second(claim).await?;
            visit.see("heading", verdict).await?;
            for word in words {
                visit.read(word).await?;
            }
        }
        // What is free in it is free, and an event is as right as knowledge.
        visit.click("button", "Start over").await?;
        visit.click("button", "Yes, erase all my answers").await?;
        let lamp = claim("lamp")?;
        visit.open(&place(lamp)).await?;
        visit.choose_first(lesson::desk::FirstReading { kind: Kind::Fact, ..first(lamp) }).await?;
        visit.click("button", "Open the file").await?;
        let picks = ["dispatch.1", "dispatch.3"].map(|id| id.parse().expect("an exhibit"));
        let reading =
            SecondReading { picks: Picks::These(picks.into()), half: [0, 1, 3].into_iter().collect(), ..second(lamp) };
        visit.hand_in(lamp, &reading).await?;
        visit.hear("status", "9 of 9 marks").await
    })
    .await
}

#[tokio::test]
async fn the_other_lessons_checks_of_every_kind_are_right() -> Result<()> {
    visit_other(async |visit| {
        let wanted = [
            ("first-word", "one", Given::These([1].into_iter().collect())),
            ("what-shows", "several", Given::These([0, 2].into_iter().collect())),
            ("your-guess", "ask", Given::These([0].into_iter().collect())),
            ("four-days", "order", Given::Each([1, 3, 2, 0].map(Some).into())),
            ("who-tells", "match", Given::Each([2, 3, 3, 1].map(Some).into())),
            ("share", "number", Given::Typed("80".to_owned())),
            ("odd-row", "row", Given::These([2].into_iter().collect())),
            ("promise-or-deed", "words", Given::These([1].into_iter().collect())),
            ("four-papers", "order", Given::Each([3, 1, 0, 2].map(Some).into())),
        ];
        visit.open("").await?;
        let checks: Vec<_> = other_lesson().checks().collect();
        ensure!(checks.len() == wanted.len(), "{} checks", checks.len());
        for (check, (id, kind, given)) in checks.into_iter().zip(wanted) {
            ensure!(
                check.id.as_str() == id && check.question.kind() == kind,
                "{} is {}",
                check.id,
                check.question.kind()
            );
            ensure!(right(check) == given, "the key of {id} is {:?}", right(check));
            let part = format!("#check-{id}");
            visit.browser.goto(&visit.site.at(&part)).await?;
            visit.focus_is_on(&part[1..]).await?;
            let verdict = if kind == "ask" { "Kept." } else { "Right." };
            let work = async || {
                visit.give(check, &given).await?;
                visit.click("button", "Check").await?;
                visit.hear("status", verdict).await
            };
            visit.within(&part, work).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_other_lesson_can_be_searched() -> Result<()> {
    visit_other(async |visit| {
        visit.open("#search").await?;
        for words in ["lofgren", "Löfgren", "Märta"] {
            visit.type_into("searchbox", "Words to look for", words).await?;
            visit
                .within("#search", async || {
                    visit.see("link", "Marta Lofgren").await?;
                    visit.hear("status", "found").await
                })
                .await?;
        }
        visit.browser.press("ArrowDown Enter").await?;
        visit.is_at("index").await?;
        visit.focus_is_on("person-lofgren").await
    })
    .await
}

#[tokio::test]
async fn every_view_of_the_other_lesson_shows_and_is_without_fault() -> Result<()> {
    visit_other(async |visit| {
        visit.open("").await?;
        for view in views(other_lesson()) {
            visit.go(&view).await?;
            let faults: Vec<String> = visit.axe().await?.iter().map(ToString::to_string).collect();
            ensure!(faults.is_empty(), "{view}:\n{}", faults.join("\n"));
        }
        visit.unfold().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_of_the_first_lesson_is_in_the_other() -> Result<()> {
    const OURS: [&str; 7] = ["Soviet", "Pravda", "Politburo", "Spain", "Spanish", "Moscow", "Kowalsky"];
    for entry in fs::read_dir(other_dist()?)? {
        let path = entry?.path();
        if path.is_dir() {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path)?).to_lowercase();
        let found: Vec<_> = OURS.iter().filter(|word| text.contains(&word.to_lowercase())).collect();
        ensure!(found.is_empty(), "{} holds {found:?}", path.display());
    }
    let _ = answers::KEY;
    Ok(())
}
