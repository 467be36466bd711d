//! What the two versions allow in the elements that we set: names, vocabularies, formats, lengths.
//!
//! Lengths are the least that every course must take; more is not sent. They are counted in UTF-16 units, as browsers
//! do, and in SCORM 1.2, where courses count differently, in bytes.
//!
//! One thing is not as strict as the letter: SCORM 1.2 calls its texts ASCII (1.2 RTE 3.4). The essay, and it alone,
//! may hold other letters: courses take them, and a student's words are not respelled.

use super::{Version, format};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The version has no such element that can be set, or we have no use for it.
    #[error("there is no element {0} to be set")]
    Element(String),
    /// A value that is too long.
    #[error("{is} long, {most} at most")]
    Long {
        /// What is allowed.
        most: usize,
        /// What it is.
        is: usize,
    },
    /// A value that is not written as it must be.
    #[error("“{value}” is no {form}")]
    Form {
        /// What it should be.
        form: &'static str,
        /// The value, or its beginning.
        value: String,
    },
}

/// Whether an element may be set to this value (1.2 RTE 3.4, 2004 RTE 4.2).
///
/// What an interaction's response may be depends on its type besides: see [`check_response`].
///
/// # Errors
/// What is wrong.
pub fn check(version: Version, element: &str, value: &str) -> Result<(), Fault> {
    match version {
        Version::V12 => check_12(element, value),
        Version::V2004 => check_2004(element, value),
    }
}

/// 1.2 RTE 3.4, elements and data types.
fn check_12(element: &str, value: &str) -> Result<(), Fault> {
    match numbered(element).as_str() {
        "cmi.core.lesson_status" => {
            among(value, &["passed", "completed", "failed", "incomplete", "browsed"], "lesson status")
        }
        "cmi.core.exit" => among(value, &["time-out", "suspend", "logout", ""], "exit"),
        "cmi.core.score.raw" | "cmi.core.score.min" | "cmi.core.score.max" => {
            within(value, 3, 2, 0..=100, "CMIDecimal from 0 to 100")
        }
        "cmi.core.session_time" | "cmi.interactions.n.latency" => form(span_12(value), value, "CMITimespan"),
        "cmi.core.lesson_location" => location(Version::V12, value),
        "cmi.suspend_data" => suspended(Version::V12, value),
        "cmi.comments" => text(value).and(bytes(value, 4_096)),
        "cmi.interactions.n.id" => {
            let right = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte));
            form(right && !value.is_empty(), value, "CMIIdentifier").and(bytes(value, 255))
        }
        "cmi.interactions.n.type" => among(
            value,
            &["true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"],
            "interaction type",
        ),
        "cmi.interactions.n.time" => form(clock(value), value, "CMITime"),
        "cmi.interactions.n.weighting" => within(value, 3, 2, -100..=100, "CMIDecimal from -100 to 100"),
        "cmi.interactions.n.student_response" | "cmi.interactions.n.correct_responses.n.pattern" => {
            text(value).and(bytes(value, 255))
        }
        "cmi.interactions.n.result" => {
            let word = ["correct", "wrong", "unanticipated", "neutral"].contains(&value);
            form(word || real(value, 3, 2), value, "CMIResult")
        }
        _ => Err(Fault::Element(element.to_owned())),
    }
}

/// 2004 RTE 4.2.4 (completion), 4.2.8 (exit), 4.2.9 (interactions), 4.2.14 (location), 4.2.18 (progress), 4.2.20
/// (score), 4.2.21 (session time), 4.2.22 (success), 4.2.23 (suspend data); the data types are in 4.1.1.
fn check_2004(element: &str, value: &str) -> Result<(), Fault> {
    match numbered(element).as_str() {
        "cmi.completion_status" => {
            among(value, &["completed", "incomplete", "not attempted", "unknown"], "completion status")
        }
        "cmi.success_status" => among(value, &["passed", "failed", "unknown"], "success status"),
        "cmi.exit" => among(value, &["time-out", "suspend", "logout", "normal", ""], "exit"),
        "cmi.score.scaled" => within(value, 1, 7, -1..=1, "real (10,7) from -1 to 1"),
        "cmi.progress_measure" => within(value, 1, 7, 0..=1, "real (10,7) from 0 to 1"),
        "cmi.score.raw" | "cmi.score.min" | "cmi.score.max" | "cmi.interactions.n.weighting" => {
            form(real(value, 10, 7), value, "real (10,7)")
        }
        "cmi.session_time" | "cmi.interactions.n.latency" => {
            form(span_2004(value), value, "timeinterval (second,10,2)")
        }
        "cmi.location" => location(Version::V2004, value),
        "cmi.suspend_data" => suspended(Version::V2004, value),
        "cmi.interactions.n.id" => form(identifier(value), value, "long_identifier_type").and(units(value, 4_000)),
        "cmi.interactions.n.type" => among(
            value,
            &[
                "true-false",
                "choice",
                "fill-in",
                "long-fill-in",
                "matching",
                "performance",
                "sequencing",
                "likert",
                "numeric",
                "other",
            ],
            "interaction type",
        ),
        "cmi.interactions.n.timestamp" => form(moment(value), value, "time (second,10,0)"),
        "cmi.interactions.n.learner_response" | "cmi.interactions.n.correct_responses.n.pattern" => text(value),
        "cmi.interactions.n.result" => {
            let word = ["correct", "incorrect", "unanticipated", "neutral"].contains(&value);
            form(word || real(value, 10, 7), value, "result")
        }
        "cmi.interactions.n.description" => localized(value, 250),
        _ => Err(Fault::Element(element.to_owned())),
    }
}

