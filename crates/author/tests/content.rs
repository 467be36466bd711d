//! The lesson itself must be without fault, and its keys must not reward one answer.

use lesson::{
    content::{Claim, Lesson},
    id::ClaimId,
    ladder::Rung,
    prose::plain,
};
use std::{collections::BTreeSet, path::Path};

fn lesson() -> Lesson {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    author::read(&content).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_lesson_is_without_fault() {
    assert_eq!(lesson().claims.len(), 50);
}

fn core(lesson: &Lesson) -> Vec<&Claim> {
    lesson.core.iter().filter_map(|id| lesson.claims.get(id)).collect()
}

#[test]
fn the_core_quiz_lies_on_the_desks_of_units_4_and_6() {
    let lesson = lesson();
    let units = lesson.units.iter().filter(|unit| [4, 6].contains(&unit.number));
    let desks: Vec<&ClaimId> = units.flat_map(|unit| &unit.claims).collect();
    assert_eq!(lesson.core.iter().collect::<Vec<_>>(), desks);
}

#[test]
fn the_core_quiz_is_keyed_as_designed() {
    let lesson = lesson();
    let core = core(&lesson);
    let whole = |rung: Rung| -> BTreeSet<&str> {
        let keyed = core.iter().filter(|claim| claim.half.is_none() && claim.rung() == Some(rung));
        keyed.map(|claim| claim.id.as_str()).collect()
    };
    assert_eq!(core.len(), 16);
    assert_eq!(whole(Rung::Ordered), ["c17", "c18", "c21", "c28"].into());
    assert_eq!(whole(Rung::Covered), ["c20", "c24", "c25", "c33"].into());
    assert_eq!(whole(Rung::Circumstantial), ["c01", "c02", "c11"].into());
    assert_eq!(whole(Rung::None), ["c03", "c13", "c36"].into());
    let halves: Vec<(&str, Option<Rung>)> =
        core.iter().filter(|claim| claim.half.is_some()).map(|claim| (claim.id.as_str(), claim.rung())).collect();
    assert_eq!(halves, [("c32", Some(Rung::None)), ("c40", Some(Rung::Ordered))]);
}

#[test]
fn no_rung_holds_more_than_half_of_what_stands_on_the_ladder() {
    let lesson = lesson();
    let on_ladder: Vec<Rung> = lesson.claims.values().filter_map(Claim::rung).collect();
    for rung in Rung::ALL {
        let count = on_ladder.iter().filter(|key| *key == rung).count();
        assert!(count * 2 <= on_ladder.len(), "{count} of {} are {}", on_ladder.len(), rung.key());
    }
}

#[test]
fn feedback_has_60_to_90_words() {
    for claim in lesson().claims.values() {
        let words: usize = [&claim.verdict, &claim.names, &claim.omits]
            .iter()
            .map(|line| plain(line).split_whitespace().count())
            .sum();
        assert!((60..=90).contains(&words), "{}: {words} words", claim.id);
    }
}

#[test]
fn every_desk_has_claims_of_its_own() {
    let lesson = lesson();
    let on_desks: Vec<&ClaimId> = lesson.units.iter().flat_map(|unit| &unit.claims).collect();
    assert_eq!(on_desks.len(), on_desks.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(on_desks.len() + lesson.off_desk().len(), lesson.claims.len());
}

#[test]
fn the_units_have_9000_to_12000_words() {
    let words: usize =
        lesson().units.iter().map(|unit| lesson::prose::words(&unit.prose).split_whitespace().count()).sum();
    assert!((9_000..=12_000).contains(&words), "{words} words");
}

#[test]
fn every_claim_says_where_to_go_again() {
    for claim in lesson().claims.values() {
        assert!(claim.again.is_some(), "{}", claim.id);
    }
}

#[test]
fn the_board_and_the_exercises_are_as_designed() {
    let lesson = lesson();
    assert_eq!(lesson.exercises.len(), 12);
    let board = lesson.judgement.and_then(|judgement| judgement.board).expect("a board");
    assert_eq!((board.cards.len(), board.columns.len()), (10, 4));
}
