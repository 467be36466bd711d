//! A student's work in no protocol's words: what they earned, how far they are, each answer. All of it is derived from
//! the student's record; nothing here is stored.

use lesson::{
    check::{self, Answer, CheckKey, Decimal, Given, Right, Ticks},
    desk::{Desk, FirstReading, HalfKey, Key, Picks, SecondReading},
    ladder::{Kind, Rung},
    learner::Learner,
    mark::{Credit, Marks, Weights},
};

/// What the course asks for: which claims count, and how much their parts do.
#[derive(Clone, Debug)]
pub struct Assignment<'a> {
    /// The claims that count, in order.
    pub keys: Vec<&'a Key>,
    /// Every other claim of the lesson; answers to them are told, and count nothing.
    pub besides: Vec<&'a Key>,
    /// What it takes to mark each check; checks are told, and count nothing.
    pub checks: &'a [CheckKey],
    /// What the parts of a claim count. The course's, not the student's: a student may practise with other weights.
    pub weights: Weights,
}

/// What a thing is called, for people who read a course's reports.
pub trait Names {
    /// What the view at this address asks: a claim's headline, a check's question.
    fn asks(&self, view: &str) -> String;
    /// What a kind of claim is called.
    fn kind(&self, kind: Kind) -> String;
    /// What a rung is called.
    fn rung(&self, rung: Rung) -> String;
}

/// What a course is told of a student's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Claims that count and are answered.
    pub answered: u16,
    /// Claims that count.
    pub asked: u16,
    /// Marks earned, in ten-thousandths of a mark.
    pub earned: i32,
    /// Marks to be had in the whole assignment, answered or not.
    pub out_of: u16,
    /// Where the student was last: the name of a view, such as `unit-4`.
    pub place: Option<String>,
    /// Every answer handed in: claims in the order in which they were begun, each with its parts, then checks likewise.
    pub answers: Vec<Answered>,
}

/// A part of the score, in ten-thousandths: 0 to 10 000.
pub type TenThousandths = u16;

/// An answer that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its id: lower-case letters, digits and hyphens, such as `claim-c17-rung`; 48 characters at most.
    pub id: String,
    /// The view in which it was given, such as `claim-c17`.
    pub view: String,
    /// What was asked, as plain text; may be long.
    pub asks: String,
    /// What was given and what is right.
    pub response: Response,
    /// How right it is; none where nothing is right or wrong.
    pub credit: Option<Credit>,
    /// The marks that it counts; 0 for what does not count.
    pub weight: u8,
}

/// A choice that was offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its id: lower-case letters, digits and hyphens.
    pub id: String,
    /// What it says, as plain text.
    pub text: String,
}

/// What was given and what is right. Numbers are places among what is offered, counted from 0; there are 32 at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// Some of what is offered.
    Choice {
        /// What is offered.
        offered: Vec<Offered>,
        /// The sets of choices that are right: any one of them. Empty where nothing is right or wrong.
        right: Vec<Vec<u8>>,
        /// The choices made; empty for "nothing here".
        given: Vec<u8>,
    },
    /// Things put in order: each list names things by their places among the offered, first to last.
    Order {
        /// The things.
        offered: Vec<Offered>,
        /// The right order.
        right: Vec<u8>,
        /// The order given.
        given: Vec<u8>,
    },
    /// Things matched: for each thing at the left, the place of what belongs to it among those at the right.
    Match {
        /// The things at the left.
        left: Vec<Offered>,
        /// What is offered for them.
        offered: Vec<Offered>,
        /// What is right for each.
        right: Vec<u8>,
        /// What was given for each.
        given: Vec<u8>,
    },
    /// A number.
    Number {
        /// The least and the greatest number that is right.
        right: (Decimal, Decimal),
        /// The number given.
        given: Decimal,
    },
}

