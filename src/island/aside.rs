//! Notes and word help beside the text: a link to a note opens it here. Without this it is a link like any other, and
//! leads to the note itself.

use gloo::events::{EventListener, EventListenerOptions};
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, MouseEvent},
};

/// The pop-over. One for the whole page; the browser closes it on Escape and on a click elsewhere.
#[island]
pub fn Aside() -> impl IntoView {
    let pane = NodeRef::<html::Div>::new();
    let text = NodeRef::<html::Div>::new();
    let whole = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&document(), "click", options, move |event| {
            let event = event.unchecked_ref::<MouseEvent>();
            let plain =
                event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
            let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = link.and_then(|element| element.closest("a[data-aside]").ok().flatten());
            let (true, Some(link), Some(pane), Some(text)) = (plain, link, pane.get_untracked(), text.get_untracked())
            else {
                return;
            };
            let Some((source, address)) = source(&link) else { return };
            event.prevent_default();
            text.replace_children_with_node_1(&source);
            name.set(link.get_attribute("data-aside").unwrap_or_default());
            whole.set(address);
            if pane.show_popover().is_ok() {
                put_beside(&pane, &link);
                let _ = pane.focus();
            }
        })
        .forget();
    });
    let close = move |_| {
        if let Some(pane) = pane.get_untracked() {
            let _ = pane.hide_popover();
        }
    };
    view! {
        <div class="aside" id="aside" popover="auto" role="dialog" tabindex="-1" aria-label=name node_ref=pane>
            <div class="aside-text" node_ref=text></div>
            <p class="aside-foot">
                <a href=whole on:click=close>"Show it in its place"</a>
                <button type="button" on:click=close>"Close"</button>
            </p>
        </div>
    }
}

/// A copy of what the link leads to, without its ids, and its address.
fn source(link: &Element) -> Option<(Element, String)> {
    let address = link.get_attribute("href")?;
    let target = document().get_element_by_id(address.strip_prefix('#')?)?;
    let body = target.query_selector("[data-aside-body]").ok().flatten()?;
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
