//! Checks: plain controls, with what each choice deserves to be told in a fold. The island opens the folds that are
//! earned; where nothing wakes, each can be opened by hand.

use super::prose;
use crate::island::check::Checking;
use leptos::prelude::*;
use lesson::{
    check::{Check, CheckKey, Choice, Item, Pair, Part, Question, Right, Row, mixed},
    prose::Line,
};

/// A check's address.
pub fn address(check: &Check) -> String {
    format!("check-{}", check.id)
}

/// What the island must know of a check to mark it.
pub fn key(check: &Check) -> CheckKey {
    let these = |right: Vec<bool>| Right::These {
        of: u8::try_from(right.len()).unwrap_or(u8::MAX),
        right: right.into_iter().zip(0..).filter(|(right, _)| *right).map(|(_, place)| place).collect(),
    };
    let right = match &check.question {
        Question::One(choices) | Question::Several(choices) => {
            these(choices.iter().map(|choice| choice.right).collect())
        }
        Question::Ask(_) => Right::Unscored,
        Question::Order(items) => {
            let places = mixed(&check.id, items.len());
            Right::Order(places.into_iter().filter_map(|place| u8::try_from(place).ok()).collect())
        }
        Question::Match { pairs, .. } => Right::Each(pairs.iter().map(|pair| pair.right).collect()),
        Question::Number { answer, tolerance, slips, .. } => Right::Number {
            answer: (*answer).into(),
            tolerance: (*tolerance).into(),
            slips: slips.iter().map(|slip| (slip.value.into(), slip.tolerance.into())).collect(),
        },
        Question::Words(parts) => {
            these(parts.iter().filter_map(|part| part.choice.as_ref()).map(|(right, _)| *right).collect())
        }
        Question::Row { rows, .. } => these(rows.iter().map(|row| row.odd).collect()),
    };
    CheckKey { id: check.id.clone(), right }
}

/// The checks of a unit.
pub fn checks(checks: &[Check]) -> Option<AnyView> {
    if checks.is_empty() {
        return None;
    }
    let view = view! {
        <section class="checks">
            <h3>"Check what you have read"</h3>
            <p class="hint">"Right or wrong, and why; not part of the marks. You may try again."</p>
            {list(checks, "Check")}
        </section>
    };
    Some(view.into_any())
}

/// Checks in their order, each called this and numbered.
pub fn list(checks: &[Check], name: &str) -> AnyView {
    let count = checks.len();
    checks
        .iter()
        .enumerate()
        .map(|(at, it)| check(it, format!("{name} {} of {count}. ", at + 1)))
        .collect_view()
        .into_any()
}

/// A number to be drawn before it is shown.
pub fn drawn(check: &Check) -> AnyView {
    self::check(check, "Draw your guess. ".to_owned())
}

fn check(check: &Check, name: String) -> AnyView {
    let (hint, controls) = match &check.question {
        Question::One(all) => ("Choose one.", choices("radio", all, true)),
        Question::Several(all) => ("Choose each that holds.", choices("checkbox", all, true)),
        Question::Ask(all) => ("No answer is wrong.", choices("radio", all, false)),
        Question::Order(items) => ("Give each its place, from the earliest.", order(check, items)),
        Question::Match { pairs, offered } => ("Choose for each what belongs to it.", matching(pairs, offered)),
        Question::Number { unit, right, wrong, slips, .. } => {
            let slips: Vec<&Line> = slips.iter().map(|slip| &slip.says).collect();
            ("Type a number.", number_field(unit, right, wrong, &slips))
        }
        Question::Row { head, rows } => ("Choose one row.", table(head, rows)),
        Question::Words(parts) => ("Tick each that does.", words(parts)),
    };
    let after = check.after.as_ref().map(|after| fold("after", "", "Afterwards", prose::line(after)));
    let asks = prose::line(&check.asks);
    let notes = (!check.notes.is_empty()).then(|| view! { <p class="check-notes">{prose::notes(&check.notes)}</p> });
    view! {
        <div class="check" id=address(check) data-check=check.id.to_string() data-kind=check.question.kind() tabindex="-1">
            <Checking>
                <form method="dialog" novalidate autocomplete="off">
                <fieldset>
                    <legend>
                        <span class="kicker">{name}</span>{asks}
                        " "<span class="hint">{hint}</span>
                    </legend>
                    {controls}
                </fieldset>
                {after}
                {notes}
                <p class="hand-in">
                    <button type="submit">"Check"</button>
                    <span class="result" role="status"></span>
                </p>
                </form>
            </Checking>
        </div>
    }
    .into_any()
}

/// What a student is told: a fold that the island opens when it is earned. `when` says when that is.
fn fold(when: &'static str, verdict: &'static str, summary: &'static str, text: AnyView) -> AnyView {
    let verdict = (!verdict.is_empty()).then(|| view! { <strong>{verdict}</strong>" " });
    view! {
        <details class="says" data-when=when>
            <summary>{summary}</summary>
            <p>{verdict}{text}</p>
        </details>
    }
    .into_any()
}

