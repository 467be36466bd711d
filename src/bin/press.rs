//! The press: content in, finished page out.
//!
//! Trunk calls it after each build, as a hook: it takes the `index.html` that Trunk has just staged, prints the whole
//! lesson into it, and leaves it where it was. `press --check` reads the content and stops.

use anyhow::{Context, bail};
use leptos::prelude::*;
use popular_demand::{
    page,
    port::{page::ELEMENT, student::Student},
};
use std::{env, fs, io::IsTerminal, path::Path, process::ExitCode, sync::Arc};

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
    let lesson = author::read(Path::new("content"))?;
    if env::args().any(|argument| argument == "--check") {
        return Ok(());
    }
    let staging = env::var("TRUNK_STAGING_DIR").context("the press is called by Trunk; type `trunk build`")?;
    let path = Path::new(&staging).join("index.html");
    let template = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let page = html::finish(&template, &lesson, &print(&lesson))?;
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

/// The parts of the page around the lesson.
mod html {
    use super::{Context, ELEMENT, bail};
    use base64::prelude::{BASE64_STANDARD, Engine};
    use lesson::content::Lesson;
    use popular_demand::page::{self, style};
    use sha2::{Digest, Sha256};

    /// Where the lesson goes.
    const BODY: &str = "<!-- the lesson -->";
    /// Where the head's own lines go.
    const HEAD: &str = "<!-- the head -->";

    /// Where the script that starts the app learns which files to load.
    const BOOT: &str = "data-bindings";

    /// Puts the lesson into what Trunk has staged.
    pub(super) fn finish(template: &str, lesson: &Lesson, body: &str) -> anyhow::Result<String> {
        let (template, bindings) = without_loader(template)?;
        let data = serde_json::to_string(&page::data(lesson))?.replace('<', "\\u003c");
        let style = style::sheet();
        let policy = policy(&template, &style);
        let head = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<title>{}</title>\n\
             <meta name=\"description\" content=\"{}\">\n<style>{style}</style>",
            escape(&lesson.title),
            escape(&lesson.question),
        );
        let tail = format!("<script type=\"application/json\" id=\"{ELEMENT}\">{data}</script>");
        for mark in [HEAD, BODY, BOOT] {
            if template.matches(mark).count() != 1 {
                bail!("index.html must hold {mark}, and once only");
            }
        }
        Ok(template
            .replace("<html lang=\"\"", &format!("<html lang=\"{}\"", escape(&lesson.language)))
            .replace(BOOT, &format!("data-bindings=\"{}\" data-wasm=\"{}\"", bindings.js, bindings.wasm))
            .replace(HEAD, &head)
            .replace(BODY, &format!("{body}\n{tail}")))
    }

    /// The two files that make up the app.
    struct Bindings {
        js: String,
        wasm: String,
    }

    /// Takes out Trunk's inline loader and its preloads: `boot.js` does their work, so that the page needs no inline
    /// script, and the text is on the screen before the app is asked for.
    fn without_loader(template: &str) -> anyhow::Result<(String, Bindings)> {
        let mut page = template.to_owned();
        let js = take(&mut page, "<link rel=\"modulepreload\"", ">")?;
        let wasm = take(&mut page, "<link rel=\"preload\"", ">")?;
        take(&mut page, "<script type=\"module\">\nimport init", "</script>")?;
        Ok((page, Bindings { js: attribute(&js, "href")?, wasm: attribute(&wasm, "href")? }))
    }

    fn take(page: &mut String, start: &str, end: &str) -> anyhow::Result<String> {
        let from = page.find(start).with_context(|| format!("Trunk wrote no {start}"))?;
        let to = page[from..].find(end).with_context(|| format!("{start} has no end"))? + from + end.len();
        let taken = page[from..to].to_owned();
        page.replace_range(from..to, "");
        Ok(taken)
    }

    fn attribute(tag: &str, name: &str) -> anyhow::Result<String> {
        let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        value.map(|(value, _)| value.to_owned()).with_context(|| format!("{tag} has no {name}"))
    }

    /// The content security policy: everything from here, nothing inline but what is named by its hash. `trunk serve`
    /// adds such a script, to load the page again; a built page has none.
    fn policy(page: &str, style: &str) -> String {
        let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
        let scripts: Vec<String> = inline_scripts(page).map(|script| format!(" {}", hash(script))).collect();
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src {}; font-src 'self'; \
             img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
            scripts.concat(),
            hash(style),
        )
    }

    fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
        page.split("<script").skip(1).filter_map(|rest| {
            let (tag, rest) = rest.split_once('>')?;
            let (script, _) = rest.split_once("</script>")?;
            (!tag.contains("src=")).then_some(script)
        })
    }

    fn escape(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
    }
}
