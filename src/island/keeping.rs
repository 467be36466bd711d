//! Where the answers are: what the student should know, a file to take away, a way to start over.

use crate::port::{
    files,
    student::{Keeping as Where, Student},
};
use leptos::prelude::*;

/// Says where answers are kept, and what went wrong if something did.
#[island]
pub fn Keeping(
    /// The lesson's id, which names the files.
    lesson: String,
) -> impl IntoView {
    let student = Student::here();
    let sure = RwSignal::new(false);
    let name = StoredValue::new(lesson);
    let problem = move || match student.keeping() {
        Where::Unknown | Where::Device => None,
        Where::Memory => Some(
            view! {
                <p>
                    "Your browser does not let this page store anything, so your answers are gone when you close it. \
                     Save a file before you leave."
                </p>
            }
            .into_any(),
        ),
        Where::Aside { why, text } => {
            let take = move |_| files::offer(&format!("{}-set-aside.json", name.get_value()), &text);
            Some(
                view! {
                    <p>
                        {format!("Your earlier answers could not be read: {why}. They are kept aside, and you start afresh.")}
                        " "<button type="button" on:click=take>"Save the earlier answers as a file"</button>
                    </p>
                }
                .into_any(),
            )
        }
    };
    let kept = move || match student.keeping() {
        Where::Unknown => "Your answers have not been looked up yet.",
        Where::Device | Where::Aside { .. } => {
            "Your answers are kept on this device, in this browser, and nowhere else."
        }
        Where::Memory => "Your answers are kept until you close this page.",
    };
    let save = move |_| files::offer(&format!("{}.json", name.get_value()), &student.file());
    let start_over = move |_| {
        if sure.get_untracked() {
            student.forget();
        }
        sure.update(|sure| *sure = !*sure);
    };
    let label = move || if sure.get() { "Yes, erase all my answers" } else { "Start over" };
    view! {
        <section class="keeping" aria-label="Your answers">
            <div class="problem" role="status">{problem}</div>
            <p class="kept">{kept}</p>
            <p>
                <button type="button" on:click=save>"Save my answers as a file"</button>" "
                <button type="button" on:click=start_over on:blur=move |_| sure.set(false)>{label}</button>
            </p>
        </section>
    }
}
