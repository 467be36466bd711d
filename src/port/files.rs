//! Files that the student takes away, and brings back.

use gloo::file::{Blob, FileList, ObjectUrl, callbacks::read_as_text};
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{HtmlAnchorElement, HtmlInputElement},
};
use lesson::learner::Unreadable;
use std::{cell::RefCell, rc::Rc};

/// The greatest file that is read, in bytes: no save file is nearly as long.
const MOST: u64 = 1 << 20;

/// The type of a plain text.
pub const PLAIN: &str = "text/plain";

/// Offers a text of this type as a download under this name.
pub fn offer(name: &str, kind: &str, text: &str) {
    let blob = Blob::new_with_options(text, Some(kind));
    let url = ObjectUrl::from(blob);
    let Ok(link) = document().create_element("a") else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The address must outlive the click: the browser reads it after this function has ended.
    gloo::timers::callback::Timeout::new(60_000, move || drop(url)).forget();
}

/// Reads the file that was chosen in this field, and empties the field, so that the same file can be chosen again.
pub fn read(field: &HtmlInputElement, done: impl Fn(Result<String, Unreadable>) + 'static) {
    let file = field.files().and_then(|files| FileList::from(files).first().cloned());
    field.set_value("");
    let Some(file) = file else { return };
    if file.size() > MOST {
        return done(Err(Unreadable::Damaged));
    }
    // The reader stops when it is dropped, so it lives until it has called back.
    let reader = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&reader);
    let reading = read_as_text(&file, move |text| {
        done(text.map_err(|_| Unreadable::Damaged));
        kept.take();
    });
    reader.replace(Some(reading));
}
