//! From what was written to what the app runs on: every name is looked up, every rule of the content is checked.
//!
//! - `index`: everything that can be named, and what has been named so far
//! - `front`, `claim`, `unit`, `check`, `around`: one a kind of file; `board`: a part of one
//! - `uses`: what stands in the content must be used in it; where each person and place occurs

mod around;
mod board;
mod check;
mod claim;
mod front;
mod index;
mod picture;
mod unit;
mod uses;

use crate::{
    explain::nearest,
    fault::{Faults, SourceFile},
    markdown::{self, Found, Names, Place},
    source::Source,
    tables::Text,
};
use around::count;
use index::{Index, Used, notes};
use lesson::{
    content::{Lesson, Note, Record},
    date::{BadDate, HistoricalDate},
    id::{BodyId, ClaimId, Exhibit, NoteNumber, OutsideId, PersonId, PictureId, PlaceId, RecordId, UnitNumber, WordId},
    prose::{Line, Page, Prose, pictures},
};
use std::{collections::BTreeMap, ops::Range};
use toml_span::Spanned;
pub(crate) use unit::word_count;

/// Makes a lesson of what was written. None where a fault leaves a hole in it.
pub fn resolve(source: &Source, faults: &mut Faults) -> Option<Lesson> {
    let index = Index::of(source, faults);
    let mut resolver = Resolver { index, used: Used::default(), faults };
    let mut lesson = resolver.lesson(source);
    if let Some(lesson) = &mut lesson {
        uses::occurrences(lesson, source);
    }
    resolver.check_use(source, lesson.as_ref());
    lesson
}

struct Resolver<'a> {
    index: Index,
    used: Used,
    faults: &'a mut Faults,
}

/// Says that something does not exist, and what was probably meant.
fn unknown<'a>(what: &str, name: &str, candidates: impl Iterator<Item = &'a str>, where_to: &str) -> (String, String) {
    let todo = match nearest(name, candidates) {
        Some(near) => format!("Did you mean `{near}`? If not, {where_to}."),
        None => format!("Correct the name, or {where_to}."),
    };
    (format!("there is no {what} `{name}`"), todo)
}

/// Finds something that stands with others of its kind in one file, and marks it as used.
macro_rules! find {
    ($self:ident, $id:ident, $list:ident, $Id:ident, $what:literal) => {{
        let file = concat!(stringify!($list), ".toml");
        $self.used.$list.insert($id.to_owned());
        match $Id::new($id) {
            Ok(found) if $self.index.$list.contains($id) || $self.index.unread(file) => Ok(found),
            Err(_) if $self.index.$list.contains($id) => Err((
                format!(concat!("the ", $what, " `{}` has an id that is not allowed"), $id),
                format!("Correct it in {file} first, then here."),
            )),
            _ => {
                let all = || $self.index.$list.iter().map(String::as_str);
                // What was probably meant is in use: that it is not would be a second fault for one mistake.
                $self.used.$list.extend(nearest($id, all()).map(str::to_owned));
                Err(unknown($what, $id, all(), &format!("add it to {file}")))
            }
        }
    }};
}

