//! Units and words.

use super::{Resolver, index::words};
use crate::{
    fault::SourceFile,
    markdown::Names,
    source::{In, Source, UnitFile},
    tables::UnitHead,
};
use lesson::{
    check::Check,
    content::{Unit, Word},
    id::{UnitNumber, WordId},
    prose::{self, Block, pictures},
};
use std::collections::{BTreeMap, BTreeSet};

/// How many words of such a text one reads in a minute.
const WORDS_A_MINUTE: usize = 200;

/// How many words a unit's text has, with its objectives and what it says of its sources.
pub(crate) fn word_count(unit: &Unit) -> usize {
    let lines = unit.objectives.iter().chain(&unit.silences).map(|line| prose::plain(line));
    lines.chain(std::iter::once(prose::words(&unit.prose))).map(|text| text.split_whitespace().count()).sum()
}

/// How long a unit's text, checks and pictures take, in whole minutes, rounded up.
fn minutes(unit: &Unit) -> u16 {
    let seconds = word_count(unit) * 60 / WORDS_A_MINUTE + unit.checks.len() * 60 + pictures(&unit.prose).len() * 60;
    u16::try_from(seconds.div_ceil(60)).unwrap_or(u16::MAX)
}

impl Resolver<'_> {
    /// The words, in order of their terms.
    pub(super) fn words(&mut self, source: &Source) -> Vec<Word> {
        let mut all = Vec::new();
        for (file, word) in words(source) {
            let means = self.line(file, &word.means);
            let term = self.plain(file, &word.term);
            all.extend(self.own_id(file, &word.id, WordId::new).map(|id| Word {
                id,
                term,
                means,
                occurs: Vec::new(),
                notes: Vec::new(),
            }));
        }
        all.sort_by_key(|word| word.term.to_lowercase());
        all
    }

    /// The units, in the lesson's order.
    pub(super) fn units(&mut self, source: &Source, checks: &mut BTreeMap<UnitNumber, Vec<Check>>) -> Vec<Unit> {
        let mut placed = BTreeSet::new();
        let mut read: BTreeMap<UnitNumber, Unit> = BTreeMap::new();
        for written in &source.units {
            read.insert(written.it.head.number.value, self.unit_of(written, &mut placed, checks));
        }
        let Some(In { file, it }) = &source.lesson else { return Vec::new() };
        for In { file, it: unit } in &source.units {
            let number = &unit.head.number;
            let listed = it.units.value.iter().any(|listed| listed.value == number.value);
            if !listed && !self.index.unread(file.name()) {
                let what = format!("unit {} is not part of the lesson", number.value);
                self.fault(file, number.span, what, "Add its number to `units` in lesson.toml.");
            }
        }
        if it.units.value.is_empty() {
            self.fault(file, it.units.span, "the lesson has no unit", "Write the number of each of its units here.");
        }
        let mut units = Vec::new();
        let mut listed = BTreeSet::new();
        for number in &it.units.value {
            let found = self.unit(&number.value.to_string());
            if self.named(file, number.span, found).is_some() {
                if listed.insert(number.value) {
                    units.extend(read.remove(&number.value));
                } else {
                    let what = format!("unit {} stands here for the second time", number.value);
                    self.fault(file, number.span, what, "Take one of the two out.");
                }
            }
        }
        units
    }

    fn unit_of(
        &mut self,
        written: &In<UnitFile>,
        placed: &mut BTreeSet<String>,
        checks: &mut BTreeMap<UnitNumber, Vec<Check>>,
    ) -> Unit {
        let In { file, it } = written;
        let head = &it.head;
        let right = format!("units/{}.md", head.number.value);
        if file.name() != right {
            let what = format!("the number {} is not the name of its file", head.number.value);
            self.misnamed(file, head.number.span, what, &right, "number");
        }
        if head.minutes.value == 0 {
            self.fault(file, head.minutes.span, "this unit takes no time", "Say how many minutes a student needs.");
        }
        if head.silences.value.is_empty() {
            let todo = "Name at least one thing that the sources of this unit cannot tell.";
            self.fault(file, head.silences.span, "nothing is named here", todo);
        }
        let mut claims = Vec::new();
        for id in &head.claims.value {
            let found = self.claim(&id.value);
            if let Some(claim) = self.named(file, id.span, found) {
                if !placed.insert(id.value.clone()) {
                    let what = format!("the claim `{}` lies on a desk already", id.value);
                    self.fault(file, id.span, what, "Leave it on one desk only.");
                }
                claims.push(claim);
            }
        }
        let before = self.faults.len();
        let prose = self.prose(file, it.prose, "Write it below the head.");
        if self.faults.len() > before {
            self.used.garbled.insert(head.number.value);
        }
        let unit = Unit {
            number: head.number.value,
            title: self.plain(file, &head.title),
            minutes: head.minutes.value,
            objectives: self.lines(file, &head.objectives),
            prose,
            silences: self.lines(file, &head.silences),
            claims,
            checks: checks.remove(&head.number.value).unwrap_or_default(),
        };
        self.place_pictures(file, &unit);
        self.check_minutes(file, head, &unit);
        unit
    }

    /// Each picture stands in one place.
    fn place_pictures(&mut self, file: &SourceFile, unit: &Unit) {
        let mut here: BTreeMap<String, usize> = BTreeMap::new();
        for id in pictures(&unit.prose) {
            self.used.pictures.insert(id.to_string());
            let before = here.entry(id.to_string()).or_default();
            let mark = format!("![](picture:{id})");
            let at = file.inner().match_indices(&mark).nth(*before).map_or(0..1, |(at, _)| at..at + mark.len());
            *before += 1;
            if let Some(number) = self.used.placed.insert(id.to_string(), unit.number) {
                let what = format!("the picture `{id}` stands in unit {number} already");
                let todo = format!("Leave it in one place, and elsewhere link to it: [words](picture:{id}).");
                self.fault(file, at, what, &todo);
            }
        }
        for block in unit.prose.iter().filter(|block| matches!(block, Block::Tracer(_))) {
            let Block::Tracer(id) = block else { continue };
            let mark = format!("![](tracer:{id})");
            let at = file.inner().match_indices(&mark).last().map_or(0..1, |(at, _)| at..at + mark.len());
            if let Some(number) = self.used.traced.replace(unit.number) {
                let what = format!("the traces of `{id}` stand in unit {number} already");
                self.fault(
                    file,
                    at,
                    what,
                    &format!("Leave them in one place, and elsewhere link to it: [words](unit:{number})."),
                );
            }
        }
    }

    /// The minutes agree, within a third or a minute, with the time that reading takes.
    fn check_minutes(&mut self, file: &SourceFile, head: &UnitHead, unit: &Unit) {
        let needed = minutes(unit);
        let stated = head.minutes.value;
        let unsure =
            self.used.unsure.contains(&Some(unit.number)) || self.index.unread(&format!("checks/{}.toml", unit.number));
        if stated == 0 || unsure || stated.abs_diff(needed) <= (stated / 3).max(1) {
            return;
        }
        let what = format!("this unit says {stated} minutes, and takes about {needed}");
        let todo = format!(
            "Write {needed}, or make the unit longer or shorter. Counted are {WORDS_A_MINUTE} words a minute, and a \
             minute for each check and each picture."
        );
        self.fault(file, head.minutes.span, what, &todo);
    }
}
