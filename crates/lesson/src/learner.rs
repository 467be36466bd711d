//! A student's record: everything they have said so far, and the text it is stored as.
//!
//! ```text
//! by-popular-demand/1:AGJ5LXBv…
//! lesson            version, then the record, packed
//! ```
//!
//! The lesson and the version can be read by every version of this code, older ones too.
//! It is keyed by ids of the content and carries the content's hash, so that a changed lesson never makes old answers
//! unreadable; answers to claims that are gone are kept.

use crate::{desk::Desk, id::ClaimId, pack};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version that this code writes. Any change to the shape of [`Learner`], or of what is in it, needs the next one,
/// and a way to read this one.
pub const VERSION: u16 = 1;

/// Everything that a student has said so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    /// The lesson it belongs to.
    pub lesson: String,
    /// The hash of the content that it was last written under.
    pub content: String,
    /// What they believed at the start: 0 to 100.
    pub belief: Option<u8>,
    /// Where they were last: the name of a view, such as `unit-4`.
    pub place: Option<String>,
    /// How far they have come with each claim; a claim not begun has no entry.
    pub desks: BTreeMap<ClaimId, Desk>,
}

/// Why a stored text cannot be taken up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a record, or a damaged one.
    #[error("it is damaged")]
    Damaged,
    /// Written by a newer version of this page.
    #[error("it was written by a newer version of this lesson")]
    Newer,
    /// Of another lesson.
    #[error("it belongs to another lesson")]
    Foreign,
}

impl Learner {
    /// A student who has said nothing yet.
    pub fn new(lesson: &str, content: &str) -> Self {
        Self {
            lesson: lesson.to_owned(),
            content: content.to_owned(),
            belief: None,
            place: None,
            desks: BTreeMap::new(),
        }
    }

    /// Reads what [`Learner::write`] wrote, for this lesson and under this content.
    ///
    /// # Errors
    /// [`Unreadable`] says which of three things is wrong. The text should then be kept aside, never overwritten.
    pub fn read(text: &str, lesson: &str, content: &str) -> Result<Self, Unreadable> {
        let (head, packed) = text.split_once(':').ok_or(Unreadable::Damaged)?;
        let (of, version) = head.rsplit_once('/').ok_or(Unreadable::Damaged)?;
        let version: u16 = version.parse().map_err(|_| Unreadable::Damaged)?;
        if of != lesson {
            return Err(Unreadable::Foreign);
        }
        if version > VERSION {
            return Err(Unreadable::Newer);
        }
        let mut learner: Self = pack::unpack(packed).map_err(|pack::Damaged| Unreadable::Damaged)?;
        if version < VERSION || learner.belief.is_some_and(|belief| belief > 100) {
            return Err(Unreadable::Damaged);
        }
        content.clone_into(&mut learner.content);
        Ok(learner)
    }

    /// The text to store: one line.
    pub fn write(&self) -> String {
        format!("{}/{VERSION}:{}", self.lesson, pack::pack(self))
    }

    /// How far they have come with this claim.
    pub fn desk(&self, claim: &ClaimId) -> Desk {
        self.desks.get(claim).cloned().unwrap_or_default()
    }

