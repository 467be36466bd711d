//! The finished lessons on a server, and what they ought to say.

use anyhow::{Context, Result, ensure};
use lesson::{
    check::Check,
    content::{Claim, Lesson, Unit},
    id::UnitNumber,
    prose::{Inline, Line, Page},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use xtask::{places, site::Site};

/// The lesson as it stands in `content/`.
///
/// # Panics
/// If the content has faults.
pub fn lesson() -> &'static Lesson {
    static LESSON: LazyLock<Lesson> = LazyLock::new(|| read("content"));
    &LESSON
}

/// A small lesson on another subject, with a question of every kind.
///
/// # Panics
/// If it has faults.
pub fn other_lesson() -> &'static Lesson {
    static LESSON: LazyLock<Lesson> = LazyLock::new(|| read(OTHER));
    &LESSON
}

/// Where the other lesson is.
const OTHER: &str = "tests/other-lesson";

fn read(folder: &str) -> Lesson {
    author::read(&places::root().join(folder)).unwrap_or_else(|faults| panic!("{}", faults.report(false)))
}

/// Where the finished page is.
///
/// # Errors
/// When it has not been built from the content as it stands.
pub fn dist() -> Result<PathBuf> {
    built(places::dist(), lesson(), "cargo xtask build")
}

/// Where the other lesson's finished page is.
///
/// # Errors
/// When it has not been built as it stands.
pub fn other_dist() -> Result<PathBuf> {
    built(places::other_dist(Path::new(OTHER)), other_lesson(), &format!("cargo xtask build --lesson {OTHER}"))
}

fn built(dist: PathBuf, lesson: &Lesson, build: &str) -> Result<PathBuf> {
    let page = fs::read_to_string(dist.join("index.html")).ok();
    let page = page.with_context(|| format!("run {build} first"))?;
    ensure!(page.contains(&lesson.hash), "the content has changed: run {build} first");
    Ok(dist)
}

/// The finished page, to be served.
///
/// # Errors
/// When it has not been built.
pub fn site() -> Result<Site> {
    Ok(Site::of(dist()?))
}

/// The other lesson's finished page, to be served.
///
/// # Errors
/// When it has not been built.
pub fn other_site() -> Result<Site> {
    Ok(Site::of(other_dist()?))
}

/// The claims on unit 4's desk, in their order.
pub fn claims() -> Vec<&'static Claim> {
    unit(4).claims.iter().filter_map(|id| lesson().claims.get(id)).collect()
}

/// Every claim, in the order of their ids.
pub fn all_claims() -> Vec<&'static Claim> {
    lesson().claims.values().collect()
}

/// The claim with this id.
///
/// # Panics
/// If there is none.
pub fn claim(id: &str) -> &'static Claim {
    let found = lesson().claims.values().find(|claim| claim.id.as_str() == id);
    found.unwrap_or_else(|| panic!("the lesson has no claim {id}"))
}

/// The unit with this number.
///
/// # Panics
/// If there is none.
pub fn unit(number: UnitNumber) -> &'static Unit {
    let found = lesson().units.iter().find(|unit| unit.number == number);
    found.unwrap_or_else(|| panic!("the lesson has no unit {number}"))
}

/// The check with this id.
///
/// # Panics
/// If there is none.
pub fn check(id: &str) -> &'static Check {
    let found = lesson().checks().find(|check| check.id.as_str() == id);
    found.unwrap_or_else(|| panic!("the lesson has no check {id}"))
}

/// What a claim is called: "Claim C17".
pub fn claim_name(claim: &Claim) -> String {
    format!("Claim {}", claim.id.as_str().to_uppercase())
}

/// What a unit is called: "Unit 4: The file opens".
pub fn unit_name(unit: &Unit) -> String {
    format!("Unit {}: {}", unit.number, unit.title)
}

/// What the page says of how far one has come, where no path was chosen.
pub fn progress(answered: usize) -> String {
    format!("{answered} of {} claims", lesson().claims.len())
}

/// The addresses of a lesson's views, in the order of the page.
pub fn views(lesson: &Lesson) -> Vec<String> {
    let mut all = vec!["cover".to_owned()];
    all.extend(lesson.routes.iter().map(|route| format!("path-{}", route.id)));
    for unit in &lesson.units {
        all.push(format!("unit-{}", unit.number));
        all.extend(unit.claims.iter().map(|id| format!("claim-{id}")));
    }
    all.extend([Page::Quiz, Page::Claims].map(|page| page.key().to_owned()));
    all.extend(lesson.off_desk().iter().map(|claim| format!("claim-{}", claim.id)));
    if !lesson.exercises.is_empty() {
        all.push(Page::Exercises.key().to_owned());
    }
    let reference = [Page::Records, Page::Timeline, Page::Index, Page::Words, Page::Notes];
    let work = [Page::Judgement, Page::Summary, Page::Return];
    all.extend(
        reference
            .into_iter()
            .chain(work)
            .chain([Page::Teachers, Page::Course, Page::Search])
            .map(|page| page.key().to_owned()),
    );
    all
}

/// The longest stretch of a line that is plain text: what to look for on the screen.
pub fn piece(line: &Line) -> &str {
    pieces(line).into_iter().max_by_key(|text| text.len()).unwrap_or_default()
}

/// Every stretch of a line that is plain text.
pub fn pieces(line: &[Inline]) -> Vec<&str> {
    let inner = line.iter().flat_map(|inline| match inline {
        Inline::Text(text) => vec![text.trim()],
        Inline::Emphasis(line)
        | Inline::Strong(line)
        | Inline::Word(_, line)
        | Inline::Record(_, line)
        | Inline::Claim(_, line)
        | Inline::Unit(_, line)
        | Inline::Person(_, line)
        | Inline::Body(_, line)
        | Inline::Place(_, line)
        | Inline::Picture(_, line)
        | Inline::Page(_, line)
        | Inline::Web(_, line) => pieces(line),
        Inline::Note(_) | Inline::Outside(_) => Vec::new(),
    });
    inner.filter(|text| !text.is_empty()).collect()
}
