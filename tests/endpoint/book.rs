//! What the course has been asked and told, and what it makes of it.
//!
//! What single requests and statements must be is looked at as they come. What order they must be in is looked at in the
//! end, by the times that the statements bear (cmi5, section 9.3): a page that is closed sends several requests at once,
//! and they may overtake each other.

use super::{LaunchData, form};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use url::form_urlencoded;

const ACTIVITY: &str = "https://course.example/au/1d3a7f";
const REGISTRATION: &str = "760e3480-ba55-4991-94b0-01820dbd23a2";
const CMI5: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";
const MASTERY: &str = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const PROGRESS: &str = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const VERBS: &str = "http://adlnet.gov/expapi/verbs/";
/// The verbs that a lesson may use about itself.
const DEFINED: [&str; 5] = ["initialized", "completed", "passed", "failed", "terminated"];

/// A request, as far as it matters.
#[derive(Clone, Debug, Default)]
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: BTreeMap<String, String>,
    pub(super) authorization: Option<String>,
    pub(super) version: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: String,
}

/// An answer: JSON, or nothing.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Refused: the status, and the sentence.
type Refused = (u16, String);

#[derive(Debug)]
pub(super) struct Book {
    data: LaunchData,
    sessions: Vec<Session>,
    documents: BTreeMap<String, String>,
    violations: Vec<String>,
    turned_away: (usize, u16),
}

#[derive(Debug)]
struct Session {
    data: LaunchData,
    key_was_fetched: bool,
    data_was_read: bool,
    preferences_were_read: bool,
    statements: Vec<Value>,
}

impl Book {
    pub(super) fn new(data: LaunchData) -> Self {
        let mut book = Self {
            data,
            sessions: Vec::new(),
            documents: BTreeMap::new(),
            violations: Vec::new(),
            turned_away: (0, 0),
        };
        book.new_session();
        book
    }

    pub(super) fn new_session(&mut self) {
        self.sessions.push(Session {
            data: self.data.clone(),
            key_was_fetched: false,
            data_was_read: false,
            preferences_were_read: false,
            statements: Vec::new(),
        });
    }

    pub(super) fn change(&mut self, data: LaunchData) {
        self.data = data;
    }

    pub(super) fn turn_away(&mut self, many: usize, status: u16) {
        self.turned_away = (many, status);
    }

