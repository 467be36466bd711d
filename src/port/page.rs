//! What the press tells the browser about the page, as a block of JSON in it.

use lesson::id::ClaimId;
use serde::{Deserialize, Serialize};

/// The id of the element that holds it.
pub const ELEMENT: &str = "page-data";

/// What the islands must know of the lesson as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageData {
    /// The lesson's id: what records are stored under.
    pub lesson: String,
    /// The content's hash.
    pub content: String,
    /// The lesson's title.
    pub title: String,
    /// What the rungs are called, from `none` to `ordered`.
    pub rungs: Vec<String>,
    /// Every claim, in order.
    pub claims: Vec<ClaimId>,
}

impl PageData {
    /// Reads it from the page at hand.
    ///
    /// # Panics
    /// If the press did not write it: then nothing on the page can work.
    pub fn of_this_page() -> Self {
        let text = leptos::prelude::document().get_element_by_id(ELEMENT).and_then(|element| element.text_content());
        text.and_then(|text| serde_json::from_str(&text).ok()).expect("the press writes the page's data")
    }
}
