//! What a lesson is, how answers are marked, and what a student's record is.
//!
//! The ground floor: no browser, no files, no screen. Whoever wants to know a rule finds it here, with its source.
//!
//! - [`id`], [`date`], [`ladder`], [`prose`]: the words that the rest is written in
//! - [`content`]: a lesson: units, claims, records, notes, words
//! - [`apparatus`]: what stands round the units: people, places, pictures, the timeline, ways through
//! - [`check`]: short questions after a unit, and how they are marked
//! - [`find`]: how texts are searched
//! - [`desk`]: what a student does with a claim, step by step
//! - [`mark`]: what an answer is worth
//! - [`diagnosis`]: what it shows beyond its marks
//! - [`quiz`], [`shuffle`]: which claims, in which order, and how they are marked
//! - [`deck`]: which claims return, and when
//! - [`summary`]: what all answers come to
//! - [`board`]: the claim board
//! - [`writing`]: the essay and how it is judged
//! - [`learner`]: everything that a student has said so far, and how it is stored
//! - [`pack`]: values as short texts

pub mod apparatus;
pub mod board;
pub mod check;
pub mod content;
pub mod date;
pub mod deck;
pub mod desk;
pub mod diagnosis;
pub mod find;
pub mod id;
pub mod ladder;
pub mod learner;
pub mod mark;
pub mod pack;
pub mod prose;
pub mod quiz;
pub mod shuffle;
pub mod summary;
pub mod writing;