    pub(super) fn launch_query(&self, address: &str) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("endpoint", &format!("{address}/lrs/"))
            .append_pair("fetch", &format!("{address}/fetch?session={}", self.sessions.len()))
            .append_pair("actor", &actor().to_string())
            .append_pair("registration", REGISTRATION)
            .append_pair("activityId", ACTIVITY)
            .finish()
            // Courses differ: this one writes blanks as a path would have them.
            .replace('+', "%20")
    }

    pub(super) fn statements(&self) -> Vec<Value> {
        self.sessions.iter().flat_map(|session| session.statements.clone()).collect()
    }

    pub(super) fn verbs(&self) -> Vec<Vec<String>> {
        self.sessions
            .iter()
            .map(|session| session.in_order().into_iter().map(verb).map(str::to_owned).collect())
            .collect()
    }

    pub(super) fn keep(&mut self, id: &str, text: &str) {
        self.documents.insert(id.to_owned(), text.to_owned());
    }

    pub(super) fn document(&self, id: &str) -> Option<String> {
        self.documents.get(id).cloned()
    }

    pub(super) fn violations(&self) -> Vec<String> {
        let mut violations = self.violations.clone();
        let mut before: BTreeSet<&str> = BTreeSet::new();
        for (at, session) in self.sessions.iter().enumerate() {
            let faults = session.order(&mut before);
            violations.extend(faults.into_iter().map(|fault| format!("session {}: {fault}", at + 1)));
        }
        violations
    }

    pub(super) fn take(&mut self, call: &Call) -> Reply {
        if self.turned_away.0 > 0 {
            self.turned_away.0 -= 1;
            return Reply { status: self.turned_away.1, body: String::new() };
        }
        let answer = match call.path.as_str() {
            "/fetch" => self.fetch(call),
            path => self.allow(call).and_then(|()| match path {
                "/lrs/activities/state" => self.state(call),
                "/lrs/agents/profile" => self.profile(call),
                "/lrs/statements" => self.tell(call),
                _ => Err((404, format!("nobody listens at {path}"))),
            }),
        };
        answer.unwrap_or_else(|(status, violation)| {
            let body = json!({ "error": violation }).to_string();
            self.note(&violation);
            Reply { status, body }
        })
    }

    fn note(&mut self, violation: &str) {
        self.violations.push(format!("session {}: {violation}", self.sessions.len()));
    }

    fn session(&mut self) -> &mut Session {
        self.sessions.last_mut().expect("a book is opened with a session")
    }

    fn token(&self) -> String {
        format!("dG9rZW4tb2Ytc2Vzc2lvbi0{}=", self.sessions.len())
    }

    /// Section 8.2: by POST, once, and not for the session before.
    fn fetch(&mut self, call: &Call) -> Result<Reply, Refused> {
        let error = |code: &str, text: &str| json!({ "error-code": code, "error-text": text }).to_string();
        if call.method != "POST" {
            return Err((405, format!("the key was asked for by {}", call.method)));
        }
        if call.query.get("session") != Some(&self.sessions.len().to_string()) {
            self.note("the key was asked for with the address of another session");
            return Ok(Reply { status: 200, body: error("1", "The session is over.") });
        }
        if self.session().key_was_fetched {
            self.note("the key was asked for twice");
            return Ok(Reply { status: 200, body: error("1", "The key has been given out.") });
        }
        self.session().key_was_fetched = true;
        Ok(Reply { status: 200, body: json!({ "auth-token": self.token() }).to_string() })
    }

    fn allow(&mut self, call: &Call) -> Result<(), Refused> {
        if call.authorization.as_deref() != Some(&format!("Basic {}", self.token())) || !self.session().key_was_fetched
        {
            return Err((401, format!("{} {} came without the key of this session", call.method, call.path)));
        }
        if !call.version.as_deref().is_some_and(|version| version.starts_with("1.0.")) {
            return Err((400, format!("{} {} did not name version 1.0.x of xAPI", call.method, call.path)));
        }
        if call.method != "GET" && !call.content_type.as_deref().is_some_and(|it| it.starts_with("application/json")) {
            return Err((400, format!("{} {} did not say that it sends JSON", call.method, call.path)));
        }
        Ok(())
    }

    /// xAPI 1.0.3, Communication, section 2.3; cmi5, section 10.
    fn state(&mut self, call: &Call) -> Result<Reply, Refused> {
        let known = ["stateId", "activityId", "agent", "registration"];
        parameters(call, &known)?;
        for (name, value) in [("activityId", ACTIVITY), ("registration", REGISTRATION)] {
            if call.query.get(name).map(String::as_str) != Some(value) {
                return Err((400, format!("a document was asked for or written with another {name}")));
            }
        }
        let id = call.query.get("stateId").cloned().unwrap_or_default();
        match (call.method.as_str(), id.as_str()) {
            (_, "") => Err((400, "a document was asked for or written without its id".into())),
            ("GET", "LMS.LaunchData") => {
                self.session().data_was_read = true;
                Ok(Reply { status: 200, body: self.launch_data().to_string() })
            }
            (_, "LMS.LaunchData") => Err((403, "the launch data was to be changed".into())),
            ("GET", id) => Ok(match self.documents.get(id) {
                Some(document) => Reply { status: 200, body: document.clone() },
                None => Reply { status: 404, body: String::new() },
            }),
            ("PUT", _) => {
                if serde_json::from_str::<Value>(&call.body).is_err() {
                    return Err((400, "a document was written that is not JSON, as it said to be".into()));
                }
                if self.session().data.mode != "Normal" {
                    let mode = self.session().data.mode;
                    return Err((403, format!("a document was written in mode {mode}")));
                }
                self.documents.insert(id, call.body.clone());
                Ok(Reply { status: 204, body: String::new() })
            }
            (method, _) => Err((405, format!("a document was met with {method}"))),
        }
    }

    /// cmi5, section 11.
    fn profile(&mut self, call: &Call) -> Result<Reply, Refused> {
        parameters(call, &["profileId", "agent"])?;
        if call.query.get("profileId").map(String::as_str) != Some("cmi5LearnerPreferences") || call.method != "GET" {
            return Err((400, "something else was done with the profile than reading preferences".into()));
        }
        self.session().preferences_were_read = true;
        Ok(Reply { status: 404, body: String::new() })
    }

    /// xAPI 1.0.3, Communication, section 2.1.
    fn tell(&mut self, call: &Call) -> Result<Reply, Refused> {
        parameters(call, &["statementId"])?;
        let id = call.query.get("statementId");
        if call.method == "GET" {
            let known = self.statements().into_iter().find(|it| it["id"].as_str() == id.map(String::as_str));
            return Ok(match known {
                Some(statement) => Reply { status: 200, body: statement.to_string() },
                None => Reply { status: 404, body: String::new() },
            });
        }
        let body: Value =
            serde_json::from_str(&call.body).map_err(|error| (400, format!("a statement is no JSON: {error}")))?;
        let told = match (call.method.as_str(), body) {
            ("POST", Value::Array(many)) => many,
            ("POST", one) => vec![one],
            ("PUT", one) if one["id"].as_str() == id.map(String::as_str) => vec![one],
            ("PUT", _) => return Err((400, "a statement was written under another id than its own".into())),
            (method, _) => return Err((405, format!("statements were met with {method}"))),
        };
        if told.is_empty() {
            return Err((400, "nothing was told".into()));
        }
        let session = self.session();
        if !session.data_was_read {
            self.note("a statement came before the launch data was read");
        } else if !session.preferences_were_read {
            self.note("a statement came before the learner's preferences were read");
        }
        let ids: Vec<Value> = told.iter().map(|it| it["id"].clone()).collect();
        if ids.iter().enumerate().any(|(at, id)| ids[..at].contains(id)) {
            return Err((400, "a request holds two statements of one id".into()));
        }
        let known = self.statements();
        let mut news = Vec::new();
        for statement in told {
            match known.iter().find(|it| it["id"] == statement["id"]) {
                Some(same) if *same == statement => {}
                Some(_) => return Err((409, format!("two different statements have the id {}", statement["id"]))),
                None => news.push(statement),
            }
        }
        let faults: Vec<String> = news.iter().flat_map(|statement| self.faults(statement)).collect();
        self.session().statements.extend(news);
        for fault in faults {
            self.note(&fault);
        }
        Ok(Reply { status: if call.method == "PUT" { 204 } else { 200 }, body: Value::from(ids).to_string() })
    }

    /// What is wrong with a statement, whatever stands before and after it.
    fn faults(&self, statement: &Value) -> Vec<String> {
        let mut faults = form::faults(statement);
        let data = &self.sessions[self.sessions.len() - 1].data;
        let template = self.template();
        let context = &statement["context"];
        if !holds(context, &template) {
            faults.push(format!("the template of the context was not kept: {context}"));
        }
        if context["extensions"][SESSION] != template["extensions"][SESSION] {
            faults.push("it is not of this session".into());
        }
        if context["registration"] != REGISTRATION {
            faults.push("it is not of this registration".into());
        }
        if statement["actor"] != actor() {
            faults.push("the actor is not the one that the course named".into());
        }
        if categories(statement).contains(&CMI5) {
            faults.extend(defined_faults(statement, data));
        } else {
            faults.extend(allowed_faults(statement));
        }
        if data.mode != "Normal" && !matches!(verb(statement), "initialized" | "terminated") {
            faults.push(format!("nothing of this kind may be told in mode {}", data.mode));
        }
        let what = format!("{} {}", verb(statement), statement["id"]);
        faults.into_iter().map(|fault| format!("{what}: {fault}")).collect()
    }

    fn template(&self) -> Value {
        json!({
            "registration": REGISTRATION,
            "contextActivities": { "grouping": [{ "id": "https://publisher.example/lessons/by-popular-demand" }] },
            "extensions": {
                SESSION: format!("session {}", self.sessions.len()),
                "https://course.example/extensions/group": { "name": "9b", "size": 24, "teacher": null },
            },
        })
    }

    fn launch_data(&self) -> Value {
        let data = &self.sessions[self.sessions.len() - 1].data;
        let mut launch = Map::new();
        launch.insert("contextTemplate".into(), self.template());
        launch.insert("launchMode".into(), data.mode.into());
        launch.insert("moveOn".into(), data.move_on.into());
        launch.insert("launchMethod".into(), "AnyWindow".into());
        if let Some(mastery) = data.mastery {
            launch.insert("masteryScore".into(), mastery.into());
        }
        for (key, value) in [("returnURL", &data.return_url), ("launchParameters", &data.parameters)] {
            if let Some(value) = value {
                launch.insert(key.into(), value.clone().into());
            }
        }
        launch.into()
    }
}

