//! Where things are: for every room of the workshop that reads or writes a file.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The repository's root, known since `xtask` was compiled in it.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The finished lesson, as Trunk leaves it.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Another lesson, finished: its folder below `target/lessons` has the name of the folder that it is made from.
pub fn other_dist(lesson: &Path) -> PathBuf {
    root().join("target/lessons").join(lesson.file_name().unwrap_or(lesson.as_os_str()))
}

/// Where Cargo keeps its own: `$CARGO_HOME`, or `~/.cargo`.
pub fn cargo_home() -> PathBuf {
    match env::var_os("CARGO_HOME") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ => home().join(".cargo"),
    }
}

/// Where npm packages go when npm's own global folder may not be written to.
pub fn own_prefix() -> PathBuf {
    home().join(".local")
}

fn home() -> PathBuf {
    env::home_dir().unwrap_or_else(|| PathBuf::from("/"))
}
