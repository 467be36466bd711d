use super::{
    Call, EssayTold, KeptTold, Session, Start, Version, essay, format, holds_nothing,
    model::{self, Side, check, check_response},
    opening,
};
use crate::report::{Answered, Offered, Report, Response};
use crate::{Kept, Mode, Moment};
use lesson::{
    check::Decimal,
    mark::{Credit, several},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const V12: Version = Version::V12;
const V2004: Version = Version::V2004;

/// 23 November 2026, 14:15:32 in Greenwich, and so many seconds; an hour east of it.
fn at(seconds: i64) -> Moment {
    Moment { millis: 1_795_443_332_000 + seconds * 1000, offset: 60 }
}

/// What the course answers to the elements of the opening that end so; nothing to the others.
fn course(version: Version, answers: &[(&str, &str)]) -> Vec<Option<String>> {
    let said =
        |element: &&str| answers.iter().find(|(end, _)| element.ends_with(end)).map(|(_, said)| (*said).to_owned());
    opening(version).iter().map(said).collect()
}

fn open(version: Version, answers: &[(&str, &str)]) -> (Session, Start, Vec<Call>) {
    Session::open(version, &course(version, answers), at(0))
}

/// A session in a course that counts no interactions yet.
fn fresh(version: Version) -> Session {
    open(version, &[("_count", "0")]).0
}

fn report(answers: Vec<Answered>) -> Report {
    Report { answered: 1, asked: 4, earned: 25_000, out_of: 10, place: Some("unit-4".into()), answers }
}

fn offered(count: u8) -> Vec<Offered> {
    (0..count).map(|at| Offered { id: format!("r{at}"), text: format!("Record {at}") }).collect()
}

fn choice(id: &str, right: &[&[u8]], given: &[u8]) -> Answered {
    let right = right.iter().map(|set| set.to_vec()).collect();
    answered(id, Response::Choice { offered: offered(32), right, given: given.to_vec() })
}

fn answered(id: &str, response: Response) -> Answered {
    let view = id.rsplit_once('-').map_or(id, |(view, _)| view).to_owned();
    Answered { id: id.into(), view, asks: "What bears on it?".into(), response, credit: Some(Credit::FULL), weight: 2 }
}

fn kept(record: &str) -> Kept<'_> {
    Kept { record, ..Kept::default() }
}

/// What is set, by element.
fn sets(calls: &[Call]) -> BTreeMap<&str, &str> {
    calls
        .iter()
        .filter_map(|call| match call {
            Call::Set(element, value) => Some((element.as_str(), value.as_str())),
            _ => None,
        })
        .collect()
}

fn set<'a>(calls: &'a [Call], element: &str) -> Option<&'a str> {
    sets(calls).get(element).copied()
}

fn number(text: &str) -> Decimal {
    Decimal::typed(text).unwrap()
}

#[test]
fn a_first_visit_begins_incomplete_and_suspended() {
    let (_, start, calls) = open(V12, &[("student_id", "s1"), ("lesson_status", "not attempted"), ("_count", "0")]);
    assert_eq!(start, Start { learner: "s1".into(), ..Start::default() });
    let expected = [
        Call::Set("cmi.core.lesson_status".into(), "incomplete".into()),
        Call::Set("cmi.core.exit".into(), "suspend".into()),
        Call::Commit,
    ];
    assert_eq!(calls, expected);
    let (_, _, calls) = open(V2004, &[("completion_status", "unknown"), ("_count", "0")]);
    assert_eq!(set(&calls, "cmi.completion_status"), Some("incomplete"));
    assert_eq!(set(&calls, "cmi.exit"), Some("suspend"));
}

#[test]
fn a_later_visit_gets_back_what_was_kept() {
    let was = [("suspend_data", "packed"), ("location", "unit-4"), ("mastery_score", "66.67")];
    let start = open(V12, &was).1;
    assert_eq!((start.record.as_deref(), start.writing.as_deref()), (Some("packed"), None));
    assert_eq!((start.place.as_deref(), start.passing), (Some("unit-4"), Some(6667)));
    let start = open(V2004, &[("suspend_data", "packed\nwriting\nmore"), ("passing_score", "0.5")]).1;
    assert_eq!((start.record.as_deref(), start.writing.as_deref()), (Some("packed"), Some("writing\nmore")));
    assert_eq!(start.passing, Some(5000));
    assert_eq!(open(V12, &[("mastery_score", "")]).1.passing, None);
    assert_eq!(open(V12, &[("mastery_score", "120")]).1.passing, None);
}

#[test]
fn a_score_is_a_percentage_in_12_and_scaled_in_2004() {
    let calls = fresh(V12).report(&report(vec![]), &kept("p"), at(1));
    let told = |end| set(&calls, &format!("cmi.core.score.{end}"));
    assert_eq!((told("raw"), told("min"), told("max")), (Some("25"), Some("0"), Some("100")));
    let third = Report { earned: 33_333, ..report(vec![]) };
    assert_eq!(set(&fresh(V12).report(&third, &kept("p"), at(1)), "cmi.core.score.raw"), Some("33.33"));
    let calls = fresh(V2004).report(&third, &kept("p"), at(1));
    assert_eq!(set(&calls, "cmi.score.scaled"), Some("0.3333"));
    assert_eq!(set(&calls, "cmi.score.raw"), Some("33.33"));
    assert_eq!(set(&calls, "cmi.progress_measure"), Some("0.25"));
}

#[test]
fn an_empty_visit_leaves_no_score() {
    let empty = Report { answered: 0, earned: 0, ..report(vec![]) };
    for version in [V12, V2004] {
        let calls = fresh(version).report(&empty, &kept("p"), at(1));
        assert!(!sets(&calls).keys().any(|element| element.contains("score")), "{calls:?}");
    }
}

