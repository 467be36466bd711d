//! The core quiz from end to end, whatever the hand is on; and what is left when the tab dies on the way.

use anyhow::{Context, Result, ensure};
use lesson::{
    check::Ticks,
    content::Claim,
    desk::{Desk, Draft, FirstReading, Picks, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::{HandedIn, Learner},
    prose::plain,
};
use pages::{
    answers::{KEY, first, full_marks, keep, marks, most, place, second, view},
    hands::Hand,
    house::{claim, lesson},
    visit::{Visit, visit},
};
use serde_json::json;
use std::time::Instant;

/// The claims of the core quiz, in its order.
pub(crate) fn core() -> Vec<&'static Claim> {
    lesson().core.iter().map(|id| claim(id.as_str())).collect()
}

/// The verdict and every mark can be read as text, in the accessibility tree; gives the name of the link onward.
async fn can_be_read(visit: &Visit, claim: &Claim) -> Result<String> {
    let sight = visit.glance().await?;
    sight.first("heading", "the verdict", |seen| seen.is_named(&visit.verdict_heading(claim)))?;
    ensure!(sight.count(&full_marks(claim)) > 0, "{}: the marks cannot be read", claim.id);
    // Right, wrong, and free: of what lies on the table, and of the second question's choices.
    let sort = |right: bool, free: bool| if free { 2 } else { usize::from(!right) };
    let (mut table, mut halves) = ([0; 3], [0; 3]);
    for item in &claim.table {
        table[sort(item.bears, item.free)] += 1;
    }
    for choice in claim.half.iter().flat_map(|half| &half.choices) {
        halves[sort(choice.right, choice.free)] += 1;
    }
    for (text, times) in [
        ("Bears on it.", table[0]),
        ("Only tempts.", table[1]),
        ("Right.", halves[0]),
        ("Not so.", halves[1]),
        ("May be ticked or left.", table[2] + halves[2]),
    ] {
        let there = sight.count(text);
        ensure!(there == times, "{}: “{text}” stands there {there} times, not {times}", claim.id);
    }
    Ok(sight.first("link", "Next", |seen| seen.begins("Next: "))?.name.clone())
}

