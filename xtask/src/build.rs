//! `cargo xtask build`: Trunk makes `dist/`, the gates judge it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{package, places, run, setup, sizes};

/// The press reads from this variable where the lesson is; without it `content`.
const LESSON: &str = "LESSON";

/// Builds the finished lesson, refuses one that is over its bounds, and counts what is in it.
///
/// # Errors
/// When a tool is missing, Trunk fails, or a bound is passed.
pub fn build() -> Result<()> {
    setup::build_tools()?;
    page()?;
    sizes::gate(&places::dist())?;
    count(&places::root().join("content"))
}

/// Builds another lesson, from its own folder into `target/lessons`, under the same gates.
///
/// # Errors
/// When there is no such folder, and as [`build`] does.
pub fn other(lesson: &Path) -> Result<()> {
    let lesson = lesson_folder(lesson)?;
    setup::build_tools()?;
    let dist = places::other_dist(&lesson);
    into(&lesson, &dist)?;
    package::pack(&dist, &package::read(&lesson)?, None)?;
    sizes::gate(&dist)?;
    count(&lesson)?;
    println!("The lesson is in {}", dist.display());
    Ok(())
}

/// Prints what a lesson holds.
fn count(lesson: &Path) -> Result<()> {
    let Ok(lesson) = author::read(lesson) else { bail!("the lesson has changed while it was built; build it again") };
    println!();
    for (what, value) in author::census::census(&lesson) {
        println!("{what:<42} {value}");
    }
    Ok(())
}

/// The folder of another lesson, in full: Trunk's hook runs elsewhere.
///
/// # Errors
/// When there is no such folder.
pub fn lesson_folder(lesson: &Path) -> Result<PathBuf> {
    lesson.canonicalize().with_context(|| format!("there is no folder {}", lesson.display()))
}

/// Builds the finished lesson and its packages, whatever they weigh.
///
/// # Errors
/// When Trunk fails, and has then said why, or a package cannot be written.
pub fn page() -> Result<()> {
    let content = places::root().join("content");
    into(&content, &places::dist())?;
    package::pack(&places::dist(), &package::read(&content)?, None).map(drop)
}

/// Builds a lesson into a folder, without its packages.
///
/// # Errors
/// When Trunk fails; it has then said why.
pub fn into(lesson: &Path, dist: &Path) -> Result<()> {
    let mut command = trunk();
    command.env(LESSON, lesson).arg("--dist").arg(dist);
    if !run::succeeds(command)? {
        bail!("the lesson could not be built; what to mend stands above");
    }
    Ok(())
}

/// The command that builds the lesson. It leaves the last good `dist/` alone when it fails.
pub fn trunk() -> Command {
    let mut command = run::command("trunk");
    command.args(["build", "--release", "--log", "warn"]);
    command.env("RUST_LIB_BACKTRACE", "0"); // a fault in the content is no occasion to show Trunk's insides
    command
}