#[test]
fn the_status_follows_the_score_only_at_the_end_in_12() {
    let whole = Report { answered: 4, earned: 60_000, ..report(vec![]) };
    let status = |mastery: &[(&str, &str)], report: &Report| {
        let calls = open(V12, mastery).0.report(report, &kept("p"), at(1));
        set(&calls, "cmi.core.lesson_status").map(str::to_owned)
    };
    assert_eq!(status(&[], &whole).as_deref(), Some("completed"));
    assert_eq!(status(&[("mastery_score", "60")], &whole).as_deref(), Some("passed"));
    assert_eq!(status(&[("mastery_score", "60.01")], &whole).as_deref(), Some("failed"));
    assert_eq!(status(&[("mastery_score", "20")], &report(vec![])), None);
    // A relaunch takes nothing back.
    for was in ["completed", "passed", "failed"] {
        let (mut session, _, calls) = open(V12, &[("lesson_status", was), ("suspend_data", "p")]);
        assert_eq!(set(&calls, "cmi.core.lesson_status"), None);
        assert_eq!(set(&session.report(&report(vec![]), &kept("p"), at(1)), "cmi.core.lesson_status"), None);
    }
    assert_eq!(status(&[("lesson_status", "passed"), ("mastery_score", "90")], &whole), None);
    assert_eq!(status(&[("lesson_status", "failed"), ("mastery_score", "60")], &whole).as_deref(), Some("passed"));
}

