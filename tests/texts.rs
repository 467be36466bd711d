//! Every text of a lesson, and the view in which a reader must find it.

use crate::{house::pieces, screen::even, visit::Visit};
use anyhow::{Result, ensure};
use lesson::{
    apparatus::{Cell, Picture},
    check::{Check, Question},
    content::{Claim, Half, Lesson, Record, Standing, Unit},
    prose::{Block, Line, Page},
};
use std::collections::HashMap;

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The address of the view in which it stands.
    pub view: String,
    /// The text, without notes or links in between.
    pub text: String,
    /// Whether it stands in a fold, which a reader opens.
    pub folded: bool,
}

/// Every text of a lesson but its second halves, view by view.
pub fn texts(lesson: &Lesson) -> Vec<Text> {
    walk(lesson, false)
}

/// The same as far as it is printed from the cover: of what stands in two places, one is.
pub fn printed(lesson: &Lesson) -> Vec<Text> {
    walk(lesson, true)
}

fn walk(lesson: &Lesson, on_paper: bool) -> Vec<Text> {
    let mut walk = Walk { lesson, on_paper, view: String::new(), all: Vec::new() };
    walk.cover();
    walk.routes();
    for unit in &lesson.units {
        walk.unit(unit);
    }
    for claim in lesson.claims.values() {
        walk.claim(claim);
    }
    walk.shelves();
    walk.reference();
    walk.around();
    walk.all
}

/// Opens every fold that can be opened, the inner ones after the outer.
const UNFOLD: &str = "(() => {
    const closed = () => [...document.querySelectorAll('details:not([open])')]
        .filter(fold => fold.querySelector('summary')?.checkVisibility());
    for (let folds = closed(); folds.length > 0; folds = closed()) folds.forEach(fold => { fold.open = true; });
})()";

/// What each view says, as far as it can be seen.
const SAID: &str = "Object.fromEntries([...document.querySelectorAll('main > .view')]
    .filter(view => view.checkVisibility()).map(view => [view.id, view.innerText]))";

impl Visit {
    /// Opens every fold on the screen that can be opened.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn unfold(&self) -> Result<()> {
        self.script(UNFOLD).await.map(drop)
    }

    /// Sees to it that each of these texts is on the screen, in its view.
    ///
    /// # Errors
    /// When some are not.
    pub async fn read_all(&self, texts: Vec<Text>) -> Result<()> {
        let said = self.script(SAID).await?;
        none_is_missing(texts, |view, _| even(said[view].as_str().unwrap_or_default()))
    }
}

/// Sees to it that each text stands in what its view says; what that is may depend on whether it is folded.
///
/// # Errors
/// When some do not.
pub fn none_is_missing(texts: Vec<Text>, says: impl Fn(&str, bool) -> String) -> Result<()> {
    let mut said = HashMap::new();
    let mut missing = Vec::new();
    for Text { view, text, folded } in texts {
        let said = said.entry((view.clone(), folded)).or_insert_with(|| says(&view, folded).to_lowercase());
        if !said.contains(&even(&text).to_lowercase()) {
            missing.push(format!("{view}{}: {text}", if folded { ", in a fold" } else { "" }));
        }
    }
    ensure!(missing.is_empty(), "{} texts are missing: {:#?}", missing.len(), &missing[..missing.len().min(20)]);
    Ok(())
}

/// The texts of a claim's second half.
pub fn half(half: &Half) -> Vec<String> {
    let choices = half.choices.iter().flat_map(|choice| [&choice.text, &choice.says]);
    let lines = [&half.scope, &half.question].into_iter().chain(choices);
    lines.flat_map(|line| pieces(line)).map(str::to_owned).collect()
}

struct Walk<'a> {
    lesson: &'a Lesson,
    on_paper: bool,
    view: String,
    all: Vec<Text>,
}

