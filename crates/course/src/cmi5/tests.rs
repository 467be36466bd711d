//! A lesson in a course that answers as it is told to, and notes what it hears.

use super::*;
use crate::report::{Answered, Offered, Report, Response};
use crate::{Kept, Mode, Moment};
use lesson::{
    check::Decimal,
    mark::{self, Credit},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ACTIVITY: &str = "https://course.example/au/17";
const REGISTRATION: &str = "760e3480-ba55-4991-94b0-01820dbd23a2";
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";
const CMI5: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";

fn actor() -> Value {
    json!({ "objectType": "Agent", "name": "Ada", "account": { "homePage": "https://course.example", "name": "a+1" } })
}

fn query() -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("endpoint", "https://lrs.example/xapi")
        .append_pair("fetch", "https://course.example/token?k=1&x=2")
        .append_pair("actor", &actor().to_string())
        .append_pair("activityId", ACTIVITY)
        .append_pair("registration", REGISTRATION)
        .finish()
}

fn launch() -> Launch {
    Launch::of_query(&query()).unwrap().unwrap()
}

fn facts() -> Facts {
    Facts { title: "By Popular Demand".into(), language: "en-GB".into(), essay: "Who set it in motion?".into() }
}

fn template() -> Value {
    json!({
        "registration": REGISTRATION,
        "contextActivities": { "grouping": [{ "id": "https://publisher.example/au" }] },
        "extensions": { SESSION: "s1", "https://course.example/ext": { "deep": [1, null, "ü"] } },
        "platform": "The course",
    })
}

fn said(status: u16, body: &Value) -> Answer {
    Answer { status, body: body.to_string() }
}

/// A course with everything that it has heard.
struct Course {
    data: Value,
    /// What it keeps for us.
    kept: Option<String>,
    /// By id, what each statement says.
    statements: Vec<Value>,
    /// The status with which each of the coming requests is answered; 200 where there is none.
    fates: Vec<u16>,
    asked: Vec<Request>,
    /// Whether a writing of the record was lost.
    has_lost: bool,
    ids: u32,
    now: i64,
}

impl Course {
    fn new(mode: &str, mastery: Option<f64>) -> Self {
        let mut data = json!({ "contextTemplate": template(), "launchMode": mode, "moveOn": "CompletedOrPassed" });
        if let Some(mastery) = mastery {
            data["masteryScore"] = json!(mastery);
        }
        Self {
            data,
            kept: None,
            statements: vec![],
            fates: vec![],
            asked: vec![],
            has_lost: false,
            ids: 0,
            now: 1_772_357_400_250,
        }
    }

    fn now(&mut self) -> Moment {
        self.now += 1500;
        Moment::utc(self.now)
    }

    fn open(&mut self) -> (Session, Start) {
        let (mut opening, mut request) = Opening::new(launch(), facts());
        loop {
            let answer = self.answer(&request);
            let now = self.now();
            let next = opening.next(answer, now, &mut ids(&mut self.ids));
            match next {
                Next::Ask(next, ask) => (opening, request) = (next, ask),
                Next::Failed(failed) => panic!("{failed}"),
                Next::Open(open) => {
                    let (mut session, start, requests) = *open;
                    self.hear(&mut session, requests).unwrap();
                    return (session, start);
                }
            }
        }
    }

    /// Carries requests out, one after the other, and then those that become due.
    fn hear(&mut self, session: &mut Session, requests: Vec<Request>) -> Result<(), Trouble> {
        let mut waiting = std::collections::VecDeque::from(requests);
        let mut trouble = Ok(());
        while let Some(request) = waiting.pop_front() {
            let answer = self.answer(&request);
            trouble = trouble.and(session.answered(request.number, &answer));
            waiting.extend(session.due());
        }
        trouble
    }

    fn answer(&mut self, request: &Request) -> Answer {
        self.asked.push(request.clone());
        let fate = if self.fates.is_empty() { 200 } else { self.fates.remove(0) };
        // 1: it arrives, and the answer is lost.
        if fate != 200 && fate != 1 {
            self.has_lost |= request.method != Method::Get && request.url.contains("/state?");
            return Answer { status: fate, body: String::new() };
        }
        let answer = self.take(request);
        if fate == 1 { Answer::default() } else { answer }
    }

    fn take(&mut self, request: &Request) -> Answer {
        let no = Answer { status: 404, body: String::new() };
        let body = request.body.as_deref().unwrap_or("");
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        match (request.method, path) {
            (Method::Post, "https://course.example/token") => said(200, &json!({ "auth-token": "dG9rZW4=" })),
            (Method::Get, "https://lrs.example/xapi/activities/state") if query["stateId"] == "LMS.LaunchData" => {
                said(200, &self.data)
            }
            (Method::Get, "https://lrs.example/xapi/activities/state") => {
                self.kept.clone().map_or(no, |body| Answer { status: 200, body })
            }
            (Method::Put | Method::Post, "https://lrs.example/xapi/activities/state") => {
                self.kept = Some(body.to_owned());
                Answer { status: 204, body: String::new() }
            }
            (Method::Get, "https://lrs.example/xapi/agents/profile") => no,
            (Method::Get, "https://lrs.example/xapi/statements") => {
                let known = self.statements.iter().find(|it| it["id"] == query["statementId"].as_str());
                known.map_or(no, |statement| said(200, statement))
            }
            (Method::Post, "https://lrs.example/xapi/statements") => {
                let news: Vec<Value> = serde_json::from_str(body).unwrap();
                // All or nothing: xAPI 1.0.3, Communication, section 2.1.2.
                if news.iter().any(|new| self.statements.iter().any(|old| old["id"] == new["id"])) {
                    return Answer { status: 409, body: String::new() };
                }
                self.statements.extend(news);
                said(200, &json!([]))
            }
            other => panic!("unknown: {other:?}"),
        }
    }