#[test]
fn completion_and_success_are_two_things_in_2004() {
    let whole = Report { answered: 4, earned: 60_000, ..report(vec![]) };
    let both = |course: &[(&str, &str)], report: &Report| {
        let calls = open(V2004, course).0.report(report, &kept("p"), at(1));
        let told = |element| set(&calls, element).map(str::to_owned);
        (told("cmi.completion_status"), told("cmi.success_status"))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(both(&[], &whole), (some("completed"), None));
    assert_eq!(both(&[("passing_score", "0.6")], &whole), (some("completed"), some("passed")));
    assert_eq!(both(&[("passing_score", "0.7")], &whole), (some("completed"), some("failed")));
    assert_eq!(both(&[("passing_score", "0.2")], &report(vec![])), (None, some("passed")));
    assert_eq!(both(&[("passing_score", "0.7")], &report(vec![])), (None, None));
    assert_eq!(both(&[("completion_status", "completed"), ("success_status", "passed")], &whole), (None, None));
}

#[test]
fn only_what_has_changed_is_set_and_the_last_call_commits() {
    for version in [V12, V2004] {
        let mut session = fresh(version);
        let first = report(vec![choice("claim-c1-kind", &[&[0]], &[0])]);
        let calls = session.report(&first, &kept("p1"), at(10));
        assert_eq!(calls.last(), Some(&Call::Commit));
        assert_eq!(calls.iter().filter(|call| **call == Call::Commit).count(), 1);
        assert_eq!(session.report(&first, &kept("p1"), at(20)), []);
        let calls = session.report(&first, &kept("p2"), at(30));
        let time = if version == V12 { "cmi.core.session_time" } else { "cmi.session_time" };
        assert_eq!(sets(&calls).into_keys().collect::<Vec<_>>(), [time, "cmi.suspend_data"]);
    }
}

#[test]
fn hiding_tells_the_time_and_never_finishes() {
    let mut session = fresh(V12);
    let calls = session.hide(Moment { millis: at(3_723).millis + 450, offset: 60 });
    let time = Call::Set("cmi.core.session_time".into(), "0001:02:03.45".into());
    assert_eq!(calls, [time, Call::Commit]);
    // The clock is set back: no time is lost.
    assert_eq!(session.hide(at(60)), []);
    let calls = fresh(V2004).hide(Moment { millis: at(3_723).millis + 450, offset: 60 });
    assert_eq!(set(&calls, "cmi.session_time"), Some("PT3723.45S"));
}

#[test]
fn leaving_finishes_once_and_nothing_follows() {
    for version in [V12, V2004] {
        let mut session = fresh(version);
        let calls = session.leave(at(60));
        assert_eq!(calls[calls.len() - 2..], [Call::Commit, Call::Finish]);
        assert_eq!(session.leave(at(61)), []);
        assert_eq!(session.hide(at(62)), []);
        assert_eq!(session.report(&report(vec![]), &kept("p"), at(63)), []);
    }
}

#[test]
fn a_refused_exit_is_set_once_more_on_leaving() {
    let (mut session, _, calls) = open(V12, &[]);
    let exit = calls.iter().find(|call| matches!(call, Call::Set(element, _) if element == "cmi.core.exit")).unwrap();
    session.refused(exit, 101);
    assert_eq!(set(&session.leave(at(1)), "cmi.core.exit"), Some("suspend"));
}

#[test]
fn in_review_and_browse_nothing_is_set() {
    for (said, mode) in [("review", Mode::Review), ("browse", Mode::Browse)] {
        for version in [V12, V2004] {
            let (mut session, start, calls) = open(version, &[("mode", said), ("_count", "3"), ("suspend_data", "p")]);
            assert_eq!((start.mode, start.record.as_deref(), calls), (mode, Some("p"), vec![]));
            assert_eq!(session.report(&report(vec![choice("a-b", &[&[0]], &[1])]), &kept("p"), at(1)), []);
            assert_eq!(session.hide(at(2)), []);
            assert_eq!(session.leave(at(3)), [Call::Finish]);
            assert_eq!(session.leave(at(4)), []);
        }
    }
}

#[test]
fn a_record_is_never_cut() {
    let long = "x".repeat(4_001);
    let mut session = fresh(V12);
    assert_eq!(set(&session.report(&report(vec![]), &kept(&long[1..]), at(1)), "cmi.suspend_data"), Some(&long[1..]));
    assert_eq!(session.kept_told(), KeptTold::Whole);
    assert_eq!(session.report(&report(vec![]), &kept(&long), at(2)), []);
    assert_eq!(session.kept_told(), KeptTold::Nothing);
    let mut session = fresh(V2004);
    assert_eq!(set(&session.report(&report(vec![]), &kept(&long), at(1)), "cmi.suspend_data"), Some(long.as_str()));
}

#[test]
fn the_writing_goes_with_the_record_where_it_fits() {
    let writing = "w".repeat(63_996);
    let both = |record, writing| Kept { record, writing, essay: "" };
    let mut session = fresh(V2004);
    let calls = session.report(&report(vec![]), &both("rec", &writing), at(1));
    let data = set(&calls, "cmi.suspend_data").unwrap();
    assert_eq!((data.len(), session.kept_told()), (64_000, KeptTold::Whole));
    let start = open(V2004, &[("suspend_data", data)]).1;
    assert_eq!((start.record.as_deref(), start.writing.as_deref()), (Some("rec"), Some(writing.as_str())));
    let calls = session.report(&report(vec![]), &both("reco", &writing), at(2));
    assert_eq!((set(&calls, "cmi.suspend_data"), session.kept_told()), (Some("reco"), KeptTold::RecordOnly));
    let mut session = fresh(V12);
    let calls = session.report(&report(vec![]), &both("rec", "w"), at(1));
    assert_eq!((set(&calls, "cmi.suspend_data"), session.kept_told()), (Some("rec"), KeptTold::RecordOnly));
}

#[test]
fn a_place_that_cannot_be_told_whole_is_not_told() {
    let mut session = fresh(V12);
    let placed = |place: &str| Report { place: Some(place.into()), ..report(vec![]) };
    assert_eq!(set(&session.report(&placed("unit-4"), &kept("p"), at(1)), "cmi.core.lesson_location"), Some("unit-4"));
    assert_eq!(session.report(&placed(&"x".repeat(256)), &kept("p"), at(2)), []);
    assert_eq!(session.report(&placed("é"), &kept("p"), at(3)), []);
}

/// The interaction at this index, by the ends of its elements, in the order in which they are set.
fn interaction(calls: &[Call], at: u32) -> Vec<(String, String)> {
    let base = format!("cmi.interactions.{at}.");
    let of = |call: &Call| match call {
        Call::Set(element, value) => Some((element.strip_prefix(&base)?.to_owned(), value.clone())),
        _ => None,
    };
    calls.iter().filter_map(of).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn an_answer_is_an_interaction_in_12() {
    let mut session = fresh(V12);
    let answers = vec![choice("claim-c1-records", &[&[0, 27], &[2]], &[27, 0, 27])];
    let calls = session.report(&report(answers), &kept("p"), at(90));
    let expected = pairs(&[
        ("id", "claim-c1-records"),
        ("type", "choice"),
        ("time", "15:17:02"),
        ("weighting", "2"),
        ("correct_responses.0.pattern", "a,2"),
        ("correct_responses.1.pattern", "c"),
        ("student_response", "a,2"),
        ("result", "correct"),
        ("latency", "0000:01:30.00"),
    ]);
    assert_eq!(interaction(&calls, 0), expected);
}

#[test]
fn an_answer_is_an_interaction_in_2004() {
    let mut session = fresh(V2004);
    let answers = vec![choice("claim-c1-records", &[&[0, 27], &[27, 0], &[2]], &[27, 0])];
    let calls = session.report(&report(answers), &kept("p"), at(90));
    let expected = pairs(&[
        ("id", "claim-c1-records"),
        ("type", "choice"),
        // When the question was there: 90 seconds before it was answered.
        ("timestamp", "2026-11-23T15:15:32.0+01:00"),
        ("weighting", "2"),
        ("correct_responses.0.pattern", "r0[,]r27"),
        ("correct_responses.1.pattern", "r2"),
        ("learner_response", "r0[,]r27"),
        ("result", "correct"),
        ("latency", "PT90S"),
        ("description", "What bears on it?"),
    ]);
    assert_eq!(interaction(&calls, 0), expected);
}

#[test]
fn each_kind_of_response_has_its_form() {
    let order = Response::Order { offered: offered(3), right: vec![0, 1, 2], given: vec![2, 0, 1] };
    let matched = Response::Match { left: offered(2), offered: offered(12), right: vec![0, 1], given: vec![1, 11] };
    let range = Response::Number { right: (number("8.75"), number("9.25")), given: number("-1,363.5") };
    let answers =
        || vec![answered("a-1", order.clone()), answered("a-2", matched.clone()), answered("a-3", range.clone())];
    let told = |version: Version, given: &str| {
        let calls = fresh(version).report(&report(answers()), &kept("p"), at(1));
        let of = |at: u32| {
            let all: BTreeMap<_, _> = interaction(&calls, at).into_iter().collect();
            [all["type"].clone(), all["correct_responses.0.pattern"].clone(), all[given].clone()]
        };
        (0..3).map(of).collect::<Vec<_>>()
    };
    let expected = [["sequencing", "a,b,c", "c,a,b"], ["matching", "a.1,b.2", "a.2,b.c"], ["numeric", "9", "-1363.5"]];
    assert_eq!(told(V12, "student_response"), expected);
    let expected = [
        ["sequencing", "r0[,]r1[,]r2", "r2[,]r0[,]r1"],
        ["matching", "r0[.]r0[,]r1[.]r1", "r0[.]r1[,]r1[.]r11"],
        ["numeric", "8.75[:]9.25", "-1363.5"],
    ];
    assert_eq!(told(V2004, "learner_response"), expected);
}

#[test]
fn nothing_here_is_a_choice_of_its_own() {
    let answers = || vec![choice("a-1", &[&[]], &[])];
    let calls = fresh(V12).report(&report(answers()), &kept("p"), at(1));
    assert_eq!(set(&calls, "cmi.interactions.0.student_response"), Some("0"));
    assert_eq!(set(&calls, "cmi.interactions.0.correct_responses.0.pattern"), Some("0"));
    let calls = fresh(V2004).report(&report(answers()), &kept("p"), at(1));
    assert_eq!(set(&calls, "cmi.interactions.0.learner_response"), Some("nothing"));
    let named = vec![Offered { id: "nothing".into(), text: "Nothing".into() }];
    let answer = answered("a-1", Response::Choice { offered: named, right: vec![vec![0]], given: vec![] });
    let calls = fresh(V2004).report(&report(vec![answer]), &kept("p"), at(1));
    assert_eq!(set(&calls, "cmi.interactions.0.learner_response"), Some("nothing-"));
}

#[test]
fn a_part_of_the_credit_is_a_number() {
    let result = |version: Version, credit: Option<Credit>| {
        let answer = Answered { credit, ..choice("a-1", &[], &[1]) };
        let calls = fresh(version).report(&report(vec![answer]), &kept("p"), at(1));
        set(&calls, "cmi.interactions.0.result").unwrap().to_owned()
    };
    let third = Some(several(1, 3, 0, 0));
    assert_eq!([result(V12, third), result(V2004, third)], ["0.33", "0.3333"]);
    assert_eq!([result(V12, Some(Credit::NONE)), result(V2004, Some(Credit::NONE))], ["wrong", "incorrect"]);
    assert_eq!([result(V12, None), result(V2004, None)], ["neutral", "neutral"]);
    assert_eq!(result(V12, Some(several(1, 1000, 0, 0))), "0.01");
    assert_eq!(result(V12, Some(several(999, 1000, 0, 0))), "0.99");
}

#[test]
fn an_answer_took_the_time_since_the_last_in_another_view_or_since_the_place_changed() {
    let mut session = fresh(V2004);
    let mut all = report(vec![choice("claim-c1-kind", &[], &[0]), choice("claim-c1-rung", &[], &[0])]);
    let calls = session.report(&all, &kept("p"), at(10));
    let latency = |calls: &[Call], at: u32| set(calls, &format!("cmi.interactions.{at}.latency")).map(str::to_owned);
    assert_eq!([latency(&calls, 0), latency(&calls, 1)].map(Option::unwrap), ["PT10S", "PT10S"]);
    // The first report brought the student to unit 4, at 10; the next answer comes 20 later.
    all.answers.push(choice("claim-c2-kind", &[], &[0]));
    assert_eq!(latency(&session.report(&all, &kept("p"), at(30)), 2).as_deref(), Some("PT20S"));
    all.place = Some("unit-5".into());
    session.report(&all, &kept("p"), at(100));
    all.answers.push(choice("claim-c3-kind", &[], &[0]));
    assert_eq!(latency(&session.report(&all, &kept("p"), at(101)), 3).as_deref(), Some("PT1S"));
    all.answers.push(choice("claim-c4-kind", &[], &[0]));
    assert_eq!(latency(&session.report(&all, &kept("p"), at(90_000)), 4).as_deref(), Some("PT3600S"));
    // A clock that is set back makes no negative time.
    all.answers.push(choice("claim-c5-kind", &[], &[0]));
    assert_eq!(latency(&session.report(&all, &kept("p"), at(0)), 5).as_deref(), Some("PT0S"));
}

#[test]
fn a_changed_answer_stays_where_it_stands() {
    for (version, given) in [(V12, "student_response"), (V2004, "learner_response")] {
        let mut session = fresh(version);
        session.report(&report(vec![choice("a-1", &[&[0]], &[1])]), &kept("p"), at(1));
        let calls = session.report(&report(vec![choice("a-1", &[&[0]], &[0])]), &kept("p"), at(2));
        let expected = if version == V12 { "a" } else { "r0" };
        assert_eq!(interaction(&calls, 0), pairs(&[(given, expected)]));
        assert_eq!(interaction(&calls, 1), []);
    }
}

#[test]
fn what_the_course_has_is_not_told_again_in_2004() {
    let (mut session, _, calls) = open(V2004, &[("_count", "2"), ("suspend_data", "p")]);
    let ids = [Call::Get("cmi.interactions.0.id".into()), Call::Get("cmi.interactions.1.id".into())];
    assert_eq!(calls[..2], ids);
    session.told("cmi.interactions.0.id", Some("a-2"));
    session.told("cmi.interactions.1.id", Some("a-1"));
    let mut all = vec![choice("a-1", &[], &[0]), choice("a-2", &[], &[0]), choice("a-3", &[], &[0])];
    let calls = session.report(&report(all.clone()), &kept("p"), at(1));
    assert_eq!([interaction(&calls, 0), interaction(&calls, 1)], [vec![], vec![]]);
    // Never told: told now, without times.
    let told = interaction(&calls, 2);
    assert_eq!(told[0], ("id".into(), "a-3".into()));
    assert!(!told.iter().any(|(name, _)| name == "timestamp" || name == "latency"));
    // Changed: at the index that it has in the course.
    all[0] = choice("a-1", &[], &[5]);
    let calls = session.report(&report(all), &kept("p"), at(2));
    assert_eq!(set(&calls, "cmi.interactions.1.learner_response"), Some("r5"));
    assert_eq!(set(&calls, "cmi.interactions.1.id"), None);
}

#[test]
fn what_the_course_counts_is_not_told_again_in_12() {
    let two = || vec![choice("a-1", &[], &[0]), choice("a-2", &[], &[0])];
    let told = |count: &str| {
        let mut session = open(V12, &[("_count", count), ("suspend_data", "p")]).0;
        let calls = session.report(&report(two()), &kept("p"), at(1));
        let ids = sets(&calls).into_iter().filter(|(element, _)| element.rsplit('.').next() == Some("id"));
        let ids: Vec<String> = ids.map(|(element, _)| element.to_owned()).collect();
        let mut three = two();
        three.push(choice("a-3", &[], &[0]));
        (ids, session.report(&report(three), &kept("p"), at(2)))
    };
    let (ids, calls) = told("2");
    assert_eq!((ids.len(), set(&calls, "cmi.interactions.2.id")), (0, Some("a-3")));
    // Fewer than there should be: which they are cannot be read, so all are told behind them.
    let (ids, calls) = told("1");
    assert_eq!(ids, ["cmi.interactions.1.id", "cmi.interactions.2.id"]);
    assert_eq!(set(&calls, "cmi.interactions.3.id"), Some("a-3"));
    // A new attempt in a course that counts an old one's: nothing was restored, so everything is new.
    let mut session = open(V12, &[("_count", "9")]).0;
    let calls = session.report(&report(two()), &kept("p"), at(1));
    assert_eq!(set(&calls, "cmi.interactions.9.id"), Some("a-1"));
}

#[test]
fn a_course_without_interactions_is_not_bothered() {
    for version in [V12, V2004] {
        let mut session = open(version, &[]).0;
        let calls = session.report(&report(vec![choice("a-1", &[], &[0])]), &kept("p"), at(1));
        assert!(!sets(&calls).keys().any(|element| element.starts_with("cmi.interactions")));
        assert!(set(&calls, "cmi.suspend_data").is_some());
    }
}

#[test]
fn a_refused_interaction_is_the_last() {
    let mut session = fresh(V12);
    let calls = session.report(&report(vec![choice("a-1", &[], &[0])]), &kept("p"), at(1));
    let id =
        calls.iter().find(|call| matches!(call, Call::Set(element, _) if element == "cmi.interactions.0.id")).unwrap();
    session.refused(id, 401);
    let more = report(vec![choice("a-1", &[], &[0]), choice("a-2", &[], &[0])]);
    assert_eq!(session.report(&more, &kept("p"), at(2)), []);
}

#[test]
fn a_refused_commit_is_tried_with_the_next_report_or_hiding() {
    let mut session = fresh(V12);
    session.report(&report(vec![]), &kept("p"), at(1));
    session.refused(&Call::Commit, 101);
    assert_eq!(session.report(&report(vec![]), &kept("p"), at(1)), [Call::Commit]);
    session.refused(&Call::Commit, 101);
    assert_eq!(session.hide(at(1)), [Call::Commit]);
    assert_eq!(session.hide(at(1)), []);
}

#[test]
fn a_refused_record_is_said_and_tried_with_the_next_report() {
    let mut session = fresh(V12);
    let calls = session.report(&report(vec![]), &kept("p"), at(1));
    let data = calls.iter().find(|call| matches!(call, Call::Set(element, _) if element == "cmi.suspend_data"));
    session.refused(data.unwrap(), 101);
    assert_eq!(session.kept_told(), KeptTold::Nothing);
    assert_eq!(set(&session.report(&report(vec![]), &kept("p"), at(2)), "cmi.suspend_data"), Some("p"));
    assert_eq!(session.kept_told(), KeptTold::Whole);
}

fn essay(words: &str) -> Kept<'_> {
    Kept { record: "p", writing: "", essay: words }
}

#[test]
fn an_essay_is_told_as_a_comment_once_on_leaving_in_12() {
    let course = [("_count", "0"), ("comments", "")];
    let mut session = open(V12, &course).0;
    let words = "“Ordered”, or not?\n\nThe file says…";
    assert_eq!(session.essay_told(), EssayTold::Nothing);
    let calls = session.report(&report(vec![]), &essay(words), at(1));
    assert_eq!((set(&calls, "cmi.comments"), session.essay_told()), (None, EssayTold::Whole));
    let calls = session.leave(at(2));
    let told = set(&calls, "cmi.comments").unwrap().to_owned();
    assert_eq!(told, "\"Ordered\", or not?\n\nThe file says...");
    session.refused(&Call::Set("cmi.comments".into(), told.clone()), 401);
    assert_eq!(session.essay_told(), EssayTold::Nothing);
    // Later, unchanged: the course has it already. Changed: behind what it has, if it appends.
    let mut session = open(V12, &[("comments", &told)]).0;
    session.report(&report(vec![]), &essay(words), at(1));
    assert_eq!(session.essay_told(), EssayTold::Whole);
    assert_eq!(set(&session.leave(at(2)), "cmi.comments"), None);
    let mut session = open(V12, &[("comments", &told)]).0;
    session.report(&report(vec![]), &essay("Another"), at(1));
    let calls = session.leave(at(2));
    let later = set(&calls, "cmi.comments").unwrap();
    assert_eq!(later, "\n[Later, in place of what stands above, if anything does:]\nAnother");
    // An essay that another machine holds is not wiped out.
    let mut session = open(V12, &[("comments", &told)]).0;
    session.report(&report(vec![]), &essay(""), at(1));
    assert_eq!(set(&session.leave(at(2)), "cmi.comments"), None);
}

#[test]
fn a_long_comment_is_a_marked_excerpt() {
    let mut session = open(V12, &[("comments", "")]).0;
    let words = "é".repeat(5_678);
    session.report(&report(vec![]), &essay(&words), at(1));
    let calls = session.leave(at(2));
    let told = set(&calls, "cmi.comments").unwrap();
    let EssayTold::Excerpt { of: 5_678, told: characters } = session.essay_told() else { panic!() };
    assert!(told.len() <= 4_096 && told.len() > 4_090, "{}", told.len());
    assert_eq!(told.matches('é').count(), characters);
    let note = format!("\n[cut: 2,{:03} of 5,678 characters. The student has the whole as a file.]", characters % 1000);
    assert!(told.ends_with(&note), "{told}");
}

#[test]
fn an_essay_is_a_line_where_12_has_no_comments() {
    let mut session = fresh(V12);
    let calls = session.report(&report(vec![]), &essay("One.\nTwo."), at(1));
    let told: BTreeMap<_, _> = interaction(&calls, 0).into_iter().collect();
    assert_eq!([&told["id"], &told["type"], &told["student_response"]], ["essay", "fill-in", "One. / Two."]);
    assert_eq!(session.essay_told(), EssayTold::Whole);
    let long = "word ".repeat(200);
    let calls = session.report(&report(vec![]), &essay(&long), at(2));
    let told = set(&calls, "cmi.interactions.0.student_response").unwrap();
    assert!((250..=255).contains(&told.len()) && told.ends_with("file.]"), "{told}");
    assert!(matches!(session.essay_told(), EssayTold::Excerpt { of: 1_000, .. }));
    // Resumed, and unchanged: it stands in the course.
    let mut session = open(V12, &[("_count", "1"), ("suspend_data", "p")]).0;
    for seconds in [1, 2] {
        let calls = session.report(&report(vec![]), &essay("One."), at(seconds));
        assert!(!sets(&calls).keys().any(|element| element.starts_with("cmi.interactions")));
    }
    assert_eq!(session.essay_told(), EssayTold::Whole);
}

#[test]
fn an_essay_is_whole_in_2004() {
    let mut session = fresh(V2004);
    let words = format!("{{{}𝄞ж\n\nEnd", "x".repeat(3_997));
    let calls = session.report(&report(vec![]), &essay(&words), at(1));
    assert_eq!(set(&calls, "cmi.interactions.0.id"), Some("essay-1"));
    assert_eq!(set(&calls, "cmi.interactions.1.id"), Some("essay-2"));
    let told = |at: u32| set(&calls, &format!("cmi.interactions.{at}.learner_response")).unwrap();
    assert_eq!((told(0).chars().count(), told(1)), (3_999, "𝄞ж ¶ End"));
    assert_eq!(session.essay_told(), EssayTold::Whole);
    // Shorter: what is left over is emptied. Gone: all of it is.
    let calls = session.report(&report(vec![]), &essay("End"), at(2));
    assert_eq!(set(&calls, "cmi.interactions.0.learner_response"), Some("End"));
    assert_eq!(set(&calls, "cmi.interactions.1.learner_response"), Some(""));
    let calls = session.report(&report(vec![]), &essay(""), at(3));
    assert_eq!(set(&calls, "cmi.interactions.0.learner_response"), Some(""));
    assert_eq!(session.essay_told(), EssayTold::Nothing);
}

#[test]
fn a_restored_essay_is_not_told_again_nor_wiped_out_in_2004() {
    for (restored, changed) in [("Mine", "Mine, longer"), ("", "Mine, longer")] {
        let mut session = open(V2004, &[("_count", "1"), ("suspend_data", "p")]).0;
        session.told("cmi.interactions.0.id", Some("essay-1"));
        let calls = session.report(&report(vec![]), &essay(restored), at(1));
        assert_eq!(interaction(&calls, 0), []);
        let calls = session.report(&report(vec![]), &essay(changed), at(2));
        assert_eq!(interaction(&calls, 0), pairs(&[("learner_response", changed)]));
    }
}

#[test]
fn there_is_room_for_the_essay_behind_many_answers() {
    let many = (0..300).map(|at| choice(&format!("a-{at}"), &[], &[0])).collect();
    let mut session = fresh(V2004);
    let words = "x".repeat(11 * 4_000);
    let calls = session.report(&report(many), &essay(&words), at(1));
    assert_eq!(set(&calls, "cmi.interactions.239.id"), Some("a-239"));
    assert_eq!(set(&calls, "cmi.interactions.249.id"), Some("essay-10"));
    assert_eq!(set(&calls, "cmi.interactions.250.id"), None);
    assert_eq!(session.essay_told(), EssayTold::Excerpt { of: 44_000, told: 40_000 });
}

#[test]
fn the_model_refuses_what_the_specification_refuses() {
    let faults = [
        (V12, "cmi.core.score.raw", "100.01"),
        (V12, "cmi.core.score.raw", "83.333"),
        (V12, "cmi.core.score.raw", "-1"),
        (V12, "cmi.core.score.scaled", "0.5"),
        (V12, "cmi.core.lesson_status", "not attempted"),
        (V12, "cmi.core.session_time", "00:61:00"),
        (V12, "cmi.core.session_time", "1:00:00"),
        (V12, "cmi.core.session_time", "PT1S"),
        (V12, "cmi.core.exit", "normal"),
        (V12, "cmi.core.student_id", "me"),
        (V12, "cmi.interactions.0.id", "two words"),
        (V12, "cmi.interactions.0.id", ""),
        (V12, "cmi.interactions.00.id", "a"),
        (V12, "cmi.interactions.0.result", "incorrect"),
        (V12, "cmi.interactions.0.type", "long-fill-in"),
        (V12, "cmi.interactions.0.time", "24:00:00"),
        (V12, "cmi.interactions.0.description", "text"),
        (V2004, "cmi.score.scaled", "1.0000001"),
        (V2004, "cmi.score.scaled", "0.12345678"),
        (V2004, "cmi.score.scaled", ".5"),
        (V2004, "cmi.progress_measure", "-0.1"),
        (V2004, "cmi.success_status", "completed"),
        (V2004, "cmi.session_time", "0001:00:00"),
        (V2004, "cmi.session_time", "PT1.234S"),
        (V2004, "cmi.interactions.0.timestamp", "2026-11-23T14:15:32Z"),
        (V2004, "cmi.interactions.0.timestamp", "2039-11-23T14:15:32.0Z"),
        (V2004, "cmi.interactions.0.timestamp", "2026-13-23T14:15:32.0Z"),
        (V2004, "cmi.interactions.0.result", "wrong"),
        (V2004, "cmi.interactions.0.id", "a b"),
        (V2004, "cmi.interactions.0.description", "{lang=en}{"),
    ];
    for (version, element, value) in faults {
        assert!(check(version, element, value).is_err(), "{element} = {value}");
    }
    let lengths = [
        (V12, "cmi.suspend_data", 4_096),
        (V12, "cmi.core.lesson_location", 255),
        (V12, "cmi.interactions.0.id", 255),
        (V12, "cmi.comments", 4_096),
        (V2004, "cmi.suspend_data", 64_000),
        (V2004, "cmi.location", 1_000),
        (V2004, "cmi.interactions.0.id", 4_000),
        (V2004, "cmi.interactions.0.description", 250),
    ];
    for (version, element, most) in lengths {
        assert_eq!(check(version, element, &"x".repeat(most)), Ok(()));
        assert_eq!(check(version, element, &"x".repeat(most + 1)), Err(model::Fault::Long { most, is: most + 1 }));
    }
    let responses = [
        (V12, "choice", "a,a"),
        (V12, "choice", ""),
        (V12, "choice", "ab"),
        (V12, "choice", "A"),
        (V12, "matching", "a1"),
        (V12, "numeric", "1,5"),
        (V2004, "choice", "a[,]a"),
        (V2004, "choice", "a b"),
        (V2004, "matching", "a[.]b[.]c"),
        (V2004, "numeric", "1[:]2"),
        (V2004, "long-fill-in", "{lang=xx"),
    ];
    for (version, kind, value) in responses {
        assert!(check_response(version, kind, Side::Given, value).is_err(), "{kind}: {value}");
    }
    assert!(check_response(V2004, "numeric", Side::Right, "1[:]2").is_ok());
}

#[test]
fn times_are_local_and_outside_of_what_can_be_written_there_are_none() {
    let moment = |millis, offset| Moment { millis, offset };
    let year = 365 * 86_400_000_i64;
    assert_eq!(format::time(V2004, moment(0, -210)), None);
    assert_eq!(format::time(V2004, moment(0, 0)).as_deref(), Some("1970-01-01T00:00:00.0+00:00"));
    assert_eq!(format::time(V2004, moment(year, -210)).as_deref(), Some("1970-12-31T20:30:00.0-03:30"));
    assert_eq!(format::time(V2004, moment(70 * year, 0)), None);
    assert_eq!(format::time(V12, moment(year, -210)).as_deref(), Some("20:30:00"));
    assert_eq!(format::time(V12, moment(i64::MAX, 0)), None);
    assert_eq!(format::span(V12, i64::MAX), "9999:59:59.99");
}

/// A course that holds every call against the model and the order of calls.
#[derive(Default)]
struct Strict {
    kinds: BTreeMap<usize, Option<String>>,
    patterns: BTreeMap<usize, Vec<String>>,
    begun: Option<usize>,
    over: bool,
}

impl Strict {
    fn new(count: usize) -> Self {
        Self { kinds: (0..count).map(|at| (at, None)).collect(), ..Self::default() }
    }

    fn take(&mut self, version: Version, calls: &[Call]) -> Result<(), TestCaseError> {
        for call in calls {
            prop_assert!(!self.over, "after the end: {call:?}");
            match call {
                Call::Initialize => prop_assert!(false, "the driver's own"),
                Call::Get(element) => prop_assert!(element.starts_with("cmi.interactions.")),
                Call::Commit => {}
                Call::Finish => self.over = true,
                Call::Set(element, value) => self.set(version, element, value)?,
            }
        }
        prop_assert!(calls.is_empty() || matches!(calls[calls.len() - 1], Call::Commit | Call::Finish));
        Ok(())
    }

    fn set(&mut self, version: Version, element: &str, value: &str) -> Result<(), TestCaseError> {
        prop_assert_eq!(check(version, element, value), Ok(()), "{}", element);
        let Some((at, name)) = element.strip_prefix("cmi.interactions.").and_then(|rest| rest.split_once('.')) else {
            return Ok(());
        };
        let at: usize = at.parse().unwrap();
        if name == "id" {
            prop_assert_eq!(at, self.kinds.len(), "a gap, or an id set again");
            self.begun = Some(at);
            return Ok(());
        }
        if name == "type" {
            prop_assert_eq!(self.begun.take(), Some(at), "type follows id");
            self.kinds.insert(at, Some(value.to_owned()));
            return Ok(());
        }
        prop_assert!(self.begun.is_none() && self.kinds.contains_key(&at), "id and type first");
        let Some(kind) = &self.kinds[&at] else { return Ok(()) };
        if name == "student_response" || name == "learner_response" {
            prop_assert_eq!(check_response(version, kind, Side::Given, value), Ok(()));
        } else if let Some(number) = name.strip_prefix("correct_responses.") {
            let number: usize = number.split_once('.').unwrap().0.parse().unwrap();
            let patterns = self.patterns.entry(at).or_default();
            prop_assert_eq!(number, patterns.len(), "patterns without gaps");
            prop_assert!(!patterns.contains(&value.to_owned()) && number < 10, "each once, ten at most");
            patterns.push(value.to_owned());
            prop_assert_eq!(check_response(version, kind, Side::Right, value), Ok(()));
        }
        Ok(())
    }
}

/// Texts as they come, and as they should not.
fn texts() -> impl Strategy<Value = String> {
    let short = prop::collection::vec(any::<char>(), 0..40).prop_map(|chars| chars.into_iter().collect());
    let long = (any::<char>(), 0..5_000_usize).prop_map(|(c, count)| std::iter::repeat_n(c, count).collect());
    prop_oneof![short, long, "[a-z0-9-]{1,48}", "[ \t\n\r{}=\\[\\],.:а-я]{0,300}", Just("{lang=en}[,]".to_owned())]
}

fn things() -> impl Strategy<Value = Vec<Offered>> {
    let thing = (texts(), texts()).prop_map(|(id, text)| Offered { id, text });
    prop_oneof![prop::collection::vec(thing, 0..6), (0..33_u8).prop_map(offered), (0..60_u8).prop_map(offered)]
}

fn places() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(0..6_u8, 0..6),
        Just((0..32).collect()),
        prop::collection::vec(any::<u8>(), 0..50)
    ]
}

