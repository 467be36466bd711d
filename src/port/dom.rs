//! Elements of the printed page.

use leptos::{prelude::document, wasm_bindgen::JsCast, web_sys::Element};

/// Every element below this one that the selector names, as elements of one kind; others are passed over.
pub fn each<E: JsCast>(root: &Element, selector: &str) -> Vec<E> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// The first element below this one that the selector names.
pub fn one<E: JsCast>(root: &Element, selector: &str) -> Option<E> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The first element of the page that the selector names.
pub fn anywhere<E: JsCast>(selector: &str) -> Option<E> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Writes this text into the first element that the selector names. What stands there already is left alone, so that
/// nobody hears it twice.
pub fn say(root: &Element, selector: &str, text: &str) {
    if let Some(element) = one::<Element>(root, selector)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Sets or takes away an attribute that has no value, such as `open`.
pub fn flag(element: &Element, name: &str, on: bool) {
    let _ = element.toggle_attribute_with_force(name, on);
}

/// Shows or hides the first element that the selector names.
pub fn show(root: &Element, selector: &str, shown: bool) {
    if let Some(element) = one::<Element>(root, selector) {
        flag(&element, "hidden", !shown);
    }
}

/// Where the first element that the selector names leads, and what it says.
pub fn link(root: &Element, selector: &str, view: &str, label: &str) {
    if let Some(link) = one::<Element>(root, selector) {
        let _ = link.set_attribute("href", &format!("#{view}"));
    }
    say(root, selector, label);
}

/// Adds an item to a list: a link to a view, and a line below it. Gives the item.
pub fn item(list: &Element, view: &str, label: &str, detail: &str) -> Option<Element> {
    let make = |name: &str, text: &str| {
        let element = document().create_element(name).ok()?;
        element.set_text_content(Some(text));
        Some(element)
    };
    let item = make("li", "")?;
    let link = make("a", label)?;
    link.set_attribute("href", &format!("#{view}")).ok()?;
    item.append_child(&link).ok()?;
    item.append_child(&*make("p", detail)?).ok()?;
    list.append_child(&item).ok()?;
    Some(item)
}
