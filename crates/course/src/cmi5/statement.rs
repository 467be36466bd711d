//! Statements: what the course is told, word for word.
//!
//! Sources: cmi5 (Quartz, 1st edition), section 9; xAPI 1.0.3, Data, sections 2.4 and 4.1.

use super::{Facts, Launch, line::encoded};
use crate::Moment;
use crate::report::{Answered, Offered, Response, TenThousandths};
use lesson::{check::Decimal, mark::Credit};
use serde_json::{Map, Value, json};
use uuid::Uuid;

const CMI5: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const MASTERY: &str = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const PROGRESS: &str = "https://w3id.org/xapi/cmi5/result/extensions/progress";
const INTERACTION: &str = "http://adlnet.gov/expapi/activities/cmi.interaction";
/// Between the parts of an answer, between the two halves of a pair, between the ends of a range. xAPI 1.0.3, Data,
/// section 2.4.4.1, "Response Patterns".
const AND: &str = "[,]";
const TO: &str = "[.]";
const UP_TO: &str = "[:]";
/// What the essay is called behind the activity's id.
const ESSAY: &str = "essay";

/// From which score the lesson is passed.
#[derive(Debug)]
pub(super) struct Mastery {
    /// As the course gave it: it is given back unchanged.
    given: Value,
    /// The least score that reaches it, in ten-thousandths.
    pub(super) least: TenThousandths,
}

impl Mastery {
    /// None for what is no number from 0 to 1.
    pub(super) fn of(given: &Value) -> Option<Self> {
        let share = given.as_f64().filter(|share| (0.0..=1.0).contains(share))?;
        // The course gives four decimals; the rest is what a binary number cannot hold.
        let least = (0..=10_000).find(|score| f64::from(*score) + 1e-6 >= share * 10_000.0)?;
        Some(Self { given: given.clone(), least })
    }
}

/// What all statements of a session have in common.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) launch: Launch,
    pub(super) facts: Facts,
    /// The context that every statement must hold as it is.
    pub(super) template: Map<String, Value>,
    pub(super) mastery: Option<Mastery>,
}

/// A verb that cmi5 defines, with what belongs to it (sections 9.3 and 9.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defined {
    Initialized,
    Completed { spent: u64 },
    Passed { score: TenThousandths, spent: u64 },
    Failed { score: TenThousandths, spent: u64 },
    Terminated { spent: u64, progress: Option<TenThousandths> },
}

impl Defined {
    fn verb(self) -> &'static str {
        match self {
            Self::Initialized => "initialized",
            Self::Completed { .. } => "completed",
            Self::Passed { .. } => "passed",
            Self::Failed { .. } => "failed",
            Self::Terminated { .. } => "terminated",
        }
    }

    fn result(self) -> Option<Value> {
        match self {
            Self::Initialized => None,
            Self::Completed { spent } => Some(json!({ "completion": true, "duration": duration(spent) })),
            Self::Passed { score, spent } => {
                Some(json!({ "success": true, "score": { "scaled": share(score) }, "duration": duration(spent) }))
            }
            Self::Failed { score, spent } => {
                Some(json!({ "success": false, "score": { "scaled": share(score) }, "duration": duration(spent) }))
            }
            Self::Terminated { spent, progress: None } => Some(json!({ "duration": duration(spent) })),
            Self::Terminated { spent, progress: Some(progress) } => {
                Some(json!({ "duration": duration(spent), "extensions": { PROGRESS: progress / 100 } }))
            }
        }
    }

    fn categories(self) -> &'static [&'static str] {
        match self {
            Self::Initialized | Self::Terminated { .. } => &[CMI5],
            Self::Completed { .. } | Self::Passed { .. } | Self::Failed { .. } => &[CMI5, MOVE_ON],
        }
    }
}

impl Launch {
    /// The id of a statement that is the same each time the same thing is said in this registration. RFC 9562, section
    /// 5.5 (UUID version 5).
    pub(super) fn id_of(&self, what: &str) -> String {
        let name = format!("{}\n{what}", self.activity);
        Uuid::new_v5(&self.registration, name.as_bytes()).hyphenated().to_string()
    }
}

