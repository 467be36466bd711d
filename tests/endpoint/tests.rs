//! The course sees what it ought to see, and our own side of cmi5 gives it nothing to see.

use super::{
    Endpoint, LaunchData,
    book::{Book, Call, Reply},
};
use anyhow::{Context, Result};
use course::{
    Kept, Moment,
    cmi5::{Answer, Facts, Launch, Method, Next, Opening, Request, Session},
    report::{Answered, Offered, Report, Response},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::form_urlencoded;

fn course(data: LaunchData) -> Book {
    Book::new(data)
}

fn normal() -> LaunchData {
    LaunchData { mastery: Some(0.6), ..LaunchData::default() }
}

/// What a request of ours is to the course.
fn call(request: &Request) -> Call {
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    let header = |wanted: &str| {
        request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.clone())
    };
    Call {
        method: match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
        .into(),
        path: path.strip_prefix("http://127.0.0.1:1").unwrap_or("").into(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        authorization: header("Authorization"),
        version: header("X-Experience-API-Version"),
        content_type: header("Content-Type"),
        body: request.body.clone().unwrap_or_default(),
    }
}

fn ids() -> impl FnMut() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    || {
        let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("00000000-0000-4000-8000-{next:012x}")
    }
}

/// A lesson in this course.
struct Lesson<'a> {
    book: &'a mut Book,
    session: Session,
    now: i64,
    /// The requests made so far.
    made: Vec<Request>,
}

impl<'a> Lesson<'a> {
    fn open(book: &'a mut Book) -> Self {
        let launch = Launch::of_query(&book.launch_query("http://127.0.0.1:1")).unwrap().unwrap();
        let facts = Facts { title: "Lesson".into(), language: "en-GB".into(), essay: "Who?".into() };
        let (mut opening, mut request) = Opening::new(launch, facts);
        let mut made = Vec::new();
        // Sessions follow each other.
        let now = 1_772_357_400_000 + i64::try_from(book.verbs().len()).unwrap() * 1_000_000;
        loop {
            made.push(request.clone());
            let Reply { status, body } = book.take(&call(&request));
            match opening.next(Answer { status, body }, Moment::utc(now), &mut ids()) {
                Next::Ask(next, ask) => (opening, request) = (next, ask),
                Next::Failed(failed) => panic!("{failed}"),
                Next::Open(open) => {
                    let (session, _, requests) = *open;
                    let mut lesson = Self { book, session, now, made };
                    lesson.make(requests);
                    return lesson;
                }
            }
        }
    }

    fn make(&mut self, requests: Vec<Request>) {
        for request in requests {
            let Reply { status, body } = self.book.take(&call(&request));
            self.session.answered(request.number, &Answer { status, body }).ok();
            self.made.push(request);
        }
        let due = self.session.due();
        if !due.is_empty() {
            self.make(due);
        }
    }

    fn work(&mut self, answered: u16, per_cent: i32) {
        self.now += 10_000;
        let choice = |id: &str| Offered { id: id.into(), text: format!("Choice {id}") };
        let answers = (0..answered).map(|at| Answered {
            id: format!("claim-c{at}-kind"),
            view: format!("claim-c{at}"),
            asks: "What kind?".into(),
            response: Response::Choice {
                offered: vec![choice("fact"), choice("scale")],
                right: vec![vec![0]],
                given: vec![1],
            },
            credit: Some(lesson::mark::Credit::NONE),
            weight: 1,
        });
        let report =
            Report { answered, asked: 4, earned: per_cent * 4000, out_of: 40, place: None, answers: answers.collect() };
        let record = format!("record {answered}");
        let kept = Kept { record: &record, writing: "", essay: "An essay." };
        let requests = self.session.report(&report, &kept, Moment::utc(self.now), &mut ids());
        self.make(requests);
    }

    fn leave(&mut self) {
        self.now += 10_000;
        let requests = self.session.leave(Moment::utc(self.now), &mut ids());
        self.make(requests);
    }
}

/// A whole session that is as it should be: answered, completed, passed.
fn whole(data: LaunchData) -> (Book, Vec<Request>) {
    let mut book = course(data);
    let mut lesson = Lesson::open(&mut book);
    lesson.work(2, 20);
    lesson.work(4, 80);
    lesson.leave();
    let made = lesson.made;
    (book, made)
}

