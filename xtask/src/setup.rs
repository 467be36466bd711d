//! `cargo xtask setup`: finds or installs everything, says what it is doing, and does nothing twice.

use std::thread;

use anyhow::{Result, bail};

use crate::{install, tools::Tool};

/// What `build` and `serve` need. Silent when it is all here.
///
/// # Errors
/// One sentence on what cannot be done, with the command to type.
pub fn build_tools() -> Result<()> {
    provide(&Tool::BUILD).map(drop)
}

/// What `test` and `bench` need. Silent when it is all here.
///
/// # Errors
/// One sentence on what cannot be done, with the command to type.
pub fn all_tools() -> Result<()> {
    build_tools()?;
    provide(&Tool::TEST).map(drop)
}

/// The `setup` command: everything, and a line to say so.
///
/// # Errors
/// One sentence on what cannot be done, with the command to type.
pub fn everything() -> Result<()> {
    let tools = [Tool::BUILD.as_slice(), Tool::TEST.as_slice()].concat();
    let versions = provide(&tools)?;
    let list = tools.iter().zip(versions).map(|(tool, version)| format!("{} {version}", tool.name()).trim().to_owned());
    println!("All tools are here: {}.", list.collect::<Vec<_>>().join(", "));
    Ok(())
}

/// Installs what is missing or has another version, and gives the version of each.
fn provide(tools: &[Tool]) -> Result<Vec<String>> {
    let mut versions = Vec::new();
    for (&tool, found) in tools.iter().zip(look_for(tools)) {
        let wanted = tool.wanted()?;
        match judge(found, wanted.as_deref()) {
            Found::Right(version) => versions.push(version),
            // An installation may have brought this tool along: Debian's Chromium and its driver come together.
            Found::Missing | Found::Other(_) if versions_match(tool.found(), wanted.as_deref()) => {
                versions.push(tool.found().unwrap_or_default());
            }
            Found::Missing => versions.push(install(tool, wanted.as_deref(), "")?),
            Found::Other(version) => {
                let why = format!(" in place of {version}, because the lesson is built with this version");
                versions.push(install(tool, wanted.as_deref(), &why)?);
            }
        }
    }
    Ok(versions)
}

fn install(tool: Tool, wanted: Option<&str>, why: &str) -> Result<String> {
    let name = format!("{} {}", tool.name(), wanted.unwrap_or_default());
    let name = name.trim();
    let commands = install::commands(tool)?;
    println!("Installing {name}{why}. It usually takes {}.", install::usual_time(tool));
    for command in commands {
        install::quietly(command, name)?;
    }
    let look = format!("which -a {}", tool.name().to_lowercase());
    match judge(tool.found(), wanted) {
        Found::Right(version) => Ok(version),
        Found::Missing => bail!("{name} was installed, yet is not on the PATH; look for it with: {look}"),
        Found::Other(version) => {
            bail!("{name} was installed, yet version {version} is found; look for both with: {look}")
        }
    }
}

/// Looks for all tools at once: each look starts a program or two.
fn look_for(tools: &[Tool]) -> Vec<Option<String>> {
    thread::scope(|scope| {
        let looks: Vec<_> = tools.iter().map(|tool| scope.spawn(|| tool.found())).collect();
        looks.into_iter().map(|look| look.join().unwrap_or_default()).collect()
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    Right(String),
    Other(String),
    Missing,
}

fn judge(found: Option<String>, wanted: Option<&str>) -> Found {
    match (found, wanted) {
        (None, _) => Found::Missing,
        (Some(found), Some(wanted)) if found != wanted => Found::Other(found),
        (Some(found), _) => Found::Right(found),
    }
}

fn versions_match(found: Option<String>, wanted: Option<&str>) -> bool {
    matches!(judge(found, wanted), Found::Right(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pinned_version_is_right() {
        assert_eq!(judge(None, None), Found::Missing);
        assert_eq!(judge(Some("156".into()), None), Found::Right("156".into()));
        assert_eq!(judge(Some("108".into()), Some("132")), Found::Other("108".into()));
        assert_eq!(judge(Some("132".into()), Some("132")), Found::Right("132".into()));
    }
}
