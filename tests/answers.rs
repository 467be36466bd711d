//! What a student answers, and the record that it leaves.

use crate::{
    house::{all_claims, claim, lesson},
    screen::Seen,
    visit::Visit,
};
use anyhow::{Context, Result, ensure};
use lesson::{
    check::{Answer, Check, Given, Part, Question, mixed},
    content::{Claim, TableItem},
    desk::{Desk, Draft, FirstReading, Picks, Said, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::{Learner, Work},
    mark::Weights,
    prose::plain,
};

/// Where the page keeps its record in the browser.
pub const KEY: &str = "by-popular-demand/record";

/// What a claim's first reading is called by who knows the key: all of it right, and certain.
pub fn first(claim: &Claim) -> FirstReading {
    FirstReading { kind: claim.kinds[0], said: said(claim, Certainty::Certain) }
}

/// The second reading of who knows the key; what is free is left.
pub fn second(claim: &Claim) -> SecondReading {
    let bears: Vec<_> = bearing(claim).map(|item| item.exhibit.clone()).collect();
    let picks = if bears.is_empty() { Picks::Nothing } else { Picks::These(bears) };
    let choices = claim.half.iter().flat_map(|half| half.choices.iter().zip(0..));
    let half = choices.filter(|(choice, _)| choice.right && !choice.free).map(|(_, place)| place).collect();
    SecondReading { picks, said: said(claim, Certainty::Fairly), half }
}

/// The right rung, where there is one.
fn said(claim: &Claim, certainty: Certainty) -> Option<Said> {
    claim.rung().map(|rung| Said { rung, certainty: Some(certainty) })
}

/// What must be picked from a claim's table.
pub fn bearing(claim: &Claim) -> impl Iterator<Item = &TableItem> {
    claim.table.iter().filter(|item| item.bears && !item.free)
}

/// The most that can be had for a claim.
pub fn most(claim: &Claim) -> u8 {
    let Weights { kind, records, rung } = Weights::default();
    let judged = claim.rung().is_some() || claim.half.is_some();
    kind + records + if judged { rung } else { 0 }
}

/// What is said of a claim that earned this many marks.
pub fn marks(claim: &Claim, earned: &str) -> String {
    format!("{earned} of {} marks", most(claim))
}

/// What is said of a claim that was answered by who knows the key.
pub fn full_marks(claim: &Claim) -> String {
    marks(claim, &most(claim).to_string())
}

/// The right answer to a check; of a question without one the first choice.
pub fn right(check: &Check) -> Given {
    let these = |right: Vec<bool>| {
        Given::These(right.iter().zip(0..).filter(|(right, _)| **right).map(|(_, place)| place).collect())
    };
    match &check.question {
        Question::One(choices) | Question::Several(choices) => these(choices.iter().map(|it| it.right).collect()),
        Question::Ask(_) => these(vec![true]),
        Question::Row { rows, .. } => these(rows.iter().map(|row| row.odd).collect()),
        Question::Words(parts) => these(tickable(parts).map(|(_, right)| right).collect()),
        Question::Order(items) => {
            Given::Each(mixed(&check.id, items.len()).into_iter().map(|place| u8::try_from(place).ok()).collect())
        }
        Question::Match { pairs, .. } => Given::Each(pairs.iter().map(|pair| Some(pair.right)).collect()),
        Question::Number { answer, .. } => Given::Typed(answer.to_string()),
    }
}

/// A wrong answer to a check: one wrong choice for the right ones, the next value for the first two controls, another
/// number. Of a question that has no right answer the last choice.
pub fn wrong(check: &Check) -> Given {
    let first_of = |wrong: Vec<bool>| {
        let place = wrong.iter().position(|wrong| *wrong).unwrap_or(wrong.len() - 1);
        Given::These(u8::try_from(place).into_iter().collect())
    };
    let next = |given: Given, count: usize| {
        let Given::Each(mut values) = given else { return given };
        for value in values.iter_mut().take(2).flatten() {
            *value = u8::try_from((usize::from(*value) + 1) % count).unwrap_or_default();
        }
        Given::Each(values)
    };
    match &check.question {
        Question::One(choices) | Question::Several(choices) => first_of(choices.iter().map(|it| !it.right).collect()),
        Question::Ask(choices) => first_of(vec![false; choices.len()]),
        Question::Row { rows, .. } => first_of(rows.iter().map(|row| !row.odd).collect()),
        Question::Words(parts) => first_of(tickable(parts).map(|(_, right)| !right).collect()),
        Question::Order(items) => next(right(check), items.len()),
        Question::Match { offered, .. } => next(right(check), offered.len()),
        Question::Number { answer, .. } => Given::Typed((answer * 3.0 + 111.0).to_string()),
    }
}

/// Puts a claim at this stage into a record.
pub fn keep(record: &mut Learner, claim: &Claim, desk: Desk) {
    record.desks.push((claim.id.clone(), Work { desk, ..Work::default() }));
}

/// A record in which every claim has its verdict and every check its right answer, and everything else is set.
pub fn full_record() -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    record.belief = Some(70);
    record.place = Some("unit-4".to_owned());
    for claim in all_claims() {
        keep(&mut record, claim, Desk::Verdict { first: first(claim), second: second(claim) });
    }
    for check in lesson().checks() {
        record.keep_check(&check.id, Answer { given: right(check), done: true });
    }
    record
}

