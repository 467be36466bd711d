//! Checks: short questions after a unit, each with feedback for every choice. Plain right or wrong.
//!
//! Every control of a check has a place, counted from 0 in the order in which it is printed; what a student gives, and
//! what is right, speak of those places.

use crate::{
    id::{CheckId, NoteNumber},
    mark::{self, Credit},
    prose::Line,
};
use serde::{Deserialize, Serialize};

/// Places that are ticked, of 32 at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticks(u32);

impl Ticks {
    /// Whether nothing is ticked.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this place is ticked.
    pub const fn has(self, place: u8) -> bool {
        place < 32 && self.0 >> place & 1 == 1
    }

    /// How many are ticked.
    pub const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// What is ticked here and not there.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What is ticked here and not there, or there and not here.
    #[must_use]
    pub const fn differs(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }
}

impl FromIterator<u8> for Ticks {
    /// Places beyond the last are left out.
    fn from_iter<I: IntoIterator<Item = u8>>(places: I) -> Self {
        Self(places.into_iter().filter(|place| *place < 32).fold(0, |ticks, place| ticks | 1 << place))
    }
}

/// A decimal number, in millionths: exact, where a binary fraction is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(i64);

impl Decimal {
    /// The number in millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The greatest and, with a minus, the least number that can be held.
    const MOST: i64 = 1_000_000_000;

    /// Reads a number as people type it: with a comma or a point, blanks, a sign for per cent. None for anything else,
    /// and for numbers beyond a thousand million. Digits after the sixth decimal are dropped.
    pub fn typed(text: &str) -> Option<Self> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        let (negative, bare) = match bare.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest),
            None => (false, bare.as_str()),
        };
        let (whole, decimals) = split(bare)?;
        if whole.is_empty() && decimals.is_empty() {
            return None;
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok().filter(|whole| *whole <= Self::MOST)? };
        let decimals =
            (0..6).fold(0, |sum, at| sum * 10 + i64::from(decimals.as_bytes().get(at).map_or(0, |d| d - b'0')));
        let millionths = whole * 1_000_000 + decimals;
        Some(Self(if negative { -millionths } else { millionths }))
    }

    /// The least and the greatest number no further from this one than that.
    pub const fn around(self, tolerance: Self) -> (Self, Self) {
        (Self(self.0 - tolerance.0.abs()), Self(self.0 + tolerance.0.abs()))
    }

    /// Whether two numbers are no further apart than this.
    pub const fn within(self, other: Self, tolerance: Self) -> bool {
        self.0.abs_diff(other.0) <= tolerance.0.unsigned_abs()
    }
}

/// The digits before the decimal sign, without what groups them, and those after it.
fn split(bare: &str) -> Option<(String, &str)> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = match bare.split_once('.') {
        Some((whole, decimals)) => (whole, decimals),
        None => (bare, ""),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    // 1,300,000 and 1,363 group thousands; 0,0097 and 25,4 hold a decimal comma.
    let grouped =
        (1..=3).contains(&groups[0].len()) && groups[0] != "0" && groups[1..].iter().all(|group| group.len() == 3);
    let (whole, decimals) = match groups[..] {
        _ if grouped => (groups.concat(), decimals),
        [whole] => (whole.to_owned(), decimals),
        [whole, after] if decimals.is_empty() && !bare.contains('.') => (whole.to_owned(), after),
        _ => return None,
    };
    (digits(&whole) && digits(decimals)).then_some((whole, decimals))
}

impl From<f64> for Decimal {
    /// The nearest; what is beyond a thousand million is brought back to it. Host only: a lesson's numbers are read so.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "bounded just before")]
    fn from(number: f64) -> Self {
        let most = Self::MOST as f64;
        Self((number.clamp(-most, most) * 1_000_000.0).round() as i64)
    }
}

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// What is asked.
    pub asks: Line,
    /// The notes that it rests on.
    pub notes: Vec<NoteNumber>,
    /// What kind of question it is.
    pub question: Question,
    /// What everyone reads afterwards.
    pub after: Option<Line>,
}

/// A choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The choice.
    pub text: Line,
    /// Whether it is right.
    pub right: bool,
    /// What a student reads who chose it.
    pub says: Line,
}

/// Something to be put in its place.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub text: Line,
    /// What puts it in its place, such as its date; told afterwards.
    pub tells: Line,
    /// What a student reads who put it elsewhere.
    pub says: Line,
}

/// Two things that belong together.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What is given.
    pub left: Line,
    /// The place of what belongs to it, among all that are offered.
    pub right: u8,
    /// What a student reads who matched it with another.
    pub says: Line,
}

/// A likely mistake in a number.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The number.
    pub value: f64,
    /// How far from it still counts as this mistake.
    pub tolerance: f64,
    /// What a student reads who gave it.
    pub says: Line,
}

