//! Cells: how little a quarter of one is among them all.

use super::{
    Data,
    sheet::{Sheet, WIDTH, px},
};
use leptos::prelude::*;
use lesson::apparatus::{Reading, plain_number};

/// From one cell to the next, and how wide a cell is.
const STEP: f64 = 41.0;
const WIDE: f64 = 37.0;

/// For each row a square of cells, each in quarters, and beside it what the quarter comes to.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let Some((first, others)) = reading.values.split_first() else { return sheet };
    for row in data.panel.rows.iter().copied() {
        let Some(count) = data.number(row, *first) else { continue };
        let across = count.sqrt().ceil().max(1.0);
        let (top, mut at) = (sheet.y + 1.0, 0.0);
        let (mut cells, mut quarters) = (String::new(), String::new());
        let (half, gap) = (WIDE / 2.0, STEP - WIDE);
        // From each cell on to the next: the same each time, so that it weighs next to nothing.
        let cell = format!("h{WIDE}v{WIDE}h-{WIDE}zm{STEP} 0");
        let quarter = format!("m{half} 0v{WIDE}m-{half}-{half}h{WIDE}m{gap}-{half}");
        while at < count {
            if at % across == 0.0 {
                let start = format!("M0.5 {}", px(top + STEP * at / across));
                cells.push_str(&start);
                quarters.push_str(&start);
            }
            cells.push_str(&cell);
            quarters.push_str(&quarter);
            at += 1.0;
        }
        let title = format!("A quarter of one of {} {}", plain_number(count), data.unit(*first));
        let told = others.iter().filter_map(|column| {
            let number = data.number(row, *column)?;
            Some(format!("{}: {} {}", data.column(*column), plain_number(number), data.unit(*column)))
        });
        let told: Vec<String> = told.collect();
        let shape = view! {
            <path class="grid" d=quarters /><path d=cells />
            <rect class="shape" x="0.5" y=px(top) width=px(WIDE / 2.0) height=px(WIDE / 2.0) />
        };
        sheet.mark(format!("{title}. {}", told.join("; ")), "", shape);
        let x = STEP * across + 10.0;
        sheet.lines(x, (WIDTH - x) * 0.94, "strong", &title);
        sheet.y += 6.0;
        for told in &told {
            sheet.lines(x, WIDTH - x, "", told);
        }
        sheet.y = sheet.y.max(top + STEP * (count / across).ceil()) + 6.0;
    }
    sheet
}
