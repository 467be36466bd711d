//! How numbers, times and names are written in the two versions.

use super::Version;
use crate::Moment;
use lesson::check::Decimal;
use time::{OffsetDateTime, UtcOffset};

/// A number of `units` of 10^-`digits`, without zeros at its end: 8333 of 4 digits is `0.8333`.
pub(super) fn decimal(units: i64, digits: u32) -> String {
    let one = 10_u64.pow(digits);
    let size = units.unsigned_abs();
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = (size / one, size % one);
    let rest = format!("{rest:0width$}", width = digits as usize);
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// A number that somebody typed.
pub(super) fn number(number: Decimal) -> String {
    decimal(number.millionths(), 6)
}

/// A span of time: `0001:02:03.45` (1.2 RTE 3.4 `CMITimespan`, below ten thousand hours) or `PT3723.45S` (2004 RTE
/// 4.1.1 `timeinterval (second, 10, 2)`).
pub(super) fn span(version: Version, millis: i64) -> String {
    let hundredths = millis.clamp(0, 35_999_999_990) / 10;
    let (seconds, rest) = (hundredths / 100, hundredths % 100);
    match version {
        Version::V12 => {
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            format!("{hours:04}:{minutes:02}:{:02}.{rest:02}", seconds % 60)
        }
        Version::V2004 => format!("PT{}S", decimal(hundredths, 2)),
    }
}

/// A time of day, `14:15:32` (1.2 RTE 3.4 `CMITime`), or a date with it, `2026-11-23T14:15:32.0+01:00` (2004 RTE
/// 4.1.1 `time (second, 10, 0)`: an offset may only follow a fraction of a second, so there is one). None for years
/// that the version cannot write: SCORM 2004 knows 1970 to 2038.
pub(super) fn time(version: Version, moment: Moment) -> Option<String> {
    let minutes = if moment.offset.abs() <= 14 * 60 { moment.offset } else { 0 };
    let offset = UtcOffset::from_whole_seconds(i32::from(minutes) * 60).ok()?;
    let at = OffsetDateTime::from_unix_timestamp(moment.millis.div_euclid(1000)).ok()?.checked_to_offset(offset)?;
    let clock = format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    match version {
        Version::V12 => Some(clock),
        Version::V2004 => (1970..=2038).contains(&at.year()).then(|| {
            let (month, east) = (u8::from(at.month()), minutes.unsigned_abs());
            let sign = if minutes < 0 { '-' } else { '+' };
            let zone = format!("{sign}{:02}:{:02}", east / 60, east % 60);
            format!("{}-{month:02}-{:02}T{clock}.0{zone}", at.year(), at.day())
        }),
    }
}

/// A name that both versions take as an identifier: letters, digits, hyphens, low lines, 60 at most. A name that has to
/// be changed for that gets a checksum, so that two names stay two.
pub(super) fn identifier(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if (1..=60).contains(&name.len()) && name.chars().all(plain) && name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return name.to_owned();
    }
    let kept: String = name.chars().filter(|c| plain(*c)).take(40).collect();
    // FNV-1a, 64 bits.
    let sum = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("x{kept}-{sum:016x}")
}

/// A text on one line, without control characters, cut to as many UTF-16 units, and not to be taken for what comes in
/// braces before a text (2004 RTE 4.1.1, `{lang=…}`).
pub(super) fn line(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|it| !it.is_empty()).collect();
    let bare = words.join(" ");
    let bare = bare.trim_start_matches(['{', ' ']);
    upto(bare, most).to_owned()
}

/// The beginning of a text: whole characters, as many UTF-16 units at most. Browsers count so; in all else it is the
/// stricter count.
pub(super) fn upto(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// How many UTF-16 units a text is long.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
