//! Six moments of the timeline, to be put in order without their dates.

use super::shell::{at, listen, shell};
use crate::port::{
    dom::{each, flag, one, say},
    place,
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlSelectElement},
};
use lesson::{mark, shuffle};

/// How many moments are put in order at a time.
const COUNT: usize = 6;

/// A fold with a form: a list `.to-order`, a `.result`, a button `another`. The moments are the page's own elements with
/// a `data-rank`; nothing of this is kept.
#[island]
pub fn Sequence(
    /// The fold.
    children: Children,
) -> impl IntoView {
    shell(children, |node| {
        let root = node.clone();
        listen(&node, "click", move |event| {
            if at(event, "[name=another]").is_some() {
                deal(&root);
                focus(&root);
            }
        });
        if let Some(fold) = one::<Element>(&node, "details") {
            let root = node.clone();
            listen(&fold.clone(), "toggle", move |_| {
                let open = fold.has_attribute("open");
                hide_dates(&root, open);
                if open {
                    deal(&root);
                }
            });
        }
        listen(&node.clone(), "submit", move |event| {
            event.prevent_default();
            check(&node);
        });
    })
}

fn hide_dates(root: &Element, hidden: bool) {
    if let Some(view) = place::view_of(root).and_then(|view| document().get_element_by_id(&view)) {
        flag(&view, "data-dates-hidden", hidden);
    }
}

fn focus(root: &Element) {
    if let Some(first) = one::<HtmlElement>(root, "select") {
        let _ = first.focus();
    }
}

/// Lays six moments of six days on the table.
fn deal(root: &Element) {
    let Some(list) = one::<Element>(root, ".to-order") else { return };
    list.set_text_content(None);
    say(root, ".result", "");
    hide_dates(root, true);
    let Some(page) = document().document_element() else { return };
    let moments = each::<Element>(&page, "[data-rank]");
    let mut taken = Vec::new();
    for at in shuffle::order(seed(), moments.len()) {
        let rank = moments[at].get_attribute("data-rank");
        if taken.len() < COUNT && !taken.contains(&rank) {
            taken.push(rank);
            lay(&list, &moments[at]);
        }
    }
}

/// What the clock and the browser's dice say.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any bits will do")]
fn seed() -> u64 {
    (js_sys::Math::random() * 4_294_967_296.0) as u64
}

/// A moment without its date, and a list of places.
fn lay(list: &Element, moment: &Element) -> Option<()> {
    let what = one::<Element>(moment, ".what")?;
    let make = |name: &str| document().create_element(name).ok();
    let (item, label, text, select, when) = (make("li")?, make("label")?, make("span")?, make("select")?, make("p")?);
    text.set_text_content(what.text_content().as_deref());
    let _ = item.set_attribute("data-is", &moment.get_attribute("data-rank")?);
    let _ = when.set_attribute("class", "when");
    let _ = when.set_attribute("data-date", &one::<Element>(moment, "time")?.text_content()?);
    for place in 0..=COUNT {
        let option = make("option")?;
        let name = if place == 0 { "choose".to_owned() } else { place.to_string() };
        let _ = option.set_attribute("value", if place == 0 { "" } else { &name });
        option.set_text_content(Some(&name));
        let _ = select.append_child(&option);
    }
    let _ = label.append_child(&text);
    let _ = label.append_child(&select);
    let _ = item.append_child(&label);
    let _ = item.append_child(&when);
    list.append_child(&item).ok().map(drop)
}

fn check(root: &Element) {
    let items = each::<Element>(root, ".to-order li");
    let number = |text: Option<String>| text.and_then(|text| text.parse::<u8>().ok());
    let days: Vec<u8> = items.iter().filter_map(|item| number(item.get_attribute("data-is"))).collect();
    let given: Vec<u8> = each::<HtmlSelectElement>(root, ".to-order select")
        .iter()
        .filter_map(|list| number(Some(list.unchecked_ref::<HtmlSelectElement>().value())))
        .collect();
    if given.len() < items.len() {
        say(root, ".result", "Each needs its place: choose one in every list.");
        return focus(root);
    }
    let share = mark::per_cent(mark::order(&days, &given).ten_thousandths().into(), 1);
    for (at, item) in items.iter().enumerate() {
        let place = days.iter().filter(|day| **day < days[at]).count() + 1;
        let date = one::<Element>(item, ".when").and_then(|when| when.get_attribute("data-date")).unwrap_or_default();
        say(item, ".when", &format!("{date}: place {place}"));
    }
    hide_dates(root, false);
    let says = if share == 100 { "Right, all six." } else { "Not yet: the dates stand by each." };
    say(
        root,
        ".result",
        &format!("{says} Of all pairs, those in order less those turned round: {share} % (Kendall’s tau)."),
    );
}
