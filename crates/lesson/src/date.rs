//! Dates of the past: a day, a month, a year, or a range of them. Never more exact than the source.

use std::{fmt, str::FromStr};
use time::{Date, Month};

/// When something happened: all the days that the source leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoricalDate {
    from: Stretch,
    to: Stretch,
}

/// A day, or all days of a month or of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stretch {
    Day(Date),
    Month(i32, Month),
    Year(i32),
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// Not of the form of a date.
    #[error("is not a date")]
    Form,
    /// A day that the calendar does not have.
    #[error("does not exist: {month} {year} has {days} days")]
    NoSuchDay {
        /// The month's name.
        month: Month,
        /// The year.
        year: i32,
        /// Its days.
        days: u8,
    },
    /// A range whose end lies before its start.
    #[error("ends before it begins")]
    Backwards,
}

impl FromStr for HistoricalDate {
    type Err = BadDate;

    /// Reads ISO 8601-2:2019 (EDTF) level 0: `1936-09-20`, `1936-11`, `1936`, or two of these with a solidus between.
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let (from, to) = match text.split_once('/') {
            Some((from, to)) => (from.parse()?, to.parse()?),
            None => text.parse().map(|one: Stretch| (one, one))?,
        };
        if to.last() < from.first() {
            return Err(BadDate::Backwards);
        }
        Ok(Self { from, to })
    }
}

impl FromStr for Stretch {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, BadDate> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| BadDate::Form)
            }
            Some(_) => Err(BadDate::Form),
        };
        let year = i32::from(number(4)?.ok_or(BadDate::Form)?);
        let month = number(2)?;
        let day = number(2)?;
        if parts.next().is_some() {
            return Err(BadDate::Form);
        }
        let Some(month) = month else { return Ok(Self::Year(year)) };
        let month = u8::try_from(month).ok().and_then(|m| Month::try_from(m).ok()).ok_or(BadDate::Form)?;
        let Some(day) = day else { return Ok(Self::Month(year, month)) };
        u8::try_from(day)
            .ok()
            .and_then(|day| Date::from_calendar_date(year, month, day).ok())
            .map(Self::Day)
            .ok_or(BadDate::NoSuchDay { month, year, days: month.length(year) })
    }
}

impl Stretch {
    fn first(self) -> Date {
        self.edge(Month::January, |_, _| 1)
    }

    fn last(self) -> Date {
        self.edge(Month::December, |year, month| month.length(year))
    }

    fn edge(self, of_year: Month, day: impl Fn(i32, Month) -> u8) -> Date {
        let (year, month) = match self {
            Self::Day(date) => return date,
            Self::Month(year, month) => (year, month),
            Self::Year(year) => (year, of_year),
        };
        // The day is the first or the last of its month, so the calendar has it; years have four digits.
        Date::from_calendar_date(year, month, day(year, month)).unwrap_or(Date::MIN)
    }
}

impl HistoricalDate {
    /// The first day that it can have been.
    pub fn first(self) -> Date {
        self.from.first()
    }

    /// The last day that it can have been.
    pub fn last(self) -> Date {
        self.to.last()
    }

    /// Whether it was certainly over when the other began: what a cause must be to its effect. The same day is not
    /// before.
    pub fn is_before(self, other: Self) -> bool {
        self.last() < other.first()
    }

    /// The machine-readable form, as in the content: EDTF level 0. A range is not a value of HTML's `time` element;
    /// see [`HistoricalDate::html`].
    pub fn edtf(self) -> String {
        if self.from == self.to { self.from.iso() } else { format!("{}/{}", self.from.iso(), self.to.iso()) }
    }

    /// The value for the `datetime` attribute of HTML's `time` element; a range has none.
    pub fn html(self) -> Option<String> {
        (self.from == self.to).then(|| self.from.iso())
    }
}

impl Stretch {
    fn iso(self) -> String {
        match self {
            Self::Day(date) => format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
            Self::Month(year, month) => format!("{year:04}-{:02}", u8::from(month)),
            Self::Year(year) => format!("{year:04}"),
        }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{} {} {}", date.day(), date.month(), date.year()),
            Self::Month(year, month) => write!(f, "{month} {year}"),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

impl fmt::Display for HistoricalDate {
    /// `20 September 1936`, `November 1936`, `12–18 September 1936`, `3 August – 15 October 1936`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Stretch::{Day, Month};
        match (self.from, self.to) {
            (from, to) if from == to => write!(f, "{from}"),
            (Day(a), Day(b)) if a.year() == b.year() && a.month() == b.month() => {
                write!(f, "{}–{} {} {}", a.day(), b.day(), b.month(), b.year())
            }
            (Day(a), Day(b)) if a.year() == b.year() => {
                write!(f, "{} {} – {} {} {}", a.day(), a.month(), b.day(), b.month(), b.year())
            }
            (Month(year, a), Month(same, b)) if year == same => write!(f, "{a}–{b} {year}"),
            (from, to) => write!(f, "{from} – {to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> HistoricalDate {
        text.parse().expect(text)
    }

    #[test]
    fn dates_read_as_a_person_writes_them() {
        for (edtf, human) in [
            ("1936-09-20", "20 September 1936"),
            ("1936-11", "November 1936"),
            ("1939", "1939"),
            ("1936-09-12/1936-09-18", "12–18 September 1936"),
            ("1936-08-03/1936-10-15", "3 August – 15 October 1936"),
            ("1936-09/1936-10", "September–October 1936"),
            ("1936-12-28/1937-01-02", "28 December 1936 – 2 January 1937"),
        ] {
            assert_eq!(date(edtf).to_string(), human);
            assert_eq!(date(edtf).edtf(), edtf);
        }
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_named() {
        let fault = "1936-09-31".parse::<HistoricalDate>().expect_err("no such day");
        assert_eq!(fault.to_string(), "does not exist: September 1936 has 30 days");
        assert!("1936-02-29".parse::<HistoricalDate>().is_ok());
        assert!("1937-02-29".parse::<HistoricalDate>().is_err());
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["", "20 Sep 1936", "36-09-20", "1936-13", "1936-9-2", "1936-09-20-1", "1936/", "1936-09-20T10:00"]
        {
            assert_eq!(text.parse::<HistoricalDate>(), Err(BadDate::Form), "{text}");
        }
        assert_eq!("1937/1936".parse::<HistoricalDate>(), Err(BadDate::Backwards));
    }

    #[test]
    fn a_month_is_before_a_day_only_when_it_is_over() {
        assert!(date("1936-08").is_before(date("1936-09-01")));
        assert!(!date("1936-09").is_before(date("1936-09-30")));
        assert!(!date("1936-09-20").is_before(date("1936-09-20")));
        assert!(date("1936-09-20").is_before(date("1936-09-21")));
    }

    proptest! {
        #[test]
        fn before_is_never_mutual_and_survives_writing(
            y in 1900..2000_i32, m in 1..=12_u8, d in 1..=28_u8, y2 in 1900..2000_i32, m2 in 1..=12_u8,
        ) {
            let a = date(&format!("{y}-{m:02}-{d:02}"));
            let b = date(&format!("{y2}-{m2:02}"));
            prop_assert!(!(a.is_before(b) && b.is_before(a)));
            prop_assert_eq!(date(&a.edtf()), a);
            prop_assert!(b.first() <= b.last());
        }
    }
}
