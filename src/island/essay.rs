//! The judgement: an essay with its evidence, the file that would change one's mind, how it is judged.

use super::shell::{at, listen, shell, watch};
use crate::port::{
    dom::{anywhere, each, flag, one, say},
    files,
    student::Student,
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlSelectElement, HtmlTextAreaElement},
};
use lesson::writing::{JUDGES, Writing, agreed, references, words};

/// The fields `essay` and `file`, the shelf of records, the lists of levels for the rubric and the samples.
#[island]
pub fn Essay(
    /// All of it; the element `.essay` has the bounds of its length in `data-least` and `data-most`.
    children: Children,
) -> impl IntoView {
    let student = Student::here();
    shell(children, move |node| {
        let root = node.clone();
        watch(move || student.with_writing(|writing| display(&root, writing)));
        let root = node.clone();
        listen(&node, "input", move |event| {
            if let Some(field) = at(event, "textarea").and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
                keep(student, &root, &field);
            }
        });
        listen(&node, "change", move |event| {
            let Some(list) = at(event, "select").and_then(|it| it.dyn_into::<HtmlSelectElement>().ok()) else { return };
            let number = |name: &str| list.get_attribute(name).and_then(|it| it.parse::<usize>().ok());
            let level = list.value().parse().ok();
            student.write(|writing| match (number("data-strand"), number("data-judge"), number("data-sample")) {
                (Some(strand), Some(judge), _) => writing.judge(strand, judge, level),
                (_, _, Some(sample)) => writing.judge_sample(sample, level),
                _ => {}
            });
        });
        let root = node.clone();
        listen(&node, "click", move |event| {
            let Some(button) = at(event, "button") else { return };
            if let Some(reference) = button.get_attribute("data-insert") {
                insert(student, &root, &reference);
            } else if button.get_attribute("name").as_deref() == Some("save-essay") {
                let name = student.page(|page| format!("{}-essay.txt", page.lesson));
                files::offer(&name, files::PLAIN, &student.with_writing(text));
            }
        });
    })
}

fn keep(student: Student, root: &Element, field: &HtmlTextAreaElement) {
    let text = field.value();
    let essay = field.name() == "essay";
    student.write(|writing| if essay { writing.essay = text } else { writing.file = text });
    count(root);
}

/// Puts a reference to a record where the cursor is, and the cursor behind it.
fn insert(student: Student, root: &Element, reference: &str) {
    let Some(field) = one::<HtmlTextAreaElement>(root, "[name=essay]") else { return };
    // What is marked gives way to it.
    let at = field.selection_start().ok().flatten();
    let _ = field.set_range_text(reference);
    let behind = at.unwrap_or(0) + u32::try_from(reference.len()).unwrap_or(0);
    let _ = field.focus();
    let _ = field.set_selection_range(behind, behind);
    keep(student, root, &field);
    // With the count, so that the same record put in twice is heard twice.
    say(root, ".inserted", &format!("{reference} is in the essay: {} words.", words(&field.value())));
}

fn display(root: &Element, writing: &Writing) {
    for (name, text) in [("essay", &writing.essay), ("file", &writing.file)] {
        if let Some(field) = one::<HtmlTextAreaElement>(root, &format!("[name={name}]"))
            && field.value() != *text
        {
            field.set_value(text);
        }
    }
    count(root);
    for list in each::<HtmlSelectElement>(root, "select") {
        let number = |name: &str| list.get_attribute(name).and_then(|it| it.parse::<usize>().ok());
        let level = match (number("data-strand"), number("data-judge"), number("data-sample")) {
            (Some(strand), Some(judge), _) => writing.rubric.get(strand).and_then(|all| *all.get(judge)?),
            (_, _, Some(sample)) => writing.samples.get(sample).copied().flatten(),
            _ => None,
        };
        list.set_value(&level.map(|level| level.to_string()).unwrap_or_default());
    }
    for (at, sample) in each::<Element>(root, ".sample").iter().enumerate() {
        if let Some(fold) = one::<Element>(sample, "details") {
            flag(&fold, "open", writing.samples.get(at).is_some_and(Option::is_some));
        }
    }
    let levels = one::<Element>(root, ".rubric").and_then(|it| it.get_attribute("data-levels")?.parse::<u8>().ok());
    for (strand, row) in each::<Element>(root, ".rubric tbody tr").iter().enumerate() {
        let all = writing.rubric.get(strand).copied().unwrap_or([None; JUDGES]);
        let points: Vec<u8> = all.iter().flatten().map(|level| levels.unwrap_or(0).saturating_sub(*level)).collect();
        let says = match agreed(&points) {
            None => String::new(),
            Some(it) => {
                let half = if it.halves % 2 == 1 { ".5" } else { "" };
                let apart = if it.apart { " Two judges lie two levels apart: ask your teacher." } else { "" };
                format!("{}{half}.{apart}", it.halves / 2)
            }
        };
        say(row, ".median", &says);
    }
}

/// How many words, and how that stands to the bounds.
fn count(root: &Element) {
    let Some(field) = one::<HtmlTextAreaElement>(root, "[name=essay]") else { return };
    let bound =
        |name: &str| one::<Element>(root, ".essay").and_then(|it| it.get_attribute(name)?.parse::<usize>().ok());
    let (count, least, most) = (words(&field.value()), bound("data-least"), bound("data-most"));
    let says = match (least, most) {
        (Some(least), _) if count < least => format!("{count} words; at least {least} are asked for."),
        (_, Some(most)) if count > most => format!("{count} words; {most} are allowed."),
        _ => format!("{count} words: a good length."),
    };
    say(root, ".words", &says);
}

/// The essay as plain text, with a list of the records that it names.
fn text(writing: &Writing) -> String {
    let mut lines = vec![writing.essay.trim().to_owned()];
    let file = writing.file.trim();
    if !file.is_empty() {
        lines.push(format!("\nWhat file would change my mind?\n{file}"));
    }
    let named = references(&writing.essay);
    if !named.is_empty() {
        lines.push("\nRecords".to_owned());
    }
    for id in named {
        let Some(record) = anywhere::<Element>(&format!("#record-{id}")) else { continue };
        let part = |selector: &str| {
            let found = one::<Element>(&record, selector).and_then(|it| it.text_content());
            found.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let name = id.as_str().to_ascii_uppercase();
        lines.push(format!("[{name}] {}, {}. {}", part("h3"), part("time"), part(".cite-line")));
    }
    lines.join("\n") + "\n"
}