/// A stretch of a text to be read closely.
#[derive(Clone, Debug)]
pub struct Part {
    /// The words.
    pub text: Line,
    /// Whether they do what is asked for, and what a student reads who ticked them; none for what cannot be ticked.
    pub choice: Option<(bool, Line)>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Line>,
    /// Whether it is the one that does not fit.
    pub odd: bool,
    /// What a student reads who picked it.
    pub says: Line,
}

/// The kinds of question.
#[derive(Clone, Debug)]
pub enum Question {
    /// One of many.
    One(Vec<Choice>),
    /// Several of many.
    Several(Vec<Choice>),
    /// One of many, of which none is right or wrong.
    Ask(Vec<Choice>),
    /// To be put in order; kept in the right order.
    Order(Vec<Item>),
    /// Each to be matched with one of those offered.
    Match {
        /// What is given, with what belongs to it.
        pairs: Vec<Pair>,
        /// What is offered, in the order shown.
        offered: Vec<Line>,
    },
    /// A number.
    Number {
        /// The right one.
        answer: f64,
        /// How far from it is still right.
        tolerance: f64,
        /// What it counts.
        unit: String,
        /// What a student reads who has it right.
        right: Line,
        /// What a student reads who has it wrong.
        wrong: Line,
        /// Likely mistakes.
        slips: Vec<Slip>,
    },
    /// Words of a text that do a certain work.
    Words(Vec<Part>),
    /// The row that does not add up.
    Row {
        /// The names of the columns.
        head: Vec<Line>,
        /// The rows.
        rows: Vec<Row>,
    },
}

impl Question {
    /// The word for its kind, in content files and on the page.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::One(_) => "one",
            Self::Several(_) => "several",
            Self::Ask(_) => "ask",
            Self::Order(_) => "order",
            Self::Match { .. } => "match",
            Self::Number { .. } => "number",
            Self::Words(_) => "words",
            Self::Row { .. } => "row",
        }
    }
}

/// The order in which things to be put in order are shown: mixed, the same each time, and never the right one.
///
/// For each place on the screen it names the right place of what stands there.
pub fn mixed(id: &CheckId, count: usize) -> Vec<usize> {
    // Not `shuffle::order`: stored answers speak of the order on the screen, so this one stays as it has always been.
    let seed = id.as_str().bytes().fold(7_u32, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut places: Vec<usize> = (0..count).collect();
    let mut state = seed;
    for last in (1..count).rev() {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % 2_147_483_648;
        places.swap(last, state as usize / 65_536 % (last + 1));
    }
    if places.iter().enumerate().all(|(at, place)| at == *place) {
        places.rotate_left(1.min(count));
    }
    places
}

/// What is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Right {
    /// The choices at these places, and no others, of so many.
    These {
        /// The right ones.
        right: Ticks,
        /// How many there are.
        of: u8,
    },
    /// Nothing is right or wrong.
    Unscored,
    /// For each control, the value to choose.
    Each(Vec<u8>),
    /// For each thing, its place in the order.
    Order(Vec<u8>),
    /// A number.
    Number {
        /// The right one.
        answer: Decimal,
        /// How far from it is still right.
        tolerance: Decimal,
        /// Likely mistakes: the number, and how far from it counts.
        slips: Vec<(Decimal, Decimal)>,
    },
}

/// What is needed to mark a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckKey {
    /// The check.
    pub id: CheckId,
    /// What is right.
    pub right: Right,
}

/// What a student gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    /// The choices ticked.
    These(Ticks),
    /// For each control, the value chosen, if one is.
    Each(Vec<Option<u8>>),
    /// What was typed.
    Typed(String),
}

/// How far a student has come with a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What they gave.
    pub given: Given,
    /// Whether they have handed it in.
    pub done: bool,
}

/// What is found of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is not whole: something is still to be chosen or typed.
    Unfinished,
    /// What was typed is not a number.
    NotANumber,
    /// It can be neither right nor wrong.
    Unscored,
    /// It is right.
    Right,
    /// It is wrong. For several controls, those that are wrong; for a number, which likely mistake it is.
    Wrong {
        /// The places of controls that are wrong.
        at: Ticks,
        /// The place of the likely mistake.
        slip: Option<usize>,
    },
}

