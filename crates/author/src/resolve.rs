//! From what was written to what the app runs on: every name is looked up, every rule of the content is checked.
//!
//! A cause comes before its effect: a claim keyed *ordered* or *covered* must rest on records dated before the act.

use crate::{
    fault::{Faults, SourceFile},
    markdown::{self, Names, Place},
    source::{
        ClaimFile, In, LessonFile, NoteTable, RecordFile, RungsTable, Source, TableRow, TermTable, Text, WordTable,
        nearest,
    },
};
use lesson::{
    content::{Access, Belief, Claim, Lesson, Note, Point, Record, Scales, TableItem, Term, Unit, Word},
    date::{BadDate, HistoricalDate},
    id::{ClaimId, Exhibit, NoteNumber, RecordId, UnitNumber, WordId},
    ladder::{Flag, Kind, Rung},
    prose::Line,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use toml_span::Spanned;

/// Makes a lesson of what was written. None where a fault leaves a hole in it.
pub fn resolve(source: &Source, faults: &mut Faults) -> Option<Lesson> {
    let index = Index::of(source, faults);
    let mut resolver = Resolver { index, used: Used::default(), faults };
    let lesson = resolver.lesson(source);
    resolver.check_use(source);
    lesson
}

/// Everything that can be named.
struct Index {
    claims: BTreeSet<String>,
    records: BTreeMap<String, BTreeSet<u8>>,
    notes: BTreeSet<NoteNumber>,
    words: BTreeSet<String>,
    units: BTreeSet<UnitNumber>,
    /// Files whose name is known and whose content is not, since they cannot be read or hold another id: what they are
    /// named after may be named all the same.
    unread: BTreeSet<String>,
    /// The names of the files of claims, records and units.
    files: BTreeSet<String>,
}

/// What has been named so far.
#[derive(Default)]
struct Used {
    notes: BTreeSet<NoteNumber>,
    words: BTreeSet<String>,
    records: BTreeSet<String>,
}

impl Index {
    /// Lists what can be named; what is named twice is a fault.
    fn of(source: &Source, faults: &mut Faults) -> Self {
        let mut index = Self {
            claims: BTreeSet::new(),
            records: BTreeMap::new(),
            notes: BTreeSet::new(),
            words: BTreeSet::new(),
            units: BTreeSet::new(),
            unread: source.unread.iter().cloned().collect(),
            files: source.unread.iter().cloned().collect(),
        };
        let mut twice = |file: &SourceFile, span: Range<usize>, what: String, another: &str| {
            let todo = format!("Give one of the two another {another}, or take it out.");
            faults.at(file, span, format!("{what} stands here for the second time"), todo);
        };
        // Two claims, records or units of one name cannot both have the name of their file, which is checked later.
        for In { file, it } in &source.claims {
            index.claims.insert(it.id.value.clone());
            index.file(file, &format!("claims/{}.toml", it.id.value));
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
        for (file, word) in words(source) {
            if !index.words.insert(word.id.value.clone()) {
                twice(file, word.id.span.into(), format!("the id `{}`", word.id.value), "id");
            }
        }
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

    fn unread(&self, file: &str) -> bool {
        self.unread.contains(file)
    }
}

fn notes(source: &Source) -> impl Iterator<Item = (&SourceFile, &NoteTable)> {
    source.notes.iter().flat_map(|notes| notes.it.notes.value.iter().map(|note| (&notes.file, note)))
}

fn words(source: &Source) -> impl Iterator<Item = (&SourceFile, &WordTable)> {
    source.words.iter().flat_map(|words| words.it.words.value.iter().map(|word| (&words.file, word)))
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

impl Names for Resolver<'_> {
    fn note(&mut self, label: &str) -> Result<NoteNumber, (String, String)> {
        match label.parse() {
            Ok(number) if self.index.notes.contains(&number) || self.index.unread("notes.toml") => {
                self.used.notes.insert(number);
                Ok(number)
            }
            _ => Err((format!("there is no note {label}"), "Add it to notes.toml, or correct the number.".to_owned())),
        }
    }

    fn word(&mut self, id: &str) -> Result<WordId, (String, String)> {
        self.used.words.insert(id.to_owned());
        match WordId::new(id) {
            Ok(word) if self.index.words.contains(id) || self.index.unread("words.toml") => Ok(word),
            Err(_) if self.index.words.contains(id) => Err((
                format!("the word `{id}` has an id that is not allowed"),
                "Correct it in words.toml first, then here.".to_owned(),
            )),
            _ => {
                let all = || self.index.words.iter().map(String::as_str);
                // What was probably meant is in use: that it is not would be a second fault for one mistake.
                self.used.words.extend(nearest(id, all()).map(str::to_owned));
                Err(unknown("word", id, all(), "add it to words.toml"))
            }
        }
    }

    fn exhibit(&mut self, id: &str) -> Result<Exhibit, (String, String)> {
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

    fn claim(&mut self, id: &str) -> Result<ClaimId, (String, String)> {
        match ClaimId::new(id) {
            Ok(claim) if self.index.claims.contains(id) || self.index.unread(&format!("claims/{id}.toml")) => Ok(claim),
            _ => {
                let file = format!("add the file claims/{id}.toml");
                Err(unknown("claim", id, self.index.claims.iter().map(String::as_str), &file))
            }
        }
    }

    fn unit(&mut self, number: &str) -> Result<UnitNumber, (String, String)> {
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
}

impl Resolver<'_> {
    fn fault(&mut self, file: &SourceFile, span: impl Into<Range<usize>>, what: impl Into<String>, todo: &str) {
        self.faults.at(file, span.into(), what, todo);
    }

    /// Notes the fault of a name.
    fn named<T>(&mut self, file: &SourceFile, span: toml_span::Span, found: Result<T, (String, String)>) -> Option<T> {
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

    fn term(&mut self, file: &SourceFile, table: &Spanned<TermTable>) -> Term {
        Term { name: self.plain(file, &table.value.name), means: self.plain(file, &table.value.means) }
    }

    fn optional(&mut self, file: &SourceFile, text: Option<&Text>) -> Option<Line> {
        text.map(|text| self.line(file, text))
    }

    fn lines(&mut self, file: &SourceFile, texts: &Spanned<Vec<Text>>) -> Vec<Line> {
        texts.value.iter().map(|text| self.line(file, text)).collect()
    }

    fn prose(&mut self, file: &SourceFile, start: usize, empty: &str) -> lesson::prose::Prose {
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
        if let Err(fault) = ClaimId::new(&id.value) {
            let what = format!("`{}` is not an id", id.value);
            self.fault(file, id.span, what, &format!("Write another: {fault}."));
        } else if file.name() != right {
            let what = format!("the id `{}` is not the name of its file", id.value);
            self.misnamed(file, id.span, what, &right, "id");
        }
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
        let cover = source.cover.as_ref().map(|file| self.prose(file, 0, "Write what stands on the first page."));
        let records: BTreeMap<String, Record> = source
            .records
            .iter()
            .filter_map(|record| Some((record.it.id.value.clone(), self.record(record)?)))
            .collect();
        let claims: Vec<Option<Claim>> = source.claims.iter().map(|claim| self.claim_of(claim, &records)).collect();
        let notes = notes(source)
            .map(|(file, note)| {
                let says = self.optional(file, note.says.as_ref());
                let cite = self.plain(file, &note.cite);
                (note.number.value, Note { number: note.number.value, cite, says })
            })
            .collect();
        let words = self.words(source);
        let units = self.units(source);
        let mut records: Vec<Record> = records.into_values().collect();
        records.sort_by_key(|record| (record.date.first(), record.date.last(), record.id.clone()));
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
            claims: claims
                .into_iter()
                .map(|claim| claim.map(|claim| (claim.id.clone(), claim)))
                .collect::<Option<_>>()?,
            records,
            notes,
            words,
        })
    }

    /// What `lesson.toml` holds.
    fn front(&mut self, In { file, it }: &In<LessonFile>) -> Front {
        if let Err(fault) = ClaimId::new(&it.id.value) {
            let what = format!("`{}` is not an id", it.id.value);
            self.fault(file, it.id.span, what, &format!("Write another: {fault}."));
        }
        let (belief, ladder) = (&it.belief.value, &it.ladder.value);
        let (kinds, flags, certainty) = (&it.kinds.value, &it.flags.value, &it.certainty.value);
        Front {
            id: it.id.value.clone(),
            title: self.plain(file, &it.title),
            question: self.plain(file, &it.question),
            language: self.plain(file, &it.language),
            credit: self.line(file, &it.credit),
            belief: Belief {
                prompt: self.plain(file, &belief.prompt),
                low: self.plain(file, &belief.low),
                high: self.plain(file, &belief.high),
            },
            questions: it
                .questions
                .value
                .iter()
                .map(|table| Term { name: self.plain(file, &table.name), means: self.plain(file, &table.asks) })
                .collect(),
            scales: Scales {
                ladder: self.plain(file, &ladder.asks),
                rungs: [&ladder.none, &ladder.circumstantial, &ladder.covered, &ladder.ordered]
                    .map(|table| self.term(file, table))
                    .into(),
                kinds: [&kinds.fact, &kinds.scale, &kinds.origin, &kinds.feeling, &kinds.conduct]
                    .map(|table| self.term(file, table))
                    .into(),
                flags: [&flags.earlier, &flags.genuine, &flags.counter].map(|table| self.term(file, table)).into(),
                certainty: [&certainty.guess, &certainty.fairly, &certainty.certain]
                    .map(|text| self.plain(file, text))
                    .into(),
            },
        }
    }

    /// The words, in order of their terms.
    fn words(&mut self, source: &Source) -> Vec<Word> {
        let mut all = Vec::new();
        for (file, word) in words(source) {
            let means = self.line(file, &word.means);
            let term = self.plain(file, &word.term);
            match WordId::new(&word.id.value) {
                Ok(id) => all.push(Word { id, term, means }),
                Err(fault) => {
                    let what = format!("`{}` is not an id", word.id.value);
                    self.fault(file, word.id.span, what, &format!("Write another: {fault}."));
                }
            }
        }
        all.sort_by_key(|word| word.term.to_lowercase());
        all
    }

    /// The units, in the lesson's order.
    fn units(&mut self, source: &Source) -> Vec<Unit> {
        let mut placed = BTreeSet::new();
        let mut read: BTreeMap<UnitNumber, Unit> = BTreeMap::new();
        for written in &source.units {
            read.insert(written.it.head.number.value, self.unit_of(written, &mut placed));
        }
        if source.unread.is_empty() {
            for In { file, it } in &source.claims {
                if !placed.contains(&it.id.value) && !self.index.unread(file.name()) {
                    let what = format!("the claim `{}` lies on no desk", it.id.value);
                    self.fault(file, it.id.span, what, "Add its id to `claims` in the head of a unit.");
                }
            }
        }
        let Some(In { file, it }) = &source.lesson else { return Vec::new() };
        for In { file, it: unit } in &source.units {
            let number = &unit.head.number;
            let listed = it.units.value.iter().any(|listed| listed.value == number.value);
            if !listed && !self.index.unread(file.name()) {
                let what = format!("unit {} is not part of the lesson", number.value);
                self.fault(file, number.span, what, "Add its number to `units` in lesson.toml.");
            }
        }
        if it.units.value.is_empty() {
            self.fault(file, it.units.span, "the lesson has no unit", "Write the number of each of its units here.");
        }
        let mut units = Vec::new();
        let mut listed = BTreeSet::new();
        for number in &it.units.value {
            let found = self.unit(&number.value.to_string());
            if self.named(file, number.span, found).is_some() {
                if listed.insert(number.value) {
                    units.extend(read.remove(&number.value));
                } else {
                    let what = format!("unit {} stands here for the second time", number.value);
                    self.fault(file, number.span, what, "Take one of the two out.");
                }
            }
        }
        units
    }

    fn unit_of(&mut self, written: &In<crate::source::UnitFile>, placed: &mut BTreeSet<String>) -> Unit {
        let In { file, it } = written;
        let head = &it.head;
        let right = format!("units/{}.md", head.number.value);
        if file.name() != right {
            let what = format!("the number {} is not the name of its file", head.number.value);
            self.misnamed(file, head.number.span, what, &right, "number");
        }
        if head.minutes.value == 0 {
            self.fault(file, head.minutes.span, "this unit takes no time", "Say how many minutes a student needs.");
        }
        if head.silences.value.is_empty() {
            let todo = "Name at least one thing that the sources of this unit cannot tell.";
            self.fault(file, head.silences.span, "nothing is named here", todo);
        }
        let mut claims = Vec::new();
        for id in &head.claims.value {
            let found = self.claim(&id.value);
            if let Some(claim) = self.named(file, id.span, found) {
                if !placed.insert(id.value.clone()) {
                    let what = format!("the claim `{}` lies on a desk already", id.value);
                    self.fault(file, id.span, what, "Leave it on one desk only.");
                }
                claims.push(claim);
            }
        }
        Unit {
            number: head.number.value,
            title: self.plain(file, &head.title),
            minutes: head.minutes.value,
            objectives: self.lines(file, &head.objectives),
            prose: self.prose(file, it.prose, "Write it below the head."),
            silences: self.lines(file, &head.silences),
            claims,
        }
    }

    fn record(&mut self, written: &In<RecordFile>) -> Option<Record> {
        let In { file, it } = written;
        self.id(file, &it.id, "records");
        let date = self.date(file, &it.date);
        let access = self.key(file, &it.access, "access", &["secret", "open"], |key| match key {
            "secret" => Some(Access::Secret),
            "open" => Some(Access::Open),
            _ => None,
        });
        if it.silent.value.is_empty() {
            let todo = "Say at least one thing that the record does not say.";
            self.fault(file, it.silent.span, "nothing is named here", todo);
        }
        let points = it
            .points
            .iter()
            .flat_map(|points| &points.value)
            .map(|point| Point {
                number: point.number.value,
                does: self.line(file, &point.does),
                person: self.optional(file, point.person.as_ref()),
            })
            .collect();
        let id = RecordId::new(&it.id.value).ok();
        let title = self.plain(file, &it.title);
        let body = self.line(file, &it.body);
        let addressee = self.line(file, &it.addressee);
        let access_says = self.line(file, &it.access_says);
        let cite = self.plain(file, &it.cite);
        let notes = self.cited(file, &it.notes);
        let summary = self.line(file, &it.summary);
        let silent = self.lines(file, &it.silent);
        // Only here, when every field has been read, may one that is wrong end it.
        Some(Record {
            id: id?,
            title,
            date: date?,
            body,
            addressee,
            access: access?,
            access_says,
            cite,
            notes,
            summary,
            silent,
            points,
        })
    }

    fn claim_of(&mut self, written: &In<ClaimFile>, records: &BTreeMap<String, Record>) -> Option<Claim> {
        let In { file, it } = written;
        self.id(file, &it.id, "claims");
        let printed = self.date(file, &it.printed);
        let act = self.date(file, &it.act);
        let rungs: Vec<&str> = Rung::ALL.iter().map(|rung| rung.key()).collect();
        let rung = self.key(file, &it.rung, "rung", &rungs, Rung::from_key);
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        let kinds: Vec<Kind> =
            it.kinds.value.iter().filter_map(|text| self.key(file, text, "kinds", &kinds, Kind::from_key)).collect();
        let flags: Vec<&str> = Flag::ALL.iter().map(|flag| flag.key()).collect();
        let flags: Vec<Flag> =
            it.flags.value.iter().filter_map(|text| self.key(file, text, "flags", &flags, Flag::from_key)).collect();
        if it.kinds.value.is_empty() {
            self.fault(
                file,
                it.kinds.span,
                "no kind of claim is named",
                "Name each kind that is right for this claim.",
            );
        }
        let table = self.table(file, it);
        if let (Some(act), Some(rung)) = (act, rung) {
            self.check_dates(file, it, act, rung, &flags, records);
        }
        let texts = self.rungs(file, &it.rungs.value);
        let feedback = &it.feedback.value;
        let id = ClaimId::new(&it.id.value).ok();
        let headline = self.plain(file, &it.headline);
        let [said, who, published, scope, question, kind_why, trap] =
            [&it.said, &it.who, &it.published, &it.scope, &it.question, &it.kind_why, &it.trap]
                .map(|text| self.line(file, text));
        let [verdict, names, omits] =
            [&feedback.verdict, &feedback.names, &feedback.omits].map(|text| self.line(file, text));
        let notes = self.cited(file, &it.notes);
        let nothing_bears = self.optional(file, it.nothing_bears.as_ref());
        // Only here, when every field has been read, may one that is wrong end it.
        Some(Claim {
            id: id?,
            headline,
            said,
            who,
            published,
            printed: printed?,
            act: act?,
            scope,
            question,
            kinds,
            kind_why,
            rung: rung?,
            flags,
            notes,
            trap,
            verdict,
            names,
            omits,
            rungs: texts,
            table,
            nothing_bears,
        })
    }

    /// The texts for each rung; a rung without one is a choice without feedback.
    fn rungs(&mut self, file: &SourceFile, table: &RungsTable) -> [Line; 4] {
        [
            (Rung::None, &table.none),
            (Rung::Circumstantial, &table.circumstantial),
            (Rung::Covered, &table.covered),
            (Rung::Ordered, &table.ordered),
        ]
        .map(|(rung, text)| {
            if let Some(text) = text {
                return self.line(file, text);
            }
            let key = rung.key();
            let start = table.span.start;
            let span = start..file.inner()[start..].find('\n').map_or(table.span.end, |length| start + length);
            let todo = format!("Add a line {key} = \"…\" with what a student reads who chose it.");
            self.fault(file, span, format!("the choice `{key}` has no feedback"), &todo);
            Line::new()
        })
    }

    /// What lies on the table: something that bears and something that tempts, nothing twice.
    fn table(&mut self, file: &SourceFile, claim: &ClaimFile) -> Vec<TableItem> {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for row in &claim.table.value {
            let why = self.line(file, &row.why);
            let found = self.exhibit(&exhibit_name(row));
            let known = self.index.records.contains_key(&row.record.value);
            let span = row.point.as_ref().filter(|_| known).map_or(row.record.span, |point| point.span);
            let Some(exhibit) = self.named(file, span, found) else { continue };
            if !seen.insert(exhibit.clone()) {
                let what = format!("`{exhibit}` lies on this table twice");
                self.fault(file, span, what, "Take one of the two out.");
            }
            items.push(TableItem { exhibit, bears: row.bears.value, why });
        }
        let any = |bears: bool| claim.table.value.iter().any(|row| row.bears.value == bears);
        match (any(true), &claim.nothing_bears) {
            (false, None) => {
                let todo = "Set bears = true on one, or say in nothing_bears why none does.";
                self.fault(file, claim.id.span, "nothing on the table bears on this claim", todo);
            }
            (true, Some(text)) => {
                let todo = "Take nothing_bears out, or set bears = false.";
                self.fault(file, text.span, "something on the table does bear on this claim", todo);
            }
            _ => {}
        }
        if !any(false) {
            let todo = "Add a record that a hasty reader would take, with bears = false.";
            self.fault(file, claim.id.span, "nothing on the table tempts", todo);
        }
        items
    }

    /// A cause comes before its effect.
    fn check_dates(
        &mut self,
        file: &SourceFile,
        claim: &ClaimFile,
        act: HistoricalDate,
        rung: Rung,
        flags: &[Flag],
        records: &BTreeMap<String, Record>,
    ) {
        let date = |row: &TableRow| records.get(&row.record.value).map(|record| record.date);
        if rung.needs_a_cause() {
            for row in claim.table.value.iter().filter(|row| row.bears.value) {
                let Some(of_record) = date(row).filter(|date| !date.is_before(act)) else { continue };
                let what = format!(
                    "the key is `{}`, but `{}` ({of_record}) is not dated before the act ({act})",
                    rung.key(),
                    exhibit_name(row),
                );
                let todo = "A cause comes before its effect: lower the rung, correct a date, or set bears = false.";
                self.fault(file, row.record.span, what, todo);
            }
        }
        if flags.contains(&Flag::Earlier)
            && !claim.table.value.iter().filter_map(date).any(|date| act.is_before(date))
            && !claim.table.value.iter().any(|row| date(row).is_none())
        {
            let what = "the flag `earlier` is set, but nothing on the table is dated after the act";
            let todo = "Lay down the later directive that is usually quoted for it, or take the flag out.";
            self.fault(file, claim.flags.span, what, todo);
        }
    }

    /// What stands in the content must be used in it.
    fn check_use(&mut self, source: &Source) {
        if !source.unread.is_empty() {
            return;
        }
        for (file, note) in notes(source) {
            if !self.used.notes.contains(&note.number.value) {
                let what = format!("note {} is never cited", note.number.value);
                self.fault(file, note.number.span, what, "Cite it where it belongs, or take it out.");
            }
        }
        for (file, word) in words(source) {
            if !self.used.words.contains(&word.id.value) {
                let what = format!("the word `{}` is never used", word.id.value);
                let todo = format!("Link to it with word:{} where it first occurs, or take it out.", word.id.value);
                self.fault(file, word.id.span, what, &todo);
            }
        }
        for In { file, it } in &source.records {
            if !self.used.records.contains(&it.id.value) && !self.index.unread(file.name()) {
                let what = format!("the record `{}` is never used", it.id.value);
                self.fault(file, it.id.span, what, "Lay it on a table, link to it, or take it out.");
            }
        }
    }
}

/// The name of what a row lays down: `r5.3`, or `r5` for the whole.
fn exhibit_name(row: &TableRow) -> String {
    match &row.point {
        Some(point) => format!("{}.{}", row.record.value, point.value),
        None => row.record.value.clone(),
    }
}

/// What `lesson.toml` holds, with nothing looked up elsewhere.
struct Front {
    id: String,
    title: String,
    question: String,
    language: String,
    credit: Line,
    belief: Belief,
    questions: Vec<Term>,
    scales: Scales,
}