fn none() -> Vec<String> {
    Vec::new()
}

#[test]
fn our_own_sessions_give_no_cause_for_complaint() {
    let (mut book, _) = whole(normal());
    let first = [
        "initialized",
        "answered",
        "answered",
        "answered",
        "answered",
        "completed",
        "passed",
        "answered",
        "terminated",
    ];
    assert_eq!(book.verbs(), [first.to_vec()]);
    book.new_session();
    let mut lesson = Lesson::open(&mut book);
    lesson.work(4, 80);
    lesson.leave();
    assert_eq!(book.verbs()[1], ["initialized", "terminated"]);
    assert_eq!(book.violations(), none());
    assert!(book.document("record").unwrap().contains("record 4"));

    let mut book = course(normal());
    let mut lesson = Lesson::open(&mut book);
    lesson.work(4, 10);
    lesson.leave();
    book.new_session();
    let mut lesson = Lesson::open(&mut book);
    lesson.work(4, 80);
    assert_eq!(book.verbs()[0][5..], ["completed", "failed", "answered", "terminated"]);
    assert_eq!(book.verbs()[1], ["initialized", "passed"]);
    assert_eq!(book.violations(), none());

    for mode in ["Browse", "Review"] {
        let (book, _) = whole(LaunchData { mode, ..normal() });
        assert_eq!(book.verbs(), [["initialized", "terminated"]]);
        assert_eq!((book.violations(), book.document("record")), (none(), None));
    }
}

#[test]
fn what_is_sent_again_as_it_was_is_no_fault() {
    let (mut book, made) = whole(normal());
    let told = book.statements();
    for request in made.iter().filter(|request| request.url.ends_with("/statements")) {
        assert_eq!(book.take(&call(request)).status, 200);
    }
    assert_eq!((book.statements(), book.violations()), (told, none()));
    book.turn_away(1, 503);
    assert_eq!(book.take(&call(made.last().unwrap())).status, 503);
}

/// What the course says when the requests of a good session are made with a change.
fn seen(data: LaunchData, change: impl Fn(usize, &mut Vec<Call>)) -> String {
    let (_, made) = whole(data.clone());
    let mut calls: Vec<Call> = made.iter().map(call).collect();
    let many = calls.len();
    change(many, &mut calls);
    let mut book = course(data);
    for call in &calls {
        book.take(call);
    }
    book.violations().join("\n")
}

/// The same, with every statement of this verb changed.
fn seen_in(data: LaunchData, verb: &str, change: impl Fn(&mut Value)) -> String {
    let mut found = false;
    let (_, made) = whole(data.clone());
    let mut book = course(data);
    for request in &made {
        let mut call = call(request);
        if call.path.ends_with("/statements") {
            let mut told: Vec<Value> = serde_json::from_str(&call.body).unwrap();
            for statement in &mut told {
                if statement["verb"]["id"].as_str().unwrap().ends_with(verb) {
                    change(statement);
                    found = true;
                }
            }
            call.body = Value::from(told).to_string();
        }
        book.take(&call);
    }
    assert!(found, "there is no {verb}");
    book.violations().join("\n")
}

#[track_caller]
fn is_seen(seen: &str, fault: &str) {
    assert!(seen.contains(fault), "“{fault}” is not seen in “{seen}”");
}

#[test]
fn an_unchanged_session_is_seen_as_it_is() {
    assert_eq!(seen(normal(), |_, _| ()), "");
    assert_eq!(seen_in(normal(), "passed", |_| ()), "");
}

