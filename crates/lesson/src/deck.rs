//! Coming back: the claims that were missed or unsure return after two days, a week and three weeks.
//!
//! Steps from the lesson's research ("Curriculum", section 8). That widening gaps help is shown by N. J. Cepeda et al.,
//! "Distributed practice in verbal recall tasks", Psychological Bulletin 132 (2006), 354–380; that errors made with
//! confidence are the ones best corrected, by B. Butterfield and J. Metcalfe, "Errors committed with high confidence are
//! hypercorrected", Journal of Experimental Psychology 27 (2001), 1491–1494: they come first.

use crate::{diagnosis::Diagnosis, id::ClaimId};
use serde::{Deserialize, Serialize};

/// A day, counted from 1 January 1970 in the student's own time zone.
pub type Day = u16;

/// After how many days a card returns, step by step.
pub const STEPS: [Day; 3] = [2, 7, 21];

/// A claim that is to return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// How many times in a row it was right when it returned: 0 to 2.
    pub step: u8,
    /// The day from which it is due.
    pub due: Day,
    /// Whether it was sure and wrong when it was last answered.
    pub sure_and_wrong: bool,
}

impl Card {
    /// The card of a claim after its first answer; none if there is no reason to return.
    pub fn after_first(found: Diagnosis, today: Day) -> Option<Self> {
        (found != Diagnosis::Solid).then(|| Self::at(0, found, today))
    }

    /// The card after it was answered again; none when it has been right three times.
    ///
    /// Whoever comes before the day has practised, and the card waits for its day.
    #[must_use]
    pub fn after_return(self, found: Diagnosis, today: Day) -> Option<Self> {
        match found {
            Diagnosis::Solid if today < self.due => Some(self),
            Diagnosis::Solid => {
                let step = self.step + 1;
                (usize::from(step) < STEPS.len()).then(|| Self::at(step, found, today))
            }
            _ => Some(Self::at(0, found, today)),
        }
    }

    fn at(step: u8, found: Diagnosis, today: Day) -> Self {
        let gap = STEPS.get(usize::from(step)).copied().unwrap_or_default();
        Self { step, due: today.saturating_add(gap), sure_and_wrong: found == Diagnosis::SureAndWrong }
    }

    /// Whether its day has come.
    pub const fn is_due(&self, today: Day) -> bool {
        self.due <= today
    }

    /// What sorts cards by urgency, the smallest first: sure and wrong, then by the day.
    pub fn urgency(&self) -> u32 {
        u32::from(self.due) + if self.sure_and_wrong { 0 } else { 1 << 16 }
    }
}

/// Cards, the most urgent first; of equals the one that came first.
///
/// By insertion: there are fifty at most, and a general sort would weigh 2 kB (brotli) in the WASM.
pub fn by_urgency<'a>(cards: impl Iterator<Item = (&'a ClaimId, Card)>) -> Vec<(&'a ClaimId, Card)> {
    let mut sorted: Vec<(&ClaimId, Card)> = Vec::new();
    for (claim, card) in cards {
        let at = sorted.iter().position(|(_, other)| other.urgency() > card.urgency()).unwrap_or(sorted.len());
        sorted.insert(at, (claim, card));
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    #[test]
    fn a_card_returns_after_two_days_a_week_and_three_weeks() {
        let card = Card::after_first(Diagnosis::Unsure, 100).expect("a card");
        assert_eq!((card.step, card.due), (0, 102));
        let card = card.after_return(Diagnosis::Solid, 102).expect("a card");
        assert_eq!((card.step, card.due), (1, 109));
        let card = card.after_return(Diagnosis::Solid, 110).expect("a card");
        assert_eq!((card.step, card.due), (2, 131));
        assert_eq!(card.after_return(Diagnosis::Solid, 131), None);
    }

    #[test]
    fn what_was_solid_does_not_return() {
        assert_eq!(Card::after_first(Diagnosis::Solid, 100), None);
    }

    #[test]
    fn a_miss_starts_over_and_practice_before_the_day_does_not_count() {
        let card = Card { step: 2, due: 131, sure_and_wrong: false };
        let missed = Card { step: 0, due: 122, sure_and_wrong: true };
        assert_eq!(card.after_return(Diagnosis::SureAndWrong, 120), Some(missed));
        assert_eq!(card.after_return(Diagnosis::Solid, 130), Some(card));
        assert!(!card.is_due(130) && card.is_due(131));
    }

    #[test]
    fn sure_and_wrong_comes_first_then_the_older() {
        let card = |due, sure_and_wrong| Card { step: 0, due, sure_and_wrong };
        let claim = ClaimId::new("c1").expect("an id");
        let cards = [card(5, false), card(9, true), card(3, false), card(7, true)];
        let sorted = by_urgency(cards.into_iter().map(|card| (&claim, card)));
        assert_eq!(sorted.into_iter().map(|(_, card)| card.due).collect::<Vec<_>>(), [7, 9, 3, 5]);
        // Of equals the one that came first.
        let other = ClaimId::new("c2").expect("an id");
        let equal = [(&claim, card(5, true)), (&other, card(5, true))];
        assert_eq!(by_urgency(equal.into_iter()), equal);
    }

    proptest! {
        #[test]
        fn a_card_is_never_due_before_the_next_step(
            step in 0..3_u8, due in any::<u16>(), today in 0..60_000_u16, sure in any::<bool>(),
            found in select(Diagnosis::ALL),
        ) {
            let card = Card { step, due, sure_and_wrong: sure };
            if let Some(next) = card.after_return(found, today) {
                prop_assert!(next == card || next.due >= today + STEPS[0]);
                prop_assert!(usize::from(next.step) < STEPS.len());
            } else {
                prop_assert_eq!((found, step), (Diagnosis::Solid, 2));
            }
        }
    }
}
