//! The claim board: each claim goes into a column, and each move needs a record that carries it to that very column.

use crate::{
    id::{ClaimId, ColumnId, RecordId},
    prose::Line,
};
use serde::{Deserialize, Serialize};

/// The board.
#[derive(Clone, Debug)]
pub struct Board {
    /// What is to be done.
    pub says: Line,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its cards, in order.
    pub cards: Vec<BoardCard>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its id.
    pub id: ColumnId,
    /// What it is called.
    pub name: String,
    /// What it takes to lie there.
    pub means: Line,
}

/// A card: a claim of the lesson.
#[derive(Clone, Debug)]
pub struct BoardCard {
    /// The claim.
    pub claim: ClaimId,
    /// The records that can carry it, each once.
    pub carries: Vec<Carries>,
    /// What a student reads once it lies.
    pub says: Line,
}

/// What one record can do for a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carries {
    /// The record.
    pub record: RecordId,
    /// The columns that it carries the card to, one or more.
    pub to: Vec<ColumnId>,
}

/// What it takes to judge where a card lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardKey {
    /// The claim.
    pub claim: ClaimId,
    /// The records that can carry it, each once.
    pub carries: Vec<Carries>,
}

/// Where a student has put a card, and on the strength of what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The column.
    pub column: Option<ColumnId>,
    /// The record.
    pub record: Option<RecordId>,
}

/// How a card lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// Nowhere yet.
    Open,
    /// A column is chosen; the record that carries it is still to be named.
    NeedsARecord,
    /// A record is named; the column is still to be chosen.
    NeedsAColumn,
    /// In a column that the record carries it to.
    Defended,
    /// In a column that another record carries it to, but not this one.
    WrongRecord,
    /// In a column that no record of the lesson carries it to.
    WrongColumn,
}

impl BoardCard {
    /// What it takes to judge where it lies.
    pub fn key(&self) -> CardKey {
        CardKey { claim: self.claim.clone(), carries: self.carries.clone() }
    }
}

impl CardKey {
    /// How the card lies.
    pub fn judge(&self, placed: &Placed) -> Lies {
        match (&placed.column, &placed.record) {
            (None, None) => Lies::Open,
            (None, Some(_)) => Lies::NeedsAColumn,
            (Some(_), None) => Lies::NeedsARecord,
            (Some(column), Some(record)) => {
                let mut carriers = self.carries.iter().filter(|it| it.to.contains(column)).peekable();
                if carriers.peek().is_none() {
                    Lies::WrongColumn
                } else if carriers.any(|it| it.record == *record) {
                    Lies::Defended
                } else {
                    Lies::WrongRecord
                }
            }
        }
    }
}

impl Lies {
    /// What a student is told.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Open => "Not placed yet.",
            Self::NeedsARecord => "Name the record that carries the move: without one it does not count.",
            Self::NeedsAColumn => "Choose the column that this record carries it to.",
            Self::Defended => "It can lie here, on that record.",
            Self::WrongRecord => "The column can be defended, but that record does not carry it. Look for another.",
            Self::WrongColumn => "No record of this lesson carries it there. Read what the records leave open.",
        }
    }

    /// Whether the move is made: a column and a record.
    pub const fn is_made(self) -> bool {
        matches!(self, Self::Defended | Self::WrongRecord | Self::WrongColumn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lie_of_a_card_has_a_sentence_of_its_own() {
        let all =
            [Lies::Open, Lies::NeedsARecord, Lies::NeedsAColumn, Lies::Defended, Lies::WrongRecord, Lies::WrongColumn];
        let sentences: std::collections::BTreeSet<&str> = all.into_iter().map(Lies::says).collect();
        assert_eq!(sentences.len(), all.len());
        assert!(sentences.iter().all(|says| says.len() > 12 && says.ends_with('.')), "{sentences:?}");
    }

    #[test]
    fn a_move_needs_a_column_and_a_record_that_carries_the_card_there() {
        let column = |id: &str| ColumnId::new(id).expect("an id");
        let record = |id: &str| RecordId::new(id).expect("an id");
        let carries = |id, to: &[&str]| Carries { record: record(id), to: to.iter().map(|id| column(id)).collect() };
        let key = CardKey {
            claim: ClaimId::new("c1").expect("an id"),
            carries: vec![carries("r5", &["organised", "both"]), carries("r13", &["sincere", "both"])],
        };
        for (to, on, lies, made) in [
            (None, None, Lies::Open, false),
            (Some("both"), None, Lies::NeedsARecord, false),
            (None, Some("r5"), Lies::NeedsAColumn, false),
            (Some("both"), Some("r5"), Lies::Defended, true),
            (Some("both"), Some("r13"), Lies::Defended, true),
            (Some("sincere"), Some("r13"), Lies::Defended, true),
            (Some("both"), Some("r6"), Lies::WrongRecord, true),
            // A column and a record that the key has, each with another.
            (Some("sincere"), Some("r5"), Lies::WrongRecord, true),
            (Some("organised"), Some("r13"), Lies::WrongRecord, true),
            (Some("cannot-tell"), Some("r5"), Lies::WrongColumn, true),
            (Some("cannot-tell"), Some("r6"), Lies::WrongColumn, true),
        ] {
            let found = key.judge(&Placed { column: to.map(column), record: on.map(record) });
            assert_eq!((found, found.is_made()), (lies, made), "{to:?} {on:?}");
        }
    }
}