#[test]
fn faults_of_requests_are_seen() {
    let at = |path: &'static str| move |call: &Call| call.path.ends_with(path);
    is_seen(&seen(normal(), |_, calls| calls.insert(1, calls[0].clone())), "asked for twice");
    is_seen(&seen(normal(), |_, calls| calls[0].method = "GET".into()), "the key was asked for by GET");
    is_seen(&seen(normal(), |_, calls| calls[0].query.clear()), "the address of another session");
    is_seen(&seen(normal(), |_, calls| calls[1].authorization = None), "without the key");
    is_seen(&seen(normal(), |_, calls| calls[1].authorization = Some("Bearer x".into())), "without the key");
    is_seen(&seen(normal(), |_, calls| calls[1].version = None), "did not name version");
    is_seen(&seen(normal(), |_, calls| calls.retain(|call| !at("profile")(call))), "before the learner's preferences");
    is_seen(
        &seen(normal(), |_, calls| {
            calls.retain(|call| call.query.get("stateId").is_none_or(|id| id != "LMS.LaunchData"));
        }),
        "before the launch data",
    );
    is_seen(&seen(normal(), |many, calls| calls[many - 1].content_type = None), "did not say that it sends JSON");
    is_seen(&seen(normal(), |many, calls| calls[many - 1].body.push(']')), "is no JSON");
    is_seen(&seen(normal(), |many, calls| calls[many - 1].body = "[]".into()), "nothing was told");
    is_seen(&seen(normal(), |_, calls| calls[3].query.clear()), "somebody else");
    is_seen(&seen(normal(), |_, calls| drop(calls[3].query.insert("since".into(), "1".into()))), "unknown parameter");
    is_seen(&seen(normal(), |_, calls| drop(calls[3].query.insert("registration".into(), "2".into()))), "registration");
    is_seen(&seen(normal(), |_, calls| drop(calls[3].query.remove("stateId"))), "without its id");
    is_seen(&seen(normal(), |_, calls| calls[3].path = "/lrs/else".into()), "nobody listens");
    let written = |calls: &[Call]| calls.iter().position(|call| call.method == "PUT").unwrap();
    is_seen(
        &seen(normal(), |_, calls| {
            let at = written(calls);
            calls[at].query.insert("stateId".into(), "LMS.LaunchData".into());
        }),
        "the launch data was to be changed",
    );
    is_seen(
        &seen(normal(), |_, calls| {
            let at = written(calls);
            calls[at].body = "record".into();
        }),
        "not JSON",
    );
}

#[test]
fn faults_of_order_are_seen() {
    let stamp = |statement: &mut Value, time: &str| statement["timestamp"] = json!(time);
    is_seen(
        &seen_in(normal(), "initialized", |it| stamp(it, "2027-01-01T00:00:00.000Z")),
        "the first statement is answered",
    );
    is_seen(&seen_in(normal(), "initialized", |it| stamp(it, "2027-01-01T00:00:00.000Z")), "after terminated came");
    is_seen(
        &seen_in(normal(), "terminated", |it| it["verb"]["id"] = json!(verb("initialized"))),
        "initialized came twice",
    );
    is_seen(&seen_in(normal(), "completed", |it| it["verb"]["id"] = json!(verb("failed"))), "in one session");

    // The same once more in another session of the registration, with other ids.
    let (mut book, _) = whole(normal());
    let known = book.statements();
    book.new_session();
    let lesson = Lesson::open(&mut book);
    let calls: Vec<Call> = lesson.made.iter().map(call).collect();
    let mut call = calls.last().unwrap().clone();
    let again = |call: &mut Call, wanted: &str, change: &dyn Fn(&mut Value)| {
        let mut it = known.iter().find(|it| it["verb"]["id"] == verb(wanted)).unwrap().clone();
        it["id"] = json!(ids()());
        it["timestamp"] = json!("2026-09-01T00:00:00.000Z");
        it["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"] = json!("session 2");
        change(&mut it);
        call.body = it.to_string();
    };
    again(&mut call, "completed", &|_| ());
    book.take(&call);
    is_seen(&book.violations().join("\n"), "completed came twice in one registration");
    again(&mut call, "passed", &|it| {
        it["verb"]["id"] = json!(verb("failed"));
        it["result"]["success"] = json!(false);
        it["result"]["score"]["scaled"] = json!(0.1);
    });
    book.take(&call);
    is_seen(&book.violations().join("\n"), "failed came after passed");
    again(&mut call, "passed", &|it| it["id"] = known[0]["id"].clone());
    assert_eq!(book.take(&call).status, 409);
    is_seen(&book.violations().join("\n"), "two different statements");
}

fn verb(name: &str) -> String {
    format!("http://adlnet.gov/expapi/verbs/{name}")
}