impl Names for Resolver<'_> {
    fn note(&mut self, label: &str) -> Found<NoteNumber> {
        match label.parse() {
            Ok(number) if self.index.notes.contains(&number) || self.index.unread("notes.toml") => {
                self.used.notes.insert(number);
                Ok(number)
            }
            _ => Err((format!("there is no note {label}"), "Add it to notes.toml, or correct the number.".to_owned())),
        }
    }

    fn outside(&mut self, id: &str) -> Found<OutsideId> {
        find!(self, id, outside, OutsideId, "note from outside")
    }

    fn word(&mut self, id: &str) -> Found<WordId> {
        find!(self, id, words, WordId, "word")
    }

    fn person(&mut self, id: &str) -> Found<PersonId> {
        find!(self, id, people, PersonId, "person")
    }

    fn body(&mut self, id: &str) -> Found<BodyId> {
        find!(self, id, bodies, BodyId, "organisation or newspaper")
    }

    fn place(&mut self, id: &str) -> Found<PlaceId> {
        find!(self, id, places, PlaceId, "place")
    }

    fn exhibit(&mut self, id: &str) -> Found<Exhibit> {
        let name = id.split_once('.').map_or(id, |(record, _)| record);
        if let (true, Ok(exhibit)) = (self.index.unread(&format!("records/{name}.toml")), id.parse()) {
            return Ok(exhibit);
        }
        let Some(points) = self.index.records.get(name) else {
            let file = format!("add the file records/{name}.toml");
            let all = || self.index.records.keys().map(String::as_str);
            self.used.records.extend(nearest(name, all()).map(str::to_owned));
            return Err(unknown("record", name, all(), &file));
        };
        self.used.records.insert(name.to_owned());
        match id.parse::<Exhibit>() {
            Ok(exhibit) if exhibit.point.is_none_or(|point| points.contains(&point)) => Ok(exhibit),
            _ if points.is_empty() => {
                Err((format!("the record `{name}` has no points"), format!("Name the record as a whole: `{name}`.")))
            }
            _ => Err((
                format!("the record `{name}` has no point `{}`", &id[name.len() + 1..]),
                format!("Its points are {}.", points.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")),
            )),
        }
    }

    fn claim(&mut self, id: &str) -> Found<ClaimId> {
        match ClaimId::new(id) {
            Ok(claim) if self.index.claims.contains(id) || self.index.unread(&format!("claims/{id}.toml")) => Ok(claim),
            _ => {
                let file = format!("add the file claims/{id}.toml");
                Err(unknown("claim", id, self.index.claims.iter().map(String::as_str), &file))
            }
        }
    }

    fn unit(&mut self, number: &str) -> Found<UnitNumber> {
        match number.parse() {
            Ok(number) if self.index.units.contains(&number) || self.index.unread(&format!("units/{number}.md")) => {
                Ok(number)
            }
            _ => Err((
                format!("there is no unit `{number}`"),
                format!("Correct the number, or add the file units/{number}.md."),
            )),
        }
    }

    fn picture(&mut self, id: &str) -> Found<PictureId> {
        match PictureId::new(id) {
            Ok(picture) if self.index.pictures.contains(id) || self.index.unread(&format!("pictures/{id}.toml")) => {
                Ok(picture)
            }
            _ => {
                let file = format!("add the file pictures/{id}.toml");
                let all = || self.index.pictures.iter().map(String::as_str);
                self.used.pictures.extend(nearest(id, all()).map(str::to_owned));
                Err(unknown("picture", id, all(), &file))
            }
        }
    }

    fn cell(&mut self, id: &str) -> Found<String> {
        let named = id.split_once('.').and_then(|(picture, cell)| {
            let (row, column) = cell.split_once('.')?;
            Some((picture, row.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
        });
        let Some((picture, row, column)) = named else {
            let todo = "Name the picture, the row and the column, counted from 1: [](cell:its-id.2.3).";
            return Err((format!("`{id}` names no cell"), todo.to_owned()));
        };
        self.picture(picture)?;
        // What cannot be read has been reported.
        let Some(cells) = self.index.cells.get(picture).filter(|cells| !cells.is_empty()) else {
            return Ok(String::new());
        };
        let cell = row.checked_sub(1).and_then(|row| cells.get(row)?.get(column.checked_sub(1)?));
        let words = |text: &str| !text.contains(['[', ']', '*', '_', '<', '&', '`', '\\']);
        match cell {
            Some(text) if text.is_empty() => Err((
                format!("the cell {row}.{column} of the picture `{picture}` is empty"),
                "Name one that holds something.".to_owned(),
            )),
            Some(text) if words(text) => Ok(text.clone()),
            Some(_) => Err((
                format!("the cell {row}.{column} of the picture `{picture}` holds a link, a note or emphasis"),
                "Name one that holds a number, a date or plain words, or write the words here.".to_owned(),
            )),
            None => {
                let columns = cells.iter().map(Vec::len).max().unwrap_or_default();
                Err((
                    format!("the picture `{picture}` has no cell {row}.{column}"),
                    format!(
                        "Write the row, then the column, and count from 1: it has {} and {}.",
                        count(cells.len(), "row"),
                        count(columns, "column")
                    ),
                ))
            }
        }
    }

    fn page(&mut self, key: &str) -> Found<Page> {
        let there = |page: &Page| !self.index.without.contains(page);
        match Page::ALL.into_iter().find(|page| page.key() == key) {
            Some(page) if there(&page) => Ok(page),
            Some(_) => Err((
                format!("this lesson has no page `{key}`"),
                format!("Add the file that it is made of, or use one of: {}.", self.pages()),
            )),
            None => Err((format!("there is no page `{key}`"), format!("Use one of: {}.", self.pages()))),
        }
    }

    fn tracer(&mut self, id: &str) -> Found<RecordId> {
        match RecordId::new(id) {
            Ok(record) if self.index.tracer.as_deref() == Some(id) || self.index.unread("tracer.toml") => Ok(record),
            _ => Err((
                format!("no traces are written down for a record `{id}`"),
                match &self.index.tracer {
                    Some(record) => format!("tracer.toml holds those of `{record}`: write ![](tracer:{record})."),
                    None => "Write them down in tracer.toml, or take this out.".to_owned(),
                },
            )),
        }
    }
}

impl Resolver<'_> {
    fn fault(&mut self, file: &SourceFile, span: impl Into<Range<usize>>, what: impl Into<String>, todo: &str) {
        self.faults.at(file, span.into(), what, todo);
    }

    /// Every page that there is.
    fn pages(&self) -> String {
        let all = Page::ALL.iter().filter(|page| !self.index.without.contains(page)).map(|page| page.key());
        all.collect::<Vec<_>>().join(", ")
    }

    /// Notes the fault of a name.
    fn named<T>(&mut self, file: &SourceFile, span: toml_span::Span, found: Found<T>) -> Option<T> {
        found.map_err(|(what, todo)| self.faults.at(file, span.into(), what, todo)).ok()
    }

    fn line(&mut self, file: &SourceFile, text: &Text) -> Line {
        let mut found = Faults::default();
        let line = markdown::line(&text.value, &Place { file, span: text.span.into() }, self, &mut found);
        self.faults.extend(found);
        line
    }

    /// A text without Markdown, such as a title.
    fn plain(&mut self, file: &SourceFile, text: &Text) -> String {
        if text.value.trim().is_empty() {
            self.fault(file, text.span, "this text is empty", "Write it between the quotation marks.");
        }
        text.value.clone()
    }

    fn optional(&mut self, file: &SourceFile, text: Option<&Text>) -> Option<Line> {
        text.map(|text| self.line(file, text))
    }

    fn lines(&mut self, file: &SourceFile, texts: &Spanned<Vec<Text>>) -> Vec<Line> {
        texts.value.iter().map(|text| self.line(file, text)).collect()
    }

    /// The prose of a file, from this byte on.
    fn prose(&mut self, file: &SourceFile, start: usize, empty: &str) -> Prose {
        let text = &file.inner()[start..];
        let mut found = Faults::default();
        let place = Place { file, span: start..file.inner().len() };
        let prose = markdown::prose(text, &place, self, &mut found);
        if prose.is_empty() && found.is_empty() {
            found.of_file(file.name(), "there is no text in this file", empty);
        }
        self.faults.extend(found);
        prose
    }

    /// The prose of a page, which is all of its file.
    fn page_prose(&mut self, file: &SourceFile, empty: &str) -> Prose {
        let prose = self.prose(file, 0, empty);
        self.no_pictures(file, 0, &prose);
        prose
    }

    /// A picture stands in units only: there it has its one place.
    fn no_pictures(&mut self, file: &SourceFile, from: usize, prose: &Prose) {
        for id in pictures(prose) {
            self.used.pictures.insert(id.to_string());
            let mark = format!("![](picture:{id})");
            let at = file.inner()[from..].find(&mark).map_or(0..1, |at| from + at..from + at + mark.len());
            let todo = format!("Put it into a unit; here, link to it: [words](picture:{id}).");
            self.fault(file, at, "a picture stands only in a unit", &todo);
        }
    }

    fn date(&mut self, file: &SourceFile, text: &Text) -> Option<HistoricalDate> {
        match text.value.parse() {
            Ok(date) => Some(date),
            Err(fault) => {
                let todo = match fault {
                    BadDate::Form => {
                        "Write a day as 1936-09-20, a month as 1936-09, a year as 1936, and a range of two of them with \
                         a / between."
                    }
                    BadDate::NoSuchDay { .. } => {
                        "Look the day up in the source; if only the month is known, leave the day out."
                    }
                    BadDate::Backwards => "Write the earlier date first.",
                };
                self.fault(file, text.span, format!("the date `{}` {fault}", text.value), todo);
                None
            }
        }
    }

    /// A word of one of the scales.
    fn key<T>(
        &mut self,
        file: &SourceFile,
        text: &Text,
        field: &str,
        all: &[&str],
        of: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = of(&text.value);
        if found.is_none() {
            let todo = format!("Use one of: {}.", all.join(", "));
            self.fault(file, text.span, format!("`{}` is no word for `{field}`", text.value), &todo);
        }
        found
    }

    /// The id of a file, which must also be the file's name.
    fn id(&mut self, file: &SourceFile, id: &Text, folder: &str) {
        let right = format!("{folder}/{}.toml", id.value);
        if self.own_id(file, id, ClaimId::new).is_some() && file.name() != right {
            let what = format!("the id `{}` is not the name of its file", id.value);
            self.misnamed(file, id.span, what, &right, "id");
        }
    }

    /// An id that something is given.
    fn own_id<T>(
        &mut self,
        file: &SourceFile,
        id: &Text,
        of: impl Fn(&str) -> Result<T, lesson::id::BadId>,
    ) -> Option<T> {
        of(&id.value)
            .map_err(|fault| {
                let what = format!("`{}` is not an id", id.value);
                self.fault(file, id.span, what, &format!("Write another: {fault}."));
            })
            .ok()
    }

    /// Says which of the two to change: the file's name or what stands in the file.
    fn misnamed(&mut self, file: &SourceFile, span: toml_span::Span, what: String, right: &str, name: &str) {
        let todo = if self.index.files.contains(right) {
            let stem = file.name().rsplit('/').next().and_then(|last| last.split('.').next()).unwrap_or_default();
            format!("Write {stem}, as this file is named; there is a file {right} already.")
        } else {
            format!("Name the file {right}, or correct the {name}.")
        };
        self.fault(file, span, what, &todo);
    }

    fn cited(&mut self, file: &SourceFile, notes: &Spanned<Vec<Spanned<u16>>>) -> Vec<NoteNumber> {
        let find = |note: &Spanned<u16>| {
            let found = self.note(&note.value.to_string());
            self.named(file, note.span, found)
        };
        notes.value.iter().filter_map(find).collect()
    }

    fn lesson(&mut self, source: &Source) -> Option<Lesson> {
        let front = source.lesson.as_ref().map(|lesson| self.front(lesson));
        let cover = source.cover.as_ref().map(|file| self.page_prose(file, "Write what stands on the first page."));
        let records: BTreeMap<String, Record> = source
            .records
            .iter()
            .filter_map(|record| Some((record.it.id.value.clone(), self.record(record)?)))
            .collect();
        let mut claims = Vec::new();
        for claim in &source.claims {
            claims.extend(self.claim_of(claim, &records));
        }
        let notes = notes(source)
            .map(|(file, note)| {
                let says = self.optional(file, note.says.as_ref());
                let cite = self.plain(file, &note.cite);
                let unanchored = note.unanchored.as_ref().is_some_and(|unanchored| unanchored.value);
                (note.number.value, Note { number: note.number.value, cite, says, unanchored })
            })
            .collect();
        let words = self.words(source);
        let (mut checks, exercises) = self.checks(source);
        let pictures = source.pictures.iter().filter_map(|picture| self.picture_of(picture)).collect();
        let units = self.units(source, &mut checks);
        for written in &source.claims {
            let again = self.again(written, &units);
            if let Some(claim) = claims.iter_mut().find(|claim| claim.id.as_str() == written.it.id.value) {
                claim.again = again;
            }
        }
        let core = source.lesson.as_ref().map(|lesson| self.core(lesson, &units, &claims)).unwrap_or_default();
        let around = self.around(source, &records);
        let mut records: Vec<Record> = records.into_values().collect();
        records.sort_by_key(|record| (record.date.first(), record.date.last(), record.id.clone()));
        let teachers = source.teachers.as_ref().map(|file| self.page_prose(file, "Write what teachers should know."));
        if claims.len() < source.claims.len() {
            return None;
        }
        let front = front?;
        Some(Lesson {
            id: front.id,
            hash: source.hash.clone(),
            title: front.title,
            question: front.question,
            language: front.language,
            credit: front.credit,
            cover: cover?,
            belief: front.belief,
            questions: front.questions,
            scales: front.scales,
            units,
            claims: claims.into_iter().map(|claim| (claim.id.clone(), claim)).collect(),
            records,
            notes,
            words,
            core,
            exercises,
            drives: front.drives,
            routes: front.routes,
            pictures,
            people: around.people,
            bodies: around.bodies,
            places: around.places,
            outside: around.outside,
            timeline: around.timeline,
            tracer: around.tracer,
            judgement: around.judgement,
            teachers: teachers.unwrap_or_default(),
        })
    }
}
