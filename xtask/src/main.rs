//! `cargo xtask <word>`: the one command that a contributor has to know. Everything it does is in the library.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{bench, build, check, package, serve, setup};

/// By Popular Demand: set up, serve, build, test, bench.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Find or install every tool that building and testing need
    Setup,
    /// Show the lesson on this machine, and build it again whenever a file changes
    Serve {
        /// The port to use; without it 8080, or the next free one
        #[arg(long)]
        port: Option<u16>,
    },
    /// Build the finished lesson into dist/ and hold it against its size bounds
    Build {
        /// The folder of another lesson; without it `content`
        #[arg(long)]
        lesson: Option<std::path::PathBuf>,
    },
    /// Write the packages that courses take in, into packages/ beside the finished page
    Package {
        /// The folder of another lesson; without it `content`
        #[arg(long)]
        lesson: Option<std::path::PathBuf>,
        /// The quiz that the course is to open, as the page "The quiz" writes it: "set=core&seed=7"
        #[arg(long)]
        quiz: Option<String>,
    },
    /// Run every check: format, lints, documentation, rules, build, browsers
    Test,
    /// Build, then measure sizes and loading as a table
    Bench,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().word).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(word: Word) -> Result<()> {
    match word {
        Word::Setup => setup::everything(),
        Word::Serve { port } => serve::serve(port).await,
        Word::Build { lesson: None } => build::build(),
        Word::Build { lesson: Some(lesson) } => build::other(&lesson),
        Word::Package { lesson, quiz } => package::package(lesson.as_deref(), quiz.as_deref()),
        Word::Test => check::check(),
        Word::Bench => bench::bench().await,
    }
}
