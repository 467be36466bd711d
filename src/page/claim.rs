//! A claim on the desk: the card in the voice of the press, the two readings, the file, the verdict. All of it is
//! printed; the style sheet keeps the file closed until the island says otherwise, and opens it where nothing wakes.

use super::{prose, record, unit};
use crate::{island::desk::Desk, port::form::NOTHING};
use leptos::prelude::*;
use lesson::{
    content::{Beside, Claim, Half, Lesson, Record, Standing, TableItem, Term},
    id::ClaimId,
    ladder::{Certainty, Kind, Rung},
    mark::{self, Weights},
    prose::{Line, Page},
};

/// A claim's address.
pub fn address(claim: &ClaimId) -> String {
    format!("claim-{claim}")
}

/// The name of a claim's view: "Claim C17".
pub fn name(claim: &ClaimId) -> String {
    format!("Claim {}", claim.as_str().to_uppercase())
}

/// The claim's view. `next` is the address and the name of what comes after it.
pub fn claim(lesson: &Lesson, claim: &Claim, next: &(String, String)) -> AnyView {
    let view = address(&claim.id);
    let title = format!("{view}-title");
    let (card, reading) = (card(claim, &title), first_reading(lesson, claim));
    let (file, verdict) = (file(lesson, claim), verdict(lesson, claim, next));
    let place = match lesson.desk(&claim.id) {
        Some((unit, at)) => view! {
            <a href=format!("#{}", unit::address(unit.number))>{unit::name(unit)}</a>
            {format!(" · claim {} of {}", at + 1, unit.claims.len())}
        }
        .into_any(),
        None => view! {
            <a href=format!("#{}", Page::Claims.key())>"All claims"</a>
            {format!(" · {}", claim.id.as_str().to_uppercase())}
        }
        .into_any(),
    };
    view! {
        <section class="view claim" id=view data-view=name(&claim.id) data-find="Claim" data-name=claim.headline.clone() tabindex="-1" aria-labelledby=title>
            <header class="desk-head">
                <p class="kicker">{place}</p>
                <ol class="steps" aria-label="Steps">
                    <li>"First reading"</li><li>"The file"</li><li>"Verdict"</li>
                </ol>
                {how_marked()}
            </header>
            <Desk>
                <form class="desk" data-stage="first" method="dialog" novalidate autocomplete="off">
                    <p class="practising" tabindex="-1" data-opens="first" hidden><span></span>" "<button type="button" name="stop">"Back to the first attempt"</button></p>
                    <div class="side press-side">
                        <div class="stack">{card}{reading}</div>
                    </div>
                    <div class="side file-side">{file}</div>
                    {verdict}
                    <p class="unseen heard" role="status"></p>
                </form>
            </Desk>
        </section>
    }
    .into_any()
}

/// How a claim is marked; the rules are in `lesson::mark`.
fn how_marked() -> AnyView {
    let Weights { kind, records, rung } = Weights::default();
    // A quiz may count otherwise: its island then writes so here.
    let part = |name: &'static str, weight: u8| view! { <span data-weight=name>{mark::marks(weight)}</span> };
    view! {
        <details class="how">
            <summary>"How it is marked"</summary>
            <p>
                "Kind of claim: "{part("kind", kind)}". Records: "{part("records", records)}", times the share of the bearing ones that you tick less the share of the others that you tick, and never below nothing; where none bears, all for saying so, nothing for any tick. Rung, in the second reading: "{part("rung", rung)}"; one rung off earns a third of that. Where a claim has a second question, the two share these marks. A claim off the ladder has no rung, and no marks for one."
            </p>
            <p class="of-certainty">
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
                {off_ladder(claim)}
            </div>
        </article>
    }
    .into_any()
}

/// Says of a claim off the ladder that it is one.
fn off_ladder(claim: &Claim) -> Option<AnyView> {
    claim.rung().is_none().then(|| {
        view! {
            <p class="scope"><strong>"Off the ladder: "</strong>"there is no rung to find here. It is there to be discussed."</p>
        }
        .into_any()
    })
}

fn first_reading(lesson: &Lesson, claim: &Claim) -> AnyView {
    view! {
        <fieldset class="reading" data-stage="first">
            <legend>"First reading, before the file is open"</legend>
            {choices("kind", "What kind of claim is it?", Kind::ALL.iter().map(|kind| (kind.key(), lesson.scales.kind(*kind))))}
            {claim.rung().map(|_| certainty(lesson, "sure1"))}
            {claim.rung().map(|_| ladder(lesson, "rung1", "Which rung do you expect?"))}
            {hand_in("first", "Open the file")}
        </fieldset>
    }
    .into_any()
}

fn second_reading(lesson: &Lesson, claim: &Claim) -> AnyView {
    view! {
        <fieldset class="reading" data-stage="file">
            <legend>"Second reading, with the file open"</legend>
            {claim.rung().map(|_| certainty(lesson, "sure2"))}
            {claim.rung().map(|_| ladder(lesson, "rung2", "Which rung do the records support?"))}
            {claim.half.as_ref().map(half)}
            {hand_in("file", "Mark it")}
        </fieldset>
    }
    .into_any()
}

