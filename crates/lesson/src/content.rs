//! A lesson as the app runs on it: complete, checked, every reference resolved. What an author writes is another set of
//! types, in the crate `author`; there is one conversion.

use crate::{
    apparatus::{Entry, Judgement, Moment, Outside, Picture, Place, Route, Spot, Tracer},
    check::Check,
    date::HistoricalDate,
    desk::{HalfKey, Key},
    id::{BodyId, ClaimId, DriveId, Exhibit, NoteNumber, PersonId, PictureId, RecordId, UnitNumber, WordId},
    ladder::{Flag, Kind, Rung},
    prose::{Line, Prose},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A whole lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// What stored records are kept under.
    pub id: String,
    /// Changes whenever any file of the content changes: 16 hexadecimal digits.
    pub hash: String,
    /// Its title.
    pub title: String,
    /// The one question that stands on every screen.
    pub question: String,
    /// The language of its text, as a BCP 47 tag.
    pub language: String,
    /// What it teaches, and where that comes from.
    pub credit: Line,
    /// The text of the cover.
    pub cover: Prose,
    /// What the student is asked before they start.
    pub belief: Belief,
    /// The questions that must be kept apart.
    pub questions: Vec<Term>,
    /// What the scales are called.
    pub scales: Scales,
    /// Units, in order.
    pub units: Vec<Unit>,
    /// Claims, by id.
    pub claims: BTreeMap<ClaimId, Claim>,
    /// Records, in order of their dates.
    pub records: Vec<Record>,
    /// Notes, by number.
    pub notes: BTreeMap<NoteNumber, Note>,
    /// Words, in order of their terms.
    pub words: Vec<Word>,
    /// The core quiz, in order; where an author names none, every claim on a desk.
    pub core: Vec<ClaimId>,
    /// Exercises that belong to no unit, in order.
    pub exercises: Vec<Check>,
    /// Groups of claims, in order.
    pub drives: Vec<Drive>,
    /// Ways through the lesson.
    pub routes: Vec<Route>,
    /// Pictures, by id.
    pub pictures: BTreeMap<PictureId, Picture>,
    /// People, by alphabet.
    pub people: Vec<Entry<PersonId>>,
    /// Organisations and newspapers, by alphabet.
    pub bodies: Vec<Entry<BodyId>>,
    /// Places, by alphabet.
    pub places: Vec<Place>,
    /// What does not come from the lesson's source.
    pub outside: Vec<Outside>,
    /// What happened, in order of its dates.
    pub timeline: Vec<Moment>,
    /// The traces of a record, point by point.
    pub tracer: Option<Tracer>,
    /// The essay and how it is judged.
    pub judgement: Option<Judgement>,
    /// What teachers are told.
    pub teachers: Prose,
}

impl Lesson {
    /// The record with this id. Every id inside a checked lesson has one.
    pub fn record(&self, id: &RecordId) -> Option<&Record> {
        self.records.iter().find(|record| record.id == *id)
    }

    /// Every check: those of the units, then the exercises, then the numbers to be drawn.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        let drawn = self.pictures.values().filter_map(|picture| Some(&picture.draws.as_ref()?.check));
        self.units.iter().flat_map(|unit| &unit.checks).chain(&self.exercises).chain(drawn)
    }

    /// The unit on whose desk this claim lies, and its place there, counted from 0; none if it lies on no desk.
    pub fn desk(&self, id: &ClaimId) -> Option<(&Unit, usize)> {
        self.units.iter().find_map(|unit| Some((unit, unit.claims.iter().position(|claim| claim == id)?)))
    }

    /// The claims that lie on no unit's desk, in order of their ids.
    pub fn off_desk(&self) -> Vec<&Claim> {
        self.claims.values().filter(|claim| self.desk(&claim.id).is_none()).collect()
    }
}

/// A belief to state before the lesson and again after it, from 0 to 100.
#[derive(Clone, Debug)]
pub struct Belief {
    /// The question.
    pub prompt: String,
    /// What 0 means.
    pub low: String,
    /// What 100 means.
    pub high: String,
}

/// A name and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// What it is called.
    pub name: String,
    /// What that means.
    pub means: String,
}

