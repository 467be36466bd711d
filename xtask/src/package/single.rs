//! The lesson in one HTML file: it opens from a disk, and in a frame that may run scripts and nothing else.
//!
//! The page would be too large as it is, so it is packed: head and body, with what starts them, in one block, the WASM in
//! another, each compressed and written in base64. A short script (`unpack.js`) puts them in their places. Nothing is
//! fetched; what runs is named in the file's policy by its hash, and typefaces and pictures are `data:`. Where scripts do
//! not run, or the browser cannot unpack, the units' text is there to be read.

use std::{fmt::Write as _, io::Write as _, path::Path};

use anyhow::{Context, Result, bail, ensure};
use base64::prelude::{BASE64_STANDARD, Engine};
use course::package::{Package, START};
use flate2::{Compression, write::GzEncoder};
use lesson::content::Lesson;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{archive::File, reading};
use crate::html::{Tag, tags};

/// Puts the lesson in its place.
const UNPACK: &str = include_str!("unpack.js");

/// How the text looks where nothing is unpacked.
const STYLE: &str = "body { margin: 0 auto; max-width: 66ch; padding: 1rem; font: 1.0625rem/1.6 Georgia, serif; }\n\
                     th, td { text-align: left; vertical-align: top; padding-right: 1rem; }";

/// What those read whose browser runs no scripts.
const NO_SCRIPTS: &str = "Scripts are switched off here, so this file can be read and not worked with. Here is the text \
                          of its units; with scripts it holds the whole lesson.";

/// The whole file.
///
/// # Errors
/// When the page is not as the press leaves it, or a file that it needs is missing.
pub(super) fn single(site: &[File], lesson: &Lesson) -> Result<String> {
    let page = named(site, START)?.text()?;
    let (head, body) = halves(&page)?;
    let mut shell = String::new();
    let mut packed_head = String::new();
    let mut policy = Policy::default();
    let mut boot = None;
    for tag in &tags(head) {
        let whole = &head[tag.element.clone()];
        // To the letter, as a hash wants it.
        let inside = || head[tag.place.end..tag.element.end].rsplit_once("</").map_or("", |(inside, _)| inside);
        match tag.name.as_str() {
            "script" if tag.attributes.contains_key("src") => boot = Some(app(site, tag)?),
            "script" => {
                policy.script(inside());
                shell.push_str(whole);
            }
            "style" => {
                let style = with_typefaces(&tag.text, site)?;
                policy.style(&style);
                write!(packed_head, "<style>{style}</style>")?;
            }
            "link" if tag.is_rel("icon") => {
                let icon = BASE64_STANDARD.encode(&named(site, tag.attribute("href"))?.bytes);
                write!(shell, "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">")?;
            }
            "meta" if tag.attributes.contains_key("http-equiv") => {}
            "meta" if tag.attributes.contains_key("data-hash") => packed_head.push_str(whole),
            "meta" | "title" => shell.push_str(whole),
            _ => {}
        }
    }
    let Some((app, wasm)) = boot else { bail!("the page starts no app") };
    policy.script(&app);
    policy.script(UNPACK);
    policy.style(STYLE);
    let lesson_block = packed(json!({ "head": packed_head, "body": body, "app": app }).to_string().as_bytes())?;
    let wasm_block = packed(&wasm.bytes)?;
    Ok(format!(
        "<!doctype html>\n<html data-packed=\"{key}\" lang=\"{language}\" data-faces>\n<head>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{shell}<style>{STYLE}</style>\n</head>\n<body>\n\
         <noscript>\n<p>{NO_SCRIPTS}</p>\n{reading}</noscript>\n\
         <script type=\"application/gzip\" id=\"lesson\">{lesson_block}</script>\n\
         <script type=\"application/gzip\" id=\"wasm\">{wasm_block}</script>\n\
         <script>{UNPACK}</script>\n</body>\n</html>\n",
        key = Package::Single.key(),
        language = reading::escape(&lesson.language),
        policy = policy.text(),
        reading = reading::reading(lesson),
    ))
}

/// What stands between the tags of the head, and between those of the body: to the letter, since what wakes compares.
fn halves(page: &str) -> Result<(&str, &str)> {
    let (_, rest) = page.split_once("<head>").context("the page has no head")?;
    let (head, rest) = rest.split_once("</head>").context("the page's head does not end")?;
    let (_, rest) = rest.split_once("<body>").context("the page has no body")?;
    let (body, _) = rest.rsplit_once("</body>").context("the page's body does not end")?;
    Ok((head, body))
}

/// The script that starts the app, with the bindings that it would import; and the WASM.
fn app<'a>(site: &'a [File], tag: &Tag) -> Result<(String, &'a File)> {
    let boot = named(site, tag.attribute("src"))?.text()?;
    let bindings = named(site, tag.attribute("data-bindings"))?.text()?;
    let wasm = named(site, tag.attribute("data-wasm"))?;
    let given = as_value(&bindings)?;
    // Braces, so that the names of the one are not taken for those of the other.
    Ok((format!("document.querySelector(\"script[data-wasm]\").bindings = {given};\n{{\n{boot}}}\n"), wasm))
}

