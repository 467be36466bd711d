//! The lesson itself must be without fault, and its keys must not reward one answer.

use lesson::{
    apparatus::{Cell, Picture},
    content::{Claim, Lesson},
    id::{ClaimId, PictureId},
    ladder::Rung,
    prose::{plain, words},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn lesson() -> Lesson {
    author::read(&content()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of the lesson") {
        let entry = entry.expect("a file of the lesson");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
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

/// What the text of the picture of column space says, that of its unit, its table and its drawing.
fn october(lesson: &Lesson) -> (String, String, Cell, Cell) {
    let id = PictureId::new("column-space").expect("an id");
    let picture: &Picture = &lesson.pictures[&id];
    let unit = lesson.units.iter().find(|unit| unit.number == 4).expect("unit 4");
    let panel = &picture.panels[0];
    let drawn = picture.rows[panel.rows[1]][panel.readings[0].values[0]].clone();
    (plain(&picture.text), words(&unit.prose), picture.rows[1][1].clone(), drawn)
}

#[test]
fn picture_table_and_text_read_one_number() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&content(), folder.path());
    let file = folder.path().join("pictures/column-space.toml");
    let written = fs::read_to_string(&file).expect("the picture");
    assert_eq!(written.matches("25.36").count(), 1, "the figure is written once");
    fs::write(&file, written.replace("25.36", "24.5")).expect("the picture is written");
    let changed = author::read(folder.path()).unwrap_or_else(|faults| panic!("{faults}"));
    for (lesson, told, number) in [(lesson(), "25.36", 25.36), (changed, "24.5", 24.5)] {
        let (text, unit, cell, drawn) = october(&lesson);
        assert!(text.contains(&format!("October {told};")), "{text}");
        assert!(unit.contains(&format!("in October {told}.")), "unit 4 has {told}");
        assert_eq!((cell, drawn), (Cell::Number(number), Cell::Number(number)));
    }
}
