//! Moodle XML: one file; a question a part, in a category of its own, with marks and shares.
//!
//! Source: Moodle's documentation, "Moodle XML format", and "Multiple Choice question type": of several answers the
//! shares are summed, and never below nothing.

use super::{
    Bank,
    item::{Item, Question},
    xml::{Element, document, el, html},
};

/// The bank: a category, what it leaves out, the questions.
pub(super) fn file(bank: &Bank) -> String {
    let note = [el("p").text(bank.format.marks()), el("p").text(bank.leaves_out())];
    let category = el("question")
        .at("type", "category")
        .with(el("category").with(text(&format!("$course$/top/{}", category(bank)))))
        .with(formatted("info", &note));
    let description = el("question")
        .at("type", "description")
        .with(el("name").with(text(&format!("{}: how it is marked", bank.title))))
        .with(formatted("questiontext", &note))
        .with(formatted("generalfeedback", &[]))
        .with(el("defaultgrade").text("0"))
        .with(el("penalty").text("0"))
        .with(el("hidden").text("0"))
        .with(el("idnumber").text(bank.id.clone()));
    let asked = bank.items.iter().flat_map(|item| item.questions.iter().map(move |it| question(bank, item, it)));
    document(&el("quiz").comment(bank.leaves_out()).with(category).with(description).all(asked))
}

/// The name of the category; a slash would part it.
pub(super) fn category(bank: &Bank) -> String {
    bank.title.replace('/', "–")
}

fn text(text: &str) -> Element {
    el("text").text(text)
}

fn formatted(name: &'static str, elements: &[Element]) -> Element {
    el(name).at("format", "html").with(text(&html(elements)))
}

fn question(bank: &Bank, item: &Item, question: &Question) -> Element {
    let answer = |choice: &super::item::Choice| {
        let says = choice.says.iter().map(|says| el("p").text(says.clone()));
        el("answer")
            .at("fraction", choice.worth.per_cent())
            .at("format", "html")
            .with(text(&html(&[el("p").text(choice.text.clone())])))
            .with(formatted("feedback", &says.collect::<Vec<_>>()))
    };
    el("question")
        .at("type", "multichoice")
        .with(el("name").with(text(&item.title_of(question))))
        .with(formatted("questiontext", &item.before(question, bank.format)))
        .with(formatted("generalfeedback", &item.after(question)))
        .with(el("defaultgrade").text(question.marks.to_string()))
        .with(el("penalty").text("0"))
        .with(el("hidden").text("0"))
        .with(el("idnumber").text(format!("{}-{}", item.id, question.part.key())))
        .with(el("single").text((!question.several).to_string()))
        .with(el("shuffleanswers").text("false"))
        .with(el("answernumbering").text("none"))
        .with(el("showstandardinstruction").text("0"))
        .all(["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"].map(|name| formatted(name, &[])))
        .all(question.choices.iter().map(answer))
        .with(el("tags").with(el("tag").with(text(&item.id))))
}
