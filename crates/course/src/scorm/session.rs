//! One visit to a course, from [`opening`](super::opening) to [`Call::Finish`].

use super::{Call, EssayTold, KeptTold, Start, Version, answer::Wire, essay, format, model};
use crate::report::{Answered, Report, Response, TenThousandths};
use crate::{Kept, Mode, Moment};
use lesson::{check::Decimal, mark::Credit};
use std::collections::BTreeMap;

/// Bytes of suspend data that we send in SCORM 1.2. It allows 4,096 (1.2 RTE 3.4 `cmi.suspend_data`).
const RECORD: usize = 4_000;
/// Bytes of `cmi.comments` in SCORM 1.2 (1.2 RTE 3.4).
const COMMENTS: usize = 4_096;
/// Bytes of one response in SCORM 1.2 (1.2 RTE 3.4 `CMIFeedback`).
const FEEDBACK: usize = 255;
/// Interactions that a course must take (2004 RTE 4.2.9, SPM); the last ten are the essay's.
const INTERACTIONS: u32 = 250;
const ANSWERS: u32 = INTERACTIONS - 10;
/// Milliseconds: an answer that took longer was not being thought about.
const LONGEST: i64 = 3_600_000;

/// A visit to a course. It is told what happened, when, and answers with the calls to be carried out in order.
///
/// - An element is set when its value has changed since it was last set or read in this visit, and never otherwise.
///   Session time goes with every [`Call::Commit`], so that a window that is killed loses none.
/// - `exit` is "suspend" from the beginning, for the same reason: a course that never hears of an end resumes too.
/// - The score is set once something that counts is answered: an empty visit leaves no 0 in the gradebook.
/// - *Which answers are news.* Where [`Start::record`] was there, the first report is the restored record, and answers
///   that the course already has are not told again. SCORM 2004 says which it has, by their ids; [`Self::told`] is
///   given them. SCORM 1.2 does not: interactions can only be written (1.2 RTE 3.4 `cmi.interactions`). If it counts
///   no fewer than the record holds it has them all; if it counts fewer, all are told once more after those that are
///   there, since told twice harms less than lost. Restored answers are told without times: nobody knows them.
/// - *Where an answer stands.* Within a visit at one index; in SCORM 2004 across visits too. In 1.2 an answer that is
///   changed in a later visit stands at a new index, under the same id.
/// - *How long an answer took*: since the last answer in another view, or the last change of place, or the beginning,
///   whichever was last; an hour at most. Parts of a claim that are handed in together took equally long.
/// - *Passed* is not told before the end in SCORM 1.2: its one status would leave "incomplete" for good. In SCORM 2004
///   it is told as soon as the score is reached, "failed" only at the end; without a passing score neither is ever
///   told. Nothing goes back: not from completed, not from passed.
/// - In [`Mode::Browse`] and [`Mode::Review`] nothing is set; [`Self::leave`] still finishes.
#[derive(Clone, Debug)]
pub struct Session {
    version: Version,
    mode: Mode,
    over: bool,
    passing: Option<TenThousandths>,
    /// When it began, and how long it has lasted: milliseconds.
    began: i64,
    lasted: i64,
    /// What each element holds.
    holds: BTreeMap<String, String>,
    /// A commit was refused.
    uncommitted: bool,
    /// The record was restored and has not been reported yet.
    restored: bool,
    book: Option<Book>,
    pace: Pace,
    kept: KeptTold,
    essay: Essay,
}

/// The interactions that stand in the course.
#[derive(Clone, Debug, Default)]
struct Book {
    /// Where each stands, by its id in the course.
    at: BTreeMap<String, u32>,
    /// What kind each is that was begun in this visit.
    kinds: BTreeMap<u32, String>,
    /// The next free place.
    next: u32,
    /// What was last told of each answer, by the answer's id.
    seen: BTreeMap<String, (Response, Option<Credit>, u8)>,
}

/// How fast the student goes.
#[derive(Clone, Debug)]
struct Pace {
    place: Option<String>,
    /// The view of the last answer, and when work on it began.
    view: Option<String>,
    began: i64,
    /// The last thing that happened.
    last: i64,
}

