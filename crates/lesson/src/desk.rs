//! The desk: what a student does with one claim, step by step.
//!
//! ```text
//! First ──(kind, rung, certainty)──▸ File ──(records, rung, certainty)──▸ Verdict
//! ```
//!
//! The file opens only when the first reading is in; what has been said stays said. Choices not yet handed in are a
//! [`Draft`] and are kept as well, so that nothing is lost when the page closes.
//!
//! A claim off the ladder asks for no rung; a claim in two halves asks a second question in the second reading. What a
//! claim asks is in its [`Key`]. How sure the student is, is asked before the options are shown, so that it is not read
//! off them; a quiz may leave it out.

use crate::{
    check::Ticks,
    id::{ClaimId, Exhibit},
    ladder::{Certainty, Kind, Rung},
};
use serde::{Deserialize, Serialize};

/// What the desk must know of a claim to mark it: its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The claim.
    pub claim: ClaimId,
    /// The kinds that are right; at least one.
    pub kinds: Vec<Kind>,
    /// The rung that is right; none for a claim off the ladder.
    pub rung: Option<Rung>,
    /// The exhibits that bear on the claim.
    pub bears: Vec<Exhibit>,
    /// The exhibits that only tempt. One that may be picked or left at no cost is in neither list.
    pub tempts: Vec<Exhibit>,
    /// The second half, if the claim has one.
    pub half: Option<HalfKey>,
}

/// What the desk must know of a claim's second half to mark it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfKey {
    /// The choices that are right.
    pub right: Ticks,
    /// The choices that may be ticked or left at no cost.
    pub free: Ticks,
}

/// What a student picked from the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picks {
    /// "Nothing here bears on it": an answer too.
    Nothing,
    /// These bear on it, in the order of the table.
    These(Vec<Exhibit>),
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
    /// What was ticked in the second half; asked in the second reading only.
    pub half: Ticks,
}

/// A rung, and how sure of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The rung.
    pub rung: Rung,
    /// How sure of it; none where that was not asked. Stored as a number, so that records of version 2 read the same.
    #[serde(with = "certainty_or_none")]
    pub certainty: Option<Certainty>,
}

/// 0, 1, 2 for the degrees of certainty, 3 for none.
mod certainty_or_none {
    use crate::ladder::Certainty;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde asks for it so")]
    pub(super) fn serialize<S: Serializer>(value: &Option<Certainty>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(value.map_or(3, |certainty| certainty as u8))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Certainty>, D::Error> {
        match u8::deserialize(from)? {
            3 => Ok(None),
            at => {
                Certainty::ALL.get(usize::from(at)).copied().map(Some).ok_or_else(|| D::Error::custom("no certainty"))
            }
        }
    }
}

/// The first reading: before the file is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstReading {
    /// The kind of claim.
    pub kind: Kind,
    /// The rung that the student expects; none for a claim off the ladder.
    pub said: Option<Said>,
}

/// The second reading: with the file open. This one is marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReading {
    /// What bears on the claim.
    pub picks: Picks,
    /// The rung that the records support; none for a claim off the ladder.
    pub said: Option<Said>,
    /// What was ticked in the second half; empty for a claim without one.
    pub half: Ticks,
}

impl SecondReading {
    /// How sure the student was, if that was asked.
    pub fn certainty(&self) -> Option<Certainty> {
        self.said.and_then(|said| said.certainty)
    }
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
    /// How sure.
    Certainty,
    /// The rung.
    Rung,
    /// The second half.
    Half,
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

    /// Hands in the reading at hand and goes one step on; after the verdict nothing happens. `certainty` tells whether
    /// the student is asked how sure they are.
    ///
    /// # Errors
    /// What the reading still lacks of what this claim asks, in the order of the form; the desk is then as it was.
    pub fn hand_in(&mut self, key: &Key, certainty: bool) -> Result<(), Vec<Missing>> {
        let next = match self {
            Self::First(draft) => {
                let kind = draft.kind.ok_or(Missing::Kind);
                let (kind, said) = both(kind, draft.said(key, certainty))?;
                Self::File { first: FirstReading { kind, said }, draft: Draft::default() }
            }
            Self::File { first, draft } => {
                let picks = draft.picks.clone().ok_or(Missing::Picks);
                let half = match &key.half {
                    Some(_) if draft.half.is_empty() => vec![Missing::Half],
                    _ => Vec::new(),
                };
                let (picks, said) = match (both(picks, draft.said(key, certainty)), half) {
                    (Ok(whole), lacks) if lacks.is_empty() => whole,
                    (Ok(_), lacks) => return Err(lacks),
                    (Err(mut lacks), half) => {
                        lacks.extend(half);
                        return Err(lacks);
                    }
                };
                let half = if key.half.is_some() { draft.half } else { Ticks::default() };
                Self::Verdict { first: *first, second: SecondReading { picks, said, half } }
            }
            Self::Verdict { .. } => return Ok(()),
        };
        *self = next;
        Ok(())
    }
}

