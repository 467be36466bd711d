//! An answer as an interaction: what kind, what is right, what was given, in either version's own writing.

use super::{Version, format};
use crate::report::{Answered, Offered, Response};
use lesson::mark::Credit;

/// The patterns that a course must take for a choice (2004 RTE 4.2.9.1, SPM of `multiple_choice`).
const PATTERNS: usize = 10;
/// The identifiers that a course must take in one response (2004 RTE 4.2.9.1 and 4.2.9.2).
const IDENTIFIERS: usize = 36;

/// What an interaction consists of, but for its times.
#[derive(Debug)]
pub(super) struct Wire {
    /// `choice`, `sequencing`, `matching`, `numeric`.
    pub(super) kind: &'static str,
    /// What would be right; any one of them; no two alike.
    pub(super) right: Vec<String>,
    /// What was given.
    pub(super) given: String,
    /// How right it is.
    pub(super) result: String,
    /// What it counts.
    pub(super) weight: Option<String>,
}

impl Wire {
    /// None where the answer names things that are not offered, or more than the version can name.
    pub(super) fn of(version: Version, answer: &Answered) -> Option<Self> {
        let (kind, right, given) = match &answer.response {
            Response::Choice { offered, right, given } => {
                let names = Names::of(version, offered, Side::Left);
                let right = right.iter().take(PATTERNS).map(|set| names.set(set)).collect::<Option<_>>()?;
                ("choice", right, names.set(given)?)
            }
            Response::Order { offered, right, given } => {
                let names = Names::of(version, offered, Side::Left);
                ("sequencing", vec![names.list(right)?], names.list(given)?)
            }
            Response::Match { left, offered, right, given } => {
                let left = Names::of(version, left, Side::Left);
                let names = Names::of(version, offered, Side::Right);
                ("matching", vec![left.pairs(&names, right)?], left.pairs(&names, given)?)
            }
            Response::Number { right: (least, most), given } => {
                let right = match version {
                    Version::V2004 => vec![format!("{}[:]{}", format::number(*least), format::number(*most))],
                    // One number is all that 1.2 can hold: where a range is right, the number at its middle is.
                    Version::V12 => vec![format::decimal(i64::midpoint(least.millionths(), most.millionths()), 6)],
                };
                ("numeric", right, format::number(*given))
            }
        };
        Some(Self {
            kind,
            right: distinct(right),
            given,
            result: result(version, answer.credit),
            // Weights go to 100 in the courses that check them in 1.2; what cannot be said truly is not said.
            weight: (version == Version::V2004 || answer.weight <= 100).then(|| answer.weight.to_string()),
        })
    }
}

fn distinct(patterns: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for pattern in patterns {
        if !kept.contains(&pattern) {
            kept.push(pattern);
        }
    }
    kept
}

/// The credit in a course's words: right, wrong, or the share that is right as a number (1.2 RTE 3.4, `result`:
/// `correct`, `wrong`, `unanticipated`, `neutral` or a `CMIDecimal`; 2004 RTE 4.2.9 `result`: a `real (10,7)`).
fn result(version: Version, credit: Option<Credit>) -> String {
    let Some(credit) = credit else { return "neutral".to_owned() };
    match (credit.ten_thousandths(), version) {
        (10_000.., _) => "correct".to_owned(),
        (0, Version::V12) => "wrong".to_owned(),
        (0, Version::V2004) => "incorrect".to_owned(),
        // Two decimals, and neither 0 nor 1: it is a part.
        (part, Version::V12) => format::decimal(((i64::from(part) + 50) / 100).clamp(1, 99), 2),
        (part, Version::V2004) => format::decimal(part.into(), 4),
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// What things are called in responses: by their ids in 2004, by one character each in 1.2.
struct Names {
    version: Version,
    all: Vec<String>,
    /// What "none of these" is called. Neither version is clear about an empty set, and courses refuse it; but our
    /// student says "nothing here" in so many words, so it is a choice beside the others.
    nothing: String,
}

impl Names {
    fn of(version: Version, offered: &[Offered], side: Side) -> Self {
        match version {
            Version::V12 => Self {
                version,
                all: (0_u8..35).take(offered.len()).map(|at| character(at, side).to_string()).collect(),
                nothing: "0".to_owned(),
            },
            Version::V2004 => {
                let mut names: Vec<String> = offered.iter().map(|it| format::identifier(&it.id)).collect();
                if (1..names.len()).any(|at| names[..at].contains(&names[at])) {
                    names = (1..=offered.len()).map(|at| format!("choice-{at}")).collect();
                }
                let mut nothing = "nothing".to_owned();
                while names.contains(&nothing) {
                    nothing.push('-');
                }
                Self { version, all: names, nothing }
            }
        }
    }

    fn at(&self, place: u8) -> Option<&str> {
        self.all.get(usize::from(place)).map(String::as_str)
    }

    const fn comma(&self) -> &'static str {
        match self.version {
            Version::V12 => ",",
            Version::V2004 => "[,]",
        }
    }

    /// Things in no order, each once: by their places, so that one set is one text.
    fn set(&self, places: &[u8]) -> Option<String> {
        let mut places = places.to_vec();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() { Some(self.nothing.clone()) } else { self.list(&places) }
    }

    /// Things in this order.
    fn list(&self, places: &[u8]) -> Option<String> {
        let names: Vec<&str> = places.iter().map(|place| self.at(*place)).collect::<Option<_>>()?;
        (1..=IDENTIFIERS).contains(&names.len()).then(|| names.join(self.comma()))
    }

    /// Each of these with what belongs to it among those.
    fn pairs(&self, those: &Self, places: &[u8]) -> Option<String> {
        let point = match self.version {
            Version::V12 => ".",
            Version::V2004 => "[.]",
        };
        let pairs: Vec<String> = self
            .all
            .iter()
            .zip(places)
            .map(|(name, place)| Some(format!("{name}{point}{}", those.at(*place)?)))
            .collect::<Option<_>>()?;
        ((1..=IDENTIFIERS).contains(&pairs.len()) && pairs.len() == places.len()).then(|| pairs.join(self.comma()))
    }
}

/// `a` to `z`, then `1` to `9`; at the right `1` to `9`, then `a` to `z`. `0` is left for "nothing". `at` is below 35.
fn character(at: u8, side: Side) -> char {
    char::from(match (side, at) {
        (Side::Left, 0..26) => b'a' + at,
        (Side::Left, _) => b'1' + (at - 26) % 9,
        (Side::Right, 0..9) => b'1' + at,
        (Side::Right, _) => b'a' + (at - 9) % 26,
    })
}
