//! `lesson.toml`.

use super::Resolver;
use crate::{
    fault::SourceFile,
    markdown::{Found, Names},
    source::In,
    tables::{LessonFile, TermTable},
};
use lesson::{
    apparatus::{Route, Step, Stop},
    content::{Belief, Claim, Drive, Scales, Standing, Term, Unit},
    id::{ClaimId, DriveId, PathId},
    prose::Line,
};
use toml_span::Spanned;

/// What `lesson.toml` holds.
pub(super) struct Front {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) language: String,
    pub(super) credit: Line,
    pub(super) belief: Belief,
    pub(super) questions: Vec<Term>,
    pub(super) scales: Scales,
    pub(super) drives: Vec<Drive>,
    pub(super) routes: Vec<Route>,
}

impl Resolver<'_> {
    /// What `lesson.toml` holds.
    pub(super) fn front(&mut self, In { file, it }: &In<LessonFile>) -> Front {
        self.own_id(file, &it.id, ClaimId::new);
        let (belief, ladder) = (&it.belief.value, &it.ladder.value);
        let (kinds, flags, certainty) = (&it.kinds.value, &it.flags.value, &it.certainty.value);
        Front {
            id: it.id.value.clone(),
            title: self.plain(file, &it.title),
            question: self.plain(file, &it.question),
            language: self.plain(file, &it.language),
            credit: self.line(file, &it.credit),
            belief: Belief {
                prompt: self.plain(file, &belief.prompt),
                low: self.plain(file, &belief.low),
                high: self.plain(file, &belief.high),
            },
            questions: it
                .questions
                .value
                .iter()
                .map(|table| Term { name: self.plain(file, &table.name), means: self.plain(file, &table.asks) })
                .collect(),
            scales: Scales {
                ladder: self.plain(file, &ladder.asks),
                rungs: [&ladder.none, &ladder.circumstantial, &ladder.covered, &ladder.ordered]
                    .map(|table| self.term(file, table))
                    .into(),
                kinds: [&kinds.fact, &kinds.scale, &kinds.origin, &kinds.feeling, &kinds.conduct]
                    .map(|table| self.term(file, table))
                    .into(),
                flags: [&flags.earlier, &flags.genuine, &flags.counter].map(|table| self.term(file, table)).into(),
                certainty: [&certainty.guess, &certainty.fairly, &certainty.certain]
                    .map(|text| self.plain(file, text))
                    .into(),
            },
            drives: self.drives(file, it),
            routes: self.routes(file, it),
        }
    }

    fn term(&mut self, file: &SourceFile, table: &Spanned<TermTable>) -> Term {
        Term { name: self.plain(file, &table.value.name), means: self.plain(file, &table.value.means) }
    }

    fn drives(&mut self, file: &SourceFile, it: &LessonFile) -> Vec<Drive> {
        let mut all = Vec::new();
        for drive in it.drives.iter().flat_map(|drives| &drives.value) {
            let id = self.own_id(file, &drive.id, DriveId::new);
            let name = self.plain(file, &drive.name);
            let says = self.line(file, &drive.says);
            all.extend(id.map(|id| Drive { id, name, says }));
        }
        all
    }

    /// The ways through the lesson: every stop is there, and the minutes add up.
    fn routes(&mut self, file: &SourceFile, it: &LessonFile) -> Vec<Route> {
        let mut all = Vec::new();
        for path in it.paths.iter().flat_map(|paths| &paths.value) {
            let id = self.own_id(file, &path.id, PathId::new);
            let mut steps = Vec::new();
            for step in &path.steps.value {
                let found = self.stop(&step.to.value);
                let to = self.named(file, step.to.span, found);
                let only = self.optional(file, step.only.as_ref());
                let lesson = step.lesson.as_ref().map(|lesson| lesson.value);
                steps.extend(to.map(|to| Step { to, minutes: step.minutes.value, only, lesson }));
            }
            let sum: u32 = path.steps.value.iter().map(|step| u32::from(step.minutes.value)).sum();
            if sum != u32::from(path.minutes.value) {
                let what = format!("this path says {} minutes, and its steps take {sum}", path.minutes.value);
                let todo = format!("Write {sum}, or correct the minutes of its steps.");
                self.fault(file, path.minutes.span, what, &todo);
            }
            let name = self.plain(file, &path.name);
            let says = self.line(file, &path.says);
            all.extend(id.map(|id| Route { id, name, says, minutes: path.minutes.value, steps }));
        }
        all
    }

    /// The core quiz: the claims that `lesson.toml` names, or every claim that lies on a desk.
    pub(super) fn core(&mut self, In { file, it }: &In<LessonFile>, units: &[Unit], claims: &[Claim]) -> Vec<ClaimId> {
        let Some(core) = &it.core else { return units.iter().flat_map(|unit| &unit.claims).cloned().collect() };
        if core.value.is_empty() {
            let todo = "Name its claims here, or take the line out: then they are all that lie on a desk.";
            self.fault(file, core.span, "the core quiz has no claim", todo);
        }
        let mut named = Vec::new();
        for id in &core.value {
            let found = self.claim(&id.value);
            let Some(claim) = self.named(file, id.span, found) else { continue };
            if claims.iter().any(|it| it.id == claim && matches!(it.standing, Standing::Open(_))) {
                let what = format!("the claim `{claim}` stands off the ladder");
                self.fault(file, id.span, what, "Take it out: the core quiz asks for a rung, and this claim has none.");
            }
            if named.contains(&claim) {
                let what = format!("the claim `{claim}` stands here for the second time");
                self.fault(file, id.span, what, "Take one of the two out.");
            } else {
                named.push(claim);
            }
        }
        named
    }

    /// A stop, by its address.
    fn stop(&mut self, address: &str) -> Found<Stop> {
        match address.split_once('-') {
            Some(("unit", number)) => self.unit(number).map(Stop::Unit),
            Some(("claim", id)) => self.claim(id).map(Stop::Claim),
            _ => self.page(address).map(Stop::Page).map_err(|_| {
                let todo = format!("Write unit-4 for a unit, claim-c17 for a claim, or one of: {}.", self.pages());
                (format!("no path can lead to `{address}`"), todo)
            }),
        }
    }
}
