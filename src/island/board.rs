//! The claim board: cards go into columns, by two lists on each card or by dragging; each move needs a record.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{each, flag, one, say},
    student::{Change, Student},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlSelectElement},
};
use lesson::{
    board::{CardKey, Lies, Placed},
    id::{ClaimId, ColumnId, RecordId},
};
use std::{cell::RefCell, rc::Rc};

/// The columns and the cards. A column is a list with its id in `data-column`, the cards not placed lie in the one with
/// none; a card has its claim in `data-card`.
#[island]
pub fn Board(
    /// The columns and the cards.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        // Most changes are no change of these: then the board is not gone through.
        let shown = RefCell::new(None);
        watch(move || {
            let placed = student.with(|record| record.board.clone());
            if shown.replace(Some(placed.clone())).as_ref() == Some(&placed) {
                return;
            }
            for key in student.page(|page| page.cards.clone()) {
                let lies = placed.iter().find(|(claim, _)| *claim == key.claim).map(|(_, it)| it.clone());
                display(&root, &key, &lies.unwrap_or_default());
            }
            let made = each::<Element>(&root, "[data-column]:not([data-column='']) > [data-card]").len();
            say(&root, ".placed", &format!("{made} of {} cards placed", each::<Element>(&root, "[data-card]").len()));
        });
        listen(&node, "change", move |event| {
            if let Some(card) = at(event, "[data-card]") {
                keep(student, &card);
            }
        });
        // Dragging does what the list of columns does, and then asks for the record.
        let dragged = Rc::new(RefCell::new(None::<Element>));
        let (start, over, stop, drop) = (Rc::clone(&dragged), Rc::clone(&dragged), Rc::clone(&dragged), dragged);
        listen(&node, "dragend", move |_| _ = stop.take());
        listen(&node, "dragstart", move |event| _ = start.replace(at(event, "[data-card]")));
        listen(&node, "dragover", move |event| {
            if over.borrow().is_some() && at(event, "[data-column]").is_some() {
                event.prevent_default();
            }
        });
        listen(&node, "drop", move |event| {
            let (Some(card), Some(column)) = (drop.take(), at(event, "[data-column]")) else { return };
            event.prevent_default();
            if let [to, record] = &each::<HtmlSelectElement>(&card, "select")[..] {
                to.set_value(&column.get_attribute("data-column").unwrap_or_default());
                keep(student, &card);
                let _ = record.focus();
            }
        });
    })
}

/// Keeps where the lists on a card put it.
fn keep(student: Student, card: &Element) {
    let Some(claim) = card.get_attribute("data-card").and_then(|id| ClaimId::new(&id).ok()) else { return };
    let [column, record] = &each::<HtmlSelectElement>(card, "select")[..] else { return };
    let placed = Placed { column: ColumnId::new(&column.value()).ok(), record: RecordId::new(&record.value()).ok() };
    student.change(Change::Rest, |it| it.place(&claim, placed));
}

/// Shows a card where it lies. A card that is moved keeps the focus.
fn display(root: &Element, key: &CardKey, placed: &Placed) {
    let Some(card) = one::<Element>(root, &format!("[data-card={}]", key.claim)) else { return };
    if let [column, record] = &each::<HtmlSelectElement>(&card, "select")[..] {
        column.set_value(placed.column.as_ref().map_or("", ColumnId::as_str));
        record.set_value(placed.record.as_ref().map_or("", RecordId::as_str));
    }
    let lies = key.judge(placed);
    let into = placed.column.as_ref().filter(|_| lies.is_made()).map_or("", ColumnId::as_str);
    let list = one::<Element>(root, &format!("[data-column='{into}']"));
    if let Some(list) = list.filter(|list| card.parent_element().as_ref() != Some(list)) {
        let focused = document().active_element().filter(|it| card.contains(Some(it)));
        let _ = list.append_child(&card);
        if let Some(focused) = focused.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = focused.focus();
        }
    }
    say(&card, ".lies", if lies == Lies::Open { "" } else { lies.says() });
    let _ = card.set_attribute(
        "data-lies",
        match lies {
            Lies::Defended => "defended",
            Lies::WrongRecord | Lies::WrongColumn => "not-defended",
            _ => "open",
        },
    );
    if let Some(fold) = one::<Element>(&card, "details") {
        flag(&fold, "open", lies.is_made());
    }
}
