//! In a course with SCORM: what the course is told, what comes back, what is left when the page dies, and where a course
//! is out of order or not there at all. The course is the tests' own and strict: `tests/course.rs`.

use crate::core::{Dice, core};
use anyhow::{Context, Result, ensure};
use lesson::{
    board::Placed,
    check::{Answer, Check, Given, Question, Ticks},
    content::Claim,
    deck::Card,
    desk::{Desk, Draft, FirstReading, Picks, Said, SecondReading},
    ladder::{Certainty, Kind, Rung},
    learner::{Learner, Work},
    mark::{Marks, Weights},
    quiz::Quiz,
};
use pages::{
    answers::{bearing, choices, first, full_record, keep, lists, most, right, second, view},
    course::{Api, Course, Data, In, Interaction, Told, Version, host, interactions, stranger},
    house::{all_claims, claim, dist, lesson, progress, site},
    visit::{Visit, until, visit_at},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    mem::{Discriminant, discriminant},
    time::Instant,
};
use xtask::site::Site;

const ON_THIS_DEVICE: &str = "Your answers are kept on this device";
const COULD_NOT_BE_READ: &str = "could not be read";

/// The finished lesson on a host of today's: `unload` is blocked.
fn modern() -> Result<Site> {
    Ok(site()?.header("permissions-policy", "unload=()"))
}

/// Opens a page of a course.
async fn launch(visit: &Visit, page: &str) -> Result<()> {
    visit.leave().await?;
    visit.browser.goto(&visit.site.at(page.trim_start_matches('/'))).await
}

/// Opens the lesson in a frame of a course, at this view, and goes into the frame.
async fn launch_at(visit: &Visit, view: &str) -> Result<()> {
    launch(visit, &host(Api::Strict, In::Frame, &format!("/index.html#{view}"))).await?;
    visit.enter().await?;
    visit.awake().await?;
    goes_to_the_course(visit).await
}

/// The student is told where answers go.
async fn where_answers_go(visit: &Visit) -> Result<String> {
    let region = visit.see("region", "Your answers").await?;
    visit.text_of(&region).await
}

async fn goes_to_the_course(visit: &Visit) -> Result<()> {
    let told = until("“Your answers” names the course", async || {
        let text = where_answers_go(visit).await?;
        Ok((text.to_lowercase().contains("course") && !text.contains(ON_THIS_DEVICE)).then_some(()))
    });
    told.await.with_context(|| "is the course not found?".to_owned())
}

async fn stays_here(visit: &Visit) -> Result<()> {
    until("“Your answers” names this device", async || {
        Ok(where_answers_go(visit).await?.contains(ON_THIS_DEVICE).then_some(()))
    })
    .await
}

/// Goes to a view as a link does. (The driver's own way of opening an address would leave the frame.)
async fn turn(visit: &Visit, view: &str) -> Result<()> {
    visit.browser.script(&format!("location.hash = '#{view}';")).await?;
    visit.is_at(view).await
}

/// The frame goes; the course stays.
async fn blank_the_frame(visit: &Visit) -> Result<()> {
    visit.leave().await?;
    visit.browser.script("document.querySelector('iframe').src = 'about:blank';").await.map(drop)
}

/// How many answers a claim asks for.
fn parts(claim: &Claim) -> usize {
    2 + usize::from(claim.rung().is_some()) + usize::from(claim.half.is_some())
}

/// Two checks of each kind, each with the unit in which it is asked.
fn some_of_each_kind() -> Vec<(String, &'static Check)> {
    let mut seen = BTreeMap::<usize, usize>::new();
    let mut kinds = Vec::<Discriminant<Question>>::new();
    let units = lesson().units.iter();
    let all = units.flat_map(|unit| unit.checks.iter().map(move |check| (format!("unit-{}", unit.number), check)));
    let exercises = lesson().exercises.iter().map(|check| ("exercises".to_owned(), check));
    let mut some = all.chain(exercises).collect::<Vec<_>>();
    some.retain(|(_, check)| {
        let kind = discriminant(&check.question);
        let at = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        let count = seen.entry(at).or_default();
        *count += 1;
        *count <= 2
    });
    some
}

fn form(check: &Check) -> String {
    format!("#check-{}", check.id)
}

