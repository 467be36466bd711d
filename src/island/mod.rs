//! What a student can do. Islands show the record's state and pass on what the student did; rules live downstairs, in
//! the crate `lesson`. Texts of the lesson come in as children, printed on the host, and are not in the WASM.

pub mod aside;
pub mod belief;
pub mod board;
pub mod check;
pub mod deck;
pub mod desk;
pub mod essay;
pub mod guide;
pub mod keeping;
pub mod picture;
pub mod quiz;
pub mod route;
pub mod search;
pub mod sequence;
pub mod shelf;
pub mod shell;
pub mod summary;
