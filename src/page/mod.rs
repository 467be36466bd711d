//! Everything that can be read, printed on the host: the whole lesson, whether or not anything wakes in the browser.
//!
//! Plain functions from content to a view. One file a kind of page; [`body`] puts them together.

pub mod check;
pub mod claim;
pub mod course;
pub mod cover;
pub mod foot;
pub mod index;
pub mod judgement;
pub mod picture;
pub mod prose;
pub mod quiz;
pub mod record;
pub mod reference;
pub mod route;
pub mod shelf;
pub mod style;
pub mod timeline;
pub mod title;
pub mod tracer;
pub mod unit;
pub mod work;

use crate::{
    island::{
        guide::{Guide, Progress},
        picture::Pictures,
        search::Search,
    },
    port::{
        page::{PageData, PathData},
        place::START,
    },
};
use leptos::prelude::*;
use lesson::{
    board::BoardCard,
    content::{Claim, Lesson, Unit},
    id::ClaimId,
    prose::Page,
};

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
        kinds: lesson.scales.kinds.iter().map(|kind| kind.name.clone()).collect(),
        certainty: lesson.scales.certainty.clone(),
        keys: lesson.claims.values().map(Claim::key).collect(),
        checks: lesson.checks().map(check::key).collect(),
        sets: quiz::sets(lesson),
        cards: lesson
            .judgement
            .iter()
            .flat_map(|it| &it.board)
            .flat_map(|board| &board.cards)
            .map(BoardCard::key)
            .collect(),
        paths: lesson
            .routes
            .iter()
            .map(|route| PathData {
                id: route.id.clone(),
                name: route.name.clone(),
                steps: route.steps.iter().map(|step| route::stop(&step.to)).collect(),
            })
            .collect(),
    }
}

/// Everything between the page's body tags.
pub fn body(lesson: &Lesson) -> impl IntoView + use<> {
    let units = lesson.units.iter().map(|unit| unit::unit(lesson, unit)).collect_view();
    let contents = contents(lesson);
    let progress = format!("0 of {} claims", lesson.claims.len());
    view! {
        <header class="bar">
            <h1 class="home"><a href=format!("#{START}")>{lesson.title.clone()}</a></h1>
            <p class="question">{lesson.question.clone()}</p>
            <a class="search-link" href=format!("#{}", Page::Search.key())>{title::title(Page::Search)}</a>
            <Progress><span class="progress">{progress}</span></Progress>
            <a class="contents-link" href="#guide">"Contents"</a>
            <button class="contents-button" type="button" popovertarget="guide">"Contents"</button>
        </header>
        <p class="asleep" role="alert">{ASLEEP}" "{foot::own_window()}</p>
        <main id="main">
            {cover::cover(lesson)}
            {lesson.routes.iter().map(|route| route::page(lesson, route)).collect_view()}
            {units}
            {quiz::page(lesson)}
            {shelf::claims(lesson)}
            {off_desk(lesson)}
            {exercises(lesson)}
            {shelf::records(lesson)}
            {timeline::timeline(lesson)}
            {index::index(lesson)}
            {reference::words(lesson)}
            {reference::notes(lesson)}
            {judgement::judgement(lesson)}
            {work::summary(lesson)}
            {work::deck()}
            {teachers(lesson)}
            {course::page(lesson)}
            {search()}
            {claim::scales(lesson)}
        </main>
        <Guide>
            <nav id="guide" class="guide" popover="auto" aria-label="Contents">
                <p class="lost" role="status"></p>
                {contents}
            </nav>
        </Guide>
        <Pictures>""</Pictures>
        <footer class="foot">
            {foot::way()}
            {foot::keeping()}
            <p class="own-place">{foot::own_window()}</p>
            <p class="credit">{prose::line(&lesson.credit)}</p>
        </footer>
        {foot::aside()}
    }
}

/// The claims that lie on no unit's desk.
fn off_desk(lesson: &Lesson) -> AnyView {
    let claims = lesson.off_desk();
    claims
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let next = claims.get(at + 1).map(|next| {
                (
                    claim::address(&next.id),
                    format!("Next: {}", claim::name(&next.id).to_lowercase().replacen("claim c", "claim C", 1)),
                )
            });
            let next = next.unwrap_or_else(|| (Page::Claims.key().to_owned(), "Back to all claims".to_owned()));
            claim::claim(lesson, it, &next)
        })
        .collect_view()
        .into_any()
}

/// Exercises that belong to no unit.
fn exercises(lesson: &Lesson) -> Option<AnyView> {
    let page = Page::Exercises;
    (!lesson.exercises.is_empty()).then(|| {
        view! {
            <section class="view exercises" id=page.key() data-view=title::title(page) data-find="Page" tabindex="-1" aria-labelledby="exercises-title">
                {title::head(page)}
                <div class="prose">
                    <p>
                        "Put in order what bears no date; follow an order to its traces; find the figure that does not add up; read a sentence word by word. They are not part of the marks, and can be tried again."
                    </p>
                    {check::list(&lesson.exercises, "Exercise")}
                </div>
            </section>
        }
        .into_any()
    })
}

