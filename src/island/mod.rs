//! What a student can do. Islands show the record's state and pass on what the student did; rules live downstairs, in
//! the crate `lesson`. Texts of the lesson come in as children, printed on the host, and are not in the WASM.

pub mod aside;
pub mod belief;
pub mod check;
pub mod desk;
pub mod guide;
pub mod keeping;
pub mod route;
pub mod search;
pub mod shelf;
