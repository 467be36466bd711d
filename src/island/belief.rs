//! What the student believes before they start.

use crate::port::student::{Change, Student};
use leptos::{ev, html, prelude::*};

/// The id of the slider, for its label.
pub const SLIDER: &str = "belief";

/// The id of what describes its ends.
pub const ENDS: &str = "belief-ends";

/// A slider from 0 to 100. It counts from the moment that it is moved.
#[island]
pub fn Belief(
    /// The question, as a label for [`SLIDER`], and its ends, as [`ENDS`].
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<html::Input>::new();
    let belief = Memo::new(move |_| student.with(|record| record.belief));
    Effect::new(move |_| {
        if let (Some(node), Some(belief)) = (node.get(), belief.get()) {
            node.set_value(&belief.to_string());
        }
    });
    let set = move |event: ev::Event| {
        if let Ok(value) = event_target_value(&event).parse::<u8>() {
            student.change(Change::Rest, |record| record.belief = Some(value.min(100)));
        }
    };
    let said = move || match belief.get() {
        Some(value) => format!("{value} of 100. Kept, to be shown again at the end."),
        None => "Not set yet: move the slider.".to_owned(),
    };
    view! {
        <div class="belief">
            {children()}
            <input id=SLIDER type="range" min="0" max="100" step="1" aria-describedby=ENDS node_ref=node on:change=set />
            <p class="said" role="status">{said}</p>
        </div>
    }
}
