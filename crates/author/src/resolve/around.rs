//! What stands round the units: people, places, pictures, the timeline, the traces of a record, the judgement.

use super::Resolver;
use crate::{
    fault::SourceFile,
    markdown::{self, Names, Place},
    source::{In, Source},
    tables::{EntryTable, JudgementFile, PlaceTable, Text, TimelineFile, TracerFile},
};
use lesson::{
    apparatus::{Entry, Judgement, Lane, Match, Moment, Outside, Sample, Strand, Trace, Tracer},
    content::Record,
    id::{BadId, BodyId, OutsideId, PersonId, PlaceId, RecordId},
    prose::{self, Line},
};
use std::collections::{BTreeMap, BTreeSet};
use toml_span::Spanned;

/// What stands round the units.
#[derive(Default)]
pub(super) struct Around {
    pub(super) people: Vec<Entry<PersonId>>,
    pub(super) bodies: Vec<Entry<BodyId>>,
    pub(super) places: Vec<lesson::apparatus::Place>,
    pub(super) outside: Vec<Outside>,
    pub(super) timeline: Vec<Moment>,
    pub(super) tracer: Option<Tracer>,
    pub(super) judgement: Option<Judgement>,
}

impl Resolver<'_> {
    pub(super) fn around(&mut self, source: &Source, records: &BTreeMap<String, Record>) -> Around {
        let mut around = Around::default();
        if let Some(In { file, it }) = &source.outside {
            for outside in &it.outside.value {
                let id = self.own_id(file, &outside.id, OutsideId::new);
                let says = self.line(file, &outside.says);
                let cite = self.plain(file, &outside.cite);
                let web = outside.web.as_ref().map(|web| self.web(file, web));
                around.outside.extend(id.map(|id| Outside { id, says, cite, web }));
            }
        }
        if let Some(In { file, it }) = &source.people {
            around.people.extend(it.people.value.iter().filter_map(|entry| self.entry(file, entry, PersonId::new)));
        }
        if let Some(In { file, it }) = &source.bodies {
            around.bodies.extend(it.bodies.value.iter().filter_map(|entry| self.entry(file, entry, BodyId::new)));
        }
        if let Some(In { file, it }) = &source.places {
            around.places.extend(it.places.value.iter().filter_map(|place| self.place_of(file, place)));
        }
        around.people.sort_by_key(|entry| entry.sort.to_lowercase());
        around.bodies.sort_by_key(|entry| entry.sort.to_lowercase());
        around.places.sort_by_key(|place| place.name.to_lowercase());
        around.timeline = source.timeline.as_ref().map(|In { file, it }| self.timeline(file, it)).unwrap_or_default();
        around.tracer = source.tracer.as_ref().and_then(|In { file, it }| self.tracer_of(file, it));
        around.judgement = source.judgement.as_ref().map(|In { file, it }| self.judgement(file, it, records));
        around
    }

    /// An address of the web.
    pub(super) fn web(&mut self, file: &SourceFile, web: &Text) -> String {
        if !web.value.starts_with("https://") {
            let what = format!("the address `{}` does not begin with https://", web.value);
            self.fault(file, web.span, what, "Open it in a browser with https:// in front, and copy what it shows.");
        }
        web.value.clone()
    }

    fn plains(&mut self, file: &SourceFile, texts: &Spanned<Vec<Text>>) -> Vec<String> {
        texts.value.iter().map(|text| self.plain(file, text)).collect()
    }

    fn entry<Id>(
        &mut self,
        file: &SourceFile,
        it: &EntryTable,
        of: impl Fn(&str) -> Result<Id, BadId>,
    ) -> Option<Entry<Id>> {
        let id = self.own_id(file, &it.id, of);
        self.plains(file, &it.called);
        let name = self.plain(file, &it.name);
        let sort = self.plain(file, &it.sort);
        let also = self.plains(file, &it.also);
        let group = self.plain(file, &it.group);
        let is = self.line(file, &it.is);
        let notes = self.cited(file, &it.notes);
        // Only here, when every field has been read, may one that is wrong end it.
        Some(Entry { id: id?, name, sort, also, group, is, notes, occurs: Vec::new() })
    }

    fn place_of(&mut self, file: &SourceFile, it: &PlaceTable) -> Option<lesson::apparatus::Place> {
        for (number, most, name, negative) in
            [(&it.lat, 90.0, "north", "south of the equator"), (&it.lon, 180.0, "east", "west of Greenwich")]
        {
            if number.value.0.abs() > most {
                let what = format!("no place lies {} degrees {name}", number.value.0);
                let todo = format!("Write a number from -{most} to {most}; it is less than 0 {negative}.");
                self.fault(file, number.span, what, &todo);
            }
        }
        self.plains(file, &it.called);
        let id = self.own_id(file, &it.id, PlaceId::new);
        let name = self.plain(file, &it.name);
        let today = it.today.as_ref().map(|today| self.plain(file, today));
        let also = self.plains(file, &it.also);
        let is = self.line(file, &it.is);
        let notes = self.cited(file, &it.notes);
        // Only here, when every field has been read, may one that is wrong end it.
        Some(lesson::apparatus::Place {
            id: id?,
            name,
            today,
            also,
            latitude: it.lat.value.0,
            longitude: it.lon.value.0,
            is,
            notes,
            occurs: Vec::new(),
        })
    }

    fn timeline(&mut self, file: &SourceFile, it: &TimelineFile) -> Vec<Moment> {
        let mut all = Vec::new();
        for row in &it.rows.value {
            let date = self.date(file, &row.date);
            let lane = self.key(file, &row.lane, "lane", &["public", "secret", "context"], |key| match key {
                "public" => Some(Lane::Public),
                "secret" => Some(Lane::Secret),
                "context" => Some(Lane::Context),
                _ => None,
            });
            let says = self.line(file, &row.says);
            let notes = self.cited(file, &row.notes);
            let claim = row.claim.as_ref().and_then(|id| {
                let found = self.claim(&id.value);
                self.named(file, id.span, found)
            });
            let record = row.record.as_ref().and_then(|id| self.whole(file, id));
            let letter = row.letter.as_ref().is_some_and(|letter| letter.value);
            if let (Some(date), Some(lane)) = (date, lane) {
                all.push(Moment { date, lane, says, letter, notes, claim, record });
            }
        }
        all.sort_by_key(|moment| (moment.date.first(), moment.date.last()));
        all
    }

    /// A record as a whole.
    pub(super) fn whole(&mut self, file: &SourceFile, id: &Text) -> Option<RecordId> {
        let found = self.exhibit(&id.value);
        let exhibit = self.named(file, id.span, found)?;
        if exhibit.point.is_some() {
            let todo = format!("Leave out the point: \"{}\".", exhibit.record);
            self.fault(file, id.span, "here a record as a whole is wanted", &todo);
        }
        Some(exhibit.record)
    }

    /// The traces of a record: one for each of its points.
    fn tracer_of(&mut self, file: &SourceFile, it: &TracerFile) -> Option<Tracer> {
        let record = self.whole(file, &it.record);
        let mut points = BTreeSet::new();
        let mut traces = Vec::new();
        for row in &it.traces.value {
            let found = self.exhibit(&format!("{}.{}", it.record.value, row.point.value));
            self.named(file, row.point.span, found);
            if !points.insert(row.point.value) {
                let what = format!("point {} is traced twice", row.point.value);
                self.fault(file, row.point.span, what, "Make one of the two.");
            }
            let fits = self.key(file, &row.fits, "fits", &["clean", "partial", "none"], |key| match key {
                "clean" => Some(Match::Clean),
                "partial" => Some(Match::Partial),
                "none" => Some(Match::None),
                _ => None,
            });
            let claims = row.claims.value.iter().filter_map(|id| {
                let found = self.claim(&id.value);
                self.named(file, id.span, found)
            });
            let claims = claims.collect();
            let trace = Trace {
                point: row.point.value,
                orders: self.line(file, &row.orders),
                public: self.line(file, &row.public),
                fits: fits.unwrap_or(Match::None),
                limit: self.optional(file, row.limit.as_ref()),
                claims,
            };
            traces.push(trace);
        }
        for point in self.index.records.get(&it.record.value).cloned().unwrap_or_default().difference(&points) {
            let what = format!("point {point} of `{}` is not traced", it.record.value);
            self.fault(
                file,
                it.record.span,
                what,
                "Add a [[traces]] for it, with fits = \"none\" if nothing was seen.",
            );
        }
        let says = self.line(file, &it.says);
        traces.sort_by_key(|trace| trace.point);
        Some(Tracer { record: record?, says, traces })
    }

    fn judgement(&mut self, file: &SourceFile, it: &JudgementFile, records: &BTreeMap<String, Record>) -> Judgement {
        let levels = self.plains(file, &it.levels);
        let mut strands = Vec::new();
        for strand in &it.strands.value {
            if strand.levels.value.len() != levels.len() {
                let what = format!(
                    "this strand has {}, and the rubric {}",
                    count(strand.levels.value.len(), "level"),
                    levels.len()
                );
                self.fault(file, strand.levels.span, what, "Say for each level what it takes, the best first.");
            }
            let name = self.plain(file, &strand.name);
            strands.push(Strand { name, levels: self.lines(file, &strand.levels) });
        }
        let mut samples = Vec::new();
        for sample in &it.samples.value {
            let level = sample.level.value.to_string();
            if !levels.contains(&level) {
                let what = format!("the rubric has no level {level}");
                self.fault(file, sample.level.span, what, &format!("Use one of: {}.", levels.join(", ")));
            }
            let text = &sample.text;
            let mut found = crate::Faults::default();
            let written = markdown::prose(&text.value, &Place { file, span: text.span.into() }, self, &mut found);
            if written.is_empty() && found.is_empty() {
                found.at(file, text.span.into(), "this text is empty", "Write it between the quotation marks.");
            }
            self.faults.extend(found);
            self.no_pictures(file, text.span.start, &written);
            let words = prose::words(&written).split_whitespace().count();
            let (least, most) = (usize::from(it.least.value), usize::from(it.most.value));
            if least <= most && words > 0 && !(least..=most).contains(&words) {
                let what = format!("this sample has {}, and {least} to {most} are asked for", count(words, "word"));
                self.fault(file, sample.level.span, what, "Make it longer or shorter, or correct `least` or `most`.");
            }
            samples.push(Sample { level, text: written, says: self.line(file, &sample.says) });
        }
        if it.least.value > it.most.value {
            let what = format!("an answer of at least {} words cannot have at most {}", it.least.value, it.most.value);
            self.fault(file, it.least.span, what, "Write the smaller number as `least`.");
        }
        let prompt: Line = self.line(file, &it.prompt);
        Judgement {
            prompt,
            variants: self.lines(file, &it.variants),
            least: it.least.value,
            most: it.most.value,
            file: self.line(file, &it.file),
            levels,
            strands,
            samples,
            board: it.board.as_ref().map(|board| self.board(file, &board.value, records)),
        }
    }
}

/// A number of things, such as `1 cell` and `2 cells`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
