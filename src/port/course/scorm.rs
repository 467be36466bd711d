//! SCORM in the browser: looks for the course's API and calls it.
//!
//! A course puts an object into one of the windows around ours: a frame that holds us, or the window that opened us, or a
//! frame that holds that one. Each hop may belong to a stranger, and then throws when it is looked at; the object may come
//! late, throw, or refuse everything.

use super::{Known, Line};
use crate::port::clock;
use ::course::{
    Kept, Mode, Moment,
    report::Report,
    scorm::{Call, EssayTold, KeptTold, Session, Version, holds_nothing, opening},
};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Function, Reflect};
use leptos::{prelude::window, wasm_bindgen::JsCast, wasm_bindgen::JsValue};

/// How long a course may take to put its API there, in milliseconds.
const PATIENCE: f64 = 2_500.0;

/// How often it is looked for, in milliseconds.
const PAUSE: u32 = 100;

/// How many windows are looked through: more than any course nests.
const MOST: usize = 50;

/// What became of the search for a course.
pub enum Found {
    /// A course that takes answers.
    Line(Box<ScormLine>, Known),
    /// An API that does not work: it throws, or refuses to begin.
    Broken,
    /// None.
    Nothing,
}

/// Looks for a course, and waits for it as long as a late one is still possible.
pub async fn find() -> Found {
    let began = clock::now();
    let mut broken = false;
    loop {
        let (apis, can_come) = apis();
        for (version, api) in &apis {
            if let Some((line, known)) = ScormLine::open(*version, api.clone()) {
                return Found::Line(Box::new(line), known);
            }
            broken = true;
        }
        if broken {
            return Found::Broken;
        }
        if !can_come || clock::now() - began > PATIENCE {
            return Found::Nothing;
        }
        TimeoutFuture::new(PAUSE).await;
    }
}

/// Every API in the windows around, the nearest first, the newer version first; and whether one could still come: there is
/// a window around that lets us look.
fn apis() -> (Vec<(Version, JsValue)>, bool) {
    let mut found = Vec::new();
    let mut can_come = false;
    for other in windows() {
        for version in [Version::V2004, Version::V12] {
            match Reflect::get(&other, &version.api().into()) {
                Ok(api) if api.is_object() || api.is_function() => found.push((version, api)),
                Ok(_) => can_come = true,
                Err(_) => {} // a stranger's
            }
        }
    }
    (found, can_come)
}

/// The windows around ours, the nearest first: those that hold us, those that opened us, and those around them.
fn windows() -> Vec<JsValue> {
    let mut all: Vec<JsValue> = vec![window().into()];
    let mut at = 0;
    while at < all.len() && all.len() < MOST {
        for name in ["parent", "opener"] {
            if let Some(next) = other(&all[at], name)
                && !all.contains(&next)
            {
                all.push(next);
            }
        }
        at += 1;
    }
    all.remove(0);
    all
}

fn other(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(JsValue::is_object)
}

/// A line to a course by SCORM.
pub struct ScormLine {
    version: Version,
    api: JsValue,
    session: Session,
    /// Whether the course refused something that has not been taken since.
    refused: bool,
}

impl ScormLine {
    /// Begins a session; none if the course refuses.
    fn open(version: Version, api: JsValue) -> Option<(Self, Known)> {
        let call = |name: &str, arguments: &[&str]| call(&api, name, arguments);
        let code = || code(version, &api);
        let began = call(version.initialize(), &[""]);
        // 103: it has begun already, as where the page was loaded again in the same window.
        let has_begun = is_true(began.as_ref()) || (version == Version::V2004 && code() == 103);
        if !has_begun {
            return None;
        }
        let mut entry = None;
        let answers: Vec<Option<String>> = opening(version)
            .iter()
            .map(|element| {
                if holds_nothing(element, entry.as_deref()) {
                    return None;
                }
                let value = call(version.get(), &[element])?;
                let value = value.as_string().or_else(|| value.as_f64().map(|it| it.to_string()));
                let value = value.filter(|_| code() == 0);
                if *element == "cmi.entry" {
                    entry.clone_from(&value);
                }
                value
            })
            .collect();
        let (session, start, calls) = Session::open(version, &answers, now());
        let known = Known {
            record: start.record,
            writing: start.writing,
            mode: start.mode,
            learner: start.learner,
            query: None, // it comes with the address
        };
        let mut line = Self { version, api, session, refused: false };
        line.carry_out(calls);
        Some((line, known))
    }

