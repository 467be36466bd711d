//! The lesson itself must be without fault.

use std::path::Path;

#[test]
fn the_lesson_is_without_fault() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    if let Err(faults) = author::read(&content) {
        panic!("{faults}");
    }
}
