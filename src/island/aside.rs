//! Notes and word help beside the text: a link to a note opens it here. Without this it is a link like any other, and
//! leads to the note itself.

use super::shell::{at, listen, shell};
use crate::port::dom::{anywhere, one};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, MouseEvent},
};

/// The pop-over: an element `#aside` with its `.aside-text`, a link to the whole and a button. One for the whole page;
/// the browser closes it on Escape and on a click elsewhere.
#[island]
pub fn Aside(
    /// The pop-over.
    children: Children,
) -> impl IntoView {
    shell(children, |node| {
        let (Some(pane), Some(text), Some(whole)) =
            (one::<HtmlElement>(&node, "#aside"), one::<Element>(&node, ".aside-text"), one::<Element>(&node, "a"))
        else {
            return;
        };
        let closed = pane.clone();
        listen(&node, "click", move |event| {
            if at(event, ".aside-foot a, .aside-foot button").is_some() {
                let _ = closed.hide_popover();
            }
        });
        listen(&document(), "click", move |event| {
            let mouse = event.unchecked_ref::<MouseEvent>();
            let plain =
                mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key());
            let (true, Some(link)) = (plain, at(event, "a[data-aside]")) else { return };
            let Some((source, address)) = source(&link) else { return };
            event.prevent_default();
            text.replace_children_with_node_1(&source);
            let _ = pane.set_attribute("aria-label", &link.get_attribute("data-aside").unwrap_or_default());
            let _ = whole.set_attribute("href", &address);
            if pane.show_popover().is_ok() {
                put_beside(&pane, &link);
                let _ = pane.focus();
            }
        });
    })
}

/// A copy of what the link leads to, without its ids, and its address.
fn source(link: &Element) -> Option<(Element, String)> {
    let address = link.get_attribute("href")?;
    let body = anywhere::<Element>(&format!("[id=\"{}\"] [data-aside-body]", address.strip_prefix('#')?))?;
    let copy: Element = body.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    Some((copy, address))
}

/// On a wide screen beside the link; on a narrow one the style sheet puts it at the foot.
fn put_beside(pane: &HtmlElement, link: &Element) {
    let (link, size) = (link.get_bounding_client_rect(), pane.get_bounding_client_rect());
    let Some(view) = document().document_element() else { return };
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let left = (pixels(link.left()) - 16).min(view.client_width() - width - 16).max(16);
    let below = pixels(link.bottom()) + 8;
    let above = (pixels(link.top()) - height - 8).max(8);
    let top = if below + height <= view.client_height() { below } else { above };
    let style = pane.style();
    let _ = style.set_property("--left", &format!("{left}px"));
    let _ = style.set_property("--top", &format!("{top}px"));
}

/// Whole pixels: writing fractions would bring the code for it into the WASM.
#[expect(clippy::cast_possible_truncation, reason = "no screen is two thousand million pixels wide")]
fn pixels(length: f64) -> i32 {
    length as i32
}