impl Session {
    /// The statements by their times.
    fn in_order(&self) -> Vec<&Value> {
        let mut statements: Vec<&Value> = self.statements.iter().collect();
        statements.sort_by_key(|statement| statement["timestamp"].as_str().unwrap_or(""));
        statements
    }

    /// What is wrong with the order. `before` holds the verbs of the registration that may come but once.
    fn order(&self, before: &mut BTreeSet<&'static str>) -> Vec<String> {
        let mut faults = Vec::new();
        let mut here: BTreeSet<&str> = BTreeSet::new();
        for (at, statement) in self.in_order().into_iter().enumerate() {
            let verb = verb(statement);
            if at == 0 && verb != "initialized" {
                faults.push(format!("the first statement is {verb}, not initialized"));
            }
            if here.contains("terminated") {
                faults.push(format!("after terminated came {verb}"));
            }
            if !categories(statement).contains(&CMI5) {
                continue;
            }
            if !here.insert(verb) {
                faults.push(format!("{verb} came twice"));
            }
            if here.contains("passed") && here.contains("failed") && matches!(verb, "passed" | "failed") {
                faults.push("passed and failed came in one session".into());
            }
            if verb == "failed" && before.contains("passed") {
                faults.push("failed came after passed".into());
            }
            if let Some(once) = ["completed", "passed"].into_iter().find(|once| *once == verb)
                && !before.insert(once)
            {
                faults.push(format!("{verb} came twice in one registration"));
            }
        }
        faults
    }
}

