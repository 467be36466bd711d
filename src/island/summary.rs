//! What a student's answers come to: on the screen, on paper, as a file, as plain text.

use super::shell::{at, listen, shell, watch_in};
use crate::port::{
    dom::{each, flag, item, one, say, show},
    files,
    student::Student,
    way::label,
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlSelectElement, HtmlTextAreaElement},
};
use lesson::{
    check::Given,
    id::CheckId,
    mark::{decimal, per_cent},
    summary::{ENOUGH, Names, Summary as Sums, Tally},
};

/// The address of the view.
const VIEW: &str = "summary";

/// The tables, the picture and the lists. What is printed has a `data-sum` for each number.
#[island]
pub fn Summary(
    /// Everything that is to be filled in.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        watch_in(student, VIEW, move || {
            student.with(|_| ());
            fill(student, &root);
        });
        let root = node.clone();
        listen(&node, "change", move |_| fill(student, &root));
        listen(&node.clone(), "click", move |event| {
            let Some(button) = at(event, "button[name]") else { return };
            let Some(text) = one::<HtmlTextAreaElement>(&node, "textarea") else { return };
            match button.get_attribute("name").as_deref() {
                Some("print") => _ = window().print(),
                Some("save-text") => {
                    files::offer(
                        &student.page(|page| format!("{}-summary.txt", page.lesson)),
                        files::PLAIN,
                        &text.value(),
                    );
                }
                Some("copy") => {
                    // In a frame a browser may forbid it; the text is then marked, ready to be copied by hand.
                    text.select();
                    let copied = document().unchecked_ref::<leptos::web_sys::HtmlDocument>().exec_command("copy");
                    let says = if copied == Ok(true) { "Copied." } else { "The text is marked: copy it by hand." };
                    say(&node, ".copied", says);
                }
                _ => {}
            }
        });
    })
}

fn fill(student: Student, root: &Element) {
    let scope = one::<HtmlSelectElement>(root, "[name=scope]").map(|it| it.value()).unwrap_or_default();
    let (sums, text) = student.look(|record| {
        student.page(|page| {
            let sums = Sums::of(&page.set(&scope), record);
            let names = Names {
                title: &page.title,
                kinds: &page.kinds,
                rungs: &page.rungs,
                certainty: &page.certainty,
                claim: &|claim| label(&format!("claim-{claim}")),
                beliefs: [record.belief, record.closing],
            };
            let text = sums.report(&names);
            (sums, text)
        })
    });
    for line in each::<Element>(root, "[data-guess-of]") {
        let id = line.get_attribute("data-guess-of").and_then(|id| CheckId::new(&id).ok());
        let answer = student.look(|record| record.check(&id?).filter(|answer| answer.done).cloned());
        if let Some(Given::Typed(typed)) = answer.map(|answer| answer.given) {
            flag(&line, "hidden", false);
            say(&line, "strong", &typed);
        }
    }
    let put = |name: &str, text: &str| say(root, &format!("[data-sum={name}]"), text);
    let tally = |name: &str, tally: &Tally| {
        put(&format!("{name}-claims"), &tally.claims.to_string());
        put(&format!("{name}-marks"), &marks(*tally));
    };
    let answered = sums.total.claims > 0;
    show(root, ".answered", answered);
    show(root, ".nothing", !answered);
    tally("total", &sums.total);
    for (at, it) in sums.kinds.iter().enumerate() {
        tally(&format!("kind-{at}"), it);
    }
    for (at, it) in sums.rungs.iter().enumerate() {
        tally(&format!("rung-{at}"), it);
    }
    tally("open", &sums.off_ladder);
    let changed = sums.changed;
    for (name, count) in [
        ("nearer", changed.nearer),
        ("right", changed.right),
        ("no-nearer", changed.no_nearer),
        ("further", changed.further),
    ] {
        put(name, &count.to_string());
    }
    calibration(root, &sums);
    put("certainty", &decimal(sums.certainty));
    let hasty = sums.outcomes.iter().filter(|it| it.hasty).count();
    show(root, ".hasty", hasty > 0);
    put("hasty", &hasty.to_string());
    let back = sums.to_return_to();
    show(root, ".none-back", answered && back.is_empty());
    if let Some(list) = one::<Element>(root, "ol.back") {
        list.set_text_content(None);
        for it in back {
            let view = format!("claim-{}", it.claim);
            item(&list, &view, &label(&view), it.found.says());
        }
    }
    if let Some(field) = one::<HtmlTextAreaElement>(root, "textarea") {
        field.set_value(&text);
    }
}

/// "12.3 of 18, 68 %".
fn marks(tally: Tally) -> String {
    if tally.out_of == 0 {
        return "–".to_owned();
    }
    format!("{} of {}, {} %", decimal(tally.earned), tally.out_of, per_cent(tally.earned, tally.out_of))
}

/// The picture: bars with counts below ten answers, points against the diagonal from ten on. Its shapes are printed; each
/// is moved to its height.
fn calibration(root: &Element, sums: &Sums) {
    let found = &sums.calibration;
    let enough = found.answers() >= ENOUGH;
    if let Some(figure) = one::<Element>(root, ".calibration") {
        let _ = figure.set_attribute("data-enough", if enough { "yes" } else { "no" });
    }
    show(root, ".calibration", found.answers() > 0);
    for (at, level) in found.levels.iter().enumerate() {
        let share = level.share();
        let height = i32::from(share.unwrap_or(0)) * 3 / 2;
        let name = format!("[data-level=\"{at}\"]");
        for shape in each::<Element>(root, &format!(".calibration {name}")) {
            let set = |attribute: &str, value: i32| _ = shape.set_attribute(attribute, &value.to_string());
            match shape.tag_name().as_str() {
                "rect" => {
                    set("y", 170 - height);
                    set("height", height);
                }
                "circle" => {
                    set("cy", 170 - height);
                    set("r", if level.answers == 0 { 0 } else { 5 + i32::from(level.answers.min(20)) / 4 });
                }
                "g" => {
                    let sure = shape.get_attribute("data-name").unwrap_or_default();
                    let says = format!("{sure}: {} of {} right", level.right, level.answers);
                    let _ = shape.set_attribute("aria-label", &says);
                }
                "text" => {
                    set("y", 160 - height);
                    let says = if level.answers == 0 {
                        String::new()
                    } else {
                        format!("{} of {}", level.right, level.answers)
                    };
                    shape.set_text_content(Some(&says));
                }
                _ => {}
            }
        }
        let put = |what: &str, text: &str| say(root, &format!("[data-sum=sure-{at}-{what}]"), text);
        put("answers", &level.answers.to_string());
        put("right", &level.right.to_string());
        put("share", &share.map_or_else(|| "–".to_owned(), |share| format!("{share} %")));
    }
    say(root, ".bias", &found.says_bias());
    say(root, ".brier", &found.says_brier());
}
