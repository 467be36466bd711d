//! What stands round the units: people and places, pictures, the timeline, ways through the lesson, the judgement.

use crate::{
    board::Board,
    check::Check,
    date::HistoricalDate,
    id::{CheckId, ClaimId, NoteNumber, OutsideId, PathId, PictureId, PlaceId, RecordId, UnitNumber, WordId},
    prose::{Line, Page, Prose},
};

/// A person, or an organisation or a newspaper.
#[derive(Clone, Debug)]
pub struct Entry<Id> {
    /// Its id.
    pub id: Id,
    /// The name as shown.
    pub name: String,
    /// The name as the alphabet takes it.
    pub sort: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// The group that it is listed under.
    pub group: String,
    /// Who or what this is.
    pub is: Line,
    /// The notes that speak of it.
    pub notes: Vec<NoteNumber>,
    /// Where it occurs, in the order of the lesson.
    pub occurs: Vec<Spot>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Its name at the time.
    pub name: String,
    /// Its name today, if that differs.
    pub today: Option<String>,
    /// Other spellings.
    pub also: Vec<String>,
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
    /// Why it matters here.
    pub is: Line,
    /// The notes that speak of it.
    pub notes: Vec<NoteNumber>,
    /// Where it occurs, in the order of the lesson.
    pub occurs: Vec<Spot>,
}

/// A spot of the lesson in which something can occur.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The cover.
    Cover,
    /// A unit's text.
    Unit(UnitNumber),
    /// A check.
    Check(CheckId),
    /// A claim.
    Claim(ClaimId),
    /// A record.
    Record(RecordId),
    /// A picture.
    Picture(PictureId),
    /// A page.
    Page(Page),
    /// What does not come from the lesson's source.
    Outside(OutsideId),
    /// A word's explanation.
    Word(WordId),
}

/// What does not come from the source that the lesson teaches.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Its id.
    pub id: OutsideId,
    /// What it says, and how sure that is.
    pub says: Line,
    /// Where it comes from.
    pub cite: String,
    /// Where that can be read.
    pub web: Option<String>,
}

/// Who could know of something when it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// It was public.
    Public,
    /// It was not public at the time.
    Secret,
    /// It frames the story.
    Context,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Moment {
    /// When.
    pub date: HistoricalDate,
    /// Who could know of it.
    pub lane: Lane,
    /// What.
    pub says: Line,
    /// Whether it was a letter, of which it is not known that it was printed.
    pub letter: bool,
    /// The notes that it rests on.
    pub notes: Vec<NoteNumber>,
    /// The claim that is about it.
    pub claim: Option<ClaimId>,
    /// The record that it is.
    pub record: Option<RecordId>,
}

/// How well a public item fits a point of a record. A scale of traces, not of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// In day, place or newspaper, or as the series that was ordered.
    Clean,
    /// In part, in general terms, or without a note.
    Partial,
    /// Nothing is cited.
    None,
}

/// The public traces of a record, point by point.
#[derive(Clone, Debug)]
pub struct Tracer {
    /// The record.
    pub record: RecordId,
    /// What is asked, and what the grades mean.
    pub says: Line,
    /// One a point, in order.
    pub traces: Vec<Trace>,
}

/// The public trace of one point.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The point.
    pub point: u8,
    /// What it orders, in short.
    pub orders: Line,
    /// What was seen of it in public.
    pub public: Line,
    /// How well the two fit.
    pub fits: Match,
    /// What the fit holds for, where not for all of it.
    pub limit: Option<Line>,
    /// Claims that turn on it.
    pub claims: Vec<ClaimId>,
}

/// What a column of a picture holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Dates.
    Date,
    /// Numbers, in this unit if one is given.
    Number(Option<String>),
    /// Text.
    Text,
}

/// A column of a picture's data.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A cell of a picture's data.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A date.
    Date(HistoricalDate),
    /// A number, in the unit of its column.
    Number(f64),
    /// A text.
    Text(Line),
}

/// A sum that the source prints.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The column, counted from 0.
    pub column: usize,
    /// What the source prints.
    pub stated: f64,
    /// What the rows really add up to.
    pub adds_up_to: f64,
    /// What is known of the difference, where there is one.
    pub says: Option<Line>,
}

/// What a panel of a picture is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A bar for each number; a second bar where there are several columns of values.
    Bars,
    /// A point for each row on an axis of days, joined by steps.
    Steps,
    /// A mark for each row at its place on a map; a layer for each column of values.
    Map,
    /// A dot for each day and a line for each stretch of days, one row below the other.
    Spans,
    /// A rung for each row, the first at the top.
    Stairs,
    /// A spine for each row, a shelf for each word in the column of values; open where the detail is empty.
    Shelf,
    /// A box for each row, each inside the one before.
    Nest,
    /// As many cells as the first value says, with a quarter of one filled.
    Cells,
    /// What one side says and what the other does, facing each other row by row.
    Facing,
}

