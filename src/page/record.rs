//! Records, in the voice of the archive: whole on the shelf, in part on a desk.

use super::prose;
use leptos::prelude::*;
use lesson::content::{Access, Record};

/// A record as a whole.
pub fn record(record: &Record) -> AnyView {
    let address = format!("record-{}", record.id);
    let title = format!("{address}-title");
    let points = record
        .points
        .iter()
        .map(|point| {
            let person = point
                .person
                .as_ref()
                .map(|person| view! { <span class="person">" Charged with it: "{prose::line(person)}"."</span> });
            view! {
                <li id=format!("{address}-{}", point.number) value=point.number.to_string() tabindex="-1">
                    {prose::line(&point.does)}{person}
                </li>
            }
        })
        .collect_view();
    let notes = (!record.notes.is_empty()).then(|| view! { " · "{prose::notes(&record.notes)} });
    let web = record.outside.as_ref().map(|web| {
        view! { " · "<a href=web.clone() rel="noreferrer">"read it"</a>" · not from the source of this lesson: no key rests on it" }
    });
    let points = (!record.points.is_empty()).then(|| view! { <ol class="points">{points}</ol> });
    view! {
        <article class="folder record" id=address data-find="Record" tabindex="-1" aria-labelledby=title.clone()>
            {head(record, Some(title.clone()))}
            <p>{prose::line(&record.summary)}</p>
            {points}
            {silences(record)}
            <p class="where"><span class="cite-line">{record.cite.clone()}</span>{notes}{web}</p>
        </article>
    }
    .into_any()
}

/// What every record shows first: its name, its date, from whom, to whom, open or secret.
pub fn head(record: &Record, title: Option<String>) -> AnyView {
    let access = match record.access {
        Access::Secret => "Secret",
        Access::Open => "Public",
        Access::Unknown => "Not known to be public",
    };
    view! {
        <header class="folder-head">
            <h3 id=title>{record.title.clone()}</h3>
            <p class="stamp">{access}</p>
            <dl>
                <div><dt>"Date"</dt><dd><time datetime=record.date.html()>{record.date.to_string()}</time></dd></div>
                <div><dt>"From"</dt><dd>{prose::line(&record.body)}</dd></div>
                <div><dt>"To"</dt><dd>{prose::line(&record.addressee)}</dd></div>
                <div><dt>"Access"</dt><dd>{prose::line(&record.access_says)}</dd></div>
            </dl>
        </header>
    }
    .into_any()
}

/// The fold: what the record does not say.
pub fn silences(record: &Record) -> AnyView {
    let items = record.silent.iter().map(|line| view! { <li>{prose::line(line)}</li> }).collect_view();
    view! {
        <details class="silent">
            <summary>"What it does not say"</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_any()
}
