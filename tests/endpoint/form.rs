//! What a statement must look like, whatever it says. Source: xAPI 1.0.3, Data, sections 2.2 to 2.4 and 4.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Everything that is wrong with the form of a statement.
pub(super) fn faults(statement: &Value) -> Vec<String> {
    let mut faults = Faults(Vec::new());
    faults.statement(statement);
    faults.0
}

struct Faults(Vec<String>);

impl Faults {
    fn note(&mut self, fault: impl Into<String>) {
        self.0.push(fault.into());
    }

    fn require(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.note(fault());
        }
    }

    /// The object at a place, with no keys but these.
    fn object<'a>(&mut self, place: &str, value: &'a Value, keys: &[&str]) -> Option<&'a Map<String, Value>> {
        let Some(object) = value.as_object() else {
            self.note(format!("{place} is no object"));
            return None;
        };
        for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
            self.note(format!("{place} has a property that xAPI does not know: {key}"));
        }
        for (key, _) in object.iter().filter(|(_, value)| value.is_null()) {
            self.note(format!("{place}.{key} is null"));
        }
        Some(object)
    }

    fn iri(&mut self, place: &str, value: Option<&Value>) {
        self.require(value.and_then(Value::as_str).is_some_and(is_iri), || format!("{place} is no IRI: {value:?}"));
    }

    fn words(&mut self, place: &str, value: &Value) {
        let is_map =
            value.as_object().is_some_and(|map| map.iter().all(|(tag, text)| is_language(tag) && text.is_string()));
        self.require(is_map, || format!("{place} is no language map: {value}"));
    }

    fn extensions(&mut self, place: &str, value: &Value) {
        let is_map = value.as_object().is_some_and(|map| map.keys().all(|key| is_iri(key)));
        self.require(is_map, || format!("{place} is no map of extensions, each named by an IRI"));
    }

    fn statement(&mut self, statement: &Value) {
        let keys = ["id", "actor", "verb", "object", "result", "context", "timestamp", "version", "attachments"];
        let Some(object) = self.object("the statement", statement, &keys) else { return };
        self.require(statement["id"].as_str().is_some_and(is_uuid), || "its id is no UUID".into());
        self.require(statement["timestamp"].as_str().is_some_and(is_time), || {
            format!("its timestamp is not ISO 8601 in UTC with milliseconds: {}", statement["timestamp"])
        });
        if let Some(version) = object.get("version") {
            self.require(version.as_str().is_some_and(|it| it.starts_with("1.0.")), || {
                "its version is not 1.0.x".into()
            });
        }
        self.actor(&statement["actor"]);
        if let Some(verb) = self.object("the verb", &statement["verb"], &["id", "display"]) {
            self.iri("the verb's id", verb.get("id"));
            if let Some(display) = verb.get("display") {
                self.words("the verb's display", display);
            }
        }
        self.activity("the object", &statement["object"]);
        if let Some(context) = object.get("context") {
            self.context(context);
        }
        if let Some(result) = object.get("result") {
            self.result(result);
            self.response(&statement["object"]["definition"], result);
        }
    }

    fn actor(&mut self, actor: &Value) {
        let keys = ["objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"];
        let Some(object) = self.object("the actor", actor, &keys) else { return };
        let names = ["mbox", "mbox_sha1sum", "openid", "account"].iter().filter(|key| object.contains_key(**key));
        self.require(names.count() == 1, || "the actor is not identified in exactly one way".into());
        if let Some(account) = object.get("account")
            && let Some(account) = self.object("the actor's account", account, &["homePage", "name"])
        {
            self.iri("the account's homePage", account.get("homePage"));
            self.require(account.get("name").is_some_and(Value::is_string), || "the account has no name".into());
        }
    }

    fn activity(&mut self, place: &str, activity: &Value) {
        let Some(object) = self.object(place, activity, &["objectType", "id", "definition"]) else { return };
        self.require(object.get("objectType").is_none_or(|kind| kind == "Activity"), || {
            format!("{place} is no activity")
        });
        self.iri(&format!("{place}'s id"), object.get("id"));
        if let Some(definition) = object.get("definition") {
            self.definition(place, definition);
        }
    }

    fn definition(&mut self, place: &str, definition: &Value) {
        let lists = ["choices", "scale", "source", "target", "steps"];
        let rest =
            ["name", "description", "type", "moreInfo", "extensions", "interactionType", "correctResponsesPattern"];
        let place = format!("{place}'s definition");
        let Some(object) = self.object(&place, definition, &[&rest[..], &lists].concat()) else { return };
        for key in ["name", "description"] {
            if let Some(words) = object.get(key) {
                self.words(&format!("{place}'s {key}"), words);
            }
        }
        if let Some(kind) = object.get("type") {
            self.iri(&format!("{place}'s type"), Some(kind));
        }
        if let Some(extensions) = object.get("extensions") {
            self.extensions(&format!("{place}'s extensions"), extensions);
        }
        let allowed: &[&str] = match object.get("interactionType").and_then(Value::as_str) {
            Some("choice" | "sequencing") => &["choices"],
            Some("matching") => &["source", "target"],
            Some("likert") => &["scale"],
            Some("performance") => &["steps"],
            Some("true-false" | "fill-in" | "long-fill-in" | "numeric" | "other") | None => &[],
            Some(kind) => {
                self.note(format!("xAPI knows no interactions of the kind “{kind}”"));
                &[]
            }
        };
        for key in lists.iter().filter(|key| object.contains_key(**key) && !allowed.contains(key)) {
            self.note(format!("{place} has {key}, which does not belong to its kind of interaction"));
        }
        for key in allowed.iter().filter(|key| object.contains_key(**key)) {
            self.components(&format!("{place}'s {key}"), &object[*key]);
        }
        if let Some(patterns) = object.get("correctResponsesPattern") {
            let texts = patterns.as_array().filter(|list| !list.is_empty() && list.iter().all(Value::is_string));
            self.require(texts.is_some(), || format!("{place} has right answers that are no list of texts"));
            for pattern in texts.into_iter().flatten().filter_map(Value::as_str) {
                self.pattern("a right answer", definition, pattern);
            }
        }
    }

    fn components(&mut self, place: &str, list: &Value) {
        let Some(list) = list.as_array() else { return self.note(format!("{place} is no list")) };
        let mut known = BTreeSet::new();
        for component in list {
            if let Some(object) = self.object(place, component, &["id", "description"]) {
                let id = object.get("id").and_then(Value::as_str).unwrap_or("");
                let fits = !id.is_empty() && !id.contains(char::is_whitespace) && !id.contains('[');
                self.require(fits, || format!("{place} holds an id that cannot stand in an answer: “{id}”"));
                self.require(known.insert(id.to_owned()), || format!("{place} holds “{id}” twice"));
                if let Some(words) = object.get("description") {
                    self.words(&format!("{place}'s {id}"), words);
                }
            }
        }
    }

    /// Whether a text may be an answer to such a question. Section 2.4.4.1, "Response Patterns".
    fn pattern(&mut self, what: &str, definition: &Value, text: &str) {
        let ids = |key: &str| -> Vec<&str> {
            definition[key].as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect()
        };
        let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split("[,]").collect() };
        let fits = match definition["interactionType"].as_str() {
            Some("choice") => {
                let choices = ids("choices");
                let once: BTreeSet<&str> = parts.iter().copied().collect();
                once.len() == parts.len() && parts.iter().all(|part| choices.contains(part))
            }
            Some("sequencing") => {
                let choices = ids("choices");
                parts.iter().all(|part| choices.contains(part))
            }
            Some("matching") => {
                let (source, target) = (ids("source"), ids("target"));
                parts.iter().all(|part| {
                    part.split_once("[.]")
                        .is_some_and(|(left, right)| source.contains(&left) && target.contains(&right))
                })
            }
            Some("numeric") => {
                let (least, most) = text.split_once("[:]").unwrap_or((text, text));
                let number = |text: &str| text.is_empty() || text.parse::<f64>().is_ok();
                number(least) && number(most) && !text.is_empty()
            }
            _ => true,
        };
        self.require(fits, || format!("{what} does not fit its question: “{text}”"));
    }

    fn response(&mut self, definition: &Value, result: &Value) {
        if let Some(response) = result["response"].as_str() {
            self.pattern("the response", definition, response);
            let one_number = definition["interactionType"] != "numeric" || response.parse::<f64>().is_ok();
            self.require(one_number, || format!("the response is no number: “{response}”"));
        }
    }

    fn result(&mut self, result: &Value) {
        let keys = ["score", "success", "completion", "response", "duration", "extensions"];
        let Some(object) = self.object("the result", result, &keys) else { return };
        for key in ["success", "completion"] {
            self.require(object.get(key).is_none_or(Value::is_boolean), || format!("the result's {key} is no boolean"));
        }
        self.require(object.get("response").is_none_or(Value::is_string), || "the response is no text".into());
        if let Some(duration) = object.get("duration") {
            self.require(duration.as_str().is_some_and(is_duration), || {
                format!("the duration is not ISO 8601: {duration}")
            });
        }
        if let Some(extensions) = object.get("extensions") {
            self.extensions("the result's extensions", extensions);
        }
        if let Some(score) = object.get("score")
            && let Some(score) = self.object("the score", score, &["scaled", "raw", "min", "max"])
        {
            self.require(score.values().all(Value::is_number), || "the score holds what is no number".into());
            let scaled = score.get("scaled").and_then(Value::as_f64).unwrap_or(0.0);
            self.require((-1.0..=1.0).contains(&scaled), || format!("the scaled score is out of range: {scaled}"));
        }
    }

    fn context(&mut self, context: &Value) {
        let keys = [
            "registration",
            "instructor",
            "team",
            "contextActivities",
            "revision",
            "platform",
            "language",
            "statement",
            "extensions",
        ];
        let Some(object) = self.object("the context", context, &keys) else { return };
        if let Some(registration) = object.get("registration") {
            self.require(registration.as_str().is_some_and(is_uuid), || "the registration is no UUID".into());
        }
        if let Some(extensions) = object.get("extensions") {
            self.extensions("the context's extensions", extensions);
        }
        if let Some(lists) = object.get("contextActivities")
            && let Some(lists) = self.object("contextActivities", lists, &["parent", "grouping", "category", "other"])
        {
            for (key, list) in lists {
                let alone = std::slice::from_ref(list);
                for activity in list.as_array().map_or(alone, Vec::as_slice) {
                    self.activity(&format!("contextActivities.{key}"), activity);
                }
            }
        }
    }
}

