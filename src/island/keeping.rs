//! Where the answers are: what the student should know, a file to take away, a way to start over.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{flag, one, say, show},
    files, place,
    student::{Keeping as Where, Student},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement},
};
use lesson::learner::Unreadable;

/// Says where answers are kept, and what went wrong if something did.
#[island]
pub fn Keeping(
    /// A `.problem`, a `.kept`, and the buttons `save-aside`, `save` and `start-over`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        watch(move || {
            let keeping = student.keeping();
            let problem = match &keeping {
                Where::Unknown => String::new(),
                Where::Device => student.broken(),
                Where::Memory => {
                    let says = if place::is_embedded() {
                        "Your browser does not let this page store anything while it stands in another, so your answers \
                         are gone when you close it. Save a file before you leave, or open it in its own window."
                    } else {
                        "Your browser does not let this page store anything, so your answers are gone when you close it. \
                         Save a file before you leave."
                    };
                    format!("{} {says}", student.broken()).trim().to_owned()
                }
                Where::Aside { why, .. } | Where::Course { aside: Some((why, _)), .. } => {
                    format!("Your earlier answers could not be read: {why}. They are kept aside, and you start afresh.")
                }
                Where::Course { problem, .. } => problem.clone(),
            };
            say(&root, ".problem", &problem);
            show(&root, ".earlier", student.set_aside().is_some());
            let kept = match &keeping {
                Where::Unknown => "Your answers have not been looked up yet.",
                Where::Device | Where::Aside { .. } => {
                    "Your answers are kept on this device, in this browser, and nowhere else."
                }
                Where::Memory => "Your answers are kept until you close this page.",
                Where::Course { says, .. } => says,
            };
            say(&root, ".kept", kept);
            let stage = if let Where::Course { stage, .. } = &keeping { stage.as_str() } else { "" };
            show(&root, ".leave", stage == "open");
            // What is done now would reach nobody: only what says so stays on the screen.
            if stage == "left"
                && let Some(page) = document().document_element()
                && !page.has_attribute("data-left")
            {
                flag(&page, "data-left", true);
                if let Some(kept) = one::<HtmlElement>(&root, ".kept") {
                    let _ = kept.focus();
                }
            }
        });
        listen(&node, "focusout", |event| {
            if let Some(button) = at(event, "[name=start-over]") {
                ask(&button, false);
            }
        });
        let root = node.clone();
        listen(&node, "click", move |event| {
            let Some(button) = at(event, "button") else { return };
            match button.get_attribute("name").unwrap_or_default().as_str() {
                "save" => files::offer(&name(student, ""), files::PLAIN, &student.file()),
                "save-aside" => {
                    if let Some(text) = student.set_aside() {
                        files::offer(&name(student, "-set-aside"), files::PLAIN, &text);
                    }
                }
                "leave" => student.leave(),
                "write-text" => {
                    if let Some(field) = text_field(&root) {
                        field.set_value(&student.file());
                        field.select();
                    }
                }
                "read-text" => {
                    let text = text_field(&root).map(|field| field.value()).unwrap_or_default();
                    bring_back(student, &root, Ok(text));
                }
                _ => {
                    let sure = button.has_attribute("data-sure");
                    if sure {
                        student.forget();
                    }
                    ask(&button, !sure);
                }
            }
        });
        listen(&node.clone(), "change", move |event| {
            let Some(input) = at(event, "[name=bring-back]").and_then(|it| it.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let root = node.clone();
            say(&root, ".brought-back", "");
            files::read(&input, move |text| bring_back(student, &root, text));
        });
    })
}

/// The name of a file with answers.
fn name(student: Student, what: &str) -> String {
    student.page(|page| format!("{}{what}.txt", page.lesson))
}

/// Takes up what a file or a text holds, and says what came of it.
fn bring_back(student: Student, root: &Element, text: Result<String, Unreadable>) {
    let says = match text.and_then(|text| student.bring_back(&text)) {
        Ok(None) => "Your saved answers are here again. What was here before is kept aside.".to_owned(),
        Ok(Some(before)) => {
            // In a frame perhaps no file may come.
            let offered = if let Some(field) = text_field(root).filter(|_| place::is_embedded()) {
                field.set_value(&before);
                "stands below as a text"
            } else {
                files::offer(&name(student, "-before"), files::PLAIN, &before);
                "is offered to you as a file"
            };
            format!("Your saved answers are here again. What was here before could not be kept aside: it {offered}.")
        }
        Err(why) => format!(
            "That file could not be taken up: {why}. Choose the file that “Save my answers as a file” gave you. Your \
             answers are as they were."
        ),
    };
    say(root, ".brought-back", &says);
}

/// Where answers can be copied from and pasted to: in a sandbox no file may come (`allow-downloads`).
fn text_field(root: &Element) -> Option<HtmlTextAreaElement> {
    one(root, "[name=as-text]")
}

/// Starting over takes two presses: the first asks.
fn ask(button: &Element, sure: bool) {
    flag(button, "data-sure", sure);
    button.set_text_content(Some(if sure { "Yes, erase all my answers" } else { "Start over" }));
}
