//! A student's record: everything they have said so far, and the text it is stored as.
//!
//! ```text
//! by-popular-demand/3:AGJ5LXBv…
//! lesson            version, then the record, packed
//! ```
//!
//! The lesson and the version can be read by every version of this code, older ones too.
//! It is keyed by ids of the content and carries the content's hash, so that a changed lesson never makes old answers
//! unreadable; answers to claims that are gone are kept.

use crate::{
    board::Placed,
    check::Answer,
    deck::{Card, Day, by_urgency},
    desk::{Desk, Draft, Key, Missing},
    diagnosis::Diagnosis,
    id::{CheckId, ClaimId, PathId},
    mark::Marks,
    pack,
    quiz::Quiz,
};
use serde::{Deserialize, Serialize};

/// The version that this code writes. Any change to the shape of [`Learner`], or of what is in it, needs the next one,
/// and a way to read this one.
pub const VERSION: u16 = 3;

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
    /// What they have done with each claim, in the order in which they were begun; a claim not begun has no entry.
    pub desks: Vec<(ClaimId, Work)>,
    /// The way through the lesson that they chose.
    pub path: Option<PathId>,
    /// How far they have come with each check, in the order in which they were begun.
    pub checks: Vec<(CheckId, Answer)>,
    /// What they believe at the end: 0 to 100.
    pub closing: Option<u8>,
    /// The quiz that was set or chosen, and how it is marked.
    pub quiz: Quiz,
    /// Where they have put the cards of the claim board; a card not moved has no entry.
    pub board: Vec<(ClaimId, Placed)>,
}

/// What a student has done with one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The first attempt: the one that is marked.
    pub desk: Desk,
    /// Whether its file was open for less than ten seconds. Shown to the student, and no more than a reason to look
    /// again: a fast reader is not a cheat.
    ///
    /// The limit is the highest that S. L. Wise and L. Ma use, "Setting response time thresholds for a CAT item pool"
    /// (paper, National Council on Measurement in Education, 2012).
    pub hasty: bool,
    /// An attempt after the first: practice, and never marked.
    pub practice: Option<Desk>,
    /// The card by which it returns, if it does.
    pub card: Option<Card>,
}

impl Work {
    /// The attempt at hand: the practice, if there is one.
    pub fn at_hand(&self) -> &Desk {
        self.practice.as_ref().unwrap_or(&self.desk)
    }

    fn at_hand_mut(&mut self) -> &mut Desk {
        self.practice.as_mut().unwrap_or(&mut self.desk)
    }
}

