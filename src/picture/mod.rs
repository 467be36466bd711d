//! Pictures: data to SVG.
//!
//! One file a form, from a few shared parts: [`sheet`] is what every drawing is made of, [`scale`] lays numbers and days
//! on it, [`text`] breaks lines, [`label`] finds room for names, [`land`] knows the coasts. A new picture is a file of data; a new form is a function from [`Data`] to a
//! [`sheet::Sheet`].

pub mod axis;
pub mod bars;
pub mod cells;
pub mod facing;
pub mod label;
pub mod land;
pub mod lanes;
pub mod map;
pub mod nest;
pub mod scale;
pub mod sheet;
pub mod shelf;
pub mod spans;
pub mod stairs;
pub mod steps;
pub mod text;
pub mod traces;

use leptos::prelude::*;
use lesson::{
    apparatus::{Cell, ColumnKind, Form, Lane, Moment, Panel, Picture, Reading, plain_number},
    content::Lesson,
    date::HistoricalDate,
    prose::plain,
};
use sheet::{Sheet, WIDTH, px};

/// What a form draws from.
pub struct Data<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// The picture.
    pub picture: &'a Picture,
    /// The part of it that is drawn.
    pub panel: &'a Panel,
}

impl Data<'_> {
    /// What stands in a cell, as a reader sees it; nothing in an empty one.
    pub fn text(&self, row: usize, column: usize) -> String {
        match self.picture.rows.get(row).and_then(|row| row.get(column)) {
            None | Some(Cell::Empty) => String::new(),
            Some(Cell::Date(date)) => date.to_string(),
            Some(Cell::Number(number)) => plain_number(*number),
            // Without the blanks that stand before its notes.
            Some(Cell::Text(text)) => plain(text).trim().to_owned(),
        }
    }

    /// What a row is called.
    pub fn label(&self, row: usize) -> String {
        let text = self.text(row, self.panel.label);
        let first = text.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}", text.chars().skip(1).collect::<String>())
    }

    /// What else is said of a row.
    pub fn detail(&self, row: usize) -> String {
        self.panel.detail.map(|column| self.text(row, column)).unwrap_or_default()
    }

    /// The number in a cell that holds one.
    pub fn number(&self, row: usize, column: usize) -> Option<f64> {
        match self.picture.rows.get(row)?.get(column)? {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The greatest number of the panel's rows, in the columns of these readings.
    pub fn greatest(&self, readings: &[Reading]) -> f64 {
        let columns = readings.iter().flat_map(|reading| &reading.values).chain(&self.panel.most);
        let numbers = columns.flat_map(|column| self.panel.rows.iter().filter_map(|row| self.number(*row, *column)));
        numbers.fold(0.0, f64::max)
    }

    /// The date of a row that has one.
    pub fn date(&self, row: usize) -> Option<HistoricalDate> {
        match self.picture.rows.get(row)?.get(self.panel.when?)? {
            Cell::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The name of a column.
    pub fn column(&self, column: usize) -> &str {
        self.picture.columns.get(column).map_or("", |column| &column.name)
    }

    /// What the numbers of a column count.
    pub fn unit(&self, column: usize) -> &str {
        match self.picture.columns.get(column).map(|column| &column.kind) {
            Some(ColumnKind::Number(Some(unit))) => unit,
            _ => "",
        }
    }

    /// The row whose number is to be drawn before it is shown. What stands below it could give it away, and waits too.
    pub fn guessed(&self) -> Option<usize> {
        self.picture.draws.as_ref().map(|guess| guess.row)
    }
}

/// Who could know of a moment, in words.
pub fn lane(moment: &Moment) -> &'static str {
    match (moment.lane, moment.letter) {
        (Lane::Public, false) => "Public",
        (Lane::Public, true) => "Letter",
        (Lane::Secret, false) => "Not known to be public",
        (Lane::Secret, true) => "Letter, not known to be public",
        (Lane::Context, _) => "The war",
    }
}

/// What is drawn of a picture: its panels, one below the other, each with its switch.
pub fn drawing(lesson: &Lesson, picture: &Picture) -> AnyView {
    let panels = picture.panels.iter().enumerate().map(|(at, panel)| {
        let data = Data { lesson, picture, panel };
        let sheets = panel.readings.iter().map(|reading| draw(&data, reading)).collect();
        let names: Vec<&str> = panel.readings.iter().map(|reading| reading.name.as_str()).collect();
        let title = panel.title.as_deref().unwrap_or(&picture.title);
        self::panel(&format!("{}-{at}", picture.id), title, panel.title.is_some(), &names, sheets)
    });
    panels.collect_view().into_any()
}

fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    match data.panel.form {
        Form::Bars => bars::draw(data, reading),
        Form::Steps => steps::draw(data, reading),
        Form::Map => map::draw(data, reading),
        Form::Cells => cells::draw(data, reading),
        Form::Facing => facing::draw(data, reading),
        Form::Nest => nest::draw(data, reading),
        Form::Shelf => shelf::draw(data, reading),
        Form::Spans => spans::draw(data),
        Form::Stairs => stairs::draw(data, reading),
    }
}

/// One drawing, and a switch where there are several readings of it.
pub fn panel(id: &str, title: &str, titled: bool, names: &[&str], sheets: Vec<Sheet>) -> AnyView {
    let switch = (names.len() > 1).then(|| {
        let choices = names.iter().enumerate().map(|(at, name)| {
            view! {
                <label><input type="radio" class="by-style" name=id.to_owned() value=at.to_string() checked=at == 0 /><span>{(*name).to_owned()}</span></label>
            }
        });
        view! { <fieldset class="switch"><legend>"Show"</legend>{choices.collect_view()}</fieldset> }
    });
    let layers = sheets.first().filter(|sheet| !sheet.layers.is_empty()).map(|sheet| {
        let choices = sheet.layers.iter().enumerate().map(|(at, name)| {
            view! {
                <label><input type="checkbox" class="by-style" value=at.to_string() checked=true /><span>{name.clone()}</span></label>
            }
        });
        view! { <fieldset class="layers switch"><legend>"Show"</legend>{choices.collect_view()}</fieldset> }
    });
    let several = sheets.len() > 1;
    let mut height: f64 = 0.0;
    let mut groups = Vec::new();
    for (at, sheet) in sheets.into_iter().enumerate() {
        let (high, view) = sheet.finish();
        height = height.max(high);
        groups.push(if several { view! { <g data-reading=at.to_string()>{view}</g> }.into_any() } else { view });
    }
    let heading = titled.then(|| view! { <p class="panel-title">{title.to_owned()}</p> });
    view! {
        <div class="panel">
            {heading}
            {switch}
            {layers}
            <svg class="drawing" role="group" aria-label=title.to_owned() viewBox=format!("-1 -3 {} {}", px(WIDTH + 2.0), px(height.ceil() + 5.0))>
                {groups}
            </svg>
            <p class="readout" aria-hidden="true"></p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_is_another_picture_and_another_table() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let mut lesson = author::read(&folder).expect("the lesson is without fault");
        let print = |lesson: &Lesson| {
            let picture = lesson.pictures.values().find(|it| it.id.as_str() == "crowds").expect("the crowds");
            crate::page::picture::picture(lesson, picture).to_html()
        };
        let before = print(&lesson);
        let picture = lesson.pictures.values_mut().find(|it| it.id.as_str() == "crowds").expect("the crowds");
        picture.rows[0][1] = Cell::Number(77_777.0);
        let after = print(&lesson);
        assert!(before.contains("Moscow, August 1936: 120,000 people") && !before.contains("77,777"));
        // The mark's name, its label, the cell of the table; no longer the old number.
        assert!(
            after.contains("Moscow, August 1936: 77,777 people") && after.matches("77,777").count() >= 3,
            "{after}"
        );
        assert!(!after.contains("aria-label=\"Moscow, August 1936: 120,000"));
    }
}
