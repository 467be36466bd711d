//! The claim board, a part of `judgement.toml`: records carry each card to some column, and not to every one.

use super::{Resolver, around::count, unknown};
use crate::{
    fault::SourceFile,
    markdown::Names,
    tables::{BoardTable, CardTable, CarriesTable, Text},
};
use lesson::{
    board::{Board, BoardCard, Carries, Column},
    content::Record,
    id::{ColumnId, RecordId},
};
use std::collections::{BTreeMap, BTreeSet};

impl Resolver<'_> {
    /// The claim board.
    pub(super) fn board(&mut self, file: &SourceFile, it: &BoardTable, records: &BTreeMap<String, Record>) -> Board {
        let says = self.line(file, &it.says);
        if it.columns.value.len() < 2 {
            let what = format!("this board has {}, and needs 2 or more", count(it.columns.value.len(), "column"));
            self.fault(file, it.columns.span, what, "Add some, or take the board out.");
        }
        if it.cards.value.is_empty() {
            let todo = "Add a [[board.cards]] for each claim that is to be placed.";
            self.fault(file, it.cards.span, "this board has no card", todo);
        }
        let mut ids = BTreeSet::new();
        let mut columns = Vec::new();
        for column in &it.columns.value {
            let id = self.own_id(file, &column.id, ColumnId::new);
            if !ids.insert(column.id.value.as_str()) {
                let what = format!("the id `{}` stands here for the second time", column.id.value);
                self.fault(file, column.id.span, what, "Give one of the two another id, or take it out.");
            }
            let name = self.plain(file, &column.name);
            let means = self.line(file, &column.means);
            columns.extend(id.map(|id| Column { id, name, means }));
        }
        let mut laid = BTreeSet::new();
        let mut cards = Vec::new();
        for card in &it.cards.value {
            if !laid.insert(card.claim.value.as_str()) {
                let what = format!("the claim `{}` has a card already", card.claim.value);
                self.fault(file, card.claim.span, what, "Make one card of the two.");
            }
            cards.extend(self.card(file, card, &ids, records));
        }
        Board { says, columns, cards }
    }

    fn card(
        &mut self,
        file: &SourceFile,
        it: &CardTable,
        columns: &BTreeSet<&str>,
        records: &BTreeMap<String, Record>,
    ) -> Option<BoardCard> {
        let found = self.claim(&it.claim.value);
        let claim = self.named(file, it.claim.span, found);
        if it.carries.value.is_empty() {
            let todo = "Name each record that can carry it, and the columns that it carries it to.";
            self.fault(file, it.carries.span, "no record can carry this card", todo);
        }
        self.each_once(file, it.carries.value.iter().map(|row| &row.record));
        let carries = it.carries.value.iter().filter_map(|row| self.carries(file, row, columns, records)).collect();
        let taken: BTreeSet<&str> =
            it.carries.value.iter().flat_map(|row| &row.to.value).map(|id| id.value.as_str()).collect();
        if columns.len() > 1 && columns.is_subset(&taken) {
            let todo = "Take one column out of each `to` it stands in: the one that the records bear least.";
            self.fault(file, it.carries.span, "every column takes this card: nothing is to be judged", todo);
        }
        let says = self.line(file, &it.says);
        // Only here, when every field has been read, may one that is wrong end it.
        Some(BoardCard { claim: claim?, carries, says })
    }

    fn carries(
        &mut self,
        file: &SourceFile,
        it: &CarriesTable,
        columns: &BTreeSet<&str>,
        records: &BTreeMap<String, Record>,
    ) -> Option<Carries> {
        let record = self.carrier(file, &it.record, records);
        if it.to.value.is_empty() {
            let todo = "Name each column that it carries the card to, or take the record out.";
            self.fault(file, it.to.span, "this record carries the card to no column", todo);
        }
        self.each_once(file, &it.to.value);
        let to = it.to.value.iter().filter_map(|id| self.column(file, id, columns)).collect();
        Some(Carries { record: record?, to })
    }

    fn column(&mut self, file: &SourceFile, id: &Text, columns: &BTreeSet<&str>) -> Option<ColumnId> {
        if !columns.contains(id.value.as_str()) {
            let (what, todo) = unknown("column", &id.value, columns.iter().copied(), "add a [[board.columns]] for it");
            self.fault(file, id.span, what, &todo);
        }
        ColumnId::new(&id.value).ok()
    }

    /// A record of the lesson's source: no key rests on any other.
    fn carrier(&mut self, file: &SourceFile, id: &Text, records: &BTreeMap<String, Record>) -> Option<RecordId> {
        if records.get(&id.value).is_some_and(|record| record.outside.is_some()) {
            let what = format!("`{}` does not come from the lesson’s source", id.value);
            self.fault(file, id.span, what, "No key may rest on it: take it out, and link to it in a text.");
        }
        self.whole(file, id)
    }

    /// Nothing is named twice.
    fn each_once<'a>(&mut self, file: &SourceFile, names: impl IntoIterator<Item = &'a Text>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name.value.as_str()) {
                let what = format!("`{}` stands here for the second time", name.value);
                self.fault(file, name.span, what, "Take one of the two out.");
            }
        }
    }
}
