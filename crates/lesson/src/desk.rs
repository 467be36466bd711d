//! The desk: what a student does with one claim, step by step.
//!
//! ```text
//! First ──(kind, rung, certainty)──▸ File ──(records, rung, certainty)──▸ Verdict
//! ```
//!
//! The file opens only when the first reading is in; what has been said stays said. Choices not yet handed in are a
//! [`Draft`] and are kept as well, so that nothing is lost when the page closes.

use crate::{
    id::{ClaimId, Exhibit},
    ladder::{Certainty, Kind, Rung},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the desk must know of a claim to mark it: its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The claim.
    pub claim: ClaimId,
    /// The kinds that are right; at least one.
    pub kinds: Vec<Kind>,
    /// The rung that is right.
    pub rung: Rung,
    /// The exhibits that bear on the claim.
    pub bears: Vec<Exhibit>,
    /// The exhibits that only tempt.
    pub tempts: Vec<Exhibit>,
}

/// What a student picked from the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picks {
    /// "Nothing here bears on it": an answer too.
    Nothing,
    /// These bear on it.
    These(BTreeSet<Exhibit>),
}

/// Choices made and not yet handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The kind of claim; asked in the first reading only.
    pub kind: Option<Kind>,
    /// What was picked from the table; asked in the second reading only.
    pub picks: Option<Picks>,
    /// The rung.
    pub rung: Option<Rung>,
    /// How sure.
    pub certainty: Option<Certainty>,
}

/// The first reading: before the file is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstReading {
    /// The kind of claim.
    pub kind: Kind,
    /// The rung that the student expects.
    pub rung: Rung,
    /// How sure of it.
    pub certainty: Certainty,
}

/// The second reading: with the file open. This one is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReading {
    /// What bears on the claim.
    pub picks: Picks,
    /// The rung.
    pub rung: Rung,
    /// How sure of it.
    pub certainty: Certainty,
}

/// How far a student has come with one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Desk {
    /// The file is closed.
    First(Draft),
    /// The file is open.
    File {
        /// What was said before it opened.
        first: FirstReading,
        /// What has been chosen since.
        draft: Draft,
    },
    /// Both readings are in.
    Verdict {
        /// What was said before the file opened.
        first: FirstReading,
        /// What was said after.
        second: SecondReading,
    },
}

impl Default for Desk {
    fn default() -> Self {
        Self::First(Draft::default())
    }
}

/// An answer that a reading still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The kind of claim.
    Kind,
    /// Which records bear, or that none does.
    Picks,
    /// The rung.
    Rung,
    /// How sure.
    Certainty,
}

impl Desk {
    /// A word for the stage, for forms and style sheets: `first`, `file`, `verdict`.
    pub const fn stage(&self) -> &'static str {
        match self {
            Self::First(_) => "first",
            Self::File { .. } => "file",
            Self::Verdict { .. } => "verdict",
        }
    }

    /// Whether both readings are in.
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Verdict { .. })
    }

    /// Takes the choices as they now stand; after the verdict they stand for good.
    pub fn choose(&mut self, choices: Draft) {
        match self {
            Self::First(draft) | Self::File { draft, .. } => *draft = choices,
            Self::Verdict { .. } => {}
        }
    }

    /// Hands in the reading at hand and goes one step on; after the verdict nothing happens.
    ///
    /// # Errors
    /// What the reading still lacks, in the order of the form; the desk is then as it was.
    pub fn hand_in(&mut self) -> Result<(), Vec<Missing>> {
        let next = match self {
            Self::First(Draft { kind: Some(kind), rung: Some(rung), certainty: Some(certainty), .. }) => {
                let first = FirstReading { kind: *kind, rung: *rung, certainty: *certainty };
                Self::File { first, draft: Draft::default() }
            }
            Self::File {
                first,
                draft: Draft { picks: Some(picks), rung: Some(rung), certainty: Some(certainty), .. },
            } => {
                let second = SecondReading { picks: picks.clone(), rung: *rung, certainty: *certainty };
                Self::Verdict { first: *first, second }
            }
            Self::First(draft) => return Err(draft.lacks(Missing::Kind, draft.kind.is_none())),
            Self::File { draft, .. } => return Err(draft.lacks(Missing::Picks, draft.picks.is_none())),
            Self::Verdict { .. } => return Ok(()),
        };
        *self = next;
        Ok(())
    }
}

impl Draft {
    /// The first question of a reading differs; the other two are the same.
    fn lacks(&self, first: Missing, lacks_first: bool) -> Vec<Missing> {
        [(lacks_first, first), (self.rung.is_none(), Missing::Rung), (self.certainty.is_none(), Missing::Certainty)]
            .into_iter()
            .filter_map(|(lacks, what)| lacks.then_some(what))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Draft {
        Draft {
            kind: Some(Kind::Origin),
            picks: Some(Picks::Nothing),
            rung: Some(Rung::Covered),
            certainty: Some(Certainty::Fairly),
        }
    }

    #[test]
    fn the_file_opens_only_when_the_first_reading_is_whole() {
        let mut desk = Desk::default();
        assert_eq!(desk.hand_in(), Err(vec![Missing::Kind, Missing::Rung, Missing::Certainty]));
        desk.choose(Draft { rung: None, ..full() });
        assert_eq!(desk.hand_in(), Err(vec![Missing::Rung]));
        assert_eq!(desk.stage(), "first");
        desk.choose(full());
        assert_eq!(desk.hand_in(), Ok(()));
        assert_eq!(desk.stage(), "file");
    }

    #[test]
    fn the_second_reading_starts_afresh_and_asks_for_records() {
        let mut desk = Desk::default();
        desk.choose(full());
        desk.hand_in().expect("a whole first reading");
        assert_eq!(desk.hand_in(), Err(vec![Missing::Picks, Missing::Rung, Missing::Certainty]));
        desk.choose(full());
        assert_eq!(desk.hand_in(), Ok(()));
        assert!(desk.is_done());
    }

    #[test]
    fn what_has_been_said_stays_said() {
        let mut desk = Desk::default();
        for _ in 0..2 {
            desk.choose(full());
            desk.hand_in().expect("whole");
        }
        let before = desk.clone();
        desk.choose(Draft { rung: Some(Rung::Ordered), ..full() });
        assert_eq!(desk.hand_in(), Ok(()));
        assert_eq!(desk, before);
    }
}