/// No parameters but these, and the student is the one that the course named.
fn parameters(call: &Call, known: &[&str]) -> Result<(), Refused> {
    if let Some(strange) = call.query.keys().find(|name| !known.contains(&name.as_str())) {
        return Err((400, format!("{} was asked with an unknown parameter: {strange}", call.path)));
    }
    let agent = call.query.get("agent").and_then(|agent| serde_json::from_str::<Value>(agent).ok());
    if known.contains(&"agent") && agent != Some(actor()) {
        return Err((400, format!("{} was asked about somebody else than the student", call.path)));
    }
    Ok(())
}

/// Section 9: verbs, object, result, categories and extensions of statements that cmi5 defines.
fn defined_faults(statement: &Value, data: &LaunchData) -> Vec<String> {
    let mut faults = Vec::new();
    let (verb, result) = (verb(statement), &statement["result"]);
    let mut require = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    let id = statement["verb"]["id"].as_str().unwrap_or("");
    require(id.starts_with(VERBS) && DEFINED.contains(&verb), "it is no verb of cmi5 for a lesson");
    require(statement["object"]["id"] == ACTIVITY, "it is not about the lesson");
    require(statement["actor"]["account"].is_object(), "the actor has no account");
    let judged = matches!(verb, "passed" | "failed");
    require(judged == result.get("success").is_some(), "success is for passed and failed, and only for them");
    require(!judged || result["success"] == (verb == "passed"), "success is not what the verb says");
    require(
        (verb == "completed") == result.get("completion").is_some(),
        "completion is for completed, and only for it",
    );
    require(verb != "completed" || result["completion"] == true, "completed without completion");
    require(judged || result.get("score").is_none(), "a score is for passed and failed only");
    require(verb == "initialized" || result.get("duration").is_some(), "its duration is missing");
    let moves_on = categories(statement).contains(&MOVE_ON);
    require(moves_on == (judged || verb == "completed"), "the category “moveon” is missing, or does not belong here");
    let mastery = &statement["context"]["extensions"][MASTERY];
    require(!judged || mastery.as_f64() == data.mastery, "the mastery score is missing, or is another");
    if let (Some(score), Some(mastery)) = (result["score"]["scaled"].as_f64(), data.mastery) {
        require(verb != "passed" || score >= mastery, "passed with a score below the mastery score");
        require(verb != "failed" || score < mastery, "failed with a score that reaches the mastery score");
    }
    if let Some(score) = result["score"].as_object() {
        let whole = |key: &str| score.get(key).is_some_and(Value::is_i64);
        require(score.get("scaled").and_then(Value::as_f64).is_none_or(|it| it >= 0.0), "the scaled score is below 0");
        require(
            score.get("raw").is_none() || (whole("raw") && whole("min") && whole("max")),
            "a raw score without its bounds, or not whole",
        );
    }
    if let Some(progress) = result["extensions"].get(PROGRESS) {
        require(progress.as_u64().is_some_and(|it| it <= 100), "the progress is no whole number of 0 to 100");
        require(verb != "completed", "completed bears a progress");
    }
    faults
}