/// Which side of an interaction a value stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `student_response`, `learner_response`.
    Given,
    /// `correct_responses.n.pattern`.
    Right,
}

/// Whether an interaction of this type may hold this response or pattern (1.2 RTE 3.4 `student_response` and
/// `correct_responses.n.pattern`; 2004 RTE 4.2.9.1 and 4.2.9.2). The types that we use: `choice`, `sequencing`,
/// `matching`, `numeric`, and, as a response only, `fill-in` (1.2) and `long-fill-in` (2004).
///
/// # Errors
/// What is wrong.
pub fn check_response(version: Version, kind: &str, side: Side, value: &str) -> Result<(), Fault> {
    let one = |name: &str| match version {
        Version::V12 => name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
        Version::V2004 => identifier(name) && format::units(name) <= 250,
    };
    let (comma, point) = match version {
        Version::V12 => (",", "."),
        Version::V2004 => ("[,]", "[.]"),
    };
    let names: Vec<&str> = value.split(comma).collect();
    let few = names.len() <= 36;
    match (version, kind, side) {
        (_, "choice", _) => {
            let distinct = (1..names.len()).all(|at| !names[..at].contains(&names[at]));
            form(few && distinct && names.iter().all(|name| one(name)), value, "set of choices")
        }
        (_, "sequencing", _) => form(few && names.iter().all(|name| one(name)), value, "sequence"),
        (_, "matching", _) => {
            let pair = |pair: &&str| pair.split_once(point).is_some_and(|(left, right)| one(left) && one(right));
            form(few && names.iter().all(pair), value, "list of pairs")
        }
        (Version::V12, "numeric", _) => form(real(value, 10, 7), value, "CMIDecimal"),
        (Version::V2004, "numeric", Side::Given) => form(real(value, 10, 7), value, "real (10,7)"),
        (Version::V2004, "numeric", Side::Right) => {
            let bound = |bound: &str| bound.is_empty() || real(bound, 10, 7);
            let range = value.split_once("[:]").is_some_and(|(least, most)| bound(least) && bound(most));
            form(range, value, "range of numbers")
        }
        (Version::V12, "fill-in", Side::Given) => text(value).and(bytes(value, 255)),
        (Version::V2004, "long-fill-in", Side::Given) => localized(value, 4_000),
        _ => Err(Fault::Form { form: "interaction of ours", value: kind.to_owned() }),
    }
}

/// Where the student was: 255 in 1.2 (1.2 RTE 3.4), 1,000 in 2004 (2004 RTE 4.2.14).
pub(super) fn location(version: Version, value: &str) -> Result<(), Fault> {
    match version {
        Version::V12 => ascii(value).and(bytes(value, 255)),
        Version::V2004 => text(value).and(units(value, 1_000)),
    }
}

/// Suspend data: 4,096 in 1.2 (1.2 RTE 3.4), 64,000 in 2004 (2004 RTE 4.2.23).
pub(super) fn suspended(version: Version, value: &str) -> Result<(), Fault> {
    match version {
        Version::V12 => ascii(value).and(bytes(value, 4_096)),
        Version::V2004 => text(value).and(units(value, 64_000)),
    }
}

