//! What an author writes, as it was written: fields that may name what does not exist, dates that may not be dates.

use crate::{
    explain::explain,
    fault::{Faults, SourceFile},
    folder::Folder,
    tables::{
        BodiesFile, ChecksFile, ClaimFile, JudgementFile, LessonFile, NotesFile, OutsideFile, PeopleFile, PictureFile,
        PlacesFile, RecordFile, TimelineFile, TracerFile, UnitHead, WordsFile,
    },
};
use toml_span::{DeserError, Deserialize};

/// What was written, with the file it stands in.
#[derive(Debug)]
pub struct In<T> {
    /// The file.
    pub file: SourceFile,
    /// What stands in it.
    pub it: T,
}

/// A unit as written: its head, and where in the file its prose begins.
#[derive(Debug)]
pub struct UnitFile {
    /// The head.
    pub head: UnitHead,
    /// The first byte of the prose.
    pub prose: usize,
}

/// Every file of a lesson, as written.
#[derive(Debug)]
pub struct Source {
    /// `lesson.toml`; none, here as below, where it cannot be read.
    pub lesson: Option<In<LessonFile>>,
    /// `cover.md`: all prose.
    pub cover: Option<SourceFile>,
    /// The notes.
    pub notes: Option<In<NotesFile>>,
    /// The words.
    pub words: Option<In<WordsFile>>,
    /// The units.
    pub units: Vec<In<UnitFile>>,
    /// The claims.
    pub claims: Vec<In<ClaimFile>>,
    /// The records.
    pub records: Vec<In<RecordFile>>,
    /// The checks, by unit.
    pub checks: Vec<In<ChecksFile>>,
    /// The exercises, of no unit; none where the lesson has no such file.
    pub exercises: Option<In<ChecksFile>>,
    /// The pictures.
    pub pictures: Vec<In<PictureFile>>,
    /// What does not come from the lesson's source; none, here as below, where the lesson has no such file.
    pub outside: Option<In<OutsideFile>>,
    /// The people.
    pub people: Option<In<PeopleFile>>,
    /// The organisations and newspapers.
    pub bodies: Option<In<BodiesFile>>,
    /// The places.
    pub places: Option<In<PlacesFile>>,
    /// The timeline.
    pub timeline: Option<In<TimelineFile>>,
    /// The traces of a record.
    pub tracer: Option<In<TracerFile>>,
    /// The essay and how it is judged.
    pub judgement: Option<In<JudgementFile>>,
    /// `teachers.md`: all prose.
    pub teachers: Option<SourceFile>,
    /// The content's hash.
    pub hash: String,
    /// Names of the files, such as `claims/c17.toml`, that are there, or should be, and cannot be read: what they hold is
    /// not known, so that whoever names it may be right.
    pub unread: Vec<String>,
}

impl Source {
    /// Reads every file.
    pub fn read(folder: &Folder, faults: &mut Faults) -> Self {
        let mut unread = folder.unread.clone();
        Self {
            lesson: only(folder.lesson.as_ref(), &mut unread, faults),
            cover: folder.cover.clone(),
            notes: only(folder.notes.as_ref(), &mut unread, faults),
            words: only(folder.words.as_ref(), &mut unread, faults),
            units: each(&folder.units, unit, &mut unread, faults),
            claims: each(&folder.claims, table, &mut unread, faults),
            records: each(&folder.records, table, &mut unread, faults),
            checks: each(&folder.checks, table, &mut unread, faults),
            exercises: only(folder.exercises.as_ref(), &mut unread, faults),
            pictures: each(&folder.pictures, table, &mut unread, faults),
            outside: only(folder.outside.as_ref(), &mut unread, faults),
            people: only(folder.people.as_ref(), &mut unread, faults),
            bodies: only(folder.bodies.as_ref(), &mut unread, faults),
            places: only(folder.places.as_ref(), &mut unread, faults),
            timeline: only(folder.timeline.as_ref(), &mut unread, faults),
            tracer: only(folder.tracer.as_ref(), &mut unread, faults),
            judgement: only(folder.judgement.as_ref(), &mut unread, faults),
            teachers: folder.teachers.clone(),
            hash: folder.hash.clone(),
            unread,
        }
    }
}

/// Reads a file of which there is one.
fn only<T: for<'de> Deserialize<'de>>(
    file: Option<&SourceFile>,
    unread: &mut Vec<String>,
    faults: &mut Faults,
) -> Option<In<T>> {
    each(file.map(std::slice::from_ref).unwrap_or_default(), table, unread, faults).pop()
}

/// Reads each of these files, and lists those that cannot be read.
fn each<T>(
    files: &[SourceFile],
    read: impl Fn(&SourceFile, &mut Faults) -> Option<In<T>>,
    unread: &mut Vec<String>,
    faults: &mut Faults,
) -> Vec<In<T>> {
    let mut all = Vec::new();
    for file in files {
        match read(file, faults) {
            Some(it) => all.push(it),
            None => unread.push(file.name().to_owned()),
        }
    }
    all
}

/// Reads a file that is one table.
fn table<T: for<'de> Deserialize<'de>>(file: &SourceFile, faults: &mut Faults) -> Option<In<T>> {
    parse(file, file.inner(), 0, faults).map(|it| In { file: file.clone(), it })
}

/// Reads a unit: a head between two lines of `+++`, then prose.
fn unit(file: &SourceFile, faults: &mut Faults) -> Option<In<UnitFile>> {
    let text = file.inner();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        (line.trim_end() == "+++", at)
    });
    let Some((true, start)) = lines.next() else {
        let todo = "Begin the file with a line of +++, then the fields of the unit, then another line of +++.";
        faults.at(file, 0..text.len(), "the unit has no head", todo);
        return None;
    };
    let Some((_, prose)) = lines.find(|(fence, _)| *fence) else {
        let todo = "Put another line of +++ below the last field of the head, before the prose.";
        faults.at(file, 0..start, "the head that begins here has no end", todo);
        return None;
    };
    let end = text[..prose].trim_end().len() - "+++".len();
    let head = parse(file, &text[start..end.max(start)], start, faults)?;
    Some(In { file: file.clone(), it: UnitFile { head, prose } })
}

/// Reads TOML that begins at this byte of the file.
fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile, text: &str, start: usize, faults: &mut Faults) -> Option<T> {
    // Blanks in front keep every place right: the text is read as if it began at the file's first byte.
    let padded = " ".repeat(start) + text;
    let read = toml_span::parse(&padded).map_err(DeserError::from).and_then(|mut value| T::deserialize(&mut value));
    match read {
        Ok(it) => Some(it),
        Err(errors) => {
            for error in errors.errors {
                explain(file, &error.kind, error.span, faults);
            }
            None
        }
    }
}
