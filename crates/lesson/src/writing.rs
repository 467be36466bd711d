//! What a student writes: the essay, the file that would change their mind, how it is judged. Stored apart from the
//! answers, which must fit where an essay does not.
//!
//! ```text
//! by-popular-demand/writing/1:…
//! ```

use crate::{id::RecordId, learner::Unreadable, pack};
use serde::{Deserialize, Serialize};

/// The version that this code writes.
pub const VERSION: u16 = 1;

/// Who judges a piece of writing: its author, or one of two peers.
pub const JUDGES: usize = 3;

/// Everything that a student has written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// The essay.
    pub essay: String,
    /// What file would change their mind.
    pub file: String,
    /// At which level they saw each of the sample answers, counted from the best; by sample.
    pub samples: Vec<Option<u8>>,
    /// At which level each judge saw the essay, counted from the best; by strand of the rubric.
    pub rubric: Vec<[Option<u8>; JUDGES]>,
}

impl Writing {
    /// Reads what [`Writing::write`] wrote.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong. The text should then be kept aside, never overwritten.
    pub fn read(text: &str, lesson: &str) -> Result<Self, Unreadable> {
        let (head, packed) = text.split_once(':').ok_or(Unreadable::Damaged)?;
        let (of, version) = head.rsplit_once('/').ok_or(Unreadable::Damaged)?;
        let of = of.strip_suffix("/writing").ok_or(Unreadable::Damaged)?;
        let version: u16 = version.parse().map_err(|_| Unreadable::Damaged)?;
        if of != lesson {
            return Err(Unreadable::Foreign);
        }
        match version {
            VERSION => pack::unpack(packed).map_err(|pack::Damaged| Unreadable::Damaged),
            0 => Err(Unreadable::Damaged),
            _ => Err(Unreadable::Newer),
        }
    }

    /// The text to store: one line.
    pub fn write(&self, lesson: &str) -> String {
        format!("{lesson}/writing/{VERSION}:{}", pack::pack(self))
    }

    /// Whether nothing has been written.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Keeps at which level a judge sees a strand.
    pub fn judge(&mut self, strand: usize, judge: usize, level: Option<u8>) {
        if self.rubric.len() <= strand {
            self.rubric.resize(strand + 1, [None; JUDGES]);
        }
        if let Some(kept) = self.rubric[strand].get_mut(judge) {
            *kept = level;
        }
    }

    /// Keeps at which level the student sees a sample answer.
    pub fn judge_sample(&mut self, sample: usize, level: Option<u8>) {
        if self.samples.len() <= sample {
            self.samples.resize(sample + 1, None);
        }
        self.samples[sample] = level;
    }
}

/// How many words a text has: stretches between blanks that hold a letter or a digit.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(is_of_a_word)).count()
}

/// A letter or a digit, roughly: the tables that know it exactly would weigh more than the rest of this file.
fn is_of_a_word(c: char) -> bool {
    let signs = '\u{2000}'..='\u{2bff}';
    c.is_ascii_alphanumeric() || (c >= '\u{c0}' && !signs.contains(&c))
}

/// The records that a text names in square brackets, such as `[R5]` or `[r15a]`, each once, in the order of the text.
pub fn references(text: &str) -> Vec<RecordId> {
    let mut all = Vec::new();
    for part in text.split('[').skip(1) {
        let Some((name, _)) = part.split_once(']') else { continue };
        if let Ok(id) = RecordId::new(&name.trim().to_ascii_lowercase())
            && !all.contains(&id)
        {
            all.push(id);
        }
    }
    all
}

/// What two or three judgements of one strand come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The median, in halves of a level: with two judges it lies between them.
    pub halves: u8,
    /// Whether two judges lie two levels or more apart, which a teacher should see.
    pub apart: bool,
}

