//! Child processes: found on a PATH that includes what `setup` installs, and started free of what the `cargo` around
//! `cargo xtask` left in the environment.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::places;

/// What `cargo run` tells the program it starts about that program's package: nobody else's business.
const OF_THE_OUTER_CARGO: [&str; 5] =
    ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PRIMARY_PACKAGE"];

/// What a user may have set for *this* project, and would spoil the build of a tool.
const OF_THIS_PROJECT: [&str; 7] = [
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_INSTALL_ROOT",
    "CARGO_TARGET_DIR",
    "RUSTFLAGS",
];

/// The folders in which tools are looked for: ours first, so that a version we installed wins over another one.
pub fn search_path() -> OsString {
    let ours = [places::cargo_home().join("bin"), places::own_prefix().join("bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let folders = ours.into_iter().chain(env::split_paths(&theirs));
    env::join_paths(folders).unwrap_or(theirs)
}

/// The first of `names` that is a file on the search path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = search_path();
    let mut candidates = names.iter().flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name)));
    candidates.find(|file| file.is_file())
}

/// A command that runs in the repository's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(places::root()).env("PATH", search_path());
    for name in OF_THE_OUTER_CARGO {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo` in the repository's root, even where it is not on the PATH.
pub fn cargo() -> Command {
    let outer = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(find(&["cargo"]).map_or(outer, PathBuf::into_os_string))
}

/// Makes a command fit to install a tool: outside the repository, without this project's compiler settings.
pub fn away_from_the_project(mut command: Command) -> Command {
    command.current_dir(env::temp_dir());
    for name in OF_THIS_PROJECT {
        command.env_remove(name);
    }
    command
}

/// What a command prints, trimmed, or `None` where it cannot be started or fails.
pub fn output(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs a command in the open, and tells whether it succeeded.
///
/// # Errors
/// When it cannot be started.
pub fn succeeds(mut command: Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("could not start `{}`", line(&command)))?;
    Ok(status.success())
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_that_we_installed_win() {
        let path = search_path();
        assert_eq!(env::split_paths(&path).next(), Some(places::cargo_home().join("bin")));
    }

    #[test]
    fn a_command_reads_as_it_is_typed() {
        let mut command = command("/usr/bin/cargo");
        command.args(["test", "-p", "two words"]);
        assert_eq!(line(&command), "cargo test -p 'two words'");
    }

    #[test]
    fn a_command_that_fails_has_no_output() {
        assert_eq!(output(command("false")), None);
        assert_eq!(output(command("no-such-program-here")), None);
    }
}
