//! What is wrong with a file that cannot be read, in words for an author.

use crate::fault::{Faults, SourceFile};
use std::ops::Range;
use toml_span::{ErrorKind, Span};

/// Says what is wrong with a file's fields, in words for an author.
pub fn explain(file: &SourceFile, kind: &ErrorKind, span: Span, faults: &mut Faults) {
    let mut span: Range<usize> = span.into();
    // What breaks off is shown where it does, not on the empty line below.
    if matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::Wanted { found: "eof", .. }) {
        let text = file.inner()[..file.inner().floor_char_boundary(span.start)].trim_end();
        span = text.floor_char_boundary(text.len().saturating_sub(1))..text.len();
    }
    let (what, todo) = match kind {
        ErrorKind::UnexpectedKeys { keys, expected } => {
            for (key, at) in keys {
                let near = nearest(key, expected.iter().map(String::as_str));
                let todo = match near {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Take it out. Here may stand: {}.", expected.join(", ")),
                };
                faults.at(file, (*at).into(), format!("there is no field `{key}` here"), todo);
            }
            return;
        }
        ErrorKind::MissingField(name) => (
            format!("the field `{name}` is missing"),
            format!("Add `{name}` about here; content/README.md shows how it is written."),
        ),
        ErrorKind::Wanted { expected: "an array", found: "table" } => (
            "this section stands in single brackets, and double ones are wanted".to_owned(),
            "Write its name between [[ and ]]: there may be several such sections.".to_owned(),
        ),
        ErrorKind::Wanted { expected: "a table", found: "array" } => (
            "here stands a list, and one section is wanted".to_owned(),
            "Write its name between single brackets, [ and ], and its fields below.".to_owned(),
        ),
        ErrorKind::Wanted { expected, found } => {
            let Some(((expected, todo), (found, _))) = value(expected).zip(value(found)) else {
                let (what, todo) = syntax(expected, found);
                faults.at(file, word(file.inner(), span.start), what, todo);
                return;
            };
            (format!("here stands {found}, and {expected} is wanted"), todo.to_owned())
        }
        ErrorKind::OutOfRange(range) => (
            "this number is too great or too small".to_owned(),
            format!("Give a whole number from 0 to {}.", if *range == "u8" { u16::from(u8::MAX) } else { u16::MAX }),
        ),
        ErrorKind::DuplicateKey { key, .. } => {
            (format!("the field `{key}` stands here for the second time"), "Take one of the two out.".to_owned())
        }
        ErrorKind::DuplicateTable { name, .. } => (
            format!("the section [{name}] stands here for the second time"),
            format!("Make one section of the two; where there may be several, write each as [[{name}]]."),
        ),
        ErrorKind::RedefineAsArray => (
            "this section stands in double brackets here and in single brackets elsewhere".to_owned(),
            "Write both in the same way; content/README.md shows which.".to_owned(),
        ),
        // The newline itself is where the text was cut off.
        ErrorKind::InvalidCharInString('\n') | ErrorKind::UnterminatedString => {
            let line = file.inner()[..file.inner().floor_char_boundary(span.start)].rfind('\n').map_or(0, |at| at + 1);
            let todo = "Put a \" at its end. A text of several lines stands between \"\"\" and \"\"\".";
            faults.at(file, line..span.start.max(line + 1), "the text on this line has no closing quotation mark", todo);
            return;
        }
        ErrorKind::InvalidCharInString(_) => {
            ("an invisible sign stands in this text".to_owned(), "Take it out, or type the text anew.".to_owned())
        }
        ErrorKind::InvalidEscape(_) | ErrorKind::InvalidHexEscape(_) | ErrorKind::InvalidEscapeValue(_) => (
            "what follows the backslash has no meaning".to_owned(),
            "For a backslash write \\\\, for a quotation mark inside a text write \\\".".to_owned(),
        ),
        ErrorKind::Unexpected('“' | '”' | '„' | '‘' | '’' | '«' | '»') => (
            "this field begins with a printer’s quotation mark".to_owned(),
            "Put straight quotation marks (\") round the whole text; inside it any may stand but these.".to_owned(),
        ),
        ErrorKind::UnquotedString => (
            "this text stands without quotation marks".to_owned(),
            "Put quotation marks (\") before and after it.".to_owned(),
        ),
        ErrorKind::InvalidNumber => (
            "this is neither a text nor a number".to_owned(),
            "Put quotation marks (\") before and after a text or a date; write a number in digits only.".to_owned(),
        ),
        ErrorKind::UnexpectedEof => (
            "the file ends in the middle of a field".to_owned(),
            "Write what follows the =, and close every bracket.".to_owned(),
        ),
        _ => (
            "this line cannot be understood".to_owned(),
            "Write it as name = \"text\". Look at the line above it, too: often a quotation mark or a bracket is missing."
                .to_owned(),
        ),
    };
    faults.at(file, span, what, todo);
}

/// The word that begins at this byte, or the one sign: of a sign too many, TOML knows only where it begins.
fn word(text: &str, start: usize) -> Range<usize> {
    let start = text.floor_char_boundary(start);
    let length = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
    start..start + length.max(1)
}

/// Says which sign is missing or too many.
fn syntax(expected: &str, found: &str) -> (String, String) {
    let (what, todo) = match (expected, found) {
        ("newline", "an identifier" | "a string") => (
            "here the line should end",
            "Inside a text write “ and ” for quotation marks, or \\\". Begin each field on a line of its own.",
        ),
        ("newline", _) => ("here the line should end", "Begin each field on a line of its own."),
        ("an equals", _) => (
            "this is neither a field nor a section",
            "A field is written name = \"text\", a section [name]. Look at the line above it, too: a text of several \
             lines stands between \"\"\" and \"\"\".",
        ),
        ("a right bracket", _) => (
            "here a comma or a closing bracket is missing",
            "Put a comma between two items, and a ] after the last. Look at the line above it, too.",
        ),
        ("a comma" | "a right brace", _) => {
            ("here a comma or a closing brace is missing", "Put a comma between two fields, and a } after the last.")
        }
        ("a value", _) => ("here something is missing", "Write what the field holds, on the same line as the =."),
        ("a table key", _) => ("here the name of a field is wanted", "Write it as name = \"text\"."),
        _ => (
            "this line cannot be understood",
            "Look at the line above it, too: often a quotation mark or a bracket is missing.",
        ),
    };
    (what.to_owned(), todo.to_owned())
}

/// What TOML calls a kind of value, in plain words, and how it is written. None for a sign that is not a value.
fn value(toml: &str) -> Option<(&'static str, &'static str)> {
    match toml {
        "string" | "a string" => Some(("a text", "Put quotation marks (\") before and after it.")),
        "integer" | "a number" => Some(("a number", "Write it in digits, without quotation marks.")),
        "u8" | "u16" => {
            Some(("a whole number", "Write it in digits, without quotation marks and without a decimal point."))
        }
        "float" => Some(("a decimal number", "Write a whole number.")),
        "boolean" | "a bool" => Some(("true or false", "Write true or false, without quotation marks.")),
        "array" | "an array" => {
            Some(("a list", "Put it between square brackets, such as [1, 2] or [\"one\", \"two\"]."))
        }
        "table" | "a table" => Some((
            "a group of fields",
            "Write it as a section, with its name in single brackets; see content/README.md.",
        )),
        _ => None,
    }
}

/// The candidate that was probably meant, if one is close.
pub fn nearest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(written, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
