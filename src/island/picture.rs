//! What can be done with every picture: its marks are read out and walked with the arrows, it is saved, and it stands
//! alone.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{anywhere, each, flag, one, say, show},
    picture, place,
    student::{Change, Student},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, EventInit, HtmlInputElement, KeyboardEvent, PointerEvent, SvgElement},
};
use lesson::{
    check::{Decimal, Given},
    id::CheckId,
};
use std::rc::Rc;

/// All pictures of the page at once, since none of them keeps anything.
#[island]
pub fn Pictures(
    /// Nothing, or what is to stand here.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |_| {
        let Some(body) = document().body() else { return };
        for event in ["focusin", "pointerover", "click"] {
            listen(&body, event, read);
        }
        listen(&body, "keydown", walk);
        listen(&body, "click", |event| {
            let figure = at(event, ".picture");
            let button = at(event, ".take button").and_then(|button| button.get_attribute("name"));
            if let (Some(figure), Some(kind)) = (figure, button) {
                picture::save(&figure, &kind);
            }
        });
        for figure in each::<Element>(&body, ".picture:has(.draw-guess)") {
            guess(student, &figure);
        }
        listen(&body, "change", add_up);
        listen(&body, "input", count);
        listen(&body, "click", step);
        place::stand_alone();
    })
}

/// Writes what the mark says below its drawing.
fn read(event: &Event) {
    let Some(mark) = at(event, ".mark") else { return };
    if let Some(panel) = mark.closest(".panel").ok().flatten() {
        say(&panel, ".readout", &mark.get_attribute("aria-label").unwrap_or_default());
    }
}

/// The arrows lead from mark to mark, Home and End to the first and the last.
fn walk(event: &Event) {
    let Some(mark) = at(event, ".mark") else { return };
    let Some(drawing) = mark.closest(".drawing").ok().flatten() else { return };
    // What is switched off takes no part.
    let mut marks = each::<Element>(&drawing, ".mark");
    marks.retain(|mark| mark.get_client_rects().length() > 0);
    let Some(here) = marks.iter().position(|other| *other == mark) else { return };
    let last = marks.len() - 1;
    let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
        "ArrowRight" | "ArrowDown" => (here + 1).min(last),
        "ArrowLeft" | "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    let _ = mark.set_attribute("tabindex", "-1");
    let _ = marks[next].set_attribute("tabindex", "0");
    let _ = marks[next].unchecked_ref::<SvgElement>().focus();
}

/// A number that is drawn before it is shown. It is what the check beside it holds: whoever would rather type it, types.
fn guess(student: Student, figure: &Element) {
    let (Some(band), Some(field)) =
        (one::<Element>(figure, ".draw-guess"), one::<HtmlInputElement>(figure, ".check input[type=text]"))
    else {
        return;
    };
    let id = one::<Element>(figure, "[data-check]").and_then(|check| check.get_attribute("data-check"));
    let Some(id) = id.and_then(|id| CheckId::new(&id).ok()) else { return };
    let (root, shown) = (figure.clone(), band.clone());
    watch(move || {
        let answer = student.with_only(&Change::Check(id.clone()), |record| record.check(&id).cloned());
        let done = answer.as_ref().is_some_and(|answer| answer.done);
        let _ = root.set_attribute("data-guess", if done { "done" } else { "open" });
        if let Some(fold) = one::<Element>(&root, ".told") {
            flag(&fold, "open", done);
        }
        if let Some(Given::Typed(typed)) = answer.map(|answer| answer.given) {
            draw(&shown, &typed);
        }
    });
    let put = move |band: &Element, tenths: i32| {
        let tenths = tenths.clamp(0, most(band));
        field.set_value(&format!("{}.{}", tenths / 10, tenths % 10));
        let heard = EventInit::new();
        heard.set_bubbles(true);
        if let Ok(change) = Event::new_with_event_init_dict("change", &heard) {
            let _ = field.dispatch_event(&change);
        }
    };
    let put = Rc::new(put);
    for kind in ["pointerdown", "pointermove"] {
        let (to, put) = (band.clone(), Rc::clone(&put));
        listen(&band, kind, move |event| {
            let pointer = event.unchecked_ref::<PointerEvent>();
            let Some(stretch) = one::<Element>(&to, ".band").map(|band| band.get_bounding_client_rect()) else {
                return;
            };
            if pointer.buttons() & 1 == 1 && is_open(&to) {
                let _ = to.set_pointer_capture(pointer.pointer_id());
                let (from, wide) = (whole(stretch.left()), whole(stretch.width()).max(1));
                put(&to, (pointer.client_x() - from) * most(&to) / wide);
            }
        });
    }
    let to = band.clone();
    listen(&band, "keydown", move |event| {
        let now = to.get_attribute("aria-valuenow").and_then(|now| tenths(&now)).unwrap_or(0);
        let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
            "ArrowRight" | "ArrowUp" => now + 5,
            "ArrowLeft" | "ArrowDown" => now - 5,
            "PageUp" => now + 50,
            "PageDown" => now - 50,
            "Home" => 0,
            "End" => most(&to),
            _ => return,
        };
        event.prevent_default();
        if is_open(&to) {
            put(&to, next);
        }
    });
}

