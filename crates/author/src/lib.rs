//! Reads a lesson's content, resolves every reference, checks it, and reports every fault at once, each with its file
//! and line, what is wrong and what to do.
//!
//! For the press, which builds the page, and for its tests. Host only. What an author may write is documented in
//! `content/README.md`.
//!
//! - [`fault`]: what is wrong, where, and what to do
//! - [`folder`]: the files of a lesson
//! - [`tables`]: what an author may write
//! - [`source`]: what an author writes, as it was written
//! - [`explain`]: what is wrong with a file that cannot be read
//! - [`markdown`]: prose, from text to blocks
//! - [`census`]: what a lesson holds, counted
//! - [`reader`]: simulated readers of the quiz: whether knowing pays, and guessing does not
//! - [`resolve`]: from what was written to what the app runs on; the checks

pub mod census;
pub mod explain;
pub mod fault;
pub mod folder;
pub mod markdown;
pub mod reader;
pub mod resolve;
pub mod source;
pub mod tables;

pub use fault::Faults;

/// Reads the lesson in this folder.
///
/// # Errors
/// Every fault of it, in the order of files and lines.
pub fn read(folder: &std::path::Path) -> Result<lesson::content::Lesson, Faults> {
    let mut faults = Faults::default();
    let lesson = folder::Folder::read(folder, &mut faults).and_then(|folder| {
        let source = source::Source::read(&folder, &mut faults);
        resolve::resolve(&source, &mut faults)
    });
    match lesson {
        Some(lesson) if faults.is_empty() => Ok(lesson),
        _ => Err(faults.sorted()),
    }
}
