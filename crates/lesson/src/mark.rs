//! What an answer is worth.
//!
//! Credits are whole ten-thousandths, so that a mark is the same number on every machine and in every course.

use crate::{
    check::Ticks,
    desk::{FirstReading, HalfKey, Key, Picks, SecondReading},
    ladder::{Certainty, Kind, Rung},
};
use serde::{Deserialize, Serialize};

/// How right an answer is: 0 to 10 000 ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit(u16);

impl Credit {
    /// Nothing of it is right.
    pub const NONE: Self = Self(0);
    /// All of it is right.
    pub const FULL: Self = Self(10_000);

    /// `part` of `whole`, rounded to the nearest ten-thousandth; a part beyond its whole counts as the whole. The
    /// whole must not be zero.
    pub(crate) fn of(part: usize, whole: usize) -> Self {
        let share = (part.min(whole) * 10_000 + whole / 2) / whole;
        Self(u16::try_from(share).unwrap_or(10_000))
    }

    fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// In ten-thousandths.
    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }

    /// What it is worth where this many marks can be had, in ten-thousandths of a mark.
    pub fn worth(self, weight: u8) -> i32 {
        i32::from(self.0) * i32::from(weight)
    }
}

/// The kind of a claim: right or wrong; where a claim has two kinds, either is right.
pub fn kind(right: &[Kind], given: Kind) -> Credit {
    if right.contains(&given) { Credit::FULL } else { Credit::NONE }
}

/// The rung: all for the rung itself, a third for the next, nothing beyond.
///
/// Source: the lesson's research, "Curriculum", section 4. Paying by plain distance gives a reader who always says
/// "covered" more than half; this does not.
pub fn rung(right: Rung, given: Rung) -> Credit {
    match right.distance(given) {
        0 => Credit::FULL,
        1 => Credit::of(1, 3),
        _ => Credit::NONE,
    }
}

/// Several of many: the share of the right ones picked, less the share of the wrong ones picked, and never below nothing.
///
/// With P right and N wrong ones, TP and FP of them picked: max(0, TP/P − FP/N). Whoever picks everything or nothing
/// earns nothing. Where nothing is right (P = 0), saying so is what can be hit: "nothing" earns all, any pick nothing.
/// Source: W. J. Youden, "Index for rating diagnostic tests", Cancer 3 (1950), 32–35 (the index J, floored at 0).
pub fn several(hits: usize, right: usize, slips: usize, wrong: usize) -> Credit {
    let hit = match right {
        0 if slips == 0 => Credit::FULL,
        0 => Credit::NONE,
        right => Credit::of(hits, right),
    };
    let slip = if wrong == 0 { Credit::NONE } else { Credit::of(slips, wrong) };
    hit.less(slip)
}

/// An order: Kendall's tau of what was given against what is right, and never below nothing.
///
/// `right` and `given` hold a place for each thing. Of all pairs, those in the right order less those in the wrong one,
/// over all: 1 for the right order, 0 for what chance gives on average and for anything worse. Two things put at one
/// place are neither. Source: M. G. Kendall, "A new measure of rank correlation", Biometrika 30 (1938), 81–93.
pub fn order(right: &[u8], given: &[u8]) -> Credit {
    let pairs = (0..right.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let (mut agree, mut differ, mut all) = (0, 0, 0);
    for (a, b) in pairs.filter(|(a, _)| *a < given.len()) {
        all += 1;
        match (right[a].cmp(&right[b]), given[a].cmp(&given[b])) {
            (_, std::cmp::Ordering::Equal) => {}
            (right, given) if right == given => agree += 1,
            _ => differ += 1,
        }
    }
    if all == 0 { Credit::FULL } else { Credit::of(agree, all).less(Credit::of(differ, all)) }
}

/// The records: several of many, bearing ones against tempting ones.
pub fn records(key: &Key, picks: &Picks) -> Credit {
    let (hits, slips) = match picks {
        Picks::Nothing => (0, 0),
        Picks::These(set) => (
            key.bears.iter().filter(|exhibit| set.contains(exhibit)).count(),
            key.tempts.iter().filter(|exhibit| set.contains(exhibit)).count(),
        ),
    };
    several(hits, key.bears.len(), slips, key.tempts.len())
}

/// The second half: everything that is right and nothing that is wrong; what is free does not count.
pub fn half(key: &HalfKey, given: Ticks) -> Credit {
    if given.without(key.free) == key.right.without(key.free) { Credit::FULL } else { Credit::NONE }
}

/// What the parts of a claim count, in marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// The kind of claim.
    pub kind: u8,
    /// The records picked.
    pub records: u8,
    /// The rung of the second reading; where the claim has two halves, this is shared between them. Even, so that half
    /// of it is a whole mark.
    pub rung: u8,
}

