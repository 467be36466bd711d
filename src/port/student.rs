//! The student's record at work: one record, one writer, one home.
//!
//! Islands read it and change it; they do not know where it is kept: in the browser's storage, in a course, or nowhere. It
//! is saved after every change. Another tab of the same lesson that saves is taken up at once, so that neither overwrites
//! the other.

use super::{
    dom::each,
    home::{Course, SAYS},
    page::PageData,
    place, storage,
};
use gloo::events::EventListener;
use leptos::prelude::*;
use leptos::{wasm_bindgen::JsCast, web_sys::Element};
use lesson::{
    id::{CheckId, ClaimId},
    learner::{Learner, Unreadable},
    quiz::{BadQuiz, Quiz},
    writing::Writing,
};

/// Where answers are kept, and what the student should know about that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing has been looked up yet.
    Unknown,
    /// On this device.
    Device,
    /// On this device; what was stored before could not be read and was kept aside.
    Aside {
        /// Why it could not be read.
        why: Unreadable,
        /// What was stored, as it was.
        text: String,
    },
    /// Nowhere: the browser refuses. Gone when the page closes.
    Memory,
    /// In the course.
    Course {
        /// Where the answers go.
        says: String,
        /// What went wrong; else empty.
        problem: String,
        /// What the course had kept and could not be read.
        aside: Option<(Unreadable, String)>,
        /// Whether the student can save and leave (`open`), has done so (`left`), or neither.
        stage: String,
    },
}

/// What has changed in the record. There are some hundred islands, and most changes concern one of them: the others are
/// not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Perhaps everything.
    All,
    /// How far they have come with this claim.
    Desk(ClaimId),
    /// How far they have come with this check.
    Check(CheckId),
    /// What they have written.
    Writing,
    /// What they believe, where they are, where the cards of the board lie.
    Rest,
}

/// The student's record, shared by every island.
#[derive(Clone, Copy)]
pub struct Student {
    page: StoredValue<PageData>,
    record: RwSignal<Learner>,
    /// What they have written; kept apart, since it is long.
    writing: RwSignal<Writing>,
    /// The last change, for whoever wants to hear of each.
    change: RwSignal<Change>,
    /// Who wants to hear of one desk or of one check only.
    listeners: StoredValue<Vec<(Change, ArcTrigger)>>,
    keeping: RwSignal<Keeping>,
    /// The view that is on the screen.
    view: RwSignal<String>,
    /// Whether what is stored has been taken up.
    restored: RwSignal<bool>,
    /// The course, where there is one.
    course: StoredValue<Option<Course>, LocalStorage>,
    /// What is wrong with the course, where one may be there that takes nothing.
    broken: StoredValue<String>,
}

impl Student {
    /// A student who has said nothing yet, as the page is printed.
    pub fn blank(page: PageData) -> Self {
        let record = Learner::new(&page.lesson, &page.content);
        Self {
            page: StoredValue::new(page),
            record: RwSignal::new(record),
            writing: RwSignal::new(Writing::default()),
            change: RwSignal::new(Change::All),
            listeners: StoredValue::new(Vec::new()),
            keeping: RwSignal::new(Keeping::Unknown),
            view: RwSignal::new(place::START.to_owned()),
            restored: RwSignal::new(false),
            course: StoredValue::new_local(None),
            broken: StoredValue::new(String::new()),
        }
    }

    /// The student of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// What is known of the page.
    pub fn page<T>(self, look: impl FnOnce(&PageData) -> T) -> T {
        self.page.with_value(look)
    }

    /// Looks at the record; whoever looks from a memo or a view is told of every change.
    pub fn with<T>(self, look: impl FnOnce(&Learner) -> T) -> T {
        self.change.track();
        self.record.with_untracked(look)
    }

    /// Looks at the record as it is now.
    pub fn look<T>(self, look: impl FnOnce(&Learner) -> T) -> T {
        self.record.with_untracked(look)
    }

