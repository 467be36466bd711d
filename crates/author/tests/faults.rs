//! What an author reads who has made a mistake: each folder of `tests/faults` is a lesson with one fault, laid over the
//! faultless lesson `good`, and the report that it must give, byte for byte.
//!
//! A fixture holds only the files that differ; `gone.txt` lists those to take away. `UPDATE_EXPECTED=1 cargo test -p
//! author` writes every report anew: read what changed before you keep it.

use pretty_assertions::StrComparison;
use proptest::prelude::*;
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Files of a fixture that are not part of its lesson.
const NOT_CONTENT: [&str; 2] = ["expected.txt", "gone.txt"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/faults")
}

/// The names of all fixtures but `good`, in order.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .expect("the fixtures")
        .map(|entry| entry.expect("a fixture"))
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "good")
        .map(|entry| entry.file_name().into_string().expect("a name in UTF-8"))
        .collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of a fixture") {
        let entry = entry.expect("a file of a fixture");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else if !NOT_CONTENT.iter().any(|name| entry.file_name() == *name) {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// The faultless lesson in a folder of its own.
fn good() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&fixtures().join("good"), folder.path());
    folder
}

/// The faultless lesson with this fixture laid over it.
fn lay(name: &str) -> TempDir {
    let folder = good();
    let fixture = fixtures().join(name);
    copy(&fixture, folder.path());
    for gone in fs::read_to_string(fixture.join("gone.txt")).unwrap_or_default().lines() {
        fs::remove_file(folder.path().join(gone)).expect("a file that is to go is there");
    }
    folder
}

/// The report on a folder; empty where there is no fault.
fn report(folder: &Path) -> String {
    author::read(folder).err().map(|faults| faults.report(false)).unwrap_or_default()
}

#[test]
fn the_good_lesson_has_no_fault() {
    let folder = good();
    assert_eq!(report(folder.path()), "");
}

#[test]
fn each_fault_is_reported_as_expected() {
    let update = env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for name in names() {
        let found = report(lay(&name).path());
        let file = fixtures().join(&name).join("expected.txt");
        if update {
            fs::write(&file, &found).expect("the expected report is written");
        }
        let expected = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if found.is_empty() {
            wrong.push(format!("{name}: no fault was found"));
        } else if found != expected {
            wrong.push(format!("{name}:\n{}", StrComparison::new(&expected, &found)));
        }
    }
    assert!(wrong.is_empty(), "{} fixtures differ (left: expected, right: found)\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_of_fault_has_its_fixture() {
    let names = names();
    assert!(names.len() >= 200, "{} fixtures", names.len());
}

#[test]
fn no_report_depends_on_the_machine() {
    for name in names() {
        let folder = lay(&name);
        let found = report(folder.path());
        for path in [folder.path().to_path_buf(), fixtures(), env::temp_dir()] {
            assert!(!found.contains(&*path.to_string_lossy()), "{name} names {}:\n{found}", path.display());
        }
    }
}

/// Every file of the good lesson, by its name below the folder.
fn files() -> Vec<String> {
    let mut all = Vec::new();
    let root = fixtures().join("good");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the good lesson") {
            let path = entry.expect("a file of the good lesson").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push(path.strip_prefix(&root).expect("below the root").to_string_lossy().into_owned());
            }
        }
    }
    all.sort();
    all
}

/// Changes every file of the good lesson.
fn rewritten(change: impl Fn(Vec<u8>) -> Vec<u8>) -> TempDir {
    let folder = good();
    for name in files() {
        let path = folder.path().join(name);
        let bytes = change(fs::read(&path).expect("a file of the good lesson"));
        fs::write(&path, bytes).expect("the file is written");
    }
    folder
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let windows = rewritten(|bytes| String::from_utf8(bytes).expect("UTF-8").replace('\n', "\r\n").into_bytes());
    let plain = format!("{:?}", author::read(good().path()).expect("no fault"));
    assert_eq!(format!("{:?}", author::read(windows.path()).expect("no fault")), plain);
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    let marked = rewritten(|bytes| [b"\xef\xbb\xbf".as_slice(), &bytes].concat());
    let plain = format!("{:?}", author::read(good().path()).expect("no fault"));
    assert_eq!(format!("{:?}", author::read(marked.path()).expect("no fault")), plain);
}

/// Something that happens to a file.
#[derive(Clone, Debug)]
enum Damage {
    /// It ends here.
    Truncate(usize),
    /// These bytes stand in the place of as many others.
    Overwrite(usize, Vec<u8>),
    /// These bytes come in between.
    Insert(usize, Vec<u8>),
    /// So many bytes are lost.
    Remove(usize, usize),
    /// This line stands there twice.
    Repeat(usize),
}

/// Bytes that hurt: signs that mean something in TOML or in Markdown, letters of several bytes, or none at all.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            "\"",
            "\"\"\"",
            "'",
            "[",
            "]",
            "[[",
            "{",
            "}",
            "=",
            "\n",
            "\r",
            "\r\n",
            "\\",
            "\\u",
            "#",
            "+++",
            "+++\n",
            "ä",
            "“",
            "\u{feff}",
            "\0",
            ".",
            ",",
            "-",
            "/",
            "|",
            "<b>",
            "](",
            "[^",
            "[^9]",
            "`",
            "> ",
            "1. ",
            "- ",
            "    ",
            "![",
            "***",
            "&amp;",
            "a.b.c = 1\n",
            "[table]\n",
            "[[table]]\n",
            "[rungs.x]\n",
            "999999999999999999999",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || 0..4_000_usize;
    prop_oneof![
        at().prop_map(Damage::Truncate),
        (at(), bytes()).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        (at(), bytes()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (at(), 1..80_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        at().prop_map(Damage::Repeat),
    ]
}

impl Damage {
    fn apply(&self, text: &mut Vec<u8>) {
        // A place beyond the end falls somewhere inside.
        let place = |at: usize| at % (text.len() + 1);
        match self {
            Self::Truncate(at) => text.truncate(place(*at)),
            Self::Overwrite(at, bytes) => {
                let at = place(*at);
                let end = (at + bytes.len()).min(text.len());
                text.splice(at..end, bytes.iter().copied());
            }
            Self::Insert(at, bytes) => {
                let at = place(*at);
                text.splice(at..at, bytes.iter().copied());
            }
            Self::Remove(at, length) => {
                let at = place(*at);
                text.drain(at..(at + length).min(text.len()));
            }
            Self::Repeat(at) => {
                let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
                if let Some(line) = lines.get(at % lines.len().max(1)).copied() {
                    lines.push(line);
                }
                *text = lines.concat();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_lesson_reads_or_has_a_fault(
        damages in prop::collection::vec((prop::sample::select(files()), damage()), 1..4),
    ) {
        let folder = good();
        for (name, damage) in &damages {
            let path = folder.path().join(name);
            let mut text = fs::read(&path).expect("the file");
            damage.apply(&mut text);
            fs::write(&path, text).expect("the damaged file");
        }
        // That it does not panic is half of the test.
        if let Err(faults) = author::read(folder.path()) {
            let report = faults.report(false);
            prop_assert!(!faults.is_empty());
            prop_assert_eq!(report.matches("  help: ").count(), faults.len(), "each fault says what to do:\n{}", report);
            prop_assert!(!report.contains("Failed to read"), "each place can be shown:\n{}", report);
        }
    }
}
