//! The browser's side of things. Compiled on the host as well, where islands are printed; there nothing in here runs,
//! for effects and events exist in the browser only.

pub mod check;
pub mod clock;
#[cfg(feature = "course")]
pub mod course;
pub mod dom;
pub mod files;
pub mod form;
pub mod home;
pub mod page;
pub mod picture;
pub mod place;
pub mod search;
pub mod storage;
pub mod student;
pub mod way;
