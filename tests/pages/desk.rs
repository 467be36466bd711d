//! The desk with claims of every sort: off the ladder, in two halves, with free choices.

use anyhow::{Context, Result, ensure};
use lesson::{
    check::Ticks,
    content::{Claim, Half},
    desk::{FirstReading, Picks, Said, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::Learner,
    prose::plain,
};
use pages::{
    answers::{KEY, file_heading, first, full_marks, keep, marks, place, second, view},
    house::{all_claims, claim, lesson, piece, pieces},
    texts,
    visit::{Visit, visit},
};

fn half(claim: &Claim) -> Result<&Half> {
    claim.half.as_ref().context("a claim in two halves")
}

/// The role of the choices of a second half.
fn role(half: &Half) -> &'static str {
    if half.several { "checkbox" } else { "radio" }
}

/// The parts of a mark, as the verdict lists them.
async fn reads_parts(visit: &Visit, parts: &str) -> Result<()> {
    visit.read(parts).await.with_context(|| format!("the marks are not made up of {parts}"))
}

#[tokio::test]
async fn a_claim_off_the_ladder_asks_for_no_rung() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        let open: Vec<_> = all_claims().into_iter().filter(|claim| claim.rung().is_none()).collect();
        ensure!(!open.is_empty(), "no claim is off the ladder");
        for claim in open {
            visit.go(&view(claim)).await?;
            visit.read("Off the ladder: there is no rung to find here.").await?;
            let asked = visit.all("radio").await?;
            let kinds = Kind::ALL.iter().map(|kind| visit.kind(*kind)).collect::<Vec<_>>();
            let more: Vec<_> = asked.iter().filter(|seen| !kinds.contains(&seen.name.as_str())).collect();
            ensure!(asked.len() == kinds.len() && more.is_empty(), "{} asks for {more:?}", claim.id);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_claim_off_the_ladder_is_judged_in_words_and_marked_out_of_three() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c43");
        visit.open(&place(claim)).await?;
        visit.click("button", "Open the file").await?;
        visit.hear("alert", "Still to choose: the kind of claim.").await?;
        visit.read_first(claim).await?;
        visit.click("button", "Mark it").await?;
        visit.hear("alert", "Still to choose: the records that bear on it.").await?;
        let why = match &claim.standing {
            lesson::content::Standing::Open(why) => piece(why),
            lesson::content::Standing::Ladder { .. } => anyhow::bail!("{} stands on the ladder", claim.id),
        };
        visit.read_no(why).await?;
        visit.read_second(claim).await?;
        visit.hear("status", "5 of 5 marks").await?;
        visit.see("heading", "Verdict: off the ladder").await?;
        visit.see("heading", "Why there is no rung").await?;
        visit.read(why).await?;
        visit.read(piece(&claim.verdict)).await?;
        reads_parts(visit, "Kind of claim 1 of 1, records 4 of 4.").await?;
        let text = visit.text().await?;
        ensure!(!text.contains("Rung by rung") && !text.contains("before the file was open"), "a rung is spoken of");
        visit.reload().await?;
        visit.see("heading", "Verdict: off the ladder").await?;
        visit.hear("status", "5 of 5 marks").await
    })
    .await
}

#[tokio::test]
async fn a_claim_off_the_ladder_loses_what_is_wrong() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c43");
        let kind = Kind::ALL.iter().copied().find(|kind| !claim.kinds.contains(kind)).context("no wrong kind")?;
        visit.open(&place(claim)).await?;
        visit.choose_first(FirstReading { kind, said: None }).await?;
        visit.click("button", "Open the file").await?;
        visit.has_focus("heading", &file_heading(claim)).await?;
        let picks = Picks::Nothing;
        visit.hand_in(claim, &SecondReading { picks, said: None, half: Ticks::default() }).await?;
        visit.hear("status", "0 of 5 marks").await?;
        reads_parts(visit, "Kind of claim 0 of 1, records 0 of 4.").await
    })
    .await
}

/// Both halves are asked; the second is missed when it is left out; what its choices deserve is told after the verdict.
async fn both_halves_are_asked(id: &str) -> Result<()> {
    visit(async |visit| {
        let claim = claim(id);
        let half = half(claim)?;
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        visit.read_no(piece(&half.question)).await?;
        visit.tick("radio", visit.certainty(Certainty::Guess)).await?;
        visit.read(piece(&half.question)).await?;
        visit.read(piece(&half.scope)).await?;
        for choice in &half.choices {
            visit.see(role(half), &plain(&choice.text)).await?;
            visit.read_no(piece(&choice.says)).await?;
        }
        visit.choose_second(claim, &SecondReading { half: Ticks::default(), ..second(claim) }).await?;
        visit.click("button", "Mark it").await?;
        visit.hear("alert", "Still to choose: the second question.").await?;
        visit.has_focus(role(half), &plain(&half.choices[0].text)).await?;
        visit.read_second(claim).await?;
        visit.hear("status", "9 of 9 marks").await?;
        reads_parts(visit, "Kind of claim 1 of 1, records 4 of 4, rung 2 of 2, second question 2 of 2.").await?;
        for choice in &half.choices {
            for piece in pieces(&choice.says) {
                visit.read(piece).await?;
            }
        }
        let before = visit.choices().await?;
        visit.reload().await?;
        ensure!(visit.choices().await? == before, "a reload changes what was chosen");
        visit.hear("status", "9 of 9 marks").await
    })
    .await
}