/// The second half: a question of its own, with what each choice deserves to be told.
fn half(half: &Half) -> AnyView {
    let kind = if half.several { "checkbox" } else { "radio" };
    let options = half
        .choices
        .iter()
        .enumerate()
        .map(|(place, choice)| {
            let verdict = match (choice.right, choice.free) {
                (_, true) => "May be ticked or left.",
                (true, false) => "Right.",
                (false, false) => "Not so.",
            };
            view! {
                <div class="option" data-right=choice.right.then_some("")>
                    <label><input type=kind name="half" value=place.to_string() /><span>{prose::line(&choice.text)}</span></label>
                    <p class="why means"><strong>{verdict}</strong>" "{prose::line(&choice.says)}</p>
                </div>
            }
        })
        .collect_view();
    let hint = if half.several { " Tick each that holds." } else { "" };
    view! {
        <fieldset class="question half" data-asks="half">
            <legend>"The second question: "{prose::line(&half.question)}{hint}</legend>
            <p class="scope"><strong>"Asked about: "</strong>{prose::line(&half.scope)}</p>
            {options}
        </fieldset>
    }
    .into_any()
}

/// What holds for another part of the same story.
fn beside(lesson: &Lesson, beside: &Beside) -> AnyView {
    let rung = beside.rung.map(|rung| lesson.scales.rung(rung).name.clone());
    let flags = beside.flags.iter().map(|flag| lesson.scales.flag(*flag).name.clone());
    let standing: Vec<String> = rung.into_iter().chain(flags).collect();
    let standing = (!standing.is_empty()).then(|| format!(" ({})", standing.join(", ")));
    view! {
        <li><strong>{prose::line(&beside.scope)}{standing}</strong>" "{prose::line(&beside.says)}</li>
    }
    .into_any()
}

/// The address of what a kind or a rung means: told once, for all who describe a control by it.
pub fn scale_address(key: &str) -> String {
    format!("scale-{key}")
}

/// What kinds and rungs mean, for whoever hears a control described and does not see the text beside it.
pub fn scales(lesson: &Lesson) -> AnyView {
    let kinds = Kind::ALL.iter().map(|kind| (kind.key(), lesson.scales.kind(*kind)));
    let rungs = Rung::ALL.iter().map(|rung| (rung.key(), lesson.scales.rung(*rung)));
    let all = kinds.chain(rungs).map(|(key, term)| view! { <p id=scale_address(key)>{term.means.clone()}</p> });
    view! { <div hidden>{all.collect_view()}</div> }.into_any()
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

fn ladder(lesson: &Lesson, name: &'static str, asks: &'static str) -> AnyView {
    // The highest rung stands at the top, as on a ladder.
    let rungs = Rung::ALL.iter().rev().map(|rung| (rung.key(), lesson.scales.rung(*rung)));
    view! { <div class="ladder">{choices(name, asks, rungs)}<p class="first-sure">"Say first how sure you are; then the rungs appear."</p></div> }.into_any()
}

fn choices<'a>(
    name: &'static str,
    asks: &'static str,
    options: impl Iterator<Item = (&'static str, &'a Term)>,
) -> AnyView {
    let options = options
        .map(|(key, term)| {
            view! {
                <div class="option">
                    <label>
                        <input type="radio" name=name value=key aria-describedby=scale_address(key) />
                        <strong>{term.name.clone()}</strong>
                    </label>
                    <span class="means">{term.means.clone()}</span>
                </div>
            }
        })
        .collect_view();
    view! { <fieldset class="question" data-asks=name><legend>{asks}</legend>{options}</fieldset> }.into_any()
}

