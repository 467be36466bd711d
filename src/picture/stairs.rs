//! Stairs: a step for each row, the first at the top.

use super::{
    Data,
    sheet::{Sheet, WIDTH, px},
};
use leptos::prelude::*;
use lesson::apparatus::Reading;

/// How far a step stands in from the one above.
const IN: f64 = 12.0;

/// The steps, each below its tread, with a riser down to the next.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.y = 2.0;
    let mut x = 1.0;
    for row in data.panel.rows.iter().copied() {
        let (top, left) = (sheet.y, x + 9.0);
        let when = data.date(row).map(|day| format!("{day}: ")).unwrap_or_default();
        let heading = format!("{when}{}", data.label(row));
        let mut says = vec![heading.clone()];
        sheet.y += 4.0;
        sheet.lines(left, (WIDTH - left) * 0.94, "strong", &heading);
        for column in &reading.values {
            let text = data.text(row, *column);
            sheet.lines(left, WIDTH - left, "", &text);
            says.push(format!("{}: {text}", data.column(*column)));
        }
        let detail = data.detail(row);
        if let Some(column) = data.panel.detail.filter(|_| !detail.is_empty()) {
            let name = data.column(column);
            let colon = if name.ends_with('?') { "" } else { ":" };
            let text = format!("{name}{colon} {detail}");
            sheet.y += 2.0;
            sheet.lines(left, WIDTH - left, "quiet", &text);
            says.push(text);
        }
        sheet.y += 9.0;
        let [tread, riser] =
            [format!("M{} {}H{WIDTH}", px(x), px(top)), format!("M{} {}V{}", px(x), px(top), px(sheet.y))];
        let shape = view! { <path class="tread" d=tread /><path class="riser" d=riser /> };
        sheet.mark(says.join(". "), "", shape);
        x += IN;
    }
    sheet
}
