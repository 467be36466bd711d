//! The size gate: what `dist/` weighs on the way to a student, against the bounds of DESIGN.md, section 7.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use course::package::FOLDER;

use crate::{
    html, origins,
    table::{self, Row, Verdict},
};

/// How a file is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// As it travels: brotli at quality 11, window 22.
    Brotli,
    /// As it lies on the disk: for what is compressed already.
    Raw,
}

/// When a file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// With the page, by everyone.
    Always,
    /// Only where the page stands in a frame, or was opened by another window.
    InCourses,
}

/// What talks to courses, and to the pages that embed us.
const IN_COURSES: [&str; 2] = ["course", "embed"];

/// Where what is there to be downloaded lies; the page loads nothing of it.
const DOWNLOADS: &str = "packages";

fn loaded(dist: &Path, file: &Path) -> Option<Loaded> {
    let path = file.strip_prefix(dist).unwrap_or(file);
    if path.starts_with(DOWNLOADS) {
        return None;
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let in_courses = IN_COURSES
        .iter()
        .any(|start| name.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)));
    Some(if in_courses { Loaded::InCourses } else { Loaded::Always })
}

/// One bound: all files of a kind, together.
#[derive(Debug)]
pub struct Bound {
    /// What is weighed.
    pub what: &'static str,
    /// When it is loaded.
    pub loaded: Loaded,
    /// The endings of the files that count.
    pub endings: &'static [&'static str],
    /// How they are weighed.
    pub measure: Measure,
    /// The most they may weigh together, in kB of 1,000 bytes.
    pub kilobytes: usize,
}

/// The bounds. This is the one place where they are numbers.
pub const BOUNDS: [Bound; 6] = [
    // 120 kB for the lesson, and 12 for what can be done with its pictures.
    Bound {
        what: "WASM, brotli",
        loaded: Loaded::Always,
        endings: &["wasm"],
        measure: Measure::Brotli,
        kilobytes: 132,
    },
    Bound {
        what: "JS, brotli",
        loaded: Loaded::Always,
        endings: &["js", "mjs"],
        measure: Measure::Brotli,
        kilobytes: 10,
    },
    Bound { what: "CSS, brotli", loaded: Loaded::Always, endings: &["css"], measure: Measure::Brotli, kilobytes: 12 },
    Bound {
        what: "fonts, raw",
        loaded: Loaded::Always,
        endings: &["woff2", "woff", "ttf", "otf"],
        measure: Measure::Raw,
        kilobytes: 90,
    },
    // The design's 100 kB were set for one unit and a few claims. The whole lesson's words alone, without a tag, come to
    // 128 kB; README.md shows what each part of the page takes. It is read while it loads, and once it is there nothing
    // has to be fetched again. 180 kB for words and tables, and 40 for what is drawn.
    Bound {
        what: "HTML, brotli",
        loaded: Loaded::Always,
        endings: &["html"],
        measure: Measure::Brotli,
        kilobytes: 220,
    },
    // What talks to courses, SCORM and cmi5 in one. No other page loads a byte of it.
    Bound {
        what: "in courses besides, brotli",
        loaded: Loaded::InCourses,
        endings: &["wasm", "js", "mjs"],
        measure: Measure::Brotli,
        kilobytes: 150,
    },
];

/// The most that one package may weigh as it lies on the disk, in kB of 1,000 bytes; the page "Use it in your course"
/// tells teachers so.
pub const PACKAGE_KILOBYTES: usize = 1_200;

/// What the files of one bound weigh.
#[derive(Debug)]
pub struct Weight {
    /// The bound they count towards.
    pub bound: &'static Bound,
    /// Each file with its bytes.
    pub files: Vec<(PathBuf, usize)>,
}

impl Weight {
    /// All its files together, in bytes.
    pub fn bytes(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes).sum()
    }

    fn verdict(&self) -> Verdict {
        if self.bytes() > self.bound.kilobytes * 1000 { Verdict::Over } else { Verdict::Holds }
    }

    fn row(&self) -> Row {
        let share = self.bytes() / (self.bound.kilobytes * 10);
        Row {
            what: self.bound.what.to_owned(),
            value: kilobytes(self.bytes()),
            bound: format!("{} kB", self.bound.kilobytes),
            verdict: self.verdict(),
            note: format!("{share} %"),
        }
    }
}

