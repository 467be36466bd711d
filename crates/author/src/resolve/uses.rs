//! What stands in the content must be used in it; and where each person, organisation, place and word occurs.
//!
//! A person occurs where a text links to them or calls them by a name that `called` lists. Of names that overlap the
//! longest counts: "Stalin plant" is the plant, and "Stalingrad" neither.

use super::{
    Resolver,
    index::{notes, words},
};
use crate::{
    fault::SourceFile,
    source::{In, Source},
    tables::{ClaimFile, Text},
};
use aho_corasick::AhoCorasick;
use lesson::{
    apparatus::{Cell, Spot},
    check::{Check, Question},
    content::{Claim, Lesson, Record, Standing},
    id::NoteNumber,
    prose::{self, Block, Inline, Line, Page},
};
use std::collections::{BTreeMap, BTreeSet};

/// Something that texts can name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Person(String),
    Body(String),
    Place(String),
    Word(String),
}

/// Where a text stands: at a spot of the lesson, or in a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    Spot(Spot),
    Note(NoteNumber),
}

/// A text of the lesson.
struct Piece {
    at: Where,
    text: String,
    links: Vec<Thing>,
}

/// Fills in where each person, organisation, place and word occurs.
pub(super) fn occurrences(lesson: &mut Lesson, source: &Source) {
    let names = names(source);
    let Ok(search) = AhoCorasick::new(names.iter().map(|(name, _)| name)) else { return };
    let mut found: BTreeMap<Thing, (Vec<Spot>, BTreeSet<NoteNumber>)> = BTreeMap::new();
    for Piece { at, text, links } in pieces(lesson) {
        let called = named(&search, &text).into_iter().map(|name| names[name].1.clone());
        for thing in called.chain(links).collect::<BTreeSet<_>>() {
            let (spots, notes) = found.entry(thing).or_default();
            match &at {
                Where::Spot(spot) if spots.last() != Some(spot) => spots.push(spot.clone()),
                Where::Spot(_) => {}
                Where::Note(number) => _ = notes.insert(*number),
            }
        }
    }
    let mut take = |thing: Thing, occurs: &mut Vec<Spot>, notes: &mut Vec<NoteNumber>| {
        let (spots, more) = found.remove(&thing).unwrap_or_default();
        *occurs = spots;
        let all: BTreeSet<NoteNumber> = notes.iter().copied().chain(more).collect();
        *notes = all.into_iter().collect();
    };
    for person in &mut lesson.people {
        take(Thing::Person(person.id.to_string()), &mut person.occurs, &mut person.notes);
    }
    for body in &mut lesson.bodies {
        take(Thing::Body(body.id.to_string()), &mut body.occurs, &mut body.notes);
    }
    for place in &mut lesson.places {
        take(Thing::Place(place.id.to_string()), &mut place.occurs, &mut place.notes);
    }
    for word in &mut lesson.words {
        take(Thing::Word(word.id.to_string()), &mut word.occurs, &mut word.notes);
    }
}

