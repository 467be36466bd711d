//! What a student's answers come to: marks by kind and rung, what the file changed, how sure against how often right,
//! what to return to. All of it is derived; nothing here is stored.

use crate::{
    desk::{Desk, Key},
    diagnosis::Diagnosis,
    id::ClaimId,
    ladder::Certainty,
    learner::Learner,
    mark::{Marks, decimal, per_cent},
};

/// Marks earned and marks to be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Claims answered.
    pub claims: u16,
    /// Earned, in ten-thousandths of a mark.
    pub earned: i32,
    /// To be had, in marks.
    pub out_of: u16,
}

impl Tally {
    fn add(&mut self, marks: &Marks) {
        self.claims += 1;
        self.earned += marks.total();
        self.out_of += marks.out_of();
    }
}

/// What the file changed: how far the rung of the second reading lies from the key, against that of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Claims whose rung came nearer to the key.
    pub nearer: u16,
    /// Claims whose rung was right, and stayed.
    pub right: u16,
    /// Claims whose rung was wrong, and came no nearer.
    pub no_nearer: u16,
    /// Claims whose rung went further from the key.
    pub further: u16,
}

/// Answers given at one degree of certainty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// How many.
    pub answers: u16,
    /// How many of them were the right rung.
    pub right: u16,
}

impl Level {
    /// The share that was right, in per cent; none without an answer.
    pub fn share(&self) -> Option<u16> {
        (self.answers > 0).then(|| (self.right * 100 + self.answers / 2) / self.answers)
    }
}

/// How sure against how often right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calibration {
    /// One for each degree of certainty, in the order of [`Certainty::ALL`].
    pub levels: [Level; 3],
}

/// From how many answers a picture says something; below that, bars with their counts.
pub const ENOUGH: u16 = 10;

/// How far sureness and rightness may lie apart and still be called close, in points of a hundred.
const CLOSE: i32 = 5;

impl Calibration {
    /// The chance of being right that a degree of certainty stands for, in per cent.
    ///
    /// By the marks for certainty it pays to say "fairly sure" from 67 to 80 per cent, and "certain" above (see
    /// [`crate::mark::certainty`]); these are the middles of the three ranges, the lowest of which begins at 25, the
    /// chance of hitting one of four rungs blindly.
    pub const fn stated(certainty: Certainty) -> u16 {
        match certainty {
            Certainty::Guess => 46,
            Certainty::Fairly => 73,
            Certainty::Certain => 90,
        }
    }

    /// How many answers there are in all.
    pub fn answers(&self) -> u16 {
        self.levels.iter().map(|level| level.answers).sum()
    }

    /// Stated certainty less share right, in points of a hundred: above 0, surer than right. None without an answer.
    ///
    /// Source: S. Lichtenstein, B. Fischhoff and L. D. Phillips, "Calibration of probabilities: the state of the art to
    /// 1980", in D. Kahneman et al. (eds), Judgment under Uncertainty (1982), 306–334 (over- and underconfidence).
    pub fn bias(&self) -> Option<i32> {
        let answers = i32::from(self.answers());
        let sum: i32 = self.each().map(|(stated, level)| stated * level.0 - 100 * level.1).sum();
        // Halves are rounded away from nothing.
        (answers > 0).then(|| (2 * sum + sum.signum() * answers) / (2 * answers))
    }

    /// The mean of (stated chance − outcome)², in ten-thousandths: 0 is best; 2 500 is what saying 50 per cent each time
    /// comes to. None without an answer.
    ///
    /// Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
    /// (1950), 1–3, for two outcomes and the right one only.
    pub fn brier(&self) -> Option<i32> {
        let answers = i32::from(self.answers());
        let sum: i32 = self
            .each()
            .map(|(stated, (said, right))| right * (100 - stated).pow(2) + (said - right) * stated.pow(2))
            .sum();
        (answers > 0).then(|| (sum + answers / 2) / answers)
    }

    /// The bias in a plain sentence.
    pub fn says_bias(&self) -> String {
        let few = if self.answers() < ENOUGH { " So few answers show little." } else { "" };
        match self.bias() {
            None => "No answer with a certainty yet.".to_owned(),
            Some(bias) if bias > CLOSE => {
                format!("You were surer than you were right, by {bias} points of a hundred.{few}")
            }
            Some(bias) if bias < -CLOSE => {
                format!("You were right more often than you thought, by {} points of a hundred.{few}", -bias)
            }
            Some(_) => format!("You were about as sure as you were right.{few}"),
        }
    }

