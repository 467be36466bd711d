//! Prose, from text to blocks.
//!
//! A small part of `CommonMark`: paragraphs, headings, lists, quotations, tables, emphasis, links. Links name things of
//! the lesson by id; what they name is looked up through [`Names`]. Anything else is a fault, HTML above all: content
//! is data.

use crate::fault::{Faults, SourceFile};
use lesson::{
    id::{BodyId, ClaimId, Exhibit, NoteNumber, OutsideId, PersonId, PictureId, PlaceId, RecordId, UnitNumber, WordId},
    prose::{Block, Inline, Line, Page, Prose},
};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use std::{collections::VecDeque, ops::Range};

/// What was found, or what is wrong and what to do.
pub type Found<T> = Result<T, (String, String)>;

/// What exists, and what has been named so far. Each finds a thing by its name and marks it as named.
#[expect(clippy::missing_errors_doc, reason = "the error of each is what is wrong with the name, and what to do")]
pub trait Names {
    /// A note.
    fn note(&mut self, label: &str) -> Found<NoteNumber>;
    /// Something that does not come from the lesson's source.
    fn outside(&mut self, id: &str) -> Found<OutsideId>;
    /// A word.
    fn word(&mut self, id: &str) -> Found<WordId>;
    /// A record, or its point.
    fn exhibit(&mut self, id: &str) -> Found<Exhibit>;
    /// A claim.
    fn claim(&mut self, id: &str) -> Found<ClaimId>;
    /// A unit.
    fn unit(&mut self, number: &str) -> Found<UnitNumber>;
    /// A person.
    fn person(&mut self, id: &str) -> Found<PersonId>;
    /// An organisation or a newspaper.
    fn body(&mut self, id: &str) -> Found<BodyId>;
    /// A place.
    fn place(&mut self, id: &str) -> Found<PlaceId>;
    /// A picture.
    fn picture(&mut self, id: &str) -> Found<PictureId>;
    /// What stands in a cell of a picture's data.
    fn cell(&mut self, id: &str) -> Found<String>;
    /// A page.
    fn page(&mut self, key: &str) -> Found<Page>;
    /// The traces of a record.
    fn tracer(&mut self, id: &str) -> Found<RecordId>;
}

/// Where a text stands in its file: its bytes there, which differ from the text itself where it holds escapes.
pub struct Place<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl Place<'_> {
    /// The bytes in the file of these bytes of the text; all of it where the two differ.
    fn of(&self, text: &str, part: Range<usize>) -> Range<usize> {
        if self.file.inner().get(self.span.clone()) == Some(text) {
            self.span.start + part.start..self.span.start + part.end
        } else {
            self.span.clone()
        }
    }
}

/// Reads a text of any number of blocks.
pub fn prose(text: &str, place: &Place<'_>, names: &mut impl Names, faults: &mut Faults) -> Prose {
    let events: VecDeque<_> =
        Parser::new_ext(text, Options::ENABLE_OLD_FOOTNOTES | Options::ENABLE_TABLES).into_offset_iter().collect();
    Reader { events, text, place, names, faults, html: false }.blocks()
}

/// Reads a text of one paragraph, such as most fields hold.
pub fn line(text: &str, place: &Place<'_>, names: &mut impl Names, faults: &mut Faults) -> Line {
    let before = faults.len();
    let mut blocks = prose(text, place, names, faults);
    let last = blocks.pop();
    let (what, todo) = match last {
        Some(Block::Paragraph(line)) if blocks.is_empty() => return line,
        // What was left out of the text has been reported.
        _ if faults.len() > before => return Line::new(),
        None => {
            faults.at(place.file, place.span.clone(), "this text is empty", "Write it between the quotation marks.");
            return Line::new();
        }
        Some(Block::Heading(..)) => ("this text holds a heading", "Write a plain sentence in its place."),
        Some(Block::List { .. }) => (
            "this text is a list, or begins like one",
            "Write it as a sentence. Begin it with a word, not with - or 1.",
        ),
        Some(Block::Quote(_)) => ("this text begins with >", "Take the sign away; write “ and ” for quotation marks."),
        Some(Block::Table { .. }) => ("this text holds a table", "Write a plain sentence in its place."),
        Some(Block::Picture(_) | Block::Tracer(_)) => {
            ("this text is a picture", "Put the picture into a unit; here, link to it with [words](picture:its-id).")
        }
        Some(Block::Paragraph(_)) => {
            ("this text is more than one paragraph", "Make one paragraph of it, without an empty line.")
        }
    };
    faults.at(place.file, place.span.clone(), what, todo);
    Line::new()
}