fn responses() -> impl Strategy<Value = Response> {
    let number = || (-2_000_000_000.0..2_000_000_000.0).prop_map(Decimal::from);
    prop_oneof![
        (things(), prop::collection::vec(places(), 0..12), places())
            .prop_map(|(offered, right, given)| Response::Choice { offered, right, given }),
        (things(), places(), places()).prop_map(|(offered, right, given)| Response::Order { offered, right, given }),
        (things(), things(), places(), places()).prop_map(|(left, offered, right, given)| Response::Match {
            left,
            offered,
            right,
            given
        }),
        (number(), number(), number()).prop_map(|(a, b, given)| Response::Number { right: (a, b), given }),
    ]
}

fn reports() -> impl Strategy<Value = Report> {
    let credit = prop::option::of((0..=9_999_usize, 1..=9_999_usize).prop_map(|(part, of)| several(part, of, 0, 0)));
    let answer = (texts(), texts(), texts(), responses(), credit, any::<u8>())
        .prop_map(|(id, view, asks, response, credit, weight)| Answered { id, view, asks, response, credit, weight });
    let answers = prop::collection::vec(answer, 0..6);
    (any::<u16>(), any::<u16>(), -9_999_999..999_999_999_i32, any::<u16>(), prop::option::of(texts()), answers)
        .prop_map(|(answered, asked, earned, out_of, place, answers)| Report {
            answered,
            asked,
            earned,
            out_of,
            place,
            answers,
        })
}

