//! A fault: what is wrong, where, and what to do. Written for the author of the content, not for a programmer.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, NamedSource,
    Report, SourceCode, SourceSpan, SpanContents,
};
use std::{fmt, ops::Range, sync::Arc};

/// How many characters of a line a report shows at most: a paragraph is often one line of a thousand.
const SHOWN: usize = 88;
/// How many of them stand before what is underlined.
const BEFORE: usize = 32;

/// A file's name, below the lesson's folder and with forward slashes, and its text.
pub type SourceFile = Arc<NamedSource<String>>;

/// One thing that is wrong with the content.
#[derive(Clone, Debug)]
pub struct Fault {
    file: SourceFile,
    span: Option<Range<usize>>,
    excerpt: Option<Excerpt>,
    what: String,
    todo: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Some(_) => f.write_str(&self.what),
            None => write!(f, "{}: {}", self.file.name(), self.what),
        }
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.todo))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.excerpt.as_ref()?.span.clone();
        Some(Box::new(std::iter::once(LabeledSpan::underline(span))))
    }
}

/// What a report shows of a file: one line, or the part of a long one in which the fault stands.
#[derive(Clone, Debug)]
struct Excerpt {
    name: String,
    /// Lines above it.
    line: usize,
    /// Characters before what is underlined, on its line.
    column: usize,
    text: String,
    /// What is underlined in the text.
    span: Range<usize>,
}

impl Excerpt {
    /// The line on which these bytes begin; of several lines, the first is underlined. Bytes that the file does not
    /// have, or that split a character, are moved to the nearest before.
    fn of(file: &SourceFile, span: &Range<usize>) -> Self {
        let all = file.inner();
        let start = all.floor_char_boundary(span.start);
        let from = all[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let to = all[start..].find('\n').map_or(all.len(), |length| start + length);
        let line = &all[from..to];
        let length = line.chars().count();
        // What is missing at the line's end is shown at its last sign.
        let column = all[from..start].chars().count().min(length.saturating_sub(1));
        let end = all.floor_char_boundary(span.end).clamp(start, to);
        // An empty text is placed at the first of its quotation marks; both are underlined.
        let empty = &all[start..end] == "\"" && all[end..to].starts_with('"');
        let underlined = if empty { 2 } else { all[start..end].chars().count().max(1) };
        // Near the line's end the part begins sooner, so that it is never shorter than it need be.
        let skip = if length > SHOWN { column.saturating_sub(BEFORE).min(length - SHOWN) } else { 0 };
        let text: String = line.chars().skip(skip).take(SHOWN).collect();
        let place = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
        let span = place(column - skip)..place(column - skip + underlined);
        Self { name: file.name().to_owned(), line: all[..from].matches('\n').count(), column, span, text }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.line,
            self.column,
            1,
        )))
    }
}

/// Every fault found in one run.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault at these bytes of a file.
    pub fn at(&mut self, file: &SourceFile, span: Range<usize>, what: impl Into<String>, todo: impl Into<String>) {
        let excerpt = Some(Excerpt::of(file, &span));
        self.0.push(Fault { file: file.clone(), span: Some(span), excerpt, what: what.into(), todo: todo.into() });
    }

    /// Notes a fault of a whole file, or of one that is not there.
    pub fn of_file(&mut self, name: &str, what: impl Into<String>, todo: impl Into<String>) {
        let file = Arc::new(NamedSource::new(name, String::new()));
        self.0.push(Fault { file, span: None, excerpt: None, what: what.into(), todo: todo.into() });
    }

    /// Adds what was found elsewhere.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order of files and lines.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| {
            let place = |fault: &Fault| (fault.file.name().to_owned(), fault.span.clone().map(|span| span.start));
            place(a).cmp(&place(b))
        });
        self
    }

    /// The whole report, one fault below the other; with colours for a terminal or without for a file.
    pub fn report(&self, colours: bool) -> String {
        let theme = if colours { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false).with_context_lines(0);
        let mut text = String::new();
        for fault in &self.0 {
            // Writing to a String cannot fail.
            let _ = handler.render_report(&mut text, Report::new(fault.clone()).as_ref());
            text.push('\n');
        }
        let faults = if self.0.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", self.0.len()) };
        text + &faults + " in the content. Nothing was built.\n"
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report(false))
    }
}

impl std::error::Error for Faults {}