#[derive(Clone, Debug)]
struct Essay {
    words: String,
    /// What the course answered for `cmi.comments`; none where it has none.
    comments: Option<String>,
    told: EssayTold,
    refused: bool,
}

impl Session {
    /// Begins. `answers`: what the course said to each of [`opening`](super::opening), none where it answered with an
    /// error. The calls set what is set from the beginning and, in SCORM 2004, read the ids of the answers that the
    /// course already has: what they bring goes to [`Self::told`] before the first report.
    pub fn open(version: Version, answers: &[Option<String>], now: Moment) -> (Self, Start, Vec<Call>) {
        let elements = super::opening(version);
        let said = |end: &str| {
            let at = elements.iter().position(|element| element.ends_with(end))?;
            answers.get(at)?.clone()
        };
        let full = |end: &str| said(end).filter(|text| !text.is_empty());
        let mode = match said("mode").as_deref() {
            Some("browse") => Mode::Browse,
            Some("review") => Mode::Review,
            _ => Mode::Normal,
        };
        let data = full("suspend_data").unwrap_or_default();
        let (record, writing) = match version {
            Version::V12 => (data.as_str(), ""),
            Version::V2004 => data.split_once('\n').unwrap_or((&data, "")),
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let passing = match version {
            Version::V12 => full("mastery_score").and_then(|score| passing(&score, 10_000)),
            Version::V2004 => full("passing_score").and_then(|score| passing(&score, 100)),
        };
        let count = said("interactions._count").and_then(|count| count.trim().parse::<u32>().ok());
        let count = count.map(|count| count.min(65_536));
        let start = Start {
            record: some(record),
            writing: some(writing),
            place: full("location"),
            mode,
            learner: said("_id").unwrap_or_default(),
            passing,
        };
        let mut session = Self {
            version,
            mode,
            over: false,
            passing,
            began: now.millis,
            lasted: 0,
            holds: BTreeMap::new(),
            uncommitted: false,
            restored: start.record.is_some(),
            book: count.map(|next| Book { next, ..Book::default() }),
            pace: Pace { place: start.place.clone(), view: None, began: now.millis, last: now.millis },
            kept: if mode == Mode::Normal { KeptTold::Whole } else { KeptTold::Nothing },
            essay: Essay {
                words: String::new(),
                comments: if version == Version::V12 { said("comments") } else { None },
                told: EssayTold::Nothing,
                refused: false,
            },
        };
        for end in ["location", "suspend_data", "status", "success_status"] {
            let element = elements.iter().find(|element| element.ends_with(end));
            if let (Some(element), Some(value)) = (element, full(end)) {
                session.holds.insert((*element).to_owned(), value);
            }
        }
        let calls = if mode == Mode::Normal { session.begin(count.unwrap_or(0)) } else { Vec::new() };
        (session, start, calls)
    }

    fn begin(&mut self, count: u32) -> Vec<Call> {
        let mut calls = Vec::new();
        if self.version == Version::V2004 {
            // A course that counts more than this counts wrongly, or holds another lesson's.
            let those = 0..count.min(INTERACTIONS);
            calls.extend(those.map(|at| Call::Get(format!("cmi.interactions.{at}.id"))));
        }
        let status = self.names().status;
        if !matches!(self.holds.get(status).map(String::as_str), Some("incomplete" | "completed" | "passed" | "failed"))
        {
            self.put(&mut calls, status, "incomplete");
        }
        self.put(&mut calls, self.names().exit, "suspend");
        calls.push(Call::Commit);
        calls
    }

    /// What a [`Call::Get`] brought; none where the course answered with an error.
    pub fn told(&mut self, element: &str, value: Option<&str>) {
        if let (Some(book), Some(at), Some(id)) = (&mut self.book, number(element), value) {
            // Where one id stands twice, the later is the newer.
            book.at.insert(id.to_owned(), at);
        }
    }

    /// The student's work as it is now. Sets what has changed, and commits it.
    pub fn report(&mut self, report: &Report, kept: &Kept<'_>, now: Moment) -> Vec<Call> {
        if self.over || self.mode != Mode::Normal {
            return Vec::new();
        }
        let mut calls = Vec::new();
        let restored = std::mem::take(&mut self.restored);
        self.answers(&mut calls, report, kept, restored, now);
        self.scores(&mut calls, report);
        if let Some(place) = &report.place {
            // A place that cannot be told whole is not told: half of one is none.
            if !place.is_empty() && model::location(self.version, place).is_ok() {
                self.put(&mut calls, self.names().location, place);
            }
        }
        self.keep(&mut calls, kept);
        self.write(&mut calls, kept.essay, restored, now);
        if calls.is_empty() && !self.uncommitted {
            return calls;
        }
        self.commit(&mut calls, now);
        calls
    }

    /// The page is hidden, and may never be seen again: session time, and a commit. It never finishes.
    pub fn hide(&mut self, now: Moment) -> Vec<Call> {
        let mut calls = Vec::new();
        if !self.over && self.mode == Mode::Normal {
            self.commit(&mut calls, now);
        }
        calls
    }

    /// The student leaves: the essay where it goes into `cmi.comments`, session time, exit, commit, finish. After it
    /// every method answers with nothing.
    ///
    /// Some courses append to `cmi.comments` what is set (Moodle is one), some replace it: so it is set at most once in
    /// a visit, and not if it ends in the same words already. Where something else stands in it
    /// the essay says that it is the later one.
    pub fn leave(&mut self, now: Moment) -> Vec<Call> {
        if std::mem::replace(&mut self.over, true) {
            return Vec::new();
        }
        let mut calls = Vec::new();
        if self.mode == Mode::Normal {
            if let Some(text) = self.comment().and_then(|comment| comment.1) {
                self.put(&mut calls, "cmi.comments", &text);
            }
            self.put(&mut calls, self.names().exit, "suspend");
            self.lasts(&mut calls, now);
            calls.push(Call::Commit);
        }
        calls.push(Call::Finish);
        calls
    }

    /// The course refused a call. Nothing is tried again at once. A commit is tried with the next report or hiding;
    /// a value with the next report that would set it; interactions not again in this visit, once the course has
    /// refused to begin one: those after it would leave a gap.
    pub fn refused(&mut self, call: &Call, _code: u16) {
        match call {
            Call::Commit => self.uncommitted = true,
            Call::Set(element, value) => {
                let begun = number(element).is_some();
                if begun {
                    self.book = None;
                }
                if self.holds.get(element) == Some(value) {
                    self.holds.remove(element);
                }
                if element == "cmi.suspend_data" {
                    self.kept = KeptTold::Nothing;
                }
                if element == "cmi.comments" || begun && value.starts_with("essay") || self.is_essay(element) {
                    self.essay.refused = true;
                }
            }
            Call::Initialize | Call::Get(_) | Call::Finish => {}
        }
    }

    /// What the teacher will find of the essay last reported, so that the student can be told and a file offered.
    pub fn essay_told(&self) -> EssayTold {
        if self.essay.refused {
            return EssayTold::Nothing;
        }
        self.comment().map_or(self.essay.told, |(told, _)| told)
    }

    /// What the course holds of what the page keeps: where it is not everything, the page's own storage is all there
    /// is.
    pub const fn kept_told(&self) -> KeptTold {
        self.kept
    }

    /// How the course shows the lesson.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    const fn names(&self) -> Names {
        match self.version {
            Version::V12 => Names {
                status: "cmi.core.lesson_status",
                location: "cmi.core.lesson_location",
                exit: "cmi.core.exit",
                session_time: "cmi.core.session_time",
                score: "cmi.core.score",
                given: "student_response",
                time: "time",
            },
            Version::V2004 => Names {
                status: "cmi.completion_status",
                location: "cmi.location",
                exit: "cmi.exit",
                session_time: "cmi.session_time",
                score: "cmi.score",
                given: "learner_response",
                time: "timestamp",
            },
        }
    }

