//! Checks: right or wrong, and why.

use anyhow::{Context, Result, ensure};
use lesson::{
    check::{Answer, Check, Decimal, Given, Question, mixed},
    learner::Learner,
    prose::{Line, pictures},
};
use pages::{
    answers::{KEY, choices, lists, number_field, right, role, wrong},
    house::{check, lesson, piece, pieces},
    screen::Seen,
    visit::{Visit, visit},
};

const UNFINISHED: &str = "Something is still to be chosen.";
const NOT_A_NUMBER: &str = "Type a number in digits, such as 12 or 0.5.";
const RIGHT: &str = "Right.";
const WRONG: &str = "Not yet. What was chosen and what belongs there stands above.";
const KEPT: &str = "Kept. There is nothing right or wrong in it.";

fn checks() -> impl Iterator<Item = &'static Check> {
    lesson().checks()
}

/// The first check of a kind.
fn one_of(kind: &str) -> Result<&'static Check> {
    checks().find(|check| check.question.kind() == kind).with_context(|| format!("the lesson has no check {kind}"))
}

fn part(check: &Check) -> String {
    format!("#check-{}", check.id)
}

/// What a student may be told of a check, and whether this answer has earned it.
fn feedback<'a>(check: &'a Check, given: &Given) -> Vec<(&'a Line, bool)> {
    let these = |place: u8| matches!(given, Given::These(these) if these.has(place));
    let value = |at: usize| match given {
        Given::Each(values) => values[at],
        _ => None,
    };
    let mut all = match &check.question {
        Question::One(choices) | Question::Several(choices) => {
            // What is right and was left out is told as well.
            choices.iter().zip(0..).map(|(choice, place)| (&choice.says, these(place) || choice.right)).collect()
        }
        Question::Ask(choices) => choices.iter().zip(0..).map(|(it, place)| (&it.says, these(place))).collect(),
        Question::Row { rows, .. } => {
            rows.iter().zip(0..).map(|(row, place)| (&row.says, these(place) || row.odd)).collect()
        }
        Question::Words(parts) => {
            let told = parts.iter().filter_map(|part| part.choice.as_ref()).zip(0..);
            told.map(|((right, says), place)| (says, these(place) || *right)).collect()
        }
        Question::Order(items) => {
            let places = mixed(&check.id, items.len()).into_iter().enumerate();
            let wrong = |at, place| value(at).map(usize::from) != Some(place);
            places.flat_map(|(at, it)| [(&items[it].says, wrong(at, it)), (&items[it].tells, wrong(at, it))]).collect()
        }
        Question::Match { pairs, .. } => {
            pairs.iter().enumerate().map(|(at, pair)| (&pair.says, value(at) != Some(pair.right))).collect()
        }
        Question::Number { answer, tolerance, right, wrong, slips, .. } => {
            let Given::Typed(typed) = given else { return Vec::new() };
            let near = |number: f64, by: f64| {
                Decimal::typed(typed).is_some_and(|typed| typed.within(number.into(), by.into()))
            };
            let is_right = near(*answer, *tolerance);
            let slip = slips.iter().position(|slip| !is_right && near(slip.value, slip.tolerance));
            let slips = slips.iter().enumerate().map(|(at, it)| (&it.says, slip == Some(at)));
            slips.chain([(right, is_right), (wrong, !is_right && slip.is_none())]).collect::<Vec<_>>()
        }
    };
    all.extend(check.after.iter().map(|after| (after, true)));
    all
}

/// Of everything that a student may be told of the check that is looked at, this answer's part is on the screen, or
/// nothing.
async fn is_told(visit: &Visit, check: &Check, given: Option<&Given>) -> Result<()> {
    let text = visit.text().await?;
    let nothing = Given::Typed(String::new());
    for (line, earned) in feedback(check, given.unwrap_or(&nothing)) {
        if given.is_some() && earned {
            for piece in pieces(line) {
                ensure!(text.contains(piece), "{}: earned and not told: {piece}", check.id);
            }
        } else {
            ensure!(!text.contains(piece(line)), "{}: told and not earned: {}", check.id, piece(line));
        }
    }
    Ok(())
}