impl Terms {
    /// A statement with a verb of cmi5 about the lesson itself.
    pub(super) fn defined(&self, id: &str, what: Defined, now: Moment) -> String {
        let mut context = self.context(what.categories());
        if let (Some(mastery), Defined::Passed { .. } | Defined::Failed { .. }) = (&self.mastery, what) {
            object(&mut context, "extensions").entry(MASTERY).or_insert_with(|| mastery.given.clone());
        }
        let about = json!({ "objectType": "Activity", "id": self.launch.activity });
        self.statement(id, what.verb(), &about, what.result(), context, now)
    }

    /// A statement about one answer. It does not have cmi5's category, so the rules for its verbs and for scores do not
    /// bind it (section 7.1.3, "cmi5 allowed").
    pub(super) fn answered(&self, id: &str, answer: &Answered, spent: Option<u64>, now: Moment) -> String {
        let mut definition = self.asks(&answer.asks, &answer.asks);
        definition.extend(self.kind_of_answer(&answer.response));
        let mut result = Map::new();
        result.insert("response".into(), response(&answer.response).into());
        if let Some(credit) = answer.credit {
            result.insert("success".into(), (credit == Credit::FULL).into());
            result.insert("score".into(), json!({ "scaled": share(credit.ten_thousandths()) }));
        }
        if let Some(spent) = spent {
            result.insert("duration".into(), duration(spent).into());
        }
        self.interaction(id, &answer.id, definition, result, now)
    }

    /// A statement that holds the whole essay. Nothing in it is right or wrong.
    pub(super) fn essay(&self, id: &str, text: &str, now: Moment) -> String {
        let mut definition = self.asks(&self.facts.title, &self.facts.essay);
        definition.insert("interactionType".into(), "long-fill-in".into());
        let result = Map::from_iter([("response".to_owned(), text.into())]);
        self.interaction(id, ESSAY, definition, result, now)
    }

    fn interaction(
        &self,
        id: &str,
        of: &str,
        definition: Map<String, Value>,
        result: Map<String, Value>,
        now: Moment,
    ) -> String {
        let mut context = self.context(&[]);
        add_activity(object(&mut context, "contextActivities"), "parent", &self.launch.activity);
        let id_of_it = format!("{}/{}", self.launch.activity.trim_end_matches('/'), encoded(of));
        let mut about = json!({ "objectType": "Activity", "id": id_of_it });
        about["definition"] = definition.into();
        self.statement(id, "answered", &about, Some(result.into()), context, now)
    }

    fn statement(
        &self,
        id: &str,
        verb: &str,
        about: &Value,
        result: Option<Value>,
        context: Map<String, Value>,
        now: Moment,
    ) -> String {
        let mut statement = json!({
            "id": id,
            "actor": self.launch.actor,
            "verb": { "id": format!("http://adlnet.gov/expapi/verbs/{verb}"), "display": { "en": verb } },
            "object": about,
            "timestamp": now.iso(),
        });
        statement["context"] = context.into();
        if let Some(result) = result {
            statement["result"] = result;
        }
        statement.to_string()
    }

    /// The course's template with what is ours added; nothing in it is changed or lost (section 10, `contextTemplate`).
    fn context(&self, categories: &[&str]) -> Map<String, Value> {
        let mut context = self.template.clone();
        context.entry("registration").or_insert_with(|| self.launch.registration_text.clone().into());
        for category in categories {
            add_activity(object(&mut context, "contextActivities"), "category", category);
        }
        context
    }

    /// What is asked, in short and in full.
    fn asks(&self, short: &str, full: &str) -> Map<String, Value> {
        let mut definition = Map::new();
        definition.insert("type".into(), INTERACTION.into());
        definition.insert("name".into(), self.says(&shortened(short)));
        definition.insert("description".into(), self.says(full));
        definition
    }

