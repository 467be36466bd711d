//! `cargo xtask package`: from the finished page to what courses take in. What stands in a manifest is the business of
//! [`course::package`]; here files are gathered, changed where they must be, and written to `dist/packages/`.
//!
//! The page's own site offers them ("Use it in your course"), so every build packs, too.

mod archive;
mod page;
mod reading;
mod single;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use course::{
    bank::{self, Format, Set},
    package::{self, Contents, FOLDER, Package, START},
};
use lesson::{content::Lesson, quiz::Quiz};

use crate::{
    build,
    html::{self, Tag},
    places, setup, sizes,
};
use archive::File;

/// Builds the page if there is none of the lesson as it stands, and packs it.
///
/// # Errors
/// When the page cannot be built, the quiz is none that the lesson knows, or a file cannot be written.
pub fn package(folder: Option<&Path>, quiz: Option<&str>) -> Result<()> {
    let (folder, dist) = match folder {
        Some(folder) => {
            let folder = build::lesson_folder(folder)?;
            (folder.clone(), places::other_dist(&folder))
        }
        None => (places::root().join("content"), places::dist()),
    };
    let lesson = read(&folder)?;
    let page = || fs::read_to_string(dist.join(START)).unwrap_or_default();
    if !page().contains(&lesson.hash) {
        setup::build_tools()?;
        build::into(&folder, &dist)?;
    }
    let quiz = quiz.map(|query| quiz_of(&page(), query)).transpose()?;
    for file in pack(&dist, &lesson, quiz.as_ref())? {
        println!("{}", file.display());
    }
    if let Some(quiz) = &quiz {
        let those = |sets: bool| {
            let names = Package::ALL.iter().filter(|it| it.sets_quiz() == sets).map(|it| it.name());
            names.collect::<Vec<_>>().join("; ")
        };
        println!("The quiz {} is set in: {}.", quiz.query(), those(true));
        println!("These take it from their address, as {START}?{}: {}.", quiz.query(), those(false));
    }
    sizes::gate_packages(&dist)
}

/// The lesson in a folder.
///
/// # Errors
/// When it has faults.
pub fn read(folder: &Path) -> Result<Lesson> {
    author::read(folder).map_err(|faults| anyhow!("the lesson in {} has faults:\n{faults}", folder.display()))
}

/// The quiz that a teacher asked for, as the page itself would read it. Its sets are those that the page offers.
fn quiz_of(page: &str, query: &str) -> Result<Quiz> {
    let offered = html::tags(page).into_iter().skip_while(|tag| tag.attribute("name") != "set").skip(1);
    let sets: Vec<Tag> = offered.take_while(|tag| tag.name == "option").collect();
    match Quiz::of_address(query, |set| sets.iter().any(|option| option.attribute("value") == set)) {
        Ok(Some(quiz)) => Ok(quiz),
        Ok(None) => bail!("\"{query}\" sets no quiz; a quiz is set like this: \"set=core&seed=7\""),
        Err(fault) => {
            let ids: Vec<&str> = sets.iter().map(|option| option.attribute("value")).collect();
            bail!("\"{query}\" cannot be set: {fault}. The sets of this lesson: {}", ids.join(", "))
        }
    }
}

/// Packs the finished page in `dist` into `dist/packages`, in every form, and gives the files written.
///
/// # Errors
/// When the page is not as the press leaves it, or a file cannot be read or written.
pub fn pack(dist: &Path, lesson: &Lesson, quiz: Option<&Quiz>) -> Result<Vec<PathBuf>> {
    let site = gather(dist)?;
    let target = dist.join(FOLDER);
    // Nothing of an earlier packing may lie about.
    if target.exists() {
        fs::remove_dir_all(&target).with_context(|| format!("could not empty {}", target.display()))?;
    }
    fs::create_dir_all(&target).with_context(|| format!("could not make {}", target.display()))?;
    let single = single::single(&site, lesson)?;
    let mut written = Vec::new();
    let mut write = |name: String, bytes: Vec<u8>| {
        let path = target.join(name);
        fs::write(&path, bytes).with_context(|| format!("could not write {}", path.display()))?;
        written.push(path);
        anyhow::Ok(())
    };
    for form in Package::ALL {
        let bytes = match form {
            Package::Single => single.clone().into_bytes(),
            _ => archive::zip(&contents(form, &site, &single, lesson, quiz)?)?,
        };
        write(form.file(&lesson.id), bytes)?;
    }
    for (set, format) in Set::ALL.iter().flat_map(|set| Format::ALL.iter().map(move |format| (*set, *format))) {
        let files = bank::bank(lesson, &set.claims(lesson), format);
        let mut files: Vec<File> = files.into_iter().map(|file| File::new(&file.path, file.text)).collect();
        let bytes = if format.is_package() { archive::zip(&files)? } else { files.remove(0).bytes };
        write(bank::file_name(lesson, set, format), bytes)?;
    }
    Ok(written)
}

/// Every file of a package, its manifest among them.
fn contents(form: Package, site: &[File], single: &str, lesson: &Lesson, quiz: Option<&Quiz>) -> Result<Vec<File>> {
    let mut files = if form == Package::Cartridge {
        // Courses keep the files of a cartridge apart and under names of their own; a page in one piece survives that.
        vec![File::new(START, single.replacen(Package::Single.key(), form.key(), 1))]
    } else {
        let mut files = site.to_vec();
        let start = files.iter_mut().find(|file| file.name == START).context("there is no page to pack")?;
        start.bytes = page::packed(&start.text()?, form)?.into_bytes();
        files
    };
    if matches!(form, Package::Scorm12 | Package::Scorm2004) {
        files.push(File::new("scorm-elements.js", include_str!("package/scorm-elements.js")));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let manifest = package::manifest(form, &Contents { lesson, files: &names, quiz });
    if let (Some(name), Some(text)) = (form.manifest_name(), manifest) {
        files.insert(0, File::new(name, text)); // first in the file: whoever looks for it finds it at once
    }
    Ok(files)
}

/// The files of the site, without the packages.
fn gather(dist: &Path) -> Result<Vec<File>> {
    let mut all = Vec::new();
    for path in sizes::files(dist)? {
        let within = path.strip_prefix(dist).unwrap_or(&path);
        if within.starts_with(FOLDER) {
            continue;
        }
        let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
        let bytes = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        all.push(File { name: parts.join("/"), bytes });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<select name=\"other\"><option value=\"no\">No</select><select name=\"set\">\
                        <option value=\"core\">Core</option><option value=\"all\">All</option></select>\
                        <select name=\"more\"><option value=\"neither\">No</select>";

    #[test]
    fn a_quiz_is_one_that_the_page_offers() {
        assert_eq!(quiz_of(PAGE, "set=core&seed=7").unwrap().query(), "set=core&seed=7");
        for (query, words) in [
            ("seed=7", "sets no quiz"),
            ("set=no", "The sets of this lesson: core, all"),
            ("set=neither", "is not in this lesson"),
            ("set=core&marks=9", "three numbers"),
        ] {
            let fault = quiz_of(PAGE, query).unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
        }
    }

    #[test]
    fn what_was_packed_is_not_packed_again() {
        let dist = tempfile::tempdir().unwrap();
        fs::create_dir(dist.path().join(FOLDER)).unwrap();
        fs::create_dir(dist.path().join("fonts")).unwrap();
        for name in ["index.html", "fonts/a.woff2", "packages/a.zip"] {
            fs::write(dist.path().join(name), "x").unwrap();
        }
        let names: Vec<String> = gather(dist.path()).unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["fonts/a.woff2", "index.html"]);
    }
}