/// The controls of the check that is looked at hold this answer, and can be changed or not.
async fn holds(visit: &Visit, check: &Check, given: &Given, open: bool) -> Result<()> {
    let seen = match given {
        Given::These(_) => visit.all(role(check)).await?,
        Given::Each(_) => visit.all("combobox").await?,
        Given::Typed(_) => visit.all("textbox").await?,
    };
    let lists = lists(check);
    let names = match given {
        Given::These(_) => choices(check),
        Given::Each(_) => lists.iter().map(|(list, _)| list.clone()).collect(),
        Given::Typed(_) => vec![number_field(check)],
    };
    ensure!(seen.len() == names.len(), "{}: {} controls", check.id, seen.len());
    for (at, (control, name)) in seen.iter().zip(&names).enumerate() {
        ensure!(control.begins(name), "{}: {control} instead of {name}", check.id);
        ensure!(control.disabled != open, "{}: {control} is {}", check.id, if open { "closed" } else { "open" });
        let holds = match given {
            Given::These(these) => control.checked == u8::try_from(at).is_ok_and(|place| these.has(place)),
            Given::Each(values) => {
                let chosen = values[at].map_or("choose", |value| &lists[at].1[usize::from(value)]);
                pages::screen::even(chosen) == control.value
            }
            Given::Typed(typed) => *typed == control.value,
        };
        ensure!(holds, "{}: {control} holds {:?}, ticked: {}", check.id, control.value, control.checked);
    }
    Ok(())
}

/// Hands in what stands in the check that is looked at, and hears and sees what comes of it.
async fn hand_in(visit: &Visit, check: &Check, given: &Given, verdict: &str) -> Result<()> {
    visit.click("button", "Check").await?;
    visit.hear("status", verdict).await?;
    holds(visit, check, given, false).await?;
    is_told(visit, check, Some(given)).await
}

/// Nothing is told before it is earned; wrong and right get what they earn; one may try again.
async fn is_answered(kind: &str) -> Result<()> {
    let check = one_of(kind)?;
    visit(async |visit| {
        visit.open(&part(check)).await?;
        let work = async || {
            is_told(visit, check, None).await?;
            visit.click("button", "Check").await?;
            visit.hear("status", UNFINISHED).await?;
            is_told(visit, check, None).await?;
            let ask = kind == "ask";
            for (given, verdict) in
                [(wrong(check), if ask { KEPT } else { WRONG }), (right(check), if ask { KEPT } else { RIGHT })]
            {
                visit.give(check, &given).await?;
                is_told(visit, check, None).await?;
                hand_in(visit, check, &given, verdict).await?;
                visit.click("button", "Try again").await?;
                visit.see("button", "Check").await?;
                holds(visit, check, &given, true).await?;
                is_told(visit, check, None).await?;
                let first = [choices(check), lists(check).into_iter().map(|(list, _)| list).collect()].concat();
                let first = first.first().cloned().unwrap_or_else(|| number_field(check));
                let focused = visit.browser.focused().await?;
                ensure!(focused.name.starts_with(&first), "the focus is on {focused:?} instead of {first}");
            }
            Ok(())
        };
        visit.within(&part(check), work).await
    })
    .await
}

#[tokio::test]
async fn a_choice_of_one_is_answered_wrong_and_right() -> Result<()> {
    is_answered("one").await
}

#[tokio::test]
async fn a_choice_of_several_is_answered_wrong_and_right() -> Result<()> {
    is_answered("several").await
}

#[tokio::test]
async fn a_question_without_a_right_answer_is_kept() -> Result<()> {
    is_answered("ask").await
}

