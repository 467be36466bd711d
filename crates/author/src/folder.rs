//! The files of a lesson: which there are, and their text.

use crate::fault::{Faults, SourceFile};
use miette::NamedSource;
use std::{fs, path::Path, sync::Arc};

/// The text of every file of a lesson.
#[derive(Debug, Default)]
pub struct Folder {
    /// `lesson.toml`; none, here as below, where it cannot be read.
    pub lesson: Option<SourceFile>,
    /// `cover.md`.
    pub cover: Option<SourceFile>,
    /// `notes.toml`.
    pub notes: Option<SourceFile>,
    /// `words.toml`.
    pub words: Option<SourceFile>,
    /// `outside.toml`; none, here as below, where the lesson has no such file.
    pub outside: Option<SourceFile>,
    /// `people.toml`.
    pub people: Option<SourceFile>,
    /// `bodies.toml`.
    pub bodies: Option<SourceFile>,
    /// `places.toml`.
    pub places: Option<SourceFile>,
    /// `timeline.toml`.
    pub timeline: Option<SourceFile>,
    /// `tracer.toml`.
    pub tracer: Option<SourceFile>,
    /// `exercises.toml`.
    pub exercises: Option<SourceFile>,
    /// `judgement.toml`.
    pub judgement: Option<SourceFile>,
    /// `teachers.md`.
    pub teachers: Option<SourceFile>,
    /// `units/*.md`, in order of their names.
    pub units: Vec<SourceFile>,
    /// `claims/*.toml`, in order of their names.
    pub claims: Vec<SourceFile>,
    /// `records/*.toml`, in order of their names.
    pub records: Vec<SourceFile>,
    /// `checks/*.toml`, in order of their names.
    pub checks: Vec<SourceFile>,
    /// `pictures/*.toml`, in order of their names.
    pub pictures: Vec<SourceFile>,
    /// Names of files that are there, or should be, and have no readable text.
    pub unread: Vec<String>,
    /// Changes with every letter of every file: 16 hexadecimal digits of a SHA-256. The same on Windows, whose editors
    /// may end lines in another way.
    pub hash: String,
}

impl Folder {
    /// Reads a lesson's folder. `README.md` and hidden files are not part of a lesson.
    pub fn read(path: &Path, faults: &mut Faults) -> Option<Self> {
        if !path.join("lesson.toml").is_file() {
            faults.of_file(
                "lesson.toml",
                "there is no lesson in this folder",
                "Name the folder that holds your lesson.toml, or add that file; content/README.md says what it holds.",
            );
            return None;
        }
        let mut folder = Self::default();
        let unread = &mut folder.unread;
        folder.lesson = one(path, "lesson.toml", unread, faults);
        folder.cover = one(path, "cover.md", unread, faults);
        folder.notes = one(path, "notes.toml", unread, faults);
        folder.words = one(path, "words.toml", unread, faults);
        folder.outside = any(path, "outside.toml", unread, faults);
        folder.people = any(path, "people.toml", unread, faults);
        folder.bodies = any(path, "bodies.toml", unread, faults);
        folder.places = any(path, "places.toml", unread, faults);
        folder.timeline = any(path, "timeline.toml", unread, faults);
        folder.tracer = any(path, "tracer.toml", unread, faults);
        folder.exercises = any(path, "exercises.toml", unread, faults);
        folder.judgement = any(path, "judgement.toml", unread, faults);
        folder.teachers = any(path, "teachers.md", unread, faults);
        folder.units = all(path, "units", ".md", unread, faults);
        folder.claims = all(path, "claims", ".toml", unread, faults);
        folder.records = all(path, "records", ".toml", unread, faults);
        folder.checks = all(path, "checks", ".toml", unread, faults);
        folder.pictures = all(path, "pictures", ".toml", unread, faults);
        folder.hash = folder.sha256();
        Some(folder)
    }

    fn sha256(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut digest = Sha256::new();
        let single = [
            &self.lesson,
            &self.cover,
            &self.notes,
            &self.words,
            &self.outside,
            &self.people,
            &self.bodies,
            &self.places,
            &self.timeline,
            &self.tracer,
            &self.exercises,
            &self.judgement,
            &self.teachers,
        ];
        let many = [&self.units, &self.claims, &self.records, &self.checks, &self.pictures];
        for file in single.into_iter().flatten().chain(many.into_iter().flatten()) {
            for part in [file.name(), file.inner()] {
                digest.update((part.len() as u64).to_le_bytes());
                digest.update(part);
            }
        }
        let digest: [u8; 32] = digest.finalize().into();
        let (head, _) = digest.split_at(8);
        format!("{:016x}", head.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
    }
}

/// The text of a file that every lesson has.
fn one(folder: &Path, name: &str, unread: &mut Vec<String>, faults: &mut Faults) -> Option<SourceFile> {
    if folder.join(name).is_file() {
        return text(folder, name, unread, faults);
    }
    faults.of_file(name, "the file is missing", format!("Add {name}; content/README.md says what it holds."));
    unread.push(name.to_owned());
    None
}

/// The text of a file that a lesson may have.
fn any(folder: &Path, name: &str, unread: &mut Vec<String>, faults: &mut Faults) -> Option<SourceFile> {
    if folder.join(name).is_file() { text(folder, name, unread, faults) } else { None }
}

/// The text of one file, without the mark that some editors put in front and with lines that end in `\n` alone; a fault
/// when it cannot be read.
fn text(folder: &Path, name: &str, unread: &mut Vec<String>, faults: &mut Faults) -> Option<SourceFile> {
    let text = match fs::read(folder.join(name)) {
        Ok(bytes) => String::from_utf8(bytes),
        Err(error) => {
            faults.of_file(name, format!("the file cannot be read: {error}"), "Check that you may read the file.");
            unread.push(name.to_owned());
            return None;
        }
    };
    match text {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
            Some(Arc::new(NamedSource::new(name, text)))
        }
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            faults.of_file(
                name,
                format!("line {line} holds a letter that is not written in UTF-8"),
                "Open the file in your editor and save it again with the encoding UTF-8.",
            );
            unread.push(name.to_owned());
            None
        }
    }
}

/// The text of every file of a kind; a fault for each that does not belong there.
fn all(folder: &Path, below: &str, ending: &str, unread: &mut Vec<String>, faults: &mut Faults) -> Vec<SourceFile> {
    let Ok(entries) = fs::read_dir(folder.join(below)) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .map(|name| format!("{below}/{name}"))
        .collect();
    names.sort();
    let mut files = Vec::new();
    for name in &names {
        if folder.join(name).is_dir() {
            faults.of_file(name, "this folder is not part of a lesson", format!("Move it out of {below}."));
        } else if name.ends_with(ending) {
            files.extend(text(folder, name, unread, faults));
        } else {
            let todo = format!("Give it a name that ends in {ending}, or move it out of {below}.");
            faults.of_file(name, "this file is not part of a lesson", todo);
        }
    }
    files
}