    fn report(&mut self, session: &mut Session, report: &Report, kept: &Kept<'_>) -> Result<(), Trouble> {
        let now = self.now();
        let requests = session.report(report, kept, now, &mut ids(&mut self.ids));
        self.hear(session, requests)
    }

    fn leave(&mut self, session: &mut Session) -> Result<(), Trouble> {
        let now = self.now();
        let requests = session.leave(now, &mut ids(&mut self.ids));
        self.hear(session, requests)
    }

    fn verbs(&self) -> Vec<&str> {
        self.statements.iter().map(verb).collect()
    }

    fn only(&self, wanted: &str) -> &Value {
        let found: Vec<_> = self.statements.iter().filter(|it| verb(it) == wanted).collect();
        assert_eq!(found.len(), 1, "{wanted}: {:?}", self.verbs());
        found[0]
    }
}

fn ids(next: &mut u32) -> impl FnMut() -> String {
    move || {
        *next += 1;
        format!("00000000-0000-4000-8000-{next:012x}")
    }
}

fn verb(statement: &Value) -> &str {
    statement["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap()
}

fn offered(ids: &[&str]) -> Vec<Offered> {
    ids.iter().map(|id| Offered { id: (*id).into(), text: format!("What {id} says") }).collect()
}

fn choice(id: &str, given: u8) -> Answered {
    Answered {
        id: id.into(),
        view: "claim-c1".into(),
        asks: "Is it so?".into(),
        response: Response::Choice { offered: offered(&["a", "b", "c"]), right: vec![vec![0, 2]], given: vec![given] },
        credit: Some(mark::several(1, 2, 0, 1)),
        weight: 4,
    }
}

/// So many of four claims answered, with this many per cent of all marks.
fn work(answered: u16, per_cent: i32) -> Report {
    Report {
        answered,
        asked: 4,
        earned: per_cent * 4000,
        out_of: 40,
        place: None,
        answers: (0..answered).map(|at| choice(&format!("claim-c{at}-kind"), 0)).collect(),
    }
}

fn kept(record: &str) -> Kept<'_> {
    Kept { record, writing: "w", essay: "" }
}

fn categories(statement: &Value) -> BTreeSet<&str> {
    let lists = &statement["context"]["contextActivities"]["category"];
    let list = lists.as_array().map_or(std::slice::from_ref(lists), Vec::as_slice);
    list.iter().filter_map(|it| it["id"].as_str()).collect()
}

#[test]
fn a_launch_is_read_whatever_the_order_and_the_encoding() {
    let launch = launch();
    assert_eq!(launch.endpoint, "https://lrs.example/xapi/");
    assert_eq!(launch.fetch, "https://course.example/token?k=1&x=2");
    assert_eq!(launch.actor, actor());
    assert_eq!(launch.activity, ACTIVITY);
    assert_eq!(launch.learner(), "Ada");
    let slash = query().replace("%2Fxapi&", "%2Fxapi%2F&");
    let turned: Vec<&str> = slash.split('&').rev().collect();
    assert_eq!(Launch::of_query(&format!("?{}&set=core", turned.join("&"))).unwrap().unwrap(), launch);
}

#[test]
fn what_no_course_opened_is_no_launch() {
    assert_eq!(Launch::of_query(""), None);
    assert_eq!(Launch::of_query("?set=core&seed=7"), None);
    assert_eq!(Launch::of_query("?endpoint=https%3A%2F%2Fx&actor=%7B%7D&auth=Basic"), None);
}

#[test]
fn a_launch_says_what_is_wrong_with_it() {
    let bad = |from: &str, to: &str| {
        assert!(query().contains(from), "{from} is not in {}", query());
        Launch::of_query(&query().replace(from, to)).unwrap().unwrap_err()
    };
    assert_eq!(bad("endpoint=", "end="), BadLaunch::Missing("endpoint"));
    assert_eq!(bad("actor=", "who="), BadLaunch::Missing("actor"));
    assert_eq!(bad("registration=", "reg="), BadLaunch::Missing("registration"));
    assert_eq!(bad("activityId=", "activity="), BadLaunch::Missing("activityId"));
    assert_eq!(bad("https%3A%2F%2Flrs.example", "%2F"), BadLaunch::NotAnAddress("endpoint"));
    assert_eq!(bad("https%3A%2F%2Fcourse.example%2Ftoken", "javascript%3Ax"), BadLaunch::NotAnAddress("fetch"));
    assert_eq!(bad("actor=%7B", "actor="), BadLaunch::Actor);
    assert_eq!(bad("Agent", "Group"), BadLaunch::Actor);
    assert_eq!(bad("activityId=https%3A%2F%2F", "activityId="), BadLaunch::Activity);
    assert_eq!(bad(REGISTRATION, "17"), BadLaunch::Registration);
    assert!(BadLaunch::Missing("endpoint").to_string().contains("“endpoint”"));
}