/// Weighs `dist` against every bound.
///
/// # Errors
/// When there is no built page, or a file cannot be read.
pub fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    if !dist.join("index.html").is_file() {
        bail!("there is no built page in {}; build it with: cargo xtask build", dist.display());
    }
    // What is offered to take away is no part of what a student loads.
    let all: Vec<_> = files(dist)?.into_iter().filter(|file| !file.starts_with(dist.join(FOLDER))).collect();
    let mut weights = Vec::new();
    for bound in &BOUNDS {
        let ours = all.iter().filter(|file| {
            loaded(dist, file) == Some(bound.loaded)
                && file.extension().and_then(|end| end.to_str()).is_some_and(|end| bound.endings.contains(&end))
        });
        let mut files =
            ours.map(|file| Ok((file.clone(), weight(file, bound.measure)?))).collect::<Result<Vec<_>>>()?;
        if bound.endings.contains(&"css") {
            files.extend(inline_styles(dist, &all)?);
        }
        weights.push(Weight { bound, files });
    }
    Ok(weights)
}

/// Prints the table, then refuses a `dist` that is over a bound or loads from another origin.
///
/// # Errors
/// When a bound is passed or another origin is named; the message names the files.
pub fn gate(dist: &Path) -> Result<()> {
    let weights = weigh(dist)?;
    let packages = packages(dist)?;
    let heaviest = packages.iter().max_by_key(|(_, bytes)| *bytes).map(heaviest);
    table::print(&weights.iter().map(Weight::row).chain(heaviest).collect::<Vec<_>>());
    let mut faults: Vec<String> = heavy_packages(dist, &packages);
    for weight in weights.iter().filter(|weight| weight.verdict() == Verdict::Over) {
        let files = weight.files.iter().map(|(file, bytes)| {
            format!("{} ({})", file.strip_prefix(dist).unwrap_or(file).display(), kilobytes(*bytes))
        });
        let files = files.collect::<Vec<_>>().join(", ");
        let Bound { what, kilobytes, .. } = weight.bound;
        faults.push(format!("{what} is over its {kilobytes} kB: {files}"));
    }
    faults.extend(origins::foreign(dist)?.iter().map(ToString::to_string));
    if !faults.is_empty() {
        bail!("the build does not keep to its bounds: {}", faults.join("; "));
    }
    Ok(())
}

/// Refuses packages that are over their bound.
///
/// # Errors
/// When one is; the message names it.
pub fn gate_packages(dist: &Path) -> Result<()> {
    match heavy_packages(dist, &packages(dist)?) {
        none if none.is_empty() => Ok(()),
        heavy => bail!("{}", heavy.join("; ")),
    }
}

/// Each package with its bytes; none where nothing has been packed.
fn packages(dist: &Path) -> Result<Vec<(PathBuf, usize)>> {
    let folder = dist.join(FOLDER);
    let all = if folder.is_dir() { files(&folder)? } else { Vec::new() };
    all.into_iter().map(|file| Ok((file.clone(), weight(&file, Measure::Raw)?))).collect()
}

fn is_heavy(bytes: usize) -> bool {
    bytes > PACKAGE_KILOBYTES * 1000
}

fn heavy_packages(dist: &Path, packages: &[(PathBuf, usize)]) -> Vec<String> {
    let heavy = packages.iter().filter(|(_, bytes)| is_heavy(*bytes));
    let says = heavy.map(|(file, bytes)| {
        let file = file.strip_prefix(dist).unwrap_or(file).display();
        format!("{file} ({}) is over the {PACKAGE_KILOBYTES} kB of a package", kilobytes(*bytes))
    });
    says.collect()
}

fn heaviest((_, bytes): &(PathBuf, usize)) -> Row {
    Row {
        what: "heaviest package, raw".to_owned(),
        value: kilobytes(*bytes),
        bound: format!("{PACKAGE_KILOBYTES} kB"),
        verdict: if is_heavy(*bytes) { Verdict::Over } else { Verdict::Holds },
        note: format!("{} %", bytes / (PACKAGE_KILOBYTES * 10)),
    }
}

