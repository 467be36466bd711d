//! The desk: one claim, two readings, the file between them.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    clock,
    dom::{link, one, say, show},
    form, place,
    student::{Change, Student},
    way::{Way, label},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Event, HtmlFormElement, HtmlInputElement},
};
use lesson::{
    desk::{Desk as Stage, Key, Missing, SecondReading},
    diagnosis::Diagnosis,
    id::ClaimId,
    learner::{HandedIn, Work},
    mark::{self, Credit, Marks},
    quiz::Quiz,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// A file open for less than this was hardly read: see [`Work::hasty`]. In milliseconds.
const HASTY: f64 = 10_000.0;

/// One claim's form, inside the claim's view: `claim-c17`. The controls are printed plainly; this hands in what they say
/// and shows what is known.
#[island]
pub fn Desk(
    /// The claim, the two readings, the file and the verdict.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let Some(form) = one::<HtmlFormElement>(&node, "form") else { return };
        // Which claim this is, it learns from where it stands.
        let claim = place::view_of(&form).and_then(|view| ClaimId::new(view.strip_prefix("claim-")?).ok());
        let Some(key) = claim.and_then(|claim| student.page(|page| page.key(&claim).cloned())) else { return };
        let desk =
            AtWork { student, form, key, shown: RefCell::default(), opened: Cell::new(0.0), leaving: Cell::new(false) };
        let desk = Rc::new(desk);
        let shown = Rc::clone(&desk);
        watch(move || shown.display());
        let changed = Rc::clone(&desk);
        listen(&node, "change", move |event| changed.choose(event));
        let pressed = Rc::clone(&desk);
        listen(&node, "click", move |event| pressed.press(event));
        listen(&node, "submit", move |event| {
            event.prevent_default();
            desk.hand_in();
        });
    })
}

/// A desk, and what it shows.
struct AtWork {
    student: Student,
    form: HtmlFormElement,
    key: Key,
    /// What it shows: what was done with the claim, and the quiz that it is part of.
    shown: RefCell<(Option<Work>, Quiz)>,
    /// When the file was opened, in milliseconds since 1970; 0 if that was before this page was loaded.
    opened: Cell<f64>,
    /// Whether the student has just left a stage, and goes to the next as soon as it is shown.
    leaving: Cell<bool>,
}

impl AtWork {
    fn change(&self, change: impl FnOnce(&mut lesson::learner::Learner)) {
        self.student.change(Change::Desk(self.key.claim.clone()), change);
    }

    /// The attempt at hand.
    fn at_hand(&self) -> Stage {
        self.student.look(|record| record.desk(&self.key.claim))
    }

    /// What is chosen in the form, also what was chosen before this woke.
    fn choices(&self) -> lesson::desk::Draft {
        form::draft(&self.form, self.at_hand().stage() == "first")
    }