struct Reader<'a, N> {
    events: VecDeque<(Event<'a>, Range<usize>)>,
    text: &'a str,
    place: &'a Place<'a>,
    names: &'a mut N,
    faults: &'a mut Faults,
    /// Whether HTML has been reported: what closes it need not be.
    html: bool,
}

impl<N: Names> Reader<'_, N> {
    fn fault(&mut self, part: Range<usize>, what: impl Into<String>, todo: impl Into<String>) {
        self.faults.at(self.place.file, self.place.of(self.text, part), what, todo);
    }

    /// Blocks up to the end of the enclosing one.
    fn blocks(&mut self) -> Prose {
        let mut blocks = Prose::new();
        loop {
            match self.events.front() {
                None => return blocks,
                Some((Event::End(_), _)) => {
                    self.events.pop_front();
                    return blocks;
                }
                // A tight list item holds its text without a paragraph.
                Some((event, _)) if is_inline(event) => blocks.push(Block::Paragraph(self.line(false))),
                Some(_) => {
                    if let Some((event, part)) = self.events.pop_front() {
                        blocks.extend(self.block(&event, part));
                    }
                }
            }
        }
    }

    fn block(&mut self, event: &Event<'_>, part: Range<usize>) -> Option<Block> {
        match event {
            Event::Start(Tag::Paragraph) if self.at_picture() => self.placed(),
            Event::Start(Tag::Paragraph) => Some(Block::Paragraph(self.line(true))),
            Event::Start(Tag::Heading { level, .. }) => {
                if *level == HeadingLevel::H1 {
                    self.fault(
                        part,
                        "this is a heading of the first level",
                        "The page gives the title. Begin headings with ## or more.",
                    );
                }
                Some(Block::Heading((*level as u8).saturating_sub(1).max(1), self.line(true)))
            }
            Event::Start(Tag::BlockQuote(_)) => Some(Block::Quote(self.blocks())),
            Event::Start(Tag::List(first)) => {
                let mut items = Vec::new();
                while let Some((Event::Start(Tag::Item), _)) = self.events.pop_front() {
                    items.push(self.blocks());
                }
                Some(Block::List { ordered: first.is_some(), items })
            }
            Event::Start(Tag::Table(_)) => {
                let mut rows = Vec::new();
                while let Some((Event::Start(Tag::TableHead | Tag::TableRow), _)) = self.events.pop_front() {
                    let mut cells = Vec::new();
                    while let Some((Event::Start(Tag::TableCell), _)) = self.events.pop_front() {
                        cells.push(self.line(true));
                    }
                    rows.push(cells);
                }
                let rows_below = rows.split_off(1.min(rows.len()));
                Some(Block::Table { head: rows.pop().unwrap_or_default(), rows: rows_below })
            }
            Event::Start(Tag::HtmlBlock) => {
                self.html(part);
                self.skip();
                None
            }
            Event::Start(_) => {
                self.unknown(event, part);
                self.skip();
                None
            }
            _ => {
                self.unknown(event, part);
                None
            }
        }
    }

    /// Whether the paragraph that has just begun is a picture and nothing else: `![](picture:rubles)`.
    fn at_picture(&self) -> bool {
        let mut ahead = self.events.iter().map(|(event, _)| event);
        let [first, second, third] = std::array::from_fn(|_| ahead.next());
        matches!(first, Some(Event::Start(Tag::Image { .. })))
            && [second, third].iter().all(|event| matches!(event, Some(Event::End(_))))
    }

    /// A picture that is a paragraph by itself.
    fn placed(&mut self) -> Option<Block> {
        let Some((Event::Start(Tag::Image { dest_url, .. }), part)) = self.events.pop_front() else { return None };
        self.events.drain(..2);
        let found = match dest_url.split_once(':') {
            Some(("picture", id)) => self.names.picture(id).map(Block::Picture),
            Some(("tracer", id)) => self.names.tracer(id).map(Block::Tracer),
            _ => Err((
                format!("`{dest_url}` is no picture of this lesson"),
                "A lesson holds no image files: each picture is drawn from a file in pictures/, and stands in a unit as \
                 ![](picture:its-id)."
                    .to_owned(),
            )),
        };
        found.map_err(|(what, todo)| self.fault(part, what, todo)).ok()
    }

    /// A line, up to the end of what encloses it. An `own` end is consumed; without one the line ends where a block
    /// begins or the enclosing item ends.
    fn line(&mut self, own: bool) -> Line {
        let mut line = Line::new();
        loop {
            match self.events.front() {
                None => return line,
                Some((Event::End(_), _)) if own => {
                    self.events.pop_front();
                    return line;
                }
                Some((event, _)) if !own && !is_inline(event) => return line,
                Some(_) => {
                    if let Some((event, part)) = self.events.pop_front() {
                        self.inline(event, part, &mut line);
                    }
                }
            }
        }
    }

    fn inline(&mut self, event: Event<'_>, part: Range<usize>, line: &mut Line) {
        match event {
            Event::Text(text) => add(line, &text),
            Event::SoftBreak | Event::HardBreak => add(line, " "),
            Event::Start(Tag::Emphasis) => {
                let inner = self.line(true);
                line.push(Inline::Emphasis(inner));
            }
            Event::Start(Tag::Strong) => {
                let inner = self.line(true);
                line.push(Inline::Strong(inner));
            }
            Event::FootnoteReference(label) => {
                // The source's notes have numbers; what is not from the source has a name.
                let found = if label.starts_with(|c: char| c.is_ascii_digit()) {
                    self.names.note(&label).map(Inline::Note)
                } else {
                    self.names.outside(&label).map(Inline::Outside)
                };
                match found {
                    Ok(reference) => line.push(reference),
                    Err((what, todo)) => self.fault(part, what, todo),
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let inner = self.line(true);
                match self.link(&dest_url, inner, part) {
                    // What stands in a cell is text like that round it.
                    Some(Inline::Text(text)) => add(line, &text),
                    found => line.extend(found),
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => self.html(part),
            Event::Start(_) => {
                self.unknown(&event, part);
                self.skip();
            }
            _ => self.unknown(&event, part),
        }
    }

    fn link(&mut self, address: &str, text: Line, part: Range<usize>) -> Option<Inline> {
        let (scheme, id) = address.split_once(':').unwrap_or(("", address));
        let found = match scheme {
            "word" => self.names.word(id).map(|id| Inline::Word(id, text)),
            "record" => self.names.exhibit(id).map(|exhibit| Inline::Record(exhibit, text)),
            "claim" => self.names.claim(id).map(|id| Inline::Claim(id, text)),
            "unit" => self.names.unit(id).map(|number| Inline::Unit(number, text)),
            "person" => self.names.person(id).map(|id| Inline::Person(id, text)),
            "body" => self.names.body(id).map(|id| Inline::Body(id, text)),
            "place" => self.names.place(id).map(|id| Inline::Place(id, text)),
            "picture" => self.names.picture(id).map(|id| Inline::Picture(id, text)),
            "page" => self.names.page(id).map(|page| Inline::Page(page, text)),
            "cell" if text.is_empty() => self.names.cell(id).map(Inline::Text),
            "cell" => Err((
                "these words would be lost: a cell prints what stands in it".to_owned(),
                format!("Leave nothing between [ and ]: []({address})."),
            )),
            "https" => Ok(Inline::Web(address.to_owned(), text)),
            _ => Err((
                format!("a link may not lead to `{address}`"),
                "Link to word:, person:, body:, place:, record:, claim:, unit:, picture:, page:, cell: or an address that \
                 begins with https://."
                    .to_owned(),
            )),
        };
        found.map_err(|(what, todo)| self.fault(part, what, todo)).ok()
    }

    fn html(&mut self, part: Range<usize>) {
        let closing = self.text.get(part.clone()).is_some_and(|text| text.starts_with("</"));
        if !(closing && self.html) {
            self.fault(part, "here stands HTML", "Use Markdown, such as *emphasis*. For the sign < itself write &lt;.");
        }
        self.html = true;
    }

    fn unknown(&mut self, event: &Event<'_>, part: Range<usize>) {
        let (what, todo) = match event {
            Event::Start(Tag::Image { .. }) => (
                "here stands a picture among words",
                "Put it in a paragraph of its own, as ![](picture:its-id), with nothing between [ and ].",
            ),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                ("this paragraph begins with four blanks or more", "Take the blanks away.")
            }
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => {
                ("here a text stands between backticks", "Take the backticks away, or write *emphasis*.")
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                ("here stands the text of a note", "Move it to notes.toml, and cite it here with its number: [^84].")
            }
            Event::Rule => ("here stands a line across the page", "Take it out, or put a heading in its place."),
            _ => (
                "this form of Markdown is not known here",
                "Use paragraphs, headings, lists, tables, quotations, emphasis and links.",
            ),
        };
        self.fault(part, what, todo);
    }

    /// Passes over the block that has just begun.
    fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.events.pop_front() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
    )
}

/// Adds text to a line, to the text that already ends it if there is one.
fn add(line: &mut Line, text: &str) {
    if let Some(Inline::Text(last)) = line.last_mut() {
        last.push_str(text);
    } else {
        line.push(Inline::Text(text.to_owned()));
    }
}
