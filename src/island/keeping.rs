//! Where the answers are: what the student should know, a file to take away, a way to start over.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{flag, say, show},
    files,
    student::{Keeping as Where, Student},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement},
};

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
                Where::Unknown | Where::Device => String::new(),
                Where::Memory => "Your browser does not let this page store anything, so your answers are gone when \
                                  you close it. Save a file before you leave."
                    .to_owned(),
                Where::Aside { why, .. } => {
                    format!("Your earlier answers could not be read: {why}. They are kept aside, and you start afresh.")
                }
            };
            say(&root, ".problem", &problem);
            show(&root, ".earlier", matches!(keeping, Where::Aside { .. }));
            let kept = match keeping {
                Where::Unknown => "Your answers have not been looked up yet.",
                Where::Device | Where::Aside { .. } => {
                    "Your answers are kept on this device, in this browser, and nowhere else."
                }
                Where::Memory => "Your answers are kept until you close this page.",
            };
            say(&root, ".kept", kept);
        });
        let name = move |what: &str| student.page(|page| format!("{}{what}.txt", page.lesson));
        listen(&node, "focusout", |event| {
            if let Some(button) = at(event, "[name=start-over]") {
                ask(&button, false);
            }
        });
        listen(&node, "click", move |event| {
            let Some(button) = at(event, "button") else { return };
            match button.get_attribute("name").unwrap_or_default().as_str() {
                "save" => files::offer(&name(""), files::PLAIN, &student.file()),
                "save-aside" => {
                    if let Where::Aside { text, .. } = student.keeping() {
                        files::offer(&name("-set-aside"), files::PLAIN, &text);
                    }
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
            files::read(&input, move |text| {
                let says = match text.and_then(|text| student.bring_back(&text)) {
                    Ok(None) => "Your saved answers are here again. What was here before is kept aside.".to_owned(),
                    Ok(Some(before)) => {
                        files::offer(&name("-before"), files::PLAIN, &before);
                        "Your saved answers are here again. What was here before could not be kept aside: it is offered \
                         to you as a file."
                            .to_owned()
                    }
                    Err(why) => format!(
                        "That file could not be taken up: {why}. Choose the file that “Save my answers as a file” gave \
                         you. Your answers are as they were."
                    ),
                };
                say(&root, ".brought-back", &says);
            });
        });
    })
}

/// Starting over takes two presses: the first asks.
fn ask(button: &Element, sure: bool) {
    flag(button, "data-sure", sure);
    button.set_text_content(Some(if sure { "Yes, erase all my answers" } else { "Start over" }));
}