    /// The Brier score in a plain sentence.
    pub fn says_brier(&self) -> String {
        let Some(score) = self.brier() else { return String::new() };
        let hundredths = (score + 50) / 100;
        format!(
            "Your Brier score is {}.{:02}: 0 is best, and whoever calls every answer a toss-up gets 0.25.",
            hundredths / 100,
            hundredths % 100
        )
    }

    fn each(&self) -> impl Iterator<Item = (i32, (i32, i32))> {
        let level = |level: &Level| (i32::from(level.answers), i32::from(level.right));
        Certainty::ALL.iter().zip(&self.levels).map(move |(it, found)| (i32::from(Self::stated(*it)), level(found)))
    }
}

/// What became of one answered claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The claim.
    pub claim: ClaimId,
    /// Its marks.
    pub marks: Marks,
    /// What it shows.
    pub found: Diagnosis,
    /// Whether the file was open for less than ten seconds.
    pub hasty: bool,
}

/// What a student's answers come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All of it.
    pub total: Tally,
    /// By kind, in the order of [`crate::ladder::Kind::ALL`]; a claim of two kinds counts under each.
    pub kinds: [Tally; 5],
    /// By the rung that is right, in the order of [`crate::ladder::Rung::ALL`].
    pub rungs: [Tally; 4],
    /// Off the ladder.
    pub off_ladder: Tally,
    /// What the file changed.
    pub changed: Changed,
    /// How sure against how often right, in the second reading.
    pub calibration: Calibration,
    /// What certainty earned, in ten-thousandths of a mark; beside the marks.
    pub certainty: i32,
    /// Every answered claim, in the order of the keys.
    pub outcomes: Vec<Outcome>,
}

impl Summary {
    /// Sums up the first attempts at these claims.
    pub fn of(keys: &[&Key], learner: &Learner) -> Self {
        let mut all = Self::default();
        for key in keys {
            let Some(work) = learner.work(&key.claim) else { continue };
            let Desk::Verdict { first, second } = &work.desk else { continue };
            let marks = Marks::of(key, first, second, learner.quiz.weights());
            all.total.add(&marks);
            for kind in &key.kinds {
                all.kinds[*kind as usize].add(&marks);
            }
            match key.rung {
                Some(rung) => all.rungs[rung as usize].add(&marks),
                None => all.off_ladder.add(&marks),
            }
            if let (Some(right), Some(before), Some(after)) = (key.rung, first.said, second.said) {
                let (before, now) = (right.distance(before.rung), right.distance(after.rung));
                *match (before, now) {
                    (0, 0) => &mut all.changed.right,
                    _ if now < before => &mut all.changed.nearer,
                    _ if now > before => &mut all.changed.further,
                    _ => &mut all.changed.no_nearer,
                } += 1;
                if let Some(certainty) = after.certainty {
                    let level = &mut all.calibration.levels[certainty as usize];
                    level.answers += 1;
                    level.right += u16::from(now == 0);
                }
            }
            all.certainty += marks.certainty(second);
            let found = Diagnosis::of(&marks, second.certainty());
            all.outcomes.push(Outcome { claim: key.claim.clone(), marks, found, hasty: work.hasty });
        }
        all
    }

    /// The claims to return to, those that were sure and wrong first.
    pub fn to_return_to(&self) -> Vec<&Outcome> {
        let pick = |first: bool| {
            self.outcomes
                .iter()
                .filter(move |it| it.found != Diagnosis::Solid && (it.found == Diagnosis::SureAndWrong) == first)
        };
        pick(true).chain(pick(false)).collect()
    }
}

/// What this lesson calls things, for the plain text.
pub struct Names<'a> {
    /// The lesson.
    pub title: &'a str,
    /// The kinds, in the order of `Kind::ALL`.
    pub kinds: &'a [String],
    /// The rungs, in the order of `Rung::ALL`.
    pub rungs: &'a [String],
    /// The degrees of certainty.
    pub certainty: &'a [String],
    /// A claim.
    pub claim: &'a dyn Fn(&ClaimId) -> String,
    /// What the student believed at the start and at the end.
    pub beliefs: [Option<u8>; 2],
}

