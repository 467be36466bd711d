//! Question banks: claims as questions for courses that bring their own quiz, each with its file and its feedback.
//!
//! ```text
//! Claim ──(item)──▸ what is told, what is asked, what it earns ──┬─▸ qti: QTI 3.0, QTI 2.1     one item a claim
//!                                                                └─▸ qti12, moodle, gift       a question a part
//! ```
//!
//! What a question earns is our desk's rule ([`lesson::mark`]) as far as a format can carry it; what it cannot carry is
//! said in each bank ([`Format::leaves_out`]). Everything is text of the lesson, links and notes left out; the same lesson
//! gives the same files.

mod gift;
mod item;
mod moodle;
mod qti;
mod qti12;
mod xml;

use item::Item;
use lesson::{
    content::{Claim, Lesson},
    mark::{self, Weights},
};

/// A form in which courses take questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// QTI 3.0, a content package. Source: 1EdTech, "Question & Test Interoperability, version 3.0" (2022).
    Qti30,
    /// QTI 2.1, a content package. Source: IMS, "Question & Test Interoperability, version 2.1" (2012).
    Qti21,
    /// QTI 1.2 as Canvas takes it, a content package. Source: IMS, "Question & Test Interoperability: ASI
    /// XML Binding Specification, version 1.2" (2002).
    Qti12,
    /// Moodle XML, one file. Source: Moodle's documentation, "Moodle XML format".
    Moodle,
    /// GIFT, one file. Source: Moodle's documentation, "GIFT format".
    Gift,
}

impl Format {
    /// Every format; those that carry most come first.
    pub const ALL: [Self; 5] = [Self::Qti30, Self::Qti21, Self::Qti12, Self::Moodle, Self::Gift];

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qti30 => "QTI 3.0",
            Self::Qti21 => "QTI 2.1",
            Self::Qti12 => "QTI 1.2",
            Self::Moodle => "Moodle XML",
            Self::Gift => "GIFT",
        }
    }

    /// A word for it in the names of files.
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Qti30 => "qti-3.0",
            Self::Qti21 => "qti-2.1",
            Self::Qti12 => "qti-1.2",
            Self::Moodle => "moodle",
            Self::Gift => "gift",
        }
    }

    /// The end of its file's name: `zip` for a package, whose files are to be zipped, manifest at the root.
    pub const fn end(self) -> &'static str {
        match self {
            Self::Qti30 | Self::Qti21 | Self::Qti12 => "zip",
            Self::Moodle => "xml",
            Self::Gift => "txt",
        }
    }

    /// Whether it is a package of files rather than one file.
    pub const fn is_package(self) -> bool {
        matches!(self, Self::Qti30 | Self::Qti21 | Self::Qti12)
    }

    /// How the records of a claim are marked, for students.
    const fn marks_records(self) -> &'static str {
        match self {
            Self::Qti12 => {
                "All marks for those that bear and no others; what a part of them earns is a rule of your course."
            }
            Self::Qti30 | Self::Qti21 | Self::Moodle | Self::Gift => {
                "They earn the share of the bearing ones that you tick, less the share of the others that you tick, and \
                 never below nothing. Where none bears: all for saying so, nothing for any tick."
            }
        }
    }

    /// How a claim is marked, for students.
    fn marks(self) -> String {
        let Weights { kind, records, rung } = Weights::default();
        let near =
            if self == Self::Qti12 { "only the right one earns them" } else { "one rung off earns a third of that" };
        format!(
            "How it is marked. Kind of claim: {}. Records: {}. {} Rung: {}; {near}. Where a claim has a second question, \
             the two share these marks. A claim off the ladder has no rung, and no marks for one.",
            mark::marks(kind),
            mark::marks(records),
            self.marks_records(),
            mark::marks(rung),
        )
    }

    /// What it cannot carry of the desk, in sentences for teachers. Each bank says so itself.
    pub fn leaves_out(self) -> Vec<&'static str> {
        let both = [
            "The file lies open from the start: there is no first reading before it, and so no distance between two readings.",
            "How sure a student is, is not asked, and earns nothing.",
            "Claims do not return, and what an answer shows beyond its marks is not told.",
        ];
        let own: &[&str] = match self {
            Self::Qti30 | Self::Qti21 => &[
                "A claim is one item with all its questions. It is marked as in the lesson by its response processing; a course that does not carry this out cannot mark it.",
            ],
            Self::Qti12 => &[
                "A claim is two to four questions.",
                "Shares of a mark are not in the file, because Canvas takes any share for the whole: the next rung earns nothing. For several records Canvas gives shares of its own: it takes a right one off for each wrong one.",
                "What may be ticked or left at no cost is not offered as a choice; the feedback tells of it.",
            ],
            Self::Moodle => &[
                "A claim is two to four questions. Their marks, shares included, are those of the lesson; only a second question with several right answers pays for each of them, where the lesson wants all.",
            ],
            Self::Gift => &[
                "A claim is two to four questions. The shares of each are those of the lesson; only a second question with several right answers pays for each of them, where the lesson wants all.",
                "What a question counts is not in the file. In the quiz give the kind 1 mark, the records 4, the rung 4; where there is a second question, the rung and that question 2 each.",
            ],
        };
        both.iter().chain(own).copied().collect()
    }
}

/// Which claims a bank holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// The core quiz.
    Core,
    /// Every claim.
    All,
}

impl Set {
    /// Every set.
    pub const ALL: [Self; 2] = [Self::Core, Self::All];

    /// A word for it in the names of files.
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::All => "all",
        }
    }

    /// Its claims, in order.
    pub fn claims(self, lesson: &Lesson) -> Vec<&Claim> {
        match self {
            Self::Core => lesson.core.iter().filter_map(|id| lesson.claims.get(id)).collect(),
            Self::All => lesson.claims.values().collect(),
        }
    }
}

/// What to call the file that is offered: `by-popular-demand-core-qti-3.0.zip`.
pub fn file_name(lesson: &Lesson, set: Set, format: Format) -> String {
    format!("{}-{}-{}.{}", lesson.id, set.stem(), format.stem(), format.end())
}

/// A file of a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies in its package: names parted by `/`, of letters, digits, hyphens and full stops.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl File {
    fn new(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text }
    }
}

/// A bank of these claims, in their order: the files of a package, its manifest first, or one file.
pub fn bank(lesson: &Lesson, claims: &[&Claim], format: Format) -> Vec<File> {
    let items: Vec<Item> = claims.iter().map(|claim| Item::of(lesson, claim)).collect();
    let bank = Bank {
        id: format!("{}-{}", lesson.id, claims.len()),
        title: format!("{}: {}", lesson.title, count(claims.len())),
        language: lesson.language.clone(),
        format,
        items,
    };
    match format {
        Format::Qti30 | Format::Qti21 => qti::files(&bank),
        Format::Qti12 => qti12::files(&bank),
        Format::Moodle => vec![File::new(format!("{}.xml", bank.id), moodle::file(&bank))],
        Format::Gift => vec![File::new(format!("{}.txt", bank.id), gift::file(&bank))],
    }
}

/// "1 claim", "16 claims".
fn count(claims: usize) -> String {
    if claims == 1 { "1 claim".to_owned() } else { format!("{claims} claims") }
}

/// A bank to be written.
#[derive(Debug)]
struct Bank {
    id: String,
    title: String,
    language: String,
    format: Format,
    items: Vec<Item>,
}

impl Bank {
    /// What it leaves out, as one text.
    fn leaves_out(&self) -> String {
        format!("What this bank leaves out of the lesson. {}", self.format.leaves_out().join(" "))
    }
}

#[cfg(test)]
mod tests;
