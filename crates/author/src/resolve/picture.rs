//! Pictures: their data, the sums that the source prints, and what is drawn of them.

use super::{Resolver, around::count};
use crate::{
    fault::SourceFile,
    source::In,
    tables::{CellValue, GuessTable, PanelTable, PictureFile, SumTable, Text},
};
use lesson::{
    apparatus::{Cell, Column, ColumnKind, Form, Guess, Panel, Picture, Reading, Sum},
    check::{Check, Question},
    id::{CheckId, PictureId},
    prose::{Inline, Line},
};
use std::collections::BTreeSet;
use toml_span::Spanned;

/// How far two sums may differ and still be the same: the digits of a source are decimal.
const SAME: f64 = 1e-6;

impl Resolver<'_> {
    /// A picture, without its place.
    pub(super) fn picture_of(&mut self, In { file, it }: &In<PictureFile>) -> Option<(PictureId, Picture)> {
        self.id(file, &it.id, "pictures");
        let before = self.faults.len();
        let mut columns = Vec::new();
        // Columns of no kind: what stands in them is neither right nor wrong.
        let mut unsure = BTreeSet::new();
        for column in &it.columns.value {
            let unit = column.unit.as_ref().map(|unit| self.plain(file, unit));
            let kind = self.key(file, &column.kind, "kind", &["date", "number", "text"], |key| match key {
                "date" => Some(ColumnKind::Date),
                "number" => Some(ColumnKind::Number(unit.clone())),
                "text" => Some(ColumnKind::Text),
                _ => None,
            });
            if kind.is_none() {
                unsure.insert(columns.len());
            }
            columns.push(Column { name: self.plain(file, &column.name), kind: kind.unwrap_or(ColumnKind::Text) });
        }
        if columns.is_empty() || it.rows.value.is_empty() {
            let span = if columns.is_empty() { it.columns.span } else { it.rows.span };
            self.fault(
                file,
                span,
                "this picture has nothing to show",
                "Give it a [[columns]] and a [[rows]] at least.",
            );
        }
        let mut rows = Vec::new();
        for row in &it.rows.value {
            if row.cells.value.len() != columns.len() {
                let what = format!(
                    "this row has {}, and there are {}",
                    count(row.cells.value.len(), "cell"),
                    count(columns.len(), "column")
                );
                let todo = "Write one cell for each column, in their order, and \"\" for an empty one.";
                self.fault(file, row.cells.span, what, todo);
                continue;
            }
            let cells = row.cells.value.iter().zip(&columns).enumerate();
            let cells =
                cells.filter(|(at, _)| !unsure.contains(at)).map(|(_, (cell, column))| self.cell(file, cell, column));
            rows.push(cells.collect::<Vec<_>>());
        }
        // Sums of rows that are wrong would only say so again.
        let whole = self.faults.len() == before;
        let mut sums = Vec::new();
        for sum in it.sums.iter().flat_map(|sums| &sums.value) {
            let says = self.optional(file, sum.says.as_ref());
            if whole {
                sums.extend(self.sum(file, sum, says, &columns, &rows));
            }
        }
        let title = self.plain(file, &it.title);
        let text = self.line(file, &it.text);
        let caveats = self.lines(file, &it.caveats);
        let guess = self.optional(file, it.guess.as_ref());
        let notes = self.cited(file, &it.notes);
        let declared: Vec<usize> =
            it.sums.iter().flat_map(|sums| &sums.value).map(|sum| usize::from(sum.column.value)).collect();
        let data = Data { columns: &columns, rows: &rows, declared: &declared, whole };
        let panels = it.draw.iter().flat_map(|draw| &draw.value);
        let panels = panels.filter_map(|panel| self.panel(file, panel, &data)).collect();
        let draws = it.draw_guess.as_ref().and_then(|guess| self.drawn(file, &it.id, &guess.value, &data));
        // Only here, when every field has been read, may one that is wrong end it.
        let id = PictureId::new(&it.id.value).ok()?;
        Some((id.clone(), Picture { id, title, text, caveats, guess, notes, columns, rows, sums, panels, draws }))
    }

    fn cell(&mut self, file: &SourceFile, cell: &Spanned<CellValue>, column: &Column) -> Cell {
        match (&cell.value, &column.kind) {
            (CellValue::Text(text), _) if text.is_empty() => Cell::Empty,
            (CellValue::Number(number), ColumnKind::Number(_)) => Cell::Number(*number),
            (CellValue::Text(text), ColumnKind::Date) => {
                let text = Spanned::with_span(text.clone(), cell.span);
                self.date(file, &text).map_or(Cell::Empty, Cell::Date)
            }
            (CellValue::Text(text), ColumnKind::Text) => {
                Cell::Text(self.line(file, &Spanned::with_span(text.clone(), cell.span)))
            }
            (CellValue::Number(_), _) => {
                let what = format!("here stands a number, and the column “{}” holds none", column.name);
                self.fault(file, cell.span, what, "Put quotation marks round it, or change the column’s kind.");
                Cell::Empty
            }
            (CellValue::Text(_), ColumnKind::Number(_)) => {
                let what = format!("here stands a text, and the column “{}” holds numbers", column.name);
                self.fault(file, cell.span, what, "Write a number without quotation marks, or \"\" for none.");
                Cell::Empty
            }
        }
    }

    /// A declared sum: it is what it says, and a difference from what the source prints is explained.
    fn sum(
        &mut self,
        file: &SourceFile,
        it: &SumTable,
        says: Option<Line>,
        columns: &[Column],
        rows: &[Vec<Cell>],
    ) -> Option<Sum> {
        let number = it.column.value;
        let column = usize::from(number).checked_sub(1).filter(|column| *column < columns.len());
        let Some((at, column)) = column.and_then(|at| Some((at, columns.get(at)?))) else {
            let todo = format!("Count from 1: there are {}.", count(columns.len(), "column"));
            self.fault(file, it.column.span, format!("there is no column {number}"), &todo);
            return None;
        };
        if !matches!(column.kind, ColumnKind::Number(_)) {
            let what = format!("column {number}, “{}”, holds no numbers", column.name);
            self.fault(file, it.column.span, what, "Count the columns from 1, and name one of the kind `number`.");
            return None;
        }
        let mut total = 0.0;
        for row in &it.rows.value {
            match usize::from(row.value).checked_sub(1).and_then(|row| rows.get(row)?.get(at)) {
                Some(Cell::Number(number)) => total += number,
                Some(_) => {
                    let what = format!("row {} has no number in the column “{}”", row.value, column.name);
                    self.fault(file, row.span, what, "Count rows from 1; leave one without a number out of the sum.");
                    return None;
                }
                None => {
                    let todo = format!("Count from 1: there are {}.", count(rows.len(), "row"));
                    self.fault(file, row.span, format!("there is no row {}", row.value), &todo);
                    return None;
                }
            }
        }
        let (stated, adds_up_to) = (it.stated.value.0, it.adds_up_to.value.0);
        if (total - adds_up_to).abs() > SAME {
            // Without the last digits of a binary fraction, which nobody has written.
            let total = (total / SAME).round() / SAME.recip();
            let what = format!("these rows add up to {total}, not to {adds_up_to}");
            self.fault(file, it.adds_up_to.span, what, "Correct the sum, the rows, or the number in a row.");
        }
        if (stated - adds_up_to).abs() > SAME && says.is_none() {
            let what = format!("the source prints {stated}, and the rows add up to {adds_up_to}");
            self.fault(file, it.stated.span, what, "Add a line says = \"…\" with what is known of the difference.");
        }
        Some(Sum { column: at, stated, adds_up_to, says })
    }

    /// A part of a picture: what it names is there, and of the kind that its form needs.
    fn panel(&mut self, file: &SourceFile, it: &PanelTable, data: &Data<'_>) -> Option<Panel> {
        let before = self.faults.len();
        // What is named is named even where the rest is wrong.
        let records = it.records.iter().flat_map(|ids| &ids.value).filter_map(|id| self.whole(file, id)).collect();
        let title = it.title.as_ref().map(|title| self.plain(file, title));
        let names = Form::ALL.map(|(_, name)| name);
        let form = self.key(file, &it.form, "form", &names, |key| {
            Form::ALL.iter().find(|(_, name)| *name == key).map(|(form, _)| *form)
        })?;
        if !data.whole {
            return None;
        }
        let lengths = matches!(form, Form::Bars | Form::Steps | Form::Cells);
        let rows: Vec<usize> = match &it.rows {
            Some(rows) => rows.value.iter().filter_map(|number| self.row_at(file, number, data)).collect(),
            None => (0..data.rows.len()).collect(),
        };
        let label = it.label.as_ref().map_or(Some(0), |number| self.column_at(file, number, data));
        let when = it.when.as_ref().and_then(|number| self.column_of(file, number, data, "dates"));
        let detail = it.detail.as_ref().and_then(|number| self.column_at(file, number, data));
        let most = it.most.as_ref().and_then(|number| self.column_of(file, number, data, "numbers"));
        let plain = self.values(file, it.values.as_ref(), data, lengths);
        let mut readings = Vec::new();
        for reading in it.readings.iter().flat_map(|readings| &readings.value) {
            let own = self.values(file, reading.values.as_ref(), data, lengths);
            let values = if reading.values.is_some() { own } else { plain.clone() };
            let base = reading.base.as_ref().and_then(|number| {
                let row = self.row_at(file, number, data)?;
                let measures = values.first().is_none_or(|column| matches!(data.rows[row][*column], Cell::Number(_)));
                if !measures {
                    let what = format!("row {} has no number to measure the others against", number.value);
                    self.fault(file, number.span, what, "Name a row with one.");
                }
                Some(row)
            });
            readings.push(Reading { name: self.plain(file, &reading.name), values, base });
        }
        if readings.is_empty() {
            readings.push(Reading { name: String::new(), values: plain, base: None });
        }
        // A column that is not there has been reported: that nothing is left to draw would only say so again.
        if self.faults.len() == before {
            let draws = lengths || matches!(form, Form::Map | Form::Shelf | Form::Facing);
            if draws && readings.iter().any(|reading| reading.values.is_empty()) {
                let what = format!("`{}` has nothing to draw", it.form.value);
                let kind = if lengths { " of the kind `number`" } else { "" };
                let todo = format!("Name columns{kind} in `values`, counted from 1: values = [2].");
                self.fault(file, it.form.span, what, &todo);
            }
            if when.is_none() && matches!(form, Form::Steps | Form::Spans) {
                let what = format!("`{}` has no days to draw", it.form.value);
                let todo = "Name the column of the kind `date` in `when`, counted from 1: when = 1.";
                self.fault(file, it.form.span, what, todo);
            }
            let summed = |reading: &Reading| reading.values.first().is_some_and(|at| data.declared.contains(&(at + 1)));
            if let Some(sum) = it.sum.as_ref().filter(|sum| sum.value && !readings.iter().any(summed)) {
                let todo = "Add a [[sums]] of their column, or take `sum` out.";
                self.fault(file, sum.span, "no sum is declared for these values", todo);
            }
        }
        let is_placed = |row: &usize| match data.rows.get(*row).and_then(|row| row.get(label?)) {
            Some(Cell::Text(text)) => text.iter().any(|inline| matches!(inline, Inline::Place(..))),
            _ => false,
        };
        if let Some(row) = rows.iter().find(|row| form == Form::Map && label.is_some() && !is_placed(row)) {
            let what = format!("row {} has no place on the map", row + 1);
            self.fault(file, it.form.span, what, "Link its label to a place: [Its name](place:its-id).");
        }
        let (label, sum) = (label?, it.sum.as_ref().is_some_and(|sum| sum.value));
        let panel = Panel { form, title, rows, label, when, detail, most, records, sum, readings };
        (self.faults.len() == before).then_some(panel)
    }

    /// The columns of values; each of numbers, where they are drawn as lengths.
    fn values(
        &mut self,
        file: &SourceFile,
        of: Option<&Spanned<Vec<Spanned<u8>>>>,
        data: &Data<'_>,
        lengths: bool,
    ) -> Vec<usize> {
        let columns = of.into_iter().flat_map(|of| &of.value);
        let found = columns.filter_map(|number| {
            if lengths { self.column_of(file, number, data, "numbers") } else { self.column_at(file, number, data) }
        });
        found.collect()
    }

    /// A row, counted from 0.
    fn row_at(&mut self, file: &SourceFile, number: &Spanned<u16>, data: &Data<'_>) -> Option<usize> {
        self.place(file, number.value.into(), number.span, data.rows.len(), "row")
    }

    /// A column, counted from 0.
    fn column_at(&mut self, file: &SourceFile, number: &Spanned<u8>, data: &Data<'_>) -> Option<usize> {
        self.place(file, number.value.into(), number.span, data.columns.len(), "column")
    }

    /// A column that holds these, `numbers` or `dates`; counted from 0.
    fn column_of(&mut self, file: &SourceFile, number: &Spanned<u8>, data: &Data<'_>, holds: &str) -> Option<usize> {
        let at = self.column_at(file, number, data)?;
        let column = &data.columns[at];
        let fits = match column.kind {
            ColumnKind::Number(_) => holds == "numbers",
            ColumnKind::Date => holds == "dates",
            ColumnKind::Text => false,
        };
        if !fits {
            let what = format!("column {}, “{}”, holds no {holds}", number.value, column.name);
            let kind = holds.trim_end_matches('s');
            let todo = format!("Count the columns from 1, and name one of the kind `{kind}`.");
            self.fault(file, number.span, what, &todo);
        }
        fits.then_some(at)
    }

    /// A place counted from 1, as one counted from 0.
    fn place(
        &mut self,
        file: &SourceFile,
        number: usize,
        span: toml_span::Span,
        of: usize,
        what: &str,
    ) -> Option<usize> {
        let place = number.checked_sub(1).filter(|place| *place < of);
        if place.is_none() {
            let todo = format!("Count from 1: there are {}.", count(of, what));
            self.fault(file, span, format!("there is no {what} {number}"), &todo);
        }
        place
    }

    /// A number to draw, as the check that it is.
    fn drawn(&mut self, file: &SourceFile, id: &Text, it: &GuessTable, data: &Data<'_>) -> Option<Guess> {
        let asks = self.line(file, &it.asks);
        let (right, wrong) = (self.line(file, &it.right), self.line(file, &it.wrong));
        let tolerance = it.tolerance.value.0;
        if tolerance < 0.0 {
            let todo = "Write 0 for an exact number.";
            self.fault(file, it.tolerance.span, "a tolerance cannot be less than nothing", todo);
        }
        let guess = CheckId::new(&guess_id(&id.value)).ok();
        if guess.is_none() && PictureId::new(&id.value).is_ok() {
            let what = format!("`{}` is too long for the id of a picture with a guess", id.value);
            let todo = "Shorten it to 26 letters: the guess has the id `guess-` and this one, 32 letters at most.";
            self.fault(file, id.span, what, todo);
        }
        if !data.whole {
            return None;
        }
        let row = self.row_at(file, &it.row, data)?;
        let number = data.rows[row].iter().zip(data.columns).find_map(|(cell, column)| match (cell, &column.kind) {
            (Cell::Number(number), ColumnKind::Number(unit)) => Some((*number, unit.clone().unwrap_or_default())),
            _ => None,
        });
        let Some((answer, unit)) = number else {
            let what = format!("row {} has no number to guess", it.row.value);
            self.fault(file, it.row.span, what, "Name a row with one.");
            return None;
        };
        let question = Question::Number { answer, tolerance, unit, right, wrong, slips: Vec::new() };
        Some(Guess { row, check: Check { id: guess?, asks, notes: Vec::new(), question, after: None } })
    }
}

/// The id of the check that a picture's guess is.
pub(super) fn guess_id(picture: &str) -> String {
    format!("guess-{picture}")
}

/// What a picture can draw.
struct Data<'a> {
    columns: &'a [Column],
    rows: &'a [Vec<Cell>],
    /// The columns of which the source prints a sum, counted from 1.
    declared: &'a [usize],
    /// Whether columns and rows are without fault: what is drawn of those that are not would only say so again.
    whole: bool,
}