impl Summary {
    /// All of it as plain text, to be pasted anywhere.
    pub fn report(&self, names: &Names<'_>) -> String {
        let mut lines = vec![format!("{}: my summary", names.title), String::new()];
        let marks = |tally: &Tally| {
            let share = per_cent(tally.earned, tally.out_of);
            format!("{} of {} marks ({share} %), claims: {}", decimal(tally.earned), tally.out_of, tally.claims)
        };
        lines.push(format!("All: {}", marks(&self.total)));
        let scales = names.kinds.iter().zip(&self.kinds).chain(names.rungs.iter().zip(&self.rungs));
        for (name, it) in scales.filter(|(_, it)| it.claims > 0) {
            lines.push(format!("{name}: {}", marks(it)));
        }
        if self.off_ladder.claims > 0 {
            lines.push(format!("Off the ladder: {}", marks(&self.off_ladder)));
        }
        let Changed { nearer, right, no_nearer, further } = self.changed;
        lines.push(format!(
            "\nWhat the file changed: nearer to the key {nearer}, right before and after {right}, no nearer {no_nearer}, \
             further {further}"
        ));
        for (name, level) in names.certainty.iter().zip(&self.calibration.levels) {
            lines.push(format!("Said “{name}”: {}, right: {}", level.answers, level.right));
        }
        lines.push(self.calibration.says_bias());
        lines.push(self.calibration.says_brier());
        lines.push(format!("Certainty, beside the marks: {}", decimal(self.certainty)));
        if let [Some(before), Some(after)] = names.beliefs {
            lines.push(format!("My belief, of 100: {before} at the start, {after} at the end"));
        }
        lines.push(String::new());
        for it in &self.outcomes {
            let hasty = if it.hasty { " (the file was open for less than ten seconds)" } else { "" };
            lines.push((names.claim)(&it.claim));
            let (earned, out_of) = (decimal(it.marks.total()), it.marks.out_of());
            lines.push(format!("  {earned} of {out_of}. {}{hasty}", it.found.says()));
        }
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::Ticks,
        desk::{FirstReading, Picks, Said, SecondReading},
        ladder::{Kind, Rung},
        learner::Work,
        mark::Credit,
    };
    use proptest::{prelude::*, sample::select};

    fn key(id: &str, kinds: &[Kind], rung: Option<Rung>) -> Key {
        let claim = ClaimId::new(id).expect("an id");
        Key { claim, kinds: kinds.to_vec(), rung, bears: vec![], tempts: vec![], half: None }
    }

    #[expect(clippy::unnecessary_wraps, reason = "an answer may lack it")]
    fn said(rung: Rung, certainty: Certainty) -> Option<Said> {
        Some(Said { rung, certainty: Some(certainty) })
    }

    fn answer(learner: &mut Learner, key: &Key, before: Option<Said>, after: Option<Said>) {
        let first = FirstReading { kind: Kind::Origin, said: before };
        let second = SecondReading { picks: Picks::Nothing, said: after, half: Ticks::default() };
        let desk = Desk::Verdict { first, second };
        learner.desks.push((key.claim.clone(), Work { desk, ..Work::default() }));
    }

    #[test]
    fn marks_are_summed_by_kind_and_by_rung() {
        let keys = [
            key("c1", &[Kind::Origin], Some(Rung::Ordered)),
            key("c2", &[Kind::Fact, Kind::Origin], Some(Rung::None)),
            key("c3", &[Kind::Fact], None),
            key("c4", &[Kind::Fact], Some(Rung::None)),
        ];
        let mut learner = Learner::new("l", "h");
        answer(&mut learner, &keys[0], said(Rung::None, Certainty::Guess), said(Rung::Ordered, Certainty::Certain));
        answer(&mut learner, &keys[1], said(Rung::None, Certainty::Guess), said(Rung::Covered, Certainty::Certain));
        answer(&mut learner, &keys[2], None, None);
        let sum = Summary::of(&keys.iter().collect::<Vec<_>>(), &learner);
        // All of it; kind and records; records alone: no rung to be had.
        assert_eq!(sum.total, Tally { claims: 3, earned: 9 * 10_000 + 5 * 10_000 + 4 * 10_000, out_of: 23 });
        assert_eq!(sum.kinds[Kind::Origin as usize], Tally { claims: 2, earned: 140_000, out_of: 18 });
        assert_eq!(sum.kinds[Kind::Fact as usize], Tally { claims: 2, earned: 90_000, out_of: 14 });
        assert_eq!(sum.kinds[Kind::Scale as usize], Tally::default());
        assert_eq!(sum.rungs[Rung::Ordered as usize].claims, 1);
        assert_eq!(sum.rungs[Rung::None as usize].claims, 1);
        assert_eq!(sum.off_ladder, Tally { claims: 1, earned: 40_000, out_of: 5 });
        assert_eq!(sum.certainty, 3 * 10_000 - 6 * 10_000);
        let back: Vec<&str> = sum.to_return_to().iter().map(|it| it.claim.as_str()).collect();
        assert_eq!(back, ["c2"]);
    }

