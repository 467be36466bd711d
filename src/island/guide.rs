//! The guide: where am I, what is there, how far have I come.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    clock,
    dom::{each, flag, one, say, show},
    place,
    student::{Change, Student},
    way::{Way, label},
};
use leptos::{
    prelude::*,
    web_sys::{Element, HtmlElement},
};
use lesson::id::ClaimId;

/// What is said where the address leads nowhere.
const LOST: &str = "The address names a place that is not in this lesson. Here is its beginning.";

/// The table of contents. Follows the address: marks the place, moves the focus, names the page, remembers.
///
/// The children are a `nav` with a `.lost` and with `li` elements, a link in each; one for a claim has its id in
/// `data-claim` and a hidden `.tick`, which shows once it is answered.
#[island]
pub fn Guide(
    /// The list of places.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let Some(nav) = one::<HtmlElement>(&node, "nav") else { return };
        arrive(student, &nav, false);
        let moved = nav.clone();
        place::on_change(move || arrive(student, &moved, true));
        let ticked = nav.clone();
        watch(move || {
            // Of one claim only its own entries, of everything all.
            for entry in student.changed_claims(&ticked) {
                let claim = entry.get_attribute("data-claim").and_then(|id| ClaimId::new(&id).ok());
                show(&entry, ".tick", claim.is_some_and(|claim| student.with(|record| record.is_done(&claim))));
            }
        });
        // A link to where one is already changes no address, so nothing else would close the guide.
        listen(&nav.clone(), "click", move |event| {
            if at(event, "a").is_some() {
                let _ = nav.hide_popover();
            }
        });
    })
}

fn arrive(student: Student, nav: &HtmlElement, moved: bool) {
    let view = place::current();
    student.arrive(&view);
    student.page(|page| place::set_title(&view, &page.title));
    let lost = place::is_lost();
    say(nav, ".lost", if lost { LOST } else { "" });
    let here = format!("#{view}");
    for link in each::<Element>(nav, "a[href]") {
        let current = link.get_attribute("href").as_deref() == Some(&here);
        let _ = if current {
            if let Some(fold) = link.closest("details").ok().flatten() {
                flag(&fold, "open", true);
            }
            link.set_attribute("aria-current", "page")
        } else {
            link.remove_attribute("aria-current")
        };
    }
    if lost && nav.client_width() == 0 {
        // On a narrow screen the guide is closed, and what it says would not be seen.
        let _ = nav.show_popover();
    } else if moved {
        let _ = nav.hide_popover();
    }
    if moved {
        place::focus_target();
        student.change(Change::Rest, |record| record.place = Some(view));
    }
}

/// How many claims have been answered: of those on the path that was chosen, else of all: "2 of 8 claims".
#[island]
pub fn Progress(
    /// The `.progress`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        watch(move || {
            let (done, all) = student.with(|record| {
                student.page(|page| {
                    let mut claims: Vec<ClaimId> = Way::of(page, record).iter().flat_map(Way::claims).collect();
                    if claims.is_empty() {
                        claims = page.keys.iter().map(|key| key.claim.clone()).collect();
                    }
                    (claims.iter().filter(|claim| record.is_done(claim)).count(), claims.len())
                })
            });
            say(&node, ".progress", &format!("{done} of {all} claims"));
        });
    })
}

/// A way back to where the student was last, once they have been somewhere, and to what has come back.
#[island]
pub fn Resume(
    /// A hidden `.resume` with a link, whose `span` is for the name of the place, and a hidden `.come-back` with a link.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        watch(move || {
            let due = student.with(|record| record.cards(clock::today())[0].len());
            show(&node, ".come-back", due > 0);
            let says =
                if due == 1 { "One claim has come back.".to_owned() } else { format!("{due} claims have come back.") };
            say(&node, ".come-back a", &says);
            let last = student.with(|record| record.place.clone()).filter(|place| place != place::START);
            show(&node, ".resume", last.is_some());
            let Some(view) = last else { return };
            say(&node, "a span", &label(&view));
            if let Some(link) = one::<Element>(&node, "a") {
                let _ = link.set_attribute("href", &format!("#{view}"));
            }
        });
    })
}