/// What stands in the controls of a check.
async fn given(visit: &Visit, check: &Check) -> Result<Value> {
    let controls = format!("document.querySelector('{}').querySelectorAll('input, select')", form(check));
    visit
        .script(&format!("[...{controls}].map(it => ['radio', 'checkbox'].includes(it.type) ? it.checked : it.value)"))
        .await
}

fn number(data: &Data, element: &str) -> Result<f64> {
    let value = data.get(element).with_context(|| format!("{element} was not committed"))?;
    value.parse().with_context(|| format!("{element} is {value}"))
}

fn word<'a>(data: &'a Data, element: &str) -> &'a str {
    data.get(element).map_or("", String::as_str)
}

/// The record in what is suspended.
fn record_in(data: &Data) -> Result<Learner> {
    let text = data.get("cmi.suspend_data").context("nothing is suspended")?;
    // Whatever stands around it: the record is one word that begins with the lesson's name.
    let start = text.find(&format!("{}/", lesson().id)).with_context(|| format!("no record in {text}"))?;
    let record = text[start..].split_whitespace().next().unwrap_or_default();
    Learner::read(record, &lesson().id, &lesson().hash).with_context(|| format!("not a record: {record}"))
}

/// Whether a course has this claim's answer: as interactions, and in what it gives back.
fn has(data: &Data, claim: &Claim) -> bool {
    let own = interactions(data).iter().filter(|it| it.id.contains(&view(claim))).count();
    own == parts(claim) && record_in(data).is_ok_and(|record| record.is_done(&claim.id))
}

/// What every session must have done, whatever was answered in it.
fn is_a_whole_session(version: Version, told: &Told) -> Result<()> {
    let data = told.last()?;
    ensure!(told.times("Initialize") == 1, "Initialize: {} times", told.times("Initialize"));
    ensure!(told.times("Terminate") == 1 && told.ended == 1, "Terminate: {} times", told.times("Terminate"));
    let errors: Vec<_> = told.calls.iter().filter(|call| call.error != "0").collect();
    ensure!(errors.is_empty(), "calls with an error: {errors:#?}");
    ensure!(word(data, &version.element("exit")) == "suspend", "exit: {}", word(data, &version.element("exit")));
    let time = word(data, &version.element("session_time"));
    ensure!(time.chars().any(|digit| ('1'..='9').contains(&digit)), "session time: “{time}”");
    ensure!(!word(data, &version.element("location")).is_empty(), "no location");
    Ok(())
}

/// The parts of a response: a set, however it is written.
fn set(response: &str) -> BTreeSet<&str> {
    response.split(if response.contains("[,]") { "[,]" } else { "," }).collect()
}

/// What is right of every answer to a claim by who knows the key.
fn is_right(claim: &Claim, answers: &[Interaction]) -> Result<()> {
    let own: Vec<_> = answers.iter().filter(|it| it.id.contains(&view(claim))).collect();
    ensure!(own.len() == parts(claim), "{}: {own:#?}", claim.id);
    for answer in &own {
        ensure!(answer.result == "correct", "{}: {answer:#?}", claim.id);
        let known = answer.patterns.iter().any(|pattern| set(pattern) == set(&answer.response));
        ensure!(
            answer.response.is_empty() || known,
            "{}: what was given is not among what is right: {answer:#?}",
            claim.id
        );
        ensure!(!answer.time.is_empty() && !answer.latency.is_empty(), "{}: {answer:#?}", claim.id);
    }
    let weight: f64 = own.iter().filter_map(|it| it.weighting.parse::<f64>().ok()).sum();
    ensure!((weight - f64::from(most(claim))).abs() < 1e-6, "{}: its parts weigh {weight}: {own:#?}", claim.id);
    Ok(())
}