    fn choose(&self, event: &Event) {
        if let Some(ticked) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            form::settle(&self.form, &ticked);
        }
        let choices = self.choices();
        self.change(|record| record.choose(&self.key.claim, choices));
    }

    fn hand_in(&self) {
        let (first, choices) = (self.at_hand().stage() == "first", self.choices());
        let hasty = self.opened.get() > 0.0 && clock::now() - self.opened.get() < HASTY;
        let mut result = Ok(());
        let given = HandedIn { today: clock::today(), hasty };
        self.change(|record| result = record.hand_in(&self.key, choices, given));
        match result {
            Ok(()) => {
                self.opened.set(clock::now());
                form::complain(&self.form, &[], first, "");
                self.leaving.set(true);
            }
            Err(missing) => form::complain(&self.form, &missing, first, &sentence(&missing)),
        }
    }

    fn press(&self, event: &Event) {
        let Some(button) = at(event, "button[name]") else { return };
        let claim = &self.key.claim;
        match button.get_attribute("name").as_deref() {
            Some("practise") => self.change(|record| record.practise(claim)),
            Some("stop") => self.change(|record| record.stop_practice(claim)),
            _ => return,
        }
        self.opened.set(0.0);
        self.leaving.set(true);
    }

    /// What the record says stands in the form. A blank record leaves alone what was ticked before this woke.
    fn display(&self) {
        let claim = &self.key.claim;
        let (work, quiz) = self
            .student
            .with_only(&Change::Desk(claim.clone()), |record| (record.work(claim).cloned(), record.quiz.clone()));
        let (before, before_quiz) = self.shown.replace((work.clone(), quiz.clone()));
        let desk = work.as_ref().map(|work| work.at_hand().clone()).unwrap_or_default();
        if before != work {
            form::show(&self.form, &desk);
        }
        if before != work || before_quiz != quiz {
            let work = work.unwrap_or_default();
            self.show_practice(&work, &quiz);
            self.show_marks(&work, &desk, &quiz);
        }
        // At once, not with the next frame: while the browser waits for that, it lays out the page.
        if self.leaving.take() {
            form::arrive(&self.form, desk.stage());
        }
    }

    fn show_practice(&self, work: &Work, quiz: &Quiz) {
        let first = match (&work.practice, &work.desk) {
            (Some(_), Stage::Verdict { first, second }) => {
                let marks = Marks::of(&self.key, first, second, quiz.weights());
                format!("This is practice. Your first attempt stands: {}.", total(&marks))
            }
            _ => String::new(),
        };
        show(&self.form, ".practising", !first.is_empty());
        say(&self.form, ".practising span", &first);
    }

    fn show_marks(&self, work: &Work, desk: &Stage, quiz: &Quiz) {
        let form = &self.form;
        let Stage::Verdict { first, second } = desk else {
            show(form, ".marks", false);
            return say(form, ".heard", "");
        };
        let marks = Marks::of(&self.key, first, second, quiz.weights());
        show(form, ".marks", true);
        say(form, ".score", &total(&marks));
        let rung = |at: lesson::ladder::Rung| self.student.page(|page| page.rungs[at as usize].clone());
        let moved = match (first.said, second.said) {
            (Some(before), Some(after)) if before.rung == after.rung => {
                format!("You said “{}” before the file was open, and again after.", rung(before.rung))
            }
            (Some(before), Some(after)) => {
                format!("You said “{}” before the file was open, and “{}” after.", rung(before.rung), rung(after.rung))
            }
            _ => String::new(),
        };
        say(form, ".moved", &moved);
        say(form, ".parts", &parts(&marks, second));
        let found = Diagnosis::of(&marks, second.certainty());
        say(form, ".diagnosis", found.says());
        show(form, ".to-table", matches!(found, Diagnosis::OtherReason | Diagnosis::Unsure));
        show(form, ".to-section", matches!(found, Diagnosis::SureAndWrong | Diagnosis::Unsure | Diagnosis::Missed));
        show(form, ".hasty", work.hasty && work.practice.is_none());
        // The marks stand in a fold that has just opened, where a screen reader does not hear them come.
        say(form, ".heard", &total(&marks));
        self.show_onward();
    }

    /// On a way, its next step follows; else what is printed.
    fn show_onward(&self) {
        let view = format!("claim-{}", self.key.claim);
        let next = self.student.look(|record| {
            let way = self.student.page(|page| Way::of(page, record))?;
            let at = way.at(&view)?;
            Some(way.next(Some(at)).cloned().unwrap_or(way.end))
        });
        show(&self.form, ".onward .printed", next.is_none());
        show(&self.form, ".onward .on-way", next.is_some());
        if let Some(next) = next {
            link(&self.form, ".onward .on-way", &next, &format!("Next: {}", label(&next)));
        }
    }
}

/// What a reading still lacks, in a sentence.
fn sentence(missing: &[Missing]) -> String {
    let names: Vec<&str> = missing
        .iter()
        .map(|missing| match missing {
            Missing::Kind => "the kind of claim",
            Missing::Picks => "the records that bear on it",
            Missing::Certainty => "how sure you are",
            Missing::Rung => "the rung",
            Missing::Half => "the second question",
        })
        .collect();
    format!("Still to choose: {}.", names.join(", "))
}

fn total(marks: &Marks) -> String {
    format!("{} of {} marks", mark::decimal(marks.total()), marks.out_of())
}

/// How the marks come about.
fn parts(marks: &Marks, second: &SecondReading) -> String {
    let weights = marks.weights;
    let part = |name: &str, credit: Option<Credit>, out_of: i32| {
        let earned = |credit: Credit| mark::decimal(i32::from(credit.ten_thousandths()) * out_of / 10_000);
        // What a quiz counts nothing for is not told.
        let credit = credit.filter(|_| out_of > 0);
        credit.map(|credit| format!("{name} {} of {}", earned(credit), mark::decimal(out_of)))
    };
    let [kind, records, judged] =
        [weights.kind, weights.records, weights.rung].map(|weight| i32::from(weight) * 10_000);
    // Where there are two questions, each can earn half of the marks.
    let judged = if marks.half.is_some() && marks.rung.is_some() { judged / 2 } else { judged };
    let all: Vec<String> = [
        part("kind of claim", Some(marks.kind), kind),
        part("records", Some(marks.records), records),
        part("rung", marks.rung, judged),
        part("second question", marks.half, judged),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sure = second.certainty().map(|_| {
        let worth = mark::decimal(marks.certainty(second));
        format!(" For being as sure as you were, beside the marks: {worth}.")
    });
    let mut all = all.join(", ");
    if let Some(first) = all.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{all}.{}", sure.unwrap_or_default())
}
