//! What the tests in `pages/` share: the finished lesson, a browser on it, and words for what a user does there.
//!
//! - [`endpoint`]: a course that speaks cmi5 and notes everything that it ought not to be told
//! - [`house`]: the finished lesson on a server, and what it ought to say
//! - [`visit`]: one browser on one site; it ends with a look at the console
//! - [`frame`]: the lesson in a frame of someone else's page
//! - [`screen`]: what is on the screen, by role and accessible name; pointer and keyboard
//! - [`hands`]: the whole of a claim by keys, by pointer, by finger; what is announced meanwhile
//! - [`course`]: a course that the lesson runs in, strict or out of order, and what it was told
//! - [`parcel`]: the packages beside the finished page, unpacked, and their manifests held against their schemas
//! - [`snapshot`]: what is on the screen where no script may run, not even a test's
//! - [`answers`]: what a student answers, and the record that it leaves
//! - [`texts`]: every text of the lesson, and where it must be found

pub mod answers;
pub mod course;
pub mod endpoint;
pub mod frame;
pub mod hands;
pub mod house;
pub mod parcel;
pub mod screen;
pub mod snapshot;
pub mod texts;
pub mod visit;
