//! The gate on other origins: nothing that a page or a style sheet *loads* may come from elsewhere (DESIGN.md,
//! section 7). Links that a reader may follow, and names such as XML namespaces, are left alone. What scripts ask for at
//! run time is counted in the browser, by [`mod@crate::bench`] and the browser tests.

use std::{fmt, path::Path};

use anyhow::{Context, Result};

use crate::{
    html::{Tag, tags},
    sizes,
};

/// One address of another origin that would be loaded.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The file that names it, relative to the folder searched.
    pub file: String,
    /// What names it: `img src`, `url()`, …
    pub by: String,
    /// The address.
    pub address: String,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} loads {}", self.file, self.by, self.address)
    }
}

/// Relations of a `link` that only name an address. All others load it, or warm up for it.
const NAMING: [&str; 9] =
    ["alternate", "author", "bookmark", "canonical", "help", "license", "next", "prev", "privacy-policy"];

/// Attributes that load, whatever element they are on.
const LOADING: [&str; 6] = ["background", "data", "formaction", "manifest", "poster", "src"];

/// Everything under `dist` that would be loaded from another origin.
///
/// # Errors
/// When a file cannot be read.
pub fn foreign(dist: &Path) -> Result<Vec<Foreign>> {
    let mut found = Vec::new();
    for path in sizes::files(dist)? {
        let look: fn(&str) -> Vec<Load> = match path.extension().and_then(|end| end.to_str()) {
            Some("html" | "svg") => in_page,
            Some("css") => in_style,
            _ => continue,
        };
        let text = std::fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        let file = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
        let loads = look(&String::from_utf8_lossy(&text));
        found.extend(loads.into_iter().filter(|load| is_elsewhere(&load.address)).map(|load| Foreign {
            file: file.clone(),
            by: load.by,
            address: load.address,
        }));
    }
    Ok(found)
}

struct Load {
    by: String,
    address: String,
}

fn in_page(html: &str) -> Vec<Load> {
    tags(html).iter().flat_map(in_tag).collect()
}

fn in_tag(tag: &Tag) -> Vec<Load> {
    let mut loads = Vec::new();
    let mut add = |attribute: &str, address: &str| {
        loads.push(Load { by: format!("{} {attribute}", tag.name), address: address.trim().to_owned() });
    };
    for (name, value) in &tag.attributes {
        match name.as_str() {
            "href" | "xlink:href" if href_loads(tag) => add(name, value),
            "srcset" | "imagesrcset" => value.split(',').for_each(|candidate| {
                add(name, candidate.split_ascii_whitespace().next().unwrap_or(""));
            }),
            name if LOADING.contains(&name) => add(name, value),
            _ => {}
        }
    }
    loads.extend(in_style(tag.attribute("style")));
    if tag.name == "style" {
        loads.extend(in_style(&tag.text));
    }
    loads
}

/// Whether the element fetches what its `href` names. A `base` fetches nothing, yet sends every other address elsewhere.
fn href_loads(tag: &Tag) -> bool {
    match tag.name.as_str() {
        "a" | "area" => false,
        "link" => !NAMING.iter().any(|word| tag.is_rel(word)) || tag.is_rel("stylesheet"),
        _ => true,
    }
}

fn in_style(css: &str) -> Vec<Load> {
    let css = without_comments(css);
    let lower = css.to_ascii_lowercase();
    let mut loads = Vec::new();
    for (start, _) in lower.match_indices("url(") {
        if !lower[..start].trim_end().ends_with("@namespace") {
            let inner = &css[start + "url(".len()..];
            let inner = inner.trim_start().trim_start_matches(['"', '\'']);
            let end = inner.find([')', '"', '\'']).unwrap_or(inner.len());
            loads.push(Load { by: "url()".into(), address: inner[..end].trim().to_owned() });
        }
    }
    for (start, _) in lower.match_indices("@import") {
        let rest = css[start + "@import".len()..].trim_start();
        if let Some(inner) = rest.strip_prefix(['"', '\'']) {
            let end = inner.find(['"', '\'']).unwrap_or(inner.len());
            loads.push(Load { by: "@import".into(), address: inner[..end].trim().to_owned() });
        }
    }
    loads
}

fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

/// Whether an address leaves the page's own origin: it starts with two slashes or names a scheme that reaches out.
fn is_elsewhere(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !c.is_ascii_control()).collect();
    if address.starts_with("//") || address.starts_with(r"\\") {
        return true;
    }
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme && !["about", "blob", "data"].contains(&scheme.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded_from_elsewhere(html: &str) -> Vec<String> {
        in_page(html).into_iter().filter(|load| is_elsewhere(&load.address)).map(|load| load.by).collect()
    }

    #[test]
    fn links_and_namespaces_are_allowed() {
        let page = "<a href='https://example.org/'>x</a><svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/></svg>\
                    <link rel=canonical href='https://example.org/'><img src='./a.svg'><script>'https://x.org'</script>\
                    <img src='data:image/png;base64,x'><p>src='https://x.org'</p><a href='mailto:a@b.c'>b</a>";
        assert_eq!(loaded_from_elsewhere(page), Vec::<String>::new());
    }

    #[test]
    fn whatever_is_loaded_from_elsewhere_is_named() {
        let page = "<script src=//cdn.example/a.js></script><link rel='preconnect' href='https://fonts.example'>\
                    <img srcset='a.png 1x, HTTPS://x.org/b.png 2x'><image href='http://x.org/a.png'/>\
                    <p style='background:url( \"https://x.org/c.png\" )'><base href='https://x.org/'>\
                    <style>@import 'https://x.org/d.css';</style><link rel='alternate stylesheet' href='https://x.org'>";
        assert_eq!(
            loaded_from_elsewhere(page),
            ["script src", "link href", "img srcset", "image href", "url()", "base href", "@import", "link href"]
        );
    }

    #[test]
    fn a_style_sheet_is_read_without_its_comments() {
        let css = "/* url(https://x.org/a) */ @namespace url(http://www.w3.org/2000/svg); b { src: url(./f.woff2) }";
        assert!(in_style(css).iter().all(|load| !is_elsewhere(&load.address)));
    }

    #[test]
    fn the_file_is_named() {
        let dist = tempfile::tempdir().unwrap();
        std::fs::write(dist.path().join("a.css"), "p { background: url(https://x.org/a.png) }").unwrap();
        let found = foreign(dist.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string(), "a.css: url() loads https://x.org/a.png");
    }
}
