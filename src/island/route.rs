//! A way through the lesson: which one, how far along, what comes next.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{link, say, show},
    place,
    student::{Change, Student},
    way::{Way as Steps, label},
};
use leptos::prelude::*;
use lesson::id::PathId;

/// Chooses the way whose view this stands in: `path-one`.
#[island]
pub fn Choose(
    /// A button and a `.chosen`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let view = place::view_of(&node).unwrap_or_default();
        let Some(path) = view.strip_prefix("path-").and_then(|id| PathId::new(id).ok()) else { return };
        let (root, mine) = (node.clone(), path.clone());
        watch(move || {
            let chosen = student.with(|record| record.path.as_ref() == Some(&mine));
            say(&root, "button", if chosen { "Leave this path" } else { "Take this path" });
            let says = if chosen { "This is your path. Its next step stands at the foot of every page." } else { "" };
            say(&root, ".chosen", says);
        });
        listen(&node, "click", move |event| {
            if at(event, "button").is_some() {
                student.change(Change::All, |record| {
                    let leave = record.path.as_ref() == Some(&path);
                    record.path = if leave { None } else { Some(path.clone()) };
                    record.quiz.set.clear();
                });
            }
        });
    })
}

/// Where the student is on the way they chose, and what comes next. One for the whole page.
#[island]
pub fn Way(
    /// A hidden `.way` with a link `.whole`, and `.next` with a link, and `.last`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        watch(move || {
            let way = student.with(|record| student.page(|page| Steps::of(page, record)));
            show(&node, ".way", way.is_some());
            let Some(way) = way else { return };
            let at = way.at(&student.view());
            link(&node, ".whole", &way.whole, &way.says(at));
            let next = way.next(at);
            if let Some(next) = next {
                link(&node, ".next a", next, &label(next));
            }
            show(&node, ".next", next.is_some());
            show(&node, ".last", next.is_none());
        });
    })
}
