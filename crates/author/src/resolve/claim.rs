//! Claims and records. A cause comes before its effect: a claim keyed *ordered* or *covered* must rest on records dated
//! before the act.

use super::{Resolver, unknown};
use crate::{
    fault::SourceFile,
    markdown::Names,
    source::In,
    tables::{ClaimFile, HalfChoiceTable, HalfTable, RecordFile, RungsTable, TableRow, Text},
};
use lesson::{
    content::{Access, Again, Beside, Claim, Half, HalfChoice, Point, Record, Standing, TableItem, Unit},
    date::HistoricalDate,
    id::{ClaimId, DriveId, RecordId},
    ladder::{Flag, Kind, Rung},
    prose::{self, Block, Inline, Line},
};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver<'_> {
    /// A record.
    pub(super) fn record(&mut self, written: &In<RecordFile>) -> Option<Record> {
        let In { file, it } = written;
        self.id(file, &it.id, "records");
        let date = self.date(file, &it.date);
        let access = self.key(file, &it.access, "access", &["secret", "open", "unknown"], |key| match key {
            "secret" => Some(Access::Secret),
            "open" => Some(Access::Open),
            "unknown" => Some(Access::Unknown),
            _ => None,
        });
        if it.silent.value.is_empty() {
            let todo = "Say at least one thing that the record does not say.";
            self.fault(file, it.silent.span, "nothing is named here", todo);
        }
        let points = it
            .points
            .iter()
            .flat_map(|points| &points.value)
            .map(|point| Point {
                number: point.number.value,
                does: self.line(file, &point.does),
                person: self.optional(file, point.person.as_ref()),
            })
            .collect();
        let id = RecordId::new(&it.id.value).ok();
        let title = self.plain(file, &it.title);
        let body = self.line(file, &it.body);
        let addressee = self.line(file, &it.addressee);
        let access_says = self.line(file, &it.access_says);
        let cite = self.plain(file, &it.cite);
        let notes = self.cited(file, &it.notes);
        let summary = self.line(file, &it.summary);
        let silent = self.lines(file, &it.silent);
        let outside = it.outside.as_ref().is_some_and(|outside| outside.value);
        let web = it.web.as_ref().map(|web| self.web(file, web));
        if outside && web.is_none() {
            let todo = "Add a line web = \"https://…\".";
            self.fault(file, it.id.span, "nobody can look this record up: it has no address", todo);
        }
        if let Some(web) = it.web.as_ref().filter(|_| !outside) {
            let todo = "Take the line out, or add outside = true if the record does not come from the lesson’s source.";
            self.fault(file, web.span, "only a record from outside has an address", todo);
        }
        // Only here, when every field has been read, may one that is wrong end it.
        Some(Record {
            id: id?,
            title,
            date: date?,
            body,
            addressee,
            access: access?,
            access_says,
            cite,
            notes,
            summary,
            silent,
            points,
            outside: web.filter(|_| outside),
        })
    }

    /// A claim.
    pub(super) fn claim_of(&mut self, written: &In<ClaimFile>, records: &BTreeMap<String, Record>) -> Option<Claim> {
        let In { file, it } = written;
        self.id(file, &it.id, "claims");
        let printed = self.date(file, &it.printed);
        let act = self.date(file, &it.act);
        let rung = it.rung.as_ref().and_then(|rung| self.rung(file, rung));
        let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        let kinds: Vec<Kind> =
            it.kinds.value.iter().filter_map(|text| self.key(file, text, "kinds", &kinds, Kind::from_key)).collect();
        let flags = self.flags(file, &it.flags.value);
        if it.kinds.value.is_empty() {
            self.fault(
                file,
                it.kinds.span,
                "no kind of claim is named",
                "Name each kind that is right for this claim.",
            );
        }
        let table = self.table(file, it);
        self.check_origin(file, it, records);
        if let Some(act) = act {
            self.check_dates(file, it, act, rung, &flags, records);
        }
        let standing = self.standing(file, it, rung);
        let drive = self.drive(file, it);
        let half = it.half.as_ref().map(|half| self.half(file, &half.value));
        let besides = it
            .besides
            .iter()
            .flat_map(|besides| &besides.value)
            .map(|beside| Beside {
                scope: self.line(file, &beside.scope),
                rung: beside.rung.as_ref().and_then(|rung| self.rung(file, rung)),
                flags: beside.flags.as_ref().map(|flags| self.flags(file, &flags.value)).unwrap_or_default(),
                says: self.line(file, &beside.says),
            })
            .collect();
        let feedback = &it.feedback.value;
        let id = ClaimId::new(&it.id.value).ok();
        let headline = self.plain(file, &it.headline);
        let [said, who, published, scope, question, kind_why, trap] =
            [&it.said, &it.who, &it.published, &it.scope, &it.question, &it.kind_why, &it.trap]
                .map(|text| self.line(file, text));
        let [verdict, names, omits] =
            [&feedback.verdict, &feedback.names, &feedback.omits].map(|text| self.line(file, text));
        let notes = self.cited(file, &it.notes);
        let nothing_bears = self.optional(file, it.nothing_bears.as_ref());
        if let (Some(text), Some(line)) = (&it.nothing_bears, &nothing_bears)
            && !line.iter().any(|piece| matches!(piece, Inline::Note(_)))
            && !line.is_empty()
        {
            let todo = "Say which note carries the claim, and cite it: [^24].";
            self.fault(file, text.span, "no record bears on this claim, and no note is cited for it", todo);
        }
        // Only here, when every field has been read, may one that is wrong end it. Where to go from a wrong answer is
        // known only when the units have been read.
        Some(Claim {
            id: id?,
            headline,
            said,
            who,
            published,
            printed: printed?,
            act: act?,
            drive,
            scope,
            question,
            kinds,
            kind_why,
            standing: standing?,
            flags,
            notes,
            trap,
            verdict,
            names,
            omits,
            table,
            nothing_bears,
            half,
            besides,
            again: None,
        })
    }

    /// Where to go from a wrong or a lucky answer.
    pub(super) fn again(&mut self, In { file, it }: &In<ClaimFile>, units: &[Unit]) -> Option<Again> {
        let again = &it.again.as_ref()?.value;
        let found = self.unit(&again.unit.value.to_string());
        let number = self.named(file, again.unit.span, found);
        let found = self.claim(&again.twin.value);
        let twin = self.named(file, again.twin.span, found);
        if again.twin.value == it.id.value {
            let what = format!("the claim `{}` cannot be its own twin", it.id.value);
            self.fault(file, again.twin.span, what, "Name another claim that invites the same mistake.");
        }
        let heading = self.plain(file, &again.section);
        // A unit whose text has a fault may have more headings than can be seen.
        let unit = units.iter().find(|unit| Some(unit.number) == number)?;
        if self.used.garbled.contains(&unit.number) || heading.trim().is_empty() {
            return None;
        }
        let headings = unit.prose.iter().filter_map(|block| match block {
            Block::Heading(1, line) => Some(prose::plain(line)),
            _ => None,
        });
        let headings: Vec<String> = headings.collect();
        let Some(section) = headings.iter().position(|it| *it == heading) else {
            let what = format!("unit {} has no heading “{heading}”", unit.number);
            let todo = if headings.is_empty() {
                "Its text has none: name another unit, or put a heading into it.".to_owned()
            } else {
                format!("Copy one of those that it has: “{}”.", headings.join("”, “"))
            };
            self.fault(file, again.section.span, what, &todo);
            return None;
        };
        Some(Again { unit: unit.number, section, heading, twin: twin? })
    }

    fn rung(&mut self, file: &SourceFile, text: &Text) -> Option<Rung> {
        let rungs: Vec<&str> = Rung::ALL.iter().map(|rung| rung.key()).collect();
        self.key(file, text, "rung", &rungs, Rung::from_key)
    }

    fn flags(&mut self, file: &SourceFile, texts: &[Text]) -> Vec<Flag> {
        let flags: Vec<&str> = Flag::ALL.iter().map(|flag| flag.key()).collect();
        texts.iter().filter_map(|text| self.key(file, text, "flags", &flags, Flag::from_key)).collect()
    }

    /// The group that a claim belongs to, where the lesson has groups.
    fn drive(&mut self, file: &SourceFile, it: &ClaimFile) -> Option<DriveId> {
        let Some(drive) = &it.drive else {
            if !self.index.drives.is_empty() {
                let all: Vec<&str> = self.index.drives.iter().map(String::as_str).collect();
                let todo = format!("Add a line drive = \"…\" with one of those in lesson.toml: {}.", all.join(", "));
                self.fault(file, it.id.span, "this claim belongs to no drive", &todo);
            }
            return None;
        };
        if !self.index.drives.contains(&drive.value) && !self.index.unread("lesson.toml") {
            let all = self.index.drives.iter().map(String::as_str);
            let (what, todo) = unknown("drive", &drive.value, all, "add a [[drives]] for it to lesson.toml");
            self.fault(file, drive.span, what, &todo);
        }
        DriveId::new(&drive.value).ok()
    }

    /// On the ladder with a text for each rung, or off it with a reason; never both.
    fn standing(&mut self, file: &SourceFile, it: &ClaimFile, rung: Option<Rung>) -> Option<Standing> {
        match (&it.rung, &it.open) {
            (Some(_), Some(open)) => {
                let what = "this claim has a rung, and says why it has none";
                self.fault(file, open.span, what, "Take out `open`, or `rung` and [rungs].");
                None
            }
            (Some(written), None) => {
                let Some(rungs) = &it.rungs else {
                    let todo = "Add a section [rungs] with a text for each rung.";
                    self.fault(file, written.span, "the rungs have no feedback", todo);
                    return None;
                };
                let texts = self.rungs(file, &rungs.value);
                rung.map(|rung| Standing::Ladder { rung, texts })
            }
            (None, open) => {
                if let Some(rungs) = &it.rungs {
                    let todo = "Add `rung`, or take this section out and say in `open` why there is no rung to find.";
                    self.fault(file, rungs.span, "the rungs have feedback, and none is the key", todo);
                } else if open.is_none() {
                    let todo = "Add `rung` and [rungs], or say in `open` why there is no rung to find.";
                    self.fault(file, it.id.span, "this claim has no key", todo);
                }
                open.as_ref().map(|open| Standing::Open(self.line(file, open)))
            }
        }
    }

    /// The second half: some choice is right and some is wrong; exactly one is right where only one may be ticked.
    fn half(&mut self, file: &SourceFile, it: &HalfTable) -> Half {
        let free = |choice: &HalfChoiceTable| choice.free.as_ref().is_some_and(|free| free.value);
        let choices = &it.choices.value;
        let right = choices.iter().filter(|choice| choice.right.value).count();
        let wrong = choices.iter().filter(|choice| !choice.right.value && !free(choice)).count();
        if !it.several.value && right != 1 {
            let what = match right {
                0 => "one choice may be ticked, and none is right".to_owned(),
                _ => format!("one choice may be ticked, and {right} are right"),
            };
            self.fault(file, it.several.span, what, "Set right = true on exactly one, or several = true.");
        } else if right == 0 || wrong == 0 {
            let todo = "Give the second half at least one choice that is right and one that is wrong.";
            self.fault(file, it.choices.span, "here is nothing to choose between", todo);
        }
        for choice in choices.iter().filter(|choice| !it.several.value && free(choice)) {
            let span = choice.free.as_ref().map_or(choice.right.span, |free| free.span);
            let todo = "Take the line out: where one choice is right, each other is wrong.";
            self.fault(file, span, "this choice is free, and only one may be ticked", todo);
        }
        Half {
            scope: self.line(file, &it.scope),
            question: self.line(file, &it.question),
            several: it.several.value,
            rung: it.rung.as_ref().and_then(|rung| self.rung(file, rung)),
            flags: self.flags(file, &it.flags.value),
            choices: choices
                .iter()
                .map(|choice| HalfChoice {
                    text: self.line(file, &choice.text),
                    right: choice.right.value,
                    free: free(choice),
                    says: self.line(file, &choice.says),
                })
                .collect(),
        }
    }

    /// What does not come from the lesson's source may stand beside a claim; no key rests on it.
    fn check_origin(&mut self, file: &SourceFile, claim: &ClaimFile, records: &BTreeMap<String, Record>) {
        for row in &claim.table.value {
            if records.get(&row.record.value).is_some_and(|record| record.outside.is_some()) {
                let what = format!("`{}` does not come from the lesson’s source", row.record.value);
                let todo = "No key may rest on it: take it off the table, and link to it in a text.";
                self.fault(file, row.record.span, what, todo);
            }
        }
    }

    /// The texts for each rung; a rung without one is a choice without feedback.
    fn rungs(&mut self, file: &SourceFile, table: &RungsTable) -> [Line; 4] {
        [
            (Rung::None, &table.none),
            (Rung::Circumstantial, &table.circumstantial),
            (Rung::Covered, &table.covered),
            (Rung::Ordered, &table.ordered),
        ]
        .map(|(rung, text)| {
            if let Some(text) = text {
                return self.line(file, text);
            }
            let key = rung.key();
            let start = table.span.start;
            let span = start..file.inner()[start..].find('\n').map_or(table.span.end, |length| start + length);
            let todo = format!("Add a line {key} = \"…\" with what a student reads who chose it.");
            self.fault(file, span, format!("the choice `{key}` has no feedback"), &todo);
            Line::new()
        })
    }

    /// What lies on the table: something that bears and something that tempts, nothing twice.
    fn table(&mut self, file: &SourceFile, claim: &ClaimFile) -> Vec<TableItem> {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for row in &claim.table.value {
            let why = self.line(file, &row.why);
            let found = self.exhibit(&exhibit_name(row));
            let known = self.index.records.contains_key(&row.record.value);
            let span = row.point.as_ref().filter(|_| known).map_or(row.record.span, |point| point.span);
            let Some(exhibit) = self.named(file, span, found) else { continue };
            if !seen.insert(exhibit.clone()) {
                let what = format!("`{exhibit}` lies on this table twice");
                self.fault(file, span, what, "Take one of the two out.");
            }
            let free = row.free.as_ref().is_some_and(|free| free.value);
            if let Some(span) = row.free.as_ref().filter(|_| free && !row.bears.value).map(|free| free.span) {
                let todo = "Set bears = true, or take the line out.";
                self.fault(file, span, "this is free to be picked, and does not bear", todo);
            }
            items.push(TableItem { exhibit, bears: row.bears.value, free, why });
        }
        let any = |bears: bool| claim.table.value.iter().any(|row| row.bears.value == bears);
        let must = |row: &TableRow| row.bears.value && row.free.as_ref().is_none_or(|free| !free.value);
        match (any(true), &claim.nothing_bears) {
            (true, None) if !claim.table.value.iter().any(must) => {
                let todo = "Take free = true out of one, or lay down something that must be picked.";
                self.fault(file, claim.id.span, "all that bears on this claim is free to be picked or left", todo);
            }
            (false, None) => {
                let todo = "Set bears = true on one, or say in nothing_bears why none does.";
                self.fault(file, claim.id.span, "nothing on the table bears on this claim", todo);
            }
            (true, Some(text)) => {
                let todo = "Take nothing_bears out, or set bears = false.";
                self.fault(file, text.span, "something on the table does bear on this claim", todo);
            }
            _ => {}
        }
        if !any(false) {
            let todo = "Add a record that a hasty reader would take, with bears = false.";
            self.fault(file, claim.id.span, "nothing on the table tempts", todo);
        }
        items
    }

    /// A cause comes before its effect.
    fn check_dates(
        &mut self,
        file: &SourceFile,
        claim: &ClaimFile,
        act: HistoricalDate,
        rung: Option<Rung>,
        flags: &[Flag],
        records: &BTreeMap<String, Record>,
    ) {
        let date = |row: &TableRow| records.get(&row.record.value).map(|record| record.date);
        if let Some(rung) = rung.filter(|rung| rung.needs_a_cause()) {
            let is_free = |row: &&TableRow| row.free.as_ref().is_some_and(|free| free.value);
            for row in claim.table.value.iter().filter(|row| row.bears.value && !is_free(row)) {
                let Some(of_record) = date(row).filter(|date| !date.is_before(act)) else { continue };
                let what = format!(
                    "the key is `{}`, but `{}` ({of_record}) is not dated before the act ({act})",
                    rung.key(),
                    exhibit_name(row),
                );
                let todo = "A cause comes before its effect: lower the rung, correct a date, or set bears = false.";
                self.fault(file, row.record.span, what, todo);
            }
        }
        if flags.contains(&Flag::Earlier)
            && !claim.table.value.iter().filter_map(date).any(|date| act.is_before(date))
            && !claim.table.value.iter().any(|row| date(row).is_none())
        {
            let what = "the flag `earlier` is set, but nothing on the table is dated after the act";
            let todo = "Lay down the later directive that is usually quoted for it, or take the flag out.";
            self.fault(file, claim.flags.span, what, todo);
        }
    }
}

/// The name of what a row lays down: `r5.3`, or `r5` for the whole.
fn exhibit_name(row: &TableRow) -> String {
    match &row.point {
        Some(point) => format!("{}.{}", row.record.value, point.value),
        None => row.record.value.clone(),
    }
}
