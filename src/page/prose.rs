//! Prose on the page.

use leptos::prelude::*;
use lesson::{
    id::Exhibit,
    prose::{Block, Inline, Prose},
};

/// A text of several blocks. A heading of level 1 becomes an `h3`: it stands below the title of its view.
pub fn blocks(prose: &Prose) -> AnyView {
    prose.iter().map(block).collect_view().into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{line(text)}</p> }.into_any(),
        Block::Heading(1, text) => view! { <h3>{line(text)}</h3> }.into_any(),
        Block::Heading(_, text) => view! { <h4>{line(text)}</h4> }.into_any(),
        Block::Quote(prose) => view! { <blockquote>{blocks(prose)}</blockquote> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.iter().map(|item| view! { <li>{tight(item)}</li> }).collect_view();
            if *ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
        Block::Table { head, rows } => {
            let heads = head.iter().map(|cell| view! { <th scope="col">{line(cell)}</th> }).collect_view();
            let names: Vec<String> = head.iter().map(|cell| lesson::prose::plain(cell)).collect();
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

/// An item of one paragraph needs no paragraph around it.
fn tight(item: &Prose) -> AnyView {
    match item.as_slice() {
        [Block::Paragraph(text)] => line(text),
        _ => blocks(item),
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
        Inline::Word(id, text) => view! {
            <a class="word" href=format!("#word-{id}") data-aside="Word help">{line(text)}</a>
        }
        .into_any(),
        Inline::Record(exhibit, text) => view! { <a href=format!("#{}", address(exhibit))>{line(text)}</a> }.into_any(),
        Inline::Claim(id, text) => view! { <a href=format!("#claim-{id}")>{line(text)}</a> }.into_any(),
        Inline::Unit(number, text) => view! { <a href=format!("#unit-{number}")>{line(text)}</a> }.into_any(),
        Inline::Web(address, text) => view! { <a href=address.clone() rel="noreferrer">{line(text)}</a> }.into_any(),
    }
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
