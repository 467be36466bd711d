//! Records, in the voice of the archive: whole on the shelf, in part on a desk.

use super::prose;
use leptos::prelude::*;
use lesson::content::{Access, Lesson, Record};

/// The shelf: every record, in order of its date.
pub fn shelf(lesson: &Lesson) -> AnyView {
    let records = lesson.records.iter().map(record).collect_view();
    view! {
        <section class="view shelf" id="records" data-view="The records" tabindex="-1" aria-labelledby="records-title">
            <header class="unit-head">
                <p class="kicker">"Reference"</p>
                <h2 id="records-title">"The records"</h2>
            </header>
            <p class="hint">
                "Each is restated in our own words, point by point. The reference leads to the original."
            </p>
            {records}
        </section>
    }
    .into_any()
}

fn record(record: &Record) -> AnyView {
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
    let points = (!record.points.is_empty()).then(|| view! { <ol class="points">{points}</ol> });
    view! {
        <article class="folder record" id=address tabindex="-1" aria-labelledby=title.clone()>
            {head(record, &title)}
            <p>{prose::line(&record.summary)}</p>
            {points}
            {silences(record)}
            <p class="where">{record.cite.clone()}" · "{prose::notes(&record.notes)}</p>
        </article>
    }
    .into_any()
}

/// What every record shows first: its name, its date, from whom, to whom, open or secret.
pub fn head(record: &Record, title: &str) -> AnyView {
    let access = match record.access {
        Access::Secret => "Secret",
        Access::Open => "Public",
    };
    view! {
        <header class="folder-head">
            <h3 id=title.to_owned()>{record.title.clone()}</h3>
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