    #[test]
    fn what_the_file_changed_is_counted_against_the_key() {
        use Rung::{Covered, None, Ordered};
        let mut learner = Learner::new("l", "h");
        let mut keys = Vec::new();
        let pairs = [(Ordered, Ordered), (None, Covered), (Covered, Covered), (Ordered, Covered), (Covered, None)];
        for (at, (before, after)) in pairs.into_iter().enumerate() {
            let key = key(&format!("c{at}"), &[Kind::Fact], Some(Ordered));
            answer(&mut learner, &key, said(before, Certainty::Guess), said(after, Certainty::Guess));
            keys.push(key);
        }
        let sum = Summary::of(&keys.iter().collect::<Vec<_>>(), &learner);
        assert_eq!(sum.changed, Changed { right: 1, nearer: 1, no_nearer: 1, further: 2 });
    }

    #[test]
    fn sure_and_wrong_is_returned_to_first() {
        let mut learner = Learner::new("l", "h");
        let keys: Vec<Key> =
            ["c1", "c2", "c3"].into_iter().map(|id| key(id, &[Kind::Fact], Some(Rung::Ordered))).collect();
        answer(&mut learner, &keys[0], said(Rung::None, Certainty::Guess), said(Rung::None, Certainty::Guess));
        answer(&mut learner, &keys[1], said(Rung::None, Certainty::Guess), said(Rung::None, Certainty::Certain));
        answer(&mut learner, &keys[2], said(Rung::None, Certainty::Guess), said(Rung::Ordered, Certainty::Fairly));
        let sum = Summary::of(&keys.iter().collect::<Vec<_>>(), &learner);
        let back: Vec<&str> = sum.to_return_to().iter().map(|it| it.claim.as_str()).collect();
        assert_eq!(back, ["c2", "c1"]);
    }

    fn calibration(levels: [(u16, u16); 3]) -> Calibration {
        Calibration { levels: levels.map(|(answers, right)| Level { answers, right }) }
    }

    #[test]
    fn bias_and_brier_are_as_defined() {
        // Two certain, one of them right: (0.1² + 0.9²) / 2 = 0.41, and 90 stated against 50.
        let found = calibration([(0, 0), (0, 0), (2, 1)]);
        assert_eq!((found.bias(), found.brier()), (Some(40), Some(4100)));
        // Four guesses, three right: 46 against 75; (3 × 0.54² + 0.46²) / 4 = 0.2716.
        let found = calibration([(4, 3), (0, 0), (0, 0)]);
        assert_eq!((found.bias(), found.brier()), (Some(-29), Some(2716)));
        // 73 against 66.7 is 6.3 points; and one of each: (46 + 73 + 90 − 200) / 3 = 3.
        assert_eq!(calibration([(0, 0), (3, 2), (0, 0)]).bias(), Some(6));
        assert_eq!(calibration([(1, 0), (1, 1), (1, 1)]).bias(), Some(3));
        assert_eq!((calibration([(0, 0); 3]).bias(), calibration([(0, 0); 3]).brier()), (None, None));
    }