impl Default for Weights {
    /// The kind counts little: one kind fits most claims. What no trick may earn with these weights is tested by
    /// simulated readers, in the crate `author`.
    fn default() -> Self {
        Self { kind: 1, records: 4, rung: 4 }
    }
}

/// The marks for one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// For the kind, from the first reading.
    pub kind: Credit,
    /// For the records, from the second reading.
    pub records: Credit,
    /// For the rung, from the second reading; none for a claim off the ladder.
    pub rung: Option<Credit>,
    /// For the second half; none for a claim without one.
    pub half: Option<Credit>,
    /// What each of them counts.
    pub weights: Weights,
}

impl Marks {
    /// Marks two readings of a claim.
    pub fn of(key: &Key, first: &FirstReading, second: &SecondReading, weights: Weights) -> Self {
        Self {
            kind: kind(&key.kinds, first.kind),
            records: records(key, &second.picks),
            rung: key.rung.map(|right| second.said.map_or(Credit::NONE, |said| rung(right, said.rung))),
            half: key.half.as_ref().map(|key| half(key, second.half)),
            weights,
        }
    }

    /// The sum, in ten-thousandths of a mark: 0 to 10 000 × [`Marks::out_of`].
    pub fn total(&self) -> i32 {
        self.kind.worth(self.weights.kind)
            + self.records.worth(self.weights.records)
            + self.judgement().map_or(0, |credit| credit.worth(self.weights.rung))
    }

    /// For the rung and the second half together: half of it each; none where neither is asked.
    pub fn judgement(&self) -> Option<Credit> {
        match (self.rung, self.half) {
            (Some(rung), Some(half)) => Some(Credit::of(usize::from(rung.0 + half.0), 20_000)),
            (rung, half) => rung.or(half),
        }
    }

    /// What certainty earned, in ten-thousandths of a mark; nothing where no rung or no certainty was asked.
    pub fn certainty(&self, second: &SecondReading) -> i32 {
        self.rung.zip(second.certainty()).map_or(0, |(credit, said)| certainty(said, credit))
    }

    /// The marks that can be had.
    pub fn out_of(&self) -> u16 {
        let judged = if self.judgement().is_some() { self.weights.rung } else { 0 };
        u16::from(self.weights.kind) + u16::from(self.weights.records) + u16::from(judged)
    }
}

/// What certainty is worth, in ten-thousandths of a mark: −60 000 to 30 000.
///
/// Right pays 1, 2 or 3; wrong costs 0, 2 or 6; partly right (a share f) pays f × right + (1 − f) × wrong. Saying how
/// sure one really is pays best. Source: A. R. Gardner-Medwin, "Confidence-based marking: towards deeper learning and
/// better exams", in C. Bryan and K. Clegg (eds), Innovative Assessment in Higher Education (2006), 141–149.
pub fn certainty(said: Certainty, credit: Credit) -> i32 {
    let (right, wrong) = match said {
        Certainty::Guess => (1, 0),
        Certainty::Fairly => (2, -2),
        Certainty::Certain => (3, -6),
    };
    i32::from(credit.0) * right + (10_000 - i32::from(credit.0)) * wrong
}

/// Marks earned, in ten-thousandths, of marks to be had, as per cent, rounded to the nearest; 0 where none could be had.
pub fn per_cent(earned: i32, out_of: u16) -> i32 {
    let whole = i32::from(out_of) * 100;
    if whole == 0 { 0 } else { (earned + whole / 2) / whole }
}

/// "1 mark", "4 marks".
pub fn marks(count: u8) -> String {
    if count == 1 { "1 mark".to_owned() } else { format!("{count} marks") }
}