impl Report {
    /// What a course is told of this record.
    pub fn of(assignment: &Assignment<'_>, names: &dyn Names, learner: &Learner) -> Self {
        let mut report = Self {
            answered: 0,
            asked: u16::try_from(assignment.keys.len()).unwrap_or(u16::MAX),
            earned: 0,
            out_of: assignment.keys.iter().map(|key| out_of(key, assignment.weights)).sum(),
            place: learner.place.clone(),
            answers: Vec::new(),
        };
        for (claim, work) in &learner.desks {
            let Desk::Verdict { first, second } = &work.desk else { continue };
            let of = |keys: &[&'_ Key]| keys.iter().find(|key| key.claim == *claim).map(|key| (*key).clone());
            let counts = of(&assignment.keys);
            let Some(key) = counts.clone().or_else(|| of(&assignment.besides)) else { continue };
            let marks = Marks::of(&key, first, second, assignment.weights);
            if counts.is_some() {
                report.answered += 1;
                report.earned += marks.total();
            }
            report.answers.extend(parts(&key, *first, second, &marks, counts.is_some(), names));
        }
        let checks = learner.checks.iter().filter(|(_, answer)| answer.done);
        report.answers.extend(checks.filter_map(|(id, answer)| {
            let key = assignment.checks.iter().find(|key| key.id == *id)?;
            checked(key, answer, names)
        }));
        report
    }

    /// The score: marks earned of all that can be had. It only grows while more is answered.
    pub fn score(&self) -> TenThousandths {
        let all = i32::from(self.out_of).max(1);
        u16::try_from(((self.earned + all / 2) / all).clamp(0, 10_000)).unwrap_or(10_000)
    }

    /// The share of the claims that count that is answered.
    pub fn progress(&self) -> TenThousandths {
        let share = u32::from(self.answered) * 10_000 / u32::from(self.asked.max(1));
        u16::try_from(share).unwrap_or(10_000)
    }

    /// Whether every claim that counts is answered.
    pub fn is_complete(&self) -> bool {
        self.asked > 0 && self.answered >= self.asked
    }
}

fn out_of(key: &Key, weights: Weights) -> u16 {
    let judged = if key.rung.is_some() || key.half.is_some() { weights.rung } else { 0 };
    u16::from(weights.kind) + u16::from(weights.records) + u16::from(judged)
}

/// The answers that a claim consists of: kind, records, rung, second half.
fn parts(
    key: &Key,
    first: FirstReading,
    second: &SecondReading,
    marks: &Marks,
    counts: bool,
    names: &dyn Names,
) -> Vec<Answered> {
    let view = format!("claim-{}", key.claim);
    let asks = names.asks(&view);
    let halves = key.rung.is_some() && key.half.is_some();
    let weights = marks.weights;
    let part = |part: &str, what: &str, response: Response, credit: Credit, weight: u8| Answered {
        id: format!("{view}-{part}"),
        view: view.clone(),
        asks: format!("{asks} – {what}"),
        response,
        credit: Some(credit),
        weight: if counts { weight } else { 0 },
    };
    let place = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
    let kinds = Kind::ALL.iter().map(|kind| Offered { id: kind.key().to_owned(), text: names.kind(*kind) });
    let mut answers = vec![part(
        "kind",
        "what kind of claim it is",
        Response::Choice {
            offered: kinds.collect(),
            right: key.kinds.iter().map(|kind| vec![*kind as u8]).collect(),
            given: vec![first.kind as u8],
        },
        marks.kind,
        weights.kind,
    )];
    answers.push(part(
        "records",
        "which records bear on it",
        records(key, &second.picks),
        marks.records,
        weights.records,
    ));
    if let (Some(right), Some(said), Some(credit)) = (key.rung, second.said, marks.rung) {
        let rungs = Rung::ALL.iter().map(|rung| Offered { id: rung.key().to_owned(), text: names.rung(*rung) });
        let response =
            Response::Choice { offered: rungs.collect(), right: vec![vec![right as u8]], given: vec![said.rung as u8] };
        let weight = if halves { weights.rung / 2 } else { weights.rung };
        answers.push(part("rung", "how far the records support it", response, credit, weight));
    }
    if let (Some(HalfKey { right, free }), Some(credit)) = (key.half, marks.half) {
        let most = (0..32).filter(|at| right.has(*at) || free.has(*at) || second.half.has(*at)).max().unwrap_or(0);
        let response = Response::Choice {
            offered: (0..=most).map(|at| lettered(usize::from(at))).collect(),
            // What is free is right where it was ticked, so that what was given can be compared with what is right.
            right: vec![
                (0..=most).filter(|at| if free.has(*at) { second.half.has(*at) } else { right.has(*at) }).collect(),
            ],
            given: places(second.half),
        };
        let weight = if halves { weights.rung - weights.rung / 2 } else { weights.rung };
        answers.push(part("half", "its second question", response, credit, weight));
    }
    debug_assert!(answers.iter().all(|it| place(it.id.len()) <= 48));
    answers
}

/// The records picked: those that bear, then those that only tempt. What may be picked at no cost is told, as right, if it
/// was picked.
fn records(key: &Key, picks: &Picks) -> Response {
    let picked: &[_] = match picks {
        Picks::Nothing => &[],
        Picks::These(these) => these,
    };
    let known = key.bears.iter().chain(&key.tempts);
    let free: Vec<_> = picked.iter().filter(|it| !key.bears.contains(it) && !key.tempts.contains(it)).collect();
    let all: Vec<_> = known.chain(free.iter().copied()).collect();
    let at = |it| all.iter().position(|other| *other == it).and_then(|at| u8::try_from(at).ok());
    Response::Choice {
        offered: all.iter().map(|it| Offered { id: it.to_string().replace('.', "-"), text: it.to_string() }).collect(),
        right: vec![key.bears.iter().chain(free).filter_map(at).collect()],
        given: picked.iter().filter_map(at).collect(),
    }
}

fn checked(key: &CheckKey, answer: &Answer, names: &dyn Names) -> Option<Answered> {
    let view = format!("check-{}", key.id);
    let numbers = |values: &[Option<u8>]| values.iter().copied().collect::<Option<Vec<u8>>>();
    let response = match (&key.right, &answer.given) {
        (Right::These { right, of }, Given::These(ticks)) => Response::Choice {
            offered: (0..usize::from(*of)).map(lettered).collect(),
            right: vec![places(*right)],
            given: places(*ticks),
        },
        (Right::Unscored, Given::These(ticks)) => {
            let given = places(*ticks);
            let most = given.iter().copied().max().unwrap_or(0);
            Response::Choice { offered: (0..=usize::from(most)).map(lettered).collect(), right: Vec::new(), given }
        }
        (Right::Order(right), Given::Each(values)) => Response::Order {
            offered: (0..right.len()).map(lettered).collect(),
            right: in_order(right),
            given: in_order(&numbers(values)?),
        },
        (Right::Each(right), Given::Each(values)) => {
            let given = numbers(values)?;
            let most = right.iter().chain(&given).copied().max().unwrap_or(0);
            Response::Match {
                left: (0..right.len()).map(lettered).collect(),
                offered: (0..=most)
                    .map(|at| Offered { id: (at + 1).to_string(), text: (at + 1).to_string() })
                    .collect(),
                right: right.clone(),
                given,
            }
        }
        (Right::Number { answer: right, tolerance, .. }, Given::Typed(typed)) => {
            Response::Number { right: right.around(*tolerance), given: Decimal::typed(typed)? }
        }
        _ => return None,
    };
    Some(Answered {
        id: view.clone(),
        asks: names.asks(&view),
        view,
        response,
        credit: check::credit(&key.right, &answer.given),
        weight: 0,
    })
}

/// A choice without a name of its own: `a`, `b`, … `z`, `a1`, …
fn lettered(at: usize) -> Offered {
    let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    let id = if at < 26 { letter.to_string() } else { format!("{letter}{}", at / 26) };
    Offered { text: id.to_uppercase(), id }
}

fn places(ticks: Ticks) -> Vec<u8> {
    (0..32).filter(|at| ticks.has(*at)).collect()
}

/// Things from the first to the last, where each has a place.
fn in_order(places: &[u8]) -> Vec<u8> {
    let mut things: Vec<u8> = (0..).take(places.len()).collect();
    things.sort_by_key(|thing| places[usize::from(*thing)]);
    things
}

#[cfg(test)]
mod tests {
    use super::*;
    use lesson::{
        desk::Draft,
        id::{ClaimId, Exhibit},
        ladder::Certainty,
        learner::HandedIn,
    };
    use proptest::{prelude::*, sample::subsequence};