/// Marks an answer.
pub fn mark(right: &Right, given: &Given) -> Finding {
    match (right, given) {
        (Right::These { .. } | Right::Unscored, Given::These(picked)) if picked.is_empty() => Finding::Unfinished,
        (Right::Unscored, Given::These(_)) => Finding::Unscored,
        (Right::These { right, .. }, Given::These(picked)) => found(right.differs(*picked)),
        (Right::Each(right) | Right::Order(right), Given::Each(values)) => {
            if values.len() != right.len() || values.contains(&None) {
                return Finding::Unfinished;
            }
            let wrong = right.iter().zip(values).zip(0..).filter(|((right, value), _)| Some(**right) != **value);
            found(wrong.map(|(_, place)| place).collect())
        }
        (Right::Number { answer, tolerance, slips }, Given::Typed(typed)) => {
            if typed.trim().is_empty() {
                return Finding::Unfinished;
            }
            let Some(value) = Decimal::typed(typed) else { return Finding::NotANumber };
            if value.within(*answer, *tolerance) {
                return Finding::Right;
            }
            let slip = slips.iter().position(|(slip, near)| value.within(*slip, *near));
            Finding::Wrong { at: Ticks::default(), slip }
        }
        // An answer to another kind of question: the lesson has changed since.
        _ => Finding::Unfinished,
    }
}

/// How right an answer is, where it can be right or wrong and is whole: several of many as [`mark::several`], an order as
/// [`mark::order`], a match by its share of right ones, a number within its tolerance or not.
pub fn credit(right: &Right, given: &Given) -> Option<Credit> {
    let wrong = match mark(right, given) {
        Finding::Unfinished | Finding::NotANumber | Finding::Unscored => return None,
        Finding::Right => return Some(Credit::FULL),
        Finding::Wrong { at, .. } => at,
    };
    Some(match (right, given) {
        (Right::These { right, of }, Given::These(picked)) => {
            let slips = picked.without(*right).count();
            let hits = picked.count() - slips;
            mark::several(hits, right.count(), slips, usize::from(*of).saturating_sub(right.count()))
        }
        (Right::Order(right), Given::Each(values)) => {
            mark::order(right, &values.iter().copied().flatten().collect::<Vec<_>>())
        }
        (Right::Each(right), _) => Credit::of(right.len().saturating_sub(wrong.count()), right.len().max(1)),
        _ => Credit::NONE,
    })
}

