//! A check: a short question after a unit, right or wrong, and why.

use crate::port::{
    check::{focus, given, key, show},
    student::{Change, Student},
};
use leptos::{ev, html, prelude::*};
use lesson::check::{Answer, CheckKey, Finding, mark};

/// One check's form, inside an element with its `data-check`. The controls are children, printed plainly; this marks
/// what they say and opens the feedback that was earned.
#[island]
pub fn Checking(
    /// The question and its controls.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    let node = NodeRef::<html::Form>::new();
    let done = RwSignal::new(false);
    let says = RwSignal::new(String::new());
    // Which check this is, it learns from where it stands.
    let here = move || {
        let node = node.get_untracked()?;
        let key = student.page(|page| key(&node).and_then(|id| page.check(&id).cloned()))?;
        Some((node, key))
    };
    // What the record says stands in the form. A blank record leaves alone what was ticked before this woke.
    Effect::new(move |before: Option<Option<Answer>>| {
        node.track();
        let (node, CheckKey { id, right }) = here()?;
        let answer = student.with_only(&Change::Check(id.clone()), |record| record.check(&id).cloned());
        if before.is_some_and(|before| before == answer) || (answer.is_none() && !done.get_untracked()) {
            return answer;
        }
        let found = answer.as_ref().filter(|answer| answer.done).map(|answer| mark(&right, &answer.given));
        // The lesson may have changed since it was answered.
        let found = found.filter(|found| !matches!(found, Finding::Unfinished | Finding::NotANumber));
        show(&node, &right, answer.as_ref(), found.as_ref());
        done.set(found.is_some());
        says.set(
            match found {
                Some(Finding::Right) => "Right.",
                Some(Finding::Unscored) => "Kept. There is nothing right or wrong in it.",
                Some(_) => "Not yet. What was chosen and what belongs there stands above.",
                None => "",
            }
            .to_owned(),
        );
        answer
    });
    let keep = move |hand_in: bool| {
        let Some((node, CheckKey { id, right })) = here() else { return };
        let given = given(&node, &right);
        let problem = match mark(&right, &given) {
            Finding::Unfinished => "Something is still to be chosen.",
            Finding::NotANumber => "Type a number in digits, such as 12 or 0.5.",
            _ => "",
        };
        if hand_in && !problem.is_empty() {
            says.set(problem.to_owned());
            return focus(&node);
        }
        says.set(String::new());
        student.change(Change::Check(id.clone()), |record| record.keep_check(&id, Answer { given, done: hand_in }));
    };
    let hand_in = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let again = done.get_untracked();
        keep(!again);
        if let (true, Some((node, _))) = (again, here()) {
            // Once more: what was given stands, and can be changed, as soon as the controls are open again.
            request_animation_frame(move || focus(&node));
        }
    };
    view! {
        <form node_ref=node method="dialog" novalidate on:change=move |_| keep(false) on:submit=hand_in>
            {children()}
            <p class="hand-in">
                <button type="submit">{move || if done.get() { "Try again" } else { "Check" }}</button>
                <span class="result" role="status">{says}</span>
            </p>
        </form>
    }
}
