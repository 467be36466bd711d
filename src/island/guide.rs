//! The guide: where am I, what is there, how far have I come.

use crate::port::{place, student::Student};
use leptos::{ev, html, prelude::*};
use lesson::id::ClaimId;
use serde::{Deserialize, Serialize};

/// A place of the lesson in the guide.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The name of its view, which is its address.
    pub view: String,
    /// What it is called.
    pub label: String,
    /// The claim that is answered there, if one is.
    pub claim: Option<ClaimId>,
}

/// Places that belong together, such as a unit and its claims.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chapter {
    /// What they are called together.
    pub label: String,
    /// They.
    pub places: Vec<Place>,
}

/// The table of contents. Follows the address: marks the place, moves the focus, names the page, remembers.
#[island]
pub fn Guide(
    /// The lesson's title.
    title: String,
    /// Every place, in order.
    chapters: Vec<Chapter>,
) -> impl IntoView {
    let student = Student::here();
    let here = RwSignal::new(place::START.to_owned());
    let lost = RwSignal::new(false);
    let nav = NodeRef::<html::Nav>::new();
    let arrive = move |moved: bool| {
        let view = place::current();
        place::set_title(&view, &title);
        lost.set(place::is_lost());
        if moved {
            if let Some(nav) = nav.get_untracked() {
                let _ = nav.hide_popover();
            }
            place::focus_target();
            student.change(|record| record.place = Some(view.clone()));
        }
        here.set(view);
    };
    Effect::new(move |_| {
        arrive(false);
        let arrive = arrive.clone();
        place::on_change(move || arrive(true));
    });
    let done = move |claim: &ClaimId| student.desk(claim).is_done();
    let chapters = chapters
        .into_iter()
        .map(|chapter| {
            let places = chapter
                .places
                .into_iter()
                .map(|place| {
                    let view = place.view.clone();
                    let current = move || (here.get() == view).then_some("page");
                    // A link to where one is already changes no address, so nothing else would close the guide.
                    let close = move |_: ev::MouseEvent| {
                        if let Some(nav) = nav.get_untracked() {
                            let _ = nav.hide_popover();
                        }
                    };
                    let answered =
                        move || {
                            place.claim.as_ref().is_some_and(&done).then(
                                || view! { <span class="tick">" ✓"<span class="unseen">" answered"</span></span> },
                            )
                        };
                    view! {
                        <li>
                            <a href=format!("#{}", place.view) aria-current=current on:click=close>
                                {place.label}
                            </a>
                            {answered}
                        </li>
                    }
                })
                .collect_view();
            view! {
                <li>
                    <span class="chapter">{chapter.label}</span>
                    <ol>{places}</ol>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav id="guide" class="guide" popover="auto" aria-label="Contents" node_ref=nav>
            <p class="lost" role="status">
                {move || lost.get().then_some("The address names a place that is not in this lesson. Here is its beginning.")}
            </p>
            <ol>{chapters}</ol>
        </nav>
    }
}

/// How many claims have been answered: "2 of 6 claims".
#[island]
pub fn Progress(
    /// Every claim.
    claims: Vec<ClaimId>,
) -> impl IntoView {
    let student = Student::here();
    let all = claims.len();
    let done = move || claims.iter().filter(|claim| student.desk(claim).is_done()).count();
    view! {
        <span class="progress">{done}" of "{all}" claims"</span>
    }
}

/// A way back to where the student was last, once they have been somewhere.
#[island]
pub fn Resume(
    /// The views that can be gone back to, with what they are called.
    places: Vec<(String, String)>,
) -> impl IntoView {
    let student = Student::here();
    let last = move || {
        let place = student.with(|record| record.place.clone())?;
        let (view, label) = places.iter().find(|(view, _)| *view == place)?;
        Some(
            view! { <p class="resume"><a class="button" href=format!("#{view}")>"Go on where you were: "{label.clone()}</a></p> },
        )
    };
    view! { <div class="resume-slot">{last}</div> }
}
