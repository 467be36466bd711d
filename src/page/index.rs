//! People, organisations and places: who or what each is, and where it occurs.

use super::{check, claim, prose, title, unit};
use leptos::prelude::*;
use lesson::{
    apparatus::{Entry, Place, Spot},
    content::Lesson,
    prose::Page,
};
use std::fmt::Display;

/// The index.
pub fn index(lesson: &Lesson) -> Option<AnyView> {
    if lesson.people.is_empty() && lesson.bodies.is_empty() && lesson.places.is_empty() {
        return None;
    }
    let people = group("people", "People", &lesson.people, |it| person(lesson, it, "person", "Person"));
    let bodies = group("bodies", "Organisations and newspapers", &lesson.bodies, |it| {
        person(lesson, it, "body", "Organisation")
    });
    let places = group("places", "Places", &lesson.places, |it| place(lesson, it));
    let view = view! {
        <section class="view index" id=Page::Index.key() data-view=title::title(Page::Index) tabindex="-1" aria-labelledby="index-title">
            {title::head(Page::Index)}
            <p class="hint">"Names as they stood at the time; other spellings and today’s names beside them."</p>
            {people}{bodies}{places}
        </section>
    };
    Some(view.into_any())
}

fn group<T>(id: &str, name: &str, all: &[T], entry: impl Fn(&T) -> AnyView) -> Option<AnyView> {
    let entries = all.iter().map(entry).collect_view();
    (!all.is_empty())
        .then(|| view! { <h3 id=format!("index-{id}") tabindex="-1">{name.to_owned()}</h3><div class="entries">{entries}</div> }.into_any())
}

fn person<Id: Display>(lesson: &Lesson, it: &Entry<Id>, kind: &str, what: &'static str) -> AnyView {
    let notes = (!it.notes.is_empty()).then(|| prose::notes(&it.notes));
    view! {
        <div class="word-entry" id=format!("{kind}-{}", it.id) data-find=what data-name=it.name.clone() data-also=it.also.join(" ") tabindex="-1">
            <div data-aside-body="">
                <p><dfn>{it.name.clone()}</dfn>{also(&it.also)}" · "<span class="hint">{it.group.clone()}</span></p>
                <p>{prose::line(&it.is)}</p>
            </div>
            {occurs(lesson, &it.occurs, notes)}
        </div>
    }
    .into_any()
}

fn place(lesson: &Lesson, it: &Place) -> AnyView {
    let today = it.today.as_ref().map(|today| format!(" (today {today})"));
    let notes = (!it.notes.is_empty()).then(|| prose::notes(&it.notes));
    view! {
        <div class="word-entry" id=format!("place-{}", it.id) data-find="Place" data-name=it.name.clone() data-also=format!("{} {}", it.today.as_deref().unwrap_or_default(), it.also.join(" ")) tabindex="-1">
            <div data-aside-body="">
                <p>
                    <dfn>{it.name.clone()}</dfn>{today}{also(&it.also)}" · "
                    <span class="hint">{coordinates(it.latitude, it.longitude)}</span>
                </p>
                <p>{prose::line(&it.is)}</p>
            </div>
            {occurs(lesson, &it.occurs, notes)}
        </div>
    }
    .into_any()
}

fn also(spellings: &[String]) -> Option<String> {
    (!spellings.is_empty()).then(|| format!(" (also {})", spellings.join(", ")))
}

/// "55.75° N, 37.62° E".
fn coordinates(latitude: f64, longitude: f64) -> String {
    let (north, east) = (if latitude < 0.0 { "S" } else { "N" }, if longitude < 0.0 { "W" } else { "E" });
    format!("{:.2}° {north}, {:.2}° {east}", latitude.abs(), longitude.abs())
}

/// Where something occurs, as links.
pub fn occurs(lesson: &Lesson, spots: &[Spot], notes: Option<AnyView>) -> AnyView {
    let links = spots
        .iter()
        .enumerate()
        .map(|(at, spot)| {
            let (address, label) = named(lesson, spot);
            let gap = if at > 0 { ", " } else { "" };
            view! { {gap}<a href=format!("#{address}")>{label}</a> }
        })
        .collect_view();
    let between = (!spots.is_empty() && notes.is_some()).then_some("; ");
    view! { <p class="occurs">"Where: "{links}{between}{notes}</p> }.into_any()
}

/// The address of a spot, and a short name for it.
fn named(lesson: &Lesson, spot: &Spot) -> (String, String) {
    match spot {
        Spot::Cover => (crate::port::place::START.to_owned(), "cover".to_owned()),
        Spot::Unit(number) => (unit::address(*number), format!("unit {number}")),
        Spot::Check(id) => {
            let check = lesson.checks().find(|check| check.id == *id);
            (check.map(check::address).unwrap_or_default(), format!("check {}", id.as_str().to_uppercase()))
        }
        Spot::Claim(id) => (claim::address(id), id.as_str().to_uppercase()),
        Spot::Record(id) => (format!("record-{id}"), format!("record {}", id.as_str().to_uppercase())),
        Spot::Picture(id) => {
            let title = lesson.pictures.get(id).map_or("", |picture| picture.title.as_str());
            (format!("picture-{id}"), format!("picture “{title}”"))
        }
        Spot::Page(page) => (page.key().to_owned(), title::title(*page).to_lowercase()),
        Spot::Outside(id) => (format!("outside-{id}"), "a note from outside".to_owned()),
        Spot::Word(id) => {
            let word = lesson.words.iter().find(|word| word.id == *id);
            (format!("word-{id}"), format!("word “{}”", word.map_or("", |word| word.term.as_str())))
        }
    }
}