/// What teachers are told.
fn teachers(lesson: &Lesson) -> Option<AnyView> {
    let page = Page::Teachers;
    (!lesson.teachers.is_empty()).then(|| {
        view! {
            <section class="view teachers" id=page.key() data-view=title::title(page) tabindex="-1" aria-labelledby="teachers-title">
                {title::head(page)}
                <div class="prose">{prose::blocks(lesson, &lesson.teachers, page.key())}</div>
            </section>
        }
        .into_any()
    })
}

/// Search. Where nothing wakes, it says what else there is.
fn search() -> AnyView {
    let page = Page::Search;
    view! {
        <section class="view" id=page.key() data-view=title::title(page) tabindex="-1" aria-labelledby="search-title">
            {title::head(page)}
            <Search>
                <form class="search" role="search" method="dialog">
                    <label for="search-words">"Words to look for"</label>
                    <input id="search-words" type="search" autocomplete="off" spellcheck="false" maxlength="80" />
                    <p class="hint" role="status"></p>
                    <ol class="found"></ol>
                </form>
            </Search>
            <p class="hint">"It looks through everything in this lesson, on this device. Accents and apostrophes do not matter."</p>
            <p class="needs-script">
                "Search needs JavaScript. The "<a href="#index">"index"</a>" and your browser’s own search work without."
            </p>
        </section>
    }
    .into_any()
}

/// The guide's table of contents: chapters, and the places of each.
fn contents(lesson: &Lesson) -> AnyView {
    let place =
        |view: &str, label: &str| view! { <li><a href=format!("#{view}")>{label.to_owned()}</a></li> }.into_any();
    let chapter = |label: &str, places: Vec<AnyView>| {
        view! { <li><span class="chapter">{label.to_owned()}</span><ol>{places}</ol></li> }.into_any()
    };
    let mut start = vec![place(START, "Cover")];
    start.extend(lesson.routes.iter().map(|route| place(&route::address(route), &format!("Path: {}", route.name))));
    start.push(place(Page::Search.key(), title::title(Page::Search)));
    let units = lesson.units.iter().map(|unit| unit_places(lesson, unit)).collect();
    let pages = |all: &[(Page, bool)]| -> Vec<AnyView> {
        all.iter().filter(|(_, there)| *there).map(|(page, _)| place(page.key(), title::title(*page))).collect()
    };
    let index = !(lesson.people.is_empty() && lesson.bodies.is_empty() && lesson.places.is_empty());
    let work = pages(&[(Page::Judgement, lesson.judgement.is_some()), (Page::Summary, true), (Page::Return, true)]);
    let reference = pages(&[
        (Page::Records, true),
        (Page::Timeline, !lesson.timeline.is_empty()),
        (Page::Index, index),
        (Page::Words, true),
        (Page::Notes, true),
        (Page::Teachers, !lesson.teachers.is_empty()),
        (Page::Course, true),
    ]);
    let others: Vec<AnyView> = lesson.off_desk().iter().map(|claim| claim_place(lesson, &claim.id)).collect();
    let mut all = pages(&[(Page::Quiz, true), (Page::Claims, true), (Page::Exercises, !lesson.exercises.is_empty())]);
    if !others.is_empty() {
        all.push(view! { <li>{folded("Claims on no desk", others)}</li> }.into_any());
    }
    view! {
        <ol>
            {chapter("Start", start)}
            {chapter("Units", units)}
            {chapter("Practice", all)}
            {chapter("Your work", work)}
            {chapter("Reference", reference)}
        </ol>
    }
    .into_any()
}

/// A unit, and the claims on its desk.
fn unit_places(lesson: &Lesson, unit: &Unit) -> AnyView {
    let claims: Vec<AnyView> = unit.claims.iter().map(|id| claim_place(lesson, id)).collect();
    let label = format!("Its claims: {}", claims.len());
    view! {
        <li>
            <a href=format!("#{}", unit::address(unit.number))>{unit::name(unit)}</a>
            {(!claims.is_empty()).then(|| folded(&label, claims))}
        </li>
    }
    .into_any()
}

/// Places in a fold, which the guide opens when one of them is on the screen.
fn folded(label: &str, places: Vec<AnyView>) -> AnyView {
    if places.is_empty() {
        return ().into_any();
    }
    view! { <details><summary>{label.to_owned()}</summary><ol>{places}</ol></details> }.into_any()
}

fn claim_place(lesson: &Lesson, id: &ClaimId) -> AnyView {
    let headline = lesson.claims.get(id).map_or("", |claim| claim.headline.as_str());
    view! {
        <li data-claim=id.to_string()>
            <a href=format!("#{}", claim::address(id))>{format!("{}: {headline}", claim::name(id))}</a>
            <span class="tick" hidden>" ✓"<span class="unseen">" answered"</span></span>
        </li>
    }
    .into_any()
}
