//! A session: from the first statement to the last, and what is kept for the next one.

use super::{
    Answer, Launch, Method, Request,
    line::{KEPT_ALIVE, Line, keep_alive},
    statement::{Defined, Terms, response},
};
use crate::report::{Answered, Report, TenThousandths};
use crate::{Kept, Mode, Moment};
use crc::{CRC_32_ISO_HDLC, Crc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, iter};
use thiserror::Error;

/// Why something did not arrive, in one sentence for the student.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Trouble {
    /// No answer came, or the course cannot take anything at the moment. It is sent again.
    #[error("The course could not be reached: what it has not heard of is sent again with your next answer.")]
    NotArrived,
    /// The course says that we may not, or not any more.
    #[error(
        "The course no longer takes answers from this window: save your work as a file and open the lesson \
         from the course again."
    )]
    Closed,
    /// The course refuses what was sent. It is not sent again.
    #[error("The course refused a part of your work: save it as a file and tell your teacher.")]
    Refused,
    /// There is too much of it for the course.
    #[error("The course has no room for all of your work: save it as a file and hand that in.")]
    TooLarge,
}

impl Trouble {
    fn of(status: u16) -> Self {
        match status {
            401 | 403 => Self::Closed,
            413 | 507 => Self::TooLarge,
            400..=499 if !is_passing(status) => Self::Refused,
            _ => Self::NotArrived,
        }
    }
}

/// A session. It ends with [`Session::leave`].
#[derive(Debug)]
pub struct Session {
    terms: Terms,
    mode: Mode,
    line: Line,
    /// What was kept before this session, and of this one what is final.
    document: Document,
    /// For each answer told, by its checksum: the checksum of what was said last.
    told: BTreeMap<u32, u32>,
    /// Statements that have not arrived, in order.
    outbox: Vec<Statement>,
    /// Writings of the record that are under way.
    saves: Vec<u32>,
    /// Whether what is kept at the course is not what ought to be.
    unsaved: bool,
    /// How it is written: courses that do not let a document be replaced unseen let it be merged.
    save_by: Method,
    begun: Moment,
    /// When the student's work was last told.
    heard: Moment,
    /// The time of the last statement: no two have the same, so that their order is known.
    stamped: Moment,
    essay: String,
    progress: Option<TenThousandths>,
    /// Whether this session has told Failed.
    has_failed: bool,
    is_over: bool,
}

/// A statement that has not arrived.
#[derive(Debug)]
struct Statement {
    what: What,
    text: String,
    /// The request that it is in.
    under_way: Option<u32>,
    /// Whether it was sent before, and did not arrive.
    is_back: bool,
    /// Whether it is to be sent by itself, because the course refused something among which it was.
    alone: bool,
}

/// What a statement says, as far as it is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Initialized,
    Answer { of: u32 },
    Completed,
    Passed,
    Failed,
    Essay,
    Terminated,
}

/// What is known of a statement that may be made only once in a registration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Fate {
    /// It was not made.
    #[default]
    Unsaid,
    /// It was made; whether it arrived is not known.
    Said,
    /// It arrived.
    Arrived,
    /// It was made and the course refused it. A later session may try again.
    #[serde(skip)]
    Refused,
}

/// What may have arrived without our seeing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    Completed,
    Passed,
}

impl Doubt {
    /// The id of the statement in doubt.
    pub(super) fn id(self, launch: &Launch) -> String {
        launch.id_of(match self {
            Self::Completed => "completed",
            Self::Passed => "passed",
        })
    }
}

/// What the course keeps for us. Fields that are not there have nothing in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Document {
    pub(super) record: Option<String>,
    pub(super) writing: Option<String>,
    completed: Fate,
    passed: Fate,
    /// The score of the last Failed.
    failed: Option<TenThousandths>,
    /// The checksum of the essay that was told last.
    essay: Option<u32>,
    /// Checksums of the answers told and of what they said: 16 hexadecimal digits for each answer.
    answers: String,
    /// Milliseconds spent in all sessions.
    spent: u64,
}

