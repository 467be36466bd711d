//! A quiz: which claims, in which order, and how they are marked. A teacher sets one by its address; a student takes one
//! by choosing it.
//!
//! ```text
//! ?set=core&seed=7&marks=1-4-4&certainty=no#quiz
//! ```
//!
//! `set` names a set of claims; `seed` shuffles it (0, or none, leaves it as printed); `marks` are what kind, records and
//! rung count; `certainty=no` leaves out how sure the student is.

use crate::{mark::Weights, shuffle};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A quiz, as it was set or chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// The set of claims, such as `core` or `kind-scale`.
    pub set: String,
    /// What shuffles it; 0 leaves it as printed.
    pub seed: u32,
    /// What the parts of a claim count; none for what is usual.
    pub weights: Option<Weights>,
    /// Whether the student is asked how sure they are.
    pub certainty: bool,
}

impl Default for Quiz {
    /// What holds where nothing was set or chosen.
    fn default() -> Self {
        Self { set: String::new(), seed: 0, weights: None, certainty: true }
    }
}

/// Why an address sets no quiz.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuiz {
    /// The set is not one of this lesson's.
    #[error("its set of claims, “{0}”, is not in this lesson")]
    Set(String),
    /// The seed is not a number.
    #[error("its seed, “{0}”, is not a whole number from 0 to 4294967295")]
    Seed(String),
    /// The marks are not three small numbers.
    #[error("its marks, “{0}”, are not three numbers from 0 to 9 with hyphens between them, such as 1-4-4")]
    Marks(String),
    /// Certainty is neither asked nor left out.
    #[error("its certainty, “{0}”, is neither “yes” nor “no”")]
    Certainty(String),
}

impl Quiz {
    /// The quiz that an address sets: its query, such as `?set=core&seed=7`. None if it sets none. Keys that are not a
    /// quiz's are left alone: hosts add their own.
    ///
    /// # Errors
    /// [`BadQuiz`] says which part cannot be used; `known` tells whether a set is in this lesson.
    pub fn of_address(query: &str, known: impl Fn(&str) -> bool) -> Result<Option<Self>, BadQuiz> {
        let mut quiz = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            match key {
                "set" if known(value) => value.clone_into(&mut quiz.set),
                "set" => return Err(BadQuiz::Set(value.to_owned())),
                "seed" => quiz.seed = value.parse().map_err(|_| BadQuiz::Seed(value.to_owned()))?,
                "marks" => quiz.weights = Some(weights(value).ok_or_else(|| BadQuiz::Marks(value.to_owned()))?),
                "certainty" if value == "no" => quiz.certainty = false,
                "certainty" if value == "yes" => quiz.certainty = true,
                "certainty" => return Err(BadQuiz::Certainty(value.to_owned())),
                _ => {}
            }
        }
        Ok((!quiz.set.is_empty()).then_some(quiz))
    }

    /// The query of its address, without the question mark; what is as usual is left out.
    pub fn query(&self) -> String {
        let mut query = format!("set={}", self.set);
        if self.seed > 0 {
            // Writing to a String cannot fail.
            let _ = write!(query, "&seed={}", self.seed);
        }
        if let Some(Weights { kind, records, rung }) = self.weights {
            let _ = write!(query, "&marks={kind}-{records}-{rung}");
        }
        if !self.certainty {
            query.push_str("&certainty=no");
        }
        query
    }

    /// What the parts of a claim count.
    pub fn weights(&self) -> Weights {
        self.weights.unwrap_or_default()
    }

    /// The order of a set of so many claims.
    pub fn order(&self, count: usize) -> Vec<usize> {
        if self.seed == 0 { (0..count).collect() } else { shuffle::order(self.seed.into(), count) }
    }
}

/// Reads `1-4-4`. Something must count.
fn weights(text: &str) -> Option<Weights> {
    let one = |part: Option<&str>| part?.parse::<u8>().ok().filter(|weight| *weight <= 9);
    let mut parts = text.split('-');
    let weights = Weights { kind: one(parts.next())?, records: one(parts.next())?, rung: one(parts.next())? };
    let counts = weights.kind + weights.records + weights.rung > 0;
    (counts && parts.next().is_none()).then_some(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> Result<Option<Quiz>, BadQuiz> {
        Quiz::of_address(query, |set| set == "core" || set == "all")
    }

    #[test]
    fn an_address_sets_a_quiz() {
        let weights = Some(Weights { kind: 1, records: 3, rung: 0 });
        let quiz = Quiz { set: "core".to_owned(), seed: 7, weights, certainty: false };
        assert_eq!(read("?set=core&seed=7&marks=1-3-0&certainty=no&utm=x&y"), Ok(Some(quiz)));
        assert_eq!(read("?set=all&certainty=yes"), Ok(Some(Quiz { set: "all".to_owned(), ..Quiz::default() })));
    }

    #[test]
    fn an_address_without_a_set_sets_none() {
        for query in ["", "?", "?course=12", "?seed=7", "?setcore"] {
            assert_eq!(read(query), Ok(None), "{query}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (query, bad) in [
            ("?set=everything", BadQuiz::Set("everything".to_owned())),
            ("?set=core&seed=-1", BadQuiz::Seed("-1".to_owned())),
            ("?set=core&seed=4294967296", BadQuiz::Seed("4294967296".to_owned())),
            ("?set=core&marks=1-2", BadQuiz::Marks("1-2".to_owned())),
            ("?set=core&marks=1-2-2-2", BadQuiz::Marks("1-2-2-2".to_owned())),
            ("?set=core&marks=0-0-0", BadQuiz::Marks("0-0-0".to_owned())),
            ("?set=core&marks=1-2-10", BadQuiz::Marks("1-2-10".to_owned())),
            ("?set=core&certainty=maybe", BadQuiz::Certainty("maybe".to_owned())),
        ] {
            assert_eq!(read(query), Err(bad), "{query}");
        }
    }

    #[test]
    fn no_seed_leaves_the_order_as_printed() {
        let quiz = Quiz::default();
        assert_eq!(quiz.order(4), [0, 1, 2, 3]);
        let shuffled = Quiz { seed: 9, ..quiz };
        assert_eq!(shuffled.order(16), shuffle::order(9, 16));
    }

    proptest! {
        #[test]
        fn an_address_is_written_and_read_back(
            seed in any::<u32>(), parts in (0..=9_u8, 0..=9_u8, 1..=9_u8), certainty in any::<bool>(),
        ) {
            let weights = Some(Weights { kind: parts.0, records: parts.1, rung: parts.2 });
            let quiz = Quiz { set: "core".to_owned(), seed, weights, certainty };
            prop_assert_eq!(read(&quiz.query()), Ok(Some(quiz)));
        }

        #[test]
        fn any_address_is_read_without_a_panic(query in ".{0,60}") {
            let _ = read(&query);
        }
    }
}
