//! The first page: the question, what one does here, where to begin.

use super::{claim, prose, route, unit};
use crate::{
    island::{belief::Belief, guide::Resume},
    port::place::START,
};
use leptos::prelude::*;
use lesson::{
    content::{Belief as Asked, Lesson},
    prose::Page,
};

/// The slider, at the start (`belief`) or at the end (`closing`).
pub fn slider(asked: &Asked, name: &'static str) -> AnyView {
    let (slider, ends) = (format!("{name}-slider"), format!("{name}-ends"));
    let Asked { prompt, low, high } = asked.clone();
    view! {
        <Belief>
            <div class="belief">
                <label for=slider.clone()>{prompt}</label>
                <p id=ends.clone() class="ends">
                    <span>"0: "{low}</span>
                    <span>"100: "{high}</span>
                </p>
                <input id=slider type="range" name=name min="0" max="100" step="1" autocomplete="off" aria-describedby=ends />
                <p class="said" role="status">"Not set yet: move the slider."</p>
            </div>
        </Belief>
    }
    .into_any()
}

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
    view! {
        <section class="view cover" id=START data-view="" tabindex="-1" aria-labelledby="cover-title">
            <div class="masthead">
                <h2 id="cover-title">{lesson.title.clone()}</h2>
                <p class="stamp" aria-hidden="true">"Secret archive"</p>
            </div>
            <p class="lead">{lesson.question.clone()}</p>
            <Resume>
                <p class="resume" hidden><a class="button">"Go on where you were: "<span></span></a></p>
                <p class="come-back" hidden><a href=format!("#{}", Page::Return.key())></a></p>
            </Resume>
            <div class="sheet">
                <div class="prose">{prose::blocks(lesson, &lesson.cover, START)}</div>
                <div class="start">
                    <ol class="questions">{questions}</ol>
                    {slider(&lesson.belief, "belief")}
                    <h2>"Begin"</h2>
                    <ul class="starts">{first}{paths}{claim}<li><a href=format!("#{}", Page::Quiz.key())>"The quiz: choose its claims"</a></li></ul>
                    <p class="hint">
                        "Printed from this page, the whole lesson comes out; printed from elsewhere, only what is on the screen."
                    </p>
                </div>
            </div>
        </section>
    }
    .into_any()
}
