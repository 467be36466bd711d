//! SCORM 1.2 and SCORM 2004 4th Edition, as a [`Session`] that is told what happened and answers with [`Call`]s.
//!
//! Whoever drives it finds the object called [`Version::api`], carries out [`Call::Initialize`], reads [`opening`] in
//! order, hands the answers to [`Session::open`], and from then on carries out, in order, every call that it is given.
//! What a `Get` among them brought goes to [`Session::told`], what was refused to [`Session::refused`]. The record that
//! was restored is reported at once: that first report is what the session measures news by.
//!
//! ```
//! # use course::{Kept, Moment, report::Report, scorm::{Call, Session, Version, opening}};
//! # let report = Report { answered: 0, asked: 1, earned: 0, out_of: 1, place: None, answers: vec![] };
//! let answers = vec![None; opening(Version::V12).len()]; // a course that answers everything with an error
//! let (mut session, start, calls) = Session::open(Version::V12, &answers, Moment { millis: 0, offset: 0 });
//! assert_eq!(start.record, None);
//! assert_eq!(calls.last(), Some(&Call::Commit));
//! let kept = Kept { record: "packed", writing: "", essay: "" };
//! let calls = session.report(&report, &kept, Moment { millis: 1_000, offset: 0 });
//! assert!(calls.contains(&Call::Set("cmi.suspend_data".into(), "packed".into())));
//! ```
//!
//! Sources: "SCORM 1.2, The SCORM Run-Time Environment" (ADL, 2001), section 3.4; "SCORM 2004 4th Edition, Run-Time
//! Environment" (ADL, 2009), chapter 4. Below: "1.2 RTE" and "2004 RTE".

mod answer;
mod essay;
mod format;
pub mod model;
mod session;
#[cfg(test)]
mod tests;

pub use session::Session;

use crate::{Mode, report::TenThousandths};

/// Which SCORM the course speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// SCORM 1.2.
    V12,
    /// SCORM 2004, 4th Edition.
    V2004,
}

impl Version {
    /// The name of the object that a course puts into its window (1.2 RTE 3.3, 2004 RTE chapter 3).
    pub const fn api(self) -> &'static str {
        match self {
            Self::V12 => "API",
            Self::V2004 => "API_1484_11",
        }
    }

    /// The function behind [`Call::Initialize`]; its argument is an empty text.
    pub const fn initialize(self) -> &'static str {
        match self {
            Self::V12 => "LMSInitialize",
            Self::V2004 => "Initialize",
        }
    }

    /// The function behind [`Call::Get`].
    pub const fn get(self) -> &'static str {
        match self {
            Self::V12 => "LMSGetValue",
            Self::V2004 => "GetValue",
        }
    }

    /// The function behind [`Call::Set`].
    pub const fn set(self) -> &'static str {
        match self {
            Self::V12 => "LMSSetValue",
            Self::V2004 => "SetValue",
        }
    }

    /// The function behind [`Call::Commit`]; its argument is an empty text.
    pub const fn commit(self) -> &'static str {
        match self {
            Self::V12 => "LMSCommit",
            Self::V2004 => "Commit",
        }
    }

    /// The function behind [`Call::Finish`]; its argument is an empty text.
    pub const fn finish(self) -> &'static str {
        match self {
            Self::V12 => "LMSFinish",
            Self::V2004 => "Terminate",
        }
    }

    /// The function that gives the number of the last error, 0 for none.
    pub const fn last_error(self) -> &'static str {
        match self {
            Self::V12 => "LMSGetLastError",
            Self::V2004 => "GetLastError",
        }
    }
}

/// What the course is to be called with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Begin. The driver's own: no method of [`Session`] answers with it.
    Initialize,
    /// Read an element.
    Get(String),
    /// Give an element a value.
    Set(String, String),
    /// Store what was set.
    Commit,
    /// End. Nothing follows.
    Finish,
}

/// The elements to be read after [`Call::Initialize`], in order.
///
/// In SCORM 2004 a course answers with error 403 where an element has no value yet: that is its way to say "nothing
/// there", no fault (2004 RTE 3.1.7); [`holds_nothing`] spares it the question where the answer is known, and the place
/// is not asked for, since the record has it. In SCORM 1.2 it answers 401 for what it need not implement. Credit is not
/// read: nothing that we do depends on it.
pub const fn opening(version: Version) -> &'static [&'static str] {
    match version {
        Version::V12 => &[
            "cmi.core.student_id",
            "cmi.core.lesson_mode",
            "cmi.core.lesson_status",
            "cmi.core.lesson_location",
            "cmi.suspend_data",
            "cmi.student_data.mastery_score",
            "cmi.interactions._count",
            "cmi.comments",
        ],
        Version::V2004 => &[
            "cmi.entry",
            "cmi.learner_id",
            "cmi.mode",
            "cmi.completion_status",
            "cmi.success_status",
            "cmi.suspend_data",
            "cmi.scaled_passing_score",
            "cmi.interactions._count",
        ],
    }
}

/// Whether the course cannot hold a value for this element of the [`opening`] yet, and need not be asked. `entry`: what it
/// answered for `cmi.entry` (2004 RTE 4.2.7).
pub fn holds_nothing(element: &str, entry: Option<&str>) -> bool {
    element == "cmi.suspend_data" && entry == Some("ab-initio")
}

/// What the session begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The record as it was given to [`Session::report`] before.
    pub record: Option<String>,
    /// The writing as it was given before; SCORM 2004 only.
    pub writing: Option<String>,
    /// Where the student was.
    pub place: Option<String>,
    /// Whether anything will be kept.
    pub mode: Mode,
    /// Who the student is, as the course says; may be empty.
    pub learner: String,
    /// The score that passes.
    pub passing: Option<TenThousandths>,
}

/// What the course holds, or will hold after [`Session::leave`], of what the page keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptTold {
    /// Everything.
    Whole,
    /// The record, not the writing: it does not fit, or the course is SCORM 1.2.
    RecordOnly,
    /// Not the record as it is now: it is too long (it is never cut), or the course refused it.
    Nothing,
}

/// What the teacher will find of the essay in the course after [`Session::leave`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EssayTold {
    /// Nothing: there is none, or the course takes none.
    Nothing,
    /// All of it.
    Whole,
    /// Its beginning.
    Excerpt {
        /// Characters of the essay.
        of: usize,
        /// Characters that are told.
        told: usize,
    },
}
