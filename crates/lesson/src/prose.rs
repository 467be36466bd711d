//! Prose after it has been read and resolved: blocks of text in which every reference is known to exist.
//!
//! Data, never markup: whoever shows it decides how.

use crate::id::{ClaimId, Exhibit, NoteNumber, UnitNumber, WordId};

/// Text of one or more blocks.
pub type Prose = Vec<Block>;

/// Text within one paragraph.
pub type Line = Vec<Inline>;

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Line),
    /// A heading below the title of its unit; level 1 stands directly below it.
    Heading(u8, Line),
    /// A list; each item is prose of its own.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<Prose>,
    },
    /// A passage set off from the rest.
    Quote(Prose),
    /// A table: one row of heads, and rows of the same number of cells.
    Table {
        /// The head row.
        head: Vec<Line>,
        /// The body rows.
        rows: Vec<Vec<Line>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Stressed text.
    Emphasis(Line),
    /// Strong text.
    Strong(Line),
    /// A reference to a note.
    Note(NoteNumber),
    /// A word that has an explanation.
    Word(WordId, Line),
    /// A record, or one point of it.
    Record(Exhibit, Line),
    /// A claim.
    Claim(ClaimId, Line),
    /// A unit.
    Unit(UnitNumber, Line),
    /// An address outside the lesson, `https` only.
    Web(String, Line),
}

/// The words of a line, without anything else.
pub fn plain(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text(text) => text.clone(),
            Inline::Note(_) => String::new(),
            Inline::Emphasis(line)
            | Inline::Strong(line)
            | Inline::Word(_, line)
            | Inline::Record(_, line)
            | Inline::Claim(_, line)
            | Inline::Unit(_, line)
            | Inline::Web(_, line) => plain(line),
        })
        .collect()
}
