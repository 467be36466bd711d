//! A check: a short question after a unit, right or wrong, and why.

use super::shell::{listen, shell, watch};
use crate::port::{
    check::{focus, given, key, show},
    dom::{one, say},
    student::{Change, Student},
};
use leptos::{prelude::*, web_sys::HtmlFormElement};
use lesson::{
    check::{Answer, CheckKey, Finding, credit, mark as found_in},
    mark,
};
use std::{cell::RefCell, rc::Rc};

/// One check's form, inside an element with its `data-check`. The controls are printed plainly; this marks what they say
/// and opens the feedback that was earned.
#[island]
pub fn Checking(
    /// The form: the question and its controls, a button, and a `.result`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let Some(form) = one::<HtmlFormElement>(&node, "form") else { return };
        let Some(key) = student.page(|page| key(&form).and_then(|id| page.check(&id).cloned())) else { return };
        // What the form shows. A blank record leaves alone what was ticked before this woke.
        let shown = Rc::new(RefCell::new(None::<Answer>));
        let (root, mine, known) = (form.clone(), key.clone(), Rc::clone(&shown));
        watch(move || {
            let answer = student.with_only(&Change::Check(mine.id.clone()), |record| record.check(&mine.id).cloned());
            if *known.borrow() != answer {
                display(&root, &mine, answer.as_ref());
                known.replace(answer);
            }
        });
        let (changed, mine) = (form.clone(), key.clone());
        listen(&form.clone(), "change", move |_| keep(student, &changed, &mine, false));
        listen(&form.clone(), "submit", move |event| {
            event.prevent_default();
            let again = is_done(shown.borrow().as_ref(), &key);
            keep(student, &form, &key, !again);
            if again {
                // Once more: what was given stands, and can be changed, as soon as the controls are open again.
                let form = form.clone();
                request_animation_frame(move || focus(&form));
            }
        });
    })
}

/// Whether this answer is handed in. The lesson may have changed since: what can no longer be marked is open again.
fn is_done(answer: Option<&Answer>, key: &CheckKey) -> bool {
    answer.is_some_and(|answer| answer.done && finding(answer, key).is_some())
}

fn finding(answer: &Answer, key: &CheckKey) -> Option<Finding> {
    Some(found_in(&key.right, &answer.given)).filter(|it| !matches!(it, Finding::Unfinished | Finding::NotANumber))
}

fn display(form: &HtmlFormElement, key: &CheckKey, answer: Option<&Answer>) {
    let found = answer.filter(|answer| answer.done).and_then(|answer| finding(answer, key));
    show(form, &key.right, answer, found.as_ref());
    say(form, "[type=submit]", if found.is_some() { "Try again" } else { "Check" });
    let says = match found {
        Some(Finding::Right) => "Right.",
        Some(Finding::Unscored) => "Kept. There is nothing right or wrong in it.",
        Some(_) => "Not yet. What was chosen and what belongs there stands above.",
        None => "",
    };
    // Of a whole, as marks are: several of many, an order and a match can be partly right.
    let part = answer.filter(|_| found.is_some()).and_then(|answer| credit(&key.right, &answer.given));
    let part = part.map(|part| mark::per_cent(part.ten_thousandths().into(), 1)).filter(|part| (1..100).contains(part));
    let part = part.map(|part| format!(" Partly right: {part} %.")).unwrap_or_default();
    say(form, ".result", &format!("{says}{part}"));
}

fn keep(student: Student, form: &HtmlFormElement, CheckKey { id, right }: &CheckKey, hand_in: bool) {
    let given = given(form, right);
    let problem = match found_in(right, &given) {
        Finding::Unfinished => "Something is still to be chosen.",
        Finding::NotANumber => "Type a number in digits, such as 12 or 0.5.",
        _ => "",
    };
    if hand_in && !problem.is_empty() {
        say(form, ".result", problem);
        return focus(form);
    }
    say(form, ".result", "");
    student.change(Change::Check(id.clone()), |record| record.keep_check(id, Answer { given, done: hand_in }));
}