pub(super) fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && text.as_bytes().get(14).is_some_and(|version| (b'1'..=b'8').contains(version))
        && text.as_bytes().get(19).is_some_and(|variant| b"89abAB".contains(variant))
}

fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

fn is_language(tag: &str) -> bool {
    tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `2026-03-01T09:30:00.250Z`, with three digits of a second or more.
fn is_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    shape.strip_prefix("0000-00-00T00:00:00.000").is_some_and(|rest| rest.trim_start_matches('0') == "Z")
        && number(5, 7).is_some_and(|month| (1..=12).contains(&month))
        && number(8, 10).is_some_and(|day| (1..=31).contains(&day))
        && number(11, 13).is_some_and(|hour| hour < 24)
        && number(14, 16).is_some_and(|minute| minute < 60)
        && number(17, 19).is_some_and(|second| second < 60)
}

/// `PT1H2M3.45S`: hours, minutes and seconds, of which one at least is there and only seconds have decimals.
fn is_duration(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix("PT").filter(|rest| !rest.is_empty()) else { return false };
    for unit in ['H', 'M', 'S'] {
        if let Some((number, after)) = rest.split_once(unit) {
            let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(whole) || !digits(decimals) || (unit != 'S' && number.contains('.')) {
                return false;
            }
            rest = after;
        }
    }
    rest.is_empty()
}