#[test]
fn faults_of_cmi5_are_seen_in_statements() {
    let lists = |it: &mut Value| it["context"]["contextActivities"].take();
    is_seen(&seen_in(normal(), "completed", |it| drop(lists(it))), "the template of the context");
    is_seen(
        &seen_in(normal(), "answered", |it| {
            it["context"]["extensions"].as_object_mut().unwrap().retain(|key, _| !key.contains("group"));
        }),
        "the template of the context",
    );
    is_seen(
        &seen_in(normal(), "answered", |it| {
            it["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"] = json!("mine");
        }),
        "not of this session",
    );
    is_seen(
        &seen_in(normal(), "answered", |it| drop(it["context"]["registration"].take())),
        "not of this registration",
    );
    is_seen(&seen_in(normal(), "answered", |it| it["actor"]["name"] = json!("Bea")), "the actor is not the one");
    let categories = |list: &[&str]| -> Value {
        let name = |it: &&str| json!({ "id": format!("https://w3id.org/xapi/cmi5/context/categories/{it}") });
        list.iter().map(name).collect()
    };
    let set = |verb: &str, list: &[&str]| {
        seen_in(normal(), verb, |it| it["context"]["contextActivities"]["category"] = categories(list))
    };
    is_seen(&set("terminated", &[]), "the category of cmi5 is missing");
    is_seen(&set("terminated", &["cmi5", "moveon"]), "“moveon” is missing, or does not belong");
    is_seen(&set("completed", &["cmi5"]), "“moveon” is missing");
    is_seen(&set("answered", &["moveon"]), "“moveon” does not belong");
    is_seen(&set("answered", &["cmi5"]), "no verb of cmi5");
    let result = |verb: &str, key: &str, value: Value| seen_in(normal(), verb, |it| it["result"][key] = value.clone());
    is_seen(&result("completed", "success", json!(true)), "only for them");
    is_seen(&result("passed", "success", json!(false)), "not what the verb says");
    is_seen(&result("passed", "completion", json!(true)), "only for it");
    is_seen(&result("completed", "completion", json!(false)), "completed without completion");
    is_seen(&result("terminated", "score", json!({ "scaled": 1 })), "a score is for");
    is_seen(&result("passed", "score", json!({ "scaled": 0.5 })), "below the mastery score");
    is_seen(&result("passed", "score", json!({ "raw": 5 })), "without its bounds");
    is_seen(&result("completed", "extensions", json!({ progress(): 100 })), "bears a progress");
    is_seen(&result("terminated", "extensions", json!({ progress(): 12.5 })), "no whole number");
    is_seen(&seen_in(normal(), "terminated", |it| drop(it["result"].take())), "its duration is missing");
    is_seen(
        &seen_in(normal(), "passed", |it| {
            it["context"]["extensions"].as_object_mut().unwrap().retain(|key, _| !key.contains("mastery"));
        }),
        "the mastery score is missing",
    );
    is_seen(
        &seen_in(LaunchData { mastery: Some(0.9), ..normal() }, "completed", |it| {
            it["verb"]["id"] = json!(verb("failed"));
            it["result"] = json!({ "success": false, "score": { "scaled": 0.95 }, "duration": "PT1S" });
        }),
        "reaches the mastery score",
    );
    is_seen(
        &seen_in(normal(), "passed", |it| it["object"]["id"] = json!("https://else.example/")),
        "not about the lesson",
    );
    is_seen(&seen_in(normal(), "answered", |it| it["object"]["id"] = json!("https://else.example/")), "lie below");
    is_seen(
        &seen_in(LaunchData { mode: "Browse", ..normal() }, "terminated", |it| {
            it["verb"]["id"] = json!(verb("completed"));
        }),
        "in mode Browse",
    );
    is_seen(&seen_in(normal(), "answered", |it| it["verb"]["id"] = json!(verb("voided"))), "take statements back");
    is_seen(&seen_in(normal(), "answered", |it| drop(it["result"]["response"].take())), "holds no response");
}

fn progress() -> &'static str {
    "https://w3id.org/xapi/cmi5/result/extensions/progress"
}

#[test]
fn documents_written_where_nothing_is_to_be_kept_are_seen() {
    let (_, made) = whole(normal());
    let mut book = course(LaunchData { mode: "Review", ..normal() });
    for request in made.iter().filter(|request| !request.url.ends_with("/statements")) {
        book.take(&call(request));
    }
    is_seen(&book.violations().join("\n"), "a document was written in mode Review");
}