impl Document {
    /// What cannot be read is as if there were nothing: the ids of what matters are the same each time, so that nothing
    /// is counted twice.
    pub(super) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// What an earlier session told and did not see arrive.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        match (self.completed, self.passed) {
            (Fate::Said, _) => Some(Doubt::Completed),
            (_, Fate::Said) => Some(Doubt::Passed),
            _ => None,
        }
    }

    /// Ends a doubt.
    pub(super) fn settle(&mut self, doubt: Doubt, arrived: bool) {
        *match doubt {
            Doubt::Completed => &mut self.completed,
            Doubt::Passed => &mut self.passed,
        } = if arrived { Fate::Arrived } else { Fate::Unsaid };
    }

    fn told(&self) -> BTreeMap<u32, u32> {
        let number = |digits: Option<&str>| u32::from_str_radix(digits?, 16).ok();
        let answers = (0..self.answers.len()).step_by(16);
        answers
            .filter_map(|at| Some((number(self.answers.get(at..at + 8))?, number(self.answers.get(at + 8..at + 16))?)))
            .collect()
    }
}

impl Session {
    /// Begins with the first statement.
    pub(super) fn begin(
        terms: Terms,
        mode: Mode,
        line: Line,
        document: Document,
        now: Moment,
        ids: &mut dyn FnMut() -> String,
    ) -> (Self, Vec<Request>) {
        let mut session = Self {
            terms,
            mode,
            line,
            told: document.told(),
            document,
            outbox: Vec::new(),
            saves: Vec::new(),
            unsaved: false,
            save_by: Method::Put,
            begun: now,
            heard: now,
            stamped: Moment::utc(i64::MIN),
            essay: String::new(),
            progress: None,
            has_failed: false,
            is_over: false,
        };
        session.say(What::Initialized, Defined::Initialized, &ids(), now);
        let mut requests = session.tell_next();
        keep_alive(&mut requests);
        (session, requests)
    }

    /// Whether the student has left: nothing more is told, and the lesson must be opened again.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Tells the course what has changed, and writes down what is kept. Nothing in [`Mode::Browse`] and
    /// [`Mode::Review`].
    pub fn report(
        &mut self,
        report: &Report,
        kept: &Kept<'_>,
        now: Moment,
        ids: &mut dyn FnMut() -> String,
    ) -> Vec<Request> {
        if self.is_over || self.mode != Mode::Normal {
            return Vec::new();
        }
        let before = self.outbox.len();
        let changed = self.keep(kept);
        self.progress = Some(report.progress());
        self.answers(report, now);
        self.judge(report, now, ids);
        self.heard = now;
        let mut requests = self.tell_next();
        if changed || self.unsaved || self.outbox.len() > before {
            requests.insert(0, self.save(now));
        }
        keep_alive(&mut requests);
        requests
    }

    /// The page is hidden, and may not come back: whatever has not arrived goes out, without waiting for what is under
    /// way. After [`Session::leave`] it tries again what did not arrive then.
    pub fn hide(&mut self, now: Moment, _ids: &mut dyn FnMut() -> String) -> Vec<Request> {
        let mut requests = self.tell_all();
        if self.unsaved && !(self.is_over && self.outbox.is_empty()) {
            requests.insert(0, self.save(now));
        }
        keep_alive(&mut requests);
        requests
    }

    /// The student leaves: the last statement, and all that has not arrived, without waiting for what is under way.
    /// Once; after it nothing new is told.
    pub fn leave(&mut self, now: Moment, ids: &mut dyn FnMut() -> String) -> Vec<Request> {
        if self.is_over {
            return Vec::new();
        }
        if self.mode == Mode::Normal {
            self.tell_essay(now);
        }
        let is_complete = matches!(self.document.completed, Fate::Said | Fate::Arrived);
        let progress = if is_complete { None } else { self.progress };
        let last = Defined::Terminated { spent: now.since(self.begun), progress };
        self.say(What::Terminated, last, &ids(), now);
        self.is_over = true;
        let mut requests = self.tell_all();
        if self.mode == Mode::Normal {
            requests.insert(0, self.save(now));
        }
        keep_alive(&mut requests);
        requests
    }