#[test]
fn the_course_is_asked_in_order_and_shown_the_key() {
    let mut course = Course::new("Normal", Some(0.6));
    course.data["returnURL"] = json!("https://course.example/back?id=1");
    course.data["launchParameters"] = json!("set=core&seed=7");
    let (_, start) = course.open();
    assert_eq!(
        start,
        Start {
            record: None,
            writing: None,
            mode: Mode::Normal,
            learner: "Ada".into(),
            return_url: Some("https://course.example/back?id=1".into()),
            mastery: Some(6000),
            parameters: Some("set=core&seed=7".into()),
        }
    );
    let asked: Vec<_> = course.asked.iter().map(|it| (it.number, it.method, it.url.as_str())).collect();
    let agent = form_urlencoded::byte_serialize(actor().to_string().as_bytes()).collect::<String>();
    let about = format!("activityId=https%3A%2F%2Fcourse.example%2Fau%2F17&agent={agent}&registration={REGISTRATION}");
    let state = |id: &str| format!("https://lrs.example/xapi/activities/state?stateId={id}&{about}");
    let profile = format!("https://lrs.example/xapi/agents/profile?agent={agent}&profileId=cmi5LearnerPreferences");
    assert_eq!(
        asked,
        [
            (0, Method::Post, "https://course.example/token?k=1&x=2"),
            (1, Method::Get, &*state("LMS.LaunchData")),
            (2, Method::Get, &*profile),
            (3, Method::Get, &*state("record")),
            (4, Method::Post, "https://lrs.example/xapi/statements"),
        ]
    );
    assert_eq!((&course.asked[0].headers[..], &course.asked[0].body), (&[][..], &None));
    for request in &course.asked[1..] {
        assert_eq!(request.headers[0], ("Authorization", "Basic dG9rZW4=".to_owned()));
        assert_eq!(request.headers[1], ("X-Experience-API-Version", "1.0.3".to_owned()));
    }
    assert_eq!(course.verbs(), ["initialized"]);
}

#[test]
fn a_course_that_cannot_be_told_says_why() {
    let fails = |answers: &[Answer]| {
        let (mut opening, _) = Opening::new(launch(), facts());
        for answer in answers {
            match opening.next(answer.clone(), Moment::utc(0), &mut || unreachable!("no statement yet")) {
                Next::Ask(next, _) => opening = next,
                Next::Failed(failed) => return failed,
                Next::Open(_) => panic!("it opened"),
            }
        }
        panic!("it did not fail");
    };
    let token = said(200, &json!({ "auth-token": "x" }));
    let data = said(200, &json!({ "contextTemplate": template(), "launchMode": "Normal" }));
    let none = Answer { status: 404, body: String::new() };
    let used = json!({ "error-code": "1", "error-text": "Gone." });
    assert_eq!(fails(&[Answer::default()]), Failed::Unreachable);
    assert_eq!(fails(&[said(200, &used)]), Failed::Used);
    assert_eq!(fails(&[said(403, &used)]), Failed::Used);
    let refused = json!({ "error-code": "3", "error-text": "Out of order." });
    assert_eq!(fails(&[said(200, &refused)]), Failed::Refused("Out of order".into()));
    assert_eq!(fails(&[said(500, &json!("?"))]), Failed::Refused("status 500".into()));
    assert_eq!(fails(&[said(200, &json!({}))]), Failed::Unreadable);
    assert_eq!(fails(&[said(200, &json!({ "auth-token": "a\nb" }))]), Failed::Unreadable);
    assert_eq!(fails(&[token.clone(), none.clone()]), Failed::Refused("status 404".into()));
    assert_eq!(fails(&[token.clone(), said(200, &json!({ "launchMode": "Normal" }))]), Failed::Unreadable);
    let strange = json!({ "contextTemplate": {}, "launchMode": "Dance" });
    assert_eq!(fails(&[token.clone(), said(200, &strange)]), Failed::Unreadable);
    for status in [0, 401, 500] {
        let no_record = Answer { status, body: String::new() };
        assert_eq!(fails(&[token.clone(), data.clone(), none.clone(), no_record]), Failed::NoRecord);
    }
}

