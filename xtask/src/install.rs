//! How each tool gets here: never into the clone, and with one sentence where it cannot.

use std::{
    fs::{self, File},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    places, run,
    tools::{BINARYEN, PACKAGES, TRUNK, Tool, WASM_TARGET},
};

/// A build tool runs for a second: compiling it fast matters more than how fast it runs.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
];

/// How long it usually takes.
pub(crate) fn usual_time(tool: Tool) -> &'static str {
    match tool {
        Tool::WasmTarget | Tool::WasmOpt => "some seconds",
        Tool::Trunk => "2 to 4 minutes",
        Tool::WasmBindgen => "2 to 3 minutes",
        Tool::Chromium | Tool::Chromedriver | Tool::Xmllint | Tool::Packages => "about a minute",
    }
}

/// The commands that install a tool, in order; nothing has been done yet.
///
/// # Errors
/// One sentence where it cannot be done on this machine, with the command to type.
pub(crate) fn commands(tool: Tool) -> Result<Vec<Command>> {
    match tool {
        Tool::WasmTarget => target(),
        Tool::Trunk => Ok(crate_binary("trunk", TRUNK, &["--no-default-features"])),
        Tool::WasmBindgen => {
            let version = tool.wanted()?.context("wasm-bindgen is not pinned")?;
            Ok(crate_binary("wasm-bindgen-cli", &version, &[]))
        }
        Tool::WasmOpt => npm_packages(&[("binaryen", BINARYEN)], Some("wasm-opt")),
        Tool::Packages => npm_packages(&PACKAGES, None),
        Tool::Chromium | Tool::Chromedriver => debian("Chromium and chromedriver", "chromium chromium-driver"),
        Tool::Xmllint => debian("xmllint", "libxml2-utils"),
    }
}

fn target() -> Result<Vec<Command>> {
    if run::find(&["rustup"]).is_none() {
        bail!(
            "this Rust has no {WASM_TARGET} target and there is no rustup to add it; install rustup with: \
             curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
        );
    }
    let mut command = run::command("rustup"); // in the root, so that rust-toolchain.toml says which Rust
    command.args(["target", "add", WASM_TARGET]);
    Ok(vec![command])
}

fn crate_binary(name: &str, version: &str, more: &[&str]) -> Vec<Command> {
    let mut command = run::away_from_the_project(run::cargo());
    command.args(["install", "--locked", "--force", name, "--version", version]).args(more);
    command.arg("--root").arg(places::cargo_home()).envs(QUICK_BUILD);
    vec![command]
}

fn npm_packages(packages: &[(&str, &str)], program: Option<&str>) -> Result<Vec<Command>> {
    let names: Vec<String> = packages.iter().map(|(name, version)| format!("{name}@{version}")).collect();
    if run::find(&["npm"]).is_none() {
        let by_hand = if is_debian() { "sudo apt-get install nodejs npm" } else { "see https://nodejs.org/" };
        bail!("{} comes from npm, which is missing; install it with: {by_hand}", names.join(", "));
    }
    let mut command = run::away_from_the_project(run::command("npm"));
    // Nothing that a package brings along is run: the tests load files of theirs, no more.
    command.args(["install", "--global", "--no-fund", "--no-audit", "--ignore-scripts"]).args(&names);
    if !global_folder_is_free_for(program) {
        let prefix = places::own_prefix();
        println!("It goes to {}: npm's own folder may not be written to, or is not on the PATH.", prefix.display());
        command.arg("--prefix").arg(prefix);
    }
    Ok(vec![command])
}

/// Whether npm may write to its global folder, its programs are found there, and none of another packager's is in the
/// way.
fn global_folder_is_free_for(program: Option<&str>) -> bool {
    let mut npm = run::command("npm");
    npm.args(["prefix", "--global"]);
    let Some(prefix) = run::output(npm).map(std::path::PathBuf::from) else { return false };
    let writable = ["lib/node_modules", "bin"].into_iter().all(|folder| {
        let folder = prefix.join(folder);
        fs::create_dir_all(&folder).is_ok() && tempfile::tempfile_in(&folder).is_ok()
    });
    let bin = prefix.join("bin");
    let usable = program.is_none_or(|program| {
        let file = bin.join(program);
        let is_npms = fs::read_link(&file).is_ok_and(|to| to.to_string_lossy().contains("node_modules"));
        std::env::split_paths(&run::search_path()).any(|folder| folder == bin) && (is_npms || !file.exists())
    });
    writable && usable
}