/// What texts call people, organisations and places.
fn names(source: &Source) -> Vec<(String, Thing)> {
    let people = source.people.iter().flat_map(|file| &file.it.people.value);
    let bodies = source.bodies.iter().flat_map(|file| &file.it.bodies.value);
    let places = source.places.iter().flat_map(|file| &file.it.places.value);
    people
        .map(|it| (&it.called, Thing::Person(it.id.value.clone())))
        .chain(bodies.map(|it| (&it.called, Thing::Body(it.id.value.clone()))))
        .chain(places.map(|it| (&it.called, Thing::Place(it.id.value.clone()))))
        .flat_map(|(called, thing)| called.value.iter().map(move |name| (name.value.clone(), thing.clone())))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

/// Which names stand in a text as whole words; of those that overlap, the first and longest.
fn named(search: &AhoCorasick, text: &str) -> Vec<usize> {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut hits: Vec<_> = search
        .find_overlapping_iter(text)
        .filter(|hit| !joins(text[..hit.start()].chars().next_back()) && !joins(text[hit.end()..].chars().next()))
        .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
        .collect();
    hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut reached = 0;
    let mut names = Vec::new();
    for (start, end, name) in hits {
        if start >= reached {
            reached = end;
            names.push(name);
        }
    }
    names
}

/// Every text of the lesson, in its order.
fn pieces(lesson: &Lesson) -> Vec<Piece> {
    let mut all = Vec::new();
    all.push(piece(Where::Spot(Spot::Cover), &lines(&lesson.cover), &[]));
    for unit in &lesson.units {
        let mut texts = lines(&unit.prose);
        texts.extend(unit.objectives.iter().chain(&unit.silences));
        all.push(piece(Where::Spot(Spot::Unit(unit.number)), &texts, &[&unit.title]));
        all.extend(unit.checks.iter().map(check));
    }
    all.extend(lesson.exercises.iter().map(check));
    all.extend(lesson.pictures.values().filter_map(|picture| Some(check(&picture.draws.as_ref()?.check))));
    all.extend(lesson.claims.values().map(claim));
    all.extend(lesson.records.iter().map(record));
    for picture in lesson.pictures.values() {
        let mut texts: Vec<&Line> = std::iter::once(&picture.text).chain(&picture.caveats).collect();
        texts.extend(picture.guess.iter().chain(picture.sums.iter().filter_map(|sum| sum.says.as_ref())));
        texts.extend(picture.rows.iter().flatten().filter_map(|cell| match cell {
            Cell::Text(line) => Some(line),
            _ => None,
        }));
        all.push(piece(Where::Spot(Spot::Picture(picture.id.clone())), &texts, &[&picture.title]));
    }
    let moments: Vec<&Line> = lesson.timeline.iter().map(|moment| &moment.says).collect();
    all.push(piece(Where::Spot(Spot::Page(Page::Timeline)), &moments, &[]));
    if let Some(judgement) = &lesson.judgement {
        let mut texts: Vec<&Line> = std::iter::once(&judgement.prompt).chain(&judgement.variants).collect();
        for sample in &judgement.samples {
            texts.extend(lines(&sample.text));
            texts.push(&sample.says);
        }
        texts.extend(judgement.strands.iter().flat_map(|strand| &strand.levels));
        if let Some(board) = &judgement.board {
            texts.push(&board.says);
            texts.extend(board.columns.iter().map(|column| &column.means));
            texts.extend(board.cards.iter().map(|card| &card.says));
        }
        all.push(piece(Where::Spot(Spot::Page(Page::Judgement)), &texts, &[]));
    }
    all.push(piece(Where::Spot(Spot::Page(Page::Teachers)), &lines(&lesson.teachers), &[]));
    for outside in &lesson.outside {
        all.push(piece(Where::Spot(Spot::Outside(outside.id.clone())), &[&outside.says], &[&outside.cite]));
    }
    for word in &lesson.words {
        all.push(piece(Where::Spot(Spot::Word(word.id.clone())), &[&word.means], &[]));
    }
    for note in lesson.notes.values() {
        let texts: Vec<&Line> = note.says.iter().collect();
        all.push(piece(Where::Note(note.number), &texts, &[&note.cite]));
    }
    all
}

fn check(check: &Check) -> Piece {
    let mut texts: Vec<&Line> = std::iter::once(&check.asks).chain(&check.after).collect();
    match &check.question {
        Question::One(choices) | Question::Several(choices) | Question::Ask(choices) => {
            texts.extend(choices.iter().flat_map(|choice| [&choice.text, &choice.says]));
        }
        Question::Order(items) => texts.extend(items.iter().flat_map(|item| [&item.text, &item.tells, &item.says])),
        Question::Match { pairs, offered } => {
            texts.extend(pairs.iter().flat_map(|pair| [&pair.left, &pair.says]));
            texts.extend(offered);
        }
        Question::Number { right, wrong, slips, .. } => {
            texts.extend([right, wrong]);
            texts.extend(slips.iter().map(|slip| &slip.says));
        }
        Question::Words(parts) => texts.extend(
            parts.iter().flat_map(|part| std::iter::once(&part.text).chain(part.choice.iter().map(|(_, says)| says))),
        ),
        Question::Row { rows, .. } => {
            texts.extend(rows.iter().flat_map(|row| row.cells.iter().chain(std::iter::once(&row.says))));
        }
    }
    piece(Where::Spot(Spot::Check(check.id.clone())), &texts, &[])
}

fn claim(claim: &Claim) -> Piece {
    let mut texts = vec![
        &claim.said,
        &claim.who,
        &claim.published,
        &claim.scope,
        &claim.question,
        &claim.kind_why,
        &claim.trap,
        &claim.verdict,
        &claim.names,
        &claim.omits,
    ];
    match &claim.standing {
        Standing::Ladder { texts: rungs, .. } => texts.extend(rungs),
        Standing::Open(why) => texts.push(why),
    }
    texts.extend(claim.table.iter().map(|item| &item.why));
    texts.extend(&claim.nothing_bears);
    if let Some(half) = &claim.half {
        texts.extend([&half.scope, &half.question]);
        texts.extend(half.choices.iter().flat_map(|choice| [&choice.text, &choice.says]));
    }
    texts.extend(claim.besides.iter().flat_map(|beside| [&beside.scope, &beside.says]));
    piece(Where::Spot(Spot::Claim(claim.id.clone())), &texts, &[&claim.headline])
}

fn record(record: &Record) -> Piece {
    let mut texts = vec![&record.body, &record.addressee, &record.access_says, &record.summary];
    texts.extend(&record.silent);
    texts.extend(record.points.iter().flat_map(|point| std::iter::once(&point.does).chain(&point.person)));
    piece(Where::Spot(Spot::Record(record.id.clone())), &texts, &[&record.title, &record.cite])
}

fn piece(at: Where, texts: &[&Line], more: &[&str]) -> Piece {
    let mut links = Vec::new();
    for line in texts {
        collect(line, &mut links);
    }
    let text: Vec<String> = texts.iter().map(|line| prose::plain(line)).collect();
    Piece { at, text: format!("{}\n{}", text.join("\n"), more.join("\n")), links }
}

fn collect(line: &[Inline], links: &mut Vec<Thing>) {
    for piece in line {
        match piece {
            Inline::Text(_) | Inline::Note(_) | Inline::Outside(_) => continue,
            Inline::Person(id, _) => links.push(Thing::Person(id.to_string())),
            Inline::Body(id, _) => links.push(Thing::Body(id.to_string())),
            Inline::Place(id, _) => links.push(Thing::Place(id.to_string())),
            Inline::Word(id, _) => links.push(Thing::Word(id.to_string())),
            _ => {}
        }
        match piece {
            Inline::Emphasis(inner) | Inline::Strong(inner) => collect(inner, links),
            _ => {}
        }
    }
}

/// The lines of a text of several blocks.
fn lines(prose: &[Block]) -> Vec<&Line> {
    prose
        .iter()
        .flat_map(|block| match block {
            Block::Paragraph(line) | Block::Heading(_, line) => vec![line],
            Block::List { items, .. } => items.iter().flat_map(|item| lines(item)).collect(),
            Block::Quote(prose) => lines(prose),
            Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).collect(),
            Block::Picture(_) | Block::Tracer(_) => Vec::new(),
        })
        .collect()
}