#[test]
fn a_session_that_passes() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    course.report(&mut session, &work(2, 40), &kept("r2")).unwrap();
    assert_eq!(course.verbs(), ["initialized", "answered", "answered"]);
    course.report(&mut session, &work(3, 60), &kept("r3")).unwrap();
    assert_eq!(course.verbs()[3..], ["answered", "passed"]);
    course.report(&mut session, &work(4, 80), &kept("r4")).unwrap();
    course.report(&mut session, &work(4, 80), &kept("r4")).unwrap();
    course.leave(&mut session).unwrap();
    course.leave(&mut session).unwrap();
    course.report(&mut session, &work(4, 90), &kept("r5")).unwrap();
    assert_eq!(course.verbs()[5..], ["answered", "completed", "terminated"]);
    assert!(session.is_over());

    let passed = course.only("passed");
    assert_eq!(passed["result"]["score"], json!({ "scaled": 0.6 }));
    assert_eq!(passed["result"]["success"], true);
    assert_eq!(passed["result"].get("completion"), None);
    assert_eq!(passed["result"]["duration"], "PT3.00S");
    assert_eq!(passed["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/masteryscore"], 0.6);
    assert_eq!(categories(passed), BTreeSet::from([CMI5, MOVE_ON]));
    let completed = course.only("completed");
    assert_eq!(completed["result"], json!({ "completion": true, "duration": "PT4.50S" }));
    assert_eq!(categories(completed), BTreeSet::from([CMI5, MOVE_ON]));
    let terminated = course.only("terminated");
    assert_eq!(terminated["result"], json!({ "duration": "PT7.50S" }));
    assert_eq!(categories(terminated), BTreeSet::from([CMI5]));
    assert_eq!(course.only("initialized").get("result"), None);
    let last = course.asked.last().unwrap();
    assert!(last.keepalive && last.body.as_ref().unwrap().contains("terminated"));
}

#[test]
fn the_template_stands_in_every_statement_and_times_rise() {
    let mut course = Course::new("Normal", Some(0.5));
    course.data["contextTemplate"]["contextActivities"]["category"] = json!({ "id": "https://course.example/cat" });
    let (mut session, _) = course.open();
    course.report(&mut session, &work(4, 80), &kept("r")).unwrap();
    course.leave(&mut session).unwrap();
    let times: Vec<&str> = course.statements.iter().map(|it| it["timestamp"].as_str().unwrap()).collect();
    assert_eq!(times[0], "2026-03-01T09:30:06.250Z");
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
    for statement in &course.statements {
        let context = &statement["context"];
        assert_eq!(context["registration"], REGISTRATION);
        assert_eq!(context["platform"], "The course");
        assert_eq!(context["contextActivities"]["grouping"], template()["contextActivities"]["grouping"]);
        assert!(categories(statement).contains("https://course.example/cat"), "{statement}");
        for (key, value) in template()["extensions"].as_object().unwrap() {
            assert_eq!(&context["extensions"][key], value);
        }
        assert_eq!(statement["actor"], actor());
    }
}

#[test]
fn a_session_that_fails_and_the_one_after_it() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    course.report(&mut session, &work(4, 40), &kept("r4")).unwrap();
    assert_eq!(course.verbs()[5..], ["completed", "failed"]);
    let failed = course.only("failed");
    assert_eq!(failed["result"]["success"], false);
    assert_eq!(failed["result"]["score"], json!({ "scaled": 0.4 }));
    // In a session there is one of the two.
    course.report(&mut session, &work(4, 70), &kept("r4")).unwrap();
    course.leave(&mut session).unwrap();
    assert_eq!(course.verbs()[7..], ["terminated"]);

    // The same score is not told a second time; a better one is, and is told once in all.
    let (mut session, start) = course.open();
    assert_eq!(start.record.as_deref(), Some("r4"));
    course.report(&mut session, &work(4, 40), &kept("r4")).unwrap();
    course.report(&mut session, &work(4, 70), &kept("r4")).unwrap();
    course.leave(&mut session).unwrap();
    let (mut session, _) = course.open();
    course.report(&mut session, &work(4, 30), &kept("r4")).unwrap();
    course.leave(&mut session).unwrap();
    assert_eq!(course.verbs()[8..], ["initialized", "passed", "terminated", "initialized", "terminated"]);
}

#[test]
fn without_a_mastery_score_there_is_nothing_to_pass() {
    let mut course = Course::new("Normal", None);
    let (mut session, start) = course.open();
    assert_eq!(start.mastery, None);
    course.report(&mut session, &work(4, 100), &kept("r")).unwrap();
    course.leave(&mut session).unwrap();
    assert_eq!(course.verbs()[5..], ["completed", "terminated"]);
}

#[test]
fn browsing_and_reviewing_tell_nothing_and_keep_nothing() {
    for mode in ["Browse", "Review"] {
        let mut course = Course::new(mode, Some(0.1));
        course.kept = Some(json!({ "record": "before" }).to_string());
        let before = course.kept.clone();
        let (mut session, start) = course.open();
        assert_eq!(start.record.as_deref(), Some("before"));
        course.report(&mut session, &work(4, 100), &Kept { essay: "e", ..kept("r") }).unwrap();
        let now = course.now();
        assert_eq!(session.hide(now, &mut ids(&mut 9)), []);
        course.leave(&mut session).unwrap();
        assert_eq!(course.verbs(), ["initialized", "terminated"]);
        assert_eq!(course.kept, before);
    }
}