/// Ten-thousandths as a short decimal: `3`, `3.7`, `−2`; halves round away from nothing.
pub fn decimal(ten_thousandths: i32) -> String {
    let tenths = (ten_thousandths.unsigned_abs() + 500) / 1000;
    let sign = if ten_thousandths.is_negative() && tenths > 0 { "−" } else { "" };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        desk::Said,
        id::{ClaimId, Exhibit},
    };
    use proptest::{collection::btree_set, prelude::*, sample::subsequence};

    fn exhibits(from: u8, to: u8) -> Vec<Exhibit> {
        (from..to).map(|n| format!("r{n}").parse().expect("an exhibit")).collect()
    }

    fn key(bears: u8, tempts: u8) -> Key {
        Key {
            claim: ClaimId::new("c1").expect("an id"),
            kinds: vec![Kind::Origin],
            rung: Some(Rung::Ordered),
            half: None,
            bears: exhibits(0, bears),
            tempts: exhibits(100, 100 + tempts),
        }
    }

    fn these(picked: &[Exhibit]) -> Picks {
        Picks::These(picked.to_vec())
    }

    #[test]
    fn a_rung_pays_all_a_third_or_nothing() {
        let paid: Vec<u16> = Rung::ALL.iter().map(|given| rung(Rung::Ordered, *given).ten_thousandths()).collect();
        assert_eq!(paid, [0, 0, 3333, 10_000]);
    }

    #[test]
    fn picking_everything_or_nothing_earns_nothing() {
        let key = key(2, 3);
        let all: Vec<Exhibit> = key.bears.iter().chain(&key.tempts).cloned().collect();
        assert_eq!(records(&key, &these(&all)), Credit::NONE);
        assert_eq!(records(&key, &Picks::Nothing), Credit::NONE);
        assert_eq!(records(&key, &these(&key.bears)), Credit::FULL);
        assert_eq!(records(&key, &these(&key.bears[..1])).ten_thousandths(), 5000);
    }

    #[test]
    fn an_order_earns_kendalls_tau() {
        // Of ten pairs four are the wrong way round: tau = (6 − 4) / 10.
        assert_eq!(order(&[1, 2, 3, 4, 5], &[3, 4, 1, 2, 5]).ten_thousandths(), 2000);
        assert_eq!(order(&[0, 1, 2, 3], &[0, 1, 2, 3]), Credit::FULL);
        assert_eq!(order(&[0, 1, 2, 3], &[3, 2, 1, 0]), Credit::NONE);
        // One neighbouring pair exchanged: five of six pairs agree, one differs.
        assert_eq!(order(&[0, 1, 2, 3], &[1, 0, 2, 3]).ten_thousandths(), 6666);
        // Two at one place: five agree, none differs.
        assert_eq!(order(&[0, 1, 2, 3], &[0, 0, 2, 3]).ten_thousandths(), 8333);
        assert_eq!(order(&[], &[]), Credit::FULL);
        // Of what was given short, what is there counts.
        assert_eq!(order(&[0, 1, 2], &[0, 1]), Credit::FULL);
    }

    #[test]
    fn certainty_beside_the_marks_needs_a_rung_and_a_certainty() {
        let key = key(0, 0);
        let said = |certainty| Some(Said { rung: Rung::Ordered, certainty });
        let worth = |key: &Key, said: Option<Said>| {
            let first = FirstReading { kind: Kind::Origin, said };
            let second = SecondReading { picks: Picks::Nothing, said, half: Ticks::default() };
            Marks::of(key, &first, &second, Weights::default()).certainty(&second)
        };
        assert_eq!(worth(&key, said(Some(Certainty::Certain))), 30_000);
        assert_eq!(worth(&key, said(None)), 0);
        assert_eq!(worth(&Key { rung: None, ..key }, None), 0);
    }

    #[test]
    fn where_nothing_bears_nothing_is_right() {
        let key = key(0, 3);
        assert_eq!(records(&key, &Picks::Nothing), Credit::FULL);
        for slips in 1..=3 {
            assert_eq!(records(&key, &these(&key.tempts[..slips])), Credit::NONE);
        }
        // What is free is in neither list, and costs nothing here either.
        assert_eq!(records(&key, &these(&exhibits(7, 8))), Credit::FULL);
    }

    #[test]
    fn the_second_half_wants_all_that_is_right_and_nothing_wrong() {
        let ticks = |places: &[u8]| places.iter().copied().collect::<Ticks>();
        let key = HalfKey { right: ticks(&[1, 3]), free: ticks(&[2, 3]) };
        for (given, right) in [(&[1][..], true), (&[1, 2], true), (&[1, 2, 3], true), (&[2], false), (&[0, 1], false)] {
            let credit = half(&key, ticks(given));
            assert_eq!(credit == Credit::FULL, right, "{given:?}");
        }
    }

    #[test]
    fn halves_share_the_marks_of_the_rung_and_a_claim_off_the_ladder_has_none() {
        let said = Some(Said { rung: Rung::Ordered, certainty: Some(Certainty::Guess) });
        let first = FirstReading { kind: Kind::Origin, said };
        let second = SecondReading { picks: Picks::Nothing, said, half: [0].into_iter().collect() };
        let of = |key: &Key| {
            let marks = Marks::of(key, &first, &second, Weights::default());
            (marks.total() / 10_000, marks.out_of())
        };
        let plain = Key { bears: Vec::new(), tempts: Vec::new(), ..key(0, 0) };
        assert_eq!(of(&plain), (9, 9));
        let half_wrong =
            Key { half: Some(HalfKey { right: [1].into_iter().collect(), free: Ticks::default() }), ..plain.clone() };
        assert_eq!(of(&half_wrong), (7, 9));
        assert_eq!(of(&Key { rung: None, ..plain.clone() }), (5, 5));
        assert_eq!(of(&Key { rung: None, ..half_wrong }), (5, 9));
    }

    #[test]
    fn certainty_pays_as_published() {
        let table: Vec<(i32, i32)> = Certainty::ALL
            .iter()
            .map(|said| (certainty(*said, Credit::FULL) / 10_000, certainty(*said, Credit::NONE) / 10_000))
            .collect();
        assert_eq!(table, [(1, 0), (2, -2), (3, -6)]);
    }

    #[test]
    fn shares_are_rounded_to_the_nearest_per_cent() {
        for (earned, out_of, share) in [(0, 0, 0), (0, 9, 0), (90_000, 9, 100), (30_000, 9, 33), (60_000, 9, 67)] {
            assert_eq!(per_cent(earned, out_of), share);
        }
        assert_eq!((marks(1), marks(4)), ("1 mark".to_owned(), "4 marks".to_owned()));
    }

    #[test]
    fn marks_are_written_shortly() {
        for (value, text) in [(0, "0"), (36_667, "3.7"), (50_000, "5"), (-20_000, "−2"), (-400, "0"), (9_999, "1")] {
            assert_eq!(decimal(value), text);
        }
    }

    fn any_rung() -> impl Strategy<Value = Rung> {
        proptest::sample::select(Rung::ALL)
    }

    fn any_certainty() -> impl Strategy<Value = Certainty> {
        proptest::sample::select(Certainty::ALL)
    }

    fn any_kind() -> impl Strategy<Value = Kind> {
        proptest::sample::select(Kind::ALL)
    }

    prop_compose! {
        fn key_and_picks()(bears in 0..6_u8, tempts in 0..6_u8)(
            key in Just(key(bears, tempts)),
            hits in subsequence(exhibits(0, bears), 0..=bears.into()),
            slips in subsequence(exhibits(100, 100 + tempts), 0..=tempts.into()),
        ) -> (Key, Vec<Exhibit>, Vec<Exhibit>) {
            (key, hits, slips)
        }
    }

    proptest! {
        #[test]
        fn marks_stay_within_their_bounds_and_repeat(
            (key, hits, slips) in key_and_picks(), given in any_rung(), kind in any_kind(), sure in any_certainty(),
            weights in (0..9_u8, 0..9_u8, 0..9_u8), on_ladder in any::<bool>(), in_halves in any::<bool>(),
            ticked in btree_set(0..4_u8, 0..4),
        ) {
            let picked: Vec<Exhibit> = hits.into_iter().chain(slips).collect();
            let key = Key {
                rung: on_ladder.then_some(Rung::Ordered),
                half: in_halves.then(|| HalfKey { right: [1].into_iter().collect(), free: [2].into_iter().collect() }),
                ..key
            };
            let said = on_ladder.then_some(Said { rung: given, certainty: Some(sure) });
            let first = FirstReading { kind, said };
            let second = SecondReading { picks: these(&picked), said, half: ticked.into_iter().collect() };
            let weights = Weights { kind: weights.0, records: weights.1, rung: weights.2 };
            let marks = Marks::of(&key, &first, &second, weights);
            prop_assert!((0..=i32::from(marks.out_of()) * 10_000).contains(&marks.total()));
            prop_assert_eq!(marks, Marks::of(&key, &first, &second, weights));
            prop_assert_eq!(marks.judgement().is_some(), on_ladder || in_halves);
            for credit in [marks.rung, marks.half].into_iter().flatten() {
                prop_assert!((-60_000..=30_000).contains(&certainty(sure, credit)));
            }
        }

        #[test]
        fn a_better_pick_never_scores_less((key, hits, slips) in key_and_picks()) {
            let picked: Vec<Exhibit> = hits.iter().chain(&slips).cloned().collect();
            let before = records(&key, &these(&picked));
            for missed in key.bears.iter().filter(|bearing| !hits.contains(bearing)) {
                let mut better = picked.clone();
                better.push(missed.clone());
                prop_assert!(records(&key, &these(&better)) >= before);
            }
            for slip in &slips {
                let better: Vec<Exhibit> = picked.iter().filter(|pick| *pick != slip).cloned().collect();
                prop_assert!(records(&key, &these(&better)) >= before);
            }
        }

        #[test]
        fn an_order_does_not_care_what_things_are_called(
            given in Just((0..7_u8).collect::<Vec<_>>()).prop_shuffle(), names in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let right: Vec<u8> = (0..7).collect();
            let renamed = |places: &[u8]| names.iter().map(|at| places[*at]).collect::<Vec<_>>();
            prop_assert_eq!(order(&right, &given), order(&renamed(&right), &renamed(&given)));
            // It is symmetric, and turning both round changes nothing.
            prop_assert_eq!(order(&right, &given), order(&given, &right));
            let turned = |places: &[u8]| places.iter().map(|place| 6 - place).collect::<Vec<_>>();
            prop_assert_eq!(order(&right, &given), order(&turned(&right), &turned(&given)));
        }

        #[test]
        fn putting_a_neighbouring_pair_right_never_costs(
            given in Just((0..6_u8).collect::<Vec<_>>()).prop_shuffle(), at in 0..5_usize,
        ) {
            let right: Vec<u8> = (0..6).collect();
            let mut better = given.clone();
            if better[at] > better[at + 1] {
                better.swap(at, at + 1);
            }
            prop_assert!(order(&right, &better) >= order(&right, &given));
        }

        #[test]
        fn several_of_many_stays_within_its_bounds(right in 0..9_usize, wrong in 0..9_usize, hits in 0..9_usize, slips in 0..9_usize) {
            let (hits, slips) = (hits.min(right), slips.min(wrong));
            let credit = several(hits, right, slips, wrong);
            prop_assert!(credit <= Credit::FULL);
            prop_assert!(slips == 0 || several(hits, right, slips - 1, wrong) >= credit);
            prop_assert!(right > 0 || slips == 0 || credit == Credit::NONE);
            prop_assert!(hits == right || several(hits + 1, right, slips, wrong) >= credit);
        }

        #[test]
        fn a_nearer_rung_never_scores_less(right in any_rung(), a in any_rung(), b in any_rung()) {
            if right.distance(a) <= right.distance(b) {
                prop_assert!(rung(right, a) >= rung(right, b));
            }
        }

        #[test]
        fn a_better_answer_never_loses_at_the_same_certainty(right in any_rung(), a in any_rung(), b in any_rung(),
            sure in any_certainty()) {
            if rung(right, a) >= rung(right, b) {
                prop_assert!(certainty(sure, rung(right, a)) >= certainty(sure, rung(right, b)));
            }
        }
    }
}
