//! The desk's form. Its controls are printed as plain HTML and work before anything here is awake; this reads from them
//! what was chosen, and shows in them what is known.
//!
//! Names of controls: `kind`, `rung1`, `sure1` in the first reading; `pick`, `rung2`, `sure2`, `half` in the second. A
//! pick's value is an exhibit such as `r5.3`, or [`NOTHING`]; a half's is the place of a choice.

use super::dom::{each, flag};
use leptos::web_sys::{Element, FocusOptions, HtmlElement, HtmlFieldSetElement, HtmlFormElement, HtmlInputElement};
use lesson::{
    desk::{Desk, Draft, Missing, Picks},
    ladder::{Certainty, Kind, Rung},
};

/// The value of the pick "nothing here bears on it".
pub const NOTHING: &str = "nothing";

/// The name of the control that a missing answer belongs to.
pub const fn control(missing: Missing, first: bool) -> &'static str {
    match (missing, first) {
        (Missing::Kind, _) => "kind",
        (Missing::Picks, _) => "pick",
        (Missing::Rung, true) => "rung1",
        (Missing::Rung, false) => "rung2",
        (Missing::Certainty, true) => "sure1",
        (Missing::Certainty, false) => "sure2",
        (Missing::Half, _) => "half",
    }
}

/// What is chosen in the reading at hand, and not yet handed in.
pub fn draft(form: &HtmlFormElement, first: bool) -> Draft {
    let chosen = |name: &str| {
        each::<HtmlInputElement>(form, &format!("input[name={name}]:checked"))
            .iter()
            .map(HtmlInputElement::value)
            .collect::<Vec<_>>()
    };
    let one = |missing| chosen(control(missing, first)).into_iter().next();
    let picks = || {
        let values = chosen(control(Missing::Picks, first));
        if values.iter().any(|value| value == NOTHING) {
            return Some(Picks::Nothing);
        }
        let these: Vec<_> = values.iter().filter_map(|value| value.parse().ok()).collect();
        (!these.is_empty()).then_some(Picks::These(these))
    };
    Draft {
        kind: if first { one(Missing::Kind).as_deref().and_then(Kind::from_key) } else { None },
        picks: if first { None } else { picks() },
        rung: one(Missing::Rung).as_deref().and_then(Rung::from_key),
        certainty: one(Missing::Certainty).as_deref().and_then(Certainty::from_key),
        half: chosen(control(Missing::Half, first)).iter().filter_map(|value| value.parse().ok()).collect(),
    }
}

/// "Nothing bears" and "this bears" exclude each other: the one just ticked stands.
pub fn settle(form: &HtmlFormElement, ticked: &HtmlInputElement) {
    if ticked.name() != "pick" || !ticked.checked() {
        return;
    }
    let nothing = ticked.value() == NOTHING;
    for other in each::<HtmlInputElement>(form, "input[name=pick]") {
        if (other.value() == NOTHING) != nothing {
            other.set_checked(false);
        }
    }
}

/// Shows in the form what is known of this desk: what was said is ticked and closed, what is to be said is open.
pub fn show(form: &HtmlFormElement, desk: &Desk) {
    let first = match desk {
        Desk::First(draft) => draft.clone(),
        Desk::File { first, .. } | Desk::Verdict { first, .. } => {
            let said = first.said;
            let (rung, certainty) = (said.map(|said| said.rung), said.and_then(|said| said.certainty));
            Draft { kind: Some(first.kind), rung, certainty, ..Draft::default() }
        }
    };
    let second = match desk {
        Desk::First(_) => Draft::default(),
        Desk::File { draft, .. } => draft.clone(),
        Desk::Verdict { second, .. } => Draft {
            kind: None,
            picks: Some(second.picks.clone()),
            rung: second.said.map(|said| said.rung),
            certainty: second.certainty(),
            half: second.half,
        },
    };
    for input in each::<HtmlInputElement>(form, "input") {
        let value = input.value();
        let draft = if input.name().ends_with('2') { &second } else { &first };
        input.set_checked(match input.name().as_str() {
            "kind" => first.kind.map(Kind::key) == Some(&value),
            "rung1" | "rung2" => draft.rung.map(Rung::key) == Some(&value),
            "sure1" | "sure2" => draft.certainty.map(Certainty::key) == Some(&value),
            "half" => value.parse().is_ok_and(|place| second.half.has(place)),
            _ => match &second.picks {
                None => false,
                Some(Picks::Nothing) => value == NOTHING,
                Some(Picks::These(set)) => value.parse().is_ok_and(|exhibit| set.contains(&exhibit)),
            },
        });
    }
    let stage = desk.stage();
    let _ = form.set_attribute("data-stage", stage);
    for set in each::<HtmlFieldSetElement>(form, "fieldset[data-stage]") {
        set.set_disabled(set.get_attribute("data-stage").as_deref() != Some(stage));
    }
    for details in each::<Element>(form, "details.verdict-fold") {
        flag(&details, "open", desk.is_done());
    }
    let chosen = second.rung.map(Rung::key);
    for details in each::<Element>(form, "details.rung") {
        let of_choice = details.get_attribute("data-rung").as_deref() == chosen;
        flag(&details, "open", desk.is_done() && (of_choice || details.has_attribute("data-right")));
    }
}

/// Says what a reading still lacks, beside its button and at each question, and moves the focus to the first of them.
pub fn complain(form: &HtmlFormElement, missing: &[Missing], first: bool, sentence: &str) {
    for set in each::<Element>(form, "fieldset[data-asks]") {
        let asks = set.get_attribute("data-asks");
        let lacks = missing.iter().any(|missing| asks.as_deref() == Some(control(*missing, first)));
        flag(&set, "data-missing", lacks);
    }
    for alert in each::<Element>(form, "[role=alert]") {
        let here = alert.get_attribute("data-stage").as_deref() == Some(if first { "first" } else { "file" });
        alert.set_text_content(Some(if here { sentence } else { "" }));
    }
    if let Some(missing) = missing.first() {
        focus_first(form, &format!("input[name={}]", control(*missing, first)));
    }
}

/// Moves the focus to the first element that this selects.
pub fn focus_first(form: &HtmlFormElement, selector: &str) {
    if let Some(element) = each::<HtmlElement>(form, selector).first() {
        let _ = element.focus();
    }
}

/// Moves the focus to the heading of the stage that has just opened, and the heading to the top of the screen.
pub fn arrive(form: &HtmlFormElement, stage: &str) {
    if let Some(heading) = each::<HtmlElement>(form, &format!("[data-opens={stage}]")).first() {
        // In this order, and with one scroll, the page is laid out once.
        heading.scroll_into_view();
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&still);
    }
}