#[tokio::test]
async fn an_order_is_answered_wrong_and_right() -> Result<()> {
    is_answered("order").await
}

#[tokio::test]
async fn a_match_is_answered_wrong_and_right() -> Result<()> {
    is_answered("match").await
}

#[tokio::test]
async fn a_number_is_answered_wrong_and_right() -> Result<()> {
    is_answered("number").await
}

#[tokio::test]
async fn a_row_is_answered_wrong_and_right() -> Result<()> {
    is_answered("row").await
}

#[tokio::test]
async fn words_are_ticked_wrong_and_right() -> Result<()> {
    is_answered("words").await
}

#[tokio::test]
async fn every_exercise_is_answered_wrong_and_right_by_hand() -> Result<()> {
    visit(async |visit| {
        ensure!(lesson().exercises.len() == 12, "{} exercises", lesson().exercises.len());
        visit.open("#exercises").await?;
        for check in &lesson().exercises {
            let work = async || {
                for (given, verdict) in [(wrong(check), WRONG), (right(check), RIGHT)] {
                    is_told(visit, check, None).await?;
                    visit.give(check, &given).await?;
                    hand_in(visit, check, &given, verdict).await?;
                    visit.click("button", "Try again").await?;
                    visit.see("button", "Check").await?;
                }
                Ok(())
            };
            visit.within(&part(check), work).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lists_are_chosen_from_with_the_keyboard() -> Result<()> {
    let check = one_of("order")?;
    visit(async |visit| {
        visit.open(&part(check)).await?;
        visit.focus_is_on(&part(check)[1..]).await?;
        let Given::Each(values) = right(check) else { anyhow::bail!("an order has lists") };
        let all = lists(check);
        // All but the last, and handed in too early.
        for ((list, choices), value) in all.iter().zip(&values).take(all.len() - 1) {
            visit.tab_to_the("combobox", list).await?;
            visit.choose_here(&choices[usize::from(value.context("each has its place")?)]).await?;
        }
        visit.tab_to_the("button", "Check").await?;
        visit.browser.press("Enter").await?;
        visit.hear("status", UNFINISHED).await?;
        visit.has_focus("combobox", &all[0].0).await?;
        let (list, choices) = all.last().context("an order has lists")?;
        visit.tab_to_the("combobox", list).await?;
        visit.choose_here(&choices[usize::from(values.last().copied().flatten().context("its place")?)]).await?;
        visit.tab_to_the("button", "Check").await?;
        visit.browser.press("Space").await?;
        visit.within(&part(check), async || visit.hear("status", RIGHT).await).await?;
        visit.has_focus("button", "Try again").await
    })
    .await
}

#[tokio::test]
async fn a_number_is_typed_with_the_keyboard_and_a_likely_mistake_is_known() -> Result<()> {
    let check = one_of("number")?;
    let Question::Number { answer, slips, .. } = &check.question else { anyhow::bail!("a number") };
    let keys = |text: &str| text.chars().map(String::from).collect::<Vec<_>>().join(" ");
    visit(async |visit| {
        visit.open(&part(check)).await?;
        visit.focus_is_on(&part(check)[1..]).await?;
        let field = number_field(check);
        visit.tab_to_the("textbox", &field).await?;
        visit.browser.press("m a n y Enter").await?;
        let work = async || {
            visit.hear("status", NOT_A_NUMBER).await?;
            visit.has_focus("textbox", &field).await?;
            is_told(visit, check, None).await?;
            for slip in slips {
                let typed = slip.value.to_string();
                visit.browser.press(&format!("Control+a {} Enter", keys(&typed))).await?;
                visit.hear("status", WRONG).await?;
                is_told(visit, check, Some(&Given::Typed(typed))).await?;
                visit.tab_to_the("button", "Try again").await?;
                visit.browser.press("Enter").await?;
                visit.has_focus("textbox", &field).await?;
            }
            // As many write it: with a comma.
            let typed = answer.to_string().replace('.', ",");
            visit.browser.press(&format!("Control+a {} Enter", keys(&typed))).await?;
            visit.hear("status", RIGHT).await?;
            is_told(visit, check, Some(&Given::Typed(typed))).await
        };
        visit.within(&part(check), work).await
    })
    .await
}

/// The same with what is not whole: the first of several lists, the first of the right choices.
fn half_of(given: &Given) -> Given {
    match given {
        Given::Each(values) => {
            Given::Each(values.iter().enumerate().map(|(at, value)| value.filter(|_| at == 0)).collect())
        }
        Given::These(these) => Given::These((0..32).find(|place| these.has(*place)).into_iter().collect()),
        Given::Typed(typed) => Given::Typed(typed.clone()),
    }
}

#[tokio::test]
async fn what_is_given_to_a_check_outlasts_a_reload() -> Result<()> {
    let of_unit_3 = ["u3-1", "u3-2", "u3-6"].map(check);
    visit(async |visit| {
        visit.open("#unit-3").await?;
        for check in of_unit_3 {
            visit.within(&part(check), async || visit.give(check, &half_of(&right(check))).await).await?;
        }
        visit.browser.press("Tab").await?; // what is typed counts once the field is left
        visit.reload().await?;
        for check in of_unit_3 {
            let work = async || {
                holds(visit, check, &half_of(&right(check)), true).await?;
                is_told(visit, check, None).await?;
                visit.give(check, &wrong(check)).await?;
                hand_in(visit, check, &wrong(check), WRONG).await
            };
            visit.within(&part(check), work).await?;
        }
        visit.reload().await?;
        for check in of_unit_3 {
            let work = async || {
                visit.hear("status", WRONG).await?;
                visit.see("button", "Try again").await?;
                holds(visit, check, &wrong(check), false).await?;
                is_told(visit, check, Some(&wrong(check))).await
            };
            visit.within(&part(check), work).await?;
        }
        Ok(())
    })
    .await
}

/// Every check of the lesson, answered so in a stored record, says this.
async fn all_say(answer: fn(&Check) -> Given, verdict: &str) -> Result<()> {
    visit(async |visit| {
        let mut record = Learner::new(&lesson().id, &lesson().hash);
        for check in checks() {
            record.keep_check(&check.id, Answer { given: answer(check), done: true });
        }
        visit.store(KEY, &record.write()).await?;
        visit.open("").await?;
        // In a unit its own, and the numbers that are drawn in its pictures.
        let units = lesson().units.iter().map(|unit| {
            let drawn = pictures(&unit.prose).into_iter().filter_map(|id| lesson().pictures.get(id)?.draws.as_ref());
            (format!("unit-{}", unit.number), unit.checks.iter().chain(drawn.map(|guess| &guess.check)).collect())
        });
        let exercises = ("exercises".to_owned(), lesson().exercises.iter().collect::<Vec<_>>());
        for (view, checks) in units.chain([exercises]).filter(|(_, checks)| !checks.is_empty()) {
            visit.go(&view).await?;
            let buttons = visit.all("button").await?;
            let again = buttons.iter().filter(|seen: &&Seen| seen.is_named("Try again")).count();
            ensure!(again == checks.len(), "{again} of {} checks of {view}", checks.len());
            for check in checks {
                let verdict = if matches!(check.question, Question::Ask(_)) { KEPT } else { verdict };
                let work = async || {
                    visit.hear("status", verdict).await?;
                    is_told(visit, check, Some(&answer(check))).await
                };
                visit.within(&part(check), work).await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_right_answer_of_the_lesson_is_right() -> Result<()> {
    all_say(right, RIGHT).await
}

#[tokio::test]
async fn every_wrong_answer_gets_what_it_deserves_and_no_more() -> Result<()> {
    all_say(wrong, WRONG).await
}
