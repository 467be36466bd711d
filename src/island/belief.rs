//! What the student believes before they start, and at the end.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{one, say},
    student::{Change, Student},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

/// The name of the slider that asks at the end; the other one is `belief`.
const CLOSING: &str = "closing";

/// A slider from 0 to 100. It counts from the moment that it is moved.
#[island]
pub fn Belief(
    /// The question, the slider and a `.said`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        watch(move || {
            let Some(slider) = one::<HtmlInputElement>(&root, "input") else { return };
            let (before, after) = student.with(|record| (record.belief, record.closing));
            let closing = slider.name() == CLOSING;
            let belief = if closing { after } else { before };
            slider.set_value(&belief.unwrap_or(50).to_string());
            let said = match (closing, belief, before) {
                (false, Some(value), _) => format!("{value} of 100. Kept, to be shown again at the end."),
                (true, Some(value), Some(before)) => format!("{value} of 100 now; at the start you said {before}."),
                (true, Some(value), None) => format!("{value} of 100 now; at the start you set none."),
                (true, None, Some(before)) => {
                    format!("At the start you said {before}. Move the slider to where you stand now.")
                }
                (_, None, _) => "Not set yet: move the slider.".to_owned(),
            };
            say(&root, ".said", &said);
        });
        listen(&node, "change", move |event| {
            let slider = at(event, "input").and_then(|slider| slider.dyn_into::<HtmlInputElement>().ok());
            let Some(slider) = slider else { return };
            let Ok(value) = slider.value().parse::<u8>() else { return };
            student.change(Change::Rest, |record| {
                let kept = if slider.name() == CLOSING { &mut record.closing } else { &mut record.belief };
                *kept = Some(value.min(100));
            });
        });
    })
}
