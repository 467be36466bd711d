//! Where the browser comes in. `boot.js` calls [`hydrate`], wakes each island by the name in its `data-component`, and
//! then calls [`restore`].

use crate::port::{home::Course, page::PageData, student::Student};
use leptos::prelude::provide_context;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the reactive system and the student's record, blank as the page was printed.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    provide_context(Student::blank(PageData::of_this_page()));
}

/// Takes up what the course has kept, or what is stored here. After every island is awake, never before: a first render
/// that differs from the printed page would leave it dead. `lost` tells that a course may be here, and that what talks
/// to it could not be loaded.
#[wasm_bindgen]
pub fn restore(course: Option<Course>, lost: bool) {
    Student::here().restore(course, lost);
}