    fn put(&mut self, calls: &mut Vec<Call>, element: &str, value: &str) {
        if self.holds.get(element).is_none_or(|held| held != value) {
            self.holds.insert(element.to_owned(), value.to_owned());
            calls.push(Call::Set(element.to_owned(), value.to_owned()));
        }
    }

    /// Session time: of this visit, as long as it has lasted. A clock that is set back takes nothing away.
    fn lasts(&mut self, calls: &mut Vec<Call>, now: Moment) {
        self.lasted = self.lasted.max(now.millis.saturating_sub(self.began));
        let span = format::span(self.version, self.lasted);
        self.put(calls, self.names().session_time, &span);
    }

    fn commit(&mut self, calls: &mut Vec<Call>, now: Moment) {
        self.lasts(calls, now);
        if !calls.is_empty() || self.uncommitted {
            self.uncommitted = false;
            calls.push(Call::Commit);
        }
    }

    fn scores(&mut self, calls: &mut Vec<Call>, report: &Report) {
        let names = self.names();
        let score = report.score();
        let raw = format!("{}.raw", names.score);
        if report.answered > 0 || self.holds.contains_key(&raw) {
            if self.version == Version::V2004 {
                self.put(calls, "cmi.score.scaled", &format::decimal(score.into(), 4));
            }
            self.put(calls, &raw, &format::decimal(score.into(), 2));
            self.put(calls, &format!("{}.min", names.score), "0");
            self.put(calls, &format!("{}.max", names.score), "100");
        }
        if self.version == Version::V2004 {
            self.put(calls, "cmi.progress_measure", &format::decimal(report.progress().min(10_000).into(), 4));
        }
        let passes = self.passing.map(|passing| score >= passing);
        let complete = report.is_complete();
        let (verdict, status) = match self.version {
            Version::V12 => {
                let status = match passes {
                    Some(true) => "passed",
                    Some(false) => "failed",
                    None => "completed",
                };
                (None, complete.then_some(status))
            }
            Version::V2004 => {
                let verdict = match passes {
                    Some(true) => Some("passed"),
                    Some(false) if complete => Some("failed"),
                    _ => None,
                };
                (verdict, complete.then_some("completed"))
            }
        };
        for (element, value) in [(names.status, status), ("cmi.success_status", verdict)] {
            let held = self.holds.get(element).map(String::as_str);
            if let Some(value) = value.filter(|_| held != Some("passed")) {
                self.put(calls, element, value);
            }
        }
    }

