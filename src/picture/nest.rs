//! A nest: a box for each row, each inside the one before.

use super::{
    Data,
    sheet::{Sheet, WIDTH, px},
};
use leptos::prelude::*;
use lesson::apparatus::Reading;

/// How far a box stands in from the one around it.
const IN: f64 = 11.0;

/// The boxes from the outside, each with its text at its top.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let mut boxes = Vec::new();
    let mut around: Option<String> = None;
    let mut x = 0.5;
    for row in data.panel.rows.iter().copied() {
        let top = sheet.y + 0.5;
        let inner = WIDTH - 2.0 * (x + IN);
        let name = data.text(row, data.panel.label);
        let texts: Vec<String> = reading.values.iter().map(|column| data.text(row, *column)).collect();
        sheet.y += 5.0;
        sheet.lines(x + IN, inner * 0.94, "strong", &name);
        sheet.lines(x + IN, inner, "", &texts.join(": "));
        sheet.y += 7.0;
        let inside = around.map(|around| format!("; inside {around}")).unwrap_or_default();
        boxes.push((x, top, format!("{name}: {}{inside}", texts.join(", "))));
        around = Some(name);
        x += IN;
    }
    let mut foot = sheet.y + IN * f64::from(u8::try_from(boxes.len()).unwrap_or(u8::MAX));
    sheet.y = foot + 1.0;
    for (x, top, says) in boxes {
        let shape = view! {
            <rect class="box" x=px(x) y=px(top) width=px(WIDTH - 2.0 * x) height=px(foot - top) />
        };
        sheet.mark(says, "secret", shape);
        foot -= IN;
    }
    sheet
}
