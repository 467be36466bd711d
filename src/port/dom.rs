//! Elements of the printed page.

use leptos::{wasm_bindgen::JsCast, web_sys::Element};

/// Every element below this one that the selector names, as elements of one kind; others are passed over.
pub fn each<E: JsCast>(root: &Element, selector: &str) -> Vec<E> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Sets or takes away an attribute that has no value, such as `open`.
pub fn flag(element: &Element, name: &str, on: bool) {
    let _ = element.toggle_attribute_with_force(name, on);
}