/// What this lesson calls the steps of its scales; each in the order of `ALL`.
#[derive(Clone, Debug)]
pub struct Scales {
    /// What is asked of the ladder.
    pub ladder: String,
    /// The rungs, from `none` to `ordered`.
    pub rungs: Vec<Term>,
    /// The kinds of claim.
    pub kinds: Vec<Term>,
    /// The flags.
    pub flags: Vec<Term>,
    /// The three degrees of certainty.
    pub certainty: Vec<String>,
}

impl Scales {
    /// What a rung is called here.
    pub fn rung(&self, rung: Rung) -> &Term {
        &self.rungs[rung as usize]
    }

    /// What a kind is called here.
    pub fn kind(&self, kind: Kind) -> &Term {
        &self.kinds[kind as usize]
    }

    /// What a flag is called here.
    pub fn flag(&self, flag: Flag) -> &Term {
        &self.flags[flag as usize]
    }
}

/// A unit: a stretch of prose with its objectives and its claims.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its number.
    pub number: UnitNumber,
    /// Its title.
    pub title: String,
    /// How long its text and its checks take a student, in minutes; its claims come on top.
    pub minutes: u16,
    /// What a student will be able to do.
    pub objectives: Vec<Line>,
    /// Its text.
    pub prose: Prose,
    /// What its sources cannot tell.
    pub silences: Vec<Line>,
    /// The claims on its desk, in order.
    pub claims: Vec<ClaimId>,
    /// What to check after reading, in order.
    pub checks: Vec<Check>,
}

/// A group of claims.
#[derive(Clone, Debug)]
pub struct Drive {
    /// Its id.
    pub id: DriveId,
    /// What it is called.
    pub name: String,
    /// What it was.
    pub says: Line,
}

/// A public claim, its key and its feedback.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// A headline, in our words.
    pub headline: String,
    /// What was claimed.
    pub said: Line,
    /// Who said so.
    pub who: Line,
    /// Where it was published.
    pub published: Line,
    /// When it was printed, said or written down.
    pub printed: HistoricalDate,
    /// When the thing itself happened.
    pub act: HistoricalDate,
    /// The group that it belongs to.
    pub drive: Option<DriveId>,
    /// What exactly is asked about.
    pub scope: Line,
    /// The question that the rung answers, or that is to be discussed.
    pub question: Line,
    /// The kinds that are right.
    pub kinds: Vec<Kind>,
    /// Why these.
    pub kind_why: Line,
    /// Where it stands on the ladder, or why it does not.
    pub standing: Standing,
    /// What stands beside the key.
    pub flags: Vec<Flag>,
    /// The notes it rests on.
    pub notes: Vec<NoteNumber>,
    /// The mistake that it invites.
    pub trap: Line,
    /// What may be concluded, with the two dates.
    pub verdict: Line,
    /// What the record names.
    pub names: Line,
    /// What the record leaves out.
    pub omits: Line,
    /// What lies on the table, in order.
    pub table: Vec<TableItem>,
    /// Why nothing on the table bears on it, where nothing does.
    pub nothing_bears: Option<Line>,
    /// A second question, marked with the first.
    pub half: Option<Half>,
    /// What holds for other parts of the same story; told, not asked.
    pub besides: Vec<Beside>,
    /// Where to go from a wrong or a lucky answer.
    pub again: Option<Again>,
}

/// Where to go from a wrong or a lucky answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The unit to read again.
    pub unit: UnitNumber,
    /// The section of it, counted from 0.
    pub section: usize,
    /// The section's heading.
    pub heading: String,
    /// A claim that invites the same mistake in another dress.
    pub twin: ClaimId,
}

impl Claim {
    /// The rung that is right, if it stands on the ladder.
    pub fn rung(&self) -> Option<Rung> {
        match self.standing {
            Standing::Ladder { rung, .. } => Some(rung),
            Standing::Open(_) => None,
        }
    }

