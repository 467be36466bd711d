//! The guide: where am I, what is there, how far have I come.

use crate::port::{
    dom::{each, flag},
    place,
    student::{Change, Student},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::Element};
use lesson::id::ClaimId;

/// The table of contents. Follows the address: marks the place, moves the focus, names the page, remembers.
///
/// The links are children: `li` elements with a link each; one for a claim has its id in `data-claim` and a hidden
/// `.tick`, which shows once it is answered.
#[island]
pub fn Guide(
    /// The list of places.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let lost = RwSignal::new(false);
    let nav = NodeRef::<html::Nav>::new();
    let arrive = move |moved: bool| {
        let view = place::current();
        student.page(|page| place::set_title(&view, &page.title));
        lost.set(place::is_lost());
        let Some(nav) = nav.get_untracked() else { return };
        let here = format!("#{view}");
        for link in each::<Element>(&nav, "a[href]") {
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
        if lost.get_untracked() && nav.client_width() == 0 {
            // On a narrow screen the guide is closed, and what it says would not be seen.
            let _ = nav.show_popover();
        } else if moved {
            let _ = nav.hide_popover();
        }
        if moved {
            place::focus_target();
            student.change(Change::Rest, |record| record.place = Some(view));
        }
    };
    Effect::new(move |_| {
        arrive(false);
        place::on_change(move || arrive(true));
    });
    Effect::new(move |_| {
        let Some(nav) = nav.get() else { return };
        // Of one claim only its own entries, of everything all.
        let of_change = student.last_change(|change| match change {
            Change::All => Some("[data-claim]".to_owned()),
            Change::Desk(claim) => Some(format!("[data-claim={claim}]")),
            Change::Check(_) | Change::Rest => None,
        });
        for entry in of_change.iter().flat_map(|entries| each::<Element>(&nav, entries)) {
            let claim = entry.get_attribute("data-claim").and_then(|id| ClaimId::new(&id).ok());
            let done = claim.is_some_and(|claim| student.with(|record| record.is_done(&claim)));
            for tick in each::<Element>(&entry, ".tick") {
                flag(&tick, "hidden", !done);
            }
        }
    });
    // A link to where one is already changes no address, so nothing else would close the guide.
    let close = move |event: ev::MouseEvent| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = pressed.and_then(|element| element.closest("a").ok().flatten());
        if let (Some(_), Some(nav)) = (link, nav.get_untracked()) {
            let _ = nav.hide_popover();
        }
    };
    let says = move || {
        if lost.get() { "The address names a place that is not in this lesson. Here is its beginning." } else { "" }
    };
    view! {
        <nav id="guide" class="guide" popover="auto" aria-label="Contents" node_ref=nav on:click=close>
            <p class="lost" role="status">{says}</p>
            {children()}
        </nav>
    }
}

/// How many claims have been answered: of those on the path that was chosen, else of all: "2 of 8 claims".
#[island]
pub fn Progress() -> impl IntoView {
    let student = Student::here();
    let says = move || {
        let path = student.with(|record| record.path.clone());
        student.page(|page| {
            let steps = page.paths.iter().find(|it| Some(&it.id) == path.as_ref()).map(|path| &path.steps);
            let on_path: Vec<ClaimId> = steps
                .into_iter()
                .flatten()
                .filter_map(|step| ClaimId::new(step.strip_prefix("claim-")?).ok())
                .collect();
            if on_path.is_empty() {
                let done = student.with(|record| page.keys.iter().filter(|key| record.is_done(&key.claim)).count());
                format!("{done} of {} claims", page.keys.len())
            } else {
                let done = student.with(|record| on_path.iter().filter(|claim| record.is_done(claim)).count());
                format!("{done} of {} claims", on_path.len())
            }
        })
    };
    view! { <span class="progress">{says}</span> }
}

/// A way back to where the student was last, once they have been somewhere.
#[island]
pub fn Resume() -> impl IntoView {
    let student = Student::here();
    let last = Memo::new(move |_| student.with(|record| record.place.clone()).filter(|place| place != place::START));
    let label = move || last.get().and_then(|view| place::label(&view)).unwrap_or_default();
    view! {
        <p class="resume" hidden=move || last.get().is_none()>
            <a class="button" href=move || format!("#{}", last.get().unwrap_or_default())>
                "Go on where you were: "<span>{label}</span>
            </a>
        </p>
    }
}
