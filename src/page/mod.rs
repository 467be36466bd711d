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
        guide::{Guide, Progress},
        keeping::Keeping,
    },
    port::{page::PageData, place::START},
};
use leptos::prelude::*;
use lesson::{content::Lesson, id::ClaimId};

/// What the page says when the app does not start.
const ASLEEP: &str = "Reading works, answering does not: the interactive part of this page could not be loaded. Load the \
                      page again, or try another browser. Answers that you gave before are still kept.";

/// What the islands must know of the lesson as a whole.
pub fn data(lesson: &Lesson) -> PageData {
    PageData {
        lesson: lesson.id.clone(),
        content: lesson.hash.clone(),
        title: lesson.title.clone(),
        rungs: lesson.scales.rungs.iter().map(|rung| rung.name.clone()).collect(),
        keys: lesson
            .units
            .iter()
            .flat_map(|unit| &unit.claims)
            .filter_map(|id| lesson.claims.get(id))
            .map(claim::key)
            .collect(),
    }
}

/// Everything between the page's body tags.
pub fn body(lesson: &Lesson) -> impl IntoView + use<> {
    let units = lesson.units.iter().map(|unit| unit::unit(lesson, unit)).collect_view();
    let contents = contents(lesson);
    view! {
        <header class="bar">
            <h1 class="home"><a href=format!("#{START}")>{lesson.title.clone()}</a></h1>
            <p class="question">{lesson.question.clone()}</p>
            <Progress />
            <a class="contents-link" href="#guide">"Contents"</a>
            <button class="contents-button" type="button" popovertarget="guide">"Contents"</button>
        </header>
        <p class="asleep" role="alert">{ASLEEP}</p>
        <main id="main">
            {cover::cover(lesson)}
            {units}
            {record::shelf(lesson)}
            {reference::words(lesson)}
            {reference::notes(lesson)}
        </main>
        <Guide>{contents}</Guide>
        <footer class="foot">
            <Keeping />
            <p class="credit">{prose::line(&lesson.credit)}</p>
        </footer>
        <Aside />
    }
}

/// The guide's table of contents: chapters, and the places of each.
fn contents(lesson: &Lesson) -> AnyView {
    let place =
        |view: &str, label: &str| view! { <li><a href=format!("#{view}")>{label.to_owned()}</a></li> }.into_any();
    let claim = |at: usize, id: &ClaimId| {
        let headline = lesson.claims.get(id).map_or("", |claim| claim.headline.as_str());
        view! {
            <li data-claim=id.to_string()>
                <a href=format!("#{}", claim::address(id))>{format!("Claim {}: {headline}", at + 1)}</a>
                <span class="tick" hidden>" ✓"<span class="unseen">" answered"</span></span>
            </li>
        }
        .into_any()
    };
    let chapter = |label: String, places: Vec<AnyView>| {
        view! { <li><span class="chapter">{label}</span><ol>{places}</ol></li> }.into_any()
    };
    let units = lesson.units.iter().map(|unit| {
        let text = place(&unit::address(unit.number), "Read the unit");
        let claims = unit.claims.iter().enumerate().map(|(at, id)| claim(at, id));
        chapter(unit::name(unit), std::iter::once(text).chain(claims).collect())
    });
    let start = chapter("Start".to_owned(), vec![place(START, "Cover")]);
    let reference = vec![place("records", "The records"), place("words", "Words"), place("notes", "Notes")];
    let reference = chapter("Reference".to_owned(), reference);
    let all: Vec<AnyView> = std::iter::once(start).chain(units).chain(std::iter::once(reference)).collect();
    view! { <ol>{all}</ol> }.into_any()
}
