//! GIFT: one text file; a question a part, with shares; each question on one line, for an empty line would end it.
//!
//! ```text
//! // [id:c17-kind] [tag:c17]
//! ::C17, 1 of 3, kind\: All 35,000 will join::[html]<p>…</p>{=<p>Fact\: …</p>~<p>Feeling\: …</p>####<p>…</p>}
//! ```
//!
//! An answer begins with `=` (right), `~` (wrong) or `~%33.33333%` (a share); `#` begins what is told to whoever chose
//! it, `####` what is told to all. Source: Moodle's documentation, "GIFT format".

use super::{
    Bank,
    item::{Choice, Item, Question, Worth},
    moodle::category,
    xml::{Element, el, fit, html},
};

/// The bank: what it leaves out, a category, the questions.
pub(super) fn file(bank: &Bank) -> String {
    let note = [el("p").text(bank.format.marks()), el("p").text(bank.leaves_out())];
    let heading = name(&format!("{}: how it is marked", bank.title));
    let mut parts = vec![
        format!("// {}\n// {}\n", one_line(&fit(&bank.title)), bank.leaves_out()),
        format!("$CATEGORY: $course$/top/{}\n", one_line(&fit(&category(bank)))),
        format!("// [id:{}]\n::{heading}::{}\n", bank.id, formatted(&note)),
    ];
    parts
        .extend(bank.items.iter().flat_map(|item| item.questions.iter().map(move |asked| question(bank, item, asked))));
    parts.join("\n")
}

fn question(bank: &Bank, item: &Item, question: &Question) -> String {
    let several = question.several;
    let answers: String = question.choices.iter().map(|choice| answer(choice, several)).collect();
    format!(
        "// [id:{id}-{part}] [tag:{id}]\n::{name}::{before}{{{answers}####{after}}}\n",
        id = item.id,
        part = question.part.key(),
        name = name(&item.title_of(question)),
        before = formatted(&item.before(question, bank.format)),
        after = markup(&item.after(question)),
    )
}

/// Where one answer is all right (`=`), GIFT lets students choose only one; where only shares are given, several.
fn answer(choice: &Choice, several: bool) -> String {
    let says = choice.says.iter().map(|says| format!("#{}", markup(&[el("p").text(says.clone())])));
    let begin = match choice.worth {
        Worth::Right(_) if !several => "=".to_owned(),
        Worth::Wrong | Worth::Free => "~".to_owned(),
        share => format!("~%{}%", share.per_cent()),
    };
    format!("{begin}{}{}", markup(&[el("p").text(choice.text.clone())]), says.collect::<String>())
}

fn formatted(elements: &[Element]) -> String {
    format!("[html]{}", markup(elements))
}

fn markup(elements: &[Element]) -> String {
    escaped(&one_line(&html(elements)))
}

fn name(text: &str) -> String {
    escaped(&one_line(&fit(text)))
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// With a backslash before each character that means something in GIFT.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if matches!(c, '\\' | '~' | '=' | '#' | '{' | '}' | ':') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}
