//! A course that the lesson runs in: pages with SCORM's API behind a strict recorder, and a server that keeps what is
//! committed. The recorder, `course/recorder.js`, holds each call against the specification; it was written from the
//! specification, and knows nothing of the lesson.
//!
//! ```text
//! host.html?api=strict&in=frame&inner=/index.html      the page of the course; the lesson in a frame of it
//! launch                                               what the server has of earlier launches
//! told                                                 what the recorder tells the server: each commit, each violation
//! ```

use crate::visit::until;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use xtask::{
    axum::{
        Router,
        http::header,
        response::{Html, IntoResponse},
        routing::{get, post},
    },
    site::Site,
    tools,
};

/// Which SCORM a course speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// SCORM 1.2.
    Old,
    /// SCORM 2004 4th Edition.
    New,
}

impl Version {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Old, Self::New];

    const fn name(self) -> &'static str {
        match self {
            Self::Old => "1.2",
            Self::New => "2004",
        }
    }

    /// An element by its name in 2004, and in 1.2 where that is another: `location`, `score.raw`, `suspend_data`.
    pub fn element(self, name: &str) -> String {
        match (self, name) {
            (Self::Old, "location") => "cmi.core.lesson_location".to_owned(),
            (Self::Old, "completion_status") => "cmi.core.lesson_status".to_owned(),
            (Self::Old, "suspend_data") | (Self::New, _) => format!("cmi.{name}"),
            (Self::Old, _) => format!("cmi.core.{name}"),
        }
    }
}

/// What is found in a page of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// Nothing.
    None,
    /// The API, behind the strict recorder.
    Strict,
    /// The same, but two seconds after the lesson was asked for.
    Late,
    /// An API that throws on every call.
    Throwing,
    /// An API that answers "false" to everything.
    Refusing,
    /// An API that cannot be initialized.
    Closed,
}

/// Where a page of a course shows what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// In a frame that fills it.
    Frame,
    /// In a window that it opens.
    Popup,
}

/// The address of a course's page, within its host: what is found in it, and what it shows where.
pub fn host(api: Api, shows: In, inner: &str) -> String {
    let api = format!("{api:?}").to_lowercase();
    let shows = format!("{shows:?}").to_lowercase();
    format!("/course/host.html?api={api}&in={shows}&inner={}", escaped(inner))
}

/// A text as a part of a query.
fn escaped(text: &str) -> String {
    let one =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

/// A call of the lesson's.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function: `SetValue`.
    pub name: String,
    /// The element; empty where there is none.
    pub element: String,
    /// The value set; empty where there is none.
    pub value: String,
    /// What came back.
    pub returned: String,
    /// The code of the error that came of it; `0` for none.
    pub error: String,
}

/// Everything that a course has, by element.
pub type Data = BTreeMap<String, String>;

/// What the lesson told the course in one launch.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Every call but those that ask for errors, in their order, up to the last that was told.
    pub calls: Vec<Call>,
    /// What was committed, each time.
    pub commits: Vec<Data>,
    /// What broke the specification, as sentences.
    pub violations: Vec<String>,
    /// How often the lesson ended it.
    pub ended: usize,
}

impl Told {
    /// How often this function was called: `Initialize`, in 1.2 `LMSInitialize`.
    pub fn times(&self, name: &str) -> usize {
        let old = match name {
            "Terminate" => "LMSFinish".to_owned(),
            _ => format!("LMS{name}"),
        };
        self.calls.iter().filter(|call| call.name == name || call.name == old).count()
    }

    /// What a server has in the end.
    ///
    /// # Errors
    /// When nothing was committed.
    pub fn last(&self) -> Result<&Data> {
        self.commits.last().context("nothing was committed")
    }
}

/// An answer as a course has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interaction {
    /// Its id.
    pub id: String,
    /// What kind of question it is.
    pub kind: String,
    /// What was answered.
    pub response: String,
    /// What would have been right.
    pub patterns: Vec<String>,
    /// How right it was.
    pub result: String,
    /// What it counts.
    pub weighting: String,
    /// When it was given.
    pub time: String,
    /// How long it took.
    pub latency: String,
}

/// The answers that a course has, in the order in which it got them.
pub fn interactions(data: &Data) -> Vec<Interaction> {
    let of = |at: usize| {
        let get = |field: &str| data.get(&format!("cmi.interactions.{at}.{field}")).cloned();
        let patterns = (0..).map_while(|n| get(&format!("correct_responses.{n}.pattern"))).collect();
        let either = |one: &str, other: &str| get(one).or_else(|| get(other)).unwrap_or_default();
        Some(Interaction {
            id: get("id")?,
            kind: get("type").unwrap_or_default(),
            response: either("student_response", "learner_response"),
            patterns,
            result: get("result").unwrap_or_default(),
            weighting: get("weighting").unwrap_or_default(),
            time: either("time", "timestamp"),
            latency: get("latency").unwrap_or_default(),
        })
    };
    (0..).map_while(of).collect()
}

/// A course with one student. Its server outlives every page.
#[derive(Clone, Debug)]
pub struct Course {
    version: Version,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    options: serde_json::Map<String, Value>,
    /// What the next launch finds.
    before: Option<Data>,
    launches: Vec<Told>,
    /// Launches that are forgotten; what is still told of them is not heard.
    forgotten: usize,
}

