//! The line to the course: what a request to it looks like.

use super::{Launch, Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What must be encoded in a value of a query, or in a step of a path: all but what RFC 3986, section 2.3, leaves as it is.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Bytes of bodies that may be on their way while the page goes: browsers keep 64 KiB alive (Fetch standard, "HTTP-network
/// -or-cache fetch", step on in-flight keepalive bytes); the rest is left to them.
pub(super) const KEPT_ALIVE: usize = 60_000;

/// The course's State document of ours.
const OURS: &str = "record";

/// A line to the course.
#[derive(Debug)]
pub(super) struct Line {
    endpoint: String,
    /// What names activity, student and enrolment in every request about our documents.
    about: String,
    agent: String,
    token: String,
    next: u32,
}

impl Line {
    pub(super) fn new(launch: &Launch) -> Self {
        let agent = encoded(&launch.actor.to_string());
        let about = format!(
            "activityId={}&agent={agent}&registration={}",
            encoded(&launch.activity),
            encoded(&launch.registration_text)
        );
        Self { endpoint: launch.endpoint.clone(), about, agent, token: String::new(), next: 0 }
    }

    /// What is sent from now on to show that we may.
    pub(super) fn unlock(&mut self, token: &str) {
        token.clone_into(&mut self.token);
    }

    /// Asks for the key, at an address outside of the endpoint. Section 8.2.
    pub(super) fn ask_for_token(&mut self, fetch: &str) -> Request {
        let mut request = self.request(Method::Post, fetch.to_owned(), None);
        request.headers.clear();
        request
    }

    /// Section 10.
    pub(super) fn ask_for_launch_data(&mut self) -> Request {
        self.state(Method::Get, "LMS.LaunchData", None)
    }

    /// Section 11.
    pub(super) fn ask_for_preferences(&mut self) -> Request {
        let agent = &self.agent;
        let url = format!("{}agents/profile?agent={agent}&profileId=cmi5LearnerPreferences", self.endpoint);
        self.request(Method::Get, url, None)
    }

    pub(super) fn ask_for_record(&mut self) -> Request {
        self.state(Method::Get, OURS, None)
    }

    pub(super) fn keep_record(&mut self, method: Method, document: String) -> Request {
        self.state(method, OURS, Some(document))
    }

    /// Whether a statement has arrived. xAPI 1.0.3, Communication, section 2.1.3.
    pub(super) fn ask_for_statement(&mut self, id: &str) -> Request {
        let url = format!("{}statements?statementId={}", self.endpoint, encoded(id));
        self.request(Method::Get, url, None)
    }

    /// Tells statements, a JSON array of them. xAPI 1.0.3, Communication, section 2.1.2.
    pub(super) fn tell(&mut self, statements: String) -> Request {
        let url = format!("{}statements", self.endpoint);
        self.request(Method::Post, url, Some(statements))
    }

    fn state(&mut self, method: Method, id: &str, body: Option<String>) -> Request {
        let url = format!("{}activities/state?stateId={}&{}", self.endpoint, encoded(id), self.about);
        self.request(method, url, body)
    }

    fn request(&mut self, method: Method, url: String, body: Option<String>) -> Request {
        let number = self.next;
        self.next += 1;
        let mut headers =
            vec![("Authorization", format!("Basic {}", self.token)), ("X-Experience-API-Version", "1.0.3".to_owned())];
        if body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        Request { number, method, url, headers, body, keepalive: false }
    }
}

/// Lets as many requests outlive the page as browsers allow, the last ones first: what they say matters most.
pub(super) fn keep_alive(requests: &mut [Request]) {
    let mut left = KEPT_ALIVE;
    for request in requests.iter_mut().rev() {
        let size = request.body.as_ref().map_or(0, String::len);
        request.keepalive = size < left;
        if request.keepalive {
            left -= size;
        }
    }
}

pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}