impl Walk<'_> {
    fn put(&mut self, text: &str, folded: bool) {
        // A stop or a bracket between two links is no text to look for.
        if text.chars().any(char::is_alphanumeric) {
            self.all.push(Text { view: self.view.clone(), text: text.to_owned(), folded });
        }
    }

    fn name(&mut self, text: &str) {
        self.put(text, false);
    }

    fn line(&mut self, line: &Line) {
        for piece in pieces(line) {
            self.put(piece, false);
        }
    }

    fn folded(&mut self, line: &Line) {
        for piece in pieces(line) {
            self.put(piece, true);
        }
    }

    fn lines<'l>(&mut self, lines: impl IntoIterator<Item = &'l Line>) {
        for line in lines {
            self.line(line);
        }
    }

    fn prose(&mut self, prose: &[Block]) {
        for block in prose {
            match block {
                Block::Paragraph(line) | Block::Heading(_, line) => self.line(line),
                Block::Quote(prose) => self.prose(prose),
                Block::List { items, .. } => items.iter().for_each(|item| self.prose(item)),
                Block::Table { head, rows } => self.lines(head.iter().chain(rows.iter().flatten())),
                Block::Picture(id) => {
                    if let Some(picture) = self.lesson.pictures.get(id) {
                        self.picture(picture);
                    }
                }
                Block::Tracer(_) => self.tracer(),
            }
        }
    }

    /// The data stand in a fold; of a picture with a number to draw, everything that gives it away.
    fn picture(&mut self, picture: &Picture) {
        self.name(&picture.title);
        self.lines(picture.guess.iter().filter(|_| picture.draws.is_none()));
        for line in std::iter::once(&picture.text).chain(&picture.caveats) {
            if picture.draws.is_some() { self.folded(line) } else { self.line(line) }
        }
        picture.sums.iter().filter_map(|sum| sum.says.as_ref()).for_each(|line| self.folded(line));
        for column in &picture.columns {
            self.put(&column.name, true);
        }
        for cell in picture.rows.iter().flatten() {
            match cell {
                Cell::Text(line) => self.folded(line),
                Cell::Date(date) => self.put(&date.to_string(), true),
                Cell::Number(_) | Cell::Empty => {}
            }
        }
    }

    fn tracer(&mut self) {
        let Some(tracer) = &self.lesson.tracer else { return };
        self.line(&tracer.says);
        for trace in &tracer.traces {
            [&trace.orders, &trace.public].into_iter().chain(&trace.limit).for_each(|line| self.folded(line));
        }
    }

    fn cover(&mut self) {
        "cover".clone_into(&mut self.view);
        self.name(&self.lesson.title);
        self.name(&self.lesson.question);
        self.prose(&self.lesson.cover);
        for question in &self.lesson.questions {
            self.name(&question.name);
            self.name(&question.means);
        }
    }

    fn routes(&mut self) {
        for route in &self.lesson.routes {
            self.view = format!("path-{}", route.id);
            self.name(&route.name);
            self.line(&route.says);
            self.lines(route.steps.iter().filter_map(|step| step.only.as_ref()));
        }
    }

    fn unit(&mut self, unit: &Unit) {
        self.view = format!("unit-{}", unit.number);
        self.name(&unit.title);
        self.lines(unit.objectives.iter().chain(&unit.silences));
        self.prose(&unit.prose);
        for check in &unit.checks {
            self.check(check);
        }
    }

    fn check(&mut self, check: &Check) {
        self.line(&check.asks);
        match &check.question {
            Question::One(choices) | Question::Several(choices) | Question::Ask(choices) => {
                for choice in choices {
                    self.line(&choice.text);
                    self.folded(&choice.says);
                }
            }
            Question::Order(items) => {
                for item in items {
                    self.line(&item.text);
                    self.folded(&item.tells);
                    self.folded(&item.says);
                }
            }
            Question::Match { pairs, offered } => {
                for pair in pairs {
                    self.line(&pair.left);
                    self.folded(&offered[usize::from(pair.right)]);
                    self.folded(&pair.says);
                }
            }
            Question::Number { unit, right, wrong, slips, .. } => {
                self.name(unit);
                self.folded(right);
                self.folded(wrong);
                for slip in slips {
                    self.folded(&slip.says);
                }
            }
            Question::Words(parts) => {
                for part in parts {
                    self.line(&part.text);
                    if let Some((_, says)) = &part.choice {
                        self.folded(says);
                    }
                }
            }
            Question::Row { head, rows } => {
                self.lines(head);
                for row in rows {
                    self.lines(&row.cells);
                    self.folded(&row.says);
                }
            }
        }
        if let Some(after) = &check.after {
            self.folded(after);
        }
    }

    fn claim(&mut self, claim: &Claim) {
        self.view = format!("claim-{}", claim.id);
        self.name(&claim.headline);
        self.lines([&claim.said, &claim.who, &claim.published, &claim.scope, &claim.question]);
        for item in &claim.table {
            let Some(record) = self.lesson.record(&item.exhibit.record) else { continue };
            self.name(&record.title);
            let point = record.points.iter().find(|point| Some(point.number) == item.exhibit.point);
            self.line(point.map_or(&record.summary, |point| &point.does));
            self.line(&item.why);
            if !self.on_paper {
                record.silent.iter().for_each(|line| self.folded(line));
            }
        }
        for line in [&claim.verdict, &claim.names, &claim.omits, &claim.kind_why, &claim.trap] {
            self.folded(line);
        }
        match &claim.standing {
            Standing::Ladder { texts, .. } => texts.iter().for_each(|line| self.folded(line)),
            Standing::Open(why) => self.folded(why),
        }
        claim.nothing_bears.iter().for_each(|line| self.folded(line));
        for beside in &claim.besides {
            self.folded(&beside.scope);
            self.folded(&beside.says);
        }
    }

    fn shelves(&mut self) {
        if !self.on_paper {
            Page::Claims.key().clone_into(&mut self.view);
            for claim in self.lesson.claims.values() {
                self.name(&claim.headline);
                self.line(&claim.published);
            }
            for drive in &self.lesson.drives {
                self.put(&drive.name, true);
                self.folded(&drive.says);
            }
        }
        Page::Exercises.key().clone_into(&mut self.view);
        for check in &self.lesson.exercises {
            self.check(check);
        }
        Page::Records.key().clone_into(&mut self.view);
        for record in &self.lesson.records {
            self.record(record);
        }
    }

    fn record(&mut self, record: &Record) {
        self.name(&record.title);
        self.name(&record.cite);
        self.lines([&record.body, &record.addressee, &record.access_says, &record.summary]);
        for point in &record.points {
            self.lines(std::iter::once(&point.does).chain(&point.person));
        }
        record.silent.iter().for_each(|line| self.folded(line));
    }

    fn reference(&mut self) {
        Page::Timeline.key().clone_into(&mut self.view);
        for moment in &self.lesson.timeline {
            self.name(&moment.date.to_string());
            self.line(&moment.says);
        }
        Page::Index.key().clone_into(&mut self.view);
        let people = self.lesson.people.iter().map(|it| (&it.name, &it.also, &it.is));
        let bodies = self.lesson.bodies.iter().map(|it| (&it.name, &it.also, &it.is));
        let places = self.lesson.places.iter().map(|it| (&it.name, &it.also, &it.is));
        for (name, also, is) in people.chain(bodies).chain(places).collect::<Vec<_>>() {
            self.name(name);
            for spelling in also {
                self.name(spelling);
            }
            self.line(is);
        }
        for today in self.lesson.places.iter().filter_map(|place| place.today.as_ref()) {
            self.name(today);
        }
        Page::Words.key().clone_into(&mut self.view);
        for word in &self.lesson.words {
            self.name(&word.term);
            self.line(&word.means);
        }
        Page::Notes.key().clone_into(&mut self.view);
        for note in self.lesson.notes.values() {
            self.name(&note.cite);
            self.lines(&note.says);
        }
        for outside in &self.lesson.outside {
            self.name(&outside.cite);
            self.line(&outside.says);
        }
    }

    fn around(&mut self) {
        if let Some(it) = &self.lesson.judgement {
            Page::Judgement.key().clone_into(&mut self.view);
            self.lines([&it.prompt, &it.file].into_iter().chain(&it.variants));
            for strand in &it.strands {
                self.name(&strand.name);
                self.lines(&strand.levels);
            }
            for sample in &it.samples {
                self.prose(&sample.text);
                self.folded(&sample.says);
            }
            if let Some(board) = &it.board {
                self.line(&board.says);
                for column in &board.columns {
                    self.name(&column.name);
                    self.line(&column.means);
                }
                for card in &board.cards {
                    self.name(self.lesson.claims.get(&card.claim).map_or("", |claim| &claim.headline));
                    self.folded(&card.says);
                }
            }
        }
        Page::Teachers.key().clone_into(&mut self.view);
        self.prose(&self.lesson.teachers);
    }
}
