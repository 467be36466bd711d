//! The app: what is on the screen.
//!
//! - `page`: everything that can be read, prerendered on the host (feature `ssr`)
//! - `picture`: data to SVG (feature `ssr`)
//! - `island`: what a student can do: the guide, the desk, the pop-overs; prerendered, then woken in the browser
//! - [`port`]: the browser's side of things: storage, forms, addresses, files
//!
//! `src/bin/press` turns content into the finished page; `src/boot.js` starts this library in the browser; `src/bin/course`
//! is what talks to a course there.

#![recursion_limit = "256"]

#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod island;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod picture;
pub mod port;
#[cfg(feature = "hydrate")]
pub mod start;