fn debian(what: &str, names: &str) -> Result<Vec<Command>> {
    let packages = format!("apt-get install -y --no-install-recommends {names}");
    if !is_debian() {
        let by_hand = [
            ("brew", "brew install --cask chromium chromedriver; brew install libxml2"),
            ("dnf", "sudo dnf install chromium chromedriver libxml2"),
            ("pacman", "sudo pacman -S chromium libxml2"),
        ];
        let known = by_hand.iter().find(|(program, _)| run::find(&[program]).is_some());
        let by_hand = known.map_or("your system's packages", |(_, line)| line);
        bail!("the tests need {what}, and only Debian's are known here; install what is missing with: {by_hand}");
    }
    let Some(admin) = admin() else {
        bail!("installing {what} takes root; type: sudo apt-get update && sudo {packages}");
    };
    let commands = ["apt-get update", &packages].map(|line| {
        let words = admin.iter().copied().chain(line.split(' ')).collect::<Vec<_>>();
        let mut command = run::away_from_the_project(run::command(words[0]));
        command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        command
    });
    Ok(commands.into())
}

fn is_debian() -> bool {
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    system.lines().any(|line| line == "ID=debian") && run::find(&["apt-get"]).is_some()
}

/// What to put before a command that takes root: nothing, `sudo -n`, or `None` where neither works.
fn admin() -> Option<&'static [&'static str]> {
    let mut id = run::command("id");
    id.arg("-u");
    let mut sudo = run::command("sudo");
    sudo.args(["-n", "true"]);
    if run::output(id).as_deref() == Some("0") { Some(&[]) } else { run::output(sudo).map(|_| &["sudo", "-n"][..]) }
}

/// Runs an installer without its chatter, which is kept for when it fails.
///
/// # Errors
/// One sentence that says why, where to read all of it, and what to type.
pub(crate) fn quietly(mut command: Command, what: &str) -> Result<()> {
    let log = tempfile::Builder::new().prefix("popular-demand-").suffix(".log").tempfile();
    let log = log.context("could not make a log file")?;
    let copy = || log.as_file().try_clone().context("could not open the log file twice");
    let by_hand = run::line(&command);
    let status = command.stdin(Stdio::null()).stdout(copy()?).stderr(copy()?).status();
    if status.as_ref().is_ok_and(std::process::ExitStatus::success) {
        return Ok(());
    }
    let why = match status {
        Err(error) => format!("{} could not be started ({error})", command.get_program().display()),
        Ok(_) => reason(&fs::read_to_string(log.path()).unwrap_or_default()),
    };
    let (_, path): (File, _) = log.keep().context("could not keep the log file")?;
    bail!("{what} could not be installed: {why} (all of it: {}); by hand: {by_hand}", path.display())
}

/// Why an installer failed, in a few words, from all that it printed.
fn reason(log: &str) -> String {
    const OFFLINE: [&str; 9] = [
        "could not resolve",
        "couldn't resolve",
        "temporary failure resolving",
        "could not connect",
        "failed to connect",
        "network failure",
        "network is unreachable",
        "enotfound",
        "econnrefused",
    ];
    let lower = log.to_lowercase();
    if OFFLINE.iter().any(|words| lower.contains(words)) {
        return "the network did not answer".to_owned();
    }
    let marks = ["error", "E: ", "npm error", "npm ERR!"];
    let codes = ["npm error code", "npm error errno", "npm ERR! code", "npm ERR! errno"]; // npm's words come after them
    let first = log.lines().find(|line| {
        marks.iter().any(|mark| line.starts_with(mark)) && !codes.iter().any(|code| line.starts_with(code))
    });
    first.or(log.lines().last()).unwrap_or("it did not say why").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_few_words() {
        let log = "    Updating crates.io index\nwarning: spurious network error (3 tries remaining): \
                   [6] Could not resolve hostname\nerror: download of config.json failed\n";
        assert_eq!(reason(log), "the network did not answer");
        assert_eq!(reason("Compiling a\nerror: linker `cc` not found\n  |\nmore"), "error: linker `cc` not found");
        let log = "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error errno X\nnpm error self-signed certificate\n";
        assert_eq!(reason(log), "npm error self-signed certificate");
        assert_eq!(reason(""), "it did not say why");
    }

    #[test]
    fn an_installer_that_fails_is_one_sentence() {
        let mut command = run::command("sh");
        command.args(["-c", "echo chatter; echo 'error: no room' >&2; exit 3"]);
        let message = format!("{:#}", quietly(command, "a thing").unwrap_err());
        assert!(message.starts_with("a thing could not be installed: error: no room (all of it: "), "{message}");
        assert_eq!(message.lines().count(), 1);
        let log = message.split("all of it: ").nth(1).unwrap().split(')').next().unwrap();
        assert_eq!(fs::read_to_string(log).unwrap(), "chatter\nerror: no room\n");
        fs::remove_file(log).unwrap();
    }
}