/// The median of what judges gave in points, and whether they lie apart; none if nobody has judged.
///
/// Source: the lesson's research ("Curriculum", section 5).
pub fn agreed(points: &[u8]) -> Option<Agreed> {
    let (least, most) = (*points.iter().min()?, *points.iter().max()?);
    // The middle one has as many at or below it as there are up to its place.
    let at = |place: usize| (least..=most).find(|level| points.iter().filter(|it| *it <= level).count() > place);
    let halves = at((points.len() - 1) / 2)? + at(points.len() / 2)?;
    Some(Agreed { halves, apart: most - least >= 2 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_what_stands_between_blanks() {
        for (text, count) in [
            ("", 0),
            ("  \n ", 0),
            ("One word", 2),
            ("It isn’t – or is it?\nNo. ", 6),
            ("27,000 sets [R7]", 3),
            ("…", 0),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
    }

    #[test]
    fn records_are_named_in_square_brackets() {
        let named = references("As [R5] shows, and [ r15a ], and [R5] again; [see note 84], [], [open");
        assert_eq!(named.iter().map(RecordId::as_str).collect::<Vec<_>>(), ["r5", "r15a"]);
    }

    #[test]
    fn the_median_of_two_lies_between_them() {
        assert_eq!(agreed(&[]), None);
        assert_eq!(agreed(&[3]), Some(Agreed { halves: 6, apart: false }));
        assert_eq!(agreed(&[3, 4]), Some(Agreed { halves: 7, apart: false }));
        assert_eq!(agreed(&[4, 2]), Some(Agreed { halves: 6, apart: true }));
        assert_eq!(agreed(&[4, 1, 2]), Some(Agreed { halves: 4, apart: true }));
        assert_eq!(agreed(&[3, 2, 3]), Some(Agreed { halves: 6, apart: false }));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let good = Writing { essay: "So far".to_owned(), ..Writing::default() }.write("lesson");
        assert!(Writing::read(&good, "lesson").is_ok());
        for (text, why) in [
            (good.replace("lesson/", "other/"), Unreadable::Foreign),
            (good.replace("/1:", "/2:"), Unreadable::Newer),
            (good.replace("/1:", "/0:"), Unreadable::Damaged),
            (good[..good.len() - 2].to_owned(), Unreadable::Damaged),
            (String::new(), Unreadable::Damaged),
            ("lesson/3:AAAA".to_owned(), Unreadable::Damaged),
        ] {
            assert_eq!(Writing::read(&text, "lesson"), Err(why), "{text}");
        }
    }

    #[test]
    fn a_judgement_finds_its_place() {
        let mut writing = Writing::default();
        writing.judge(2, 1, Some(3));
        writing.judge(0, 9, Some(3));
        writing.judge_sample(1, Some(0));
        assert_eq!(writing.rubric, [[None; 3], [None; 3], [None, Some(3), None]]);
        assert_eq!(writing.samples, [None, Some(0)]);
        assert!(!writing.is_blank() && Writing::default().is_blank());
    }

    proptest! {
        #[test]
        fn writing_is_written_and_read_back(
            essay in ".{0,200}", file in ".{0,60}",
            samples in proptest::collection::vec(proptest::option::of(0..4_u8), 0..4),
            rubric in proptest::collection::vec(proptest::array::uniform3(proptest::option::of(0..4_u8)), 0..6),
        ) {
            let writing = Writing { essay, file, samples, rubric };
            prop_assert_eq!(Writing::read(&writing.write("lesson"), "lesson"), Ok(writing));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,80}", bytes in "[A-Za-z0-9_-]{0,60}") {
            let _ = Writing::read(&text, "lesson");
            let read = Writing::read(&format!("lesson/writing/1:{bytes}"), "lesson");
            prop_assert!(read.is_err());
        }

        #[test]
        fn the_median_lies_between_the_least_and_the_most(points in proptest::collection::vec(1..=4_u8, 1..4)) {
            let found = agreed(&points).expect("somebody has judged");
            let (least, most) = (points.iter().min().expect("one"), points.iter().max().expect("one"));
            prop_assert!((2 * least..=2 * most).contains(&found.halves));
            let mut turned = points.clone();
            turned.reverse();
            prop_assert_eq!(agreed(&turned), Some(found));
        }
    }
}
