//! The finished lesson on a server, and what it ought to say.

use anyhow::{Context, Result, ensure};
use lesson::{
    content::{Claim, Lesson},
    prose::{Inline, Line},
};
use std::{fs, path::PathBuf, sync::LazyLock};
use xtask::{places, site::Site};

/// The lesson as it stands in `content/`.
///
/// # Panics
/// If the content has faults.
pub fn lesson() -> &'static Lesson {
    static LESSON: LazyLock<Lesson> = LazyLock::new(|| {
        author::read(&places::root().join("content")).unwrap_or_else(|faults| panic!("{}", faults.report(false)))
    });
    &LESSON
}

/// Where the finished page is.
///
/// # Errors
/// When it has not been built from the content as it stands.
pub fn dist() -> Result<PathBuf> {
    let dist = places::dist();
    let page = fs::read_to_string(dist.join("index.html")).ok().context("run cargo xtask build first")?;
    ensure!(page.contains(&lesson().hash), "the content has changed: run cargo xtask build first");
    Ok(dist)
}

/// The finished page, to be served.
///
/// # Errors
/// When it has not been built.
pub fn site() -> Result<Site> {
    Ok(Site::of(dist()?))
}

/// The claims, in their order on the desk.
pub fn claims() -> Vec<&'static Claim> {
    let lesson = lesson();
    lesson.units.iter().flat_map(|unit| &unit.claims).filter_map(|id| lesson.claims.get(id)).collect()
}

/// The claim with this id, and its number on the desk.
///
/// # Panics
/// If there is none.
pub fn claim(id: &str) -> (&'static Claim, usize) {
    let found = claims().into_iter().zip(1..).find(|(claim, _)| claim.id.as_str() == id);
    found.unwrap_or_else(|| panic!("the lesson has no claim {id}"))
}

/// The longest stretch of a line that is plain text: what to look for on the screen.
pub fn piece(line: &Line) -> &str {
    let texts = line.iter().map(|inline| match inline {
        Inline::Text(text) => text.trim(),
        Inline::Emphasis(line)
        | Inline::Strong(line)
        | Inline::Word(_, line)
        | Inline::Record(_, line)
        | Inline::Claim(_, line)
        | Inline::Unit(_, line)
        | Inline::Web(_, line) => piece(line),
        Inline::Note(_) => "",
    });
    texts.max_by_key(|text| text.len()).unwrap_or_default()
}
