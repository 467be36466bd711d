//! A unit: its text, then its claims, each a view of its own.

use super::{claim, prose};
use leptos::prelude::*;
use lesson::{
    content::{Lesson, Unit},
    id::UnitNumber,
    prose::Line,
};

/// A unit's address.
pub fn address(number: UnitNumber) -> String {
    format!("unit-{number}")
}

/// "Unit 4: The file opens".
pub fn name(unit: &Unit) -> String {
    format!("Unit {}: {}", unit.number, unit.title)
}

/// The unit with its claims.
pub fn unit(lesson: &Lesson, unit: &Unit) -> AnyView {
    let title = format!("{}-title", address(unit.number));
    let list = |lines: &[Line]| lines.iter().map(|line| view! { <li>{prose::line(line)}</li> }).collect_view();
    let count = unit.claims.len();
    let first = unit.claims.first().map(|id| {
        let label = format!("To the desk: {count} claims");
        view! { <p class="onward"><a class="button" href=format!("#{}", claim::address(id))>{label}</a></p> }
    });
    let claims = unit
        .claims
        .iter()
        .enumerate()
        .filter_map(|(at, id)| {
            let next = unit.claims.get(at + 1).map(|id| (claim::address(id), format!("Next: claim {}", at + 2)));
            let next = next.unwrap_or_else(|| ("records".to_owned(), "That was the last: to the records".to_owned()));
            Some(claim::claim(lesson, lesson.claims.get(id)?, at + 1, count, unit, &next))
        })
        .collect_view();
    view! {
        <section class="view unit" id=address(unit.number) data-view=name(unit) tabindex="-1" aria-labelledby=title.clone()>
            <header class="unit-head">
                <p class="kicker">{format!("Unit {} · about {} minutes, with its claims", unit.number, unit.minutes)}</p>
                <h2 id=title.clone()>{unit.title.clone()}</h2>
            </header>
            <div class="unit-body">
                <div class="objectives">
                    <h3>"You will be able to"</h3>
                    <ul>{list(&unit.objectives)}</ul>
                </div>
                <div class="prose">
                    {prose::blocks(&unit.prose)}
                    <div class="silences">
                        <h3>"What these sources cannot tell"</h3>
                        <ul>{list(&unit.silences)}</ul>
                    </div>
                </div>
            </div>
            {first}
        </section>
        {claims}
    }
    .into_any()
}