    fn says(&self, text: &str) -> Value {
        json!({ &self.facts.language: text })
    }

    fn offers(&self, offered: &[Offered]) -> Value {
        offered.iter().map(|it| json!({ "id": it.id, "description": self.says(&it.text) })).collect()
    }

    /// What kind of question it is, what is offered, and what is right.
    fn kind_of_answer(&self, response: &Response) -> Map<String, Value> {
        let kind = match response {
            Response::Choice { offered, right, .. } => json!({
                "interactionType": "choice",
                "choices": self.offers(offered),
                "correctResponsesPattern": right.iter().map(|set| list(offered, set)).collect::<Vec<_>>(),
            }),
            Response::Order { offered, right, .. } => json!({
                "interactionType": "sequencing",
                "choices": self.offers(offered),
                "correctResponsesPattern": [list(offered, right)],
            }),
            Response::Match { left, offered, right, .. } => json!({
                "interactionType": "matching",
                "source": self.offers(left),
                "target": self.offers(offered),
                "correctResponsesPattern": [pairs(left, offered, right)],
            }),
            Response::Number { right: (least, most), .. } => json!({
                "interactionType": "numeric",
                "correctResponsesPattern": [format!("{}{UP_TO}{}", number(*least), number(*most))],
            }),
        };
        let Value::Object(mut kind) = kind else { return Map::new() };
        // Lists with nothing in them say nothing, and some courses refuse them.
        kind.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
        kind
    }
}

/// An answer as xAPI writes it.
pub(super) fn response(response: &Response) -> String {
    match response {
        Response::Choice { offered, given, .. } | Response::Order { offered, given, .. } => list(offered, given),
        Response::Match { left, offered, given, .. } => pairs(left, offered, given),
        Response::Number { given, .. } => number(*given),
    }
}

fn list(offered: &[Offered], places: &[u8]) -> String {
    let ids: Vec<&str> = places.iter().filter_map(|at| offered.get(usize::from(*at))).map(|it| &*it.id).collect();
    ids.join(AND)
}

fn pairs(left: &[Offered], offered: &[Offered], places: &[u8]) -> String {
    let known = left.iter().zip(places).filter_map(|(left, at)| Some((left, offered.get(usize::from(*at))?)));
    let pairs: Vec<String> = known.map(|(left, right)| format!("{}{TO}{}", left.id, right.id)).collect();
    pairs.join(AND)
}

/// With a decimal point, and no more digits than it takes.
fn number(number: Decimal) -> String {
    let millionths = number.millionths();
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    let (whole, rest) = (size / 1_000_000, size % 1_000_000);
    let text = format!("{sign}{whole}.{rest:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn share(score: TenThousandths) -> f64 {
    f64::from(score) / 10_000.0
}

/// ISO 8601, to the hundredth of a second: xAPI 1.0.3, Data, section 4.6 lets courses cut off the rest.
fn duration(millis: u64) -> String {
    let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
    let (seconds, hundredths) = (millis / 1000 % 60, millis / 10 % 100);
    let part = |many: u64, unit: char| if many == 0 { String::new() } else { format!("{many}{unit}") };
    format!("PT{}{}{seconds}.{hundredths:02}S", part(hours, 'H'), part(minutes, 'M'))
}

/// The first words of a question, for lists.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST - 1).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

/// The object under this name; one is made where there is none, or something that may not stand there.
fn object<'a>(within: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    let value = within.entry(name).or_insert_with(|| json!({}));
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it was made an object just now")
}

/// Adds an activity to a list of them, unless it is there. A single one may stand without a list (xAPI 1.0.3, Data,
/// section 2.4.6.2).
fn add_activity(lists: &mut Map<String, Value>, name: &str, id: &str) {
    let list = lists.entry(name).or_insert_with(|| json!([]));
    if list.is_object() {
        *list = json!([list.take()]);
    }
    if let Some(list) = list.as_array_mut()
        && !list.iter().any(|activity| activity["id"] == id)
    {
        list.push(json!({ "objectType": "Activity", "id": id }));
    }
}
