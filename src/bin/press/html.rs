//! The page around the lesson: what Trunk staged, made whole.

use anyhow::{Context, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use lesson::{content::Lesson, pack::pack};
use popular_demand::{
    page::{self, style},
    port::page::NAME,
};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// Where the lesson goes.
const BODY: &str = "<!-- the lesson -->";
/// Where the head's own lines go.
const HEAD: &str = "<!-- the head -->";

/// Where the script that starts the app learns which files to load.
const BOOT: &str = "data-bindings";

/// What the names of our own scripts begin with.
const OURS: [&str; 2] = ["boot-", "embed-"];

/// Puts the lesson into what Trunk has staged.
///
/// `course` is the version of what talks to courses: Trunk gives its files no name that changes with them.
pub(crate) fn finish(template: &str, lesson: &Lesson, body: &str, course: &str) -> anyhow::Result<String> {
    let (mut template, bindings) = without_loader(template)?;
    let embedded = attribute(&take(&mut template, "<script", "embed-", "</script>")?, "src")?;
    let data = pack(&page::data(lesson));
    let style = style::sheet();
    let policy = policy(&template, &style);
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<title>{}</title>\n\
         <meta name=\"description\" content=\"{}\">\n<meta name=\"{NAME}\" data-hash=\"{}\" content=\"{data}\">\n\
         <style>{style}</style>",
        escape(&lesson.title),
        escape(&lesson.question),
        lesson.hash,
    );
    for mark in [HEAD, BODY, BOOT] {
        if template.matches(mark).count() != 1 {
            bail!("index.html must hold {mark}, and once only");
        }
    }
    let files = format!(
        "data-bindings=\"{}\" data-wasm=\"{}\" data-course=\"./course.js?{course}\" \
         data-course-wasm=\"./course_bg.wasm?{course}\" data-embedded=\"{embedded}\"",
        bindings.js, bindings.wasm
    );
    Ok(template
        .replace("<html lang=\"\"", &format!("<html lang=\"{}\"", escape(&lesson.language)))
        .replace(BOOT, &files)
        .replace(HEAD, &head)
        .replace(BODY, body))
}

/// Takes the comments out of the scripts that nothing compiles: they are for whoever reads `src/`, not for students.
pub(crate) fn without_comments(staging: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(staging)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if OURS.iter().any(|ours| name.starts_with(ours)) {
            fs::write(&path, bare(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// A script without the lines that are comments.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The two files that make up the app.
struct Bindings {
    js: String,
    wasm: String,
}

/// Takes out Trunk's inline loader and its preloads: `boot.js` does their work, so that the text is on the screen before
/// the app is asked for.
fn without_loader(template: &str) -> anyhow::Result<(String, Bindings)> {
    let mut page = template.to_owned();
    let js = take(&mut page, "<link", "rel=\"modulepreload\"", ">")?;
    let wasm = take(&mut page, "<link", "_bg.wasm\"", ">")?;
    take(&mut page, "<script", "import init", "</script>")?;
    Ok((page, Bindings { js: attribute(&js, "href")?, wasm: attribute(&wasm, "href")? }))
}

/// The version of a file: the start of its hash.
pub(crate) fn version(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte)).to_string()
}

/// Takes out the first element that begins and ends so and holds this.
fn take(page: &mut String, start: &str, holds: &str, end: &str) -> anyhow::Result<String> {
    let found = page.match_indices(start).find_map(|(from, _)| {
        let to = from + page[from..].find(end)? + end.len();
        page[from..to].contains(holds).then_some(from..to)
    });
    let place = found.with_context(|| format!("Trunk wrote no {start} with {holds}"))?;
    let taken = page[place.clone()].to_owned();
    page.replace_range(place, "");
    Ok(taken)
}

fn attribute(tag: &str, name: &str) -> anyhow::Result<String> {
    let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value.to_owned()).with_context(|| format!("{tag} has no {name}"))
}

/// The content security policy: everything from here, nothing inline but what is named by its hash.
fn policy(page: &str, style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let scripts: Vec<String> = inline_scripts(page).map(|script| format!(" {}", hash(script))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src {}; font-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'",
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

#[cfg(test)]
mod tests {
    use super::*;

    const STAGED: &str = "<html lang=\"\"><head><!-- the head -->\n\
        <link rel=\"preload\" href=\"a.woff2\" as=\"font\">\
        <link rel=\"modulepreload\" href=\"./app-1.js\" crossorigin=\"anonymous\">\
        <link rel=\"preload\" href=\"./app-1_bg.wasm\" as=\"fetch\">\n\
        <script type=\"module\">\nimport init from './app-1.js';\n</script>\
        <script src=\"./embed-1.js\"></script><script src=\"./boot-1.js\" data-bindings type=\"module\"></script></head>\
        <body><!-- the lesson --></body></html>";

    fn lesson() -> Lesson {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/good");
        author::read(&folder).expect("the small lesson is without fault")
    }

    #[test]
    fn trunks_loader_gives_way_to_ours() {
        let page = finish(STAGED, &lesson(), "<p>Text</p>", "v1").expect("a page");
        assert!(page.contains("data-bindings=\"./app-1.js\" data-wasm=\"./app-1_bg.wasm\""), "{page}");
        assert!(page.contains("data-course=\"./course.js?v1\""), "{page}");
        assert!(page.contains("data-embedded=\"./embed-1.js\"") && !page.contains("src=\"./embed"), "{page}");
        assert!(page.contains("<p>Text</p>") && page.contains("a.woff2"));
        for gone in ["modulepreload", "import init", "<!-- the"] {
            assert!(!page.contains(gone), "{gone} in {page}");
        }
    }

    #[test]
    fn the_policy_names_the_style_sheet_and_what_stands_inline_by_their_hashes() {
        let staged = STAGED.replace("</body>", "<script>again()</script></body>");
        let page = finish(&staged, &lesson(), "", "v1").expect("a page");
        let again = BASE64_STANDARD.encode(Sha256::digest("again()"));
        let style = BASE64_STANDARD.encode(Sha256::digest(style::sheet()));
        assert!(page.contains(&format!("script-src 'self' 'wasm-unsafe-eval' 'sha256-{again}';")), "{page}");
        assert!(page.contains(&format!("style-src 'sha256-{style}';")), "{page}");
        assert!(!page.contains("unsafe-inline"));
    }

    #[test]
    fn students_are_sent_no_comments() {
        assert_eq!(bare("// Why.\nstart(\"https://a\");\n\n  // How.\n  end();\n"), "start(\"https://a\");\nend();");
    }

    #[test]
    fn a_page_that_is_not_ours_is_refused() {
        for lost in ["<!-- the head -->", "<!-- the lesson -->", "data-bindings", "modulepreload", "embed-"] {
            let fault = finish(&STAGED.replace(lost, ""), &lesson(), "", "v1").expect_err("a mark is missing");
            assert!(fault.to_string().contains(lost), "{fault}");
        }
    }

    #[test]
    fn text_in_the_head_cannot_become_markup() {
        let mut lesson = lesson();
        lesson.title = "</title><script>1</script>\"".to_owned();
        let page = finish(STAGED, &lesson, "", "v1").expect("a page");
        assert!(!page.contains("<script>1"), "{page}");
    }
}