#[derive(Clone, Debug)]
enum Event {
    Report(Report, [String; 3]),
    Hide,
    Leave,
}

fn events() -> impl Strategy<Value = Vec<(Event, i64, bool)>> {
    let event = prop_oneof![
        6 => (reports(), [texts(), texts(), texts()]).prop_map(|(report, kept)| Event::Report(report, kept)),
        1 => Just(Event::Hide),
        1 => Just(Event::Leave),
    ];
    prop::collection::vec((event, -100_000..10_000_000_i64, any::<bool>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_happens_a_strict_course_refuses_nothing(
        new in any::<bool>(),
        said in prop::collection::vec(prop::option::of(texts()), 8),
        count in prop::option::of(0..260_usize),
        began in any::<i64>(),
        offset in any::<i16>(),
        events in events(),
    ) {
        let version = if new { V2004 } else { V12 };
        let mut said = said;
        let last = opening(version).iter().position(|element| element.ends_with("_count")).unwrap();
        said[last] = count.map(|count| count.to_string());
        let mut now = Moment { millis: began / 2, offset };
        let (mut session, start, calls) = Session::open(version, &said, now);
        let mut strict = Strict::new(count.unwrap_or(0));
        strict.take(version, &calls)?;
        for call in &calls {
            if let Call::Get(element) = call {
                session.told(element, Some(&format!("essay-{}", element.len())));
            }
        }
        for (event, later, fails) in events {
            now.millis = now.millis.saturating_add(later);
            let calls = match &event {
                Event::Report(report, [record, writing, essay]) => session.report(report, &Kept { record, writing, essay }, now),
                Event::Hide => session.hide(now),
                Event::Leave => session.leave(now),
            };
            if start.mode == Mode::Normal {
                if let Event::Hide = event {
                    prop_assert!(calls.len() <= 2);
                }
            } else {
                prop_assert!(calls.iter().all(|call| *call == Call::Finish));
            }
            strict.take(version, &calls)?;
            if fails {
                session.refused(&Call::Commit, 101);
            }
            if let EssayTold::Excerpt { of, told } = session.essay_told() {
                prop_assert!(told < of);
            }
        }
        let calls = session.leave(now);
        strict.take(version, &calls)?;
        prop_assert!(strict.over);
    }

    #[test]
    fn what_is_kept_in_2004_comes_back(record in "[A-Za-z0-9+/=]{1,200}", writing in "[^\\p{C}]{0,200}") {
        let calls = fresh(V2004).report(&report(vec![]), &Kept { record: &record, writing: &writing, essay: "" }, at(1));
        let start = open(V2004, &[("suspend_data", set(&calls, "cmi.suspend_data").unwrap())]).1;
        prop_assert_eq!(start.record.as_deref(), Some(record.as_str()));
        prop_assert_eq!(start.writing.unwrap_or_default(), writing);
    }

    #[test]
    fn parts_of_an_essay_are_the_essay(words in "[^\\p{C}\u{2028}\u{2029}{]{0,9000}") {
        let parts = essay::parts(&words);
        prop_assert!(parts.iter().all(|part| !part.is_empty() && format::units(part) <= 4_000));
        let whole = parts.concat();
        prop_assert_eq!(whole.trim(), words.trim());
    }

    #[test]
    fn two_names_stay_two(a in texts(), b in texts()) {
        prop_assume!(a != b);
        prop_assert_ne!(format::identifier(&a), format::identifier(&b));
    }
}

#[test]
fn a_first_attempt_is_not_asked_for_what_it_cannot_hold() {
    assert!(holds_nothing("cmi.suspend_data", Some("ab-initio")));
    for (element, entry) in [
        ("cmi.suspend_data", Some("resume")),
        ("cmi.suspend_data", Some("")),
        ("cmi.suspend_data", None),
        ("cmi.mode", Some("ab-initio")),
    ] {
        assert!(!holds_nothing(element, entry), "{element} {entry:?}");
    }
    let at = |element| opening(V2004).iter().position(|it| *it == element);
    assert!(at("cmi.entry") < at("cmi.suspend_data"), "entry is asked for first");
}
