//! Where the record is at home: in a course, or on this device.
//!
//! What talks to courses is a WASM of its own (`src/bin/course`), which `boot.js` loads only where a course may be. This is
//! the door between the two: texts go through it, and nothing else.

use leptos::wasm_bindgen;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the course's side sends out on the document when it has something new to say.
pub const SAYS: &str = "course-says";

#[wasm_bindgen]
extern "C" {
    /// A course that takes answers. `src/bin/course` makes it.
    #[derive(Clone, Debug)]
    pub type Course;

    /// The record that the course has kept, if it has one.
    #[wasm_bindgen(method, getter)]
    pub fn record(this: &Course) -> Option<String>;

    /// What has been written, if the course has room for it.
    #[wasm_bindgen(method, getter)]
    pub fn writing(this: &Course) -> Option<String>;

    /// What tells this student from others who use this browser: put behind the keys of what is stored here. None if the
    /// course does not say who the student is; nothing is stored then.
    #[wasm_bindgen(method, getter)]
    pub fn student(this: &Course) -> Option<String>;

    /// The quiz that the course sets, as the query of an address.
    #[wasm_bindgen(method, getter)]
    pub fn query(this: &Course) -> String;

    /// Where the answers go, in a sentence or two.
    #[wasm_bindgen(method, getter)]
    pub fn says(this: &Course) -> String;

    /// What went wrong and what to do, in a sentence or two; else empty.
    #[wasm_bindgen(method, getter)]
    pub fn problem(this: &Course) -> String;

    /// Whether one can save and leave, has done so, or neither: "open", "left", "".
    #[wasm_bindgen(method, getter)]
    pub fn stage(this: &Course) -> String;

    /// Tells the course of the record and of what has been written, as they now stand. What a course can take at once is
    /// with it when this returns.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Course, record: &str, writing: &str, essay: &str);

    /// Saves everything and ends the session with the course.
    #[wasm_bindgen(method)]
    pub fn leave(this: &Course);
}
