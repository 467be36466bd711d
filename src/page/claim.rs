//! A claim on the desk: the card in the voice of the press, the two readings, the file, the verdict. All of it is
//! printed; the style sheet keeps the file closed until the island says otherwise, and opens it where nothing wakes.

use super::{prose, record, unit};
use crate::{
    island::desk::{Desk, Verdict},
    port::form::NOTHING,
};
use leptos::prelude::*;
use lesson::{
    content::{Claim, Lesson, Record, TableItem, Term, Unit},
    desk::Key,
    id::ClaimId,
    ladder::{Certainty, Kind, Rung},
    mark::Weights,
    prose::Line,
};

/// A claim's address.
pub fn address(claim: &ClaimId) -> String {
    format!("claim-{claim}")
}

/// What the island must know of a claim to mark it.
pub fn key(claim: &Claim) -> Key {
    let pick =
        |bears: bool| claim.table.iter().filter(|item| item.bears == bears).map(|item| item.exhibit.clone()).collect();
    Key {
        claim: claim.id.clone(),
        kinds: claim.kinds.clone(),
        rung: claim.rung,
        bears: pick(true),
        tempts: pick(false),
    }
}

/// The claim's view. `next` is the address and the name of what comes after it.
pub fn claim(
    lesson: &Lesson,
    claim: &Claim,
    number: usize,
    of: usize,
    unit: &Unit,
    next: &(String, String),
) -> AnyView {
    let view = address(&claim.id);
    let title = format!("{view}-title");
    let (card, reading) = (card(claim, &title), first_reading(lesson, claim));
    let (file, verdict) = (file(lesson, claim), verdict(lesson, claim, next));
    view! {
        <section class="view claim" id=view data-view=format!("Claim {number}") tabindex="-1" aria-labelledby=title>
            <header class="desk-head">
                <p class="kicker">
                    <a href=format!("#{}", unit::address(unit.number))>{unit::name(unit)}</a>
                    {format!(" · claim {number} of {of}")}
                </p>
                <ol class="steps" aria-label="Steps">
                    <li>"First reading"</li><li>"The file"</li><li>"Verdict"</li>
                </ol>
                {how_marked()}
            </header>
            <Desk>
                <div class="side press-side">
                    <div class="stack">{card}{reading}</div>
                </div>
                <div class="side file-side">{file}</div>
                {verdict}
            </Desk>
        </section>
    }
    .into_any()
}

/// How a claim is marked; the rules are in `lesson::mark`.
fn how_marked() -> AnyView {
    let Weights { kind, records, rung } = Weights::default();
    let marks = |weight: u8| if weight == 1 { "1 mark".to_owned() } else { format!("{weight} marks") };
    view! {
        <details class="how">
            <summary>"How it is marked"</summary>
            <p>
                {format!("Kind of claim: {}. Records: {}, times the share of the bearing ones that you tick less the \
                    share of the others that you tick, and never below nothing. Rung, in the second reading: {}; one \
                    rung off earns a third of that.", marks(kind), marks(records), marks(rung))}
            </p>
            <p>
                "Certainty stands beside the marks. If your rung is right, a guess earns 1, fairly sure 2, certain 3; if \
                it is wrong, they cost nothing, 2 and 6. It pays to say how sure you really are."
            </p>
        </details>
    }
    .into_any()
}

/// The newspaper card.
fn card(claim: &Claim, title: &str) -> AnyView {
    view! {
        <article class="card">
            <p class="dateline">
                <span class="paper">{prose::line(&claim.published)}</span>
                <time datetime=claim.printed.html()>{claim.printed.to_string()}</time>
            </p>
            <h2 class="headline" id=title.to_owned()>{claim.headline.clone()}</h2>
            <p class="said">{prose::line(&claim.said)}</p>
            <p class="byline">"Claimed by "{prose::line(&claim.who)}". Restated in our words."</p>
            <div class="asked">
                <p class="ask">{prose::line(&claim.question)}</p>
                <p class="scope"><strong>"Asked about: "</strong>{prose::line(&claim.scope)}</p>
            </div>
        </article>
    }
    .into_any()
}

fn first_reading(lesson: &Lesson, claim: &Claim) -> AnyView {
    let id = &claim.id;
    view! {
        <fieldset class="reading" data-stage="first">
            <legend>"First reading, before the file is open"</legend>
            {choices(id, "kind", "What kind of claim is it?", Kind::ALL.iter().map(|kind| (kind.key(), lesson.scales.kind(*kind))))}
            {ladder(lesson, id, "rung1", "Which rung do you expect?")}
            {certainty(lesson, id, "sure1")}
            {hand_in("first", "Open the file")}
        </fieldset>
    }
    .into_any()
}

