//! Prose on the page.

use super::{picture, tracer};
use leptos::prelude::*;
use lesson::{
    content::Lesson,
    id::Exhibit,
    prose::{Block, Inline, Line, Prose, plain},
};

/// A text of several blocks, in a view of this address. A heading of level 1 becomes an `h3`: it stands below the title
/// of its view, and has an address of its own, such as `unit-3-voices`.
pub fn blocks(lesson: &Lesson, prose: &Prose, view: &str) -> AnyView {
    prose.iter().map(|it| block(lesson, it, view)).collect_view().into_any()
}

/// The address of a heading: its words, in small letters and parted by hyphens, below the view's.
pub fn heading(view: &str, text: &Line) -> String {
    format!("{view}-{}", words(&plain(text)))
}

/// The words of a heading as a part of an address.
pub fn words(heading: &str) -> String {
    let words = heading.to_lowercase();
    let words: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn block(lesson: &Lesson, block: &Block, at: &str) -> AnyView {
    let blocks = |prose: &Prose| blocks(lesson, prose, at);
    match block {
        Block::Paragraph(text) => view! { <p>{line(text)}</p> }.into_any(),
        Block::Heading(1, text) => {
            view! { <h3 id=heading(at, text) data-find="Section" tabindex="-1">{line(text)}</h3> }.into_any()
        }
        Block::Heading(_, text) => view! { <h4>{line(text)}</h4> }.into_any(),
        Block::Quote(prose) => view! { <blockquote>{blocks(prose)}</blockquote> }.into_any(),
        Block::Picture(id) => lesson.pictures.get(id).map(|it| picture::picture(lesson, it)).into_any(),
        Block::Tracer(_) => lesson.tracer.as_ref().map(|tracer| tracer::table(lesson, tracer)).into_any(),
        Block::List { ordered, items } => {
            let tight = |item: &Prose| match item.as_slice() {
                // An item of one paragraph needs no paragraph around it.
                [Block::Paragraph(text)] => line(text),
                _ => blocks(item),
            };
            let items = items.iter().map(|item| view! { <li>{tight(item)}</li> }).collect_view();
            if *ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
        Block::Table { head, rows } => {
            let heads = head.iter().map(|cell| {
                // An empty corner is the head of nothing.
                let empty = plain(cell).trim().is_empty();
                if empty {
                    view! { <td></td> }.into_any()
                } else {
                    view! { <th scope="col">{line(cell)}</th> }.into_any()
                }
            });
            let heads = heads.collect_view();
            let names: Vec<String> = head.iter().map(|cell| plain(cell)).collect();
            let rows = rows
                .iter()
                .map(|row| {
                    let cells = row
                        .iter()
                        .enumerate()
                        .map(|(at, cell)| view! { <td data-head=names.get(at).cloned()>{line(cell)}</td> })
                        .collect_view();
                    view! { <tr>{cells}</tr> }
                })
                .collect_view();
            view! { <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
        }
    }
}

/// Text within a paragraph.
pub fn line(text: &[Inline]) -> AnyView {
    text.iter().map(inline).collect_view().into_any()
}

fn inline(piece: &Inline) -> AnyView {
    match piece {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Emphasis(text) => view! { <em>{line(text)}</em> }.into_any(),
        Inline::Strong(text) => view! { <strong>{line(text)}</strong> }.into_any(),
        Inline::Note(number) => note(*number),
        Inline::Word(id, text) => helped(&format!("word-{id}"), "Word help", text),
        Inline::Person(id, text) => helped(&format!("person-{id}"), "Person", text),
        Inline::Body(id, text) => helped(&format!("body-{id}"), "Organisation", text),
        Inline::Place(id, text) => helped(&format!("place-{id}"), "Place", text),
        Inline::Picture(id, text) => view! { <a href=format!("#picture-{id}")>{line(text)}</a> }.into_any(),
        Inline::Page(page, text) => view! { <a href=format!("#{}", page.key())>{line(text)}</a> }.into_any(),
        Inline::Outside(id) => view! {
            <a class="note outside" href=format!("#outside-{id}") data-aside="From outside">
                <span class="unseen">"note from outside "</span>"†"
            </a>
        }
        .into_any(),
        Inline::Record(exhibit, text) => view! { <a href=format!("#{}", address(exhibit))>{line(text)}</a> }.into_any(),
        Inline::Claim(id, text) => view! { <a href=format!("#claim-{id}")>{line(text)}</a> }.into_any(),
        Inline::Unit(number, text) => view! { <a href=format!("#unit-{number}")>{line(text)}</a> }.into_any(),
        Inline::Web(address, text) => view! { <a href=address.clone() rel="noreferrer">{line(text)}</a> }.into_any(),
    }
}

/// A word, a person, a place: its explanation opens beside the text.
fn helped(address: &str, what: &'static str, text: &Line) -> AnyView {
    view! { <a class="word" href=format!("#{address}") data-aside=what>{line(text)}</a> }.into_any()
}

/// The address of a record, or of one point of it.
pub fn address(exhibit: &Exhibit) -> String {
    match exhibit.point {
        Some(point) => format!("record-{}-{point}", exhibit.record),
        None => format!("record-{}", exhibit.record),
    }
}

/// A reference to a note.
pub fn note(number: u16) -> AnyView {
    view! {
        <a class="note" href=format!("#note-{number}") data-aside=format!("Note {number}")>
            <span class="unseen">"note "</span>{number}
        </a>
    }
    .into_any()
}

/// References to several notes: "Notes 33, 84".
pub fn notes(numbers: &[u16]) -> AnyView {
    let label = if numbers.len() == 1 { "Note " } else { "Notes " };
    let links = numbers
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let gap = if at > 0 { ", " } else { "" };
            view! {
                {gap}<a href=format!("#note-{number}") data-aside=format!("Note {number}")>{*number}</a>
            }
        })
        .collect_view();
    view! { <span class="notes-line">{label}{links}</span> }.into_any()
}