/// A module as the object of what it exports: for where no module can be imported.
fn as_value(module: &str) -> Result<String> {
    let mut inside = String::new();
    let mut names = Vec::new();
    for line in module.lines() {
        ensure!(!line.starts_with("import "), "the bindings import more, which one file cannot hold: {line}");
        let Some(exported) = line.strip_prefix("export ") else {
            inside.push_str(line);
            inside.push('\n');
            continue;
        };
        if let Some(list) = exported.strip_prefix('{').and_then(|list| list.split_once('}')) {
            for name in list.0.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let (inner, outer) = name.split_once(" as ").unwrap_or((name, name));
                names.push(format!("{outer}: {inner}"));
            }
            continue;
        }
        let mut words = exported.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        match (words.next(), words.next()) {
            (Some("function" | "class" | "const" | "let"), Some(name)) => names.push(name.to_owned()),
            _ => bail!("the bindings export something unknown: {line}"),
        }
        inside.push_str(exported);
        inside.push('\n');
    }
    ensure!(!names.is_empty(), "the bindings export nothing");
    Ok(format!("(() => {{\n{inside}return {{ {} }};\n}})()", names.join(", ")))
}

/// The style sheet with each typeface inside it.
fn with_typefaces(style: &str, site: &[File]) -> Result<String> {
    const OPENS: &str = "url(\"";
    let mut whole = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once(OPENS) {
        let (name, after) = after.split_once('"').context("an address in the style sheet does not end")?;
        let is_face = Path::new(name).extension().is_some_and(|end| end == "woff2");
        ensure!(is_face, "the style sheet loads {name}, which is no typeface");
        let face = BASE64_STANDARD.encode(&named(site, name)?.bytes);
        write!(whole, "{before}{OPENS}data:font/woff2;base64,{face}\"")?;
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

fn named<'a>(site: &'a [File], name: &str) -> Result<&'a File> {
    let name = name.trim_start_matches("./");
    site.iter().find(|file| file.name == name).with_context(|| format!("the page needs {name}, which is not there"))
}

fn packed(bytes: &[u8]) -> Result<String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("could not compress the page")?;
    Ok(BASE64_STANDARD.encode(encoder.finish().context("could not compress the page")?))
}

/// What may run and what may style, by hash. Nothing else: nothing is loaded.
#[derive(Default)]
struct Policy {
    scripts: String,
    styles: String,
}

impl Policy {
    fn script(&mut self, text: &str) {
        add(&mut self.scripts, text);
    }

    fn style(&mut self, text: &str) {
        add(&mut self.styles, text);
    }

    fn text(&self) -> String {
        format!(
            "default-src 'none'; script-src 'wasm-unsafe-eval'{}; style-src{}; font-src data:; img-src data:; \
             base-uri 'none'; form-action 'none'",
            self.scripts, self.styles
        )
    }
}

