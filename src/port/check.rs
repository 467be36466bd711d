//! A check's controls: this reads from them what was given, and shows in them what is known. They are printed as plain
//! HTML; each stands in an element with its `data-place`.

use super::dom::{each, flag};
use leptos::web_sys::{
    Element, HtmlElement, HtmlFieldSetElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
};
use lesson::check::{Answer, Finding, Given, Right};

/// The id of the check that this form belongs to.
pub fn key(form: &HtmlFormElement) -> Option<String> {
    form.closest("[data-check]").ok().flatten()?.get_attribute("data-check")
}

/// Moves the focus to the first control.
pub fn focus(form: &HtmlFormElement) {
    if let Some(first) = each::<HtmlElement>(form, "input, select").first() {
        let _ = first.focus();
    }
}

/// What is given in the form as it stands.
pub fn given(form: &HtmlFormElement, right: &Right) -> Given {
    match right {
        Right::Number { .. } => {
            let typed = each::<HtmlInputElement>(form, "input[type=text]").first().map(HtmlInputElement::value);
            Given::Typed(typed.unwrap_or_default().chars().take(24).collect())
        }
        Right::Each(_) | Right::Order(_) => {
            Given::Each(each::<HtmlSelectElement>(form, "select").iter().map(|it| it.value().parse().ok()).collect())
        }
        Right::These { .. } | Right::Unscored => {
            let ticked = each::<HtmlInputElement>(form, "input:checked");
            Given::These(ticked.iter().filter_map(|it| it.value().parse().ok()).collect())
        }
    }
}

/// Shows an answer, and what is found of it.
pub fn show(form: &HtmlFormElement, right: &Right, answer: Option<&Answer>, finding: Option<&Finding>) {
    let given = answer.map(|answer| &answer.given);
    let done = finding.is_some();
    let value = |place: usize| match given {
        Some(Given::Each(values)) => values.get(place).copied().flatten(),
        _ => None,
    };
    for input in each::<HtmlInputElement>(form, "input:not([type=text])") {
        let place: Option<u8> = input.value().parse().ok();
        let ticked = matches!((given, place), (Some(Given::These(these)), Some(place)) if these.has(place));
        input.set_checked(ticked);
    }
    for input in each::<HtmlInputElement>(form, "input[type=text]") {
        input.set_value(if let Some(Given::Typed(typed)) = given { typed } else { "" });
    }
    for (place, select) in each::<HtmlSelectElement>(form, "select").iter().enumerate() {
        select.set_value(&value(place).map(|value| value.to_string()).unwrap_or_default());
    }
    for set in each::<HtmlFieldSetElement>(form, "fieldset") {
        set.set_disabled(done);
    }
    let wrong = |place: u8| matches!(finding, Some(Finding::Wrong { at, .. }) if at.has(place));
    for part in each::<Element>(form, "[data-place]") {
        let place: Option<u8> = part.get_attribute("data-place").and_then(|place| place.parse().ok());
        let chosen = match (given, place) {
            (Some(Given::These(these)), Some(place)) => these.has(place),
            (Some(Given::Each(_)), Some(_)) => true,
            _ => false,
        };
        let wrong = place.is_some_and(wrong);
        let is_right = matches!((right, place), (Right::These { right, .. }, Some(place)) if right.has(place));
        let mark = match finding {
            Some(Finding::Right | Finding::Wrong { .. }) if wrong && is_right => "missed",
            Some(Finding::Right | Finding::Wrong { .. }) if wrong => "wrong",
            Some(Finding::Right | Finding::Wrong { .. }) if chosen => "right",
            _ => "",
        };
        let _ = part.set_attribute("data-mark", mark);
        // What is right and was left out is told, too.
        for fold in each::<Element>(&part, "details") {
            let each = fold.get_attribute("data-when").as_deref() == Some("each");
            flag(&fold, "open", done && if each { wrong } else { chosen || wrong });
        }
    }
    let slip = if let Some(Finding::Wrong { slip, .. }) = finding { *slip } else { None };
    let is_wrong = matches!(finding, Some(Finding::Wrong { .. }));
    for (place, fold) in each::<Element>(form, "details[data-when=slip]").iter().enumerate() {
        flag(fold, "open", slip == Some(place));
    }
    for (when, open) in
        [("right", finding == Some(&Finding::Right)), ("wrong", is_wrong && slip.is_none()), ("after", done)]
    {
        for fold in each::<Element>(form, &format!("details[data-when={when}]")) {
            flag(&fold, "open", open);
        }
    }
}
