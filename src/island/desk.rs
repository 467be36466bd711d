//! The desk: one claim, two readings, the file between them.

use crate::port::{
    form, place,
    student::{Change, Student},
};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use lesson::{
    desk::{Desk as Stage, FirstReading, Key, Missing, SecondReading},
    id::ClaimId,
    ladder::Rung,
    mark::{self, Credit, Marks, Weights},
};

/// Both readings of the claim at hand and what they earn, once they are in; for what lies on the desk.
#[derive(Clone, Copy)]
struct Outcome(Memo<Option<Marked>>);

/// One claim's form, inside the claim's view: `claim-c17`. The controls are children, printed plainly; this hands in
/// what they say and shows what is known.
#[island]
pub fn Desk(
    /// The claim, the two readings, the file and the verdict.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<html::Form>::new();
    // Which claim this is, it learns from where it stands.
    let key = RwSignal::new(None::<Key>);
    let desk = Memo::new(move |_| {
        let id = key.with(|key| key.as_ref().map(|key| key.claim.clone()));
        id.map_or_else(Stage::default, |id| student.with_only(&Change::Desk(id.clone()), |record| record.desk(&id)))
    });
    let marked = Memo::new(move |_| match (desk.get(), key.get()) {
        (Stage::Verdict { first, second }, Some(key)) => {
            let marks = Marks::of(&key, &first, &second, Weights::default());
            Some(Marked { first, second, marks })
        }
        _ => None,
    });
    provide_context(Outcome(marked));
    Effect::new(move |_| {
        let claim = node
            .get()
            .and_then(|node| place::view_of(&node))
            .and_then(|view| ClaimId::new(view.strip_prefix("claim-")?).ok());
        key.set(claim.and_then(|claim| student.page(|page| page.key(&claim).cloned())));
    });
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
        let Some(Key { claim, .. }) = key.get_untracked() else { return };
        student.change(Change::Desk(claim.clone()), |record| {
            let mut desk = record.desk(&claim);
            change(&mut desk);
            record.keep(&claim, desk);
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
        let (Some(node), Some(key)) = (node.get_untracked(), key.get_untracked()) else { return };
        let first = desk.with_untracked(Stage::stage) == "first";
        let mut next = desk.get_untracked();
        // What is ticked counts, also what was ticked before this woke.
        next.choose(form::draft(&node, first));
        match next.hand_in(&key) {
            Ok(()) => {
                form::complain(&node, &[], first, "");
                let stage = next.stage();
                keep(&|desk| *desk = next.clone());
                request_animation_frame(move || form::arrive(&node, stage));
            }
            Err(missing) => form::complain(&node, &missing, first, &sentence(&missing)),
        }
    };
    let stage = move || desk.with(Stage::stage);
    // The marks stand in a fold that has just opened, where a screen reader does not hear them come.
    let heard = move || marked.with(|marked| marked.as_ref().map(total));
    view! {
        <form class="desk" node_ref=node data-stage=stage method="dialog" novalidate
            on:change=choose on:submit=hand_in>
            {children()}
            <p class="unseen" role="status">{heard}</p>
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
            Missing::Half => "the second question",
        })
        .collect();
    format!("Still to choose: {}.", names.join(", "))
}

/// The marks for the claim at hand, once both readings are in.
#[island]
pub fn Verdict() -> impl IntoView {
    let student = Student::here();
    let outcome = use_context::<Outcome>();
    let text = move |say: fn(Student, &Marked) -> String| {
        move || outcome.and_then(|Outcome(marked)| marked.with(|marked| marked.as_ref().map(|it| say(student, it))))
    };
    view! {
        <div class="marks" hidden=move || outcome.is_none_or(|Outcome(marked)| marked.with(Option::is_none))>
            <p class="score">{text(|_, marked| total(marked))}</p>
            <p>{text(moved)}</p>
            <p>{text(|_, marked| parts(marked))}</p>
        </div>
    }
}

/// Both readings and what they earn.
#[derive(Clone, PartialEq)]
struct Marked {
    first: FirstReading,
    second: SecondReading,
    marks: Marks,
}

fn total(Marked { marks, .. }: &Marked) -> String {
    format!("{} of {} marks", mark::decimal(marks.total()), marks.out_of())
}

/// What the file changed. A claim off the ladder asks for no rung, so nothing can have.
fn moved(student: Student, Marked { first, second, .. }: &Marked) -> String {
    let name = |rung: Rung| student.page(|page| page.rungs[rung as usize].clone());
    match (first.said, second.said) {
        (Some(first), Some(second)) if first.rung == second.rung => {
            format!("You said “{}” before the file was open, and again after.", name(first.rung))
        }
        (Some(first), Some(second)) => {
            format!("You said “{}” before the file was open, and “{}” after.", name(first.rung), name(second.rung))
        }
        _ => String::new(),
    }
}

/// How the marks come about.
fn parts(Marked { second, marks, .. }: &Marked) -> String {
    let weights = marks.weights;
    let part = |name: &str, credit: Option<Credit>, out_of: i32| {
        let earned = |credit: Credit| mark::decimal(i32::from(credit.ten_thousandths()) * out_of / 10_000);
        credit.map(|credit| format!("{name} {} of {}", earned(credit), mark::decimal(out_of)))
    };
    let [kind, records, judged] =
        [weights.kind, weights.records, weights.rung].map(|weight| i32::from(weight) * 10_000);
    // Where there are two questions, each can earn half of the marks.
    let judged = if marks.half.is_some() && marks.rung.is_some() { judged / 2 } else { judged };
    let all: Vec<String> = [
        part("Kind of claim", Some(marks.kind), kind),
        part("records", Some(marks.records), records),
        part("rung", marks.rung, judged),
        part("second question", marks.half, judged),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sure = second.said.zip(marks.rung).map(|(said, credit)| {
        let worth = mark::decimal(mark::certainty(said.certainty, credit));
        format!(" For being as sure as you were, beside the marks: {worth}.")
    });
    format!("{}.{}", all.join(", "), sure.unwrap_or_default())
}