fn second_reading(lesson: &Lesson, claim: &Claim) -> AnyView {
    let id = &claim.id;
    view! {
        <fieldset class="reading" data-stage="file">
            <legend>"Second reading, with the file open"</legend>
            {ladder(lesson, id, "rung2", "Which rung do the records support?")}
            {certainty(lesson, id, "sure2")}
            {hand_in("file", "Mark it")}
        </fieldset>
    }
    .into_any()
}

/// The button that hands a reading in, and where it says what is still to choose.
fn hand_in(stage: &'static str, label: &'static str) -> AnyView {
    view! {
        <p class="hand-in">
            <button type="submit" class="button">{label}</button>
            <span class="alert" role="alert" data-stage=stage></span>
        </p>
    }
    .into_any()
}

fn ladder(lesson: &Lesson, id: &ClaimId, name: &'static str, asks: &'static str) -> AnyView {
    // The highest rung stands at the top, as on a ladder.
    let rungs = Rung::ALL.iter().rev().map(|rung| (rung.key(), lesson.scales.rung(*rung)));
    view! { <div class="ladder">{choices(id, name, asks, rungs)}</div> }.into_any()
}

fn choices<'a>(
    id: &ClaimId,
    name: &'static str,
    asks: &'static str,
    options: impl Iterator<Item = (&'static str, &'a Term)>,
) -> AnyView {
    let options = options
        .map(|(key, term)| {
            let control = format!("{id}-{name}-{key}");
            let means = format!("{control}-means");
            view! {
                <div class="option">
                    <input type="radio" id=control.clone() name=name value=key aria-describedby=means.clone() />
                    <label for=control><strong>{term.name.clone()}</strong></label>
                    <span class="means" id=means>{term.means.clone()}</span>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="question" data-asks=name><legend>{asks}</legend>{options}</fieldset> }.into_any()
}

fn certainty(lesson: &Lesson, id: &ClaimId, name: &'static str) -> AnyView {
    let options = Certainty::ALL
        .iter()
        .zip(&lesson.scales.certainty)
        .map(|(sure, label)| {
            let control = format!("{id}-{name}-{}", sure.key());
            view! {
                <div class="option">
                    <input type="radio" id=control.clone() name=name value=sure.key() />
                    <label for=control>{label.clone()}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="question sure" data-asks=name><legend>"How sure are you of the rung?"</legend>{options}</fieldset>
    }
    .into_any()
}

/// The file: what lies on the table, record by record, each point with its tick box.
fn file(lesson: &Lesson, claim: &Claim) -> AnyView {
    let title = format!("{}-file", address(&claim.id));
    let mut records: Vec<(&Record, Vec<&TableItem>)> = Vec::new();
    for item in &claim.table {
        let Some(record) = lesson.record(&item.exhibit.record) else { continue };
        match records.iter_mut().find(|(known, _)| known.id == record.id) {
            Some((_, items)) => items.push(item),
            None => records.push((record, vec![item])),
        }
    }
    let count = if records.len() == 1 { "1 record".to_owned() } else { format!("{} records", records.len()) };
    let records = records.iter().map(|(record, items)| exhibit(claim, record, items)).collect_view();
    let nothing = format!("{}-pick-{NOTHING}", claim.id);
    view! {
        <section class="file" aria-labelledby=title.clone()>
            <h3 class="file-title" id=title.clone() tabindex="-1" data-opens="file">"The file: "{count}</h3>
            <p class="closed">"Closed until your first reading is in."</p>
            <div class="file-body">
                <details class="reach">
                    <summary>"The claim: "{claim.headline.clone()}</summary>
                    <p>{prose::line(&claim.said)}</p>
                    <p><strong>"Asked about: "</strong>{prose::line(&claim.scope)}</p>
                </details>
                <fieldset class="reading picks" data-stage="file">
                    <legend class="unseen">"The records on the table"</legend>
                    <fieldset class="question" data-asks="pick">
                        <legend>"Which of these bear on the claim? Tick each that does."</legend>
                        {records}
                        <div class="option nothing">
                            <input type="checkbox" id=nothing.clone() name="pick" value=NOTHING />
                            <label for=nothing>"None of these bears on it"</label>
                        </div>
                    </fieldset>
                </fieldset>
                {second_reading(lesson, claim)}
            </div>
        </section>
    }
    .into_any()
}

/// A record on the table, with the points that are laid down.
fn exhibit(claim: &Claim, record: &Record, items: &[&TableItem]) -> AnyView {
    let title = format!("{}-{}", address(&claim.id), record.id);
    let items = items
        .iter()
        .map(|item| {
            let control = format!("{}-pick-{}", claim.id, item.exhibit);
            let point = item.exhibit.point.and_then(|number| record.points.iter().find(|point| point.number == number));
            let text = point.map_or(&record.summary, |point| &point.does);
            let label = match point {
                Some(point) => format!("Point {} bears on the claim", point.number),
                None => "This record bears on the claim".to_owned(),
            };
            let mark = if item.bears { "Bears on it." } else { "Only tempts." };
            view! {
                <div class="exhibit" data-bears=item.bears.to_string()>
                    <p class="text">{point.map(|point| view! { <strong>{format!("Point {}. ", point.number)}</strong> })}{prose::line(text)}</p>
                    <div class="option">
                        <input type="checkbox" id=control.clone() name="pick" value=item.exhibit.to_string() />
                        <label for=control>{label}<span class="unseen">{format!(" ({})", record.title)}</span></label>
                    </div>
                    <p class="why"><strong>{mark}</strong>" "{prose::line(&item.why)}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <article class="folder" aria-labelledby=title.clone()>
            {record::head(record, &title)}
            {items}
            {record::silences(record)}
            <p class="where">
                {record.cite.clone()}" · "{prose::notes(&record.notes)}" · "
                <a href=format!("#record-{}", record.id)>"the whole record"</a>
            </p>
        </article>
    }
    .into_any()
}

/// The verdict, with a text for each rung: the island unfolds the one that was chosen and the one that is right.
fn verdict(lesson: &Lesson, claim: &Claim, next: &(String, String)) -> AnyView {
    let title = format!("{}-verdict", address(&claim.id));
    let flags = claim
        .flags
        .iter()
        .map(|flag| {
            let term = lesson.scales.flag(*flag);
            view! { <p class="flag"><strong>{term.name.clone()}</strong>" "{term.means.clone()}</p> }
        })
        .collect_view();
    let kinds: Vec<&str> = claim.kinds.iter().map(|kind| lesson.scales.kind(*kind).name.as_str()).collect();
    let whys = Rung::ALL
        .iter()
        .rev()
        .map(|rung| {
            let text: &Line = &claim.rungs[*rung as usize];
            let name = lesson.scales.rung(*rung).name.clone();
            view! {
                <details class="rung" data-rung=rung.key() data-right=(*rung == claim.rung).then_some("")>
                    <summary>{name}</summary>
                    <p>{prose::line(text)}</p>
                </details>
            }
        })
        .collect_view();
    let nothing = claim.nothing_bears.as_ref().map(|line| view! { <p>{prose::line(line)}</p> });
    view! {
        <details class="verdict-fold">
            <summary>"The verdict"</summary>
            <section class="verdict" aria-labelledby=title.clone() data-key=claim.rung.key()>
                <header class="verdict-head">
                    <h3 id=title.clone() tabindex="-1" data-opens="verdict">"Verdict: "{lesson.scales.rung(claim.rung).name.clone()}</h3>
                    <p class="stamp" aria-hidden="true">{lesson.scales.rung(claim.rung).name.clone()}</p>
                </header>
                <Verdict />
                <div class="findings">
                    <p class="finding">{prose::line(&claim.verdict)}</p>
                    {flags}
                    <h4>"What the record names"</h4>
                    <p>{prose::line(&claim.names)}</p>
                    <h4>"What it leaves out"</h4>
                    <p>{prose::line(&claim.omits)}</p>
                    {nothing}
                </div>
                <div class="whys">
                    <h4>"Rung by rung"</h4>
                    {whys}
                    <h4>{format!("Kind: {}", kinds.join(" or "))}</h4>
                    <p>{prose::line(&claim.kind_why)}</p>
                    <h4>"The trap"</h4>
                    <p>{prose::line(&claim.trap)}</p>
                    <p>{prose::notes(&claim.notes)}</p>
                </div>
                <p class="onward"><a class="button" href=format!("#{}", next.0)>{next.1.clone()}</a></p>
            </section>
        </details>
    }
    .into_any()
}