    /// Looks at the record; whoever looks from a memo or a view is told when this changes, and of nothing else.
    pub fn with_only<T>(self, what: &Change, look: impl FnOnce(&Learner) -> T) -> T {
        let known = self.listeners.with_value(|all| all.iter().find(|(of, _)| of == what).map(|(_, it)| it.clone()));
        let trigger = known.unwrap_or_else(|| {
            let trigger = ArcTrigger::new();
            self.listeners.update_value(|all| all.push((what.clone(), trigger.clone())));
            trigger
        });
        trigger.track();
        self.record.with_untracked(look)
    }

    /// The elements below this one that show how far a claim is, of the claims that the last change concerns; whoever
    /// looks is told of the next change. Each has its claim in `data-claim`.
    pub fn changed_claims(self, root: &Element) -> Vec<Element> {
        match self.change.get() {
            Change::All => each(root, "[data-claim]"),
            Change::Desk(claim) => each(root, &format!("[data-claim={claim}]")),
            Change::Check(_) | Change::Writing | Change::Rest => Vec::new(),
        }
    }

    /// The view that is on the screen; whoever looks from a memo or a view is told of the next.
    pub fn view(self) -> String {
        self.view.get()
    }

    /// Another view has come on the screen.
    pub fn arrive(self, view: &str) {
        self.view.set(view.to_owned());
    }

    /// Whether what is stored has been taken up; whoever looks from a memo or a view is told when it is.
    pub fn is_restored(self) -> bool {
        self.restored.get()
    }

    /// Where answers are kept.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// What is wrong with the course, where one may be there that takes nothing; else empty.
    pub fn broken(self) -> String {
        self.broken.get_value()
    }

    /// What was kept and could not be read, as it was.
    pub fn set_aside(self) -> Option<String> {
        match self.keeping.get() {
            Keeping::Aside { text, .. } | Keeping::Course { aside: Some((_, text)), .. } => Some(text),
            _ => None,
        }
    }

    /// Changes the record and saves it.
    pub fn change(self, what: Change, change: impl FnOnce(&mut Learner)) {
        self.record.update_untracked(change);
        self.save_record();
        self.tell(what);
    }

    /// Looks at what has been written; whoever looks from a memo or a view is told when that changes.
    pub fn with_writing<T>(self, look: impl FnOnce(&Writing) -> T) -> T {
        self.writing.with(look)
    }

    /// Changes what has been written and saves it.
    pub fn write(self, change: impl FnOnce(&mut Writing)) {
        self.writing.update(change);
        self.save_writing();
        self.change.set(Change::Writing);
    }

    /// Takes the quiz that the address sets, if it sets one.
    ///
    /// # Errors
    /// [`BadQuiz`] if the address asks for what cannot be had; nothing has then changed.
    pub fn take_quiz(self) -> Result<Option<Quiz>, BadQuiz> {
        let query = self.course(Course::query);
        let query = query.unwrap_or_else(|| window().location().search().unwrap_or_default());
        let set = self.page(|page| Quiz::of_address(&query, |id| page.sets.iter().any(|set| set.id == id)))?;
        if let Some(quiz) = &set
            && self.record.with_untracked(|record| record.quiz != *quiz)
        {
            self.change(Change::All, |record| record.quiz = quiz.clone());
        }
        Ok(set)
    }

    fn tell(self, what: Change) {
        let concerned: Vec<ArcTrigger> = self.listeners.with_value(|all| {
            let of = all.iter().filter(|(of, _)| what == Change::All || *of == what);
            of.map(|(_, trigger)| trigger.clone()).collect()
        });
        for trigger in concerned {
            trigger.notify();
        }
        self.change.set(what);
    }

    /// Takes another record in the place of this one.
    fn replace(self, record: Learner) {
        self.record.update_untracked(|old| *old = record);
        self.tell(Change::All);
    }

    /// Starts over: everything said so far is gone.
    pub fn forget(self) {
        self.writing.set(Writing::default());
        self.replace(self.nothing_said());
        if self.tell_course() || *self.keeping.read_untracked() == Keeping::Memory {
            return;
        }
        self.keeping.set(Keeping::Device);
        storage::remove(&self.key());
        storage::remove(&self.writing_key());
    }