/// The claims that [`mixed_record`] holds nothing of.
pub const NOT_BEGUN: [&str; 2] = ["c17", "c18"];

/// The claims whose file is open in [`mixed_record`]; one of them in halves, one off the ladder.
pub const AT_THE_FILE: [&str; 4] = ["c11", "c02", "c40", "c46"];

/// The claims that have their verdict in [`mixed_record`]; one of them in halves, one off the ladder.
pub const AT_THE_VERDICT: [&str; 4] = ["c20", "c21", "c32", "c43"];

/// A record with claims at each stage, and with checks answered right and wrong in turn, but none of unit 1.
pub fn mixed_record() -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    for claim in AT_THE_FILE.map(claim) {
        keep(&mut record, claim, Desk::File { first: first(claim), draft: Draft::default() });
    }
    for claim in AT_THE_VERDICT.map(claim) {
        keep(&mut record, claim, Desk::Verdict { first: first(claim), second: second(claim) });
    }
    let units = lesson().units.iter().filter(|unit| unit.number != 1);
    for (at, check) in units.flat_map(|unit| &unit.checks).enumerate() {
        let given = if at % 2 == 0 { right(check) } else { wrong(check) };
        record.keep_check(&check.id, Answer { given, done: true });
    }
    record
}

/// How many records lie on a claim's table.
pub fn records(claim: &Claim) -> usize {
    claim.table.iter().map(|item| &item.exhibit.record).collect::<std::collections::BTreeSet<_>>().len()
}

/// The heading of the file, once it is open.
pub fn file_heading(claim: &Claim) -> String {
    match records(claim) {
        1 => "The file: 1 record".to_owned(),
        count => format!("The file: {count} records"),
    }
}

/// The address of a claim's view.
pub fn view(claim: &Claim) -> String {
    format!("claim-{}", claim.id)
}

/// The place of a claim.
pub fn place(claim: &Claim) -> String {
    format!("#{}", view(claim))
}