    struct Plain;

    impl Names for Plain {
        fn asks(&self, view: &str) -> String {
            view.to_owned()
        }

        fn kind(&self, kind: Kind) -> String {
            kind.key().to_owned()
        }

        fn rung(&self, rung: Rung) -> String {
            rung.key().to_owned()
        }
    }

    fn exhibits(text: &str) -> Vec<Exhibit> {
        text.split(' ').map(|it| Exhibit::try_from(it.to_owned()).unwrap()).collect()
    }

    /// A claim in two halves; on its table r3 may be picked at no cost, of its second question the choice c.
    fn key(id: &str) -> Key {
        Key {
            claim: ClaimId::new(id).unwrap(),
            kinds: vec![Kind::Fact, Kind::Origin],
            rung: Some(Rung::Covered),
            bears: exhibits("r1 r2.4"),
            tempts: exhibits("r5 r6"),
            half: Some(HalfKey { right: [0, 2].into_iter().collect(), free: [2].into_iter().collect() }),
        }
    }

    fn answered(claims: &[&Key], picks: &[Exhibit], rung: Rung, half: &[u8]) -> Learner {
        let mut learner = Learner::new("lesson", "now");
        let picks = if picks.is_empty() { Picks::Nothing } else { Picks::These(picks.to_vec()) };
        let given = HandedIn { today: lesson::deck::Day::default(), hasty: false };
        for key in claims {
            let first = Draft {
                kind: Some(Kind::Origin),
                rung: Some(Rung::None),
                certainty: Some(Certainty::Guess),
                ..Draft::default()
            };
            let second = Draft {
                picks: Some(picks.clone()),
                rung: Some(rung),
                certainty: Some(Certainty::Certain),
                half: half.iter().copied().collect(),
                ..Draft::default()
            };
            learner.hand_in(key, first, given).unwrap();
            learner.hand_in(key, second, given).unwrap();
        }
        learner
    }