#[test]
fn a_mastery_score_is_reached_by_the_least_score_that_is_not_below_it() {
    for (mastery, least) in [(0.0, 0), (0.29, 2900), (0.7, 7000), (0.66667, 6667), (1.0, 10_000), (0.8751, 8751)] {
        let (_, start) = Course::new("Normal", Some(mastery)).open();
        assert_eq!(start.mastery, Some(least), "{mastery}");
    }
    assert_eq!(Course::new("Normal", Some(80.0)).open().1.mastery, None);
    let mut course = Course::new("Normal", Some(0.0));
    let (mut session, _) = course.open();
    course.report(&mut session, &work(0, 0), &kept("r")).unwrap();
    assert_eq!(course.verbs(), ["initialized"], "nothing was tried");
}

#[test]
fn answers_are_written_as_xapi_wants_them() {
    let number = |text: &str| Decimal::typed(text).unwrap();
    let of = |response: Response, credit: Option<Credit>| Answered {
        id: "check-k".into(),
        view: "check-k".into(),
        asks: "What ".repeat(40),
        response,
        credit,
        weight: 0,
    };
    let told = |answer: Answered| {
        let mut course = Course::new("Normal", None);
        let (mut session, _) = course.open();
        course.report(&mut session, &Report { answers: vec![answer], ..work(0, 0) }, &kept("r")).unwrap();
        course.statements.remove(1)
    };
    let three = offered(&["a", "b", "c"]);

    let statement = told(of(
        Response::Choice { offered: three.clone(), right: vec![vec![0, 2], vec![1]], given: vec![0] },
        Some(mark::several(1, 2, 0, 1)),
    ));
    assert_eq!(statement["verb"]["id"], "http://adlnet.gov/expapi/verbs/answered");
    assert_eq!(statement["object"]["id"], format!("{ACTIVITY}/check-k"));
    let definition = &statement["object"]["definition"];
    assert_eq!(definition["type"], "http://adlnet.gov/expapi/activities/cmi.interaction");
    assert_eq!(definition["interactionType"], "choice");
    assert_eq!(definition["correctResponsesPattern"], json!(["a[,]c", "b"]));
    assert_eq!(definition["choices"][2], json!({ "id": "c", "description": { "en-GB": "What c says" } }));
    assert_eq!(definition["description"]["en-GB"], "What ".repeat(40));
    assert_eq!(definition["name"]["en-GB"].as_str().unwrap().chars().count(), 75);
    assert_eq!(
        statement["result"],
        json!({ "response": "a", "success": false, "score": { "scaled": 0.5 }, "duration": "PT1.50S" })
    );
    assert_eq!(categories(&statement), BTreeSet::new());
    assert_eq!(statement["context"]["contextActivities"]["parent"][0]["id"], ACTIVITY);

    let statement = told(of(
        Response::Order { offered: three.clone(), right: vec![2, 0, 1], given: vec![2, 0, 1] },
        Some(Credit::FULL),
    ));
    let definition = &statement["object"]["definition"];
    assert_eq!(definition["interactionType"], "sequencing");
    assert_eq!(definition["correctResponsesPattern"], json!(["c[,]a[,]b"]));
    assert_eq!(
        (&statement["result"]["response"], &statement["result"]["success"]),
        (&json!("c[,]a[,]b"), &json!(true))
    );

    let statement = told(of(
        Response::Match {
            left: offered(&["x", "y"]),
            offered: offered(&["1", "2"]),
            right: vec![1, 0],
            given: vec![1, 1],
        },
        Some(mark::several(1, 2, 0, 1)),
    ));
    let definition = &statement["object"]["definition"];
    assert_eq!(definition["interactionType"], "matching");
    assert_eq!(definition["correctResponsesPattern"], json!(["x[.]2[,]y[.]1"]));
    assert_eq!(definition["source"].as_array().unwrap().len(), 2);
    assert_eq!(definition["target"][1]["id"], "2");
    assert_eq!(statement["result"]["response"], "x[.]2[,]y[.]2");

    let range = (number("-1.5"), number("1363"));
    let statement = told(of(Response::Number { right: range, given: number("0,0097") }, Some(Credit::FULL)));
    let definition = &statement["object"]["definition"];
    assert_eq!(definition["interactionType"], "numeric");
    assert_eq!(definition["correctResponsesPattern"], json!(["-1.5[:]1363"]));
    assert_eq!(statement["result"]["response"], "0.0097");

    let statement = told(of(Response::Choice { offered: three, right: vec![], given: vec![1] }, None));
    assert_eq!(statement["object"]["definition"].get("correctResponsesPattern"), None);
    assert_eq!(statement["result"], json!({ "response": "b", "duration": "PT1.50S" }));
}

#[test]
fn answers_of_an_earlier_session_are_not_told_again_and_changed_ones_are() {
    let mut course = Course::new("Normal", None);
    let (mut session, _) = course.open();
    course.report(&mut session, &work(3, 0), &kept("r")).unwrap();
    course.leave(&mut session).unwrap();
    let (mut session, _) = course.open();
    course.report(&mut session, &work(3, 0), &kept("r")).unwrap();
    assert_eq!(course.verbs().last(), Some(&"initialized"));
    let mut changed = work(3, 0);
    changed.answers[1] = choice("claim-c1-kind", 2);
    course.report(&mut session, &changed, &kept("r")).unwrap();
    assert_eq!(course.verbs()[6..], ["answered"]);
    assert_eq!(course.statements[6]["result"]["response"], "c");
}