#[tokio::test]
async fn both_halves_are_asked_where_several_may_be_ticked() -> Result<()> {
    both_halves_are_asked("c32").await
}

#[tokio::test]
async fn both_halves_are_asked_where_one_is_chosen() -> Result<()> {
    both_halves_are_asked("c40").await
}

#[tokio::test]
async fn each_half_earns_half_of_the_marks() -> Result<()> {
    visit(async |visit| {
        // The rung is right, the second question wrong.
        let claim = claim("c32");
        let wrong = half(claim)?.choices.iter().position(|choice| !choice.right && !choice.free);
        let wrong: Ticks = wrong.and_then(|place| u8::try_from(place).ok()).into_iter().collect();
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        visit.hand_in(claim, &SecondReading { half: wrong, ..second(claim) }).await?;
        visit.hear("status", "7 of 9 marks").await?;
        reads_parts(visit, "rung 2 of 2, second question 0 of 2.").await?;
        // The rung is wrong by more than one, the second question right.
        let claim = pages::house::claim("c40");
        let right = claim.rung().context("it stands on the ladder")?;
        let rung = Rung::ALL.iter().copied().find(|rung| rung.distance(right) > 1).context("no such rung")?;
        visit.go(&view(claim)).await?;
        visit.read_first(claim).await?;
        let said = Some(Said { rung, certainty: Some(Certainty::Guess) });
        visit.hand_in(claim, &SecondReading { said, ..second(claim) }).await?;
        visit.hear("status", "7 of 9 marks").await?;
        reads_parts(visit, "rung 0 of 2, second question 2 of 2.").await
    })
    .await
}

/// The second reading of who knows the key, with everything that is free as well.
fn with_what_is_free(claim: &Claim) -> SecondReading {
    let all = claim.table.iter().filter(|item| item.bears || item.free).map(|item| item.exhibit.clone());
    let choices = claim.half.iter().flat_map(|half| half.choices.iter().zip(0..));
    let half = choices.filter(|(choice, _)| choice.right || choice.free).map(|(_, place)| place).collect();
    SecondReading { picks: Picks::These(all.collect()), half, ..second(claim) }
}

#[tokio::test]
async fn what_is_free_costs_nothing_taken_or_left() -> Result<()> {
    visit(async |visit| {
        let free = |claim: &&Claim| {
            claim.table.iter().any(|item| item.free)
                || claim.half.iter().flat_map(|half| &half.choices).any(|choice| choice.free)
        };
        let claims: Vec<_> = all_claims().into_iter().filter(free).collect();
        ensure!(claims.len() > 2, "only {} claims have something free", claims.len());
        visit.open("").await?;
        for take in [false, true] {
            for claim in &claims {
                visit.go(&view(claim)).await?;
                visit.read_first(claim).await?;
                visit.hand_in(claim, &if take { with_what_is_free(claim) } else { second(claim) }).await?;
                visit.hear("status", &full_marks(claim)).await?;
                visit.read("May be ticked or left.").await?;
            }
            visit.click("button", "Start over").await?;
            visit.click("button", "Yes, erase all my answers").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_rung_beside_the_right_one_earns_a_third_of_its_marks() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        let right = claim.rung().context("it stands on the ladder")?;
        let rung = Rung::ALL.iter().copied().find(|rung| rung.distance(right) == 1).context("no such rung")?;
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        let said = Some(Said { rung, certainty: Some(Certainty::Certain) });
        visit.hand_in(claim, &SecondReading { said, ..second(claim) }).await?;
        visit.hear("status", &marks(claim, "6.3")).await?;
        let moved =
            format!("You said “{}” before the file was open, and “{}” after.", visit.rung(right), visit.rung(rung));
        visit.read(&moved).await
    })
    .await
}

/// A record in which this claim has its verdict.
fn judged(claim: &Claim) -> String {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    keep(&mut record, claim, lesson::desk::Desk::Verdict { first: first(claim), second: second(claim) });
    record.write()
}

#[tokio::test]
async fn both_halves_and_what_was_found_are_printed_from_the_claim() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c32");
        visit.store(KEY, &judged(claim)).await?;
        visit.open(&place(claim)).await?;
        visit.hear("status", &full_marks(claim)).await?;
        visit.browser.media("print", &[]).await?;
        visit.read(&visit.verdict_heading(claim)).await?;
        visit.read(piece(&claim.verdict)).await?;
        for text in texts::half(half(claim)?) {
            visit.read(&text).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn from_the_cover_second_halves_are_printed() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.browser.media("print", &[]).await?;
        let text = visit.text().await?.to_lowercase();
        for claim in all_claims() {
            let missing = claim.half.iter().flat_map(texts::half).find(|piece| !text.contains(&piece.to_lowercase()));
            ensure!(missing.is_none(), "{}: {missing:?} is not printed", claim.id);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_second_halves_can_be_read() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        let page = visit.snapshot().await?;
        for claim in all_claims() {
            let shown = page.within("main", &["section"]);
            let shown = shown.iter().find(|element| element.attribute("id") == view(claim)).context("no view")?;
            let missing = claim.half.iter().flat_map(texts::half).find(|piece| !shown.shown.contains(piece.as_str()));
            ensure!(missing.is_none(), "{}: {missing:?} cannot be read", claim.id);
        }
        Ok(())
    })
    .await
}
