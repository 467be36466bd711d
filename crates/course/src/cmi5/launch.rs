//! The launch: what a course says in the address with which it opens the page.
//!
//! Source: cmi5 (Quartz, 1st edition), section 8.1.

use serde_json::Value;
use std::borrow::Cow;
use thiserror::Error;
use uuid::Uuid;

/// What a course says in the address: where it listens, and of whom and what it wants to hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    /// Where the course listens; ends with a slash.
    pub(super) endpoint: String,
    /// Where the key to it can be had, once.
    pub(super) fetch: String,
    /// The student, as the course names them.
    pub(super) actor: Value,
    /// The course's name for this lesson.
    pub(super) activity: String,
    /// The course's name for this student's work in this course.
    pub(super) registration: Uuid,
    /// The same, as it was written.
    pub(super) registration_text: String,
}

/// What is wrong with an address that a course made, in one sentence for the student.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadLaunch {
    /// A part is not there, or empty.
    #[error(
        "The course left out “{0}” when it opened this lesson, so your work cannot be sent to it: tell your \
         teacher."
    )]
    Missing(&'static str),
    /// A part ought to be an absolute address of http or https, and is not.
    #[error(
        "The course gave no proper address for “{0}” when it opened this lesson, so your work cannot be sent to it: \
         tell your teacher."
    )]
    NotAnAddress(&'static str),
    /// The actor is no JSON object that describes a person.
    #[error(
        "The course did not say who you are in a way that can be read, so your work cannot be sent to it: \
         tell your teacher."
    )]
    Actor,
    /// The activity's id is no IRI.
    #[error(
        "The course did not name this lesson in a way that can be read, so your work cannot be sent to it: \
         tell your teacher."
    )]
    Activity,
    /// The registration is no UUID.
    #[error(
        "The course did not name your enrolment in a way that can be read, so your work cannot be sent to it: \
         tell your teacher."
    )]
    Registration,
}

impl Launch {
    /// Reads the query of the page's address, with or without its question mark. None where no course opened the page by
    /// cmi5: what tells is `fetch`, which no other way to open a lesson has.
    pub fn of_query(query: &str) -> Option<Result<Self, BadLaunch>> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let said: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(query.as_bytes()).collect();
        said.iter().any(|(name, _)| name == "fetch").then(|| Self::of(&said))
    }

    fn of(said: &[(Cow<'_, str>, Cow<'_, str>)]) -> Result<Self, BadLaunch> {
        let part = |part: &'static str| {
            let value = said.iter().find(|(name, _)| name == part).map_or("", |(_, value)| value.trim());
            if value.is_empty() { Err(BadLaunch::Missing(part)) } else { Ok(value) }
        };
        let address =
            |name| part(name).and_then(|it| is_address(it).then_some(it).ok_or(BadLaunch::NotAnAddress(name)));
        let mut endpoint = address("endpoint")?.to_owned();
        if !endpoint.ends_with('/') {
            endpoint.push('/');
        }
        let fetch = address("fetch")?.to_owned();
        let actor: Value = serde_json::from_str(part("actor")?).map_err(|_| BadLaunch::Actor)?;
        let is_agent = actor.get("objectType").is_none_or(|kind| kind == "Agent");
        if !(actor.is_object() && is_agent) {
            return Err(BadLaunch::Actor);
        }
        let activity = part("activityId")?.to_owned();
        if !is_iri(&activity) {
            return Err(BadLaunch::Activity);
        }
        let registration_text = part("registration")?.to_owned();
        let registration = Uuid::try_parse(&registration_text).map_err(|_| BadLaunch::Registration)?;
        Ok(Self { endpoint, fetch, actor, activity, registration, registration_text })
    }

    /// What the course calls the student: their name, or else the name of their account; may be empty.
    pub(super) fn learner(&self) -> &str {
        let name = |at: &Value| at.get("name").and_then(Value::as_str).is_some();
        let places = [Some(&self.actor), self.actor.get("account")];
        let named = places.into_iter().flatten().find(|at| name(at));
        named.and_then(|at| at.get("name")).and_then(Value::as_str).unwrap_or("")
    }
}

/// Whether this is an absolute address of http or https.
pub(super) fn is_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    known && !host.is_empty() && !text.contains(char::is_control) && !host.contains(char::is_whitespace)
}

/// Whether this may be an IRI: a scheme, and something after it. RFC 3987, section 2.2, as far as it can go wrong here.
fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let letters = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    letters
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && !rest.is_empty()
        && !rest.contains(char::is_whitespace)
}
