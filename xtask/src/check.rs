//! `cargo xtask test`: everything that must pass, in the order in which it fails fastest. It stops at the first fault,
//! and names the command that repeats that step alone.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, bail};

use crate::{build, places, run, setup};

/// One step.
struct Step {
    name: &'static str,
    work: Work,
}

enum Work {
    /// What follows `cargo`, and what it says in its environment.
    Cargo(&'static str),
    /// The same with faults in documentation as errors.
    Doc(&'static str),
    /// The page and its gates.
    Build,
    /// The page of another lesson and its gates.
    Other(&'static str),
}

/// The steps, in order.
const STEPS: [Step; 14] = [
    Step { name: "format", work: Work::Cargo("fmt --all --check") },
    Step {
        name: "lints: crates",
        work: Work::Cargo("clippy --workspace --exclude popular-demand --all-targets -- -D warnings"),
    },
    Step {
        name: "lints: app on the host",
        work: Work::Cargo("clippy -p popular-demand --features ssr --all-targets -- -D warnings"),
    },
    Step {
        name: "lints: app in the browser",
        work: Work::Cargo(
            "clippy -p popular-demand --features hydrate --target wasm32-unknown-unknown --lib -- -D warnings",
        ),
    },
    Step {
        name: "lints: what talks to courses",
        work: Work::Cargo(
            "clippy -p popular-demand --features course --target wasm32-unknown-unknown --lib --bins -- -D warnings",
        ),
    },
    Step { name: "documentation: crates", work: Work::Doc("doc --no-deps --workspace --exclude popular-demand") },
    Step { name: "documentation: app on the host", work: Work::Doc("doc --no-deps -p popular-demand --features ssr") },
    Step {
        name: "documentation: app in the browser",
        work: Work::Doc("doc --no-deps -p popular-demand --features hydrate --target wasm32-unknown-unknown --lib"),
    },
    Step {
        name: "documentation: what talks to courses",
        work: Work::Doc("doc --no-deps -p popular-demand --features course --target wasm32-unknown-unknown --lib"),
    },
    Step { name: "tests: crates", work: Work::Cargo("test --workspace --exclude popular-demand --exclude pages") },
    Step { name: "tests: app", work: Work::Cargo("test -p popular-demand --features ssr") },
    Step { name: "build", work: Work::Build },
    Step { name: "build: the other lesson", work: Work::Other("tests/other-lesson") },
    Step { name: "tests: browsers", work: Work::Cargo("test -p pages") },
];

/// Runs every step.
///
/// # Errors
/// At the first step that fails, with the command that repeats it.
pub fn check() -> Result<()> {
    setup::all_tools()?;
    let started = Instant::now();
    for (number, step) in (1..).zip(&STEPS) {
        println!("\n── {number} of {}: {} ──", STEPS.len(), step.name);
        let began = Instant::now();
        step.run()?;
        println!("   passed in {}", time(began.elapsed()));
    }
    println!("\nAll {} steps passed in {}.", STEPS.len(), time(started.elapsed()));
    Ok(())
}

impl Step {
    fn run(&self) -> Result<()> {
        let repeat = self.command_line();
        let failed = || format!("the step \"{}\" failed; to repeat it alone: {repeat}", self.name);
        match &self.work {
            Work::Build => build::build().map_err(|fault| anyhow!("{fault:#}; {}", failed())),
            Work::Other(lesson) => {
                build::other(&places::root().join(lesson)).map_err(|fault| anyhow!("{fault:#}; {}", failed()))
            }
            Work::Cargo(words) | Work::Doc(words) => {
                if !run::succeeds(self.cargo(words))? {
                    bail!(failed());
                }
                Ok(())
            }
        }
    }

    fn cargo(&self, words: &str) -> Command {
        let mut command = run::cargo();
        command.args(words.split(' '));
        if matches!(self.work, Work::Doc(_)) {
            command.env("RUSTDOCFLAGS", "-D warnings");
        }
        command
    }

    fn command_line(&self) -> String {
        match &self.work {
            Work::Cargo(words) => format!("cargo {words}"),
            Work::Doc(words) => format!("RUSTDOCFLAGS='-D warnings' cargo {words}"),
            Work::Build => "cargo xtask build".to_owned(),
            Work::Other(lesson) => format!("cargo xtask build --lesson {lesson}"),
        }
    }
}

fn time(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_can_be_repeated_by_its_line() {
        assert_eq!(STEPS[0].command_line(), "cargo fmt --all --check");
        assert!(STEPS[5].command_line().starts_with("RUSTDOCFLAGS='-D warnings' cargo doc"));
        assert_eq!(STEPS[12].command_line(), "cargo xtask build --lesson tests/other-lesson");
    }

    #[test]
    fn times_read_well() {
        assert_eq!(time(Duration::from_millis(900)), "0 s");
        assert_eq!(time(Duration::from_secs(125)), "2 min 5 s");
    }
}
