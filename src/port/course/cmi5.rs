//! cmi5 in the browser: sends what the protocol asks for, one request after the other.

use super::{Known, Line, says, scorm::now};
use ::course::{
    Kept,
    cmi5::{Answer, Facts, Launch, Method, Next, Opening, Request, Session},
    report::Report,
};
use js_sys::{Function, Promise, Reflect};
use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::Response,
};
use std::{cell::RefCell, collections::VecDeque, rc::Rc};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How long the course's server may take for one answer, in milliseconds.
const PATIENCE: u32 = 15_000;

/// Begins a session.
///
/// # Errors
/// One sentence for the student: what is wrong, and what to do.
pub async fn open(launch: Launch, facts: Facts) -> Result<(Cmi5Line, Known), String> {
    let (mut opening, mut request) = Opening::new(launch, facts);
    loop {
        let answer = send(&request).await;
        match opening.next(answer, now(), &mut uuid) {
            Next::Ask(next, wanted) => (opening, request) = (next, wanted),
            Next::Failed(why) => return Err(why.to_string()),
            Next::Open(open) => {
                let (session, start, requests) = *open;
                let known = Known {
                    record: start.record,
                    writing: start.writing,
                    mode: start.mode,
                    learner: start.learner,
                    query: start.parameters,
                };
                let line = Cmi5Line(Rc::new(RefCell::new(Talk {
                    session,
                    waiting: VecDeque::new(),
                    busy: false,
                    problem: String::new(),
                    way_back: start.return_url,
                })));
                line.send_all(requests);
                return Ok((line, known));
            }
        }
    }
}

/// A line to a course by cmi5.
pub struct Cmi5Line(Rc<RefCell<Talk>>);

struct Talk {
    session: Session,
    /// What is still to be sent, in order.
    waiting: VecDeque<Request>,
    /// Whether something is on its way.
    busy: bool,
    problem: String,
    way_back: Option<String>,
}

impl Cmi5Line {
    /// Sends these in order, each when the one before it has been answered.
    fn send_all(&self, requests: Vec<Request>) {
        self.0.borrow_mut().waiting.extend(requests);
        set_to_work(&self.0);
    }

    /// Sends everything at once: the page may be gone in a moment.
    fn send_now(&self, requests: Vec<Request>) {
        let waiting: Vec<Request> = {
            let mut talk = self.0.borrow_mut();
            talk.waiting.drain(..).chain(requests).collect()
        };
        for request in waiting {
            // The request is out when `begin` returns; its answer is heard only if the page lives on.
            let answer = begin(&request);
            let talk = Rc::clone(&self.0);
            spawn_local(async move {
                let answer = hear(answer).await;
                take(&talk, &request, &answer);
                set_to_work(&talk);
            });
        }
    }
}

/// Takes the answer to a request, and tells the page if that changes what there is to say.
fn take(talk: &Rc<RefCell<Talk>>, request: &Request, answer: &Answer) {
    let is_news = {
        let mut talk = talk.borrow_mut();
        let problem = match talk.session.answered(request.number, answer) {
            Ok(()) => String::new(),
            Err(trouble) => trouble.to_string(),
        };
        let due = talk.session.due();
        talk.waiting.extend(due);
        let is_news = talk.problem != problem;
        talk.problem = problem;
        is_news
    };
    // The page asks at once what there is to say.
    if is_news {
        says();
    }
}

/// Sends what waits, unless that is being done.
fn set_to_work(talk: &Rc<RefCell<Talk>>) {
    let mut it = talk.borrow_mut();
    if !it.busy && !it.waiting.is_empty() {
        it.busy = true;
        spawn_local(work(Rc::clone(talk)));
    }
}

/// Sends what waits until nothing does.
async fn work(talk: Rc<RefCell<Talk>>) {
    loop {
        let next = {
            let mut talk = talk.borrow_mut();
            let next = talk.waiting.pop_front();
            talk.busy = next.is_some();
            next
        };
        let Some(request) = next else { return };
        let answer = send(&request).await;
        take(&talk, &request, &answer);
    }
}

impl Line for Cmi5Line {
    fn report(&mut self, report: &Report, kept: &Kept<'_>) {
        let requests = self.0.borrow_mut().session.report(report, kept, now(), &mut uuid);
        self.send_all(requests);
    }

    fn hide(&mut self) {
        let requests = self.0.borrow_mut().session.hide(now(), &mut uuid);
        self.send_all(requests);
    }

    fn leave(&mut self) {
        let requests = self.0.borrow_mut().session.leave(now(), &mut uuid);
        self.send_now(requests);
    }

    fn problem(&self) -> String {
        self.0.borrow().problem.clone()
    }

    fn way_back(&self) -> Option<String> {
        self.0.borrow().way_back.clone()
    }
}

async fn send(request: &Request) -> Answer {
    hear(begin(request)).await
}

/// Puts a request on its way.
fn begin(request: &Request) -> Result<Promise, JsValue> {
    let options = js_sys::Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value).map(drop);
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    };
    set("method", &method.into())?;
    let headers = js_sys::Object::new();
    for (name, value) in &request.headers {
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    set("headers", &headers)?;
    if let Some(body) = &request.body {
        set("body", &body.into())?;
    }
    set("keepalive", &request.keepalive.into())?;
    set("credentials", &"omit".into())?;
    set("cache", &"no-store".into())?;
    // A course that does not answer must not hold the student up for good.
    let signal = Reflect::get(&js_sys::global(), &"AbortSignal".into())?;
    if let Ok(timeout) = Reflect::get(&signal, &"timeout".into())?.dyn_into::<Function>() {
        set("signal", &timeout.call1(&signal, &PATIENCE.into())?)?;
    }
    let fetch: Function = Reflect::get(&js_sys::global(), &"fetch".into())?.dyn_into()?;
    fetch.call2(&window(), &request.url.as_str().into(), &options)?.dyn_into()
}

/// Waits for the answer; status 0 if none comes.
async fn hear(answer: Result<Promise, JsValue>) -> Answer {
    let heard = async {
        let response: Response = JsFuture::from(answer?).await?.dyn_into()?;
        let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        Ok::<_, JsValue>(Answer { status: response.status(), body })
    };
    heard.await.unwrap_or(Answer { status: 0, body: String::new() })
}

/// A random UUID (RFC 9562, version 4).
fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