/// From the quiz's own page to the summary, every claim as who knows the key.
async fn the_core_quiz_is_answered(hand: Hand, width: u32, height: u32) -> Result<()> {
    visit(async |visit| {
        let core = core();
        ensure!(core.len() == 16, "the core quiz has {} claims", core.len());
        visit.browser.window(width, height).await?;
        if hand == Hand::Finger {
            visit.has_a_touch_screen().await?;
        }
        visit.listen().await?;
        visit.open("#quiz").await?;
        let began = Instant::now();
        visit.press_the(hand, "button", "Begin").await?;
        visit.is_at(&view(core[0])).await?;
        visit.heard().await?;
        for claim in &core {
            visit.do_claim(hand, claim).await.with_context(|| format!("at {}", claim.id))?;
            let next = can_be_read(visit, claim).await?;
            // All that was said since the verdict before this one.
            let heard = visit.heard().await?;
            ensure!(heard == [format!("status: {}", full_marks(claim))], "{}: heard {heard:#?}", claim.id);
            visit.press_the(hand, "link", &next).await?;
        }
        visit.is_at("summary").await?;
        visit.focus_is_on("summary").await?;
        let all: u16 = core.iter().map(|claim| u16::from(most(claim))).sum();
        visit.read(&format!("Marks: {all} of {all}, 100 %. Claims answered: 16. First attempts only.")).await?;
        visit.read("Nothing: every claim was right, for its records, and not by guess.").await?;
        let heard = visit.heard().await?;
        ensure!(heard.is_empty(), "at the summary: heard {heard:#?}");
        visit.felt(hand).await?;
        println!("{hand:?}: sixteen claims in {:.1?}", began.elapsed());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_core_quiz_is_answered_with_the_keyboard_alone() -> Result<()> {
    the_core_quiz_is_answered(Hand::Keys, 1280, 900).await
}

#[tokio::test]
async fn the_core_quiz_is_answered_with_the_pointer() -> Result<()> {
    the_core_quiz_is_answered(Hand::Pointer, 1280, 900).await
}

#[tokio::test]
async fn the_core_quiz_is_answered_by_touch_on_a_phone() -> Result<()> {
    the_core_quiz_is_answered(Hand::Finger, 360, 740).await
}

/// Random numbers that are the same each time: a linear congruential generator, with the constants of D. E. Knuth's MMIX.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % count
    }

    pub(crate) fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What can be clicked on a desk.
#[derive(Clone, Debug)]
enum Click {
    Kind(Kind),
    Rung(Rung),
    Sure(Certainty),
    Pick(usize),
    Nothing,
    Half(u8),
    HandIn(&'static str),
    Again,
}

/// A click that the desk, as it stands, offers.
fn offered(dice: &mut Dice, desk: &Desk, claim: &Claim) -> Click {
    let first = matches!(desk, Desk::First(_));
    let (Desk::First(draft) | Desk::File { draft, .. }) = desk else { return Click::Again };
    let ladder = claim.rung().is_some();
    let ready = draft.certainty.is_some() || !ladder;
    let mut all = Vec::new();
    // Each that is lacking is likelier, so that the dice come to an end.
    let mut may = |click: Click, lacks: bool| {
        all.extend(std::iter::repeat_n(click, if lacks { 4 } else { 1 }));
    };
    if first {
        may(Click::Kind(dice.one(Kind::ALL)), draft.kind.is_none());
    } else {
        may(Click::Pick(dice.below(claim.table.len())), draft.picks.is_none());
        may(Click::Nothing, false);
    }
    if ladder {
        may(Click::Sure(dice.one(Certainty::ALL)), draft.certainty.is_none());
    }
    if ladder && ready {
        may(Click::Rung(dice.one(Rung::ALL)), draft.rung.is_none());
    }
    if let (Some(half), false, true) = (&claim.half, first, ready) {
        may(Click::Half(u8::try_from(dice.below(half.choices.len())).unwrap_or_default()), draft.half.is_empty());
    }
    let whole = (if first { draft.kind.is_some() } else { draft.picks.is_some() })
        && (!ladder || draft.rung.is_some())
        && (first || claim.half.is_none() || !draft.half.is_empty());
    may(Click::HandIn(if first { "Open the file" } else { "Mark it" }), whole);
    all.swap_remove(dice.below(all.len()))
}

/// What a click does, by the rules.
fn follow(record: &mut Learner, claim: &Claim, click: &Click) {
    let mut draft = match record.desk(&claim.id) {
        Desk::First(draft) | Desk::File { draft, .. } => draft,
        Desk::Verdict { .. } => return record.practise(&claim.id),
    };
    match click {
        Click::Kind(kind) => draft.kind = Some(*kind),
        Click::Rung(rung) => draft.rung = Some(*rung),
        Click::Sure(certainty) => draft.certainty = Some(*certainty),
        Click::Pick(at) => {
            let exhibit = claim.table[*at].exhibit.clone();
            let mut these = match draft.picks.take() {
                Some(Picks::These(these)) => these,
                _ => Vec::new(),
            };
            match these.iter().position(|known| *known == exhibit) {
                Some(at) => drop(these.remove(at)),
                None => these.push(exhibit),
            }
            draft.picks = (!these.is_empty()).then_some(Picks::These(these));
        }
        Click::Nothing => {
            draft.picks = if draft.picks == Some(Picks::Nothing) { None } else { Some(Picks::Nothing) };
        }
        Click::Half(at) => {
            let several = claim.half.as_ref().is_some_and(|half| half.several);
            draft.half = if several {
                (0..8).filter(|place| draft.half.has(*place) != (place == at)).collect()
            } else {
                [*at].into_iter().collect()
            };
        }
        Click::HandIn(_) => {
            // What lacks something is not handed in, and nothing changes.
            let _ = record.hand_in(&claim.key(), draft, HandedIn { today: 0, hasty: false });
            return;
        }
        Click::Again => {}
    }
    record.choose(&claim.id, draft);
}

/// What was said of each claim, in words that can be compared: picks have no order.
fn said(record: &Learner) -> Vec<String> {
    let even = |desk: &Desk| {
        let mut desk = desk.clone();
        if let Desk::File { draft: Draft { picks: Some(Picks::These(these)), .. }, .. }
        | Desk::Verdict { second: SecondReading { picks: Picks::These(these), .. }, .. } = &mut desk
        {
            these.sort_by_key(ToString::to_string);
        }
        desk
    };
    let one = |(claim, work): &(_, lesson::learner::Work)| {
        format!("{claim:?} {:?} {:?}", even(&work.desk), work.practice.as_ref().map(even))
    };
    let mut all: Vec<String> = record.desks.iter().map(one).collect();
    all.sort();
    all
}

/// What is ticked on a desk, by name.
fn ticked(visit: &Visit, claim: &Claim, desk: &Desk) -> Vec<String> {
    let of = |kind: Option<Kind>, rung: Option<Rung>, sure: Option<Certainty>, picks: Option<&Picks>, half: Ticks| {
        let mut all: Vec<String> = kind.map(|kind| visit.kind(kind).to_owned()).into_iter().collect();
        all.extend(rung.map(|rung| visit.rung(rung).to_owned()));
        all.extend(sure.map(|sure| visit.certainty(sure).to_owned()));
        match picks {
            Some(Picks::Nothing) => all.push("None of these bears on it".to_owned()),
            Some(Picks::These(these)) => {
                all.extend(claim.table.iter().filter(|it| these.contains(&it.exhibit)).map(|it| visit.pick(it)));
            }
            None => {}
        }
        let choices = claim.half.iter().flat_map(|half| half.choices.iter().zip(0..));
        all.extend(choices.filter(|(_, at)| half.has(*at)).map(|(choice, _)| plain(&choice.text)));
        all
    };
    let first = |it: &FirstReading| {
        of(Some(it.kind), it.said.map(|it| it.rung), it.said.and_then(|it| it.certainty), None, Ticks::default())
    };
    let draft = |it: &Draft| of(it.kind, it.rung, it.certainty, it.picks.as_ref(), it.half);
    let mut all = match desk {
        Desk::First(now) => draft(now),
        Desk::File { first: before, draft: now } => [first(before), draft(now)].concat(),
        Desk::Verdict { first: before, second: it } => {
            let now = of(None, it.said.map(|it| it.rung), it.certainty(), Some(&it.picks), it.half);
            [first(before), now].concat()
        }
    };
    all.sort();
    all
}

async fn shows(visit: &Visit, claim: &Claim, desk: &Desk) -> Result<()> {
    let sight = visit.glance().await?;
    let controls = sight.all("radio").chain(sight.all("checkbox"));
    let mut shown: Vec<String> = controls.filter(|seen| seen.checked).map(|seen| seen.name.clone()).collect();
    shown.sort();
    let kept = ticked(visit, claim, desk);
    ensure!(shown == kept, "{}: on the screen are ticked {shown:#?}, kept are {kept:#?}", claim.id);
    Ok(())
}

/// Clicks: with the mouse, or so that the click is on its way when this returns.
async fn click(visit: &Visit, claim: &Claim, click: &Click, on_its_way: Option<usize>) -> Result<()> {
    let (role, name) = match click {
        Click::Kind(kind) => ("radio", visit.kind(*kind).to_owned()),
        Click::Rung(rung) => ("radio", visit.rung(*rung).to_owned()),
        Click::Sure(sure) => ("radio", visit.certainty(*sure).to_owned()),
        Click::Pick(at) => ("checkbox", visit.pick(&claim.table[*at])),
        Click::Nothing => ("checkbox", "None of these bears on it".to_owned()),
        Click::Half(at) => {
            let half = claim.half.as_ref().context("no second half")?;
            (if half.several { "checkbox" } else { "radio" }, plain(&half.choices[usize::from(*at)].text))
        }
        Click::HandIn(name) => ("button", (*name).to_owned()),
        Click::Again => ("button", "Answer it again, as practice".to_owned()),
    };
    let sight = visit.glance().await?;
    let seen = sight.open(role, &name)?;
    match on_its_way {
        Some(delay) => {
            let soon = format!("function () {{ setTimeout(() => this.click(), {delay}); }}");
            visit.call(seen, &soon).await.map(drop)
        }
        None => visit.hand_on(Hand::Pointer, seen).await,
    }
}

#[tokio::test]
async fn a_tab_that_dies_loses_at_most_the_click_on_its_way() -> Result<()> {
    const DEATHS: usize = 20;
    visit(async |visit| {
        let (client, browser) = (visit.browser.client(), &visit.browser);
        let claims = ["c17", "c32", "c40", "c43"].map(claim);
        let mut dice = Dice(1936);
        let mut record = Learner::new(&lesson().id, &lesson().hash);
        // From this window the others are closed, without a word to them. (A crash would end the driver's session.)
        let here = client.window().await?;
        // What was done when the last tab died; and before its last click, if that was on its way.
        let (mut before, mut lost) = (None, 0);
        for death in 0..=DEATHS {
            let there = client.new_window(true).await?.handle;
            client.switch_to_window(there.clone()).await?;
            let mut at = dice.one(&claims);
            visit.open(&place(at)).await?;
            let stored = match visit.stored(KEY).await? {
                Some(text) => Learner::read(&text, &lesson().id, &lesson().hash)?,
                None => Learner::new(&lesson().id, &lesson().hash),
            };
            if said(&stored) != said(&record) {
                let before = before.take().filter(|before| said(before) == said(&stored));
                record = before.with_context(|| {
                    format!("death {death}: kept is {:#?}, done was {:#?}", said(&stored), said(&record))
                })?;
                lost += 1;
            }
            shows(visit, at, &record.desk(&at.id)).await?;
            if death == DEATHS {
                break;
            }
            let (clicks, on_its_way) = (1 + dice.below(9), dice.below(2) == 0);
            for left in (0..clicks).rev() {
                if dice.below(6) == 0 {
                    at = dice.one(&claims);
                    visit.go(&view(at)).await?;
                }
                let next = offered(&mut dice, &record.desk(&at.id), at);
                let delay = (on_its_way && left == 0).then(|| dice.below(40));
                before = delay.is_some().then(|| record.clone());
                follow(&mut record, at, &next);
                click(visit, at, &next, delay).await.with_context(|| format!("{}: {next:?}", at.id))?;
            }
            client.switch_to_window(here.clone()).await?;
            browser.cdp("Target.closeTarget", json!({ "targetId": String::from(there) })).await?;
        }
        let verdicts = record.desks.iter().filter(|(_, work)| work.desk.is_done()).count();
        println!("{DEATHS} deaths, {lost} clicks lost on their way, {verdicts} verdicts");
        ensure!(verdicts > 0, "the dice never came to a verdict");
        Ok(())
    })
    .await
}

/// A first attempt with the right kind and records, and a rung that is far off.
fn missed(claim: &Claim, certainty: Certainty) -> Result<SecondReading> {
    let mut reading = second(claim);
    let right = claim.rung().context("it stands on the ladder")?;
    let said = reading.said.as_mut().context("a rung is asked")?;
    said.rung = Rung::ALL.iter().copied().find(|rung| rung.distance(right) > 1).context("no such rung")?;
    said.certainty = Some(certainty);
    Ok(reading)
}

#[tokio::test]
async fn practice_is_blank_and_leaves_the_first_attempt_alone() -> Result<()> {
    visit(async |visit| {
        let claim = claim("c17");
        let mut record = Learner::new(&lesson().id, &lesson().hash);
        keep(&mut record, claim, Desk::Verdict { first: first(claim), second: missed(claim, Certainty::Certain)? });
        let practising = format!("This is practice. Your first attempt stands: {}.", marks(claim, "5"));
        visit.listen().await?;
        visit.store(KEY, &record.write()).await?;
        visit.open("#summary").await?;
        let summary = async || {
            visit.go("summary").await?;
            visit.read("Claims answered: 1. First attempts only.").await?;
            visit.within("#summary", async || visit.text().await).await
        };
        let before = summary().await?;
        ensure!(before.contains("Marks: 5 of 9"), "the summary says {before}");

        // It opens blank, and says what it is.
        visit.go(&view(claim)).await?;
        visit.read_no("This is practice.").await?;
        let heard_so_far = visit.heard().await?;
        visit.click("button", "Answer it again, as practice").await?;
        visit.read(&practising).await?;
        visit.see("button", "Open the file").await?;
        visit.see_no("button", "Mark it").await?;
        shows(visit, claim, &Desk::default()).await?;
        visit.keeps_the_focus(Hand::Pointer).await?;
        let focused = visit.script("document.activeElement.innerText").await?;
        ensure!(
            focused.as_str().unwrap_or_default().starts_with(&practising),
            "the focus is not on what says so, but on “{focused}”"
        );

        // Half of it outlasts a reload.
        visit.read_first(claim).await?;
        visit.reload().await?;
        visit.read(&practising).await?;
        visit.see("button", "Mark it").await?;

        // A better practice changes no marks.
        visit.heard().await?;
        visit.read_second(claim).await?;
        let heard = visit.heard().await?;
        ensure!(heard == [format!("status: {}", full_marks(claim))], "{heard_so_far:#?}, then {heard:#?}");
        visit.read(&practising).await?;
        ensure!(summary().await? == before, "practice has changed the summary");
        visit.reload().await?;
        ensure!(summary().await? == before, "practice has changed the summary");

        // And back.
        visit.go(&view(claim)).await?;
        visit.read(&full_marks(claim)).await?;
        visit.click("button", "Back to the first attempt").await?;
        visit.has_focus("heading", &visit.verdict_heading(claim)).await?;
        visit.keeps_the_focus(Hand::Pointer).await?;
        visit.read(&marks(claim, "5")).await?;
        visit.read_no("This is practice.").await?;
        visit.reload().await?;
        visit.read(&marks(claim, "5")).await?;
        visit.read_no("This is practice.").await?;
        ensure!(summary().await? == before, "going back has changed the summary");
        Ok(())
    })
    .await
}
