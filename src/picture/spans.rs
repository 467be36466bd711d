//! Spans: days and stretches of days, one row below the other.

use super::{
    Data,
    scale::{Linear, day, months},
    sheet::{LINE, SIZE, Sheet, WIDTH, px},
    text,
};
use leptos::prelude::*;
use lesson::date::HistoricalDate;
use std::fmt::Write;

/// How high a track is.
const HIGH: f64 = 16.0;

/// The rows, each with its name, its date and a track of all the panel's months.
pub fn draw(data: &Data<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    let dated = data.panel.rows.iter().filter_map(|row| Some((*row, data.date(*row)?)));
    let dated: Vec<(usize, HistoricalDate)> = dated.collect();
    let Some(from) = dated.iter().map(|(_, date)| date.first()).min() else { return sheet };
    let Some(to) = dated.iter().map(|(_, date)| date.last()).max() else { return sheet };
    let mut months = months(from, to);
    // The first day after the last month is the end of the axis.
    let end = months.last().map_or(to, |last| *last + time::Duration::days(32));
    let end = end.replace_day(1).unwrap_or(end);
    let scale =
        Linear { domain: [months.first().map_or(0.0, |first| day(*first)), day(end)], range: [0.5, WIDTH - 0.5] };
    axis(&mut sheet, &months, scale);
    months.push(end);
    for (row, date) in dated {
        let (told, detail) = (date.to_string(), data.detail(row));
        let label = if detail.is_empty() { data.label(row) } else { format!("{}: {detail}", data.label(row)) };
        sheet.text(WIDTH, sheet.y + LINE - 4.0, "end value", told.as_str());
        sheet.lines(0.0, WIDTH - text::width(&told, SIZE) - 10.0, "", &label);
        let middle = sheet.y + 2.0 + HIGH / 2.0;
        let mut grid = format!("M0.5 {}h{}m-{} -{}", px(middle), WIDTH - 1.0, WIDTH - 1.0, HIGH / 2.0);
        // From month to month: the same in every row, so that it weighs next to nothing.
        for two in months.windows(2) {
            // Writing to a string cannot fail.
            let _ = write!(grid, "v{HIGH}m{} -{HIGH}", px(scale.at(day(two[1])) - scale.at(day(two[0]))));
        }
        let _ = write!(grid, "v{HIGH}");
        let [first, last] = [date.first(), date.last()].map(day);
        // A day's mark stands at its noon; what is not known to the day takes all its days.
        let shape = if date.first() == date.last() {
            view! { <circle class="shape" cx=px(scale.at(first + 0.5)) cy=px(middle) r="5.5" /> }.into_any()
        } else if date.html().is_none() {
            let [first, last] = [first, last].map(|day| px(scale.at(day + 0.5)));
            let tick = px(middle - 6.0);
            view! { <path class="stretch" d=format!("M{first} {tick}v12M{last} {tick}v12M{first} {}H{last}", px(middle)) /> }
                .into_any()
        } else {
            let [first, last] = [scale.at(first) + 1.0, scale.at(last + 1.0) - 1.0];
            view! {
                <rect class="shape open" x=px(first) y=px(middle - 5.0) width=px(last - first) height="10" rx="5" />
            }
            .into_any()
        };
        sheet.mark(format!("{label}, {told}"), "", view! { <path class="grid" d=grid />{shape} });
        sheet.y += HIGH + 7.0;
    }
    sheet
}

/// As many months' names as there is room for, each from its first day.
fn axis(sheet: &mut Sheet, months: &[time::Date], scale: Linear) {
    sheet.y += LINE;
    let mut free = 0.0;
    for month in months {
        let x = scale.at(day(*month));
        let name = format!("{} {}", month.month().to_string().chars().take(3).collect::<String>(), month.year());
        let wide = text::width(&name, SIZE);
        if x >= free && x + wide <= WIDTH {
            sheet.rule("grid", [x, sheet.y - 12.0], [x, sheet.y + 1.0]);
            sheet.text(x + 4.0, sheet.y - 4.0, "quiet", name);
            free = x + wide + 12.0;
        }
    }
    sheet.y += 7.0;
}
