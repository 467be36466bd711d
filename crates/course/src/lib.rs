//! What courses are told. Pure protocol: no browser, no network, no clock. Whoever drives it tells it what happened and
//! carries out the calls that it answers with.
//!
//! - [`report`]: a student's work in no protocol's words: score, progress, answers
//! - [`scorm`]: SCORM 1.2 and SCORM 2004 4th Edition
//! - [`cmi5`]: cmi5 and its xAPI statements
//! - `bank` (feature `bank`, host only): question banks for courses that bring their own quiz
//! - `package` (feature `bank`, host only): the manifests of the packages that courses take in

#[cfg(feature = "bank")]
pub mod bank;
pub mod cmi5;
#[cfg(feature = "bank")]
pub mod package;
pub mod report;
pub mod scorm;

/// A moment, by the student's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Milliseconds since 1 January 1970, UTC.
    pub millis: i64,
    /// How far the student's time zone lies east of UTC, in minutes.
    pub offset: i16,
}

impl Moment {
    /// A moment by a clock at Greenwich: milliseconds since 1 January 1970.
    pub const fn utc(millis: i64) -> Self {
        Self { millis, offset: 0 }
    }
}

/// What a course opens the lesson for (SCORM 1.2 RTE 3.4 `cmi.core.lesson_mode`; SCORM 2004 RTE 4.2.13 `cmi.mode`; cmi5
/// 10.2.2 `launchMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// To work: everything is reported.
    #[default]
    Normal,
    /// To look ahead: nothing is reported.
    Browse,
    /// To look back: nothing is reported.
    Review,
}

/// What the page keeps, as texts that a course stores and gives back as they are, and the essay for the teacher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept<'a> {
    /// The student's record, packed: one line of ASCII.
    pub record: &'a str,
    /// What has been written, packed likewise.
    pub writing: &'a str,
    /// The essay's own words.
    pub essay: &'a str,
}