impl Resolver<'_> {
    /// What stands in the content must be used in it. Where a person occurs is known only of a whole lesson.
    pub(super) fn check_use(&mut self, source: &Source, lesson: Option<&Lesson>) {
        // What a file or a check that cannot be read uses, nobody knows.
        if !source.unread.is_empty() || !self.used.unsure.is_empty() {
            return;
        }
        // Of a row or a check that is wrong, the texts are not in the lesson.
        let whole = lesson.filter(|_| self.faults.is_empty());
        for (file, note) in notes(source) {
            let unanchored = note.unanchored.as_ref().is_some_and(|unanchored| unanchored.value);
            if !self.used.notes.contains(&note.number.value) && !unanchored {
                let what = format!("note {} is never cited", note.number.value);
                let todo = "Cite it where it belongs, or take it out. If the source’s own text has no mark for it, write \
                            unanchored = true.";
                self.fault(file, note.number.span, what, todo);
            }
        }
        for (file, word) in words(source) {
            if !self.used.words.contains(&word.id.value) {
                let what = format!("the word `{}` is never used", word.id.value);
                let todo = format!("Link to it with word:{} where it first occurs, or take it out.", word.id.value);
                self.fault(file, word.id.span, what, &todo);
            }
        }
        if let Some(In { file, it }) = &source.outside {
            for outside in &it.outside.value {
                if !self.used.outside.contains(&outside.id.value) {
                    let what = format!("the note from outside `{}` is never cited", outside.id.value);
                    let todo = format!("Cite it where it belongs, as [^{}], or take it out.", outside.id.value);
                    self.fault(file, outside.id.span, what, &todo);
                }
            }
        }
        for In { file, it } in &source.records {
            if !self.used.records.contains(&it.id.value) && !self.index.unread(file.name()) {
                let what = format!("the record `{}` is never used", it.id.value);
                self.fault(file, it.id.span, what, "Lay it on a table, link to it, or take it out.");
            }
        }
        if let Some(In { file, it }) = &source.lesson {
            for drive in it.drives.iter().flat_map(|drives| &drives.value) {
                let named =
                    |claim: &In<ClaimFile>| claim.it.drive.as_ref().is_some_and(|named| named.value == drive.id.value);
                if !source.claims.iter().any(named) {
                    let what = format!("no claim belongs to the drive `{}`", drive.id.value);
                    let todo = format!("Write drive = \"{}\" into those that do, or take it out.", drive.id.value);
                    self.fault(file, drive.id.span, what, &todo);
                }
            }
        }
        for In { file, it } in &source.pictures {
            if !self.used.pictures.contains(&it.id.value) && !self.index.unread(file.name()) {
                let what = format!("the picture `{}` stands nowhere", it.id.value);
                let todo = format!("Put it into a unit as ![](picture:{}), or take it out.", it.id.value);
                self.fault(file, it.id.span, what, &todo);
            }
        }
        if let Some(In { file, it }) = source.tracer.as_ref().filter(|_| whole.is_some() && self.used.traced.is_none())
        {
            let what = format!("the traces of `{}` stand nowhere", it.record.value);
            let todo = format!("Put them into a unit as ![](tracer:{}), or take the file away.", it.record.value);
            self.fault(file, it.record.span, what, &todo);
        }
        self.check_names(source);
        if let Some(lesson) = whole {
            self.check_occurrence(source, lesson);
        }
    }

    /// No two are called the same: nobody could tell which of them a text means.
    fn check_names(&mut self, source: &Source) {
        let mut all: BTreeMap<&str, &str> = BTreeMap::new();
        let people = source
            .people
            .iter()
            .flat_map(|In { file, it }| it.people.value.iter().map(move |it| (file, &it.id, &it.called)));
        let bodies = source
            .bodies
            .iter()
            .flat_map(|In { file, it }| it.bodies.value.iter().map(move |it| (file, &it.id, &it.called)));
        let places = source
            .places
            .iter()
            .flat_map(|In { file, it }| it.places.value.iter().map(move |it| (file, &it.id, &it.called)));
        for (file, id, called) in people.chain(bodies).chain(places) {
            for name in &called.value {
                let Some(other) = all.insert(&name.value, &id.value) else { continue };
                let what = format!("`{other}` is called “{}” already", name.value);
                let todo = "Take the name out of one of the two, and link to that one where a text means it.";
                self.fault(file, name.span, what, todo);
            }
        }
    }

    fn check_occurrence(&mut self, source: &Source, lesson: &Lesson) {
        let mut check = |file: &SourceFile, id: &Text, what: &str, occurs: bool| {
            if !occurs {
                let what = format!("the {what} `{}` occurs nowhere", id.value);
                let todo = "Write into `called` the name that texts use, link to it, write into `notes` the notes that \
                            speak of it, or take it out.";
                self.fault(file, id.span, what, todo);
            }
        };
        if let Some(In { file, it }) = &source.people {
            for person in &it.people.value {
                let found = lesson.people.iter().find(|found| found.id.as_str() == person.id.value);
                let occurs = found.is_none_or(|it| !it.occurs.is_empty() || !it.notes.is_empty());
                check(file, &person.id, "person", occurs);
            }
        }
        if let Some(In { file, it }) = &source.bodies {
            for body in &it.bodies.value {
                let found = lesson.bodies.iter().find(|found| found.id.as_str() == body.id.value);
                let occurs = found.is_none_or(|it| !it.occurs.is_empty() || !it.notes.is_empty());
                check(file, &body.id, "organisation or newspaper", occurs);
            }
        }
        if let Some(In { file, it }) = &source.places {
            for place in &it.places.value {
                let found = lesson.places.iter().find(|found| found.id.as_str() == place.id.value);
                let occurs = found.is_none_or(|it| !it.occurs.is_empty() || !it.notes.is_empty());
                check(file, &place.id, "place", occurs);
            }
        }
    }
}
