//! A shelf: claims or records, to be narrowed down and sorted. Without this everything is there, in its order.
//!
//! A control is a `select` with a name; an item shows if it has the chosen value in its `data-NAME`, which may hold
//! several, parted by blanks. The control `sort` chooses among orders; an item's place in each is in its
//! `data-by-VALUE`, counted from 0, so that nothing need be compared here.

use super::shell::{listen, shell, watch};
use crate::port::{
    dom::{each, flag, say, show},
    student::Student,
};
use leptos::{
    prelude::*,
    web_sys::{Element, HtmlSelectElement},
};
use lesson::id::ClaimId;
use std::{cell::RefCell, rc::Rc};

/// The controls are children with the class `controls`, the items children with a `data-item`, all in one list, and a
/// `.count`.
#[island]
pub fn Shelf(
    /// The controls and the items.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        // The order in which the items stand; as printed until another is chosen.
        let order = Rc::new(RefCell::new(None));
        let (root, known) = (node.clone(), Rc::clone(&order));
        // Whether a claim has been answered is known only here.
        watch(move || {
            let mut changed = known.borrow().is_none();
            for item in student.changed_claims(&root) {
                let claim = item.get_attribute("data-claim").and_then(|id| ClaimId::new(&id).ok());
                let done = claim.is_some_and(|claim| student.with(|record| record.is_done(&claim)));
                let answered = if done { "yes" } else { "no" };
                if item.get_attribute("data-answered").as_deref() != Some(answered) {
                    let _ = item.set_attribute("data-answered", answered);
                    changed = true;
                }
                show(&item, ".tick", done);
            }
            if changed {
                arrange(&root, &known);
            }
        });
        let root = node.clone();
        listen(&node, "change", move |_| arrange(&root, &order));
    })
}

/// Shows the items that fit, in the order chosen. What stands right is not moved: a browser on its way to an item would
/// lose it.
fn arrange(node: &Element, order: &RefCell<Option<String>>) {
    let selects = each::<HtmlSelectElement>(node, ".controls select");
    let items = each::<Element>(node, "[data-item]");
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
    let sort = selects.iter().find(|select| select.name() == "sort").map(HtmlSelectElement::value).unwrap_or_default();
    let before = order.replace(Some(sort.clone()));
    if before.is_some_and(|before| before != sort) {
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
    say(node, ".count", &format!("{shown} of {} shown", items.len()));
}