    #[test]
    fn calibration_is_told_in_plain_sentences() {
        let says = |levels| {
            let found = calibration(levels);
            (found.says_bias(), found.says_brier())
        };
        let (bias, brier) = says([(0, 0), (0, 0), (2, 1)]);
        assert_eq!(bias, "You were surer than you were right, by 40 points of a hundred. So few answers show little.");
        assert!(brier.starts_with("Your Brier score is 0.41: 0 is best"), "{brier}");
        assert!(says([(12, 12), (0, 0), (0, 0)]).0.starts_with("You were right more often than you thought, by 54"));
        assert_eq!(says([(0, 0), (0, 0), (10, 9)]).0, "You were about as sure as you were right.");
        assert_eq!(says([(0, 0), (0, 0), (10, 9)]).1.get(..25), Some("Your Brier score is 0.09:"));
        assert_eq!(says([(0, 0); 3]), ("No answer with a certainty yet.".to_owned(), String::new()));
    }

    #[test]
    fn the_plain_text_holds_every_number() {
        let keys = [key("c1", &[Kind::Origin], Some(Rung::Ordered)), key("c2", &[Kind::Fact], None)];
        let mut learner = Learner::new("l", "h");
        answer(&mut learner, &keys[0], said(Rung::None, Certainty::Guess), said(Rung::None, Certainty::Certain));
        answer(&mut learner, &keys[1], None, None);
        learner.desks[0].1.hasty = true;
        let names: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).into();
        let text = Summary::of(&[&keys[0], &keys[1]], &learner).report(&Names {
            title: "Lesson",
            kinds: &names,
            rungs: &names[..4],
            certainty: &names[..3],
            claim: &|claim| format!("Claim {claim}"),
            beliefs: [Some(40), Some(60)],
        });
        for part in [
            "Lesson: my summary\n\nAll: 9 of 14 marks (64 %), claims: 2\n",
            "\nOff the ladder: 4 of 5 marks (80 %), claims: 1\n",
            "nearer to the key 0, right before and after 0, no nearer 1, further 0\n",
            "\nSaid “c”: 1, right: 0\n",
            "\nCertainty, beside the marks: −6\n",
            "40 at the start, 60 at the end\n",
            "\nClaim c1\n  5 of 9. You were sure, and it is not so.",
            "(the file was open for less than ten seconds)\nClaim c2\n",
        ] {
            assert!(text.contains(part), "{part:?} in {text}");
        }
        assert!(!text.contains("\nb: "), "no line for what was not answered: {text}");
    }

    #[test]
    fn a_share_is_rounded_to_the_nearest() {
        let share = |answers, right| Level { answers, right }.share();
        assert_eq!(
            [share(3, 1), share(3, 2), share(8, 1), share(4, 4), share(0, 0)],
            [Some(33), Some(67), Some(13), Some(100), None]
        );
    }

    proptest! {
        #[test]
        fn calibration_stays_within_its_bounds(levels in proptest::array::uniform3((0..60_u16, 0..60_u16))) {
            let found = calibration(levels.map(|(answers, right)| (answers, right.min(answers))));
            prop_assert_eq!(found.bias().is_some(), found.answers() > 0);
            prop_assert!(found.bias().is_none_or(|bias| (-100..=100).contains(&bias)));
            prop_assert!(found.brier().is_none_or(|brier| (0..=10_000).contains(&brier)));
        }

        #[test]
        fn the_sum_does_not_depend_on_the_order_of_the_claims(
            answers in proptest::collection::vec((select(Rung::ALL), select(Rung::ALL), select(Rung::ALL), select(Certainty::ALL)), 0..8),
            seed in any::<u64>(),
        ) {
            let mut learner = Learner::new("l", "h");
            let mut keys = Vec::new();
            for (at, (right, before, after, sure)) in answers.into_iter().enumerate() {
                let key = key(&format!("c{at}"), &[Kind::Fact], Some(right));
                answer(&mut learner, &key, said(before, sure), said(after, sure));
                keys.push(key);
            }
            let one = Summary::of(&keys.iter().collect::<Vec<_>>(), &learner);
            let mixed: Vec<&Key> = crate::shuffle::order(seed, keys.len()).into_iter().map(|at| &keys[at]).collect();
            let other = Summary::of(&mixed, &learner);
            prop_assert_eq!((one.total, one.rungs, one.changed, one.calibration), (other.total, other.rungs, other.changed, other.calibration));
            let credits: i32 = one.outcomes.iter().map(|it| it.marks.total()).sum();
            prop_assert_eq!(one.total.earned, credits);
            prop_assert!(one.outcomes.iter().all(|it| it.marks.kind <= Credit::FULL));
        }
    }
}