    fn keep(&mut self, calls: &mut Vec<Call>, kept: &Kept<'_>) {
        let fits = |data: &str| {
            let short = self.version == Version::V2004 || data.len() <= RECORD;
            short && model::suspended(self.version, data).is_ok()
        };
        if kept.record.contains(char::is_control) || !fits(kept.record) {
            self.kept = KeptTold::Nothing;
            return;
        }
        let both = format!("{}\n{}", kept.record, kept.writing);
        let (told, data) = match kept.writing {
            "" => (KeptTold::Whole, kept.record),
            _ if self.version == Version::V2004 && fits(&both) => (KeptTold::Whole, both.as_str()),
            _ => (KeptTold::RecordOnly, kept.record),
        };
        self.kept = told;
        if !data.is_empty() || self.holds.contains_key("cmi.suspend_data") {
            self.put(calls, "cmi.suspend_data", data);
        }
    }

    fn answers(&mut self, calls: &mut Vec<Call>, report: &Report, kept: &Kept<'_>, restored: bool, now: Moment) {
        let version = self.version;
        let lines = usize::from(self.essay.comments.is_none() && !kept.essay.is_empty());
        let has_all = version == Version::V12
            && self.book.as_ref().is_some_and(|book| book.next as usize >= report.answers.len() + lines);
        let mut news = Vec::new();
        if let Some(book) = &mut self.book {
            for answer in &report.answers {
                let before = book.seen.get(&answer.id);
                let same = |(response, credit, weight): &(Response, Option<Credit>, u8)| {
                    (response, *credit, *weight) == (&answer.response, answer.credit, answer.weight)
                };
                if before.is_some_and(same) {
                    continue;
                }
                let first = before.is_none();
                book.seen.insert(answer.id.clone(), (answer.response.clone(), answer.credit, answer.weight));
                if !(restored && (has_all || book.at.contains_key(&format::identifier(&answer.id)))) {
                    news.push((answer, first));
                }
            }
        }
        for (answer, first) in news {
            let took = (!restored && first).then(|| self.pace.took(&answer.view, now));
            self.answer(calls, answer, took, now);
        }
        self.pace.stands(report.place.as_deref(), now);
    }