    /// Keeps how far they have come with this claim.
    pub fn keep(&mut self, claim: &ClaimId, desk: Desk) {
        if desk == Desk::default() {
            self.desks.remove(claim);
        } else {
            self.desks.insert(claim.clone(), desk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        desk::{Draft, FirstReading, Picks, SecondReading},
        id::Exhibit,
        ladder::{Certainty, Kind, Rung},
    };
    use proptest::{collection, option, prelude::*, sample::select};

    #[test]
    fn what_cannot_be_read_says_why() {
        let read = |text: &str| Learner::read(text, "lesson", "now").map(|_| ());
        let good = Learner::new("lesson", "then").write();
        assert_eq!(read(&good), Ok(()));
        assert_eq!(read(&good[..good.len() - 1]), Err(Unreadable::Damaged));
        for text in ["", "[1]", "lesson:", "lesson/1:", "lesson/1:AAAA", "lesson/x:AAAA", "lesson/0:AAAA"] {
            assert_eq!(read(text), Err(Unreadable::Damaged), "{text}");
        }
        assert_eq!(read(&good.replace("/1:", "/2:")), Err(Unreadable::Newer));
        assert_eq!(read(&good.replace("lesson/", "other/")), Err(Unreadable::Foreign));
        let mut too_sure = Learner::new("lesson", "then");
        too_sure.belief = Some(101);
        assert_eq!(read(&too_sure.write()), Err(Unreadable::Damaged));
    }

    #[test]
    fn fifty_claims_fit_into_a_courses_suspend_data() {
        let first = FirstReading { kind: Kind::Origin, rung: Rung::Covered, certainty: Certainty::Fairly };
        let picks = Picks::These(["r15a", "r5.10", "r5.11", "r6.2"].map(|it| it.parse().expect("exhibit")).into());
        let second = SecondReading { picks, rung: Rung::Ordered, certainty: Certainty::Certain };
        let mut learner = Learner::new("by-popular-demand", "0123456789abcdef");
        for n in 0..50 {
            let claim = ClaimId::new(&format!("c{n:02}")).expect("id");
            learner.keep(&claim, Desk::Verdict { first, second: second.clone() });
        }
        assert!(learner.write().len() < 4000, "{}", learner.write().len());
    }

    #[test]
    fn a_changed_lesson_keeps_old_answers() {
        let mut learner = Learner::new("lesson", "then");
        learner.belief = Some(40);
        let back = Learner::read(&learner.write(), "lesson", "now").expect("readable");
        assert_eq!((back.belief, back.content.as_str()), (Some(40), "now"));
    }

    fn picks() -> impl Strategy<Value = Picks> + Clone {
        let exhibit = (0..20_u8, option::of(1..13_u8))
            .prop_map(|(r, point)| Exhibit { record: crate::id::RecordId::new(&format!("r{r}")).expect("id"), point });
        prop_oneof![Just(Picks::Nothing), collection::btree_set(exhibit, 1..6).prop_map(Picks::These)]
    }

    fn desk() -> impl Strategy<Value = Desk> {
        let first = (select(Kind::ALL), select(Rung::ALL), select(Certainty::ALL))
            .prop_map(|(kind, rung, certainty)| FirstReading { kind, rung, certainty });
        let draft = (
            option::of(select(Kind::ALL)),
            option::of(picks()),
            option::of(select(Rung::ALL)),
            option::of(select(Certainty::ALL)),
        )
            .prop_map(|(kind, picks, rung, certainty)| Draft { kind, picks, rung, certainty });
        let second = (picks(), select(Rung::ALL), select(Certainty::ALL))
            .prop_map(|(picks, rung, certainty)| SecondReading { picks, rung, certainty });
        prop_oneof![
            draft.clone().prop_map(Desk::First),
            (first.clone(), draft).prop_map(|(first, draft)| Desk::File { first, draft }),
            (first, second).prop_map(|(first, second)| Desk::Verdict { first, second }),
        ]
    }

    proptest! {
        #[test]
        fn a_record_is_written_and_read_back(
            belief in option::of(0..=100_u8), desks in collection::vec(desk(), 0..12), place in option::of("[a-z0-9-]{1,12}"),
        ) {
            let mut learner = Learner::new("lesson", "now");
            learner.belief = belief;
            learner.place = place;
            for (n, desk) in desks.into_iter().enumerate() {
                learner.keep(&ClaimId::new(&format!("c{n}")).expect("id"), desk);
            }
            prop_assert_eq!(Learner::read(&learner.write(), "lesson", "now"), Ok(learner));
        }

        #[test]
        fn a_damaged_record_is_never_taken_for_a_whole_one(cut in 0..400_usize, byte in any::<u8>()) {
            let mut learner = Learner::new("lesson", "now");
            let draft = Draft { rung: Some(Rung::None), ..Draft::default() };
            learner.keep(&ClaimId::new("c1").expect("id"), Desk::First(draft));
            let whole = learner.write();
            let mut bytes = whole.clone().into_bytes();
            let at = cut % bytes.len();
            bytes[at] = byte;
            let damaged = String::from_utf8_lossy(&bytes).into_owned();
            if damaged != whole {
                prop_assert!(Learner::read(&damaged, "lesson", "now").is_err(), "{damaged}");
            }
            prop_assert!(Learner::read(&whole[..at], "lesson", "now").is_err());
        }
    }
}