    fn told(count: &[&Key], besides: &[&Key], learner: &Learner) -> Report {
        let weights = Weights::default();
        let assignment = Assignment { keys: count.to_vec(), besides: besides.to_vec(), checks: &[], weights };
        Report::of(&assignment, &Plain, learner)
    }

    #[test]
    fn what_is_not_assigned_is_told_and_counts_nothing() {
        let (one, two, other) = (key("c1"), key("c2"), key("c3"));
        let learner = answered(&[&one, &other], &exhibits("r1 r2.4"), Rung::Covered, &[0]);
        let report = told(&[&one, &two], &[&other], &learner);
        assert_eq!((report.answered, report.asked, report.out_of), (1, 2, 18));
        assert_eq!((report.score(), report.progress(), report.is_complete()), (5_000, 5_000, false));
        assert_eq!(report.answers.iter().map(|it| it.weight).collect::<Vec<_>>(), [1, 4, 2, 2, 0, 0, 0, 0]);
        assert_eq!(report.answers[4].id, "claim-c3-kind");
        assert!(told(&[&one], &[], &learner).is_complete());
    }

    proptest! {
        // What a course compares is the same as what we mark.
        #[test]
        fn what_is_given_is_among_what_is_right_where_it_earns_everything(
            picks in subsequence(exhibits("r1 r2.4 r3 r5 r6"), 0..=5),
            rung in prop::sample::select(Rung::ALL),
            half in subsequence(vec![0_u8, 1, 2, 3], 1..=4),
        ) {
            let key = key("c1");
            let report = told(&[&key], &[], &answered(&[&key], &picks, rung, &half));
            let mut earned = 0;
            for it in &report.answers {
                let Response::Choice { offered, right, given } = &it.response else { panic!("only choices") };
                let credit = it.credit.unwrap();
                prop_assert_eq!(right.contains(given), credit == Credit::FULL, "{:?}", it);
                prop_assert!(given.iter().chain(right.iter().flatten()).all(|at| usize::from(*at) < offered.len()));
                earned += credit.worth(it.weight);
            }
            prop_assert!((earned - report.earned).abs() <= 2, "{} and {}", earned, report.earned);
        }
    }
}
