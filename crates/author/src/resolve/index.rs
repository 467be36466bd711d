//! Everything that can be named, and what has been named so far.

use crate::{
    fault::{Faults, SourceFile},
    source::{In, Source},
    tables::{CellValue, CellsTable, NoteTable, PictureFile, Text, WordTable},
};
use lesson::{
    date::HistoricalDate,
    id::{NoteNumber, UnitNumber},
    prose::Page,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Everything that can be named.
#[derive(Default)]
pub(super) struct Index {
    pub(super) claims: BTreeSet<String>,
    pub(super) records: BTreeMap<String, BTreeSet<u8>>,
    pub(super) notes: BTreeSet<NoteNumber>,
    pub(super) words: BTreeSet<String>,
    pub(super) outside: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    pub(super) bodies: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    pub(super) pictures: BTreeSet<String>,
    /// What stands in the cells of each picture: rows, and in each its columns.
    pub(super) cells: BTreeMap<String, Vec<Vec<String>>>,
    pub(super) drives: BTreeSet<String>,
    /// The record whose traces are written down.
    pub(super) tracer: Option<String>,
    pub(super) units: BTreeSet<UnitNumber>,
    /// Pages that the lesson does not have.
    pub(super) without: BTreeSet<Page>,
    /// Files whose name is known and whose content is not, since they cannot be read or hold another id: what they are
    /// named after may be named all the same.
    unread: BTreeSet<String>,
    /// The names of the files of claims, records, pictures and units.
    pub(super) files: BTreeSet<String>,
}

/// What has been named so far.
#[derive(Default)]
pub(super) struct Used {
    pub(super) notes: BTreeSet<NoteNumber>,
    pub(super) words: BTreeSet<String>,
    pub(super) records: BTreeSet<String>,
    pub(super) outside: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    pub(super) bodies: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    pub(super) pictures: BTreeSet<String>,
    /// Pictures that stand in a unit, and in which.
    pub(super) placed: BTreeMap<String, UnitNumber>,
    /// The unit in which the traces of a record stand.
    pub(super) traced: Option<UnitNumber>,
    /// Units of whose checks one is wrong, so that nobody knows how long they take; none for an exercise of no unit.
    pub(super) unsure: BTreeSet<Option<UnitNumber>>,
    /// Units whose text has a fault, so that nobody knows its headings.
    pub(super) garbled: BTreeSet<UnitNumber>,
}

impl Index {
    /// Lists what can be named; what is named twice is a fault.
    pub(super) fn of(source: &Source, faults: &mut Faults) -> Self {
        let mut index = Self {
            unread: source.unread.iter().cloned().collect(),
            files: source.unread.iter().cloned().collect(),
            tracer: source.tracer.as_ref().map(|tracer| tracer.it.record.value.clone()),
            ..Self::default()
        };
        for (page, file, there) in [
            (Page::Timeline, "timeline.toml", source.timeline.is_some()),
            (Page::Exercises, "exercises.toml", source.exercises.is_some()),
            (Page::Judgement, "judgement.toml", source.judgement.is_some()),
            (Page::Teachers, "teachers.md", source.teachers.is_some()),
        ] {
            if !there && !index.unread(file) {
                index.without.insert(page);
            }
        }
        let mut twice = |file: &SourceFile, span: Range<usize>, what: String, another: &str| {
            let todo = format!("Give one of the two another {another}, or take it out.");
            faults.at(file, span, format!("{what} stands here for the second time"), todo);
        };
        // Two claims, records, pictures or units of one name cannot both have the name of their file, which is checked
        // later.
        for In { file, it } in &source.claims {
            index.claims.insert(it.id.value.clone());
            index.file(file, &format!("claims/{}.toml", it.id.value));
        }
        for In { file, it } in &source.pictures {
            index.pictures.insert(it.id.value.clone());
            index.cells.insert(it.id.value.clone(), cells(it));
            index.file(file, &format!("pictures/{}.toml", it.id.value));
        }
        for In { file, it } in &source.records {
            index.file(file, &format!("records/{}.toml", it.id.value));
            let mut points = BTreeSet::new();
            for point in it.points.iter().flat_map(|points| &points.value) {
                if !points.insert(point.number.value) {
                    twice(file, point.number.span.into(), format!("point {}", point.number.value), "number");
                }
            }
            index.records.entry(it.id.value.clone()).or_default().append(&mut points);
        }
        for (file, note) in notes(source) {
            if !index.notes.insert(note.number.value) {
                twice(file, note.number.span.into(), format!("note {}", note.number.value), "number");
            }
        }
        let mut ids = |list: &mut BTreeSet<String>, all: Vec<(&SourceFile, &Text)>| {
            for (file, id) in all {
                if !list.insert(id.value.clone()) {
                    twice(file, id.span.into(), format!("the id `{}`", id.value), "id");
                }
            }
        };
        ids(&mut index.words, words(source).map(|(file, word)| (file, &word.id)).collect());
        ids(
            &mut index.outside,
            source
                .outside
                .iter()
                .flat_map(|In { file, it }| it.outside.value.iter().map(move |it| (file, &it.id)))
                .collect(),
        );
        ids(
            &mut index.people,
            source
                .people
                .iter()
                .flat_map(|In { file, it }| it.people.value.iter().map(move |it| (file, &it.id)))
                .collect(),
        );
        ids(
            &mut index.bodies,
            source
                .bodies
                .iter()
                .flat_map(|In { file, it }| it.bodies.value.iter().map(move |it| (file, &it.id)))
                .collect(),
        );
        ids(
            &mut index.places,
            source
                .places
                .iter()
                .flat_map(|In { file, it }| it.places.value.iter().map(move |it| (file, &it.id)))
                .collect(),
        );
        let drives = source.lesson.iter().flat_map(|In { file, it }| {
            it.drives.iter().flat_map(|drives| &drives.value).map(move |drive| (file, &drive.id))
        });
        ids(&mut index.drives, drives.collect());
        let paths = source.lesson.iter().flat_map(|In { file, it }| {
            it.paths.iter().flat_map(|paths| &paths.value).map(move |path| (file, &path.id))
        });
        ids(&mut BTreeSet::new(), paths.collect());
        for In { file, it } in &source.units {
            index.units.insert(it.head.number.value);
            index.file(file, &format!("units/{}.md", it.head.number.value));
        }
        index
    }

    /// Notes a file, and whether its name is the one that it should have.
    fn file(&mut self, file: &SourceFile, right: &str) {
        self.files.insert(file.name().to_owned());
        if file.name() != right {
            self.unread.insert(file.name().to_owned());
        }
    }

    /// Whether nobody knows what this file holds.
    pub(super) fn unread(&self, file: &str) -> bool {
        self.unread.contains(file)
    }
}

/// What stands in the cells of a picture, as its table shows it.
fn cells(it: &PictureFile) -> Vec<Vec<String>> {
    let cell = |at: usize, cell: &CellValue| {
        let date = it.columns.value.get(at).filter(|column| column.kind.value == "date");
        let date = date.and_then(|_| cell.to_string().parse::<HistoricalDate>().ok());
        date.map_or_else(|| cell.to_string(), |date| date.to_string())
    };
    let row = |row: &CellsTable| row.cells.value.iter().enumerate().map(|(at, it)| cell(at, &it.value)).collect();
    it.rows.value.iter().map(row).collect()
}

/// The notes as written.
pub(super) fn notes(source: &Source) -> impl Iterator<Item = (&SourceFile, &NoteTable)> {
    source.notes.iter().flat_map(|notes| notes.it.notes.value.iter().map(|note| (&notes.file, note)))
}

/// The words as written.
pub(super) fn words(source: &Source) -> impl Iterator<Item = (&SourceFile, &WordTable)> {
    source.words.iter().flat_map(|words| words.it.words.value.iter().map(|word| (&words.file, word)))
}