/// What stands around a reading that is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// The day.
    pub today: Day,
    /// Whether the file was open for less than ten seconds.
    pub hasty: bool,
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
            closing: None,
            quiz: Quiz::default(),
            board: Vec::new(),
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
            2 => pack::unpack_plain::<version2::Learner>(packed).map(Self::from),
            1 => pack::unpack_plain::<version1::Learner>(packed).map(Self::from),
            _ => Err(pack::Damaged),
        };
        let mut learner = read.map_err(|pack::Damaged| Unreadable::Damaged)?;
        if [learner.belief, learner.closing].into_iter().flatten().any(|belief| belief > 100) {
            return Err(Unreadable::Damaged);
        }
        content.clone_into(&mut learner.content);
        Ok(learner)
    }

    /// The text to store: one line.
    pub fn write(&self) -> String {
        format!("{}/{VERSION}:{}", self.lesson, pack::pack(self))
    }

    /// What they have done with this claim, if they have begun it.
    pub fn work(&self, claim: &ClaimId) -> Option<&Work> {
        self.desks.iter().find(|(kept, _)| kept == claim).map(|(_, work)| work)
    }

    /// The attempt at hand with this claim: a blank one if it is not begun.
    pub fn desk(&self, claim: &ClaimId) -> Desk {
        self.work(claim).map(|work| work.at_hand().clone()).unwrap_or_default()
    }

    /// Whether they have answered this claim.
    pub fn is_done(&self, claim: &ClaimId) -> bool {
        self.work(claim).is_some_and(|work| work.desk.is_done())
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

    /// Keeps the choices of the attempt at hand as they now stand. A blank attempt at a claim not begun leaves no trace.
    pub fn choose(&mut self, claim: &ClaimId, choices: Draft) {
        self.begin(claim).at_hand_mut().choose(choices);
        self.desks.retain(|(_, work)| *work != Work::default());
    }

    /// Hands in the reading at hand of this claim. The first attempt is the one that is marked; what it shows, and what
    /// each practice shows, decides when the claim returns.
    ///
    /// # Errors
    /// What the reading still lacks; nothing has then changed.
    pub fn hand_in(&mut self, key: &Key, choices: Draft, given: HandedIn) -> Result<(), Vec<Missing>> {
        let (certainty, weights) = (self.quiz.certainty, self.quiz.weights());
        let mut desk = self.desk(&key.claim);
        let stage = desk.stage();
        desk.choose(choices);
        desk.hand_in(key, certainty)?;
        let found = match &desk {
            Desk::Verdict { first, second } if stage != desk.stage() => {
                let marks = Marks::of(key, first, second, weights);
                Some(Diagnosis::of(&marks, second.certainty()))
            }
            _ => None,
        };
        let work = self.begin(&key.claim);
        match (work.practice.is_some(), found) {
            (false, Some(found)) => {
                work.hasty = given.hasty;
                work.card = Card::after_first(found, given.today);
            }
            (true, Some(found)) => {
                work.card = match work.card {
                    Some(card) => card.after_return(found, given.today),
                    None => Card::after_first(found, given.today),
                };
            }
            (_, None) => {}
        }
        *work.at_hand_mut() = desk;
        Ok(())
    }

    /// Begins to practise a claim whose first attempt is done, afresh.
    pub fn practise(&mut self, claim: &ClaimId) {
        if self.is_done(claim) {
            self.begin(claim).practice = Some(Desk::default());
        }
    }

    /// Puts the practice away: the first attempt is at hand again.
    pub fn stop_practice(&mut self, claim: &ClaimId) {
        if self.work(claim).is_some() {
            self.begin(claim).practice = None;
        }
    }

    /// The claims that are to return, the most urgent first: those that are due today, and those still to come.
    pub fn cards(&self, today: Day) -> [Vec<(&ClaimId, Card)>; 2] {
        let all = |due: bool| {
            let cards = self.desks.iter().filter_map(|(claim, work)| Some((claim, work.card?)));
            by_urgency(cards.filter(move |(_, card)| card.is_due(today) == due))
        };
        [all(true), all(false)]
    }

    /// Where this card of the board lies.
    pub fn placed(&self, claim: &ClaimId) -> Placed {
        self.board.iter().find(|(kept, _)| kept == claim).map(|(_, placed)| placed.clone()).unwrap_or_default()
    }

    /// Puts a card of the board somewhere, or back.
    pub fn place(&mut self, claim: &ClaimId, placed: Placed) {
        self.board.retain(|(kept, _)| kept != claim);
        if placed != Placed::default() {
            self.board.push((claim.clone(), placed));
        }
    }

    fn begin(&mut self, claim: &ClaimId) -> &mut Work {
        let at = self.desks.iter().position(|(kept, _)| kept == claim).unwrap_or_else(|| {
            self.desks.push((claim.clone(), Work::default()));
            self.desks.len() - 1
        });
        &mut self.desks[at].1
    }
}

/// What version 2 wrote: one attempt a claim, no cards, no quiz, no board. What is in it is stored as it was then.
mod version2 {
    use super::Work;
    use crate::{
        check::Answer,
        desk::Desk,
        id::{CheckId, ClaimId, PathId},
    };
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct Learner {
        pub(super) lesson: String,
        pub(super) content: String,
        pub(super) belief: Option<u8>,
        pub(super) place: Option<String>,
        pub(super) desks: Vec<(ClaimId, Desk)>,
        pub(super) path: Option<PathId>,
        pub(super) checks: Vec<(CheckId, Answer)>,
    }

    impl From<Learner> for super::Learner {
        fn from(it: Learner) -> Self {
            let work = |(claim, desk)| (claim, Work { desk, ..Work::default() });
            Self {
                belief: it.belief,
                place: it.place,
                desks: it.desks.into_iter().map(work).collect(),
                path: it.path,
                checks: it.checks,
                ..Self::new(&it.lesson, &it.content)
            }
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
            let since =
                super::version2::Learner { lesson, content, belief, place, desks, path: None, checks: Vec::new() };
            since.into()
        }
    }

    impl From<Draft> for desk::Draft {
        fn from(Draft { kind, picks, rung, certainty }: Draft) -> Self {
            Self { kind, picks, rung, certainty, ..Self::default() }
        }
    }