#[test]
fn the_essay_is_told_whole_when_the_student_leaves_if_it_changed() {
    let mut course = Course::new("Normal", None);
    let text = "“Ordered”\nor not?\u{0} ".repeat(100);
    for (essay, told) in [("", 0), ("  ", 0), (&*text, 1), (&*text, 0), ("Shorter.", 1)] {
        let (mut session, _) = course.open();
        let before = course.statements.len();
        course.report(&mut session, &work(1, 0), &Kept { essay, ..kept("r") }).unwrap();
        course.leave(&mut session).unwrap();
        let essays: Vec<_> = course.statements[before..]
            .iter()
            .filter(|it| it["object"]["definition"]["interactionType"] == "long-fill-in")
            .collect();
        assert_eq!(essays.len(), told, "{essay:?}");
        if let [told] = essays[..] {
            assert_eq!(told["result"], json!({ "response": essay }));
            assert_eq!(told["object"]["definition"]["name"]["en-GB"], "By Popular Demand");
        }
        assert_eq!(course.verbs().last(), Some(&"terminated"));
    }
}

#[test]
fn what_does_not_arrive_is_sent_again_as_it_was() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    // The record arrives, the statements do not.
    course.fates = vec![200, 503];
    assert_eq!(course.report(&mut session, &work(2, 70), &kept("r2")), Err(Trouble::NotArrived));
    let lost = course.asked.last().unwrap().body.clone().unwrap();
    assert_eq!(course.verbs(), ["initialized"]);
    course.report(&mut session, &work(3, 70), &kept("r3")).unwrap();
    assert_eq!(course.verbs()[1..], ["answered", "answered", "passed", "answered"]);
    let lost: Vec<Value> = serde_json::from_str(&lost).unwrap();
    assert_eq!(course.statements[1..4], lost[..]);
}

#[test]
fn what_arrived_though_the_answer_was_lost_is_counted_once() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    course.fates = vec![200, 1];
    assert_eq!(course.report(&mut session, &work(2, 70), &kept("r2")), Err(Trouble::NotArrived));
    // They are refused together with a new one, then sent one by one, and those that are known count as arrived.
    course.report(&mut session, &work(3, 70), &kept("r3")).unwrap();
    course.leave(&mut session).unwrap();
    assert_eq!(course.verbs()[1..], ["answered", "answered", "passed", "answered", "terminated"]);
}

#[test]
fn a_later_session_asks_for_what_an_earlier_one_did_not_see_arrive() {
    // What was under way when the record was written is taken to have arrived, but for what may move the student on.
    for (fate, more) in [(1, &["initialized"][..]), (0, &["initialized", "completed", "passed"])] {
        let mut course = Course::new("Normal", Some(0.6));
        let (mut session, _) = course.open();
        course.report(&mut session, &work(3, 0), &kept("r3")).unwrap();
        course.fates = vec![200, fate];
        course.report(&mut session, &work(4, 70), &kept("r4")).unwrap_err();
        // The page is gone without another word.
        let before = course.statements.len();
        let asked = course.asked.len();
        let (mut session, _) = course.open();
        let doubts = course.asked[asked..].iter().filter(|it| it.url.contains("statementId=")).count();
        assert_eq!(doubts, 2);
        course.report(&mut session, &work(4, 70), &kept("r4")).unwrap();
        let ids: BTreeSet<&str> = course.statements.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), course.statements.len());
        assert_eq!(course.verbs()[before..], *more);
    }
}

#[test]
fn what_the_course_refuses_is_told_and_not_sent_for_ever() {
    let mut course = Course::new("Normal", None);
    let (mut session, _) = course.open();
    // The record; both answers; the first alone; the second alone.
    course.fates = vec![200, 400, 400, 200];
    assert_eq!(course.report(&mut session, &work(2, 0), &kept("r")), Err(Trouble::Refused));
    assert_eq!(course.statements.len(), 2);
    let asked = course.asked.len();
    course.report(&mut session, &work(2, 0), &kept("r")).unwrap();
    assert_eq!(course.asked.len(), asked, "nothing is left to be said");
    course.fates = vec![413];
    assert_eq!(course.report(&mut session, &work(2, 0), &kept("r+")), Err(Trouble::TooLarge));
    course.fates = vec![401];
    assert_eq!(course.report(&mut session, &work(2, 0), &kept("r+")), Err(Trouble::Closed));
    let now = course.now();
    let again = session.hide(now, &mut ids(&mut 9));
    assert_eq!(again.len(), 1);
    course.hear(&mut session, again).unwrap();
    assert!(course.kept.unwrap().contains("r+"));
}

#[test]
fn a_course_that_lets_no_document_be_replaced_may_merge_it() {
    let mut course = Course::new("Normal", None);
    let (mut session, _) = course.open();
    course.fates = vec![412];
    course.report(&mut session, &work(0, 0), &kept("r1")).unwrap();
    course.report(&mut session, &work(0, 0), &kept("r1")).unwrap();
    assert_eq!(course.asked.last().unwrap().method, Method::Post);
    assert!(course.kept.unwrap().contains("r1"));
}