    /// The record as a save file: a line for the answers, and one for what has been written.
    pub fn file(self) -> String {
        let answers = self.record.with_untracked(Learner::write);
        if self.writing.with_untracked(Writing::is_blank) {
            answers
        } else {
            format!("{answers}\n{}\n", self.written())
        }
    }

    /// Takes up a save file in the place of what has been said here, which is kept aside first. Gives what was here as a
    /// save file if the browser does not let it be kept aside.
    ///
    /// # Errors
    /// [`Unreadable`] if the file is not one, or not of this lesson; nothing has then changed.
    pub fn bring_back(self, file: &str) -> Result<Option<String>, Unreadable> {
        let mut lines = file.lines().map(str::trim).filter(|line| !line.is_empty());
        let record = self.read(lines.next().unwrap_or_default())?;
        let writing = lines.next().map(|line| self.page(|page| Writing::read(line, &page.lesson))).transpose()?;
        let blank = self.writing.with_untracked(Writing::is_blank);
        let before =
            (!blank || self.record.with_untracked(|record| *record != self.nothing_said())).then(|| self.file());
        let lost = before.filter(|before| storage::set_aside(&self.key(), before).is_err());
        self.writing.set(writing.unwrap_or_default());
        self.replace(record);
        self.save_writing();
        self.save_record();
        Ok(lost)
    }

    /// Takes up what the course has kept, if there is one; else what is stored, and listens for other tabs. `lost` tells
    /// that a course may be there and what talks to it is not.
    pub fn restore(self, course: Option<Course>, lost: bool) {
        match course {
            Some(course) if course.stage() != "broken" => {
                self.course.set_value(Some(course));
                self.take_up_course();
                return self.restored.set(true);
            }
            Some(course) => self.broken.set_value(course.problem()),
            None if lost => self.broken.set_value(
                "If you came here from a course: the part of this page that talks to courses could not be loaded, so your \
                 course hears nothing. Load the page again, or save a file and hand that in."
                    .to_owned(),
            ),
            None => {}
        }
        self.take_up_writing();
        self.take_up();
        self.restored.set(true);
        let key = self.key();
        EventListener::new(&window(), "storage", move |event| {
            let event = event.unchecked_ref::<leptos::web_sys::StorageEvent>();
            // No key: another tab emptied the storage. No value: it started over.
            if event.key().is_none_or(|changed| changed == key) {
                if event.new_value().is_none() {
                    self.replace(self.nothing_said());
                }
                self.take_up();
            }
            if event.key().is_none_or(|changed| changed == self.writing_key()) {
                if event.new_value().is_none() {
                    self.writing.set(Writing::default());
                }
                self.take_up_writing();
            }
        })
        .forget();
    }

    fn nothing_said(self) -> Learner {
        self.page.with_value(|page| Learner::new(&page.lesson, &page.content))
    }

    fn key(self) -> String {
        self.key_of("record")
    }

    fn writing_key(self) -> String {
        self.key_of("writing")
    }

    /// Students of a course may share a browser: each has keys of their own.
    fn key_of(self, what: &str) -> String {
        let whose = self.course(|course| format!("@{}", course.student().unwrap_or_default())).unwrap_or_default();
        self.page.with_value(|page| format!("{}/{what}{whose}", page.lesson))
    }

    /// Asks the course something, where there is one.
    fn course<T>(self, ask: impl FnOnce(&Course) -> T) -> Option<T> {
        self.course.with_value(|course| course.as_ref().map(ask))
    }

    /// Saves and leaves.
    pub fn leave(self) {
        self.course(Course::leave);
        self.hear_course();
    }

    /// Tells the course how things stand, where there is one.
    fn tell_course(self) -> bool {
        let told = self.course(|course| {
            let essay = self.writing.with_untracked(|writing| writing.essay.clone());
            course.keep(&self.record.with_untracked(Learner::write), &self.written(), &essay);
        });
        if told.is_some() {
            self.hear_course();
        }
        told.is_some()
    }

