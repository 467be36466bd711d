//! What every island is: printed HTML that wakes.
//!
//! What an island shows is printed by the floor `page` and comes in as children. Awake, it listens for what the student
//! does and writes what is known into elements that it finds by name. So nothing is printed twice, nothing of the
//! lesson's text is in the WASM, and all islands share one view, one kind of effect and one kind of listener: a view of
//! its own for each would weigh 3 to 5 kB (brotli) an island.

use crate::port::student::Student;
use gloo::events::{EventListener, EventListenerOptions};
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, EventTarget},
};
use std::{cell::RefCell, rc::Rc};

/// An island around its printed children. `wake` is called once, in the browser, with the element that holds them.
pub fn shell(children: Children, wake: impl FnOnce(Element) + 'static) -> impl IntoView {
    awaken(children, Box::new(wake))
}

fn awaken(children: Children, wake: Box<dyn FnOnce(Element)>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let wake = Rc::new(RefCell::new(Some(wake)));
    watch(move || {
        if let Some(node) = node.get()
            && let Some(wake) = wake.take()
        {
            wake(node.into());
        }
    });
    view! { <div class="island" node_ref=node>{children()}</div> }
}

/// Runs this now, and again whenever something changes at which it has looked.
pub fn watch(run: impl Fn() + 'static) {
    effect(Box::new(run));
}

// What follows is compiled once for all, since it is given boxes: a copy for each caller would weigh as much as they do.

fn effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

fn listener(node: &EventTarget, event: &'static str, call: Box<dyn Fn(&Event)>) {
    EventListener::new_with_options(node, event, EventListenerOptions::enable_prevent_default(), call).forget();
}

/// Runs this while a view is on the screen: now, if it is, whenever it comes back, and whenever something changes at
/// which it has looked.
pub fn watch_in(student: Student, view: &'static str, run: impl Fn() + 'static) {
    watch(move || {
        if student.view() == view {
            run();
        }
    });
}

/// Calls back on each such event at this element or below it. The page holds what listens for as long as it is open.
pub fn listen(node: &EventTarget, event: &'static str, call: impl Fn(&Event) + 'static) {
    listener(node, event, Box::new(call));
}

/// The nearest element from where an event began upwards that the selector names.
pub fn at(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}
