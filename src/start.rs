//! Where the browser comes in. `boot.js` calls [`hydrate`], wakes each island by the name in its `data-component`, and
//! then calls [`restore`].

use crate::port::{page::PageData, student::Student};
use leptos::prelude::provide_context;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the reactive system and the student's record, blank as the page was printed.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    provide_context(Student::blank(PageData::of_this_page()));
}

/// Takes up what is stored. After every island is awake, never before: a first render that differs from the printed
/// page would leave it dead.
#[wasm_bindgen]
pub fn restore() {
    Student::here().restore();
}