fn add(list: &mut String, text: &str) {
    let hash = BASE64_STANDARD.encode(Sha256::digest(text));
    // Writing to a String cannot fail.
    let _ = write!(list, " 'sha256-{hash}'");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{origins, places};

    fn site() -> Vec<File> {
        let page = "<!doctype html>\n<html lang=\"en\"><head>\n<meta charset=\"utf-8\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"old\"><title>Lamps</title>\n\
            <meta name=\"page-data\" data-hash=\"1\" content=\"2\"><style>@font-face { src: url(\"fonts/a.woff2\") }</style>\n\
            <script>early()</script><link rel=\"icon\" href=\"icon.svg\"><link rel=\"preload\" href=\"x\">\n\
            <script type=\"module\" src=\"./boot-1.js\" data-bindings=\"./a.js\" data-wasm=\"./a_bg.wasm\"></script></head>\n\
            <body>\n<p>Text<!--s--></p></body>\n</html>";
        [
            ("index.html", page),
            ("fonts/a.woff2", "wOF2"),
            ("icon.svg", "<svg/>"),
            ("boot-1.js", "start();\n"),
            ("a.js", "export function Desk_1(el) {\n}\nexport class Box {\n}\nexport { initSync, init as default };\n"),
            ("a_bg.wasm", "\0asm"),
        ]
        .map(|(name, text)| File::new(name, text))
        .into()
    }

    fn lesson() -> Lesson {
        author::read(&places::root().join("tests/other-lesson")).unwrap()
    }

    #[test]
    fn everything_is_inside_and_nothing_is_loaded() {
        let file = single(&site(), &lesson()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.html"), &file).unwrap();
        assert!(origins::foreign(folder.path()).unwrap().is_empty());
        let loads: Vec<_> = tags(&file)
            .into_iter()
            .filter(|tag| ["src", "href"].iter().any(|name| tag.attributes.contains_key(*name)))
            .collect();
        assert_eq!(loads.len(), 1, "{loads:?}");
        assert!(loads[0].attribute("href").starts_with("data:"));
        assert!(!file.contains("content=\"old\"") && file.contains("<title>Lamps</title>"));
    }

    #[test]
    fn every_script_that_runs_is_named_by_its_hash() {
        let file = single(&site(), &lesson()).unwrap();
        let all = tags(&file);
        let policy = all.iter().find(|tag| tag.attribute("http-equiv") == "Content-Security-Policy").unwrap();
        let policy = policy.attribute("content");
        let mut hash = String::new();
        for script in all.iter().filter(|tag| tag.name == "script" && tag.attribute("type") != "application/gzip") {
            hash.clear();
            let (text, _) = file[script.place.end..script.element.end].rsplit_once("</").unwrap();
            add(&mut hash, text);
            assert!(policy.contains(hash.trim()), "{text} is not in {policy}");
        }
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline") && !policy.contains("blob:")
        );
    }

    #[test]
    fn a_module_becomes_a_value() {
        let value =
            as_value("let a = 1;\nexport function Desk_1(el) {\n}\nexport { initSync, init as default };").unwrap();
        assert_eq!(
            value,
            "(() => {\nlet a = 1;\nfunction Desk_1(el) {\n}\nreturn { Desk_1, initSync: initSync, default: init };\n})()"
        );
        assert!(as_value("import * as more from './more.js';\nexport { a };").is_err());
        assert!(as_value("export default 1;").is_err());
        assert!(as_value("let a = 1;").is_err());
    }

    #[test]
    fn a_page_that_is_not_ours_is_refused() {
        for missing in ["a_bg.wasm", "fonts/a.woff2", "index.html"] {
            let site: Vec<File> = site().into_iter().filter(|file| file.name != missing).collect();
            assert!(single(&site, &lesson()).unwrap_err().to_string().contains(missing));
        }
    }
}
