//! The essay's words as courses take them: in parts, or the beginning with a note that it was cut.

use super::{EssayTold, format};

/// Characters of one part (2004 RTE 4.2.9.2: SPM of `long_fill_in`), counted as browsers do.
const PART: usize = 4_000;

/// The whole essay in parts, no character split. Paragraphs end in a pilcrow instead of a line end: courses show
/// responses on one line, and some refuse a line end.
pub(super) fn parts(essay: &str) -> Vec<String> {
    let whole = one_line(essay, " ¶ ");
    let mut rest = whole.as_str();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        // What comes in braces at the beginning would be taken for a language: a blank keeps it from that.
        let blank = if rest.starts_with('{') { " " } else { "" };
        let part = format::upto(rest, PART - blank.len());
        parts.push(format!("{blank}{part}"));
        rest = &rest[part.len()..];
    }
    parts
}

fn one_line(text: &str, end: &str) -> String {
    let lines = text.split(['\n', '\r']).map(plain).filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join(end)
}

/// Without control characters, which no course stores alike.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// The essay, or its beginning, for SCORM 1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The text to be told.
    pub(super) text: String,
    /// Characters told, and characters that there are.
    told: usize,
    of: usize,
}

impl Excerpt {
    /// What the teacher finds of it.
    pub(super) const fn told(&self) -> EssayTold {
        match (self.told, self.of) {
            (0, _) => EssayTold::Nothing,
            (told, of) if told == of => EssayTold::Whole,
            (told, of) => EssayTold::Excerpt { of, told },
        }
    }
}

/// A line as `cmi.interactions.n.student_response` takes it.
pub(super) fn line(essay: &str, most: usize) -> Excerpt {
    cut(&one_line(&ascii(essay), " / "), most, " ")
}

/// Lines as `cmi.comments` takes them.
pub(super) fn lines(essay: &str, most: usize) -> Excerpt {
    cut(&plain(&ascii(&essay.replace("\r\n", "\n").replace('\r', "\n"))), most, "\n")
}

/// The typographic signs that keyboards put in by themselves, as ASCII. SCORM 1.2 is written for ASCII (1.2 RTE 3.4);
/// courses take letters of any script, and a student's words are not rewritten for those that might not.
fn ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' => folded.push('\''),
            '“' | '”' | '„' => folded.push('"'),
            '–' | '—' => folded.push('-'),
            '…' => folded.push_str("..."),
            '\u{a0}' | '\u{202f}' => folded.push(' '),
            c => folded.push(c),
        }
    }
    folded
}

/// `most` is in bytes: whichever way a course counts, it is no more.
fn cut(text: &str, most: usize, space: &str) -> Excerpt {
    let of = text.chars().count();
    if text.len() <= most {
        return Excerpt { text: text.to_owned(), told: of, of };
    }
    let note = |told: usize| {
        let (told, of) = (grouped(told), grouped(of));
        format!("{space}[cut: {told} of {of} characters. The student has the whole as a file.]")
    };
    let room = most.saturating_sub(note(of).len());
    let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let told = text[..end].chars().count();
    Excerpt { text: format!("{}{}", &text[..end], note(told)), told, of }
}

/// `5678` as `5,678`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
