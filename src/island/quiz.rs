//! The quiz: taken as a teacher's address sets it, or as the student chooses it.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{each, flag, one, say, show},
    place,
    student::{Change, Student},
    way::Way,
};
use leptos::{
    prelude::*,
    web_sys::{Element, HtmlInputElement, HtmlSelectElement},
};
use lesson::{
    mark::Weights,
    quiz::{BadQuiz, Quiz as Terms},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// The form that chooses a quiz. One for the whole page: it also tells the rest of the page how claims are marked.
#[island]
pub fn Quiz(
    /// A `.problem` and the form.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let Some(form) = one::<Element>(&node, "form") else { return };
        let set = Rc::new(Cell::new(false));
        let (root, by_address) = (node.clone(), Rc::clone(&set));
        // Most changes are no change of these: then the page is not gone through.
        let told = RefCell::new(None);
        watch(move || {
            let terms = student.with(|record| record.quiz.clone());
            if told.replace(Some(terms.clone())).as_ref() == Some(&terms) {
                return;
            }
            tell_the_page(&terms);
            fill(&root, &terms, by_address.get());
            describe(student, &root);
        });
        let (root, by_address) = (node.clone(), Rc::clone(&set));
        watch(move || {
            if student.is_restored() {
                let taken = student.take_quiz();
                // On the cover, where a bare address leads, nobody would read what it sets or lacks.
                if place::is_bare() && !matches!(taken, Ok(None)) {
                    place::go("quiz");
                }
                match taken {
                    Ok(quiz) => by_address.set(quiz.is_some()),
                    Err(why) => say(&root, ".problem", &complaint(&why)),
                }
                student.look(|record| fill(&root, &record.quiz, by_address.get()));
            }
        });
        let root = node.clone();
        listen(&form, "input", move |_| describe(student, &root));
        let root = node.clone();
        listen(&form, "submit", move |event| {
            event.prevent_default();
            match read(student, &root) {
                Ok(terms) => {
                    say(&root, ".problem", "");
                    begin(student, terms);
                }
                Err(why) => say(&root, ".problem", &complaint(&why)),
            }
        });
        listen(&node.clone(), "click", move |event| {
            if at(event, "[name=leave]").is_some() {
                student.change(Change::All, |record| record.quiz = Terms::default());
                // The button goes, and must not take the focus with it.
                if let Some(select) = one::<HtmlSelectElement>(&node, "select") {
                    let _ = select.focus();
                }
            }
        });
    })
}

/// Goes to the first claim that is not answered yet, or to the first.
fn begin(student: Student, terms: Terms) {
    student.change(Change::All, |record| {
        record.quiz = terms;
        record.path = None;
    });
    let next = student.look(|record| {
        let way = student.page(|page| Way::of(page, record))?;
        let open = way.claims().position(|claim| !record.is_done(&claim)).unwrap_or(0);
        way.steps.get(open).cloned()
    });
    place::go(&next.unwrap_or_default());
}

fn complaint(why: &BadQuiz) -> String {
    format!(
        "The quiz cannot be set as asked: {why}. Ask whoever gave you the address, or choose below. Your answers are as \
         they were."
    )
}

fn value(root: &Element, name: &str) -> String {
    let value = one::<HtmlInputElement>(root, &format!("input[name={name}]")).map(|it| it.value());
    value.unwrap_or_default().trim().to_owned()
}

/// What the form says, through the same rules as an address.
fn read(student: Student, root: &Element) -> Result<Terms, BadQuiz> {
    let set = one::<HtmlSelectElement>(root, "select").map(|it| it.value()).unwrap_or_default();
    let seed = Some(value(root, "seed")).filter(|seed| !seed.is_empty()).unwrap_or_else(|| "0".to_owned());
    let marks = ["kind", "records", "rung"].map(|name| value(root, name)).join("-");
    let sure = one::<HtmlInputElement>(root, "[name=certainty]").is_none_or(|it| it.checked());
    let sure = if sure { "yes" } else { "no" };
    let query = format!("set={set}&seed={seed}&marks={marks}&certainty={sure}");
    let mut terms = student.page(|page| Terms::of_address(&query, |id| page.sets.iter().any(|set| set.id == id)))?;
    if let Some(terms) = &mut terms
        && terms.weights == Some(Weights::default())
    {
        terms.weights = None;
    }
    terms.ok_or(BadQuiz::Set(set))
}

/// Writes the terms into the form; what an address sets cannot be changed.
fn fill(root: &Element, terms: &Terms, by_address: bool) {
    let put = |name: &str, text: &str| {
        if let Some(input) = one::<HtmlInputElement>(root, &format!("input[name={name}]")) {
            input.set_value(text);
        }
    };
    if let (Some(select), false) = (one::<HtmlSelectElement>(root, "select"), terms.set.is_empty()) {
        select.set_value(&terms.set);
    }
    put("seed", &if terms.seed == 0 { String::new() } else { terms.seed.to_string() });
    let Weights { kind, records, rung } = terms.weights();
    for (name, weight) in [("kind", kind), ("records", records), ("rung", rung)] {
        put(name, &weight.to_string());
    }
    if let Some(sure) = one::<HtmlInputElement>(root, "[name=certainty]") {
        sure.set_checked(terms.certainty);
    }
    if let Some(all) = one::<Element>(root, ".terms") {
        flag(&all, "disabled", by_address);
    }
    show(root, "[name=leave]", !terms.set.is_empty() && !by_address);
    let set_by = if by_address { "Set by the address that you came with." } else { "" };
    say(root, ".set-by", set_by);
}

/// Says what the form comes to: how many claims, what they count, and the address.
fn describe(student: Student, root: &Element) {
    let terms = match read(student, root) {
        Ok(terms) => terms,
        Err(why) => return say(root, ".says", &complaint(&why)),
    };
    let Weights { kind, records, rung } = terms.weights();
    let count = student.page(|page| page.set(&terms.set).len());
    let sure = if terms.certainty { "You will be asked how sure you are." } else { "How sure you are is not asked." };
    let all = u32::from(kind) + u32::from(records) + u32::from(rung);
    say(
        root,
        ".says",
        &format!("{count} claims. Each counts up to {all} marks: kind {kind}, records {records}, rung {rung}. {sure}"),
    );
    let address = format!("{}?{}#quiz", place::without_query(), terms.query());
    if let Some(field) = one::<HtmlInputElement>(root, ".address") {
        field.set_value(&address);
    }
}

/// What every claim says about how it is marked.
fn tell_the_page(terms: &Terms) {
    let Some(page) = document().document_element() else { return };
    let _ = page.set_attribute("data-certainty", if terms.certainty { "asked" } else { "off" });
    let Weights { kind, records, rung } = terms.weights();
    for (name, weight) in [("kind", kind), ("records", records), ("rung", rung)] {
        let text = lesson::mark::marks(weight);
        for part in each::<Element>(&page, &format!("[data-weight={name}]")) {
            if part.text_content().as_deref() != Some(&text) {
                part.set_text_content(Some(&text));
            }
        }
    }
}