impl Draft {
    /// The rung and how sure, if this claim asks for them.
    fn said(&self, key: &Key, asks: bool) -> Result<Option<Said>, Vec<Missing>> {
        if key.rung.is_none() {
            return Ok(None);
        }
        let certainty = match (asks, self.certainty) {
            (true, None) => Err(Missing::Certainty),
            (true, said) => Ok(said),
            (false, _) => Ok(None),
        };
        both(certainty, self.rung.ok_or(vec![Missing::Rung])).map(|(certainty, rung)| Some(Said { rung, certainty }))
    }
}

/// Both, or all that is missing.
fn both<A, B>(first: Result<A, Missing>, then: Result<B, Vec<Missing>>) -> Result<(A, B), Vec<Missing>> {
    match (first, then) {
        (Ok(first), Ok(then)) => Ok((first, then)),
        (Err(first), Ok(_)) => Err(vec![first]),
        (Ok(_), Err(then)) => Err(then),
        (Err(first), Err(then)) => Err(std::iter::once(first).chain(then).collect()),
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
            half: [1].into_iter().collect(),
        }
    }

    fn key() -> Key {
        Key {
            claim: ClaimId::new("c1").expect("an id"),
            kinds: vec![Kind::Origin],
            rung: Some(Rung::Covered),
            bears: Vec::new(),
            tempts: Vec::new(),
            half: None,
        }
    }

    #[test]
    fn where_certainty_is_left_out_none_is_asked_and_none_is_kept() {
        let mut desk = Desk::default();
        desk.choose(Draft { certainty: None, ..full() });
        assert_eq!(desk.hand_in(&key(), false), Ok(()));
        desk.choose(full());
        assert_eq!(desk.hand_in(&key(), false), Ok(()));
        let Desk::Verdict { first, second } = desk else { panic!("both readings are in") };
        assert_eq!(first.said, Some(Said { rung: Rung::Covered, certainty: None }));
        assert_eq!(second.certainty(), None);
    }

    #[test]
    fn a_claim_off_the_ladder_asks_for_no_rung() {
        let key = Key { rung: None, ..key() };
        let mut desk = Desk::default();
        assert_eq!(desk.hand_in(&key, true), Err(vec![Missing::Kind]));
        desk.choose(Draft { kind: Some(Kind::Fact), ..Draft::default() });
        assert_eq!(desk.hand_in(&key, true), Ok(()));
        assert_eq!(desk.hand_in(&key, true), Err(vec![Missing::Picks]));
        desk.choose(full());
        assert_eq!(desk.hand_in(&key, true), Ok(()));
        let Desk::Verdict { first, second } = desk else { panic!("both readings are in") };
        assert_eq!((first.said, second.said, second.half), (None, None, Ticks::default()));
    }

    #[test]
    fn a_claim_in_two_halves_asks_for_both() {
        let key = Key { half: Some(HalfKey { right: [1].into_iter().collect(), free: Ticks::default() }), ..key() };
        let mut desk = Desk::default();
        desk.choose(full());
        desk.hand_in(&key, true).expect("the first reading has no second half");
        let lacks = vec![Missing::Picks, Missing::Certainty, Missing::Rung, Missing::Half];
        assert_eq!(desk.hand_in(&key, true), Err(lacks));
        desk.choose(Draft { half: Ticks::default(), ..full() });
        assert_eq!(desk.hand_in(&key, true), Err(vec![Missing::Half]));
        desk.choose(full());
        assert_eq!(desk.hand_in(&key, true), Ok(()));
    }

    #[test]
    fn the_file_opens_only_when_the_first_reading_is_whole() {
        let mut desk = Desk::default();
        assert_eq!(desk.hand_in(&key(), true), Err(vec![Missing::Kind, Missing::Certainty, Missing::Rung]));
        desk.choose(Draft { rung: None, ..full() });
        assert_eq!(desk.hand_in(&key(), true), Err(vec![Missing::Rung]));
        assert_eq!(desk.stage(), "first");
        desk.choose(full());
        assert_eq!(desk.hand_in(&key(), true), Ok(()));
        assert_eq!(desk.stage(), "file");
    }

    #[test]
    fn the_second_reading_starts_afresh_and_asks_for_records() {
        let mut desk = Desk::default();
        desk.choose(full());
        desk.hand_in(&key(), true).expect("a whole first reading");
        assert_eq!(desk.hand_in(&key(), true), Err(vec![Missing::Picks, Missing::Certainty, Missing::Rung]));
        desk.choose(full());
        assert_eq!(desk.hand_in(&key(), true), Ok(()));
        assert!(desk.is_done());
    }

    #[test]
    fn what_has_been_said_stays_said() {
        let mut desk = Desk::default();
        for _ in 0..2 {
            desk.choose(full());
            desk.hand_in(&key(), true).expect("whole");
        }
        let before = desk.clone();
        desk.choose(Draft { rung: Some(Rung::Ordered), ..full() });
        assert_eq!(desk.hand_in(&key(), true), Ok(()));
        assert_eq!(desk, before);
    }
}
