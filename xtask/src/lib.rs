//! The workshop of the project, for whoever builds, tests or measures the lesson: one place, one word each.
//!
//! `cargo xtask setup | serve | build | package | test | bench` are its words. The browser tests in `tests/` use two of its
//! rooms as a library: [`site`] and [`browser`].
//!
//! | room | what it does |
//! |---|---|
//! | [`setup`], [`tools`], `install` | find or install every tool, and say in one sentence what cannot be done |
//! | [`build`], [`sizes`], [`origins`] | make `dist/`, and hold it against the bounds of DESIGN.md, section 7 |
//! | [`mod@package`] | what courses take in, from the finished page |
//! | [`serve`], [`watch`], [`site`] | show the lesson while it is being written |
//! | [`check`] | everything that must pass |
//! | [`mod@bench`], [`browser`], [`plain`], [`readers`] | measure the page as a student gets it, and the quiz |
//! | [`places`], [`run`], [`html`], [`table`] | what the rooms share: paths, child processes, tags, tables |

pub mod bench;
pub mod browser;
pub mod build;
pub mod check;
mod driver;
pub mod html;
mod install;
pub mod origins;
pub mod package;
pub mod places;
pub mod plain;
pub mod readers;
pub mod run;
pub mod serve;
pub mod setup;
pub mod site;
pub mod sizes;
pub mod table;
pub mod tools;
pub mod watch;

pub use axum;
pub use fantoccini;
