//! What the press tells the browser about the page, packed into an attribute of it.

use leptos::prelude::document;
use lesson::{
    board::CardKey,
    check::CheckKey,
    desk::Key,
    id::{ClaimId, PathId},
    pack,
};
use serde::{Deserialize, Serialize};

/// The name of the `meta` element that holds it.
pub const NAME: &str = "page-data";

/// What the islands must know of the lesson as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageData {
    /// The lesson's id: what records are stored under.
    pub lesson: String,
    /// The content's hash.
    pub content: String,
    /// The lesson's title.
    pub title: String,
    /// What the rungs are called, from `none` to `ordered`.
    pub rungs: Vec<String>,
    /// What the kinds are called, in the order of `Kind::ALL`.
    pub kinds: Vec<String>,
    /// What the degrees of certainty are called.
    pub certainty: Vec<String>,
    /// What it takes to mark each claim, in the order of their ids. Whoever looks for it can read it here: the marks
    /// are for the student, not against them.
    pub keys: Vec<Key>,
    /// What it takes to mark each check.
    pub checks: Vec<CheckKey>,
    /// The ways through the lesson.
    pub paths: Vec<PathData>,
    /// The sets of claims that a quiz can take.
    pub sets: Vec<SetData>,
    /// What it takes to judge each card of the claim board.
    pub cards: Vec<CardKey>,
}

/// A set of claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetData {
    /// Its id, such as `core` or `kind-scale`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its claims, as places among the keys, in order.
    pub claims: Vec<u8>,
}

/// A way through the lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathData {
    /// Its id.
    pub id: PathId,
    /// What it is called.
    pub name: String,
    /// The views that it leads to, in order.
    pub steps: Vec<String>,
}

impl PageData {
    /// Reads it from the page at hand.
    ///
    /// # Panics
    /// If the press did not write it: then nothing on the page can work.
    pub fn of_this_page() -> Self {
        let meta = document().query_selector(&format!("meta[name={NAME}]")).ok().flatten();
        let packed = meta.and_then(|meta| meta.get_attribute("content"));
        packed.and_then(|text| pack::unpack(&text).ok()).expect("the press writes the page's data")
    }

    /// What it takes to mark this claim.
    pub fn key(&self, claim: &ClaimId) -> Option<&Key> {
        self.keys.iter().find(|key| key.claim == *claim)
    }

    /// The keys of a set's claims, in order; of every claim, where there is no such set.
    pub fn set(&self, id: &str) -> Vec<&Key> {
        match self.sets.iter().find(|set| set.id == id) {
            Some(set) => set.claims.iter().filter_map(|at| self.keys.get(usize::from(*at))).collect(),
            None => self.keys.iter().collect(),
        }
    }

    /// What it takes to mark this check.
    pub fn check(&self, id: &str) -> Option<&CheckKey> {
        self.checks.iter().find(|key| key.id.as_str() == id)
    }
}
