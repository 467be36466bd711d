//! Files that the student takes away.

use gloo::file::{Blob, ObjectUrl};
use leptos::{prelude::document, wasm_bindgen::JsCast, web_sys::HtmlAnchorElement};

/// Offers a text as a download under this name.
pub fn offer(name: &str, text: &str) {
    let blob = Blob::new_with_options(text, Some("text/plain"));
    let url = ObjectUrl::from(blob);
    let Ok(link) = document().create_element("a") else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The address must outlive the click: the browser reads it after this function has ended.
    gloo::timers::callback::Timeout::new(60_000, move || drop(url)).forget();
}
