//! Ways through the lesson: each a page with its steps.

use super::{claim, prose, title, unit};
use crate::island::route::Choose;
use leptos::prelude::*;
use lesson::{
    apparatus::{Route, Stop},
    content::Lesson,
};

/// A way's address.
pub fn address(route: &Route) -> String {
    format!("path-{}", route.id)
}

/// The address of a stop.
pub fn stop(stop: &Stop) -> String {
    match stop {
        Stop::Unit(number) => unit::address(*number),
        Stop::Claim(id) => claim::address(id),
        Stop::Page(page) => page.key().to_owned(),
    }
}

/// A link to a way, with how long it takes.
pub fn short(route: &Route) -> AnyView {
    let label = format!("{} · {} minutes", route.name, route.minutes);
    view! { <li><a href=format!("#{}", address(route))>{label}</a></li> }.into_any()
}

/// The page of a way.
pub fn page(lesson: &Lesson, route: &Route) -> AnyView {
    let address = address(route);
    let heading = format!("{address}-title");
    let mut lessons: Vec<Option<u8>> = route.steps.iter().map(|step| step.lesson).collect();
    lessons.dedup();
    let lists = lessons
        .into_iter()
        .map(|number| {
            let steps = route.steps.iter().filter(|step| step.lesson == number);
            let minutes: u16 = steps.clone().map(|step| step.minutes).sum();
            let head = number.map(|number| view! { <h3>{format!("Lesson {number} · {minutes} minutes")}</h3> });
            let steps = steps
                .map(|step| {
                    let only = step.only.as_ref().map(|only| view! { <br/>"Only: "{prose::line(only)} });
                    let minutes =
                        if step.minutes == 1 { "1 minute".to_owned() } else { format!("{} minutes", step.minutes) };
                    view! {
                        <li>
                            <a href=format!("#{}", stop(&step.to))>{name(lesson, &step.to)}</a>
                            <span class="hint">" · "{minutes}</span>{only}
                        </li>
                    }
                })
                .collect_view();
            view! { {head}<ol class="steps-list">{steps}</ol> }
        })
        .collect_view();
    view! {
        <section class="view path" id=address data-view=format!("Path: {}", route.name) data-find="Path" tabindex="-1" aria-labelledby=heading.clone()>
            <header class="unit-head">
                <p class="kicker">{format!("A path through the lesson · {} minutes", route.minutes)}</p>
                <h2 id=heading.clone()>{route.name.clone()}</h2>
            </header>
            <p>{prose::line(&route.says)}</p>
            <Choose>
                <p class="choose">
                    <button type="button" class="button">"Take this path"</button>
                    " "<span class="chosen" role="status"></span>
                </p>
            </Choose>
            {lists}
        </section>
    }
    .into_any()
}

/// What a stop is called.
fn name(lesson: &Lesson, stop: &Stop) -> String {
    match stop {
        Stop::Unit(number) => {
            lesson.units.iter().find(|unit| unit.number == *number).map_or_else(String::new, unit::name)
        }
        Stop::Claim(id) => {
            let headline = lesson.claims.get(id).map_or("", |claim| claim.headline.as_str());
            format!("{}: {headline}", claim::name(id))
        }
        Stop::Page(page) => title::title(*page).to_owned(),
    }
}
