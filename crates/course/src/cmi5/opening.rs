//! From the launch to the first statement: what is asked of the course, in this order, and what becomes of the answers.

use super::{
    Answer, Facts, Launch, Request, Session,
    launch::is_address,
    line::Line,
    session::{Document, Doubt},
    statement::{Mastery, Terms},
};
use crate::{Mode, Moment};
use serde_json::{Map, Value};
use thiserror::Error;

/// What is to be done next.
#[derive(Debug)]
pub enum Next {
    /// Make this request, and come back with its answer.
    Ask(Opening, Request),
    /// The lesson is open: these requests come first, and what the student does can be told.
    Open(Box<(Session, Start, Vec<Request>)>),
    /// The course cannot be told anything.
    Failed(Failed),
}

/// Why the course cannot be told anything, in one sentence for the student.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Failed {
    /// No answer came.
    #[error(
        "The course could not be reached, so it will not hear of your work: close this window and open the \
         lesson from the course again."
    )]
    Unreachable,
    /// The key was given out before: the page was loaded again, or its address was kept.
    #[error(
        "A course opens this window once only: close it and open the lesson from the course again, or the \
         course will not hear of your work."
    )]
    Used,
    /// The course will not give the key, for this reason.
    #[error(
        "The course did not let this lesson in ({0}), so it will not hear of your work: open it from the \
         course again, and tell your teacher if that does not help."
    )]
    Refused(String),
    /// The course's answer makes no sense.
    #[error(
        "The course answered in a way that this lesson cannot read, so it will not hear of your work: tell \
         your teacher."
    )]
    Unreadable,
    /// What the student did before could not be fetched. To go on would write over it.
    #[error(
        "The course could not hand over what you did before: nothing of it is lost; close this window and \
         open the lesson from the course again in some minutes."
    )]
    NoRecord,
}

/// How the lesson begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The student's record as it was last kept, packed.
    pub record: Option<String>,
    /// What the student wrote as it was last kept, packed.
    pub writing: Option<String>,
    /// How the course opens the lesson.
    pub mode: Mode,
    /// What the course calls the student; may be empty.
    pub learner: String,
    /// Where the page must go when the student leaves (section 10, `returnURL`); an address of http or https.
    pub return_url: Option<String>,
    /// The score from which the lesson is passed, in ten-thousandths: 0 to 10 000.
    pub mastery: Option<u16>,
    /// What the course wants of the lesson (section 10, `launchParameters`), such as `set=core&seed=7`.
    pub parameters: Option<String>,
}

/// A lesson that is being opened.
#[derive(Debug)]
pub struct Opening(Box<Known>);

/// What is known so far.
#[derive(Debug)]
struct Known {
    launch: Launch,
    facts: Facts,
    line: Line,
    asked: Asked,
    data: Option<LaunchData>,
    document: Document,
}

/// What was asked last.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Token,
    LaunchData,
    Preferences,
    Record,
    /// Whether a statement arrived that an earlier session did not see arrive.
    Statement(Doubt),
}

/// What the course says about this session (section 10).
#[derive(Debug)]
struct LaunchData {
    template: Map<String, Value>,
    mode: Mode,
    mastery: Option<Mastery>,
    return_url: Option<String>,
    parameters: Option<String>,
}

impl Opening {
    /// Begins to open the lesson: the first request asks for the key, and may be made only once.
    pub fn new(launch: Launch, activity: Facts) -> (Self, Request) {
        let mut line = Line::new(&launch);
        let request = line.ask_for_token(&launch.fetch);
        let known =
            Known { launch, facts: activity, line, asked: Asked::Token, data: None, document: Document::default() };
        (Self(Box::new(known)), request)
    }

