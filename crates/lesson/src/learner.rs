//! A student's record: everything they have said so far, and the text it is stored as.
//!
//! ```text
//! by-popular-demand/2:AGJ5LXBv…
//! lesson            version, then the record, packed
//! ```
//!
//! The lesson and the version can be read by every version of this code, older ones too.
//! It is keyed by ids of the content and carries the content's hash, so that a changed lesson never makes old answers
//! unreadable; answers to claims that are gone are kept.

use crate::{
    check::Answer,
    desk::Desk,
    id::{CheckId, ClaimId, PathId},
    pack,
};
use serde::{Deserialize, Serialize};

/// The version that this code writes. Any change to the shape of [`Learner`], or of what is in it, needs the next one,
/// and a way to read this one.
pub const VERSION: u16 = 2;

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
    /// How far they have come with each claim, in the order in which they were begun; a claim not begun has no entry.
    pub desks: Vec<(ClaimId, Desk)>,
    /// The way through the lesson that they chose.
    pub path: Option<PathId>,
    /// How far they have come with each check, in the order in which they were begun.
    pub checks: Vec<(CheckId, Answer)>,
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
            desks: Vec::new(),
            path: None,
            checks: Vec::new(),
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
        let read = match version {
            VERSION => pack::unpack(packed),
            1 => pack::unpack::<version1::Learner>(packed).map(Self::from),
            _ => Err(pack::Damaged),
        };
        let mut learner = read.map_err(|pack::Damaged| Unreadable::Damaged)?;
        if learner.belief.is_some_and(|belief| belief > 100) {
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
        self.desks.iter().find(|(kept, _)| kept == claim).map(|(_, desk)| desk.clone()).unwrap_or_default()
    }

    /// Whether they have answered this claim.
    pub fn is_done(&self, claim: &ClaimId) -> bool {
        self.desks.iter().any(|(kept, desk)| kept == claim && desk.is_done())
    }

    /// How far they have come with this check; none if they have not begun it.
    pub fn check(&self, id: &CheckId) -> Option<&Answer> {
        self.checks.iter().find(|(kept, _)| kept == id).map(|(_, answer)| answer)
    }

    /// Keeps how far they have come with this check.
    pub fn keep_check(&mut self, id: &CheckId, answer: Answer) {
        match self.checks.iter_mut().find(|(kept, _)| kept == id) {
            Some((_, kept)) => *kept = answer,
            None => self.checks.push((id.clone(), answer)),
        }
    }

    /// Keeps how far they have come with this claim.
    pub fn keep(&mut self, claim: &ClaimId, desk: Desk) {
        let at = self.desks.iter().position(|(kept, _)| kept == claim);
        match (at, desk == Desk::default()) {
            (Some(at), true) => _ = self.desks.remove(at),
            (Some(at), false) => self.desks[at].1 = desk,
            (None, true) => {}
            (None, false) => self.desks.push((claim.clone(), desk)),
        }
    }
}

/// What version 1 wrote: no claims off the ladder or in halves, no checks, no path.
mod version1 {
    use crate::{
        desk::{self, Picks, Said},
        id::ClaimId,
        ladder::{Certainty, Kind, Rung},
    };
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct Learner {
        lesson: String,
        content: String,
        belief: Option<u8>,
        place: Option<String>,
        desks: Vec<(ClaimId, Desk)>,
    }

    #[derive(Deserialize)]
    struct Draft {
        kind: Option<Kind>,
        picks: Option<Picks>,
        rung: Option<Rung>,
        certainty: Option<Certainty>,
    }

    #[derive(Deserialize)]
    struct First {
        kind: Kind,
        rung: Rung,
        certainty: Certainty,
    }

    #[derive(Deserialize)]
    struct Second {
        picks: Picks,
        rung: Rung,
        certainty: Certainty,
    }

    #[derive(Deserialize)]
    enum Desk {
        First(Draft),
        File { first: First, draft: Draft },
        Verdict { first: First, second: Second },
    }

    impl From<Learner> for super::Learner {
        fn from(Learner { lesson, content, belief, place, desks }: Learner) -> Self {
            let desks = desks.into_iter().map(|(claim, desk)| (claim, desk.into())).collect();
            Self { belief, place, desks, ..Self::new(&lesson, &content) }
        }
    }

    impl From<Draft> for desk::Draft {
        fn from(Draft { kind, picks, rung, certainty }: Draft) -> Self {
            Self { kind, picks, rung, certainty, ..Self::default() }
        }
    }

    impl From<First> for desk::FirstReading {
        fn from(First { kind, rung, certainty }: First) -> Self {
            Self { kind, said: Some(Said { rung, certainty }) }
        }
    }