fn found(at: Ticks) -> Finding {
    if at.is_empty() { Finding::Right } else { Finding::Wrong { at, slip: None } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, number) in [
            ("0.0097", 0.0097),
            ("0,0097", 0.0097),
            (" 0.0097 %", 0.0097),
            ("1,363.50", 1363.5),
            ("1 363,50", 1363.5),
            ("1,363", 1363.0),
            ("25,4", 25.4),
            ("0,125", 0.125),
            ("−3", -3.0),
            (".5", 0.5),
            ("4,697,000", 4_697_000.0),
        ] {
            assert_eq!(Decimal::typed(typed), Some(Decimal::from(number)), "{typed}");
        }
        for typed in [
            "",
            "1.a",
            "12,5.",
            "1,5a",
            "a.5",
            "three",
            "1,2,3",
            "inf",
            "NaN",
            "1.2.3",
            "-",
            "1.5,5",
            "1,2.5",
            "9999999999",
            "+5",
        ] {
            assert_eq!(Decimal::typed(typed), None, "{typed}");
        }
    }

    #[test]
    fn several_of_many_is_right_only_when_all_are_found_and_nothing_else() {
        let ticks = |places: &[u8]| places.iter().copied().collect::<Ticks>();
        let right = Right::These { right: ticks(&[0, 2]), of: 4 };
        let mark = |picked: &[u8]| mark(&right, &Given::These(ticks(picked)));
        assert_eq!(mark(&[0, 2]), Finding::Right);
        assert_eq!(mark(&[0]), Finding::Wrong { at: [2].into_iter().collect(), slip: None });
        assert_eq!(mark(&[0, 1, 2]), Finding::Wrong { at: [1].into_iter().collect(), slip: None });
        assert_eq!(mark(&[]), Finding::Unfinished);
    }

    #[test]
    fn ticks_hold_thirty_two_places_each_once() {
        let ticks: Ticks = [0, 3, 3, 31, 32, 200].into_iter().collect();
        assert_eq!((0..=255).filter(|place| ticks.has(*place)).collect::<Vec<u8>>(), [0, 3, 31]);
        assert_eq!(ticks.count(), 3);
    }

    #[test]
    fn what_has_no_right_answer_is_kept_and_not_scored() {
        let ticks = |places: &[u8]| Given::These(places.iter().copied().collect());
        assert_eq!(mark(&Right::Unscored, &ticks(&[1])), Finding::Unscored);
        assert_eq!(mark(&Right::Unscored, &ticks(&[])), Finding::Unfinished);
        assert_eq!(mark(&Right::Unscored, &Given::Typed("1".to_owned())), Finding::Unfinished);
    }

    #[test]
    fn a_mixed_order_never_changes() {
        // Stored answers speak of the places on the screen.
        let id = CheckId::new("u2-1").expect("an id");
        assert_eq!(mixed(&id, 6), [1, 4, 5, 2, 0, 3]);
    }

    #[test]
    fn each_kind_has_a_word() {
        let kinds = [
            Question::One(vec![]),
            Question::Several(vec![]),
            Question::Ask(vec![]),
            Question::Order(vec![]),
            Question::Match { pairs: vec![], offered: vec![] },
            Question::Words(vec![]),
            Question::Row { head: vec![], rows: vec![] },
        ];
        let words: Vec<&str> = kinds.iter().map(Question::kind).collect();
        assert_eq!(words, ["one", "several", "ask", "order", "match", "words", "row"]);
    }

    #[test]
    fn each_control_is_marked_by_itself() {
        let right = Right::Each(vec![2, 0, 1]);
        let mark = |values: &[Option<u8>]| mark(&right, &Given::Each(values.to_vec()));
        assert_eq!(mark(&[Some(2), Some(0), Some(1)]), Finding::Right);
        assert_eq!(mark(&[Some(2), Some(1), Some(0)]), Finding::Wrong { at: [1, 2].into_iter().collect(), slip: None });
        assert_eq!(mark(&[Some(2), None, Some(0)]), Finding::Unfinished);
        assert_eq!(mark(&[Some(2)]), Finding::Unfinished);
    }

    #[test]
    fn a_number_is_right_within_its_tolerance_and_a_likely_mistake_is_known() {
        let right = {
            let decimal = Decimal::from;
            let slips = vec![(decimal(0.97), decimal(0.03))];
            Right::Number { answer: decimal(0.0097), tolerance: decimal(0.0003), slips }
        };
        let mark = |typed: &str| mark(&right, &Given::Typed(typed.to_owned()));
        assert_eq!(mark("0.0097"), Finding::Right);
        assert_eq!(mark("0.01"), Finding::Right);
        assert_eq!(mark("0.97"), Finding::Wrong { at: Ticks::default(), slip: Some(0) });
        assert_eq!(mark("12"), Finding::Wrong { at: Ticks::default(), slip: None });
        assert_eq!(mark("many"), Finding::NotANumber);
        assert_eq!(mark(" "), Finding::Unfinished);
    }

    #[test]
    fn what_is_partly_right_earns_its_share() {
        let ticks = |places: &[u8]| places.iter().copied().collect::<Ticks>();
        let credit = |right: &Right, given: &Given| credit(right, given).map(Credit::ten_thousandths);
        let several = Right::These { right: ticks(&[0, 2]), of: 5 };
        for (picked, earned) in [
            (&[0, 2][..], Some(10_000)),
            (&[0], Some(5_000)),
            (&[0, 1], Some(1_667)),
            (&[0, 2, 1], Some(6_667)),
            (&[0, 1, 2, 3, 4], Some(0)),
            (&[], None),
        ] {
            assert_eq!(credit(&several, &Given::These(ticks(picked))), earned, "{picked:?}");
        }
        let each = |values: &[u8]| Given::Each(values.iter().copied().map(Some).collect());
        assert_eq!(credit(&Right::Each(vec![2, 0, 1, 1]), &each(&[2, 1, 1, 1])), Some(7_500));
        assert_eq!(credit(&Right::Order(vec![0, 1, 2, 3]), &each(&[1, 0, 2, 3])), Some(6_666));
        assert_eq!(credit(&Right::Order(vec![0, 1]), &Given::Each(vec![Some(0), None])), None);
        assert_eq!(credit(&Right::Unscored, &Given::These(ticks(&[1]))), None);
        let number = Right::Number { answer: 1.0.into(), tolerance: 0.0.into(), slips: vec![] };
        assert_eq!(credit(&number, &Given::Typed("2".to_owned())), Some(0));
        assert_eq!(credit(&number, &Given::Typed("1".to_owned())), Some(10_000));
    }

    proptest! {
        #[test]
        fn what_is_mixed_is_all_there_and_never_in_order(id in "[a-z0-9-]{1,12}", count in 2..12_usize) {
            let id = CheckId::new(&id).expect("an id");
            let mixed = mixed(&id, count);
            let mut sorted = mixed.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
            prop_assert!(mixed.iter().enumerate().any(|(at, place)| at != *place));
        }

        #[test]
        fn any_typing_gets_a_finding(typed in ".{0,24}") {
            let right = Right::Number { answer: 1.0.into(), tolerance: 0.0.into(), slips: vec![] };
            let _ = mark(&right, &Given::Typed(typed));
        }

        #[test]
        fn only_the_right_set_is_right(right in proptest::collection::btree_set(0..8_u8, 1..5), picked in
            proptest::collection::btree_set(0..8_u8, 1..8)) {
            let key = Right::These { right: right.iter().copied().collect(), of: 8 };
            let given = Given::These(picked.iter().copied().collect());
            prop_assert_eq!(mark(&key, &given) == Finding::Right, right == picked);
            prop_assert_eq!(credit(&key, &given) == Some(Credit::FULL), right == picked);
        }
    }
}
