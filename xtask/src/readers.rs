//! What simulated readers of the quiz earn, as a table. `crates/author/tests/readers.rs` holds them to their bounds.

use std::path::Path;

use anyhow::{Result, bail};
use author::reader::{self, Bound, Score};

use crate::table::{self, Row, Verdict};

/// Prints the readers of the lesson in this folder, a row each.
///
/// # Errors
/// When the lesson has faults.
pub fn print(content: &Path) -> Result<()> {
    let lesson = match author::read(content) {
        Ok(lesson) => lesson,
        Err(faults) => bail!("the lesson has faults:\n{faults}"),
    };
    let scores = reader::simulate(&lesson, &lesson.core);
    table::print(&scores.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

fn row(score: &Score) -> Row {
    let bound = match score.bound {
        Bound::AtLeast(least) => format!("≥ {least}"),
        Bound::AtMost(most) => format!("≤ {most}"),
    };
    Row {
        what: score.name.clone(),
        value: format!("{:.1}", score.per_cent),
        bound,
        verdict: if score.holds() { Verdict::Holds } else { Verdict::Over },
        note: score.note.clone(),
    }
}