    impl From<First> for desk::FirstReading {
        fn from(First { kind, rung, certainty }: First) -> Self {
            Self { kind, said: Some(Said { rung, certainty: Some(certainty) }) }
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
                        said: Some(Said { rung, certainty: Some(certainty) }),
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
        for text in [
            "",
            "[1]",
            "lesson:",
            "lesson/3:",
            "lesson/3:AAAA",
            "lesson/2:AAAA",
            "lesson/1:AAAA",
            "lesson/x:AAAA",
            "lesson/0:AAAA",
        ] {
            assert_eq!(read(text), Err(Unreadable::Damaged), "{text}");
        }
        assert_eq!(read(&good.replace("/3:", "/4:")), Err(Unreadable::Newer));
        assert_eq!(read(&good.replace("lesson/", "other/")), Err(Unreadable::Foreign));
        let mut too_sure = Learner::new("lesson", "then");
        too_sure.belief = Some(101);
        assert_eq!(read(&too_sure.write()), Err(Unreadable::Damaged));
    }

    fn record(text: &str) -> crate::id::RecordId {
        crate::id::RecordId::new(text).expect("id")
    }

    fn key() -> Key {
        let claim = ClaimId::new("c1").expect("an id");
        Key { claim, kinds: vec![Kind::Origin], rung: Some(Rung::Covered), bears: vec![], tempts: vec![], half: None }
    }

    fn choices(rung: Rung, certainty: Certainty) -> Draft {
        Draft {
            kind: Some(Kind::Origin),
            picks: Some(Picks::Nothing),
            rung: Some(rung),
            certainty: Some(certainty),
            ..Draft::default()
        }
    }

    fn hand_in(learner: &mut Learner, rung: Rung, certainty: Certainty, today: Day) {
        for _ in 0..2 {
            let given = HandedIn { today, hasty: false };
            learner.hand_in(&key(), choices(rung, certainty), given).expect("whole");
        }
    }

    #[test]
    fn the_first_attempt_is_the_one_that_counts() {
        let mut learner = Learner::new("lesson", "now");
        let claim = key().claim;
        learner.practise(&claim);
        assert_eq!(learner.desks, [], "what is not done cannot be practised");
        hand_in(&mut learner, Rung::None, Certainty::Certain, 100);
        let first = learner.work(&claim).expect("begun").desk.clone();
        let card = Card { step: 0, due: 102, sure_and_wrong: true };
        assert_eq!(learner.work(&claim).and_then(|work| work.card), Some(card));
        learner.practise(&claim);
        assert_eq!(learner.desk(&claim), Desk::default());
        assert!(learner.is_done(&claim));
        hand_in(&mut learner, Rung::Covered, Certainty::Certain, 102);
        let work = learner.work(&claim).expect("begun");
        assert_eq!((&work.desk, work.card.map(|card| card.due)), (&first, Some(109)));
        assert_ne!(learner.desk(&claim), first);
        learner.stop_practice(&claim);
        assert_eq!(learner.desk(&claim), first);
    }

    #[test]
    fn a_claim_that_was_solid_returns_only_when_practice_goes_wrong() {
        let mut learner = Learner::new("lesson", "now");
        let claim = key().claim;
        hand_in(&mut learner, Rung::Covered, Certainty::Certain, 100);
        assert_eq!(learner.cards(60_000), [[], []]);
        learner.practise(&claim);
        hand_in(&mut learner, Rung::None, Certainty::Certain, 100);
        let card = (&claim, Card { step: 0, due: 102, sure_and_wrong: true });
        assert_eq!(learner.cards(101), [vec![], vec![card]]);
        assert_eq!(learner.cards(102), [vec![card], vec![]]);
    }

    #[test]
    fn a_reading_that_lacks_something_changes_nothing() {
        let mut learner = Learner::new("lesson", "now");
        let before = learner.clone();
        let given = HandedIn { today: 1, hasty: true };
        let lacks = learner.hand_in(&key(), Draft::default(), given).expect_err("nothing is chosen");
        assert_eq!((lacks.len(), &learner), (3, &before));
        learner.choose(&key().claim, Draft::default());
        assert_eq!(learner, before, "a blank draft leaves no trace");
    }

    #[test]
    fn what_was_handed_in_fast_is_remembered_of_the_first_attempt_only() {
        let mut learner = Learner::new("lesson", "now");
        for (hasty, kept) in [(true, true), (false, true)] {
            for _ in 0..2 {
                let given = HandedIn { today: 1, hasty };
                learner.hand_in(&key(), choices(Rung::None, Certainty::Guess), given).expect("whole");
            }
            assert_eq!(learner.work(&key().claim).map(|work| work.hasty), Some(kept));
            learner.practise(&key().claim);
        }
    }