/// A text of which stretches can be ticked, and below it what each of them deserves to be told.
fn words(parts: &[Part]) -> AnyView {
    let mut place = 0..;
    let placed: Vec<(Option<u8>, &Part)> =
        parts.iter().map(|part| (part.choice.as_ref().and_then(|_| place.next()), part)).collect();
    let text = placed
        .iter()
        .map(|(place, part)| match place {
            Some(place) => view! {
                <label data-place=place.to_string()>
                    <input type="checkbox" name="given" value=place.to_string() /><span>{prose::line(&part.text)}</span>
                </label>" "
            }
            .into_any(),
            None => view! { <span>{prose::line(&part.text)}</span>" " }.into_any(),
        })
        .collect_view();
    let says = placed
        .iter()
        .filter_map(|(place, part)| Some(((*place)?, part, part.choice.as_ref()?)))
        .map(|(place, part, (right, says))| {
            let verdict = if *right { "It does." } else { "It does not." };
            let quoted = view! { <q>{prose::line(&part.text)}</q>" "{prose::line(says)} };
            view! { <div data-place=place.to_string()>{fold("chosen", verdict, ANSWER, quoted.into_any())}</div> }
        })
        .collect_view();
    view! { <p class="close-reading">{text}</p>{says} }.into_any()
}

const ANSWER: &str = "Is it so?";

fn choices(kind: &'static str, choices: &[Choice], scored: bool) -> AnyView {
    choices
        .iter()
        .enumerate()
        .map(|(place, choice)| {
            let verdict = match (scored, choice.right) {
                (false, _) => "",
                (true, true) => "Right.",
                (true, false) => "Not so.",
            };
            view! {
                <div class="option" data-place=place.to_string()>
                    <label>
                        <input type=kind name="given" value=place.to_string() />
                        <span>{prose::line(&choice.text)}</span>
                    </label>
                    {fold("chosen", verdict, ANSWER, prose::line(&choice.says))}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

/// A list to choose from: nothing, or one of these.
fn select(options: impl Iterator<Item = String>) -> AnyView {
    let options = options
        .enumerate()
        .map(|(value, text)| view! { <option value=value.to_string()>{text}</option> })
        .collect_view();
    view! { <select><option value="">"choose"</option>{options}</select> }.into_any()
}

fn order(check: &Check, items: &[Item]) -> AnyView {
    let rows = mixed(&check.id, items.len())
        .into_iter()
        .enumerate()
        .map(|(place, right)| {
            let item = &items[right];
            let text = view! {
                <strong>{format!("Place {}", right + 1)}" ("{prose::line(&item.tells)}")."</strong>" "{prose::line(&item.says)}
            };
            view! {
                <div class="put" data-place=place.to_string()>
                    <label>
                        <span>{prose::line(&item.text)}</span>
                        {select((1..=items.len()).map(|number| number.to_string()))}
                    </label>
                    {fold("each", "", "Where does it belong?", text.into_any())}
                </div>
            }
        })
        .collect_view();
    rows.into_any()
}

fn matching(pairs: &[Pair], offered: &[Line]) -> AnyView {
    pairs
        .iter()
        .enumerate()
        .map(|(place, pair)| {
            let right = offered.get(usize::from(pair.right)).map(|line| prose::line(line));
            let text = view! { <strong>{right}"."</strong>" "{prose::line(&pair.says)} };
            view! {
                <div class="put" data-place=place.to_string()>
                    <label>
                        <span>{prose::line(&pair.left)}</span>
                        {select(offered.iter().map(|line| lesson::prose::plain(line)))}
                    </label>
                    {fold("each", "", "What belongs to it?", text.into_any())}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

fn number_field(unit: &str, right: &Line, wrong: &Line, slips: &[&Line]) -> AnyView {
    let slips = slips.iter().map(|says| fold("slip", "Not so.", "A likely mistake", prose::line(says))).collect_view();
    view! {
        <p class="typed">
            <label>
                "Your number, "{unit.to_owned()}" "
                <input type="text" inputmode="decimal" autocomplete="off" maxlength="24" />
            </label>
        </p>
        {fold("right", "Right.", "The answer", prose::line(right))}
        {slips}
        {fold("wrong", "Not so.", "How to get there", prose::line(wrong))}
    }
    .into_any()
}

fn table(head: &[Line], rows: &[Row]) -> AnyView {
    let heads = head.iter().map(|cell| view! { <th scope="col">{prose::line(cell)}</th> }).collect_view();
    let names: Vec<String> = head.iter().map(|cell| lesson::prose::plain(cell)).collect();
    let rows = rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let verdict = if row.odd { "Right." } else { "Not so." };
            let first = row.cells.first().map(|cell| prose::line(cell));
            let cells = row.cells.iter().enumerate().skip(1).map(|(at, cell)| {
                view! { <td data-head=names.get(at).cloned()>{prose::line(cell)}</td> }
            });
            view! {
                <tr data-place=place.to_string()>
                    <td class="option">
                        <label><input type="radio" name="given" value=place.to_string() /><span>{first}</span></label>
                        {fold("chosen", verdict, ANSWER, prose::line(&row.says))}
                    </td>
                    {cells.collect_view()}
                </tr>
            }
        })
        .collect_view();
    view! { <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
}