    /// What the desk must know of it to mark it.
    pub fn key(&self) -> Key {
        let pick = |bears: bool| {
            let picked = self.table.iter().filter(|item| item.bears == bears && !item.free);
            picked.map(|item| item.exhibit.clone()).collect()
        };
        Key {
            claim: self.id.clone(),
            kinds: self.kinds.clone(),
            rung: self.rung(),
            bears: pick(true),
            tempts: pick(false),
            half: self.half.as_ref().map(Half::key),
        }
    }
}

/// Where a claim stands.
#[derive(Clone, Debug)]
pub enum Standing {
    /// On the ladder.
    Ladder {
        /// The key.
        rung: Rung,
        /// What a student reads who chose this rung, from `none` to `ordered`.
        texts: [Line; 4],
    },
    /// Off the ladder, and why: it is there to be discussed.
    Open(Line),
}

/// The second half of a claim: a question of its own, with choices.
#[derive(Clone, Debug)]
pub struct Half {
    /// What exactly is asked about.
    pub scope: Line,
    /// The question.
    pub question: Line,
    /// Whether several choices may be ticked.
    pub several: bool,
    /// Where this half stands on the ladder, if it does.
    pub rung: Option<Rung>,
    /// What stands beside it.
    pub flags: Vec<Flag>,
    /// The choices, in order.
    pub choices: Vec<HalfChoice>,
}

impl Half {
    /// What the desk must know of it to mark it.
    pub fn key(&self) -> HalfKey {
        let these = |is: fn(&HalfChoice) -> bool| {
            self.choices.iter().zip(0..).filter(|(choice, _)| is(choice)).map(|(_, place)| place).collect()
        };
        HalfKey { right: these(|choice| choice.right), free: these(|choice| choice.free) }
    }
}

/// A choice of a second half.
#[derive(Clone, Debug)]
pub struct HalfChoice {
    /// The choice.
    pub text: Line,
    /// Whether it is right.
    pub right: bool,
    /// Whether it may be ticked or left at no cost.
    pub free: bool,
    /// What a student reads who chose it.
    pub says: Line,
}

/// What holds for another part of the same story.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Which part.
    pub scope: Line,
    /// Where it stands on the ladder, if it does.
    pub rung: Option<Rung>,
    /// What stands beside it.
    pub flags: Vec<Flag>,
    /// What is known of it.
    pub says: Line,
}

/// Something on the table.
#[derive(Clone, Debug)]
pub struct TableItem {
    /// What it is.
    pub exhibit: Exhibit,
    /// Whether it bears on the claim; else it only tempts.
    pub bears: bool,
    /// Whether it may be picked or left at no cost.
    pub free: bool,
    /// Why it does, or why it only seems to.
    pub why: Line,
}

/// Who could read a record when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Not public at the time.
    Secret,
    /// Public at the time.
    Open,
    /// Not known to have been public at the time.
    Unknown,
}

/// A record, restated.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// Our short name for it.
    pub title: String,
    /// When it was made.
    pub date: HistoricalDate,
    /// Who made it.
    pub body: Line,
    /// For whom.
    pub addressee: Line,
    /// Who could read it.
    pub access: Access,
    /// Since when, and how we know.
    pub access_says: Line,
    /// Where the original is.
    pub cite: String,
    /// The notes that give it.
    pub notes: Vec<NoteNumber>,
    /// What it does.
    pub summary: Line,
    /// What it does not say.
    pub silent: Vec<Line>,
    /// Its points, by its own numbering.
    pub points: Vec<Point>,
    /// For a record that does not come from the lesson's source: where it can be read.
    pub outside: Option<String>,
}

/// One point of a record.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its number in the record.
    pub number: u8,
    /// What it does.
    pub does: Line,
    /// Who is charged with it, if anyone is named.
    pub person: Option<Line>,
}

/// A note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its number.
    pub number: NoteNumber,
    /// Its bibliography.
    pub cite: String,
    /// What it adds.
    pub says: Option<Line>,
    /// Whether the source's text has no mark for it.
    pub unanchored: bool,
}

/// A term with its explanation.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its id.
    pub id: WordId,
    /// The term.
    pub term: String,
    /// What it means.
    pub means: Line,
    /// Where a text links to it, in the order of the lesson.
    pub occurs: Vec<Spot>,
    /// The notes that link to it.
    pub notes: Vec<NoteNumber>,
}