    fn answer(&mut self, calls: &mut Vec<Call>, answer: &Answered, took: Option<i64>, now: Moment) {
        let (version, names) = (self.version, self.names());
        let Some(wire) = Wire::of(version, answer) else { return };
        let Some((base, fresh)) = self.interaction(calls, &format::identifier(&answer.id), wire.kind, ANSWERS) else {
            return;
        };
        let mut set = |name: &str, value: &str| self.put(calls, &format!("{base}.{name}"), value);
        if fresh {
            // 1.2 asks when the answer was given, 2004 when the question was there (1.2 RTE 3.4 `time`; 2004 RTE 4.2.9
            // `timestamp`).
            let asked = Moment { millis: now.millis.saturating_sub(took.unwrap_or(0)), ..now };
            let at = if version == Version::V12 { now } else { asked };
            if let Some(at) = took.and_then(|_| format::time(version, at)) {
                set(names.time, &at);
            }
        }
        if let Some(weight) = &wire.weight {
            set("weighting", weight);
        }
        if fresh {
            for (at, pattern) in wire.right.iter().enumerate() {
                set(&format!("correct_responses.{at}.pattern"), pattern);
            }
        }
        set(names.given, &wire.given);
        set("result", &wire.result);
        if let Some(took) = took.filter(|_| fresh) {
            set("latency", &format::span(version, took));
        }
        let asks = format::line(&answer.asks, 250);
        if fresh && version == Version::V2004 && !asks.is_empty() {
            set("description", &asks);
        }
    }

    /// Where the interaction of this id stands, and whether it was begun just now: then its id and type are set.
    fn interaction(&mut self, calls: &mut Vec<Call>, id: &str, kind: &str, most: u32) -> Option<(String, bool)> {
        let book = self.book.as_mut()?;
        let known = book.at.get(id).copied();
        let at = match known {
            Some(at) => at,
            None if self.version == Version::V2004 && book.next >= most => return None,
            None => book.next,
        };
        let base = format!("cmi.interactions.{at}");
        if book.kinds.get(&at).is_some_and(|begun| begun != kind) {
            return None; // another question under the same id: the course could not tell them apart
        }
        if known.is_none() {
            book.at.insert(id.to_owned(), at);
            book.kinds.insert(at, kind.to_owned());
            book.next += 1;
            self.put(calls, &format!("{base}.id"), id);
            self.put(calls, &format!("{base}.type"), kind);
        }
        Some((base, known.is_none()))
    }

    /// The essay as interactions: whole in 2004, a line of it in a 1.2 course without `cmi.comments`.
    fn write(&mut self, calls: &mut Vec<Call>, essay: &str, restored: bool, now: Moment) {
        if self.essay.words == essay {
            return;
        }
        essay.clone_into(&mut self.essay.words);
        self.essay.refused = false;
        if self.essay.comments.is_some() {
            return;
        }
        self.essay.told = match self.version {
            Version::V12 => self.write_line(calls, essay, restored, now),
            Version::V2004 => self.write_parts(calls, essay, restored, now),
        };
    }

    fn write_line(&mut self, calls: &mut Vec<Call>, essay: &str, restored: bool, now: Moment) -> EssayTold {
        let line = essay::line(essay, FEEDBACK);
        // Told with the restored answers in an earlier visit, at an index that nobody knows.
        let stands = restored && self.book.as_ref().is_some_and(|book| book.next > 0 && book.at.is_empty());
        if stands || self.part(calls, "essay", "fill-in", &line.text, now) { line.told() } else { EssayTold::Nothing }
    }

