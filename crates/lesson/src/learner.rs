//! A student's record: everything they have said so far, and the text it is stored as.
//!
//! It is keyed by ids of the content and carries the content's hash, so that a changed lesson never makes old answers
//! unreadable; answers to claims that are gone are kept.

use crate::{desk::Desk, id::ClaimId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version that this code writes.
pub const VERSION: u16 = 1;

/// Everything that a student has said so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learner {
    /// The version of this form.
    version: u16,
    /// The lesson it belongs to.
    pub lesson: String,
    /// The hash of the content that it was last written under.
    pub content: String,
    /// What they believed at the start: 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub belief: Option<u8>,
    /// Where they were last: the name of a view, such as `unit-4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How far they have come with each claim; a claim not begun has no entry.
    #[serde(default)]
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
            version: VERSION,
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
        #[derive(Deserialize)]
        struct Envelope {
            version: u16,
            lesson: String,
        }
        let envelope: Envelope = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
        if envelope.version > VERSION {
            return Err(Unreadable::Newer);
        }
        if envelope.lesson != lesson {
            return Err(Unreadable::Foreign);
        }
        let mut learner: Self = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
        if learner.belief.is_some_and(|belief| belief > 100) {
            return Err(Unreadable::Damaged);
        }
        content.clone_into(&mut learner.content);
        Ok(learner)
    }

    /// The text to store: JSON, one line.
    pub fn write(&self) -> String {
        // Every part is a string, a number or a map keyed by strings: there is nothing that JSON cannot hold.
        serde_json::to_string(self).unwrap_or_default()
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

    /// Whether they have said nothing yet.
    pub fn is_blank(&self) -> bool {
        self.belief.is_none() && self.desks.is_empty()
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
        assert_eq!(read(""), Err(Unreadable::Damaged));
        assert_eq!(read("[1]"), Err(Unreadable::Damaged));
        assert_eq!(read(&good.replace("\"version\":1", "\"version\":2,\"new\":true")), Err(Unreadable::Newer));
        assert_eq!(read(&good.replace("\"lesson\"", "\"other\"")), Err(Unreadable::Damaged));
        assert_eq!(read(&good.replace(":\"lesson\"", ":\"other\"")), Err(Unreadable::Foreign));
        assert_eq!(read(&good.replace("\"desks\":{}", "\"desks\":{},\"belief\":101")), Err(Unreadable::Damaged));
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
        fn a_damaged_record_never_panics(cut in 0..400_usize, byte in any::<u8>()) {
            let mut learner = Learner::new("lesson", "now");
            learner.keep(&ClaimId::new("c1").expect("id"), Desk::First(Draft { rung: Some(Rung::None), ..Draft::default() }));
            let mut bytes = learner.write().into_bytes();
            let at = cut % bytes.len();
            bytes[at] = byte;
            let _ = Learner::read(&String::from_utf8_lossy(&bytes), "lesson", "now");
            bytes.truncate(at);
            prop_assert_eq!(Learner::read(&String::from_utf8_lossy(&bytes), "lesson", "now"), Err(Unreadable::Damaged));
        }
    }
}
