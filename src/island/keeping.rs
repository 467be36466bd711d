//! Where the answers are: what the student should know, a file to take away, a way to start over.

use crate::port::{
    files,
    student::{Keeping as Where, Student},
};
use leptos::prelude::*;

/// Says where answers are kept, and what went wrong if something did.
#[island]
pub fn Keeping() -> impl IntoView {
    let student = Student::here();
    let sure = RwSignal::new(false);
    let problem = move || match student.keeping() {
        Where::Unknown | Where::Device => String::new(),
        Where::Memory => "Your browser does not let this page store anything, so your answers are gone when you close \
                          it. Save a file before you leave."
            .to_owned(),
        Where::Aside { why, .. } => {
            format!("Your earlier answers could not be read: {why}. They are kept aside, and you start afresh.")
        }
    };
    let kept = move || match student.keeping() {
        Where::Unknown => "Your answers have not been looked up yet.",
        Where::Device | Where::Aside { .. } => {
            "Your answers are kept on this device, in this browser, and nowhere else."
        }
        Where::Memory => "Your answers are kept until you close this page.",
    };
    let name = move |what: &str| student.page(|page| format!("{}{what}.txt", page.lesson));
    let save = move |_| files::offer(&name(""), &student.file());
    let save_aside = move |_| {
        if let Where::Aside { text, .. } = student.keeping() {
            files::offer(&name("-set-aside"), &text);
        }
    };
    let start_over = move |_| {
        if sure.get_untracked() {
            student.forget();
        }
        sure.update(|sure| *sure = !*sure);
    };
    let nothing_aside = move || !matches!(student.keeping(), Where::Aside { .. });
    let label = move || if sure.get() { "Yes, erase all my answers" } else { "Start over" };
    view! {
        <section class="keeping" aria-label="Your answers">
            <p class="problem" role="status">{problem}</p>
            <p hidden=nothing_aside>
                <button type="button" on:click=save_aside>"Save the earlier answers as a file"</button>
            </p>
            <p class="kept">{kept}</p>
            <p class="buttons">
                <button type="button" on:click=save>"Save my answers as a file"</button>
                <button type="button" on:click=start_over on:blur=move |_| sure.set(false)>{label}</button>
            </p>
        </section>
    }
}
