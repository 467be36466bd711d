//! What only some lessons have, read from the small lesson on another subject.

use lesson::{
    apparatus::Spot,
    check::Question,
    content::{Again, Lesson},
    id::{CheckId, ClaimId},
};
use std::path::Path;

fn lesson() -> Lesson {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/other-lesson");
    author::read(&content).unwrap_or_else(|faults| panic!("{faults}"))
}

fn claim(id: &str) -> ClaimId {
    ClaimId::new(id).expect("an id")
}

#[test]
fn the_core_quiz_is_what_the_author_names() {
    assert_eq!(lesson().core, [claim("unwarned"), claim("lamp")]);
}

#[test]
fn exercises_keep_their_order_and_their_plain_parts() {
    let lesson = lesson();
    let [words, order] = &lesson.exercises[..] else { panic!("{} exercises", lesson.exercises.len()) };
    let Question::Words(parts) = &words.question else { panic!("{}", words.question.kind()) };
    let ticked: Vec<Option<bool>> = parts.iter().map(|part| Some(part.choice.as_ref()?.0)).collect();
    assert_eq!(ticked, [None, Some(false), None, Some(true), None, Some(false), None]);
    assert_eq!(order.question.kind(), "order");
}

#[test]
fn people_occur_in_exercises() {
    let lesson = lesson();
    let pell = lesson.people.iter().find(|person| person.id.as_str() == "pell").expect("Pell");
    assert!(pell.occurs.contains(&Spot::Check(CheckId::new("four-papers").expect("an id"))), "{:?}", pell.occurs);
}

#[test]
fn the_board_has_its_cards_in_order() {
    let board = lesson().judgement.and_then(|judgement| judgement.board).expect("a board");
    let columns: Vec<&str> = board.columns.iter().map(|column| column.id.as_str()).collect();
    assert_eq!(columns, ["told", "open"]);
    let cards: Vec<_> = board.cards.iter().map(|card| (&card.claim, card.carries[0].to[0].as_str())).collect();
    assert_eq!(cards, [(&claim("unwarned"), "told"), (&claim("fund"), "open")]);
}

#[test]
fn the_section_to_read_again_is_found_by_its_heading() {
    let lesson = lesson();
    let heading = "What the town was told".to_owned();
    let again = Again { unit: 1, section: 1, heading, twin: claim("lamp") };
    assert_eq!(lesson.claims[&claim("unwarned")].again, Some(again));
    assert_eq!(lesson.claims[&claim("lamp")].again, None);
}

#[test]
fn the_census_counts_them() {
    let rows = author::census::census(&lesson());
    let value = |what: &str| rows.iter().find(|(row, _)| row == what).map(|(_, value)| value.as_str());
    assert_eq!(value("claims in the core quiz"), Some("2"));
    assert_eq!(value("exercises"), Some("2"));
    assert_eq!(value("exercises by kind"), Some("order 1, words 1"));
    assert_eq!(value("board"), Some("2 cards, 2 columns"));
}
