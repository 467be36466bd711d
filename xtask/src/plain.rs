//! The same lesson with no scripts at all, or with a few lines of one: the pages that `bench` measures the lesson
//! against.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::html::{Tag, tags};

/// A page without its scripts and without the hints that fetch scripts or WASM early.
pub fn without_scripts(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut from = 0;
    for tag in tags(html).iter().filter(|tag| belongs_to_scripts(tag)) {
        plain.push_str(&html[from..tag.element.start]);
        from = tag.element.end;
    }
    plain.push_str(&html[from..]);
    plain
}

fn belongs_to_scripts(tag: &Tag) -> bool {
    let loads_code = || match tag.attribute("as") {
        "style" | "font" | "image" => false,
        "script" | "fetch" | "worker" => true,
        _ => [".js", ".mjs", ".wasm"].iter().any(|end| tag.attribute("href").ends_with(end)),
    };
    match tag.name.as_str() {
        "script" => true,
        "link" => tag.is_rel("modulepreload") || ((tag.is_rel("preload") || tag.is_rel("prefetch")) && loads_code()),
        _ => false,
    }
}

/// The few lines: each hand-in opens the next stage of its desk, whatever was chosen, and says so.
const FEW_LINES: &str = "<script>
addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target, stage = form.dataset.stage === 'first' ? 'file' : 'verdict';
  form.dataset.stage = stage;
  for (const set of form.querySelectorAll('fieldset[data-stage]')) set.disabled = set.dataset.stage !== stage;
  if (stage === 'verdict') {
    form.querySelector('.verdict-fold').open = true;
    form.querySelector('[role=status]').textContent = 'marks';
  }
});
document.documentElement.dataset.app = 'awake';
</script></body>";

/// A page with a few lines of script in the place of its own, and without the policy that forbids them.
pub fn with_few_lines(html: &str) -> String {
    let mut page = without_scripts(html);
    if let Some(policy) = tags(&page).iter().find(|tag| tag.attribute("http-equiv") == "Content-Security-Policy") {
        page.replace_range(policy.element.clone(), "");
    }
    page.replacen("</body>", FEW_LINES, 1)
}

/// A copy of a site whose pages have been changed so. It is gone when the value is dropped.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(site: &Path, change: fn(&str) -> String) -> Result<TempDir> {
    let copy = tempfile::tempdir().context("could not make a folder for the plain page")?;
    copy_folder(site, copy.path(), change)?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path, change: fn(&str) -> String) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let path = entry.with_context(|| format!("could not read {}", from.display()))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        let failed = || format!("could not copy {}", path.display());
        if path.is_dir() {
            fs::create_dir(&target).with_context(failed)?;
            copy_folder(&path, &target, change)?;
        } else if path.extension().is_some_and(|end| end == "html") {
            let page = fs::read_to_string(&path).with_context(failed)?;
            fs::write(&target, change(&page)).with_context(failed)?;
        } else {
            fs::copy(&path, &target).with_context(failed)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_lines_take_the_place_of_scripts_and_policy() {
        let html = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><script src=a.js>\
                    </script></head><body><p>Text</p></body>";
        let page = with_few_lines(html);
        assert!(page.starts_with("<head></head><body><p>Text</p><script>\n"), "{page}");
        assert!(page.ends_with("</script></body>"), "{page}");
    }

    #[test]
    fn scripts_go_and_everything_else_stays() {
        let html = "<head><link rel=\"modulepreload\" href=\"./a.js\"><link rel=preload href=f.woff2 as=font>\
                    <link rel=\"preload\" href=\"./a_bg.wasm\" as=\"fetch\"><script type=module>let a = '<p>';</script>\
                    </head><p>Text <noscript>stays</noscript><script src=x.js></script></p>";
        assert_eq!(
            without_scripts(html),
            "<head><link rel=preload href=f.woff2 as=font></head><p>Text <noscript>stays</noscript></p>"
        );
    }
}
