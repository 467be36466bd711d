//! The quiz must pay whoever reads well, and no one trick.

use author::reader::{self, Bound, Score};
use std::path::Path;

fn scores() -> Vec<Score> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let lesson = author::read(&content).unwrap_or_else(|faults| panic!("{faults}"));
    reader::simulate(&lesson, &lesson.core)
}

#[test]
fn reading_pays_and_tricks_do_not() {
    let over: Vec<Score> = scores().into_iter().filter(|score| !score.holds()).collect();
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn the_bounds_are_as_designed() {
    for Score { name, bound, .. } in scores() {
        let designed = match name.as_str() {
            "careful" => Bound::AtLeast(85.0),
            "always ordered" => Bound::AtMost(35.0),
            _ => Bound::AtMost(45.0),
        };
        assert_eq!(bound, designed, "{name}");
    }
}