fn certainty(lesson: &Lesson, name: &'static str) -> AnyView {
    let options = Certainty::ALL
        .iter()
        .zip(&lesson.scales.certainty)
        .map(|(sure, label)| {
            view! {
                <div class="option">
                    <label><input type="radio" name=name value=sure.key() /><span>{label.clone()}</span></label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="question sure" data-asks=name><legend>"How sure are you that you will find the right rung?"</legend>{options}</fieldset>
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
    let records = records.iter().map(|(record, items)| exhibit(record, items)).collect_view();
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
                            <label>
                                <input type="checkbox" name="pick" value=NOTHING />
                                <span>"None of these bears on it"</span>
                            </label>
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
fn exhibit(record: &Record, items: &[&TableItem]) -> AnyView {
    let items = items
        .iter()
        .map(|item| {
            let point = item.exhibit.point.and_then(|number| record.points.iter().find(|point| point.number == number));
            let text = point.map_or(&record.summary, |point| &point.does);
            let label = match point {
                Some(point) => format!("Point {} bears on the claim", point.number),
                None => "This record bears on the claim".to_owned(),
            };
            let mark = match (item.bears, item.free) {
                (_, true) => "May be ticked or left.",
                (true, false) => "Bears on it.",
                (false, false) => "Only tempts.",
            };
            view! {
                <div class="exhibit" data-bears=item.bears.to_string()>
                    <p class="text">{point.map(|point| view! { <strong>{format!("Point {}. ", point.number)}</strong> })}{prose::line(text)}</p>
                    <div class="option">
                        <label>
                            <input type="checkbox" name="pick" value=item.exhibit.to_string() />
                            <span>{label}<span class="unseen">{format!(" ({})", record.title)}</span></span>
                        </label>
                    </div>
                    <p class="why"><strong>{mark}</strong>" "{prose::line(&item.why)}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <article class="folder" aria-label=record.title.clone()>
            {record::head(record, None)}
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
    let (result, standing) = match &claim.standing {
        Standing::Ladder { rung, texts } => (lesson.scales.rung(*rung).name.clone(), rungs(lesson, *rung, texts)),
        Standing::Open(why) => {
            let why = view! { <h4>"Why there is no rung"</h4><p>{prose::line(why)}</p> };
            ("off the ladder".to_owned(), why.into_any())
        }
    };
    let besides = claim.besides.iter().map(|it| beside(lesson, it)).collect_view();
    let besides = (!claim.besides.is_empty()).then(|| view! { <h4>"Beside the question"</h4><ul>{besides}</ul> });
    let nothing = claim.nothing_bears.as_ref().map(|line| view! { <p>{prose::line(line)}</p> });
    view! {
        <details class="verdict-fold">
            <summary>"The verdict"</summary>
            <section class="verdict" aria-labelledby=title.clone() data-key=claim.rung().map(Rung::key)>
                <header class="verdict-head">
                    <h3 id=title.clone() tabindex="-1" data-opens="verdict">"Verdict: "{result.clone()}</h3>
                    <p class="stamp" aria-hidden="true">{result}</p>
                </header>
                <div class="marks" hidden>
                    <p class="score"></p>
                    <p class="moved"></p>
                    <p class="parts"></p>
                    <p class="diagnosis"></p>
                    {next_step(lesson, claim)}
                    <p class="hasty" hidden>"The file was open for less than ten seconds. If that was enough to read it, all is well. If not, answer the claim again as practice. Nobody takes marks away for it."</p>
                    <p><button type="button" name="practise">"Answer it again, as practice"</button></p>
                </div>
                <div class="findings">
                    <p class="finding">{prose::line(&claim.verdict)}</p>
                    {flags}
                    <h4>"What the record names"</h4>
                    <p>{prose::line(&claim.names)}</p>
                    <h4>"What it leaves out"</h4>
                    <p>{prose::line(&claim.omits)}</p>
                    {nothing}
                    {besides}
                </div>
                <div class="whys">
                    {standing}
                    <h4>{format!("Kind: {}", kinds.join(" or "))}</h4>
                    <p>{prose::line(&claim.kind_why)}</p>
                    <h4>"The trap"</h4>
                    <p>{prose::line(&claim.trap)}</p>
                    <p>{prose::notes(&claim.notes)}</p>
                </div>
                <p class="onward">
                    <a class="button printed" href=format!("#{}", next.0)>{next.1.clone()}</a>
                    <a class="button on-way" href="#" hidden></a>
                </p>
            </section>
        </details>
    }
    .into_any()
}

/// Where to go from a wrong or a lucky answer: which paragraph, which card.
fn next_step(lesson: &Lesson, claim: &Claim) -> Option<AnyView> {
    let again = claim.again.as_ref()?;
    let unit = lesson.units.iter().find(|unit| unit.number == again.unit)?;
    let twin = lesson.claims.get(&again.twin)?;
    let section = format!("{}-{}", unit::address(again.unit), prose::words(&again.heading));
    let view = view! {
        <ul class="next-step">
            <li class="to-table" hidden><a href=format!("#{}-file", address(&claim.id))>"Look at the table again"</a>": each record says why it bears, or only tempts."</li>
            <li class="to-section" hidden>"Read “"<a href=format!("#{section}")>{again.heading.clone()}</a>{format!("” in unit {} again.", unit.number)}</li>
            <li class="to-twin">"Then try a claim that is like it: "<a href=format!("#{}", address(&again.twin))>{format!("{}, {}", name(&again.twin), twin.headline)}</a>"."</li>
        </ul>
    };
    Some(view.into_any())
}

/// A text for each rung; the highest stands at the top.
fn rungs(lesson: &Lesson, right: Rung, texts: &[Line; 4]) -> AnyView {
    let texts = Rung::ALL
        .iter()
        .rev()
        .map(|rung| {
            let name = lesson.scales.rung(*rung).name.clone();
            view! {
                <details class="rung" data-rung=rung.key() data-right=(*rung == right).then_some("")>
                    <summary>{name}</summary>
                    <p>{prose::line(&texts[*rung as usize])}</p>
                </details>
            }
        })
        .collect_view();
    view! { <h4>"Rung by rung"</h4>{texts} }.into_any()
}
