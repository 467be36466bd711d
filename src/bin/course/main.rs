//! What talks to a course: a WASM of its own, loaded by `boot.js` only where a course may be.
//!
//! It finds the course, gives the page what the course has kept, and is told of every change. The page's own WASM sees it
//! as `port::home::Course`.

use ::course::{
    Kept,
    cmi5::{Facts, Launch},
};
use gloo::{events::EventListener, timers::callback::Timeout};
use leptos::{
    prelude::{document, window},
    wasm_bindgen::{self, JsCast, prelude::wasm_bindgen},
    web_sys::{Element, PageTransitionEvent},
};
use popular_demand::port::{
    course::{Line, Session, cmi5, says, scorm},
    dom::anywhere,
    page::PageData,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Nothing happens by itself: `boot.js` calls [`open`].
fn main() {}

/// A course, as the page sees it.
#[wasm_bindgen]
pub struct Course {
    /// None where a course is there that takes nothing.
    session: Option<Rc<RefCell<Session>>>,
    broken: String,
    /// Whether what waits will be told in a moment.
    timer: Rc<Cell<bool>>,
}

/// How long a draft waits, in milliseconds.
const PAUSE: u32 = 2_000;

/// Looks for a course; undefined if there is none.
#[wasm_bindgen]
pub async fn open() -> Option<Course> {
    let page = PageData::of_this_page();
    let address = window().location().search().unwrap_or_default();
    let (line, known): (Box<dyn Line>, _) = match Launch::of_query(&address) {
        Some(Ok(launch)) => match cmi5::open(launch, facts(&page)).await {
            Ok((line, known)) => (Box::new(line), known),
            Err(why) => return Some(Course::broken(why)),
        },
        Some(Err(why)) => return Some(Course::broken(why.to_string())),
        None => match scorm::find().await {
            scorm::Found::Line(line, known) => (line, known),
            scorm::Found::Broken => {
                let broken = "Your course is there, and takes no answers. Close this window, open the lesson from the \
                              course again, or save a file and hand that in.";
                return Some(Course::broken(broken.to_owned()));
            }
            scorm::Found::Nothing => return None,
        },
    };
    let session = Rc::new(RefCell::new(Session::new(line, known, page, &address)));
    listen(&session);
    Some(Course { session: Some(session), broken: String::new(), timer: Rc::default() })
}

/// What a course is told of the lesson itself.
fn facts(page: &PageData) -> Facts {
    let language = document().document_element().and_then(|it| it.get_attribute("lang")).unwrap_or_default();
    let essay = anywhere::<Element>("label[for=essay]").and_then(|it| it.text_content()).unwrap_or_default();
    Facts { title: page.title.clone(), language, essay }
}

/// The page may be gone after either of these, and nothing comes later: `unload` and `beforeunload` are not heard of.
fn listen(session: &Rc<RefCell<Session>>) {
    let at = Rc::clone(session);
    EventListener::new(&window(), "pagehide", move |_| {
        // A course may take our frame away while it is being told that we leave.
        if let Ok(mut session) = at.try_borrow_mut() {
            session.leave();
        }
    })
    .forget();
    let at = Rc::clone(session);
    EventListener::new(&document(), "visibilitychange", move |_| {
        if let Ok(mut session) = at.try_borrow_mut()
            && document().hidden()
        {
            session.hide();
        }
    })
    .forget();
    // Brought back as it was left: its session has ended, so it begins again.
    EventListener::new(&window(), "pageshow", |event| {
        if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
            let _ = window().location().reload();
        }
    })
    .forget();
}

impl Course {
    /// A course that takes nothing, and why.
    fn broken(why: String) -> Self {
        Self { session: None, broken: why, timer: Rc::default() }
    }

    fn with<T>(&self, ask: impl FnOnce(&Session) -> T) -> Option<T> {
        self.session.as_ref().map(|session| ask(&session.borrow()))
    }
}

#[wasm_bindgen]
impl Course {
    /// The record that the course has kept.
    #[wasm_bindgen(getter)]
    pub fn record(&self) -> Option<String> {
        self.with(|it| it.known().record.clone()).flatten()
    }

    /// What has been written, if the course has room for it.
    #[wasm_bindgen(getter)]
    pub fn writing(&self) -> Option<String> {
        self.with(|it| it.known().writing.clone()).flatten()
    }

    /// What tells this student from others who use this browser: not their name, but what is left of it after hashing.
    #[wasm_bindgen(getter)]
    pub fn student(&self) -> Option<String> {
        let learner = self.with(|it| it.known().learner.clone()).filter(|it| !it.is_empty())?;
        // FNV-1a, 64 bits: no secret, only short.
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Some(format!("{:016x}", learner.bytes().fold(0xcbf2_9ce4_8422_2325, hash)))
    }

    /// The quiz that the course sets, as a query.
    #[wasm_bindgen(getter)]
    pub fn query(&self) -> String {
        self.with(|it| it.query().to_owned()).unwrap_or_default()
    }

    /// Where the answers go.
    #[wasm_bindgen(getter)]
    pub fn says(&self) -> String {
        self.with(Session::says).unwrap_or_default()
    }

    /// What went wrong and what to do; else empty.
    #[wasm_bindgen(getter)]
    pub fn problem(&self) -> String {
        self.with(Session::problem).unwrap_or_else(|| self.broken.clone())
    }

    /// "open" while the student can save and leave, "left" afterwards, "broken" where the course takes nothing.
    #[wasm_bindgen(getter)]
    pub fn stage(&self) -> String {
        let stage = self.with(|it| if it.has_ended() { "left" } else { "open" });
        stage.unwrap_or("broken").to_owned()
    }

    /// Tells the course how things stand.
    pub fn keep(&self, record: &str, writing: &str, essay: &str) {
        let Some(session) = &self.session else { return };
        session.borrow_mut().keep(&Kept { record, writing, essay });
        let begins_to_wait = session.borrow().is_waiting() && !self.timer.replace(true);
        if begins_to_wait {
            let (session, timer) = (Rc::clone(session), Rc::clone(&self.timer));
            Timeout::new(PAUSE, move || {
                timer.set(false);
                if let Ok(mut session) = session.try_borrow_mut() {
                    session.flush();
                }
                says();
            })
            .forget();
        }
    }

    /// Saves and ends the session; then goes back to the course where that can be done.
    pub fn leave(&self) {
        let Some(session) = &self.session else { return };
        session.borrow_mut().leave();
        let way_back = session.borrow().way_back();
        match way_back.filter(|it| it.starts_with("https://") || it.starts_with("http://")) {
            Some(address) => _ = window().location().assign(&address),
            None if window().opener().is_ok_and(|it| it.is_object()) => _ = window().close(),
            None => {}
        }
    }
}