    #[test]
    fn a_card_of_the_board_is_moved_and_taken_back() {
        let mut learner = Learner::new("lesson", "now");
        let claim = key().claim;
        let placed = Placed { column: None, record: Some(record("r5")) };
        learner.place(&claim, placed.clone());
        assert_eq!(learner.placed(&claim), placed);
        learner.place(&claim, Placed::default());
        assert_eq!((learner.placed(&claim), learner.board.len()), (Placed::default(), 0));
    }

    #[test]
    fn what_version_2_wrote_is_still_read() {
        // As version 2 wrote it: a draft, an open file, a verdict, a path and a check.
        let text = "lesson/2:Bmxlc3NvbhAwMTIzNDU2Nzg5YWJjZGVmASgAAwJjMQABAAAAAAACYzIBAgECAgAAAAEAAAJjMwICAQICAQEEcjUuMwECAgIBA29uZQEE\
                    dTEtMQICMTIBdMLHkQ";
        let learner = Learner::read(text, "lesson", "now").expect("readable");
        let said = Some(Said { rung: Rung::Covered, certainty: Some(Certainty::Certain) });
        let first = FirstReading { kind: Kind::Origin, said };
        let second = SecondReading {
            picks: Picks::These(vec!["r5.3".parse().expect("exhibit")]),
            said,
            half: [1].into_iter().collect(),
        };
        let claim = |id: &str| ClaimId::new(id).expect("id");
        assert_eq!(learner.desk(&claim("c1")), Desk::First(Draft { kind: Some(Kind::Fact), ..Draft::default() }));
        let draft = Draft { certainty: Some(Certainty::Guess), ..Draft::default() };
        assert_eq!(learner.desk(&claim("c2")), Desk::File { first, draft });
        assert_eq!(learner.desk(&claim("c3")), Desk::Verdict { first, second });
        assert_eq!(learner.path, PathId::new("one").ok());
        let answer = Answer { given: Given::Typed("12".to_owned()), done: true };
        assert_eq!(learner.checks, [(CheckId::new("u1-1").expect("id"), answer)]);
        assert_eq!((learner.belief, learner.closing, learner.quiz.clone()), (Some(40), None, Quiz::default()));
        assert_eq!(Learner::read(&learner.write(), "lesson", "now"), Ok(learner));
    }

