//! The press: content in, finished page out.
//!
//! Trunk calls it after each build, as a hook: it takes the `index.html` that Trunk has just staged, prints the whole
//! lesson into it, and leaves it where it was. `press --check` reads the content and stops. The content is the folder
//! that the variable `LESSON` names, or `content`.

mod html;

use anyhow::Context;
use leptos::prelude::*;
use popular_demand::{page, port::student::Student};
use std::{
    env, fs,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            match error.downcast_ref::<author::Faults>() {
                Some(faults) => eprintln!("{}", faults.report(std::io::stderr().is_terminal())),
                None => eprintln!("press: {error:#}"),
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let lesson = author::read(&env::var_os("LESSON").map_or_else(|| "content".into(), PathBuf::from))?;
    if env::args().any(|argument| argument == "--check") {
        return Ok(());
    }
    let staging = env::var("TRUNK_STAGING_DIR").context("the press is called by Trunk; type `trunk build`")?;
    html::without_comments(Path::new(&staging))?;
    let path = Path::new(&staging).join("index.html");
    let template = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let course = Path::new(&staging).join("course_bg.wasm");
    let course = fs::read(&course).with_context(|| format!("{} cannot be read", course.display()))?;
    let page = html::finish(&template, &lesson, &print(&lesson), &html::version(&course))?;
    fs::write(&path, page).with_context(|| format!("{} cannot be written", path.display()))
}

/// The lesson as HTML, with what the islands need to wake.
fn print(lesson: &lesson::content::Lesson) -> String {
    _ = any_spawner::Executor::init_futures_executor();
    let owner = Owner::new_root(Some(Arc::new(hydration_context::SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_context(Student::blank(page::data(lesson)));
        page::body(lesson).to_html()
    })
}