impl Course {
    /// A course that speaks this version; nothing has been launched in it.
    pub fn new(version: Version) -> Self {
        Self { version, kept: Arc::default() }
    }

    /// Launches in this mode: `normal`, `review`, `browse`.
    #[must_use]
    pub fn mode(self, mode: &str) -> Self {
        self.option("mode", json!(mode))
    }

    /// Takes this score for enough: 0 to 1.
    #[must_use]
    pub fn passing(self, score: f64) -> Self {
        self.option("passing", json!(score))
    }

    fn option(self, name: &str, value: Value) -> Self {
        self.kept().options.insert(name.to_owned(), value);
        self
    }

    /// Forgets every launch; the next finds an attempt that was suspended with this text.
    pub fn suspended(&self, text: &str) {
        let mut kept = self.kept();
        kept.options.insert("suspended".to_owned(), json!(text));
        kept.forgotten += kept.launches.len();
        (kept.before, kept.launches) = (None, Vec::new());
    }

    /// What was told in each launch.
    pub fn launches(&self) -> Vec<Told> {
        self.kept().launches.clone()
    }

    /// What was told in the last launch.
    ///
    /// # Errors
    /// When nothing was launched.
    pub fn told(&self) -> Result<Told> {
        self.kept().launches.last().cloned().context("nothing was launched")
    }

    /// Waits until something holds of what was told in the last launch.
    ///
    /// # Errors
    /// When that takes too long.
    pub async fn until(&self, what: &str, holds: impl Fn(&Told) -> bool) -> Result<Told> {
        until(what, async || Ok(self.told().ok().filter(&holds))).await
    }

    /// Sees to it that in no launch the specification was broken.
    ///
    /// # Errors
    /// Each violation.
    pub fn approves(&self) -> Result<()> {
        let violations: Vec<String> = self.launches().into_iter().flat_map(|told| told.violations).collect();
        ensure!(violations.is_empty(), "the specification was broken: {violations:#?}");
        Ok(())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This site, in the course.
    ///
    /// # Errors
    /// When the run-time is missing.
    pub fn on(&self, site: Site) -> Result<Site> {
        let launched = self.clone();
        let told = self.clone();
        let router = pages(self.version)?
            .route("/launch", get(async move || launched.launch().to_string()))
            .route("/told", post(async move |text: String| told.take(&text)));
        Ok(site.beside("/course", router))
    }

    fn launch(&self) -> Value {
        let mut kept = self.kept();
        kept.launches.push(Told::default());
        let mut options = kept.options.clone();
        if kept.before.is_some() {
            options.remove("suspended");
        }
        json!({ "number": kept.forgotten + kept.launches.len() - 1, "options": options, "before": kept.before })
    }

    /// Takes what the recorder tells.
    fn take(&self, text: &str) {
        let Ok(told) = serde_json::from_str::<Value>(text) else { return };
        let mut kept = self.kept();
        let number = told["number"].as_u64().and_then(|number| usize::try_from(number).ok());
        let number = number.and_then(|number| number.checked_sub(kept.forgotten));
        if number.is_none_or(|number| number >= kept.launches.len()) {
            return;
        }
        let data = told["data"].as_object();
        let data = data.map(|all| all.iter().map(|(element, value)| (element.clone(), word(value))).collect());
        if let Some(data) = &data {
            kept.before = Some(Data::clone(data));
        }
        let Some(launch) = number.and_then(|number| kept.launches.get_mut(number)) else { return };
        launch.commits.extend(data);
        launch.ended += usize::from(told["what"] == "terminate");
        launch.violations = told["violations"].as_array().into_iter().flatten().map(word).collect();
        launch.calls.extend(told["calls"].as_array().into_iter().flatten().map(|call| Call {
            name: word(&call["name"]),
            element: word(&call["element"]),
            value: word(&call["value"]),
            returned: word(&call["returned"]),
            error: word(&call["error"]),
        }));
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A host of pages that are like those of a course, and have no API: another's.
///
/// # Errors
/// When the run-time is missing.
pub fn stranger(folder: &Path) -> Result<Site> {
    Ok(Site::of(folder).beside("/course", pages(Version::New)?))
}

fn pages(version: Version) -> Result<Router> {
    let runtime = match version {
        Version::Old => "scorm12",
        Version::New => "scorm2004",
    };
    let file = tools::package("scorm-again")?.join(format!("dist/{runtime}.min.js"));
    let runtime = std::fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    // Without the address of a source map, which developer tools would ask for.
    let runtime = runtime.split("//# sourceMappingURL").next().unwrap_or_default().to_owned();
    let page = format!(
        "<!doctype html><html lang=en data-version={}><meta charset=utf-8><title>A course</title><link rel=icon href=data:,>\
         <style>iframe {{ position: fixed; inset: 0; width: 100%; height: 100%; border: 0 }}</style>\
         <body><script src=runtime.js></script><script src=recorder.js></script><script src=host.js></script>",
        version.name()
    );
    let script = |text: String| get(async move || ([(header::CONTENT_TYPE, "text/javascript")], text).into_response());
    Ok(Router::new()
        .route("/host.html", get(async move || Html(page)))
        .route("/runtime.js", script(runtime))
        .route("/recorder.js", script(include_str!("course/recorder.js").to_owned()))
        .route("/host.js", script(include_str!("course/host.js").to_owned())))
}