impl Visit {
    /// What a kind of claim is called on the page.
    pub fn kind(&self, kind: Kind) -> &'static str {
        &self.lesson.scales.kind(kind).name
    }

    /// What a rung is called on the page.
    pub fn rung(&self, rung: Rung) -> &'static str {
        &self.lesson.scales.rung(rung).name
    }

    /// What a degree of certainty is called on the page.
    pub fn certainty(&self, certainty: Certainty) -> &'static str {
        &self.lesson.scales.certainty[certainty as usize]
    }

    /// What the tick box of something on the table is called.
    ///
    /// # Panics
    /// If the record is not in the lesson.
    pub fn pick(&self, item: &TableItem) -> String {
        let title =
            self.lesson.record(&item.exhibit.record).map(|record| &record.title).expect("a record of the lesson");
        match item.exhibit.point {
            Some(point) => format!("Point {point} bears on the claim ({title})"),
            None => format!("This record bears on the claim ({title})"),
        }
    }

    /// The heading of the verdict.
    pub fn verdict_heading(&self, claim: &Claim) -> String {
        format!("Verdict: {}", claim.rung().map_or("off the ladder", |rung| self.rung(rung)))
    }

    /// Ticks a radio button or a tick box that can be changed, with the pointer, unless it is ticked.
    ///
    /// # Errors
    /// When there is none, or it does not stay ticked.
    pub async fn tick(&self, role: &str, name: &str) -> Result<()> {
        let open = |seen: &Seen| seen.is_named(name) && !seen.disabled;
        let control = self.wait_for(role, &format!("{name}, open"), open).await?;
        if !control.checked {
            self.point_at(&control).await?;
        }
        self.wait_for(role, &format!("{name}, ticked"), |seen| open(seen) && seen.checked).await.map(drop)
    }

    /// Chooses kind, rung and certainty, where they are asked for, with the pointer, and hands nothing in.
    ///
    /// # Errors
    /// When a control is missing.
    pub async fn choose_first(&self, reading: FirstReading) -> Result<()> {
        self.tick("radio", self.kind(reading.kind)).await?;
        self.choose_said(reading.said).await
    }

    async fn choose_said(&self, said: Option<Said>) -> Result<()> {
        let Some(Said { rung, certainty }) = said else { return Ok(()) };
        if let Some(certainty) = certainty {
            self.tick("radio", self.certainty(certainty)).await?;
        }
        self.tick("radio", self.rung(rung)).await
    }

    /// Does the first reading of the claim that is shown, with the pointer.
    ///
    /// # Errors
    /// When the file does not open.
    pub async fn read_first(&self, claim: &Claim) -> Result<()> {
        self.choose_first(first(claim)).await?;
        self.click("button", "Open the file").await?;
        self.has_focus("heading", &file_heading(claim)).await?;
        self.see("button", "Mark it").await.context("the file did not open").map(drop)
    }

    /// Does the second reading of the claim that is shown, with the pointer, as who knows the key.
    ///
    /// # Errors
    /// When no verdict comes.
    pub async fn read_second(&self, claim: &Claim) -> Result<()> {
        self.hand_in(claim, &second(claim)).await
    }

    /// Does this second reading of the claim that is shown, with the pointer.
    ///
    /// # Errors
    /// When no verdict comes.
    pub async fn hand_in(&self, claim: &Claim, reading: &SecondReading) -> Result<()> {
        self.choose_second(claim, reading).await?;
        self.click("button", "Mark it").await?;
        self.has_focus("heading", &self.verdict_heading(claim)).await.context("no verdict")
    }

    /// Chooses this second reading of the claim that is shown, with the pointer, and hands nothing in.
    ///
    /// # Errors
    /// When a control is missing.
    pub async fn choose_second(&self, claim: &Claim, reading: &SecondReading) -> Result<()> {
        match &reading.picks {
            Picks::Nothing => self.tick("checkbox", "None of these bears on it").await?,
            Picks::These(these) => {
                for item in claim.table.iter().filter(|item| these.contains(&item.exhibit)) {
                    self.tick("checkbox", &self.pick(item)).await?;
                }
            }
        }
        self.choose_said(reading.said).await?;
        if let Some(half) = &claim.half {
            let role = if half.several { "checkbox" } else { "radio" };
            for (choice, _) in half.choices.iter().zip(0..).filter(|(_, place)| reading.half.has(*place)) {
                self.tick(role, &plain(&choice.text)).await?;
            }
        }
        Ok(())
    }

    /// Gives an answer to the check that is looked at, with pointer and keys, and hands nothing in.
    ///
    /// # Errors
    /// When a control is missing.
    pub async fn give(&self, check: &Check, given: &Given) -> Result<()> {
        match (&check.question, given) {
            (Question::Number { .. }, Given::Typed(typed)) => {
                self.type_into("textbox", &number_field(check), typed).await
            }
            (Question::Order(_) | Question::Match { .. }, Given::Each(values)) => {
                for ((list, choices), value) in lists(check).into_iter().zip(values) {
                    let choice = value.map_or("choose", |value| &choices[usize::from(value)]);
                    self.choose(&list, choice).await?;
                }
                Ok(())
            }
            (_, Given::These(these)) => {
                let role = role(check);
                for (name, place) in choices(check).into_iter().zip(0..) {
                    let seen = self.see(role, &name).await?;
                    if seen.checked != these.has(place) && (these.has(place) || role == "checkbox") {
                        self.point_at(&seen).await?;
                    }
                }
                Ok(())
            }
            _ => {
                ensure!(false, "no such answer can be given to {}", check.id);
                Ok(())
            }
        }
    }

    /// What every radio button and tick box on the screen says: role, name, whether it is ticked, whether it can be.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn choices(&self) -> Result<Vec<String>> {
        let mut all = self.all("radio").await?;
        all.extend(self.all("checkbox").await?);
        let state = |seen: &Seen| {
            let closed = if seen.disabled { ", closed" } else { "" };
            format!("{} {}: {}{closed}", seen.role, seen.name, if seen.checked { "ticked" } else { "empty" })
        };
        Ok(all.iter().map(state).collect())
    }
}

/// What the choices of a check are called, in the order of the page: nothing for a check without choices.
pub fn choices(check: &Check) -> Vec<String> {
    match &check.question {
        Question::One(choices) | Question::Several(choices) | Question::Ask(choices) => {
            choices.iter().map(|choice| plain(&choice.text)).collect()
        }
        Question::Words(parts) => tickable(parts).map(|(text, _)| text).collect(),
        Question::Row { rows, .. } => rows.iter().filter_map(|row| row.cells.first()).map(|cell| plain(cell)).collect(),
        _ => Vec::new(),
    }
}

/// The role of a check's choices.
pub fn role(check: &Check) -> &'static str {
    if matches!(check.question, Question::Several(_) | Question::Words(_)) { "checkbox" } else { "radio" }
}

/// What the lists of a check are called, in the order of the page, and what can be chosen in each.
pub fn lists(check: &Check) -> Vec<(String, Vec<String>)> {
    match &check.question {
        Question::Order(items) => {
            let numbers: Vec<String> = (1..=items.len()).map(|number| number.to_string()).collect();
            let places = mixed(&check.id, items.len());
            places.into_iter().map(|place| (plain(&items[place].text), numbers.clone())).collect()
        }
        Question::Match { pairs, offered } => {
            let offered: Vec<String> = offered.iter().map(|line| plain(line)).collect();
            pairs.iter().map(|pair| (plain(&pair.left), offered.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The stretches of a text that can be ticked, and whether each is right.
fn tickable(parts: &[Part]) -> impl Iterator<Item = (String, bool)> {
    parts.iter().filter_map(|part| Some((plain(&part.text), part.choice.as_ref()?.0)))
}

/// What the field for a number is called.
pub fn number_field(check: &Check) -> String {
    let Question::Number { unit, .. } = &check.question else { return String::new() };
    format!("Your number, {unit}")
}
