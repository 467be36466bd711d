//! The desk: one claim, two readings, the file between them.

use crate::port::{form, student::Student};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use lesson::{
    desk::{Desk as Stage, Key, Missing},
    ladder::Rung,
    mark::{self, Marks, Weights},
};

/// The key at hand, for what lies on the desk.
#[derive(Clone)]
struct Claim(Key);

/// One claim's form. The controls are children, printed plainly; this hands in what they say and shows what is known.
#[island]
pub fn Desk(
    /// What it takes to mark the claim.
    key: Key,
    /// The heading that names the form.
    labelled_by: String,
    /// The claim, the two readings, the file and the verdict.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<html::Form>::new();
    let claim = StoredValue::new(key.claim.clone());
    let desk = Memo::new(move |_| claim.with_value(|claim| student.desk(claim)));
    provide_context(Claim(key));
    // What the record says stands in the form. A blank record leaves alone what was ticked before this woke.
    Effect::new(move |shown: Option<bool>| {
        let (Some(node), desk) = (node.get(), desk.get()) else { return false };
        let known = desk != Stage::default();
        if known || shown == Some(true) {
            form::show(&node, &desk);
        }
        known
    });
    let keep = move |change: &dyn Fn(&mut Stage)| {
        claim.with_value(|claim| {
            student.change(|record| {
                let mut desk = record.desk(claim);
                change(&mut desk);
                record.keep(claim, desk);
            });
        });
    };
    let choose = move |event: ev::Event| {
        let Some(node) = node.get_untracked() else { return };
        if let Some(ticked) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            form::settle(&node, &ticked);
        }
        let draft = form::draft(&node, desk.with_untracked(Stage::stage) == "first");
        keep(&|desk| desk.choose(draft.clone()));
    };
    let hand_in = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(node) = node.get_untracked() else { return };
        let first = desk.with_untracked(Stage::stage) == "first";
        let mut next = desk.get_untracked();
        // What is ticked counts, also what was ticked before this woke.
        next.choose(form::draft(&node, first));
        match next.hand_in() {
            Ok(()) => {
                form::complain(&node, &[], first, "");
                let stage = next.stage();
                keep(&|desk| *desk = next.clone());
                request_animation_frame(move || form::focus_first(&node, &format!("[data-opens={stage}]")));
            }
            Err(missing) => form::complain(&node, &missing, first, &sentence(&missing)),
        }
    };
    let stage = move || desk.with(Stage::stage);
    view! {
        <form class="desk" node_ref=node data-stage=stage aria-labelledby=labelled_by novalidate
            on:change=choose on:submit=hand_in>
            {children()}
        </form>
    }
}

/// What a reading still lacks, in a sentence.
fn sentence(missing: &[Missing]) -> String {
    let names: Vec<&str> = missing
        .iter()
        .map(|missing| match missing {
            Missing::Kind => "the kind of claim",
            Missing::Picks => "the records that bear on it",
            Missing::Rung => "the rung",
            Missing::Certainty => "how sure you are",
        })
        .collect();
    format!("Still to choose: {}.", names.join(", "))
}

/// The marks for the claim at hand, once both readings are in.
#[island]
pub fn Verdict(
    /// What the rungs are called, from `none` to `ordered`.
    rungs: Vec<String>,
) -> impl IntoView {
    let student = Student::here();
    let marks = use_context::<Claim>().map(|Claim(key)| {
        move || {
            let Stage::Verdict { first, second } = student.desk(&key.claim) else { return None };
            let marks = Marks::of(&key, &first, &second, Weights::default());
            let name = |rung: Rung| rungs[rung as usize].clone();
            let part = |credit: mark::Credit, weight: u8| {
                let worth = i32::from(credit.ten_thousandths()) * i32::from(weight);
                format!("{} of {weight}", mark::decimal(worth))
            };
            let moved = if first.rung == second.rung {
                format!("You said {} before the file was open, and again after.", name(first.rung))
            } else {
                format!("You said {} before the file was open, and {} after.", name(first.rung), name(second.rung))
            };
            let sure = mark::decimal(mark::certainty(second.certainty, marks.rung));
            let total = mark::decimal(i32::try_from(marks.total()).unwrap_or(i32::MAX));
            Some(view! {
                <p class="score"><strong>{total}" of "{marks.out_of()}</strong>" marks"</p>
                <p>{moved}</p>
                <dl>
                    <div><dt>"Kind"</dt><dd>{part(marks.kind, marks.weights.kind)}</dd></div>
                    <div><dt>"Records"</dt><dd>{part(marks.records, marks.weights.records)}</dd></div>
                    <div><dt>"Rung"</dt><dd>{part(marks.rung, marks.weights.rung)}</dd></div>
                    <div><dt>"Certainty, beside the marks"</dt><dd>{sure}</dd></div>
                </dl>
            })
        }
    });
    view! { <div class="marks" role="status">{marks}</div> }
}
