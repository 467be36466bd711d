//! The way that a student is on: a path through the lesson, or a quiz.

use super::{page::PageData, place};
use lesson::{id::ClaimId, learner::Learner};

/// A way: where it leads, step by step.
pub struct Way {
    /// What it is called.
    pub name: String,
    /// The view that tells of the whole of it.
    pub whole: String,
    /// The view that follows its last step.
    pub end: String,
    /// The views that it leads to, in order.
    pub steps: Vec<String>,
}

impl Way {
    /// The way that this record is on, if it is on one. A quiz goes before a path.
    pub fn of(page: &PageData, record: &Learner) -> Option<Self> {
        let quiz = &record.quiz;
        if let Some(set) = page.sets.iter().find(|set| set.id == quiz.set) {
            let keys = page.set(&set.id);
            let order = quiz.order(keys.len());
            return Some(Self {
                name: set.name.clone(),
                whole: "quiz".to_owned(),
                end: "summary".to_owned(),
                steps: order.into_iter().map(|at| format!("claim-{}", keys[at].claim)).collect(),
            });
        }
        let path = page.paths.iter().find(|path| Some(&path.id) == record.path.as_ref())?;
        let whole = format!("path-{}", path.id);
        Some(Self { name: path.name.clone(), end: whole.clone(), whole, steps: path.steps.clone() })
    }

    /// The claims that it leads to.
    pub fn claims(&self) -> impl Iterator<Item = ClaimId> {
        self.steps.iter().filter_map(|step| ClaimId::new(step.strip_prefix("claim-")?).ok())
    }

    /// The place of a view among its steps.
    pub fn at(&self, view: &str) -> Option<usize> {
        self.steps.iter().position(|step| step == view)
    }

    /// "Core quiz: step 3 of 16".
    pub fn says(&self, at: Option<usize>) -> String {
        let (Self { name, .. }, count) = (self, self.steps.len());
        match at {
            Some(at) => format!("{name}: step {} of {count}", at + 1),
            None => format!("{name}: {count} steps"),
        }
    }

    /// What follows a step, or comes first; none after the last.
    pub fn next(&self, at: Option<usize>) -> Option<&String> {
        self.steps.get(at.map_or(0, |at| at + 1))
    }
}

/// The name of a view, for a link to it.
pub fn label(view: &str) -> String {
    place::label(view).unwrap_or_default()
}
