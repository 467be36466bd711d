//! Steps: a total that grows from day to day, and the days of records below it.

use super::{
    Data, axis,
    scale::{Linear, day, middle},
    sheet::{Sheet, WIDTH, px},
};
use leptos::prelude::*;
use lesson::{
    apparatus::{Reading, plain_number},
    date::HistoricalDate,
};

/// Where the numbers end and the drawing begins.
const LEFT: f64 = 30.0;

/// How high it is.
const HIGH: f64 = 210.0;

/// A point for each row over its day, joined by steps; a record's day is a line through all.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let column = reading.values[0];
    let points: Vec<_> =
        data.panel.rows.iter().filter_map(|row| Some((*row, data.date(*row)?, data.number(*row, column)?))).collect();
    let records: Vec<_> = data.panel.records.iter().filter_map(|id| data.lesson.record(id)).collect();
    let days = || points.iter().map(|(_, date, _)| *date).chain(records.iter().map(|record| record.date));
    let (Some(from), Some(to)) = (days().map(HistoricalDate::first).min(), days().map(HistoricalDate::last).max())
    else {
        return sheet;
    };
    let from = from.replace_day(1).unwrap_or(from);
    let greatest = data.greatest(&data.panel.readings);
    let (top, bottom) = (34.0, 34.0 + HIGH);
    let across = Linear { domain: [day(from), day(to) + 1.0], range: [LEFT, WIDTH - 16.0] };
    let up = Linear { domain: [0.0, greatest * 1.1], range: [bottom, top] };
    axis::numbers(&mut sheet, &up, 4, [LEFT, WIDTH]);
    axis::months_of(&mut sheet, &across, [from, to], [top, bottom]);
    for record in records {
        let (x, name) = (across.at(middle(record.date)), record.id.as_str().to_uppercase());
        let shape = view! {
            <path class="base" d=format!("M{} {}V{}", px(x), px(top - 12.0), px(bottom)) />
            <rect class="tag" x=px(x - 12.0) y=px(top - 30.0) width="24" height="19" />
        };
        sheet.mark(format!("Record {name}, {}: {}", record.date, record.title), "order", shape);
        sheet.text(x, top - 16.0, "middle", name);
    }
    let place = |(at, (_, date, value)): (usize, &(usize, HistoricalDate, f64))| {
        let (x, y) = (px(across.at(middle(*date))), px(up.at(*value)));
        if at == 0 { format!("M{x} {y}") } else { format!("H{x}V{y}") }
    };
    let path: String = points.iter().enumerate().map(place).collect();
    sheet.ground(view! { <path class="rise" d=path /> });
    for (row, date, value) in points {
        let (x, y) = (across.at(middle(date)), up.at(value));
        let says = format!("{date}: {} {}", plain_number(value), data.unit(column));
        let detail = data.detail(row);
        let says = if detail.is_empty() { says } else { format!("{says}; {detail}") };
        sheet.mark(says, "one", view! { <circle class="shape" cx=px(x) cy=px(y) r="5" /> });
        // Before its point, where there is room for it.
        let (x, class) = if x < LEFT + 36.0 { (x + 7.0, "strong halo") } else { (x - 8.0, "end strong halo") };
        sheet.text(x, y - 7.0, class, plain_number(value));
    }
    sheet.y = bottom + 22.0;
    sheet
}
