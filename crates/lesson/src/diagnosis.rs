//! What an answer shows beyond its marks: whether it was right for its reason, and whether the student knew.
//!
//! Asking for the answer and for what carries it parts knowledge from luck and from misconception: D. F. Treagust,
//! "Development and use of diagnostic tests to evaluate students' misconceptions in science", International Journal of
//! Science Education 10 (1988), 159–169 (two tiers; certainty is the third).

use crate::{
    ladder::Certainty,
    mark::{Credit, Marks},
};

/// What an answer shows. Each has its own next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// Right, for the right records, and not by guess.
    Solid,
    /// Right, and not for the records that carry it.
    OtherReason,
    /// Wrong, and fairly sure or certain.
    SureAndWrong,
    /// A guess, right or wrong.
    Unsure,
    /// Wrong, where certainty was not asked.
    Missed,
}

impl Diagnosis {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Solid, Self::OtherReason, Self::SureAndWrong, Self::Unsure, Self::Missed];

    /// What a student is told.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Solid => "Right, for the records that carry it, and you knew it.",
            Self::OtherReason => {
                "Right, but not for the records that carry it. Look at what each record on the table was marked as: a \
                 right answer on the wrong ground does not last."
            }
            Self::SureAndWrong => {
                "You were sure, and it is not so. These are the answers that are worth the most: read why, and you \
                 will hardly forget it. The claim will come back to you."
            }
            Self::Unsure => {
                "You said it was a guess. Look at the two dates before you go on. The claim will come back to you."
            }
            Self::Missed => "Not yet. Read why, rung by rung. The claim will come back to you.",
        }
    }

    /// Reads it off the marks, and off how sure the student was of the second reading, if that was asked.
    ///
    /// Right means every mark for the rung and the second question; where neither is asked, for the records.
    pub fn of(marks: &Marks, certainty: Option<Certainty>) -> Self {
        let reason = marks.records == Credit::FULL;
        let right = marks.judgement().map_or(reason, |credit| credit == Credit::FULL);
        match (right, certainty) {
            (_, Some(Certainty::Guess)) => Self::Unsure,
            (false, Some(Certainty::Fairly | Certainty::Certain)) => Self::SureAndWrong,
            (false, None) => Self::Missed,
            (true, _) if reason => Self::Solid,
            (true, _) => Self::OtherReason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Weights;

    fn marks(rung: Option<Credit>, records: Credit) -> Marks {
        Marks { kind: Credit::NONE, records, rung, half: None, weights: Weights::default() }
    }

    #[test]
    fn reason_and_certainty_part_four_kinds_of_answer() {
        use Certainty::{Certain, Fairly, Guess};
        use Diagnosis::{Missed, OtherReason, Solid, SureAndWrong, Unsure};
        let (full, none) = (Credit::FULL, Credit::NONE);
        for (rung, records, sure, found) in [
            (full, full, Some(Certain), Solid),
            (full, full, Some(Fairly), Solid),
            (full, full, Some(Guess), Unsure),
            (full, full, None, Solid),
            (full, none, Some(Certain), OtherReason),
            (full, none, None, OtherReason),
            (none, full, Some(Certain), SureAndWrong),
            (none, none, Some(Fairly), SureAndWrong),
            (none, full, Some(Guess), Unsure),
            (none, full, None, Missed),
        ] {
            assert_eq!(Diagnosis::of(&marks(Some(rung), records), sure), found, "{rung:?} {records:?} {sure:?}");
        }
    }

    #[test]
    fn each_diagnosis_has_a_sentence_of_its_own() {
        let sentences: std::collections::BTreeSet<&str> = Diagnosis::ALL.iter().map(|it| it.says()).collect();
        assert_eq!(sentences.len(), Diagnosis::ALL.len());
        assert!(sentences.iter().all(|says| says.len() > 30 && says.ends_with('.')), "{sentences:?}");
    }

    #[test]
    fn off_the_ladder_the_records_decide() {
        assert_eq!(Diagnosis::of(&marks(None, Credit::FULL), None), Diagnosis::Solid);
        assert_eq!(Diagnosis::of(&marks(None, Credit::NONE), None), Diagnosis::Missed);
    }

    #[test]
    fn nearly_right_is_not_right() {
        let nearly = crate::mark::rung(crate::ladder::Rung::Ordered, crate::ladder::Rung::Covered);
        let found = Diagnosis::of(&marks(Some(nearly), Credit::FULL), Some(Certainty::Certain));
        assert_eq!(found, Diagnosis::SureAndWrong);
    }
}
