//! The student's record at work: one record, one writer, one home.
//!
//! Islands read it and change it; they do not know where it is kept. It is saved after every change. Another tab of the
//! same lesson that saves is taken up at once, so that neither overwrites the other.

use super::{page::PageData, storage};
use gloo::events::EventListener;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use lesson::{
    id::{CheckId, ClaimId},
    learner::{Learner, Unreadable},
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
    /// What they believe, where they are, which path they are on.
    Rest,
}

/// The student's record, shared by every island.
#[derive(Clone, Copy)]
pub struct Student {
    page: StoredValue<PageData>,
    record: RwSignal<Learner>,
    /// The last change, for whoever wants to hear of each.
    change: RwSignal<Change>,
    /// Who wants to hear of one desk or of one check only.
    listeners: StoredValue<Vec<(Change, ArcTrigger)>>,
    keeping: RwSignal<Keeping>,
}

impl Student {
    /// A student who has said nothing yet, as the page is printed.
    pub fn blank(page: PageData) -> Self {
        let record = Learner::new(&page.lesson, &page.content);
        Self {
            page: StoredValue::new(page),
            record: RwSignal::new(record),
            change: RwSignal::new(Change::All),
            listeners: StoredValue::new(Vec::new()),
            keeping: RwSignal::new(Keeping::Unknown),
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

    /// Looks at the last change; whoever looks from a memo or a view is told of the next.
    pub fn last_change<T>(self, look: impl FnOnce(&Change) -> T) -> T {
        self.change.with(look)
    }

    /// Where answers are kept.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// Changes the record and saves it.
    pub fn change(self, what: Change, change: impl FnOnce(&mut Learner)) {
        self.record.update_untracked(change);
        self.save();
        self.tell(what);
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
        self.replace(self.nothing_said());
        if *self.keeping.read_untracked() != Keeping::Memory {
            self.keeping.set(Keeping::Device);
            storage::remove(&self.key());
        }
    }

    /// The record as a save file.
    pub fn file(self) -> String {
        self.record.with_untracked(Learner::write)
    }

    /// Takes up what is stored, and listens for other tabs.
    pub fn restore(self) {
        self.take_up();
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
        })
        .forget();
    }

    fn nothing_said(self) -> Learner {
        self.page.with_value(|page| Learner::new(&page.lesson, &page.content))
    }

    fn key(self) -> String {
        self.page.with_value(|page| format!("{}/record", page.lesson))
    }

    fn take_up(self) {
        let key = self.key();
        let text = match storage::read(&key) {
            Ok(Some(text)) => text,
            // Whether it can be written shows only when it is.
            Ok(None) => return self.keeping.set(self.probe()),
            Err(storage::Unavailable) => return self.keeping.set(Keeping::Memory),
        };
        match self.page.with_value(|page| Learner::read(&text, &page.lesson, &page.content)) {
            Ok(record) => {
                self.keeping.set(Keeping::Device);
                self.replace(record);
            }
            Err(why) => {
                // Only what is safe under another key may be overwritten later.
                let kept = storage::set_aside(&key, &text).is_ok();
                self.keeping.set(if kept { Keeping::Aside { why, text } } else { Keeping::Memory });
            }
        }
    }

    fn probe(self) -> Keeping {
        let key = format!("{}.probe", self.key());
        let works = storage::write(&key, "1").is_ok();
        storage::remove(&key);
        if works { Keeping::Device } else { Keeping::Memory }
    }

    fn save(self) {
        if *self.keeping.read_untracked() == Keeping::Memory {
            return;
        }
        if storage::write(&self.key(), &self.file()).is_err() {
            self.keeping.set(Keeping::Memory);
        }
    }
}
