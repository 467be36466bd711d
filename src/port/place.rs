//! Addresses: where the reader is, and how they get elsewhere.
//!
//! A place is a fragment, `#claim-c17`; the style sheet shows the view that holds it (`:target`), so that addresses work
//! before this is awake, and without it. This adds what a style sheet cannot: the focus, the title, the memory.

use super::dom::one;
use gloo::events::EventListener;
use leptos::{
    prelude::{document, window},
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// The view that is shown where the address names none.
pub const START: &str = "cover";

/// The element that the address names, if there is one.
pub fn target() -> Option<Element> {
    let hash = window().location().hash().ok()?;
    let name = hash.strip_prefix('#')?;
    document().get_element_by_id(name)
}

/// The name of the view that holds this element.
pub fn view_of(element: &Element) -> Option<String> {
    element.closest("[data-view]").ok().flatten().map(|view| view.id())
}

/// The name of the view that is shown.
pub fn current() -> String {
    target().as_ref().and_then(view_of).unwrap_or_else(|| START.to_owned())
}

/// Whether the address names something that is not in this lesson.
pub fn is_lost() -> bool {
    let hash = window().location().hash().unwrap_or_default();
    hash.len() > 1 && target().as_ref().and_then(view_of).is_none()
}

/// Whether the address names no place at all.
pub fn is_bare() -> bool {
    window().location().hash().is_ok_and(|hash| hash.is_empty())
}

/// Whether this is the embedded view, in a frame of another page (`index.html` says so to the style sheet).
pub fn is_embedded() -> bool {
    document().document_element().is_some_and(|page| page.has_attribute("data-embed"))
}

/// Goes to a view.
pub fn go(view: &str) {
    let _ = window().location().set_hash(view);
}

/// The page's address without its query and its fragment.
pub fn without_query() -> String {
    // Not put together from its parts: a file on a disk has no origin.
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// What the guide calls this view.
pub fn label(view: &str) -> Option<String> {
    let link = document().query_selector(&format!("#guide a[href='#{view}']")).ok().flatten()?;
    link.text_content()
}

/// Calls back whenever the address changes: a link, back, forward.
pub fn on_change(call: impl Fn() + 'static) {
    EventListener::new(&window(), "hashchange", move |_| call()).forget();
}

/// Puts the focus where the address points, so that keyboard and screen reader go on from there. A browser does so by
/// itself when a link is followed, but not on back and forward.
pub fn focus_target() {
    let element = target().filter(|element| view_of(element).is_some()).or_else(|| document().get_element_by_id(START));
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    if !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let _ = element.focus();
}

/// Names the view in the page's title: "Claim 2 · By Popular Demand".
pub fn set_title(view: &str, lesson: &str) {
    let label = document().get_element_by_id(view).and_then(|view| view.get_attribute("data-view"));
    let title = label
        .filter(|label| !label.is_empty())
        .map_or_else(|| lesson.to_owned(), |label| format!("{label} · {lesson}"));
    document().set_title(&title);
}

/// Shows the picture that the address names, and nothing else, if the address asks for that: `?alone#picture-rubles`. A
/// link in it leads back into the lesson.
pub fn stand_alone() {
    if !window().location().search().is_ok_and(|query| query.contains("alone")) {
        return;
    }
    let (Some(picture), Some(body)) =
        (target().filter(|it| it.matches(".picture").unwrap_or(false)), document().body())
    else {
        return;
    };
    let _ = body.prepend_with_node_1(&picture);
    if let Some(link) = one::<Element>(&picture, ".take a") {
        link.set_text_content(Some("In the lesson"));
        let _ = link.set_attribute("href", &format!("?#{}", picture.id()));
    }
    let _ = body.set_attribute("data-alone", "");
    on_change(|| {
        let location = window().location();
        let _ = location.set_href(&format!("{}{}", without_query(), location.hash().unwrap_or_default()));
    });
}
