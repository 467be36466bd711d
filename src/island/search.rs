//! Search over everything: in the browser, over the page itself.

use super::shell::{listen, shell};
use crate::port::{
    dom::{each, one, say},
    search::{Entry, entries, find, list},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent},
};
use std::{cell::OnceCell, rc::Rc};

/// How many places are listed at most.
const MOST: usize = 40;

/// The field and what is found. Every result is a link; Tab and the arrow keys lead through them.
#[island]
pub fn Search(
    /// A form with the field, a `.hint` for what is found, and a list.
    children: Children,
) -> impl IntoView {
    shell(children, |node| {
        let (Some(form), Some(field), Some(results)) =
            (one::<Element>(&node, "form"), one::<HtmlInputElement>(&node, "input"), one::<Element>(&node, "ol"))
        else {
            return;
        };
        // Read from the page when the field is first entered, so that no letter has to wait for it.
        let all = Rc::new(OnceCell::<Vec<Entry>>::new());
        let known = Rc::clone(&all);
        listen(&field, "focus", move |_| _ = known.get_or_init(entries));
        let (typed, found_in) = (field.clone(), results.clone());
        listen(&field.clone(), "input", move |_| {
            let words = typed.value();
            let (found, count) = find(all.get_or_init(entries), &words, MOST);
            list(&found_in, &found);
            let says = match count {
                _ if words.trim().is_empty() => String::new(),
                0 => "Nothing found. Try fewer letters, or one word only.".to_owned(),
                1 => "1 place found.".to_owned(),
                count if count > MOST => format!("{count} places found; the first {MOST} are listed."),
                count => format!("{count} places found."),
            };
            say(&node, ".hint", &says);
        });
        listen(&form, "submit", Event::prevent_default);
        listen(&form, "keydown", move |event| step(event, &field, &results));
    })
}

/// Arrow down from the field to the first result, and on; up and back.
fn step(event: &Event, field: &HtmlInputElement, results: &Element) {
    let down = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let links = each::<HtmlElement>(results, "a");
    let focused = document().active_element();
    let at = links.iter().position(|link| focused.as_ref() == Some(link.as_ref()));
    let next = match (at, down) {
        (None, true) => links.first(),
        (None, false) => None,
        (Some(at), true) => links.get(at + 1),
        (Some(0), false) => Some(field.unchecked_ref::<HtmlElement>()),
        (Some(at), false) => links.get(at - 1),
    };
    if let Some(next) = next {
        event.prevent_default();
        let _ = next.focus();
    }
}