#[test]
fn faults_of_form_are_seen() {
    let answered = |change: &dyn Fn(&mut Value)| seen_in(normal(), "answered", change);
    is_seen(&answered(&|it| it["id"] = json!("17")), "its id is no UUID");
    for time in ["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.250+01:00", "2026-13-01T09:30:00.250Z", "today"] {
        is_seen(&answered(&|it| it["timestamp"] = json!(time)), "its timestamp");
    }
    is_seen(&answered(&|it| it["colour"] = json!("red")), "does not know: colour");
    is_seen(&answered(&|it| it["verb"]["display"] = json!("answered")), "no language map");
    is_seen(&answered(&|it| it["verb"]["id"] = json!("answered")), "the verb's id is no IRI");
    is_seen(&answered(&|it| it["result"]["success"] = Value::Null), "result.success is null");
    is_seen(&answered(&|it| it["result"]["success"] = json!("yes")), "success is no boolean");
    is_seen(&answered(&|it| it["result"]["score"] = json!({ "scaled": 2 })), "out of range");
    for duration in ["12", "PT", "PTS", "P1", "PT1.5M", "PT5S1M"] {
        is_seen(&answered(&|it| it["result"]["duration"] = json!(duration)), "the duration is not ISO 8601");
    }
    is_seen(&answered(&|it| it["result"]["extensions"] = json!({ "mine": 1 })), "named by an IRI");
    let definition = |key: &'static str, value: Value| {
        seen_in(normal(), "answered", move |it| {
            if it["object"]["definition"]["interactionType"] == "choice" {
                it["object"]["definition"][key] = value.clone();
            }
        })
    };
    is_seen(&definition("interactionType", json!("guess")), "no interactions of the kind “guess”");
    is_seen(&definition("interactionType", json!("numeric")), "does not belong to its kind");
    is_seen(&definition("correctResponsesPattern", json!(["fact,scale"])), "a right answer does not fit");
    is_seen(&definition("correctResponsesPattern", json!("fact")), "no list of texts");
    is_seen(&definition("choices", json!([{ "id": "fact" }])), "the response does not fit");
    is_seen(&definition("choices", json!([{ "id": "a b" }])), "cannot stand in an answer");
    is_seen(&definition("choices", json!([{ "id": "a" }, { "id": "a" }])), "“a” twice");
    is_seen(&definition("name", json!({ "en_GB": "x" })), "no language map");
    is_seen(&answered(&|it| it["actor"]["mbox"] = json!("mailto:a@b.example")), "exactly one way");
    is_seen(
        &answered(&|it| it["context"]["contextActivities"]["parents"] = json!([])),
        "contextActivities has a property that xAPI does not know",
    );
}

/// One request over the wire, as a browser on another port would make it.
async fn over_the_wire(address: &str, head: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let request = format!(
        "{head}\r\nHost: {address}\r\nOrigin: http://127.0.0.1:9\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn pages_of_another_origin_may_ask_it() -> Result<()> {
    let course = Endpoint::start(normal()).await?;
    let launch = Launch::of_query(&course.launch_query()).context("no launch")??;
    let facts = Facts { title: String::new(), language: "en".into(), essay: String::new() };
    let (_, request) = Opening::new(launch, facts);
    let rest = request.url.strip_prefix("http://").context("not http")?;
    let (host, path) = rest.split_once('/').context("no path")?;
    let may =
        over_the_wire(host, "OPTIONS /lrs/statements HTTP/1.1\r\nAccess-Control-Request-Method: POST", "").await?;
    assert!(may.starts_with("HTTP/1.1 204"), "{may}");
    let may = may.to_ascii_lowercase();
    for header in [
        "access-control-allow-origin: *",
        "access-control-allow-headers: authorization, content-type, x-experience-api-version",
    ] {
        assert!(may.contains(header), "{may}");
    }
    let key = over_the_wire(host, &format!("POST /{path} HTTP/1.1"), "").await?;
    assert!(key.contains("auth-token") && key.to_ascii_lowercase().contains("access-control-allow-origin: *"), "{key}");
    assert_eq!(course.violations(), none());
    let key = over_the_wire(host, &format!("POST /{path} HTTP/1.1"), "").await?;
    assert!(key.contains("error-code"), "{key}");
    let told = over_the_wire(host, "POST /lrs/statements HTTP/1.1\r\nAuthorization: Basic guessed", "[]").await?;
    assert!(told.starts_with("HTTP/1.1 401"), "{told}");
    assert_eq!(course.violations().len(), 2);
    assert_eq!(course.statements(), Vec::<Value>::new());
    Ok(())
}
