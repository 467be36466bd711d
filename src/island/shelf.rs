//! A shelf: claims or records, to be narrowed down and sorted. Without this everything is there, in its order.
//!
//! A control is a `select` with a name; an item shows if it has the chosen value in its `data-NAME`, which may hold
//! several, parted by blanks. The control `sort` chooses among orders; an item's place in each is in its
//! `data-by-VALUE`, counted from 0, so that nothing need be compared here.

use crate::port::{
    dom::{each, flag},
    student::{Change, Student},
};
use leptos::{
    html,
    prelude::*,
    web_sys::{Element, HtmlSelectElement},
};
use lesson::id::ClaimId;

/// The controls are children with the class `controls`, the items children with a `data-item`, all in one list.
#[island]
pub fn Shelf(
    /// The controls and the items.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<html::Div>::new();
    let count = RwSignal::new(String::new());
    // The order in which the items stand; as printed until another is chosen. What stands right is not moved: a browser
    // on its way to an item would lose it.
    let order = RwSignal::new(String::new());
    let arrange = move || {
        let Some(node) = node.get_untracked() else { return };
        let selects = each::<HtmlSelectElement>(&node, ".controls select");
        let items = each::<Element>(&node, "[data-item]");
        let mut shown = 0;
        for item in &items {
            let fits =
                selects.iter().filter(|select| select.name() != "sort" && !select.value().is_empty()).all(|select| {
                    let has = item.get_attribute(&format!("data-{}", select.name())).unwrap_or_default();
                    has.split(' ').any(|value| value == select.value())
                });
            flag(item, "hidden", !fits);
            shown += usize::from(fits);
        }
        let sort =
            selects.iter().find(|select| select.name() == "sort").map(HtmlSelectElement::value).unwrap_or_default();
        let printed = order.with_untracked(String::is_empty);
        if !printed && order.with_untracked(|order| *order != sort) {
            let attribute = format!("data-by-{sort}");
            for rank in 0..items.len() {
                let rank = Some(rank.to_string());
                if let Some(item) = items.iter().find(|item| item.get_attribute(&attribute) == rank)
                    && let Some(list) = item.parent_element()
                {
                    let _ = list.append_child(item);
                }
            }
        }
        order.set(sort);
        count.set(format!("{shown} of {} shown", items.len()));
    };
    // Whether a claim has been answered is known only here. Of one claim only its own item, of everything all.
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let of_change = student.last_change(|change| match change {
            Change::All => Some("[data-claim]".to_owned()),
            Change::Desk(claim) => Some(format!("[data-claim={claim}]")),
            Change::Check(_) | Change::Rest => None,
        });
        let mut changed = count.with_untracked(String::is_empty);
        for item in of_change.iter().flat_map(|items| each::<Element>(&node, items)) {
            let claim = item.get_attribute("data-claim").and_then(|id| ClaimId::new(&id).ok());
            let done = claim.is_some_and(|claim| student.with(|record| record.is_done(&claim)));
            let answered = if done { "yes" } else { "no" };
            if item.get_attribute("data-answered").as_deref() != Some(answered) {
                let _ = item.set_attribute("data-answered", answered);
                changed = true;
            }
            for tick in each::<Element>(&item, ".tick") {
                flag(&tick, "hidden", !done);
            }
        }
        if changed {
            arrange();
        }
    });
    view! {
        <div class="arranged" node_ref=node on:change=move |_| arrange()>
            {children()}
            <p class="hint count" role="status">{count}</p>
        </div>
    }
}
