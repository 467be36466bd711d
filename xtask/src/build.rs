//! `cargo xtask build`: Trunk makes `dist/`, the gates judge it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{places, run, setup, sizes};

/// Builds the finished lesson, and refuses one that is over its bounds.
///
/// # Errors
/// When a tool is missing, Trunk fails, or a bound is passed.
pub fn build() -> Result<()> {
    setup::build_tools()?;
    page()?;
    sizes::gate(&places::dist())
}

/// Builds the finished lesson, whatever it weighs.
///
/// # Errors
/// When Trunk fails; it has then said why.
pub fn page() -> Result<()> {
    if !run::succeeds(trunk())? {
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
