//! What can be searched: the page itself. Every entry is an element with a `data-find`, whose value says what it is.
//!
//! The text is read from the page when it is first needed, so that nothing is stored twice and nothing can be out of
//! step. Letters are compared without accents, apostrophes and case, as the browser's own Unicode normalisation folds
//! them: "Gerö", "Gero" and "gerö" are the same.

use super::{dom::each, place};
use leptos::{prelude::document, wasm_bindgen::JsValue, web_sys::Element};

/// The attribute that marks an entry.
pub const FIND: &str = "data-find";

/// A place that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its address, without the `#`.
    pub address: String,
    /// What it is: "Claim", "Person".
    pub what: String,
    /// Its name.
    pub name: String,
    folded_name: String,
    folded_text: String,
}

/// Every place of the page that can be found, in its order.
pub fn entries() -> Vec<Entry> {
    let Some(body) = document().body() else { return Vec::new() };
    each::<Element>(&body, &format!("[{FIND}]")).iter().filter_map(entry).collect()
}

fn entry(element: &Element) -> Option<Entry> {
    let is_heading = element.tag_name() == "H3";
    let name = element.get_attribute("data-name").or_else(|| {
        let heading = element.query_selector("h2, h3, h4, dfn").ok().flatten();
        heading.as_ref().or(is_heading.then_some(element))?.text_content()
    })?;
    // Of a claim only what is its own: its records are entries themselves, and its controls are on every claim.
    let own = each::<Element>(element, ".card, .findings, .whys");
    let text_of = |element: &Element| element.text_content().unwrap_or_default();
    let mut text =
        if own.is_empty() { text_of(element) } else { own.iter().map(text_of).collect::<Vec<_>>().join(" ") };
    // A heading stands for what follows, up to the next.
    let mut next = element.next_element_sibling().filter(|_| is_heading);
    while let Some(part) = next.filter(|part| part.tag_name() != "H3") {
        text.push(' ');
        text.push_str(&part.text_content().unwrap_or_default());
        next = part.next_element_sibling();
    }
    let also = element.get_attribute("data-also").unwrap_or_default();
    Some(Entry {
        address: element.id(),
        what: element.get_attribute(FIND).unwrap_or_default(),
        folded_name: fold(&format!("{name} {also}")),
        folded_text: fold(&text),
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

/// A text without case, accents and apostrophes.
pub fn fold(text: &str) -> String {
    let text = JsValue::from_str(text);
    let decomposed: String = js_sys::JsString::from(text).normalize("NFD").to_lower_case().into();
    lesson::find::fold(&decomposed)
}

/// Where these words are found, the best first, this many at most; and how many places there are in all. What is equally
/// good stays in the order of the lesson.
pub fn find<'a>(entries: &'a [Entry], words: &str, most: usize) -> (Vec<&'a Entry>, usize) {
    let folded = fold(words);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut scores: Vec<u32> = entries
        .iter()
        .map(|entry| lesson::find::score(&words, &entry.folded_name, &entry.folded_text).unwrap_or(0))
        .collect();
    let count = scores.iter().filter(|score| **score > 0).count();
    let mut found = Vec::new();
    for _ in 0..most.min(count) {
        let best = scores.iter().copied().max().unwrap_or(0);
        if let Some(at) = scores.iter().position(|score| *score == best) {
            scores[at] = 0;
            found.push(&entries[at]);
        }
    }
    (found, count)
}

/// Shows places as a list of links, each with what it is and where it stands.
pub fn list(list: &Element, entries: &[&Entry]) {
    list.set_text_content(None);
    let add = |parent: &Element, name: &str, text: &str| {
        let child = document().create_element(name).ok()?;
        child.set_text_content(Some(text));
        parent.append_child(&child).ok()?;
        Some(child)
    };
    for entry in entries {
        let Some(item) = add(list, "li", "") else { continue };
        if let Some(link) = add(&item, "a", &entry.name) {
            let _ = link.set_attribute("href", &format!("#{}", entry.address));
        }
        let within = within(entry).map(|view| format!(" · {view}")).unwrap_or_default();
        if let Some(what) = add(&item, "span", &format!("{}{within}", entry.what)) {
            let _ = what.set_attribute("class", "hint");
        }
    }
}

/// What the page is called in which an entry stands, if the entry is not the page itself.
fn within(entry: &Entry) -> Option<String> {
    let element = document().get_element_by_id(&entry.address)?;
    let view = place::view_of(&element)?;
    (view != entry.address).then(|| place::label(&view)).flatten()
}