    /// Takes the answer to the last request. `ids` gives UUIDs, each time another.
    pub fn next(mut self, answer: Answer, now: Moment, ids: &mut dyn FnMut() -> String) -> Next {
        let Answer { status, body } = answer;
        let known = &mut *self.0;
        let request = match known.asked {
            Asked::Token => match token(status, &body) {
                Ok(token) => {
                    known.line.unlock(&token);
                    known.asked = Asked::LaunchData;
                    known.line.ask_for_launch_data()
                }
                Err(failed) => return Next::Failed(failed),
            },
            Asked::LaunchData => match launch_data(status, &body) {
                Ok(data) => {
                    known.data = Some(data);
                    known.asked = Asked::Preferences;
                    known.line.ask_for_preferences()
                }
                Err(failed) => return Next::Failed(failed),
            },
            Asked::Preferences => {
                // That they are asked for is a duty. The lesson is in one language and makes no sound, so whatever
                // comes is well.
                known.asked = Asked::Record;
                known.line.ask_for_record()
            }
            Asked::Record => {
                match status {
                    200 => known.document = Document::read(&body),
                    204 | 404 => {}
                    _ => return Next::Failed(Failed::NoRecord),
                }
                match known.doubt() {
                    Some(request) => request,
                    None => return self.open(now, ids),
                }
            }
            Asked::Statement(doubt) => {
                known.document.settle(doubt, status == 200);
                match known.doubt() {
                    Some(request) => request,
                    None => return self.open(now, ids),
                }
            }
        };
        Next::Ask(self, request)
    }

    fn open(self, now: Moment, ids: &mut dyn FnMut() -> String) -> Next {
        let Known { launch, facts, line, data, document, .. } = *self.0;
        let Some(LaunchData { template, mode, mastery, return_url, parameters }) = data else {
            return Next::Failed(Failed::Unreadable);
        };
        let start = Start {
            record: document.record.clone(),
            writing: document.writing.clone(),
            mode,
            learner: launch.learner().to_owned(),
            return_url,
            mastery: mastery.as_ref().map(|mastery| mastery.least),
            parameters,
        };
        let terms = Terms { launch, facts, template, mastery };
        let (session, requests) = Session::begin(terms, mode, line, document, now, ids);
        Next::Open(Box::new((session, start, requests)))
    }
}

impl Known {
    /// Asks whether a statement arrived that an earlier session sent and saw no answer to.
    fn doubt(&mut self) -> Option<Request> {
        let doubt = self.document.doubt()?;
        self.asked = Asked::Statement(doubt);
        Some(self.line.ask_for_statement(&doubt.id(&self.launch)))
    }
}

/// Section 8.2. Courses differ in the status that they send with an error, so its body is read whatever that is.
fn token(status: u16, body: &str) -> Result<String, Failed> {
    if status == 0 {
        return Err(Failed::Unreachable);
    }
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    if let Some(token) = body.get("auth-token").and_then(Value::as_str) {
        let fits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        return if fits { Ok(token.to_owned()) } else { Err(Failed::Unreadable) };
    }
    let code = body.get("error-code").map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    match code.as_deref() {
        Some("1") => Err(Failed::Used),
        Some(code) => {
            let text = body.get("error-text").and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            let text = text.map_or_else(|| format!("error {code}"), |text| text.trim_end_matches('.').to_owned());
            Err(Failed::Refused(text.chars().take(200).collect()))
        }
        None if (200..300).contains(&status) => Err(Failed::Unreadable),
        None => Err(Failed::Refused(format!("status {status}"))),
    }
}

/// Section 10. What is left out here is `moveOn`, which is the course's to judge by, and `entitlementKey`: the lesson is
/// free.
fn launch_data(status: u16, body: &str) -> Result<LaunchData, Failed> {
    match status {
        200 => {}
        0 => return Err(Failed::Unreachable),
        status => return Err(Failed::Refused(format!("status {status}"))),
    }
    let mut data: Value = serde_json::from_str(body).map_err(|_| Failed::Unreadable)?;
    let Some(Value::Object(template)) = data.get_mut("contextTemplate").map(Value::take) else {
        return Err(Failed::Unreadable);
    };
    let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let mode = match text("launchMode").map(str::to_ascii_lowercase).as_deref() {
        None | Some("normal") => Mode::Normal,
        Some("browse") => Mode::Browse,
        Some("review") => Mode::Review,
        Some(_) => return Err(Failed::Unreadable),
    };
    Ok(LaunchData {
        template,
        mode,
        mastery: data.get("masteryScore").and_then(Mastery::of),
        return_url: text("returnURL").filter(|address| is_address(address)).map(str::to_owned),
        parameters: text("launchParameters").map(str::to_owned),
    })
}
