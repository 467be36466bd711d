//! What a student answers, and the record that it leaves.

use crate::{
    house::{claims, lesson},
    screen::Seen,
    visit::Visit,
};
use anyhow::{Context, Result};
use lesson::{
    content::{Claim, TableItem},
    desk::{Desk, Draft, FirstReading, Picks, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::Learner,
};

/// Where the page keeps its record in the browser.
pub const KEY: &str = "by-popular-demand/record";

/// What a claim's first reading is called by who knows the key: all of it right, and certain.
pub fn first(claim: &Claim) -> FirstReading {
    FirstReading { kind: claim.kinds[0], rung: claim.rung, certainty: Certainty::Certain }
}

/// The second reading of who knows the key.
pub fn second(claim: &Claim) -> SecondReading {
    let bears: std::collections::BTreeSet<_> =
        claim.table.iter().filter(|item| item.bears).map(|item| item.exhibit.clone()).collect();
    let picks = if bears.is_empty() { Picks::Nothing } else { Picks::These(bears) };
    SecondReading { picks, rung: claim.rung, certainty: Certainty::Fairly }
}

/// A record in which every claim has its verdict, and everything else is set.
pub fn full_record() -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    record.belief = Some(70);
    record.place = Some("unit-4".to_owned());
    for claim in claims() {
        record.keep(&claim.id, Desk::Verdict { first: first(claim), second: second(claim) });
    }
    record
}

/// A record with a claim at each stage: the first not begun, the second with its file open, the third with its
/// verdict.
pub fn mixed_record() -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    let claims = claims();
    record.keep(&claims[1].id, Desk::File { first: first(claims[1]), draft: Draft::default() });
    record.keep(&claims[2].id, Desk::Verdict { first: first(claims[2]), second: second(claims[2]) });
    record
}

/// What a kind of claim is called on the page.
pub fn kind(kind: Kind) -> &'static str {
    &lesson().scales.kind(kind).name
}

/// What a rung is called on the page.
pub fn rung(rung: Rung) -> &'static str {
    &lesson().scales.rung(rung).name
}

/// What a degree of certainty is called on the page.
pub fn certainty(certainty: Certainty) -> &'static str {
    &lesson().scales.certainty[certainty as usize]
}

/// What the tick box of something on the table is called.
///
/// # Panics
/// If the record is not in the lesson.
pub fn pick(item: &TableItem) -> String {
    let title = lesson().record(&item.exhibit.record).map(|record| &record.title).expect("a record of the lesson");
    match item.exhibit.point {
        Some(point) => format!("Point {point} bears on the claim ({title})"),
        None => format!("This record bears on the claim ({title})"),
    }
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

/// The heading of the verdict.
pub fn verdict_heading(claim: &Claim) -> String {
    format!("Verdict: {}", rung(claim.rung))
}

/// The place of a claim.
pub fn place(claim: &Claim) -> String {
    format!("#claim-{}", claim.id)
}

impl Visit {
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

    /// Chooses kind, rung and certainty, with the pointer, and hands nothing in.
    ///
    /// # Errors
    /// When a control is missing.
    pub async fn choose_first(&self, reading: FirstReading) -> Result<()> {
        self.tick("radio", kind(reading.kind)).await?;
        self.tick("radio", rung(reading.rung)).await?;
        self.tick("radio", certainty(reading.certainty)).await
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

    /// Does the second reading of the claim that is shown, with the pointer.
    ///
    /// # Errors
    /// When no verdict comes.
    pub async fn read_second(&self, claim: &Claim) -> Result<()> {
        let reading = second(claim);
        for item in claim.table.iter().filter(|item| item.bears) {
            self.tick("checkbox", &pick(item)).await?;
        }
        if reading.picks == Picks::Nothing {
            self.tick("checkbox", "None of these bears on it").await?;
        }
        self.tick("radio", rung(reading.rung)).await?;
        self.tick("radio", certainty(reading.certainty)).await?;
        self.click("button", "Mark it").await?;
        self.has_focus("heading", &verdict_heading(claim)).await.context("no verdict")
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