    impl From<Desk> for desk::Desk {
        fn from(desk: Desk) -> Self {
            match desk {
                Desk::First(draft) => Self::First(draft.into()),
                Desk::File { first, draft } => Self::File { first: first.into(), draft: draft.into() },
                Desk::Verdict { first, second: Second { picks, rung, certainty } } => Self::Verdict {
                    first: first.into(),
                    second: desk::SecondReading {
                        picks,
                        said: Some(Said { rung, certainty }),
                        half: crate::check::Ticks::default(),
                    },
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::Given,
        desk::{Draft, FirstReading, Picks, Said, SecondReading},
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
        for text in
            ["", "[1]", "lesson:", "lesson/2:", "lesson/2:AAAA", "lesson/1:AAAA", "lesson/x:AAAA", "lesson/0:AAAA"]
        {
            assert_eq!(read(text), Err(Unreadable::Damaged), "{text}");
        }
        assert_eq!(read(&good.replace("/2:", "/3:")), Err(Unreadable::Newer));
        assert_eq!(read(&good.replace("lesson/", "other/")), Err(Unreadable::Foreign));
        let mut too_sure = Learner::new("lesson", "then");
        too_sure.belief = Some(101);
        assert_eq!(read(&too_sure.write()), Err(Unreadable::Damaged));
    }

    #[test]
    fn fifty_claims_and_thirty_five_checks_fit_into_a_courses_suspend_data() {
        let said = Some(Said { rung: Rung::Covered, certainty: Certainty::Fairly });
        let first = FirstReading { kind: Kind::Origin, said };
        let picks = Picks::These(["r15a", "r5.10", "r5.11", "r6.2"].map(|it| it.parse().expect("exhibit")).into());
        let second = SecondReading { picks, said, half: [1].into_iter().collect() };
        let mut learner = Learner::new("by-popular-demand", "0123456789abcdef");
        for n in 0..50 {
            let claim = ClaimId::new(&format!("c{n:02}")).expect("id");
            learner.keep(&claim, Desk::Verdict { first, second: second.clone() });
        }
        for n in 0..35 {
            let given = if n % 3 == 0 {
                Given::Each((0..6).map(Some).collect())
            } else if n % 3 == 1 {
                Given::Typed("0.0097".to_owned())
            } else {
                Given::These([1, 2].into_iter().collect())
            };
            learner.keep_check(&CheckId::new(&format!("u3-{n}")).expect("id"), Answer { given, done: true });
        }
        learner.path = Some(PathId::new("three").expect("id"));
        assert!(learner.write().len() < 4000, "{}", learner.write().len());
    }

    #[test]
    fn what_version_1_wrote_is_still_read() {
        // As version 1 wrote it: a draft, an open file and a verdict.
        let text = "lesson/1:Bmxlc3NvbhAwMTIzNDU2Nzg5YWJjZGVmASgBBnVuaXQtNAMDYzAyAAEAAAEAAANjMTEBAgIBAAEAAAEAA2MxNwIC\
                    AgEBAgRyNS4zAnI2AwJ3dFFf";
        let learner = Learner::read(text, "lesson", "now").expect("readable");
        let desk = |id: &str| learner.desk(&ClaimId::new(id).expect("id"));
        let said = |rung, certainty| Some(Said { rung, certainty });
        let first = FirstReading { kind: Kind::Origin, said: said(Rung::Covered, Certainty::Fairly) };
        assert_eq!((learner.belief, learner.place.as_deref()), (Some(40), Some("unit-4")));
        let draft = Draft { kind: Some(Kind::Fact), rung: Some(Rung::None), ..Draft::default() };
        assert_eq!(desk("c02"), Desk::First(draft));
        let draft = Draft { picks: Some(Picks::Nothing), certainty: Some(Certainty::Guess), ..Draft::default() };
        assert_eq!(desk("c11"), Desk::File { first, draft });
        let picks = Picks::These(["r5.3", "r6"].map(|it| it.parse().expect("exhibit")).into());
        let second = SecondReading {
            picks,
            said: said(Rung::Ordered, Certainty::Certain),
            half: crate::check::Ticks::default(),
        };
        assert_eq!(desk("c17"), Desk::Verdict { first, second });
        assert_eq!(Learner::read(&learner.write(), "lesson", "now"), Ok(learner));
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
        prop_oneof![Just(Picks::Nothing), collection::vec(exhibit, 1..6).prop_map(Picks::These)]
    }

    fn desk() -> impl Strategy<Value = Desk> {
        let said = option::of(
            (select(Rung::ALL), select(Certainty::ALL)).prop_map(|(rung, certainty)| Said { rung, certainty }),
        );
        let half = collection::vec(0..5_u8, 0..4).prop_map(|places| places.into_iter().collect());
        let first = (select(Kind::ALL), said.clone()).prop_map(|(kind, said)| FirstReading { kind, said });
        let draft = (
            option::of(select(Kind::ALL)),
            option::of(picks()),
            option::of(select(Rung::ALL)),
            option::of(select(Certainty::ALL)),
            half.clone(),
        )
            .prop_map(|(kind, picks, rung, certainty, half)| Draft { kind, picks, rung, certainty, half });
        let second = (picks(), said, half).prop_map(|(picks, said, half)| SecondReading { picks, said, half });
        prop_oneof![
            draft.clone().prop_map(Desk::First),
            (first.clone(), draft).prop_map(|(first, draft)| Desk::File { first, draft }),
            (first, second).prop_map(|(first, second)| Desk::Verdict { first, second }),
        ]
    }

    fn answer() -> impl Strategy<Value = Answer> {
        let given = prop_oneof![
            collection::vec(0..32_u8, 0..5).prop_map(|places| Given::These(places.into_iter().collect())),
            collection::vec(option::of(any::<u8>()), 0..7).prop_map(Given::Each),
            ".{0,12}".prop_map(Given::Typed),
        ];
        (given, any::<bool>()).prop_map(|(given, done)| Answer { given, done })
    }

    proptest! {
        #[test]
        fn a_record_is_written_and_read_back(
            belief in option::of(0..=100_u8), desks in collection::vec(desk(), 0..12), place in option::of("[a-z0-9-]{1,12}"),
            path in option::of("[a-z0-9-]{1,12}"), checks in collection::vec(answer(), 0..9),
        ) {
            let mut learner = Learner::new("lesson", "now");
            learner.belief = belief;
            learner.place = place;
            learner.path = path.map(|path| PathId::new(&path).expect("id"));
            for (n, answer) in checks.into_iter().enumerate() {
                learner.keep_check(&CheckId::new(&format!("u{n}")).expect("id"), answer);
            }
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