    fn write_parts(&mut self, calls: &mut Vec<Call>, essay: &str, restored: bool, now: Moment) -> EssayTold {
        let parts = essay::parts(essay);
        let name = |at: usize| format!("essay-{}", at + 1);
        let mut told = 0;
        for (at, part) in parts.iter().enumerate() {
            let id = name(at);
            if let (true, Some(at)) = (restored, self.book.as_ref().and_then(|book| book.at.get(&id))) {
                self.holds.insert(format!("cmi.interactions.{at}.learner_response"), part.clone());
            }
            if !self.part(calls, &id, "long-fill-in", part, now) {
                break;
            }
            told += part.chars().count();
        }
        // What an earlier, longer essay left behind.
        let known = |id: &String| self.book.as_ref().is_some_and(|book| book.at.contains_key(id));
        for id in (parts.len()..INTERACTIONS as usize).map(name).take_while(known).collect::<Vec<_>>() {
            self.part(calls, &id, "long-fill-in", "", now);
        }
        let of = parts.iter().map(|part| part.chars().count()).sum();
        match told {
            0 => EssayTold::Nothing,
            _ if told == of => EssayTold::Whole,
            _ => EssayTold::Excerpt { of, told },
        }
    }

    /// One interaction of the essay's; whether there was room for it.
    fn part(&mut self, calls: &mut Vec<Call>, id: &str, kind: &str, text: &str, now: Moment) -> bool {
        let Some((base, fresh)) = self.interaction(calls, id, kind, INTERACTIONS) else { return false };
        let names = self.names();
        if let Some(at) = format::time(self.version, now).filter(|_| fresh) {
            self.put(calls, &format!("{base}.{}", names.time), &at);
        }
        self.put(calls, &format!("{base}.{}", names.given), text);
        if fresh {
            self.put(calls, &format!("{base}.result"), "neutral");
        }
        true
    }

    /// What `cmi.comments` says of the essay, and what has to be set for that. None where it says nothing.
    fn comment(&self) -> Option<(EssayTold, Option<String>)> {
        let held = self.essay.comments.as_deref()?;
        if self.essay.words.trim().is_empty() {
            return None;
        }
        let whole = essay::lines(&self.essay.words, COMMENTS);
        let later = if held.is_empty() { "" } else { "\n[Later, in place of what stands above, if anything does:]\n" };
        if held.ends_with(&whole.text) {
            return Some((whole.told(), None));
        }
        let new = essay::lines(&self.essay.words, COMMENTS - later.len());
        let set = (!held.ends_with(&new.text)).then(|| format!("{later}{}", new.text));
        Some((new.told(), set))
    }

    /// Whether this element holds a part of the essay.
    fn is_essay(&self, element: &str) -> bool {
        let Some(book) = &self.book else { return false };
        let ids = book.at.range("essay".to_owned()..).take_while(|(id, _)| id.starts_with("essay"));
        ids.map(|(_, at)| format!("cmi.interactions.{at}.")).any(|base| element.starts_with(&base))
    }
}

/// The elements that the two versions call by different names.
struct Names {
    status: &'static str,
    location: &'static str,
    exit: &'static str,
    session_time: &'static str,
    score: &'static str,
    given: &'static str,
    time: &'static str,
}

impl Pace {
    /// How long an answer in this view took, in milliseconds.
    fn took(&mut self, view: &str, now: Moment) -> i64 {
        if self.view.as_deref() != Some(view) {
            self.view = Some(view.to_owned());
            self.began = self.last;
        }
        self.last = now.millis;
        now.millis.saturating_sub(self.began).clamp(0, LONGEST)
    }

    /// Where the student is now.
    fn stands(&mut self, place: Option<&str>, now: Moment) {
        if self.place.as_deref() != place {
            self.place = place.map(str::to_owned);
            self.view = None;
            self.last = now.millis;
        }
    }
}

/// The number of the interaction whose id this element is.
fn number(element: &str) -> Option<u32> {
    element.strip_prefix("cmi.interactions.")?.strip_suffix(".id")?.parse().ok()
}

/// A score that passes, from a number whose 1 is so many millionths of a ten-thousandth.
fn passing(score: &str, millionths: i64) -> Option<TenThousandths> {
    let score = Decimal::typed(score)?.millionths() / millionths;
    u16::try_from(score.max(0)).ok().filter(|score| *score <= 10_000)
}
