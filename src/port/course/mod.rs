//! The browser's side of courses: finds the course, carries out what the protocols of the crate `course` answer with.
//!
//! Only the bin `course` uses it; nothing of it is in the WASM that every page loads.

pub mod cmi5;
pub mod names;
pub mod scorm;

use super::{home::SAYS, page::PageData};
use ::course::{
    Kept, Mode,
    report::{Assignment, Report},
};
use leptos::{prelude::document, web_sys::CustomEvent};
use lesson::{learner::Learner, quiz::Quiz};
use names::PageNames;

/// A line to a course, whatever it speaks.
pub trait Line {
    /// Tells it of the student's work as it now stands.
    fn report(&mut self, report: &Report, kept: &Kept<'_>);
    /// The page is out of sight, and may never come back.
    fn hide(&mut self);
    /// The session ends.
    fn leave(&mut self);
    /// What went wrong and what to do; else empty.
    fn problem(&self) -> String;
    /// Where to go after leaving, if the course says so.
    fn way_back(&self) -> Option<String>;
}

/// Tells the page that there is something new to say.
pub fn says() {
    if let Ok(event) = CustomEvent::new(SAYS) {
        let _ = document().dispatch_event(&event);
    }
}

/// What the course knew when the session began.
#[derive(Clone, Debug)]
pub struct Known {
    /// The record.
    pub record: Option<String>,
    /// What has been written.
    pub writing: Option<String>,
    /// Whether the student works, looks back, or looks ahead.
    pub mode: Mode,
    /// Who the student is, as the course says; may be empty.
    pub learner: String,
    /// The quiz that the course sets, as a query; the address's own goes first.
    pub query: Option<String>,
}

/// A session with a course.
pub struct Session {
    line: Box<dyn Line>,
    known: Known,
    page: PageData,
    query: String,
    left: bool,
    /// What the course was last told.
    told: Option<Report>,
    /// What is not news by itself, such as a draft or a line of the essay, and can wait for a moment: the record, what
    /// has been written, the essay.
    waiting: Option<[String; 3]>,
}

impl Session {
    /// A session on this line.
    pub fn new(line: Box<dyn Line>, known: Known, page: PageData, address: &str) -> Self {
        let of_course = known.query.as_deref().map(|query| query.trim_start_matches('?')).unwrap_or_default();
        // What the address sets goes first, even where it sets it wrongly: the page then says so.
        let sets_none = Quiz::of_address(address, |id| page.sets.iter().any(|set| set.id == id)) == Ok(None);
        let query = if sets_none { format!("{address}&{of_course}") } else { address.to_owned() };
        Self { line, known, page, query, left: false, told: None, waiting: None }
    }

    /// What the course knew when the session began.
    pub const fn known(&self) -> &Known {
        &self.known
    }

    /// The query that sets the quiz.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Whether the session has ended.
    pub const fn has_ended(&self) -> bool {
        self.left
    }

    /// Where the answers go, and how many of those that count are there.
    pub fn says(&self) -> String {
        let says = match (self.left, self.known.mode) {
            (true, Mode::Normal) => {
                "Your answers are saved in your course. You can close this window, or go back to your course."
            }
            (true, _) => "You can close this window, or go back to your course.",
            (false, Mode::Normal) => {
                "Your answers, your score and how far you are go to your course, after each answer."
            }
            (false, Mode::Browse) => "Your course shows you this as a preview: nothing that you do here is kept.",
            (false, Mode::Review) => {
                "You are looking back at what you did in your course: nothing that you do here now is kept."
            }
        };
        match &self.told {
            Some(Report { answered, asked, .. }) if self.known.mode == Mode::Normal => {
                format!("{says} {answered} of the {asked} claims that count are answered.")
            }
            _ => says.to_owned(),
        }
    }

    /// What went wrong and what to do; else empty.
    pub fn problem(&self) -> String {
        self.line.problem()
    }

    /// Where to go after leaving, if the course says so.
    pub fn way_back(&self) -> Option<String> {
        self.line.way_back()
    }

    /// Takes up the record and what has been written, as they now stand. An answer that is handed in is told at once;
    /// what is only a draft waits for [`Session::flush`], so that a course is not asked to save at every keystroke.
    pub fn keep(&mut self, kept: &Kept<'_>) {
        if self.left {
            return;
        }
        let Some(report) = self.report(kept.record) else { return };
        let is_news =
            self.told.as_ref().is_none_or(|told| *told != Report { place: told.place.clone(), ..report.clone() });
        if is_news {
            self.tell(report, kept);
        } else {
            self.waiting = Some([kept.record, kept.writing, kept.essay].map(str::to_owned));
        }
    }

    /// Whether something waits to be told.
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Tells the course what has waited.
    pub fn flush(&mut self) {
        if let Some([record, writing, essay]) = self.waiting.take()
            && let Some(report) = self.report(&record)
        {
            self.tell(report, &Kept { record: &record, writing: &writing, essay: &essay });
        }
    }

    fn tell(&mut self, report: Report, kept: &Kept<'_>) {
        self.waiting = None;
        self.line.report(&report, kept);
        self.told = Some(report);
    }

    /// What a record comes to. What the page wrote a moment ago can be read.
    fn report(&self, record: &str) -> Option<Report> {
        let learner = Learner::read(record, &self.page.lesson, &self.page.content).ok()?;
        let set = Quiz::of_address(&self.query, |id| self.page.sets.iter().any(|set| set.id == id)).ok().flatten();
        let quiz = set.unwrap_or_else(|| Quiz { set: "core".to_owned(), ..Quiz::default() });
        let keys = self.page.set(&quiz.set);
        let besides = self.page.keys.iter().filter(|key| keys.iter().all(|other| other.claim != key.claim)).collect();
        let weights = quiz.weights();
        let assignment = Assignment { keys, besides, checks: &self.page.checks, weights };
        Some(Report::of(&assignment, &PageNames(&self.page), &learner))
    }

    /// The page is out of sight.
    pub fn hide(&mut self) {
        if !self.left {
            self.flush();
        }
        self.line.hide();
    }

    /// Ends the session, once.
    pub fn leave(&mut self) {
        if !self.left {
            self.flush();
            self.left = true;
            self.line.leave();
        }
    }
}
