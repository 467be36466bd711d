//! The first page: the question, what one does here, where to begin.

use super::{claim, prose, route, unit};
use crate::{
    island::{
        belief::{Belief, ENDS, SLIDER},
        guide::Resume,
    },
    port::place::START,
};
use leptos::prelude::*;
use lesson::content::Lesson;

/// The cover.
pub fn cover(lesson: &Lesson) -> AnyView {
    let questions = lesson
        .questions
        .iter()
        .map(|question| view! { <li><strong>{question.name.clone()}</strong>" "{question.means.clone()}</li> })
        .collect_view();
    let first = lesson.units.first().map(|unit| {
        let label = format!("Begin with {}", unit::name(unit));
        view! { <li><a class="button" href=format!("#{}", unit::address(unit.number))>{label}</a></li> }
    });
    let paths = lesson.routes.iter().map(route::short).collect_view();
    let claim = lesson.units.iter().flat_map(|unit| &unit.claims).next();
    let claim =
        claim.map(|id| view! { <li><a href=format!("#{}", claim::address(id))>"Straight to the first claim"</a></li> });
    let belief = lesson.belief.clone();
    view! {
        <section class="view cover" id=START data-view="" tabindex="-1" aria-labelledby="cover-title">
            <div class="masthead">
                <h2 id="cover-title">{lesson.title.clone()}</h2>
                <p class="stamp" aria-hidden="true">"Secret archive"</p>
            </div>
            <p class="lead">{lesson.question.clone()}</p>
            <Resume />
            <div class="sheet">
                <div class="prose">{prose::blocks(lesson, &lesson.cover, START)}</div>
                <div class="start">
                    <ol class="questions">{questions}</ol>
                    <Belief>
                        <label for=SLIDER>{belief.prompt}</label>
                        <p id=ENDS class="ends">
                            <span>"0: "{belief.low}</span>
                            <span>"100: "{belief.high}</span>
                        </p>
                    </Belief>
                    <h2>"Begin"</h2>
                    <ul class="starts">{first}{paths}{claim}</ul>
                    <p class="hint">
                        "Printed from this page, the whole lesson comes out; printed from elsewhere, only what is on the screen."
                    </p>
                </div>
            </div>
        </section>
    }
    .into_any()
}