impl Form {
    /// Every form, with its name in content files.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Bars, "bars"),
        (Self::Steps, "steps"),
        (Self::Map, "map"),
        (Self::Spans, "spans"),
        (Self::Stairs, "stairs"),
        (Self::Shelf, "shelf"),
        (Self::Nest, "nest"),
        (Self::Cells, "cells"),
        (Self::Facing, "facing"),
    ];
}

/// One of several ways to draw a panel, between which a reader switches.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it is called.
    pub name: String,
    /// The columns that hold its values, counted from 0.
    pub values: Vec<usize>,
    /// The row against which the others are measured, counted from 0.
    pub base: Option<usize>,
}

/// A part of a picture that has its own scale.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What it is drawn as.
    pub form: Form,
    /// What it shows, where there are several.
    pub title: Option<String>,
    /// The rows that it shows, counted from 0.
    pub rows: Vec<usize>,
    /// The column that names its marks, counted from 0.
    pub label: usize,
    /// The column of dates, counted from 0.
    pub when: Option<usize>,
    /// The column of what else is said of a mark, counted from 0.
    pub detail: Option<usize>,
    /// The column of greatest values, where the values are the least, counted from 0.
    pub most: Option<usize>,
    /// Records whose days are marked.
    pub records: Vec<RecordId>,
    /// Whether the sum that the source prints stands beside what the rows add up to.
    pub sum: bool,
    /// What can be switched between; one at least.
    pub readings: Vec<Reading>,
}

/// A number that is guessed before it is shown.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The row that holds it, counted from 0.
    pub row: usize,
    /// How it is asked and marked.
    pub check: Check,
}

/// A picture: what it shows, drawn, in words and as a table.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// What it finds.
    pub title: String,
    /// What is to be seen, in words.
    pub text: Line,
    /// What must not be read into it.
    pub caveats: Vec<Line>,
    /// A question to ask before the answer is seen.
    pub guess: Option<Line>,
    /// The notes that it rests on.
    pub notes: Vec<NoteNumber>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Sums that the source prints.
    pub sums: Vec<Sum>,
    /// What is drawn, from the top.
    pub panels: Vec<Panel>,
    /// The number to draw before it is shown.
    pub draws: Option<Guess>,
}

/// A stop on a way through the lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A unit.
    Unit(UnitNumber),
    /// A claim.
    Claim(ClaimId),
    /// A page.
    Page(Page),
}

/// A step on a way through the lesson.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where to.
    pub to: Stop,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// Which part of it, where not all.
    pub only: Option<Line>,
    /// In which lesson it falls, where there are several.
    pub lesson: Option<u8>,
}

/// A way through the lesson.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its id.
    pub id: PathId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub says: Line,
    /// How long it takes, in minutes: the sum of its steps.
    pub minutes: u16,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// A strand of the rubric.
#[derive(Clone, Debug)]
pub struct Strand {
    /// Its name.
    pub name: String,
    /// What each level takes, best first.
    pub levels: Vec<Line>,
}

/// An answer to learn from.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The level at which it stands, as the rubric names it.
    pub level: String,
    /// The answer.
    pub text: Prose,
    /// Why it stands there.
    pub says: Line,
}

/// The essay and how it is judged.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The question.
    pub prompt: Line,
    /// Other questions to set in its place.
    pub variants: Vec<Line>,
    /// The least number of words.
    pub least: u16,
    /// The greatest number of words.
    pub most: u16,
    /// The task of one sentence beside it.
    pub file: Line,
    /// The names of the levels, best first.
    pub levels: Vec<String>,
    /// The rubric.
    pub strands: Vec<Strand>,
    /// Answers to learn from.
    pub samples: Vec<Sample>,
    /// The claim board.
    pub board: Option<Board>,
}

/// A number with commas between thousands, and as many decimals as it has, four at most.
pub fn plain_number(number: f64) -> String {
    let text = format!("{:.4}", number.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number < 0.0 { "−" } else { "" };
    match decimals {
        Some(decimals) => format!("{sign}{grouped}.{decimals}"),
        None => format!("{sign}{grouped}"),
    }
}

#[cfg(test)]
mod tests {
    use super::plain_number;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0.0, "0"),
            (25.36, "25.36"),
            (271.0, "271"),
            (1_363.5, "1,363.5"),
            (120_000.0, "120,000"),
            (1_234_567.0, "1,234,567"),
            (-83.0, "−83"),
            (0.0097, "0.0097"),
        ] {
            assert_eq!(plain_number(number), text);
        }
    }
}