    fn carry_out(&mut self, calls: Vec<Call>) {
        let version = self.version;
        let mut refused = false;
        let any = calls.iter().any(|it| matches!(it, Call::Commit | Call::Finish));
        for it in calls {
            let answer = match &it {
                Call::Initialize => call(&self.api, version.initialize(), &[""]),
                Call::Get(element) => call(&self.api, version.get(), &[element]),
                Call::Set(element, value) => call(&self.api, version.set(), &[element, value]),
                Call::Commit => call(&self.api, version.commit(), &[""]),
                Call::Finish => call(&self.api, version.finish(), &[""]),
            };
            if let Call::Get(element) = &it {
                let value = answer.and_then(|it| it.as_string()).filter(|_| code(version, &self.api) == 0);
                self.session.told(element, value.as_deref());
            } else if !is_true(answer.as_ref()) {
                refused = true;
                self.session.refused(&it, code(version, &self.api));
            }
        }
        if any {
            self.refused = refused;
        }
    }
}

impl Line for ScormLine {
    fn report(&mut self, report: &Report, kept: &Kept<'_>) {
        let calls = self.session.report(report, kept, now());
        self.carry_out(calls);
    }

    fn hide(&mut self) {
        let calls = self.session.hide(now());
        self.carry_out(calls);
    }

    fn leave(&mut self) {
        let calls = self.session.leave(now());
        self.carry_out(calls);
    }

    fn problem(&self) -> String {
        if self.refused {
            return "Your course did not take your last answer. It is sent again with the next one. Save a file before \
                    you leave, so that nothing is lost."
                .to_owned();
        }
        if self.session.mode() != Mode::Normal {
            return String::new();
        }
        match (self.session.kept_told(), self.session.essay_told()) {
            (KeptTold::Nothing, _) => {
                "Your course has no room for your answers. Your score is told; save your answers as \
                                       a file before you leave, and bring it back when you return."
                    .to_owned()
            }
            (_, EssayTold::Excerpt { told, of }) => format!(
                "Your course has room for {told} of the {of} characters of your essay. Save your essay as a file and hand \
                 that in as well."
            ),
            (KeptTold::RecordOnly, _) if self.version == Version::V2004 => {
                "Your course has no room for all that you have written. Save your answers as a file before you leave."
                    .to_owned()
            }
            _ => String::new(),
        }
    }

    fn way_back(&self) -> Option<String> {
        None
    }
}

/// Calls a function of the course's API; none if it throws or is not there.
fn call(api: &JsValue, name: &str, arguments: &[&str]) -> Option<JsValue> {
    let function: Function = Reflect::get(api, &name.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().map(|it| JsValue::from_str(it)).collect();
    function.apply(api, &arguments).ok()
}

/// Courses answer with "true", and some with true.
fn is_true(answer: Option<&JsValue>) -> bool {
    answer.is_some_and(|it| it.as_bool() == Some(true) || it.as_string().is_some_and(|it| it == "true" || it == "1"))
}

/// The code of the last error; 0 for none.
fn code(version: Version, api: &JsValue) -> u16 {
    let answer = call(api, version.last_error(), &[]);
    let text = answer.as_ref().and_then(JsValue::as_string);
    let number = answer.as_ref().and_then(JsValue::as_f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let number = number.map(|it| it.clamp(0.0, 9_999.0) as u16);
    text.and_then(|it| it.trim().parse().ok()).or(number).unwrap_or(0)
}

/// Now, by the student's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970, and minutes of a day")]
pub fn now() -> Moment {
    let now = clock::now();
    let offset = -js_sys::Date::new(&now.into()).get_timezone_offset();
    Moment { millis: now as i64, offset: offset as i16 }
}
