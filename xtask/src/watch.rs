//! Notices that the lesson's files have changed, for [`crate::serve`].
//!
//! It looks twice a second instead of asking the system to be told: a few hundred files cost next to nothing, and it
//! works alike in containers and on shared disks. A file that was saved without a change is no change.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What in the root cannot change the page: results, tests, and the workshop itself.
const LEFT_OUT: [&str; 6] = ["Cargo.lock", "dist", "node_modules", "target", "tests", "xtask"];

type Stamps = BTreeMap<PathBuf, (SystemTime, u64)>;

/// A folder, as it was when last looked at.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    stamps: Stamps,
    content: u64,
}

impl Watch {
    /// Remembers a folder as it is now.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let stamps = stamps(&root);
        Self { content: content(&stamps), stamps, root }
    }

    /// Whether any file came, went or changed since the last look.
    pub fn has_changed(&mut self) -> bool {
        let stamps = stamps(&self.root);
        if stamps == self.stamps {
            return false;
        }
        let content = content(&stamps);
        self.stamps = stamps;
        std::mem::replace(&mut self.content, content) != content
    }
}

fn stamps(root: &Path) -> Stamps {
    let mut stamps = Stamps::new();
    collect(root, &mut stamps, &LEFT_OUT);
    stamps
}

/// A folder or file that cannot be read has just gone: that is a change too, not an error.
fn collect(folder: &Path, stamps: &mut Stamps, left_out: &[&str]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if name.starts_with('.') || left_out.contains(&&*name) {
            continue;
        }
        if about.is_dir() {
            collect(&entry.path(), stamps, &[]);
        } else if let Ok(modified) = about.modified() {
            stamps.insert(entry.path(), (modified, about.len()));
        }
    }
}

fn content(stamps: &Stamps) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in stamps.keys() {
        path.hash(&mut hasher);
        fs::read(path).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("content/unit.md");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::create_dir_all(folder.path().join("dist")).unwrap();
        fs::write(&file, "one").unwrap();
        let mut watch = Watch::new(folder.path());
        assert!(!watch.has_changed());
        fs::write(&file, "two!").unwrap();
        assert!(watch.has_changed());
        assert!(!watch.has_changed());
        fs::File::open(&file).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(!watch.has_changed(), "saved without a change");
        fs::write(folder.path().join("dist/index.html"), "built").unwrap();
        assert!(!watch.has_changed(), "what is built is not watched");
        fs::remove_file(&file).unwrap();
        assert!(watch.has_changed());
    }
}