    /// Takes up what the course has to say.
    fn hear_course(self) {
        let Some((says, problem, stage)) = self.course(|it| (it.says(), it.problem(), it.stage())) else { return };
        let aside = match &*self.keeping.read_untracked() {
            Keeping::Course { aside, .. } => aside.clone(),
            _ => None,
        };
        let now = Keeping::Course { says, problem, aside, stage };
        if *self.keeping.read_untracked() != now {
            self.keeping.set(now);
        }
    }

    /// What the course has kept comes first; what it has no room for may be stored here.
    fn take_up_course(self) {
        let key = self.key();
        self.hear_course();
        if let Some(text) = self.course(Course::record).flatten() {
            match self.read(&text) {
                Ok(record) => self.replace(record),
                Err(why) => {
                    let _ = self.knows_student() && storage::set_aside(&key, &text).is_ok();
                    self.keeping.update(|keeping| {
                        if let Keeping::Course { aside, .. } = keeping {
                            *aside = Some((why, text));
                        }
                    });
                }
            }
        }
        let stored = || if self.knows_student() { storage::read(&self.writing_key()).ok().flatten() } else { None };
        let writing = self.course(Course::writing).flatten().or_else(stored);
        if let Some(text) = writing {
            match self.page(|page| Writing::read(&text, &page.lesson)) {
                Ok(writing) => self.writing.set(writing),
                Err(_) => _ = self.knows_student() && storage::set_aside(&self.writing_key(), &text).is_ok(),
            }
        }
        EventListener::new(&document(), SAYS, move |_| self.hear_course()).forget();
        self.tell_course();
    }

    fn knows_student(self) -> bool {
        self.course(|course| course.student().is_some()) == Some(true)
    }

    fn written(self) -> String {
        self.page(|page| self.writing.with_untracked(|writing| writing.write(&page.lesson)))
    }

    fn read(self, text: &str) -> Result<Learner, Unreadable> {
        self.page(|page| Learner::read(text, &page.lesson, &page.content))
    }

    /// What has been written. What cannot be read is kept aside, as with the answers.
    fn take_up_writing(self) {
        let key = self.writing_key();
        let Ok(Some(text)) = storage::read(&key) else { return };
        match self.page(|page| Writing::read(&text, &page.lesson)) {
            Ok(writing) => self.writing.set(writing),
            Err(why) => self.put_aside(&key, why, text),
        }
    }

    /// Only what is safe under another key may be overwritten later.
    fn put_aside(self, key: &str, why: Unreadable, text: String) {
        let kept = storage::set_aside(key, &text).is_ok();
        self.keeping.set(if kept { Keeping::Aside { why, text } } else { Keeping::Memory });
    }

    fn take_up(self) {
        let key = self.key();
        let text = match storage::read(&key) {
            Ok(Some(text)) => text,
            // Whether it can be written shows only when it is.
            Ok(None) => {
                if *self.keeping.read_untracked() == Keeping::Unknown {
                    self.keeping.set(self.probe());
                }
                return;
            }
            Err(storage::Unavailable) => return self.keeping.set(Keeping::Memory),
        };
        match self.read(&text) {
            Ok(record) => {
                if !matches!(*self.keeping.read_untracked(), Keeping::Aside { .. }) {
                    self.keeping.set(Keeping::Device);
                }
                self.replace(record);
            }
            Err(why) => self.put_aside(&key, why, text),
        }
    }

    fn probe(self) -> Keeping {
        let key = format!("{}.probe", self.key());
        let works = storage::write(&key, "1").is_ok();
        storage::remove(&key);
        if works { Keeping::Device } else { Keeping::Memory }
    }

    fn save_record(self) {
        if !self.tell_course() {
            self.save(&self.key(), &self.record.with_untracked(Learner::write));
        }
    }

    /// In a course it is stored here as well, for not every course has room for it.
    fn save_writing(self) {
        if !self.tell_course() {
            self.save(&self.writing_key(), &self.written());
        } else if self.knows_student() {
            let _ = storage::write(&self.writing_key(), &self.written());
        }
    }

    fn save(self, key: &str, text: &str) {
        if *self.keeping.read_untracked() != Keeping::Memory && storage::write(key, text).is_err() {
            self.keeping.set(Keeping::Memory);
        }
    }
}
