//! What a lesson holds, counted: for whoever wants to know whether it is whole, and whether its keys are balanced.

use crate::resolve;
use lesson::{
    check::Check,
    content::{Claim, Lesson},
    ladder::{Flag, Kind, Rung},
};
use std::collections::BTreeMap;

/// What is counted, and how many there are.
pub type Row = (String, String);

/// Counts a lesson.
pub fn census(lesson: &Lesson) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut row = |what: &str, value: String| rows.push((what.to_owned(), value));
    let words: Vec<usize> = lesson.units.iter().map(resolve::word_count).collect();
    for (unit, words) in lesson.units.iter().zip(&words) {
        let (checks, claims) = (unit.checks.len(), unit.claims.len());
        let what = format!("unit {}: {}", unit.number, unit.title);
        row(&what, format!("{words} words, {} minutes, {checks} checks, {claims} claims", unit.minutes));
    }
    row("words of all units", words.iter().sum::<usize>().to_string());
    row("claims", lesson.claims.len().to_string());
    row("claims in the core quiz", lesson.core.len().to_string());
    row("claims by rung", list(by_rung(lesson)));
    let halves = lesson.claims.values().filter(|claim| claim.half.is_some()).count();
    row("claims in halves", halves.to_string());
    let kinds = Kind::ALL.iter().map(|kind| {
        let count = lesson.claims.values().filter(|claim| claim.kinds.contains(kind)).count();
        (lesson.scales.kind(*kind).name.clone(), count)
    });
    row("claims by kind", list(kinds.collect()));
    let flags = Flag::ALL.iter().map(|flag| {
        let has = |claim: &&Claim| {
            claim.flags.contains(flag) || claim.half.as_ref().is_some_and(|half| half.flags.contains(flag))
        };
        (lesson.scales.flag(*flag).name.clone(), lesson.claims.values().filter(has).count())
    });
    row("claims by flag", list(flags.collect()));
    let points: usize = lesson.records.iter().map(|record| record.points.len()).sum();
    row("records", format!("{} with {points} points", lesson.records.len()));
    let unanchored = lesson.notes.values().filter(|note| note.unanchored).count();
    row("notes", format!("{}, of which {unanchored} unanchored", lesson.notes.len()));
    row("notes from outside", lesson.outside.len().to_string());
    row("words explained", lesson.words.len().to_string());
    row("people", lesson.people.len().to_string());
    row("organisations and newspapers", lesson.bodies.len().to_string());
    row("places", lesson.places.len().to_string());
    row("timeline rows", lesson.timeline.len().to_string());
    row("pictures", lesson.pictures.len().to_string());
    row("traces", lesson.tracer.as_ref().map_or(0, |tracer| tracer.traces.len()).to_string());
    row("checks by kind", list(by_kind(lesson.units.iter().flat_map(|unit| &unit.checks))));
    row("exercises", lesson.exercises.len().to_string());
    row("exercises by kind", list(by_kind(&lesson.exercises)));
    let board = lesson.judgement.as_ref().and_then(|judgement| judgement.board.as_ref());
    let board = board.map(|board| (board.cards.len(), board.columns.len()));
    row("board", board.map_or("none".to_owned(), |(cards, columns)| format!("{cards} cards, {columns} columns")));
    row("paths", list(lesson.routes.iter().map(|it| (it.name.clone(), usize::from(it.minutes))).collect()));
    rows
}

fn by_kind<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Vec<(String, usize)> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for check in checks {
        *kinds.entry(check.question.kind()).or_default() += 1;
    }
    kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect()
}

fn by_rung(lesson: &Lesson) -> Vec<(String, usize)> {
    let on = |rung: Option<Rung>| lesson.claims.values().filter(|claim| claim.rung() == rung).count();
    let rungs = Rung::ALL.iter().rev().map(|rung| (rung.key().to_owned(), on(Some(*rung))));
    rungs.chain(std::iter::once(("off the ladder".to_owned(), on(None)))).collect()
}

fn list(counts: Vec<(String, usize)>) -> String {
    counts.into_iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>().join(", ")
}