/// The core quiz and two checks of each kind, as who knows the key; then the course again, in another browser.
async fn a_whole_lesson(version: Version) -> Result<()> {
    let course = Course::new(version).passing(0.8);
    let checks = some_of_each_kind();
    let mut ticked = BTreeMap::new();
    visit_at(course.on(modern()?)?, async |visit| {
        launch_at(visit, "quiz").await?;
        for claim in core() {
            turn(visit, &view(claim)).await?;
            visit.read_first(claim).await?;
            visit.read_second(claim).await?;
            ticked.insert(view(claim), json!(visit.choices().await?));
        }
        for (unit, check) in &checks {
            turn(visit, unit).await?;
            visit
                .within(&form(check), async || {
                    visit.give(check, &right(check)).await?;
                    visit.click("button", "Check").await
                })
                .await?;
            ticked.insert(form(check), given(visit, check).await?);
        }
        blank_the_frame(visit).await?;
        let told = course.until("the end", |told| told.ended > 0).await?;
        course.approves()?;
        is_a_whole_session(version, &told)?;
        let data = told.last()?;
        match version {
            Version::Old => {
                ensure!((number(data, "cmi.core.score.raw")? - 100.0).abs() < 1e-6, "{data:#?}");
                ensure!(word(data, "cmi.core.lesson_status") == "passed", "{data:#?}");
            }
            Version::New => {
                ensure!((number(data, "cmi.score.scaled")? - 1.0).abs() < 1e-6, "{data:#?}");
                ensure!((number(data, "cmi.progress_measure")? - 1.0).abs() < 1e-6, "{data:#?}");
                ensure!(word(data, "cmi.success_status") == "passed", "{data:#?}");
                ensure!(word(data, "cmi.completion_status") == "completed", "{data:#?}");
            }
        }
        let answers = interactions(data);
        let ids: BTreeSet<_> = answers.iter().map(|it| it.id.as_str()).collect();
        let count = core().into_iter().map(parts).sum::<usize>() + checks.len();
        ensure!(
            (answers.len(), ids.len()) == (count, count),
            "{} answers, {} ids, not {count}: {ids:#?}",
            answers.len(),
            ids.len()
        );
        core().into_iter().try_for_each(|claim| is_right(claim, &answers))?;
        for (_, check) in &checks {
            let own = answers.iter().find(|it| it.id.contains(check.id.as_str()));
            let result = own.with_context(|| format!("no answer to {}", check.id))?.result.as_str();
            let wanted = if matches!(check.question, Question::Ask(_)) { "neutral" } else { "correct" };
            ensure!(result == wanted, "{}: {own:#?}", check.id);
        }
        Ok(())
    })
    .await?;
    // Another browser, and another port: nothing can come from the device.
    visit_at(course.on(modern()?)?, async |visit| {
        launch_at(visit, "quiz").await?;
        for (at, before) in &ticked {
            let check = checks.iter().find(|(_, check)| form(check) == *at);
            turn(visit, check.map_or(at.as_str(), |(unit, _)| unit)).await?;
            let now = match check {
                Some((_, check)) => given(visit, check).await?,
                None => json!(visit.choices().await?),
            };
            ensure!(now == *before, "{at}: was {before:#}, is {now:#}");
        }
        blank_the_frame(visit).await?;
        let told = course.until("the second end", |told| told.ended > 0).await?;
        ensure!(course.launches().len() == 2, "{} launches", course.launches().len());
        course.approves()?;
        is_a_whole_session(version, &told)?;
        let score = version.element(if version == Version::Old { "score.raw" } else { "score.scaled" });
        let scores = course.launches().iter().map(|told| number(told.last()?, &score)).collect::<Result<Vec<_>>>()?;
        ensure!((scores[0] - scores[1]).abs() < 1e-6, "the score was {}, is {}", scores[0], scores[1]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn scorm_1_2_a_whole_lesson_breaks_no_rule_and_comes_back() -> Result<()> {
    a_whole_lesson(Version::Old).await
}

#[tokio::test]
async fn scorm_2004_a_whole_lesson_breaks_no_rule_and_comes_back() -> Result<()> {
    a_whole_lesson(Version::New).await
}

/// The readings of who gets everything wrong that can be.
fn wrong(claim: &Claim) -> (FirstReading, SecondReading) {
    let kind = Kind::ALL.iter().copied().find(|kind| !claim.kinds.contains(kind)).unwrap_or(Kind::ALL[0]);
    let said = claim.rung().map(|rung| {
        let rung = if rung == Rung::Ordered { Rung::None } else { Rung::Ordered };
        Said { rung, certainty: Some(Certainty::Guess) }
    });
    let picks = match bearing(claim).next() {
        Some(_) => Picks::Nothing,
        None => Picks::These(vec![claim.table[0].exhibit.clone()]),
    };
    let half = claim.half.iter().flat_map(|half| half.choices.iter().zip(0..)).filter(|(choice, _)| !choice.right);
    let half = half.map(|(_, at)| at).take(1).collect();
    (FirstReading { kind, said }, SecondReading { picks, said, half })
}

/// A fraction of the marks of the core quiz, of these readings.
fn fraction(readings: impl Fn(&Claim) -> (FirstReading, SecondReading)) -> f64 {
    let earned = |claim: &&Claim| {
        let (first, second) = readings(claim);
        Marks::of(&claim.key(), &first, &second, Weights::default()).total()
    };
    let earned: i32 = core().iter().map(earned).sum();
    let all: i32 = core().into_iter().map(|claim| i32::from(most(claim))).sum();
    f64::from(earned) / 10_000.0 / f64::from(all)
}

#[tokio::test]
async fn scorm_2004_wrong_answers_are_told_as_wrong() -> Result<()> {
    let course = Course::new(Version::New).passing(0.8);
    visit_at(course.on(modern()?)?, async |visit| {
        launch_at(visit, "quiz").await?;
        for claim in core() {
            let (first, second) = wrong(claim);
            turn(visit, &view(claim)).await?;
            visit.choose_first(first).await?;
            visit.click("button", "Open the file").await?;
            visit.see("button", "Mark it").await?;
            visit.hand_in(claim, &second).await?;
        }
        blank_the_frame(visit).await?;
        let told = course.until("the end", |told| told.ended > 0).await?;
        course.approves()?;
        is_a_whole_session(Version::New, &told)?;
        let data = told.last()?;
        let (scaled, wanted) = (number(data, "cmi.score.scaled")?, fraction(wrong));
        ensure!(wanted < 0.5, "these answers are not wrong: {wanted}");
        ensure!((scaled - wanted.max(0.0)).abs() < 0.000_11, "score.scaled is {scaled}, not {wanted}");
        ensure!(word(data, "cmi.success_status") == "failed", "{data:#?}");
        ensure!(word(data, "cmi.completion_status") == "completed", "{data:#?}");
        let answers = interactions(data);
        for claim in core() {
            let of = |part: &str| answers.iter().find(|it| it.id.ends_with(&format!("{}-{part}", view(claim))));
            for part in ["kind", "records"] {
                let answer = of(part).with_context(|| format!("{}: no answer for its {part}", claim.id))?;
                ensure!(answer.result == "incorrect", "{}: {answer:#?}", claim.id);
                let right = answer.patterns.iter().any(|pattern| set(pattern) == set(&answer.response));
                ensure!(!right, "{}: {answer:#?}", claim.id);
            }
        }
        Ok(())
    })
    .await
}

/// The claim that is left to be answered in [`longest`].
const LAST: &str = "c17";

/// Every claim and every check answered with the most that can be given, but for one claim, which lacks only the press on
/// its button; and every claim once more, as practice. What is chosen is mixed, so that it cannot be packed well.
fn longest() -> Learner {
    let mut dice = Dice(1938);
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    for claim in all_claims() {
        let said = claim.rung().map(|_| Said { rung: dice.one(Rung::ALL), certainty: Some(dice.one(Certainty::ALL)) });
        let picks = Picks::These(claim.table.iter().map(|item| item.exhibit.clone()).collect());
        let several = claim.half.as_ref().is_some_and(|half| half.several);
        let choices = claim.half.iter().flat_map(|half| 0..u8::try_from(half.choices.len()).unwrap_or_default());
        let half: Ticks = choices.take(if several { 32 } else { 1 }).collect();
        let first = FirstReading { kind: dice.one(Kind::ALL), said };
        let desk = if claim.id.as_str() == LAST {
            let (rung, certainty) = (said.map(|said| said.rung), said.and_then(|said| said.certainty));
            Desk::File { first, draft: Draft { kind: None, picks: Some(picks), rung, certainty, half } }
        } else {
            Desk::Verdict { first, second: SecondReading { picks, said, half } }
        };
        let due = 60_000 + u16::try_from(dice.below(5000)).unwrap_or_default();
        let step = u8::try_from(dice.below(3)).unwrap_or_default();
        let card = Card { step, due, sure_and_wrong: dice.below(2) == 0 };
        let card = desk.is_done().then_some(card);
        // And once more, as practice, with other choices.
        let practice = desk.is_done().then(|| {
            let mut again =
                || said.map(|_| Said { rung: dice.one(Rung::ALL), certainty: Some(dice.one(Certainty::ALL)) });
            let (before, now) = (again(), again());
            let some = claim
                .table
                .iter()
                .enumerate()
                .filter(|(at, _)| *at == 0 || dice.below(3) > 0)
                .map(|(_, item)| item.exhibit.clone())
                .collect();
            let first = FirstReading { kind: dice.one(Kind::ALL), said: before };
            Desk::Verdict { first, second: SecondReading { picks: Picks::These(some), said: now, half } }
        });
        let work = Work { desk, hasty: dice.below(2) == 0, practice, card };
        record.desks.push((claim.id.clone(), work));
    }
    for check in lesson().checks() {
        let mut number = |below: usize| u8::try_from(dice.below(below)).unwrap_or_default();
        let given = match &check.question {
            Question::Number { .. } => Given::Typed((0..24).map(|_| char::from(b'0' + number(10))).collect()),
            Question::Order(_) | Question::Match { .. } => {
                Given::Each(lists(check).iter().map(|(_, choices)| Some(number(choices.len()))).collect())
            }
            Question::Several(_) | Question::Words(_) => {
                Given::These((0..u8::try_from(choices(check).len()).unwrap_or_default()).collect())
            }
            _ => Given::These([number(choices(check).len())].into_iter().collect()),
        };
        record.keep_check(&check.id, Answer { given, done: true });
    }
    let board = lesson().judgement.as_ref().and_then(|judgement| judgement.board.as_ref());
    let columns = board.into_iter().flat_map(|board| &board.columns).map(|column| column.id.clone());
    let column = columns.max_by_key(|id| id.as_str().len());
    for card in board.into_iter().flat_map(|board| &board.cards) {
        let under = dice.one(&lesson().records.iter().collect::<Vec<_>>());
        record.place(&card.claim, Placed { column: column.clone(), record: Some(under.id.clone()) });
    }
    record.path = lesson().routes.iter().map(|route| route.id.clone()).max_by_key(|id| id.as_str().len());
    record.quiz = Quiz { seed: u32::MAX, weights: Some(Weights { kind: 1, records: 4, rung: 4 }), ..Quiz::default() };
    (record.belief, record.closing, record.place) = (Some(50), Some(60), Some(format!("claim-{LAST}")));
    record
}

/// Presses the one button that is left, and waits for the verdict to be committed.
async fn mark_it(visit: &Visit, course: &Course, claim: &Claim) -> Result<Told> {
    turn(visit, &view(claim)).await?;
    visit.click("button", "Mark it").await?;
    visit.has_focus("heading", &visit.verdict_heading(claim)).await?;
    course
        .until("the verdict is committed", |told| {
            told.last().is_ok_and(|data| record_in(data).is_ok_and(|record| record.is_done(&claim.id)))
        })
        .await
}

#[tokio::test]
async fn every_question_with_its_longest_answer_fits_into_4000_bytes() -> Result<()> {
    let course = Course::new(Version::Old);
    let planted = longest();
    println!("as it is planted: {} bytes", planted.write().len());
    course.suspended(&planted.write());
    visit_at(course.on(modern()?)?, async |visit| {
        launch_at(visit, "quiz").await?;
        let told = mark_it(visit, &course, claim(LAST)).await?;
        course.approves()?;
        let data = told.last()?;
        let length = word(data, "cmi.suspend_data").len();
        ensure!(length <= 4000, "suspend data is {length} bytes long");
        let kept = record_in(data)?;
        ensure!(kept.checks == planted.checks, "checks are lost: {:#?}", kept.checks);
        ensure!(kept.board == planted.board, "cards of the board are lost: {:#?}", kept.board);
        for (claim, work) in &planted.desks {
            let now = kept.work(claim).with_context(|| format!("{claim} is lost"))?;
            let same = (&now.desk, &now.practice) == (&work.desk, &work.practice);
            ensure!(same || claim.as_str() == LAST, "{claim}: was {work:#?}, is {now:#?}");
        }
        println!("as it is suspended: {length} bytes");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn damaged_data_starts_clean_with_a_notice_and_is_kept_aside() -> Result<()> {
    let good = full_record().write();
    let mut odd = good.clone();
    odd.replace_range(good.len() / 3..=good.len() / 3, "~");
    let damaged = [
        good[..good.len() - 1].to_owned(),
        good[..good.len() / 2].to_owned(),
        good[..30].to_owned(),
        odd,
        "viewed=1,2,3|lastviewedslide=31".to_owned(),
        "another-lesson/3:AAAA".to_owned(),
        good.replacen("/3:", "/999:", 1),
    ];
    for version in Version::ALL {
        let course = Course::new(version);
        visit_at(course.on(modern()?)?, async |visit| {
            for text in &damaged {
                course.suspended(text);
                launch_at(visit, "claim-c17").await?;
                visit.hear("status", COULD_NOT_BE_READ).await.with_context(|| format!("with {text}"))?;
                visit.read(&progress(0)).await?;
                let aside = visit.save("Save the earlier answers as a file", "by-popular-demand-set-aside.txt").await?;
                ensure!(aside.trim_end() == text, "kept aside is {aside}, not {text}");
                // Nothing of the launch before.
                visit.browser.script("localStorage.clear();").await?;
                blank_the_frame(visit).await?;
                course.until("the end", |told| told.ended == 1).await?;
                course.approves()?;
            }
            // What starts clean goes on well.
            course.suspended(&damaged[0]);
            launch_at(visit, "claim-c17").await?;
            visit.hear("status", COULD_NOT_BE_READ).await?;
            let claim = claim("c17");
            visit.read_first(claim).await?;
            visit.read_second(claim).await?;
            let told = course.until("the answer", |told| told.last().is_ok_and(|data| has(data, claim))).await?;
            ensure!(record_in(told.last()?)?.desks.len() == 1, "{told:#?}");
            course.approves()
        })
        .await?;
    }
    Ok(())
}

/// How a page dies.
const DEATHS: [(&str, &str); 3] = [
    ("the tab is closed", "tab.close();"),
    ("the course goes elsewhere", "tab.location = 'about:blank';"),
    ("the frame is blanked", "tab.document.querySelector('iframe').src = 'about:blank';"),
];

/// A record in which nothing lacks but the press on one claim's button.
fn all_but_the_press(claim: &Claim) -> Learner {
    let mut record = Learner::new(&lesson().id, &lesson().hash);
    let SecondReading { picks, said, half } = second(claim);
    let (rung, certainty) = (said.map(|said| said.rung), said.and_then(|said| said.certainty));
    let draft = Draft { kind: None, picks: Some(picks), rung, certainty, half };
    keep(&mut record, claim, Desk::File { first: first(claim), draft });
    record
}

async fn dies_after_the_press(version: Version, deaths: usize) -> Result<()> {
    let course = Course::new(version);
    let began = Instant::now();
    visit_at(course.on(modern()?)?, async |visit| {
        // From this window the course is opened in another, which scripts may then close.
        launch(visit, &host(Api::None, In::Frame, "about:blank")).await?;
        let mut lost = Vec::new();
        for at in 0..deaths {
            let claim = core()[at % 16];
            let (death, kill) = DEATHS[at % DEATHS.len()];
            course.suspended(&all_but_the_press(claim).write());
            let page = host(Api::Strict, In::Frame, &format!("/index.html#{}", view(claim)));
            visit.browser.script(&format!("window.tab = window.open({});", json!(page))).await?;
            let button = format!(
                "[...tab.frames[0]?.document.querySelectorAll('#{} button') ?? []].find(it => it.checkVisibility() && \
                 it.textContent.trim() === 'Mark it')",
                view(claim)
            );
            let ready =
                format!("tab.frames[0]?.document.documentElement?.dataset.app === 'awake' && {button} !== undefined");
            visit.until_true(&format!("{}: the button", claim.id), &ready).await?;
            let before = course.told()?;
            ensure!(before.last().is_ok_and(|data| !has(data, claim)) || before.commits.is_empty(), "{before:#?}");
            // In one script, so that nothing comes between the press and the end.
            let commits = "tab.recorder.commits.length";
            let press = format!(
                "const before = {commits}; {button}.click(); const after = {commits}; {kill} return after - before;"
            );
            if visit.browser.script(&press).await? == 0 {
                lost.push(format!("{}: {death}: not committed within the press", claim.id));
            }
            let kept = course.told()?.last().is_ok_and(|data| has(data, claim));
            if !kept {
                lost.push(format!("{}: {death}", claim.id));
            }
            visit.browser.script("tab.close();").await?;
            visit.until_true("the tab has gone", "tab.closed").await?;
            course.approves().with_context(|| format!("{}: {death}", claim.id))?;
        }
        ensure!(lost.is_empty(), "{} of {deaths} answers are lost: {lost:#?}", lost.len());
        println!("{version:?}: {deaths} deaths in {:.1?}, no answer lost", began.elapsed());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn scorm_1_2_whatever_kills_the_page_the_answer_is_committed() -> Result<()> {
    dies_after_the_press(Version::Old, 25).await
}

#[tokio::test]
async fn scorm_2004_whatever_kills_the_page_the_answer_is_committed() -> Result<()> {
    dies_after_the_press(Version::New, 25).await
}

#[tokio::test]
async fn what_is_committed_when_the_page_is_killed_comes_back() -> Result<()> {
    for version in Version::ALL {
        let (course, claim) = (Course::new(version), claim("c17"));
        visit_at(course.on(modern()?)?, async |visit| {
            launch_at(visit, &view(claim)).await?;
            visit.read_first(claim).await?;
            visit.read_second(claim).await?;
            course.until("the answer", |told| told.last().is_ok_and(|data| has(data, claim))).await?;
            // Without a word to the page.
            visit.leave().await
        })
        .await?;
        visit_at(course.on(modern()?)?, async |visit| {
            launch_at(visit, &view(claim)).await?;
            visit.see("heading", &visit.verdict_heading(claim)).await?;
            course.approves()
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn save_and_leave_ends_it_once() -> Result<()> {
    for version in Version::ALL {
        let (course, claim) = (Course::new(version), claim("c17"));
        visit_at(course.on(modern()?)?, async |visit| {
            launch_at(visit, &view(claim)).await?;
            visit.read_first(claim).await?;
            visit.click("button", "Save and leave").await?;
            let told = course.until("the end", |told| told.ended == 1).await?;
            ensure!(record_in(told.last()?)?.work(&claim.id).is_some(), "the open file is not kept: {told:#?}");
            blank_the_frame(visit).await?;
            launch_at(visit, &view(claim)).await?;
            visit.see("button", "Mark it").await?;
            let first = &course.launches()[0];
            ensure!((first.ended, first.times("Terminate")) == (1, 1), "{first:#?}");
            course.approves()
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_hidden_page_commits_and_does_not_end() -> Result<()> {
    for version in Version::ALL {
        let (course, claim) = (Course::new(version), claim("c17"));
        visit_at(course.on(modern()?)?, async |visit| {
            launch_at(visit, &view(claim)).await?;
            visit.tick("radio", visit.kind(first(claim).kind)).await?;
            let before = course.told()?.commits.len();
            visit
                .browser
                .script(
                    "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
                    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));",
                )
                .await?;
            let told = course.until("a commit", |told| told.commits.len() > before).await?;
            ensure!(told.times("Terminate") == 0, "{told:#?}");
            ensure!(record_in(told.last()?)?.work(&claim.id).is_some(), "the tick is not kept: {told:#?}");
            // It goes on as if nothing had been.
            visit.browser.script("delete document.visibilityState; delete document.hidden;").await?;
            visit.read_first(claim).await?;
            visit.read_second(claim).await?;
            course.until("the answer", |told| told.last().is_ok_and(|data| has(data, claim))).await?;
            course.approves()
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn in_review_and_browse_nothing_is_marked() -> Result<()> {
    let marked = ["score", "success_status", "completion_status", "lesson_status", "progress_measure", "interactions"];
    for version in Version::ALL {
        for mode in ["review", "browse"] {
            let course = Course::new(version).mode(mode).passing(0.8);
            let done = claim("c18");
            let mut record = Learner::new(&lesson().id, &lesson().hash);
            keep(&mut record, done, Desk::Verdict { first: first(done), second: second(done) });
            course.suspended(&record.write());
            visit_at(course.on(modern()?)?, async |visit| {
                launch_at(visit, &view(done)).await?;
                visit.see("heading", &visit.verdict_heading(done)).await?;
                let claim = claim("c17");
                turn(visit, &view(claim)).await?;
                visit.read_first(claim).await?;
                visit.read_second(claim).await?;
                blank_the_frame(visit).await?;
                let told = course.until("the end", |told| told.ended == 1).await?;
                let set = told.calls.iter().filter(|call| call.name.ends_with("SetValue"));
                let set =
                    set.filter(|call| marked.iter().any(|what| call.element.contains(what)) && call.value != "browsed");
                let set: Vec<_> = set.collect();
                ensure!(set.is_empty(), "{version:?}, {mode}: {set:#?}");
                course.approves()
            })
            .await?;
        }
    }
    Ok(())
}

/// Where a course may be.
#[derive(Clone, Copy, Debug)]
enum Place {
    Parent,
    Grandparent,
    BeyondAStranger,
    Opener,
    OpenersParent,
}

impl Place {
    const ALL: [Self; 5] = [Self::Parent, Self::Grandparent, Self::BeyondAStranger, Self::Opener, Self::OpenersParent];

    /// The page to open, how many frames deep the lesson is in its window, and whether that is a window of its own.
    fn page(self, api: Api, lesson: &str, other: &str) -> (String, usize, bool) {
        match self {
            Self::Parent => (host(api, In::Frame, lesson), 1, false),
            Self::Grandparent => (host(api, In::Frame, &host(Api::None, In::Frame, lesson)), 2, false),
            Self::BeyondAStranger => {
                let between = format!("{}{}", other.trim_end_matches('/'), host(Api::None, In::Frame, lesson));
                (host(api, In::Frame, &between), 2, false)
            }
            Self::Opener => (host(api, In::Popup, lesson), 0, true),
            Self::OpenersParent => (host(api, In::Frame, &host(Api::None, In::Popup, lesson)), 0, true),
        }
    }
}

/// Opens a page, goes to where the lesson is, does this there, closes the windows that came.
async fn there(
    visit: &Visit,
    page: &str,
    deep: usize,
    popup: bool,
    body: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let client = visit.browser.client();
    let first = client.window().await?;
    visit.leave().await?;
    visit.browser.goto(page).await?;
    if popup {
        let window = until("the window", async || Ok(client.windows().await?.into_iter().find(|it| *it != first)));
        client.switch_to_window(window.await?).await?;
    }
    for _ in 0..deep {
        visit.enter().await?;
    }
    visit.awake().await?;
    let done = body().await;
    visit.leave().await?;
    if popup {
        client.close_window().await?;
        client.switch_to_window(first).await?;
    }
    done
}

#[tokio::test]
async fn a_course_is_found_wherever_it_is() -> Result<()> {
    for version in Version::ALL {
        let (course, claim) = (Course::new(version), claim("c17"));
        let other = stranger(&dist()?)?.start().await?;
        visit_at(course.on(modern()?)?, async |visit| {
            let lesson = visit.site.at(&format!("index.html#{}", view(claim)));
            for api in [Api::Strict, Api::Late] {
                for place in Place::ALL {
                    course.suspended(&all_but_the_press(claim).write());
                    let (page, deep, popup) = place.page(api, &lesson, other.address());
                    let page = visit.site.at(&page[1..]);
                    there(visit, &page, deep, popup, async || {
                        goes_to_the_course(visit).await?;
                        visit.click("button", "Mark it").await?;
                        course
                            .until("the answer", |told| told.last().is_ok_and(|data| has(data, claim)))
                            .await
                            .map(drop)
                    })
                    .await
                    .with_context(|| format!("{version:?}, {api:?}, {place:?}"))?;
                    course.approves()?;
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn where_there_is_no_course_or_a_broken_one_the_lesson_stands_alone() -> Result<()> {
    for version in Version::ALL {
        let (course, claim) = (Course::new(version), claim("c17"));
        let other = stranger(&dist()?)?.start().await?;
        visit_at(course.on(modern()?)?, async |visit| {
            let lesson = visit.site.at(&format!("index.html#{}", view(claim)));
            let mut pages = vec![(
                "another's page around it".to_owned(),
                format!("{}{}", other.address().trim_end_matches('/'), host(Api::None, In::Frame, &lesson)),
                1,
                false,
            )];
            for api in [Api::None, Api::Throwing, Api::Refusing, Api::Closed] {
                for place in [Place::Parent, Place::Opener] {
                    let (page, deep, popup) = place.page(api, &lesson, other.address());
                    pages.push((format!("{api:?}, {place:?}"), visit.site.at(&page[1..]), deep, popup));
                }
            }
            for (what, page, deep, popup) in pages {
                there(visit, &page, deep, popup, async || {
                    stays_here(visit).await?;
                    visit.tick("radio", visit.kind(first(claim).kind)).await?;
                    if !popup {
                        visit.read_first(claim).await?;
                        visit.read_second(claim).await?;
                        visit.read(&progress(1)).await?;
                    }
                    stays_here(visit).await?;
                    visit.browser.script("localStorage.clear();").await.map(drop)
                })
                .await
                .with_context(|| format!("{version:?}: {what}"))?;
                course.approves()?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