/// Section 7.1.3: what else may be told.
fn allowed_faults(statement: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let verb = verb(statement);
    if matches!(verb, "initialized" | "terminated") {
        faults.push("the category of cmi5 is missing".into());
    }
    if categories(statement).contains(&MOVE_ON) {
        faults.push("the category “moveon” does not belong here".into());
    }
    if verb == "voided" {
        faults.push("a lesson may not take statements back".into());
    }
    let definition = &statement["object"]["definition"];
    if verb == "answered" {
        if definition["type"] != "http://adlnet.gov/expapi/activities/cmi.interaction" {
            faults.push("it answers what is no interaction".into());
        }
        if !definition["interactionType"].is_string() {
            faults.push("it does not say what kind of interaction it is".into());
        }
        if !statement["result"]["response"].is_string() {
            faults.push("it holds no response".into());
        }
        let id = statement["object"]["id"].as_str().unwrap_or("");
        if !id.strip_prefix(ACTIVITY).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1) {
            faults.push(format!("the question's id does not lie below the lesson's: {id}"));
        }
    }
    faults
}

/// Whether everything of the template is there as it was. Lists of activities may hold more.
fn holds(context: &Value, template: &Value) -> bool {
    match (context, template) {
        (Value::Object(context), Value::Object(template)) => {
            template.iter().all(|(key, value)| context.get(key).is_some_and(|it| holds(it, value)))
        }
        (Value::Array(context), Value::Array(template)) => template.iter().all(|it| context.contains(it)),
        (context, template) => context == template,
    }
}

fn actor() -> Value {
    json!({
        "objectType": "Agent",
        "name": "Ада & Co. +1",
        "account": { "homePage": "https://course.example", "name": "1625378" },
    })
}

/// The last part of the verb's id.
fn verb(statement: &Value) -> &str {
    statement["verb"]["id"].as_str().and_then(|id| id.rsplit('/').next()).unwrap_or("")
}

fn categories(statement: &Value) -> Vec<&str> {
    let list = &statement["context"]["contextActivities"]["category"];
    let alone = std::slice::from_ref(list);
    list.as_array().map_or(alone, Vec::as_slice).iter().filter_map(|it| it["id"].as_str()).collect()
}