#[test]
fn later_statements_wait_for_earlier_ones_but_not_when_the_student_leaves() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    let mut next = 99;
    let mut ids = ids(&mut next);
    let first = session.report(&work(1, 0), &kept("1"), Moment::utc(1), &mut ids);
    let second = session.report(&work(2, 0), &kept("2"), Moment::utc(2), &mut ids);
    assert_eq!((first.len(), second.len()), (2, 1), "the record is written, the statement waits");
    assert_eq!(session.due(), []);
    let last = session.leave(Moment::utc(3), &mut ids);
    assert_eq!(last.len(), 2);
    let told: Vec<Value> = serde_json::from_str(last[1].body.as_ref().unwrap()).unwrap();
    assert_eq!(told.iter().map(verb).collect::<Vec<_>>(), ["answered", "terminated"]);
    assert!(last.iter().all(|request| request.keepalive));
    assert_eq!(session.leave(Moment::utc(4), &mut ids), []);
    assert_eq!(session.report(&work(3, 0), &kept("3"), Moment::utc(5), &mut ids), []);
    assert_eq!(session.hide(Moment::utc(6), &mut ids), []);
    // It did not arrive, and the page is still there.
    session.answered(last[1].number, &Answer::default()).unwrap_err();
    let again = session.hide(Moment::utc(7), &mut ids);
    assert_eq!(again.last().unwrap().body, last[1].body);
}

#[test]
fn bodies_that_outlive_the_page_stay_below_what_browsers_take() {
    let mut course = Course::new("Normal", Some(0.6));
    let (mut session, _) = course.open();
    let mut many = work(4, 70);
    many.answers = (0..200).map(|at| Answered { asks: "why ".repeat(50), ..choice(&format!("c{at}"), 1) }).collect();
    let essay = "long ".repeat(20_000);
    let kept = Kept { record: "r", writing: &essay, essay: &essay };
    let now = course.now();
    let first = session.report(&many, &kept, now, &mut ids(&mut 99));
    assert_eq!(first.len(), 2, "the record, and the first statements");
    let last = session.leave(now, &mut ids(&mut 999));
    for requests in [&first, &last] {
        let size = |request: &Request| request.body.as_ref().map_or(0, String::len);
        let alive: usize = requests.iter().filter(|it| it.keepalive).map(size).sum();
        assert!(alive < 60_000, "{alive}");
        for request in requests.iter().filter(|it| it.url.ends_with("/statements")) {
            let many = serde_json::from_str::<Vec<Value>>(request.body.as_ref().unwrap()).unwrap().len();
            assert!(size(request) < 60_000 || many == 1);
        }
    }
    assert!(last.len() > 3, "too much for one");
    let end = last.last().unwrap();
    assert!(end.keepalive && end.body.as_ref().unwrap().contains("verbs/terminated"));
}

#[test]
fn a_record_that_cannot_be_read_is_none() {
    for text in ["", "{", "[]", r#"{"record":7}"#, "\u{0}"] {
        let mut course = Course::new("Normal", None);
        course.kept = Some(text.to_owned());
        assert_eq!(course.open().1.record, None, "{text:?}");
    }
    let mut course = Course::new("Normal", None);
    course.kept = Some(r#"{"record":"r","answers":"zzüzzüüzzzzzzzzzzz","later":1}"#.to_owned());
    assert_eq!(course.open().1.record.as_deref(), Some("r"));
}

#[test]
fn moments_are_written_in_utc_with_milliseconds() {
    assert_eq!(Moment::utc(0).iso(), "1970-01-01T00:00:00.000Z");
    assert_eq!(Moment::utc(951_827_696_789).iso(), "2000-02-29T12:34:56.789Z");
    assert_eq!(Moment::utc(i64::MIN).iso(), Moment::utc(0).iso());
    assert_eq!(Moment::utc(i64::MAX).iso(), "9999-12-31T23:59:59.999Z");
}

/// Answers with any text; ids as [`Answered`] promises them.
fn any_answer() -> impl Strategy<Value = Answered> {
    let things = || vec(any::<String>(), 1..5);
    let offered = |texts: Vec<String>| -> Vec<Offered> {
        texts.into_iter().enumerate().map(|(at, text)| Offered { id: format!("o{at}"), text }).collect()
    };
    let places = || vec(0u8..8, 0..5);
    let number = (-1_000_000..1_000_000).prop_map(|n| Decimal::typed(&format!("{}", f64::from(n) / 1000.0)).unwrap());
    let response = prop_oneof![
        (things(), vec(places(), 0..3), places()).prop_map(move |(texts, right, given)| Response::Choice {
            offered: offered(texts),
            right,
            given
        }),
        (things(), places(), places()).prop_map(move |(texts, right, given)| Response::Order {
            offered: offered(texts),
            right,
            given
        }),
        (things(), things(), places(), places()).prop_map(move |(left, texts, right, given)| Response::Match {
            left: offered(left),
            offered: offered(texts),
            right,
            given
        }),
        (number.clone(), number.clone(), number)
            .prop_map(|(least, most, given)| Response::Number { right: (least, most), given }),
    ];
    (0u8..12, any::<String>(), response, option::of(0usize..=8), 0u8..5).prop_map(
        |(id, asks, response, credit, weight)| Answered {
            id: format!("claim-c{id}-kind"),
            view: format!("claim-c{id}"),
            asks,
            response,
            credit: credit.map(|hits| mark::several(hits, 8, 0, 1)),
            weight,
        },
    )
}

fn any_report() -> impl Strategy<Value = Report> {
    (0u16..=4, -100i32..=500_000, vec(any_answer(), 0..6)).prop_map(|(answered, earned, answers)| {
        let mut known = BTreeSet::new();
        let answers = answers.into_iter().filter(|answer| known.insert(answer.id.clone())).collect();
        Report { answered, asked: 4, earned, out_of: 40, place: None, answers }
    })
}

/// What happens in a session.
#[derive(Clone, Debug)]
enum Event {
    Report(Report, String, String),
    Hide,
    /// The next requests fare like this.
    Fates(Vec<u16>),
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (any_report(), any::<String>(), any::<String>()).prop_map(|(it, record, essay)| Event::Report(it, record, essay)),
        1 => Just(Event::Hide),
        2 => vec(prop_oneof![Just(0u16), Just(1), Just(200), Just(401), Just(429), Just(503)], 1..6).prop_map(Event::Fates),
    ]
}