    #[test]
    fn what_version_1_wrote_is_still_read() {
        // As version 1 wrote it: a draft, an open file and a verdict.
        let text = "lesson/1:Bmxlc3NvbhAwMTIzNDU2Nzg5YWJjZGVmASgBBnVuaXQtNAMDYzAyAAEAAAEAAANjMTEBAgIBAAEAAAEAA2MxNwIC\
                    AgEBAgRyNS4zAnI2AwJ3dFFf";
        let learner = Learner::read(text, "lesson", "now").expect("readable");
        let desk = |id: &str| learner.desk(&ClaimId::new(id).expect("id"));
        let said = |rung, certainty| Some(Said { rung, certainty: Some(certainty) });
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
            (select(Rung::ALL), option::of(select(Certainty::ALL)))
                .prop_map(|(rung, certainty)| Said { rung, certainty }),
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

    /// What lies on the tables of the lesson.
    const EXHIBITS: &[&str] = &[
        "r1", "r2", "r3", "r4", "r5", "r5.1", "r5.2", "r5.3", "r5.5", "r5.6", "r5.7", "r5.9", "r5.10", "r5.11",
        "r5.12", "r6", "r6.1", "r6.2", "r6.3", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15a", "r15c",
        "r15e", "r16a", "r16b", "r17", "r18", "w1",
    ];

    /// A claim answered with everything: both readings, certainty, up to four picks, a second half.
    fn finished() -> impl Strategy<Value = Desk> {
        let said = || {
            (select(Rung::ALL), select(Certainty::ALL))
                .prop_map(|(rung, certainty)| Some(Said { rung, certainty: Some(certainty) }))
        };
        let picks = proptest::sample::subsequence(EXHIBITS, 1..=4)
            .prop_map(|all| Picks::These(all.iter().map(|it| it.parse().expect("exhibit")).collect()));
        let first = (select(Kind::ALL), said()).prop_map(|(kind, said)| FirstReading { kind, said });
        let half = (0..4_u8).prop_map(|place| [place].into_iter().collect());
        let second = (picks, said(), half).prop_map(|(picks, said, half)| SecondReading { picks, said, half });
        (first, second).prop_map(|(first, second)| Desk::Verdict { first, second })
    }

    fn card() -> impl Strategy<Value = Card> {
        (0..3_u8, any::<Day>(), any::<bool>()).prop_map(|(step, due, sure_and_wrong)| Card {
            step,
            due,
            sure_and_wrong,
        })
    }

    fn work() -> impl Strategy<Value = Work> {
        (desk(), any::<bool>(), option::of(desk()), option::of(card())).prop_map(|(desk, hasty, practice, card)| Work {
            desk,
            hasty,
            practice,
            card,
        })
    }

    fn quiz() -> impl Strategy<Value = Quiz> {
        ("[a-z-]{0,9}", any::<u32>(), (any::<u8>(), any::<u8>(), any::<u8>()), any::<bool>()).prop_map(
            |(set, seed, (kind, records, rung), certainty)| {
                let weights = Some(crate::mark::Weights { kind, records, rung });
                Quiz { set, seed, weights, certainty }
            },
        )
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
            belief in option::of(0..=100_u8), desks in collection::vec(work(), 0..12), place in option::of("[a-z0-9-]{1,12}"),
            path in option::of("[a-z0-9-]{1,12}"), checks in collection::vec(answer(), 0..9),
            closing in option::of(0..=100_u8), quiz in quiz(), board in collection::vec("[a-z-]{1,12}", 0..4),
        ) {
            let mut learner = Learner::new("lesson", "now");
            learner.belief = belief;
            learner.place = place;
            learner.path = path.map(|path| PathId::new(&path).expect("id"));
            for (n, answer) in checks.into_iter().enumerate() {
                learner.keep_check(&CheckId::new(&format!("u{n}")).expect("id"), answer);
            }
            for (n, work) in desks.into_iter().enumerate() {
                learner.desks.push((ClaimId::new(&format!("c{n}")).expect("id"), work));
            }
            for (n, column) in board.into_iter().enumerate() {
                let placed = Placed { column: crate::id::ColumnId::new(&column).ok(), record: None };
                learner.place(&ClaimId::new(&format!("c{n}")).expect("id"), placed);
            }
            (learner.closing, learner.quiz) = (closing, quiz);
            prop_assert_eq!(Learner::read(&learner.write(), "lesson", "now"), Ok(learner));
        }

        #[test]
        fn everything_but_the_essay_fits_into_a_courses_suspend_data(
            desks in collection::vec((finished(), option::of(card()), any::<bool>()), 50),
            checks in collection::vec(answer(), 47),
            board in collection::vec((select(vec!["organised", "sincere", "both", "cannot-tell"]), select(EXHIBITS)), 10),
            seed in any::<u32>(),
        ) {
            let mut learner = Learner::new("by-popular-demand", "0123456789abcdef");
            let claim = |n: usize| ClaimId::new(&format!("c{n:02}")).expect("id");
            for (n, (desk, card, hasty)) in desks.into_iter().enumerate() {
                learner.desks.push((claim(n), Work { desk, card, hasty, practice: None }));
            }
            for (n, answer) in checks.into_iter().enumerate() {
                learner.keep_check(&CheckId::new(&format!("u3-{n}")).expect("id"), answer);
            }
            for (n, (column, exhibit)) in board.into_iter().enumerate() {
                let record = exhibit.parse::<Exhibit>().expect("exhibit").record;
                learner.place(&claim(n), Placed { column: crate::id::ColumnId::new(column).ok(), record: Some(record) });
            }
            learner.path = Some(PathId::new("three").expect("id"));
            learner.quiz = Quiz { set: "drive-war-end".to_owned(), seed, ..Quiz::default() };
            (learner.belief, learner.closing, learner.place) = (Some(50), Some(60), Some("unit-6".to_owned()));
            let length = learner.write().len();
            prop_assert!(length < 4000, "{length}");
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,80}", bytes in "[A-Za-z0-9_-]{0,200}", version in 0..5_u8) {
            let _ = Learner::read(&text, "lesson", "now");
            let read = Learner::read(&format!("lesson/{version}:{bytes}"), "lesson", "now");
            prop_assert!(read.is_err());
        }

        #[test]
        fn bytes_with_a_right_checksum_are_read_without_a_panic(bytes in collection::vec(any::<u8>(), 0..200)) {
            // What follows the checksum's rules need not follow those of a record.
            let text = pack::pack(&pack::Raw(&bytes));
            for version in 1..=VERSION {
                let _ = Learner::read(&format!("lesson/{version}:{text}"), "lesson", "now");
            }
        }

        #[test]
        fn a_damaged_record_is_never_taken_for_a_whole_one(cut in 0..400_usize, byte in any::<u8>()) {
            let mut learner = Learner::new("lesson", "now");
            let draft = Draft { rung: Some(Rung::None), ..Draft::default() };
            learner.choose(&ClaimId::new("c1").expect("id"), draft);
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