/// The element with `n` for its numbers; numbers are written without zeros before them.
fn numbered(element: &str) -> String {
    let number = |part: &&str| {
        part.bytes().all(|byte| byte.is_ascii_digit()) && (*part == "0" || !part.starts_with('0')) && !part.is_empty()
    };
    let parts = element.split('.').map(|part| {
        if number(&part) {
            "n"
        } else if part == "n" {
            "?"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join(".")
}

fn form(right: bool, value: &str, form: &'static str) -> Result<(), Fault> {
    if right { Ok(()) } else { Err(Fault::Form { form, value: value.chars().take(60).collect() }) }
}

fn among(value: &str, words: &[&str], name: &'static str) -> Result<(), Fault> {
    form(words.contains(&value), value, name)
}

fn bytes(value: &str, most: usize) -> Result<(), Fault> {
    if value.len() <= most { Ok(()) } else { Err(Fault::Long { most, is: value.len() }) }
}

fn units(value: &str, most: usize) -> Result<(), Fault> {
    let is = format::units(value);
    if is <= most { Ok(()) } else { Err(Fault::Long { most, is }) }
}

/// What can be stored and come back: no control characters but ends of lines.
fn text(value: &str) -> Result<(), Fault> {
    let right = value.chars().all(|c| c == '\n' || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    form(right, value, "text")
}

fn ascii(value: &str) -> Result<(), Fault> {
    form(value.bytes().all(|byte| (b' '..=b'~').contains(&byte)), value, "line of printable ASCII")
}

/// 2004 RTE 4.1.1, `localized_string_type`, without a language before it: then nothing in braces may begin it. On one
/// line: run-times in wide use take no other.
fn localized(value: &str, most: usize) -> Result<(), Fault> {
    form(!value.starts_with('{') && !value.contains('\n'), value, "text on a line")
        .and(text(value))
        .and(units(value, most))
}

/// 2004 RTE 4.1.1, identifiers: a URI, RFC 3986; of ours, a relative one of one segment.
fn identifier(value: &str) -> bool {
    let right = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    value.bytes().all(right) && value.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A decimal number with so many digits before and after its point at most.
fn real(value: &str, whole: usize, decimals: usize) -> bool {
    let size = value.strip_prefix('-').unwrap_or(value);
    let (before, after) = size.split_once('.').map_or((size, None), |(before, after)| (before, Some(after)));
    digits(before) && before.len() <= whole && after.is_none_or(|after| digits(after) && after.len() <= decimals)
}

fn within(
    value: &str,
    whole: usize,
    decimals: usize,
    range: std::ops::RangeInclusive<i32>,
    name: &'static str,
) -> Result<(), Fault> {
    let inside = |number: f64| f64::from(*range.start()) <= number && number <= f64::from(*range.end());
    form(real(value, whole, decimals) && value.parse().is_ok_and(inside), value, name)
}

/// `HH:MM:SS`, with up to two decimals.
fn clock(value: &str) -> bool {
    sixty(value, 2..=2, 23)
}

/// `HHHH:MM:SS.SS`: two to four digits for the hours.
fn span_12(value: &str) -> bool {
    sixty(value, 2..=4, 9_999)
}

fn sixty(value: &str, width: std::ops::RangeInclusive<usize>, most: u16) -> bool {
    let (whole, decimals) = value.split_once('.').map_or((value, None), |(whole, part)| (whole, Some(part)));
    let below = |text: &str, most: u16| digits(text) && text.parse::<u16>().is_ok_and(|number| number <= most);
    let [hours, minutes, seconds] = whole.split(':').collect::<Vec<_>>()[..] else { return false };
    width.contains(&hours.len())
        && below(hours, most)
        && [minutes, seconds].iter().all(|part| part.len() == 2 && below(part, 59))
        && decimals.is_none_or(|part| digits(part) && part.len() <= 2)
}

/// `PT…S`: of what ISO 8601 allows, the form that we use.
fn span_2004(value: &str) -> bool {
    value
        .strip_prefix("PT")
        .and_then(|rest| rest.strip_suffix('S'))
        .is_some_and(|it| !it.starts_with('-') && real(it, 10, 2))
}

/// `YYYY-MM-DDThh:mm:ss`, then perhaps a fraction, then perhaps, and only after a fraction, a zone; 1970 to 2038.
fn moment(value: &str) -> bool {
    let Some((date, rest)) = value.split_once('T') else { return false };
    let number = |text: &str, least: u16, most: u16| {
        digits(text) && text.parse::<u16>().is_ok_and(|number| (least..=most).contains(&number))
    };
    let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { return false };
    let date = year.len() == 4 && month.len() == 2 && day.len() == 2;
    let date = date && number(year, 1970, 2038) && number(month, 1, 12) && number(day, 1, 31);
    let Some((clock_part, after)) = rest.split_at_checked(8) else { return false };
    let zone = |zone: &str| {
        let hours = |zone: &str| {
            let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "00"));
            hours.len() == 2 && minutes.len() == 2 && number(hours, 0, 23) && number(minutes, 0, 59)
        };
        matches!(zone, "" | "Z") || zone.strip_prefix(['+', '-']).is_some_and(hours)
    };
    let after = after.is_empty()
        || after.strip_prefix('.').is_some_and(|after| {
            let end = after.bytes().take_while(u8::is_ascii_digit).count();
            (1..=2).contains(&end) && zone(&after[end..])
        });
    date && clock(clock_part) && after
}
