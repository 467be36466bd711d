//! `cargo xtask serve`: the lesson on this machine, built again whenever a file changes, for whoever writes it.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use tokio::{signal, time::sleep};

use crate::{
    build, package, places, setup,
    site::{RunningSite, Site},
    sizes,
    watch::Watch,
};

/// Where the lesson is served unless that port is taken.
const PORT: u16 = 8080;

/// Builds and serves until Ctrl+C.
///
/// # Errors
/// When a tool is missing or the port that was asked for is taken. A build that fails is no error here: the page stays
/// as it last was, and the next change builds it again.
pub async fn serve(port: Option<u16>) -> Result<()> {
    setup::build_tools()?;
    let mut watch = Watch::new(places::root());
    tokio::select! {
        end = interrupted() => return end,
        built = rebuild() => report(built?),
    }
    let site = start(port).await?;
    println!("The lesson is at {}  (Ctrl+C ends)", site.address());
    tokio::select! {
        end = interrupted() => end,
        failed = keep_building(&mut watch) => failed,
    }
}

async fn interrupted() -> Result<()> {
    signal::ctrl_c().await.context("could not listen for Ctrl+C")?;
    println!();
    Ok(())
}

async fn keep_building(watch: &mut Watch) -> Result<()> {
    loop {
        sleep(Duration::from_millis(500)).await;
        if watch.has_changed() {
            println!("A file has changed: building.");
            report(rebuild().await?);
        }
    }
}

#[derive(Clone, Copy)]
enum Build {
    Good(Duration),
    Failed,
}

/// One build; it ends with its process when this future is dropped.
async fn rebuild() -> Result<Build> {
    let started = Instant::now();
    let mut trunk = tokio::process::Command::from(build::trunk());
    let status = trunk.kill_on_drop(true).status().await.context("could not start trunk")?;
    Ok(if status.success() { Build::Good(started.elapsed()) } else { Build::Failed })
}

fn report(build: Build) {
    match build {
        Build::Good(time) => {
            println!("Built in {} s. Reload the page to see it.", time.as_secs());
            if let Err(fault) = pack().and_then(|()| sizes::gate(&places::dist())) {
                println!("It could not be published as it is: {fault:#}");
            }
        }
        Build::Failed => println!("The build failed: what to mend stands above. The page stays as it last was."),
    }
    io::stdout().flush().ok();
}

/// What the page offers to take away.
fn pack() -> Result<()> {
    let lesson = package::read(&places::root().join("content"))?;
    package::pack(&places::dist(), &lesson, None).map(drop)
}

/// On the port asked for, or on the first free one from 8080 on.
async fn start(port: Option<u16>) -> Result<RunningSite> {
    let site = |port| Site::of(places::dist()).port(port).start();
    if let Some(port) = port {
        return site(port).await.map_err(|error| anyhow!("{error:#}; without --port, the next free one is used"));
    }
    for port in PORT..PORT + 100 {
        if let Ok(site) = site(port).await {
            return Ok(site);
        }
    }
    site(0).await
}
