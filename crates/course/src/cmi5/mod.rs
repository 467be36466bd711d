//! cmi5, the profile of xAPI by which a course opens a lesson and is told of it: what to ask of the course, and what to
//! make of its answers. No network, no clock and no dice in here: all of that is passed in.
//!
//! A [`Launch`] is read from the page's address. [`Opening`] asks one thing after the other until it knows enough to
//! begin a [`Session`]; that one is told each [`Report`](crate::report::Report) and answers with requests.
//!
//! What is sent, and when:
//! - Each request goes out once. Statements that did not arrive are sent again under the same id, with the next report,
//!   when the page is hidden or left; so nothing is counted twice.
//! - Statements that belong together go in one request, which keeps their order. While statements are under way, later
//!   ones wait; [`Session::due`] gives them when the answer has come, [`Session::hide`] and [`Session::leave`] do not
//!   wait.
//! - Passed, Completed, each answer and the essay have ids made of the registration and of what they say: told again by
//!   a later session that could not know, they are still the same statement.
//! - Each answer is told once. What was told is kept with the student's record, as checksums of the answers, in the
//!   course's own State document; an answer that has changed since is told again.
//! - Completed is told once in a registration, when every claim that counts is answered; Passed once, as soon as the
//!   score reaches the mastery score. Where the course names none, nothing can be passed or failed. Failed is told when
//!   everything is answered and the score is below; at most once in a session, never after Passed, and in a later
//!   session only if the score has changed. A session that told Failed cannot tell Passed any more (section 9.3); the
//!   next one does.
//!
//! What this cannot mend: a page that dies after its record could not be written, and before it heard that Passed arrived.
//! The next session knows neither the work nor that it passed, and may tell Failed.
//!
//! Sources: cmi5 Specification Profile for xAPI, Quartz, 1st edition (2016); Experience API 1.0.3.

mod launch;
mod line;
mod opening;
mod session;
mod statement;

#[cfg(test)]
mod tests;

use crate::Moment;
pub use launch::{BadLaunch, Launch};
pub use opening::{Failed, Next, Opening, Start};
pub use session::{Session, Trouble};
use time::OffsetDateTime;

impl Moment {
    /// The last moment of the year 9999, the last that four digits can name.
    const LAST: i64 = 253_402_300_799_999;

    /// As ISO 8601 with milliseconds, such as `2026-03-01T09:30:00.250Z`; moments before 1970 and after 9999 are moved
    /// to the nearest that is not.
    pub(crate) fn iso(self) -> String {
        let millis = self.millis.clamp(0, Self::LAST);
        let at = OffsetDateTime::from_unix_timestamp(millis / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.to_hms();
        let month = u8::from(month);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", millis % 1000)
    }

    /// Milliseconds from an earlier moment to this one; none are fewer than 0, whatever was done to the clock.
    pub(crate) fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.millis.saturating_sub(earlier.millis)).unwrap_or(0)
    }
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Asks for something.
    Get,
    /// Adds something.
    Post,
    /// Writes something in the place of what was there.
    Put,
}

/// A request to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What its answer is to be named by. No two requests of an opening and its session have the same.
    pub number: u32,
    /// What it does.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names and values of its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its body, if it has one: JSON.
    pub body: Option<String>,
    /// Whether it is to outlive the page. Set for whatever is small enough; all such bodies of one list of requests come
    /// to less than 60 kB, because browsers keep 64 kB alive and refuse more.
    pub keepalive: bool,
}

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status of the answer; 0 if none came.
    pub status: u16,
    /// Its body, as text.
    pub body: String,
}

/// What the course is told of the lesson, apart from the student's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The lesson's title.
    pub title: String,
    /// The tag of the language that titles, questions and choices are in, such as `en-GB`.
    pub language: String,
    /// What the essay asks.
    pub essay: String,
}