/// All files under a folder, in the order of their names, without hidden ones (Trunk's `.stage`).
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let failed = || format!("could not read the folder {}", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// The style sheets that stand in pages, each weighed as if it were a file.
fn inline_styles(dist: &Path, all: &[PathBuf]) -> Result<Vec<(PathBuf, usize)>> {
    let mut found = Vec::new();
    let pages = all.iter().filter(|file| file.extension().is_some_and(|end| end == "html"));
    for page in pages.filter(|page| loaded(dist, page).is_some()) {
        let text = fs::read_to_string(page).with_context(|| format!("could not read {}", page.display()))?;
        for style in html::tags(&text).iter().filter(|tag| tag.name == "style") {
            found.push((page.clone(), brotli_size(style.text.as_bytes())?));
        }
    }
    Ok(found)
}

fn weight(file: &Path, measure: Measure) -> Result<usize> {
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    Ok(match measure {
        Measure::Raw => bytes.len(),
        Measure::Brotli => brotli_size(&bytes).with_context(|| format!("could not compress {}", file.display()))?,
    })
}

fn brotli_size(bytes: &[u8]) -> Result<usize> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params).context("brotli failed")?;
    Ok(compressed.len())
}

fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100); // rounded up, so that what is over a bound never looks like the bound
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dist(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "<p>Text</p>").unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn a_light_page_passes() {
        let folder = dist(&[("a.js", b"let a = 1;".to_vec()), ("fonts/a.woff2", vec![0; 89_000])]);
        gate(folder.path()).unwrap();
    }

    #[test]
    fn files_of_a_kind_count_together_and_are_named() {
        let folder = dist(&[("fonts/a.woff2", vec![0; 50_000]), ("b.woff2", vec![0; 40_001])]);
        let message = gate(folder.path()).unwrap_err().to_string();
        assert_eq!(
            message,
            "the build does not keep to its bounds: fonts, raw is over its 90 kB: b.woff2 (40.1 kB), \
             fonts/a.woff2 (50.0 kB)"
        );
    }

    #[test]
    fn what_only_courses_load_counts_by_itself_and_downloads_do_not_count() {
        let folder = dist(&[
            ("course_bg.wasm", vec![7; 4_000]),
            ("embed-1.js", vec![7; 300]),
            ("courses.js", vec![7; 200]),
            ("packages/lesson.html", vec![7; 900_000]),
        ]);
        let weights = weigh(folder.path()).unwrap();
        let names = |at: usize| weights[at].files.iter().map(|(file, _)| file.file_name().unwrap()).collect::<Vec<_>>();
        assert_eq!(names(1), ["courses.js"]);
        assert_eq!(names(5), ["course_bg.wasm", "embed-1.js"]);
        assert_eq!(names(4), ["index.html"]);
    }

    #[test]
    fn a_package_is_weighed_by_itself() {
        let folder = dist(&[("packages/a.html", vec![b'a'; 1_200_000]), ("packages/b.zip", vec![0; 9])]);
        gate(folder.path()).unwrap();
        gate_packages(folder.path()).unwrap();
        fs::write(folder.path().join("packages/b.zip"), vec![0; 1_200_001]).unwrap();
        let message = gate_packages(folder.path()).unwrap_err().to_string();
        assert_eq!(message, "packages/b.zip (1200.1 kB) is over the 1200 kB of a package");
        assert!(gate(folder.path()).unwrap_err().to_string().ends_with(&message));
    }

    #[test]
    fn what_compresses_well_is_weighed_compressed() {
        let folder = dist(&[("a.css", vec![b'a'; 500_000])]);
        let weights = weigh(folder.path()).unwrap();
        assert!(weights[2].bytes() < 100);
        gate(folder.path()).unwrap();
    }

    #[test]
    fn a_style_sheet_in_the_page_counts_as_css() {
        let folder = dist(&[]);
        fs::write(folder.path().join("index.html"), "<style>p { color: red }</style><p>Text</p>").unwrap();
        let weights = weigh(folder.path()).unwrap();
        assert_eq!((weights[2].files.len(), weights[2].bytes() > 10), (1, true));
    }

    #[test]
    fn another_origin_is_refused_and_half_built_files_are_not_looked_at() {
        let folder = dist(&[(".stage/x.html", b"<img src=https://x.org/a.png>".to_vec())]);
        gate(folder.path()).unwrap();
        fs::write(folder.path().join("index.html"), "<img src=https://x.org/a.png>").unwrap();
        assert!(
            gate(folder.path()).unwrap_err().to_string().ends_with("index.html: img src loads https://x.org/a.png")
        );
    }

    #[test]
    fn no_page_is_said_in_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        assert!(gate(folder.path()).unwrap_err().to_string().ends_with("build it with: cargo xtask build"));
    }
}
