//! Coming back: the claims that were missed or unsure, when their day has come.

use super::shell::{at, listen, shell, watch_in};
use crate::port::{
    clock,
    dom::{item, one, say, show},
    place,
    student::{Change, Student},
    way::label,
};
use leptos::{prelude::*, web_sys::Element};
use lesson::{deck::Card, id::ClaimId};

/// The address of the view.
const VIEW: &str = "return";

/// What is due, and what is still to come.
#[island]
pub fn Deck(
    /// A `.count`, a list `.due`, a list `.later`, each with a heading.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        watch_in(student, VIEW, move || {
            student.with(|_| ());
            fill(student, &root);
        });
        listen(&node, "click", move |event| {
            let claim = at(event, "[data-again]").and_then(|button| button.get_attribute("data-again"));
            let Some(claim) = claim.and_then(|id| ClaimId::new(&id).ok()) else { return };
            student.change(Change::Desk(claim.clone()), |record| record.practise(&claim));
            place::go(&format!("claim-{claim}"));
        });
    })
}

fn fill(student: Student, root: &Element) {
    let today = clock::today();
    let [due, later] = student.look(|record| {
        record
            .cards(today)
            .map(|cards| cards.into_iter().map(|(claim, card)| (claim.clone(), card)).collect::<Vec<(ClaimId, Card)>>())
    });
    say(
        root,
        ".count",
        &match (due.len(), later.len()) {
            (0, 0) => "Nothing is to return: you have missed nothing yet, or answered nothing.".to_owned(),
            (0, later) => format!("Nothing is due today. Still to come: {later}."),
            (due, later) => format!("Due today: {due}. Still to come: {later}."),
        },
    );
    show(root, ".is-due", !due.is_empty());
    show(root, ".is-later", !later.is_empty());
    if let Some(list) = one::<Element>(root, "ol.due") {
        list.set_text_content(None);
        for (claim, card) in due {
            let why = if card.sure_and_wrong { "Sure and wrong, last time." } else { "Missed or unsure, last time." };
            let view = format!("claim-{claim}");
            let button = document().create_element("button").ok();
            if let (Some(item), Some(button)) = (item(&list, &view, &label(&view), why), button) {
                let _ = button.set_attribute("type", "button");
                let _ = button.set_attribute("data-again", claim.as_str());
                button.set_text_content(Some(&format!("Answer {} again", claim.as_str().to_ascii_uppercase())));
                let _ = item.append_child(&button);
            }
        }
    }
    if let Some(list) = one::<Element>(root, "ol.later") {
        list.set_text_content(None);
        for (claim, card) in later {
            let days = card.due.saturating_sub(today);
            let when = if days == 1 { "Due tomorrow.".to_owned() } else { format!("Due in {days} days.") };
            let view = format!("claim-{claim}");
            item(&list, &view, &label(&view), &when);
        }
    }
}
