//! Search over everything: in the browser, over the page itself.

use crate::port::{
    dom::each,
    search::{Entry, entries, find, list},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use std::{cell::OnceCell, rc::Rc};

/// The id of the field, for its label.
pub const FIELD: &str = "search-words";

/// How many places are listed at most.
const MOST: usize = 40;

/// The field and what is found. Every result is a link; Tab and the arrow keys lead through them.
#[island]
pub fn Search(
    /// The field's label.
    children: Children,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let results = NodeRef::<html::Ol>::new();
    let says = RwSignal::new(String::new());
    // Read from the page when the field is first entered, so that no letter has to wait for it.
    let all = Rc::new(OnceCell::<Vec<Entry>>::new());
    let known = Rc::clone(&all);
    let look = move |_| {
        let (Some(field), Some(results)) = (field.get_untracked(), results.get_untracked()) else { return };
        let words = field.value();
        let (found, count) = find(all.get_or_init(entries), &words, MOST);
        list(&results, &found);
        says.set(match count {
            _ if words.trim().is_empty() => String::new(),
            0 => "Nothing found. Try fewer letters, or one word only.".to_owned(),
            1 => "1 place found.".to_owned(),
            count if count > MOST => format!("{count} places found; the first {MOST} are listed."),
            count => format!("{count} places found."),
        });
    };
    // Arrow down from the field to the first result, and on; up and back.
    let step = move |event: ev::KeyboardEvent| {
        let down = match event.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        let (Some(results), Some(field)) = (results.get_untracked(), field.get_untracked()) else { return };
        let links = each::<HtmlElement>(&results, "a");
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
    };
    view! {
        <form class="search" role="search" method="dialog" on:submit=|event| event.prevent_default() on:keydown=step>
            {children()}
            <input id=FIELD type="search" autocomplete="off" spellcheck="false" maxlength="80" node_ref=field
                on:focus=move |_| _ = known.get_or_init(entries) on:input=look />
            <p class="hint" role="status">{says}</p>
            <ol class="found" node_ref=results></ol>
        </form>
    }
}
