//! A unit: its text, then its claims, each a view of its own.

use super::{check, claim, prose};
use leptos::prelude::*;
use lesson::{
    content::{Lesson, Unit},
    id::UnitNumber,
    prose::{Line, Page},
};

/// A unit's address.
pub fn address(number: UnitNumber) -> String {
    format!("unit-{number}")
}

/// "Unit 4: The file opens".
pub fn name(unit: &Unit) -> String {
    format!("Unit {}: {}", unit.number, unit.title)
}

/// What comes after the last claim of a unit: the next unit, or every claim.
fn onward(lesson: &Lesson, unit: &Unit) -> (String, String) {
    let next = lesson.units.iter().skip_while(|other| other.number != unit.number).nth(1);
    next.map_or_else(
        || (Page::Claims.key().to_owned(), "That was the last: to all claims".to_owned()),
        |next| (address(next.number), format!("That was the last: to {}", name(next))),
    )
}

/// The unit with its claims.
pub fn unit(lesson: &Lesson, unit: &Unit) -> AnyView {
    let title = format!("{}-title", address(unit.number));
    let list = |lines: &[Line]| lines.iter().map(|line| view! { <li>{prose::line(line)}</li> }).collect_view();
    let count = unit.claims.len();
    let first = unit.claims.first().map(|id| {
        let label = format!("To the desk: {count} claims");
        view! { <a class="button" href=format!("#{}", claim::address(id))>{label}</a>" " }
    });
    let next = lesson.units.iter().skip_while(|other| other.number != unit.number).nth(1);
    let next = next.map(|next| {
        view! { <a href=format!("#{}", address(next.number))>"Next: "{name(next)}</a> }
    });
    let claims = unit
        .claims
        .iter()
        .enumerate()
        .filter_map(|(at, id)| {
            let after = unit.claims.get(at + 1).map(|id| (claim::address(id), format!("Next: claim {}", at + 2)));
            let after = after.unwrap_or_else(|| onward(lesson, unit));
            Some(claim::claim(lesson, lesson.claims.get(id)?, &after))
        })
        .collect_view();
    let view_address = address(unit.number);
    view! {
        <section class="view unit" id=address(unit.number) data-view=name(unit) tabindex="-1" aria-labelledby=title.clone()>
            <header class="unit-head">
                <p class="kicker">{format!("Unit {} · about {} minutes", unit.number, unit.minutes)}</p>
                <h2 id=title.clone()>{unit.title.clone()}</h2>
            </header>
            <div class="unit-body">
                <div class="objectives" id=format!("{view_address}-objectives") data-find="Unit" data-name=name(unit)>
                    <h3>"You will be able to"</h3>
                    <ul>{list(&unit.objectives)}</ul>
                </div>
                <div class="prose">
                    {prose::blocks(lesson, &unit.prose, &view_address)}
                    <div class="silences">
                        <h3>"What these sources cannot tell"</h3>
                        <ul>{list(&unit.silences)}</ul>
                    </div>
                    {check::checks(&unit.checks)}
                </div>
            </div>
            <p class="onward">{first}{next}</p>
        </section>
        {claims}
    }
    .into_any()
}
