//! Everything that can be read, printed on the host: the whole lesson, whether or not anything wakes in the browser.
//!
//! Plain functions from content to a view. One file a kind of page; [`body`] puts them together.

pub mod claim;
pub mod cover;
pub mod prose;
pub mod record;
pub mod reference;
pub mod style;
pub mod unit;

use crate::{
    island::{
        aside::Aside,
        guide::{Chapter, Guide, Place, Progress},
        keeping::Keeping,
    },
    port::place::START,
};
use leptos::prelude::*;
use lesson::{content::Lesson, id::ClaimId};

/// What the page says when the app does not start.
const ASLEEP: &str = "Reading works, answering does not: the interactive part of this page could not be loaded. Load the \
                      page again, or try another browser. Answers that you gave before are still kept.";

/// Everything between the page's body tags.
pub fn body(lesson: &Lesson) -> impl IntoView + use<> {
    let title = lesson.title.clone();
    let claims: Vec<ClaimId> = lesson.units.iter().flat_map(|unit| unit.claims.clone()).collect();
    let units = lesson.units.iter().map(|unit| unit::unit(lesson, unit)).collect_view();
    view! {
        <header class="bar">
            <a class="home" href=format!("#{START}")>{lesson.title.clone()}</a>
            <p class="question">{lesson.question.clone()}</p>
            <Progress claims />
            <a class="contents-link" href="#guide">"Contents"</a>
            <button class="contents-button" type="button" popovertarget="guide">"Contents"</button>
        </header>
        <p class="asleep" role="status" data-says=ASLEEP></p>
        <main id="main">
            {cover::cover(lesson)}
            {units}
            {record::shelf(lesson)}
            {reference::words(lesson)}
            {reference::notes(lesson)}
        </main>
        <Guide title chapters=chapters(lesson) />
        <footer class="foot">
            <Keeping lesson=lesson.id.clone() />
            <p class="credit">{prose::line(&lesson.credit)}</p>
        </footer>
        <Aside />
    }
}

/// The guide's table of contents.
fn chapters(lesson: &Lesson) -> Vec<Chapter> {
    let place = |view: &str, label: &str| Place { view: view.to_owned(), label: label.to_owned(), claim: None };
    let start = Chapter { label: "Start".to_owned(), places: vec![place(START, "Cover")] };
    let units = lesson.units.iter().map(|unit| {
        let text = place(&unit::address(unit.number), "Read the unit");
        let claims = unit.claims.iter().enumerate().map(|(at, id)| Place {
            view: claim::address(id),
            label: format!("Claim {}: {}", at + 1, lesson.claims.get(id).map_or("", |claim| claim.headline.as_str())),
            claim: Some(id.clone()),
        });
        Chapter { label: unit::name(unit), places: std::iter::once(text).chain(claims).collect() }
    });
    let reference = Chapter {
        label: "Reference".to_owned(),
        places: vec![place("records", "The records"), place("words", "Words"), place("notes", "Notes")],
    };
    std::iter::once(start).chain(units).chain(std::iter::once(reference)).collect()
}
