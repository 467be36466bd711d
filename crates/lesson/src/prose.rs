//! Prose after it has been read and resolved: blocks of text in which every reference is known to exist.
//!
//! Data, never markup: whoever shows it decides how.

use crate::id::{
    BodyId, ClaimId, Exhibit, NoteNumber, OutsideId, PersonId, PictureId, PlaceId, RecordId, UnitNumber, WordId,
};

/// Text of one or more blocks.
pub type Prose = Vec<Block>;

/// Text within one paragraph.
pub type Line = Vec<Inline>;

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Line),
    /// A heading below the title of its unit; level 1 stands directly below it.
    Heading(u8, Line),
    /// A list; each item is prose of its own.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<Prose>,
    },
    /// A passage set off from the rest.
    Quote(Prose),
    /// A table: one row of heads, and rows of the same number of cells.
    Table {
        /// The head row.
        head: Vec<Line>,
        /// The body rows.
        rows: Vec<Vec<Line>>,
    },
    /// A picture, at this place.
    Picture(PictureId),
    /// The table of a record's traces, at this place.
    Tracer(RecordId),
}

/// A page of the lesson that is neither a unit nor a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// Which claims to take, in which order, and how they are marked.
    Quiz,
    /// Every claim.
    Claims,
    /// Exercises that belong to no unit.
    Exercises,
    /// What a student's answers come to.
    Summary,
    /// The claims that return.
    Return,
    /// Every record.
    Records,
    /// What happened, in order of its dates.
    Timeline,
    /// People, organisations and places.
    Index,
    /// Word help.
    Words,
    /// Notes.
    Notes,
    /// Search.
    Search,
    /// The essay and how it is judged.
    Judgement,
    /// For teachers.
    Teachers,
    /// How to use the lesson in a course.
    Course,
}

impl Page {
    /// Every page, in the order of the contents.
    pub const ALL: [Self; 14] = [
        Self::Quiz,
        Self::Claims,
        Self::Exercises,
        Self::Summary,
        Self::Return,
        Self::Records,
        Self::Timeline,
        Self::Index,
        Self::Words,
        Self::Notes,
        Self::Search,
        Self::Judgement,
        Self::Teachers,
        Self::Course,
    ];

    /// Its name in content files, and its address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Quiz => "quiz",
            Self::Claims => "claims",
            Self::Exercises => "exercises",
            Self::Summary => "summary",
            Self::Return => "return",
            Self::Records => "records",
            Self::Timeline => "timeline",
            Self::Index => "index",
            Self::Words => "words",
            Self::Notes => "notes",
            Self::Search => "search",
            Self::Judgement => "judgement",
            Self::Teachers => "teachers",
            Self::Course => "course",
        }
    }
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Stressed text.
    Emphasis(Line),
    /// Strong text.
    Strong(Line),
    /// A reference to a note.
    Note(NoteNumber),
    /// A word that has an explanation.
    Word(WordId, Line),
    /// A record, or one point of it.
    Record(Exhibit, Line),
    /// A claim.
    Claim(ClaimId, Line),
    /// A unit.
    Unit(UnitNumber, Line),
    /// A person.
    Person(PersonId, Line),
    /// An organisation or a newspaper.
    Body(BodyId, Line),
    /// A place.
    Place(PlaceId, Line),
    /// A picture.
    Picture(PictureId, Line),
    /// A page.
    Page(Page, Line),
    /// A reference to what does not come from the lesson's source.
    Outside(OutsideId),
    /// An address outside the lesson, `https` only.
    Web(String, Line),
}

/// The words of a line, without anything else.
pub fn plain(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text(text) => text.clone(),
            Inline::Note(_) | Inline::Outside(_) => String::new(),
            Inline::Emphasis(line)
            | Inline::Strong(line)
            | Inline::Word(_, line)
            | Inline::Record(_, line)
            | Inline::Claim(_, line)
            | Inline::Unit(_, line)
            | Inline::Person(_, line)
            | Inline::Body(_, line)
            | Inline::Place(_, line)
            | Inline::Picture(_, line)
            | Inline::Page(_, line)
            | Inline::Web(_, line) => plain(line),
        })
        .collect()
}

/// The words of a text, without anything else; blocks are parted by a line's end. What a picture holds is not in it.
pub fn words(prose: &[Block]) -> String {
    let blocks: Vec<String> = prose
        .iter()
        .map(|block| match block {
            Block::Paragraph(line) | Block::Heading(_, line) => plain(line),
            Block::List { items, .. } => items.iter().map(|item| words(item)).collect::<Vec<_>>().join("\n"),
            Block::Quote(prose) => words(prose),
            Block::Table { head, rows } => {
                std::iter::once(head).chain(rows).flatten().map(|cell| plain(cell)).collect::<Vec<_>>().join("\n")
            }
            Block::Picture(_) | Block::Tracer(_) => String::new(),
        })
        .collect();
    blocks.join("\n")
}

/// The pictures that stand in a text, in order.
pub fn pictures(prose: &[Block]) -> Vec<&PictureId> {
    let mut all = Vec::new();
    for block in prose {
        match block {
            Block::Picture(id) => all.push(id),
            Block::Quote(prose) => all.extend(pictures(prose)),
            Block::List { items, .. } => all.extend(items.iter().flat_map(|item| pictures(item))),
            _ => {}
        }
    }
    all
}