    /// What could not be sent while something else was under way. To be called after each [`Session::answered`]: each list
    /// holds one request with statements at most, so that they arrive in order. What went wrong is not tried again here.
    pub fn due(&mut self) -> Vec<Request> {
        let went_wrong = self.outbox.iter().any(|statement| statement.is_back);
        let mut requests = if went_wrong { Vec::new() } else { self.tell_next() };
        keep_alive(&mut requests);
        requests
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    /// When it did not arrive, or the course refuses it.
    pub fn answered(&mut self, number: u32, answer: &Answer) -> Result<(), Trouble> {
        let arrived = (200..300).contains(&answer.status);
        if let Some(at) = self.saves.iter().position(|save| *save == number) {
            self.saves.remove(at);
            if arrived {
                return Ok(());
            }
            self.unsaved = true;
            if matches!(answer.status, 409 | 412) && self.save_by == Method::Put {
                self.save_by = Method::Post;
                return Ok(());
            }
            return Err(Trouble::of(answer.status));
        }
        let is_in = |statement: &&mut Statement| statement.under_way == Some(number);
        let together = self.outbox.iter_mut().filter(is_in).count();
        let refused = (400..500).contains(&answer.status) && !is_passing(answer.status);
        // An id that the course has already: it arrived the first time, and only the answer was lost.
        let is_known = together == 1 && answer.status == 409;
        if arrived || is_known || (refused && together == 1) {
            let settled = if arrived || is_known { Fate::Arrived } else { Fate::Refused };
            for statement in self.outbox.extract_if(.., |statement| statement.under_way == Some(number)) {
                match statement.what {
                    What::Completed => self.document.completed = settled,
                    What::Passed => self.document.passed = settled,
                    _ => {}
                }
            }
            return if settled == Fate::Arrived { Ok(()) } else { Err(Trouble::of(answer.status)) };
        }
        for statement in self.outbox.iter_mut().filter(is_in) {
            statement.under_way = None;
            statement.alone |= refused;
            statement.is_back = !refused;
        }
        if together == 0 || refused { Ok(()) } else { Err(Trouble::of(answer.status)) }
    }

    /// Remembers what is kept; whether it has changed.
    fn keep(&mut self, kept: &Kept<'_>) -> bool {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (record, writing) = (some(kept.record), some(kept.writing));
        let changed = record != self.document.record || writing != self.document.writing;
        self.document.record = record;
        self.document.writing = writing;
        kept.essay.clone_into(&mut self.essay);
        changed
    }

    /// Tells each answer that was not told as it now stands.
    fn answers(&mut self, report: &Report, now: Moment) {
        let news: Vec<(&Answered, u32, u32, Option<u32>)> = report
            .answers
            .iter()
            .filter_map(|answer| {
                let (of, said) = (checksum(&answer.id), checksum(&response(&answer.response)));
                let before = self.told.get(&of).copied();
                (before != Some(said)).then_some((answer, of, said, before))
            })
            .collect();
        // Of answers to several questions at once nobody knows how long each took.
        let one_view = news.windows(2).all(|pair| pair[0].0.view == pair[1].0.view);
        let spent = one_view.then(|| now.since(self.heard));
        for (answer, of, said, before) in news {
            // The same answer after the same other one is the same statement, even where a session that told it did not
            // live to write that down.
            let id = self.terms.launch.id_of(&format!("{}\n{said}\n{before:?}", answer.id));
            let at = self.stamp(now);
            let text = self.terms.answered(&id, answer, spent, at);
            self.told.insert(of, said);
            self.put(What::Answer { of }, text);
        }
    }

    /// Completed, Passed, Failed: as soon as they are true, and no more often than they may be said. Section 9.3.
    fn judge(&mut self, report: &Report, now: Moment, ids: &mut dyn FnMut() -> String) {
        let (score, spent) = (report.score(), self.spent(now));
        if report.is_complete() && self.document.completed == Fate::Unsaid {
            self.document.completed = Fate::Said;
            let id = Doubt::Completed.id(&self.terms.launch);
            self.say(What::Completed, Defined::Completed { spent }, &id, now);
        }
        let Some(least) = self.terms.mastery.as_ref().map(|mastery| mastery.least) else { return };
        if self.document.passed != Fate::Unsaid || self.has_failed || report.answered == 0 {
            return;
        }
        if score >= least {
            self.document.passed = Fate::Said;
            let id = Doubt::Passed.id(&self.terms.launch);
            self.say(What::Passed, Defined::Passed { score, spent }, &id, now);
        } else if report.is_complete() && self.document.failed != Some(score) {
            self.document.failed = Some(score);
            self.has_failed = true;
            self.say(What::Failed, Defined::Failed { score, spent }, &ids(), now);
        }
    }

    fn tell_essay(&mut self, now: Moment) {
        let sum = checksum(&self.essay);
        if self.essay.trim().is_empty() || self.document.essay == Some(sum) {
            return;
        }
        let id = self.terms.launch.id_of(&format!("essay\n{sum}\n{:?}", self.document.essay));
        self.document.essay = Some(sum);
        let at = self.stamp(now);
        let text = self.terms.essay(&id, &self.essay, at);
        self.put(What::Essay, text);
    }

    fn say(&mut self, what: What, defined: Defined, id: &str, now: Moment) {
        let at = self.stamp(now);
        let text = self.terms.defined(id, defined, at);
        self.put(what, text);
    }

    fn put(&mut self, what: What, text: String) {
        self.outbox.push(Statement { what, text, under_way: None, is_back: false, alone: false });
    }

    /// A time later than that of every other statement: by their times courses put them in order.
    fn stamp(&mut self, now: Moment) -> Moment {
        self.stamped = now.max(Moment::utc(self.stamped.millis.saturating_add(1)));
        self.stamped
    }

    /// Milliseconds spent on the lesson in this registration.
    fn spent(&self, now: Moment) -> u64 {
        self.document.spent.saturating_add(now.since(self.begun))
    }

    /// Sends the first statements that wait, unless others are under way: one request at a time, so that none overtakes
    /// another.
    fn tell_next(&mut self) -> Vec<Request> {
        if self.outbox.iter().any(|statement| statement.under_way.is_some()) {
            return Vec::new();
        }
        self.tell().into_iter().collect()
    }

    /// Sends every statement that waits, in order.
    fn tell_all(&mut self) -> Vec<Request> {
        iter::from_fn(|| self.tell()).collect()
    }

    /// Sends the first statements that wait, as many as fit into one request.
    fn tell(&mut self) -> Option<Request> {
        let mut waiting: Vec<&mut Statement> =
            self.outbox.iter_mut().filter(|statement| statement.under_way.is_none()).collect();
        let mut size = 2; // the brackets
        let fit = waiting.iter().take_while(|statement| {
            size += statement.text.len() + 1;
            size < KEPT_ALIVE && !statement.alone
        });
        // The first goes whatever its size.
        let many = fit.count().max(1).min(waiting.len());
        let batch = &mut waiting[..many];
        let texts: Vec<&str> = batch.iter().map(|statement| &*statement.text).collect();
        if texts.is_empty() {
            return None;
        }
        let request = self.line.tell(format!("[{}]", texts.join(",")));
        for statement in batch {
            statement.under_way = Some(request.number);
            statement.is_back = false;
        }
        Some(request)
    }

    /// Writes down what is kept. What was sent and did not arrive is not counted as told.
    fn save(&mut self, now: Moment) -> Request {
        let mut document = self.document.clone();
        document.spent = self.spent(now);
        let mut told = self.told.clone();
        for waiting in self.outbox.iter().filter(|statement| statement.under_way.is_none()) {
            match waiting.what {
                What::Answer { of } => drop(told.remove(&of)),
                What::Essay => document.essay = None,
                What::Failed => document.failed = None,
                What::Initialized | What::Completed | What::Passed | What::Terminated => {}
            }
        }
        for fate in [&mut document.completed, &mut document.passed] {
            if *fate == Fate::Refused {
                *fate = Fate::Unsaid;
            }
        }
        document.answers = told.iter().flat_map(|(of, said)| [format!("{of:08x}"), format!("{said:08x}")]).collect();
        let text = serde_json::to_string(&document).expect("its keys are texts, and none of it can fail");
        let request = self.line.keep_record(self.save_by, text);
        self.saves.push(request.number);
        self.unsaved = false;
        request
    }
}

/// Whether a refusal says that it may be another matter later: not authorised (any more), too slow, too many.
/// RFC 9110, sections 15.5.2 and 15.5.9; RFC 6585, section 4.
fn is_passing(status: u16) -> bool {
    matches!(status, 401 | 408 | 429)
}

fn checksum(text: &str) -> u32 {
    const SUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
    SUM.checksum(text.as_bytes())
}
