//! The quiz: which claims, in which order, and how they are marked.

use super::{claim, title, unit};
use crate::{island::quiz::Quiz, port::page::SetData};
use leptos::prelude::*;
use lesson::{
    content::{Claim, Lesson},
    id::ClaimId,
    ladder::{Kind, Rung},
    mark::Weights,
    prose::Page,
};

/// The sets of claims that a quiz can take: the core, all, each campaign, kind and rung, what is off the ladder, each
/// unit's desk. Empty ones are left out.
pub fn sets(lesson: &Lesson) -> Vec<SetData> {
    let place = |id: &ClaimId| lesson.claims.keys().position(|known| known == id).and_then(|at| u8::try_from(at).ok());
    let set = |id: String, name: String, claims: Vec<&ClaimId>| SetData {
        id,
        name,
        claims: claims.into_iter().filter_map(place).collect(),
    };
    let of = |fits: &dyn Fn(&Claim) -> bool| {
        lesson.claims.values().filter(|claim| fits(claim)).map(|claim| &claim.id).collect::<Vec<_>>()
    };
    let mut all = vec![
        set("core".to_owned(), "The core quiz".to_owned(), lesson.core.iter().collect()),
        set("all".to_owned(), "All claims".to_owned(), of(&|_| true)),
    ];
    all.extend(lesson.units.iter().map(|unit| {
        set(format!("desk-{}", unit.number), format!("The desk of {}", unit::name(unit)), unit.claims.iter().collect())
    }));
    all.extend(lesson.drives.iter().map(|drive| {
        let name = format!("Campaign: {}", drive.name);
        set(format!("drive-{}", drive.id), name, of(&|claim| claim.drive.as_ref() == Some(&drive.id)))
    }));
    all.extend(Kind::ALL.iter().map(|kind| {
        let name = format!("Kind: {}", lesson.scales.kind(*kind).name);
        set(format!("kind-{}", kind.key()), name, of(&|claim| claim.kinds.contains(kind)))
    }));
    all.extend(Rung::ALL.iter().rev().map(|rung| {
        let name = format!("Rung: {} (for revision: it tells the rung)", lesson.scales.rung(*rung).name);
        set(format!("rung-{}", rung.key()), name, of(&|claim| claim.rung() == Some(*rung)))
    }));
    all.push(set("open".to_owned(), "Off the ladder".to_owned(), of(&|claim| claim.rung().is_none())));
    all.retain(|set| !set.claims.is_empty());
    all
}

/// The page of the quiz.
pub fn page(lesson: &Lesson) -> AnyView {
    let sets = options(lesson);
    let Weights { kind, records, rung } = Weights::default();
    let weight = |name: &'static str, label: &'static str, usual: u8| {
        view! {
            <label>{label}" "<input type="number" name=name min="0" max="9" step="1" value=usual.to_string() autocomplete="off" /></label>
        }
    };
    let first = lesson.core.first().map(|id| {
        view! {
            <p class="needs-script">
                "Choosing and marking need JavaScript. Every claim can be read without: begin with "
                <a href=format!("#{}", claim::address(id))>{claim::name(id)}</a>"."
            </p>
        }
    });
    view! {
        <section class="view quiz" id=Page::Quiz.key() data-view=title::title(Page::Quiz) data-find="Page" tabindex="-1" aria-labelledby="quiz-title">
            {title::head(Page::Quiz)}
            <div class="prose">
                <p>
                    "Each claim is a card in the voice of its paper. You read it, say what you expect and how sure you are; then the file opens, and you read again. The first attempt at a claim is the one that is marked. Whatever you answer later is practice."
                </p>
                {first}
                <Quiz>
                    <p class="problem" role="alert"></p>
                    <form class="quiz-form" method="dialog" autocomplete="off">
                        <fieldset class="terms">
                            <legend>"Which quiz?"</legend>
                            <p class="hint set-by" role="status"></p>
                            <p><label>"Claims "<select name="set" autocomplete="off">{sets}</select></label></p>
                            <p>
                                <label>"Shuffled by the number "<input type="text" name="seed" inputmode="numeric" maxlength="10" value="" aria-describedby="seed-hint" /></label>
                                <span class="hint" id="seed-hint">" The same number gives everyone the same order. Empty: as printed."</span>
                            </p>
                            <fieldset class="weights">
                                <legend>"What a claim counts, in marks"</legend>
                                {weight("kind", "kind of claim", kind)}
                                {weight("records", "records", records)}
                                {weight("rung", "rung", rung)}
                            </fieldset>
                            <p class="option"><label><input type="checkbox" name="certainty" checked autocomplete="off" /><span>"Ask how sure I am"</span></label></p>
                        </fieldset>
                        <p class="says" role="status"></p>
                        <p class="hand-in"><button type="submit" class="button">"Begin"</button><button type="button" name="leave" hidden>"Leave this quiz"</button></p>
                        <p class="address-line">
                            "For a class: this address sets the quiz as it stands above. "
                            <label>"Address "<input type="text" class="address" readonly autocomplete="off" /></label>
                        </p>
                    </form>
                </Quiz>
                <p class="hint">
                    "Certainty stands beside the marks and is for you. Who is sure and right gains most; who is sure and wrong loses most; a guess costs nothing."
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// The sets as options to choose from, each with its count.
pub fn options(lesson: &Lesson) -> AnyView {
    sets(lesson)
        .into_iter()
        .map(|set| view! { <option value=set.id>{format!("{} · {}", set.name, set.claims.len())}</option> })
        .collect_view()
        .into_any()
}