fn is_open(band: &Element) -> bool {
    band.closest("[data-guess=open]").is_ok_and(|figure| figure.is_some())
}

/// The greatest number of the band, in tenths.
fn most(band: &Element) -> i32 {
    band.get_attribute("aria-valuemax").and_then(|most| tenths(&most)).unwrap_or(0)
}

/// A number as somebody may have typed it, in whole tenths.
fn tenths(typed: &str) -> Option<i32> {
    i32::try_from(Decimal::typed(typed)?.millionths() / 100_000).ok()
}

#[expect(clippy::cast_possible_truncation, reason = "places on a screen")]
fn whole(number: f64) -> i32 {
    number as i32
}

/// Shows a guess as a bar.
fn draw(band: &Element, typed: &str) {
    let Some(value) = tenths(typed) else { return };
    let wide = one::<Element>(band, ".band").and_then(|band| band.get_attribute("width"));
    let wide = wide.and_then(|wide| tenths(&wide)).unwrap_or(0) / 10;
    let long = wide * value.clamp(0, most(band)) / most(band).max(1);
    if let Some(bar) = one::<Element>(band, ".drawn") {
        let _ = bar.set_attribute("width", &long.to_string());
    }
    let _ = band.set_attribute("aria-valuenow", typed);
    say(band, "text", &format!("Your guess: {typed}"));
}

/// Adds up the ticked rows of a table.
fn add_up(event: &Event) {
    let Some(table) = at(event, ".adds").and_then(|cell| cell.closest("table").ok().flatten()) else { return };
    let ticked = each::<HtmlInputElement>(&table, ".adds:checked");
    let sum: i64 = ticked.iter().filter_map(|input| input.value().parse::<i64>().ok()).sum();
    if let Some(figure) = table.closest(".picture").ok().flatten() {
        say(&figure, ".live", &format!("{} ticked: {sum}.", ticked.len()));
    }
}

/// A quarter of a day's pay.
fn count(event: &Event) {
    let Some(form) = at(event, ".calculator") else { return };
    let fields = each::<HtmlInputElement>(&form, "input");
    let number = |at: usize| {
        fields.get(at)?.value().trim().parse::<u32>().ok().filter(|number| (1..=1_000_000).contains(number))
    };
    let says = match (number(0), number(1).filter(|days| *days <= 31)) {
        (Some(pay), Some(days)) => {
            let (part, share) = (pay * 25 / days, 2500 / days);
            format!(
                "A quarter of a day’s pay: {}.{:02} rubles, {}.{:02} per cent of the month’s.",
                part / 100,
                part % 100,
                share / 100,
                share % 100
            )
        }
        _ => "Type whole numbers: a pay from 1 to 1,000,000 rubles, and 1 to 31 days.".to_owned(),
    };
    say(&form, "output", &says);
}

/// One moment of the timeline after the other.
fn step(event: &Event) {
    let Some(button) = at(event, ".stepper button") else { return };
    let Some(stepper) = button.closest(".stepper").ok().flatten() else { return };
    let number = |name: &str| stepper.get_attribute(name).and_then(|number| number.parse::<usize>().ok());
    let of = number("data-of").unwrap_or(0);
    let before = number("data-at");
    let forward = button.get_attribute("name").as_deref() == Some("later");
    let at = if forward { before.map_or(0, |at| (at + 1).min(of - 1)) } else { before.unwrap_or(0).saturating_sub(1) };
    let address = format!("#moment-{at}");
    let Some(moment) = anywhere::<Element>(&address) else { return };
    let text = |name: &str| one::<Element>(&moment, name).and_then(|it| it.text_content()).unwrap_or_default();
    let _ = stepper.set_attribute("data-at", &at.to_string());
    say(&stepper, ".when", &text(".when"));
    say(&stepper, ".says", &text(".what"));
    say(&stepper, ".count", &format!("{} of {of}", at + 1));
    show(&stepper, "a", true);
    if let Some(link) = one::<Element>(&stepper, "a") {
        let _ = link.set_attribute("href", &address);
    }
}