proptest! {
    /// Whatever is done and however the network fares: what arrives follows the rules of section 9.3.
    #[test]
    fn whatever_arrives_follows_the_rules(
        sessions in vec((vec(any_event(), 0..8), any::<bool>(), -5_000i64..5_000), 1..4),
        mastery in option::of(0.0f64..=1.0),
    ) {
        let mut course = Course::new("Normal", mastery);
        let mut in_all: BTreeMap<String, u32> = BTreeMap::new();
        for (events, leaves, drift) in sessions {
            course.fates.clear();
            let from = course.statements.len();
            let (mut session, _) = course.open();
            course.now += drift;
            for event in events {
                match event {
                    Event::Report(report, record, essay) => {
                        let kept = Kept { record: &record, writing: "w", essay: &essay };
                        course.report(&mut session, &report, &kept).ok();
                    }
                    Event::Hide => {
                        let now = course.now();
                        let requests = session.hide(now, &mut ids(&mut course.ids));
                        course.hear(&mut session, requests).ok();
                    }
                    Event::Fates(fates) => course.fates = fates,
                }
            }
            if leaves {
                course.fates.clear();
                course.leave(&mut session).ok();
            }
            // Order is by the times (section 9.3): what a page sends when it is hidden may overtake what went wrong.
            let mut told: Vec<&Value> = course.statements[from..].iter().collect();
            told.sort_by_key(|it| it["timestamp"].as_str());
            prop_assert_eq!(verb(told[0]), "initialized");
            prop_assert_eq!(told.iter().filter(|it| verb(it) == "initialized").count(), 1);
            let ends = told.iter().filter(|it| verb(it) == "terminated").count();
            prop_assert_eq!(ends, usize::from(leaves));
            if leaves {
                prop_assert_eq!(verb(told[told.len() - 1]), "terminated");
            }
            let times: Vec<&str> = told.iter().map(|it| it["timestamp"].as_str().unwrap()).collect();
            prop_assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", times);
            let judged = told.iter().filter(|it| matches!(verb(it), "passed" | "failed")).count();
            prop_assert!(judged <= 1);
            for statement in told {
                // Where what was told could not be written down, and the page died, nobody can know.
                if verb(statement) == "failed" && !course.has_lost {
                    prop_assert_eq!(in_all.get("passed"), None);
                }
                *in_all.entry(verb(statement).to_owned()).or_default() += 1;
                let moves_on = matches!(verb(statement), "completed" | "passed" | "failed");
                prop_assert_eq!(categories(statement).contains(MOVE_ON), moves_on);
                prop_assert_eq!(categories(statement).contains(CMI5), verb(statement) != "answered");
                if let (Some(mastery), Some(score)) = (mastery, statement["result"]["score"]["scaled"].as_f64())
                    && moves_on
                {
                    prop_assert_eq!(score + 1e-9 >= mastery, verb(statement) == "passed", "{} {}", score, mastery);
                }
            }
        }
        prop_assert!(in_all.get("passed").copied().unwrap_or(0) <= 1);
        prop_assert!(in_all.get("completed").copied().unwrap_or(0) <= 1);
        let every: BTreeSet<&str> = course.statements.iter().map(|it| it["id"].as_str().unwrap()).collect();
        prop_assert_eq!(every.len(), course.statements.len());
    }

    /// Any query at all is read or refused, never a crash.
    #[test]
    fn any_query_is_read_or_refused(query in any::<String>()) {
        let alone = Launch::of_query(&query);
        prop_assert!(alone.is_none() || query.contains("fetch"));
        let read = Launch::of_query(&format!("fetch={query}&endpoint={query}&actor={query}"));
        prop_assert!(matches!(read, Some(Err(_))));
    }
}
