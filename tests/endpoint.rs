//! A course that speaks cmi5, for one student and one lesson: it serves the key, the launch data and documents, takes
//! statements, and notes as a sentence whatever it ought not to be told. It is stricter than courses are.
//!
//! - `book`: what is asked of it, in which order, and what the rules of cmi5 are
//! - `form`: what a statement must look like by xAPI
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use pages::endpoint::{Endpoint, LaunchData};
//!
//! let course = Endpoint::start(LaunchData { mastery: Some(0.6), ..LaunchData::default() }).await?;
//! let place = format!("?{}", course.launch_query()); // what the course opens the page with
//! # let _ = place;
//! assert_eq!(course.violations(), Vec::<String>::new());
//! # Ok(()) }
//! ```

mod book;
mod form;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use axum::{
    Router,
    body::{self, Body},
    extract::{Request, State},
    http::{Method, Response, StatusCode, header},
};
use book::{Book, Call, Reply};
use serde_json::Value;
use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{net::TcpListener, sync::oneshot};
use url::form_urlencoded;

/// The most that a request may hold, in bytes.
const MOST: usize = 4_000_000;

/// How the course opens the lesson (cmi5, section 10).
#[derive(Clone, Debug)]
pub struct LaunchData {
    /// `Normal`, `Browse` or `Review`.
    pub mode: &'static str,
    /// The score from which the lesson is passed: 0 to 1.
    pub mastery: Option<f64>,
    /// What it takes to move on, such as `CompletedOrPassed`.
    pub move_on: &'static str,
    /// Where the student is to be sent in the end.
    pub return_url: Option<String>,
    /// What the course wants of the lesson, such as `set=core&seed=7`.
    pub parameters: Option<String>,
}

impl Default for LaunchData {
    fn default() -> Self {
        Self { mode: "Normal", mastery: None, move_on: "CompletedOrPassed", return_url: None, parameters: None }
    }
}

/// A running course. It ends when it is dropped.
#[derive(Debug)]
pub struct Endpoint {
    address: String,
    book: Arc<Mutex<Book>>,
    _stop: oneshot::Sender<()>,
}

impl Endpoint {
    /// Starts a course on a free port, with one student and one session that is about to be opened.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(data: LaunchData) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("could not listen")?;
        let address = format!("http://{}", listener.local_addr().context("could not learn the port")?);
        let book = Arc::new(Mutex::new(Book::new(data)));
        let router = Router::new().fallback(take).with_state(Arc::clone(&book));
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let wait = async {
                stopped.await.ok(); // an error is the other end dropped: also the end
            };
            axum::serve(listener, router).with_graceful_shutdown(wait).await
        });
        Ok(Self { address, book, _stop: stop })
    }

    /// What the course adds to the page's address to open it, without a question mark. The same until
    /// [`Endpoint::new_session`].
    pub fn launch_query(&self) -> String {
        self.book().launch_query(&self.address)
    }

    /// Ends the session, if it did not end itself, and prepares another in the same registration. The key of the one
    /// before opens nothing any more.
    pub fn new_session(&self) {
        self.book().new_session();
    }

    /// Changes how the lesson is opened from the next session on.
    pub fn change(&self, data: LaunchData) {
        self.book().change(data);
    }

    /// Answers the next requests with this status, without taking them.
    pub fn turn_away(&self, many: usize, status: u16) {
        self.book().turn_away(many, status);
    }

    /// Every statement that has arrived, of all sessions, in the order of arrival.
    pub fn statements(&self) -> Vec<Value> {
        self.book().statements()
    }

    /// The last part of each statement's verb, session by session, in each by their times.
    pub fn verbs(&self) -> Vec<Vec<String>> {
        self.book().verbs()
    }

    /// What is kept under this id for the student; none if nothing is.
    pub fn document(&self, id: &str) -> Option<String> {
        self.book().document(id)
    }

    /// Keeps this under this id, as if the lesson had written it in an earlier session.
    pub fn keep(&self, id: &str, text: &str) {
        self.book().keep(id, text);
    }

    /// Everything that was done and ought not to be, each as a sentence.
    pub fn violations(&self) -> Vec<String> {
        self.book().violations()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // A poisoned book is one in which a check panicked; what it holds is what the test wants to see.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes any request. The page comes from another port, so every answer lets any origin read it, and every question
/// whether a request may be made is answered with yes.
async fn take(State(book): State<Arc<Mutex<Book>>>, request: Request) -> Response<Body> {
    let reply = if request.method() == Method::OPTIONS {
        Reply { status: 204, body: String::new() }
    } else {
        match call(request).await {
            Ok(call) => book.lock().unwrap_or_else(PoisonError::into_inner).take(&call),
            Err(error) => Reply { status: 400, body: format!("{error:#}") },
        }
    };
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, X-Experience-API-Version"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_TYPE, "application/json"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

async fn call(request: Request) -> Result<Call> {
    let (head, body) = request.into_parts();
    let body = body::to_bytes(body, MOST).await.context("the body is too long, or did not come")?;
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Ok(Call {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: form_urlencoded::parse(head.uri.query().unwrap_or("").as_bytes()).into_owned().collect(),
        authorization: header("authorization"),
        version: header("x-experience-api-version"),
        content_type: header("content-type"),
        body: String::from_utf8(body.to_vec()).context("the body is not UTF-8")?,
    })
}
