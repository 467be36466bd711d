//! Axes.

use super::{
    scale::{Linear, day, months},
    sheet::{SIZE, Sheet, WIDTH},
    text,
};
use lesson::apparatus::plain_number;

/// The names of the months, as an axis writes them.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Lines across the sheet at round numbers, each with its number at the left.
pub fn numbers(sheet: &mut Sheet, scale: &Linear, about: u8, [from, to]: [f64; 2]) {
    for tick in scale.ticks(about) {
        let y = scale.at(tick);
        sheet.rule("grid", [from, y], [to, y]);
        sheet.text(from - 6.0, y + 4.5, "end quiet", plain_number(tick));
    }
}

/// Lines down the sheet where months begin; the name of each where there is room for it, below.
pub fn months_of(sheet: &mut Sheet, scale: &Linear, dates: [time::Date; 2], [top, bottom]: [f64; 2]) {
    // Where the last name ended.
    let mut free: Option<f64> = None;
    for first in months(dates[0], dates[1]) {
        let x = scale.at(day(first)).max(scale.range[0]);
        sheet.rule("grid", [x, top], [x, bottom]);
        let january = first.month() == time::Month::January;
        let name = MONTHS[usize::from(u8::from(first.month())) - 1];
        let name = if january || free.is_none() { format!("{name} {}", first.year()) } else { name.to_owned() };
        let width = text::width(&name, SIZE);
        if free.is_none_or(|free| x > free) && x + width <= WIDTH {
            sheet.text(x + 3.0, bottom + 14.0, "quiet", name);
            free = Some(x + 9.0 + width);
        }
    }
}
