//! Shelves: every claim, every record, with what it takes to narrow them down.

use super::{claim, prose, record, title, unit};
use crate::island::shelf::Shelf;
use leptos::prelude::*;
use lesson::{
    content::{Access, Claim, Lesson, Record},
    prose::{Page, plain},
};
use std::collections::BTreeSet;

/// A control of a shelf: its label, its name, and the values that can be chosen, with what they are called.
type Control = (&'static str, &'static str, Vec<(String, String)>);

fn controls(all: Vec<Control>) -> AnyView {
    let selects = all
        .into_iter()
        .map(|(label, name, values)| {
            let every = (name != "sort").then(|| view! { <option value="">"all"</option> });
            let options =
                values.into_iter().map(|(value, text)| view! { <option value=value>{text}</option> }).collect_view();
            view! { <label>{label}" "<select name=name autocomplete="off">{every}{options}</select></label> }
        })
        .collect_view();
    view! { <p class="controls">{selects}</p> }.into_any()
}

/// Where it is said how many are shown.
fn count() -> AnyView {
    view! { <p class="hint count" role="status"></p> }.into_any()
}

/// A text as one value among several: no blanks.
fn value(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Each once, by alphabet, as a value and what it is called.
fn choices(all: impl Iterator<Item = String>) -> Vec<(String, String)> {
    let all: BTreeSet<String> = all.collect();
    all.into_iter().map(|text| (value(&text), text)).collect()
}

/// The place of each when all are sorted by this, counted from 0.
fn ranks<T>(all: &[&T], by: impl Fn(&T) -> String) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| by(all[*at]));
    let mut ranks = vec![0; all.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank;
    }
    ranks
}

fn sorts(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect()
}

/// Every claim: a list of links, grouped by nothing but its order.
pub fn claims(lesson: &Lesson) -> AnyView {
    let all = lesson.claims.values();
    let drives = lesson.drives.iter().map(|drive| (drive.id.to_string(), drive.name.clone())).collect();
    let years = choices(all.clone().map(year));
    let desks = lesson
        .units
        .iter()
        .filter(|unit| !unit.claims.is_empty())
        .map(|unit| (unit.number.to_string(), unit::name(unit)))
        .chain(std::iter::once(("none".to_owned(), "on no desk".to_owned())))
        .collect();
    let answered = sorts(&[("no", "not yet"), ("yes", "answered")]);
    let sort = sorts(&[("id", "number"), ("date", "date"), ("headline", "headline")]);
    let mut all_controls = vec![("Year", "year", years), ("Desk", "desk", desks), ("Answered", "answered", answered)];
    if !lesson.drives.is_empty() {
        all_controls.insert(0, ("Campaign", "drive", drives));
    }
    all_controls.push(("Sort by", "sort", sort));
    let claims: Vec<&Claim> = all.collect();
    let [dates, headlines] =
        [ranks(&claims, |claim| claim.act.first().to_string()), ranks(&claims, |claim| claim.headline.to_lowercase())];
    let items = claims.iter().enumerate().map(|(at, claim)| claim_item(lesson, claim, [at, dates[at], headlines[at]]));
    let items = items.collect_view();
    let drives = lesson
        .drives
        .iter()
        .map(|drive| view! { <div><dt>{drive.name.clone()}</dt><dd>{prose::line(&drive.says)}</dd></div> })
        .collect_view();
    let drives = (!lesson.drives.is_empty())
        .then(|| view! { <details class="drives"><summary>"The campaigns"</summary><dl>{drives}</dl></details> });
    view! {
        <section class="view shelf" id=Page::Claims.key() data-view=title::title(Page::Claims) tabindex="-1" aria-labelledby="claims-title">
            {title::head(Page::Claims)}
            <p class="hint">
                "Each can be taken by itself. What a claim is keyed as is not told here: read it first."
            </p>
            {drives}
            <Shelf>
                {controls(all_controls)}
                <ol class="claims">{items}</ol>
                {count()}
            </Shelf>
        </section>
    }
    .into_any()
}

/// The year in which a claim's act began.
fn year(claim: &Claim) -> String {
    claim.act.first().year().to_string()
}

/// A claim on its shelf, with its place by number, by date and by headline.
fn claim_item(lesson: &Lesson, claim: &Claim, by: [usize; 3]) -> AnyView {
    let desk = lesson.desk(&claim.id).map_or_else(|| "none".to_owned(), |(unit, _)| unit.number.to_string());
    view! {
        <li
            data-item=""
            data-claim=claim.id.to_string()
            data-by-id=by[0].to_string()
            data-by-date=by[1].to_string()
            data-by-headline=by[2].to_string()
            data-year=year(claim)
            data-desk=desk
            data-drive=claim.drive.as_ref().map(ToString::to_string)
        >
            <a href=format!("#{}", claim::address(&claim.id))>
                <span class="number">{claim.id.as_str().to_uppercase()}</span>" "{claim.headline.clone()}
            </a>
            <span class="tick" hidden>" ✓"<span class="unseen">" answered"</span></span>
            <span class="hint">{claim.act.to_string()}" · "{plain(&claim.published)}</span>
        </li>
    }
    .into_any()
}

/// Who made a record, in short: what stands before a bracket or a comma.
fn maker(record: &Record) -> String {
    plain(&record.body).split(['(', ',', ';', ':']).next().unwrap_or_default().trim().to_owned()
}

/// Every record, in order of its date.
pub fn records(lesson: &Lesson) -> AnyView {
    let all = lesson.records.iter();
    let bodies = choices(all.clone().map(maker));
    let years = choices(all.clone().map(|record| record.date.first().year().to_string()));
    let access = sorts(&[("secret", "secret"), ("unknown", "not known to be public"), ("open", "public at the time")]);
    let sort = sorts(&[("date", "date"), ("title", "title"), ("body", "who made it")]);
    let controls = controls(vec![
        ("Year", "year", years),
        ("Made by", "body", bodies),
        ("Access", "access", access),
        ("Sort by", "sort", sort),
    ]);
    let records: Vec<&Record> = all.collect();
    let [titles, makers] =
        [ranks(&records, |it| it.title.to_lowercase()), ranks(&records, |it| plain(&it.body).to_lowercase())];
    let items = records
        .iter()
        .enumerate()
        .map(|(at, record)| {
            let access = match record.access {
                Access::Secret => "secret",
                Access::Open => "open",
                Access::Unknown => "unknown",
            };
            view! {
                <li
                    data-item=""
                    data-by-date=at.to_string()
                    data-by-title=titles[at].to_string()
                    data-by-body=makers[at].to_string()
                    data-body=value(&maker(record))
                    data-year=record.date.first().year().to_string()
                    data-access=access
                >
                    {record::record(record)}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="view shelf" id=Page::Records.key() data-view=title::title(Page::Records) tabindex="-1" aria-labelledby="records-title">
            {title::head(Page::Records)}
            <p class="hint">
                "Each is restated in our own words, point by point. The reference leads to the original."
            </p>
            <Shelf>
                {controls}
                <ol class="records">{items}</ol>
                {count()}
            </Shelf>
        </section>
    }
    .into_any()
}
