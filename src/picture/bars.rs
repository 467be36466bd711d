//! Bars: how long is said by a number behind each.

use super::{
    Data,
    scale::Linear,
    sheet::{SIZE, Sheet, WIDTH, px},
    text,
};
use leptos::prelude::*;
use lesson::apparatus::{Reading, plain_number};

/// The classes of the first bar of a row, the second and the third.
pub const SERIES: [&str; 3] = ["one", "two", "three"];

/// The height of a bar.
const HIGH: f64 = 13.0;

/// The class of what is not shown until it has been guessed.
const HIDDEN: &str = "guessed";

/// A band on which a guess is drawn, as long as the scale. The island says what has been drawn.
fn guess(sheet: &mut Sheet, scale: &Linear, label: &str, unit: &str) {
    let (y, width) = (sheet.y + 2.0, px(scale.range[1] - 0.5));
    let most = plain_number(scale.domain[1]);
    sheet.place(view! {
        <g class="draw-guess" role="slider" tabindex="0" aria-label=format!("Your guess, {label}, {unit}") aria-valuemin="0" aria-valuemax=most aria-valuenow="0">
            <rect class="band" x="0.5" y=px(y) width=width height="22" />
            <rect class="drawn" x="0.5" y=px(y) width="0" height="22" />
            <text x="8" y=px(y + 16.0) class="quiet">"Draw your guess here"</text>
        </g>
    });
    sheet.y += 28.0;
}

/// Bars from the top, each below its label.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    if reading.values.len() > 1 {
        let entries: Vec<_> = SERIES.into_iter().zip(reading.values.iter().map(|at| data.column(*at))).collect();
        sheet.legend(&entries);
    }
    let sum = data.panel.sum.then(|| data.picture.sums.iter().find(|sum| sum.column == reading.values[0])).flatten();
    let base = reading.base.and_then(|row| Some((row, data.number(row, reading.values[0])?)));
    let rows = || data.panel.rows.iter().copied();
    let sums = sum.iter().flat_map(|sum| [sum.stated, sum.adds_up_to]);
    let greatest = sums.fold(data.greatest(std::slice::from_ref(reading)), f64::max);
    // Room for the longest value behind the longest bar.
    let most = plain_number(greatest);
    let longest = match base {
        Some(_) => format!("{most}  ×9.99"),
        None if data.panel.most.is_some() => format!("{most} to {most}"),
        None => most,
    };
    let room = text::width(&longest, SIZE) + 10.0;
    let scale = Linear::from_zero(greatest, [0.5, WIDTH - room]);
    let top = sheet.y;
    let bar = |sheet: &mut Sheet, class: &str, says: String, value: f64, most: f64, told: &str| {
        let (y, long) = (sheet.y + 2.0, scale.at(value) - 0.5);
        let open = (most > value).then(|| {
            view! { <rect class="shape open" x=px(scale.at(value)) y=px(y) width=px(scale.at(most) - scale.at(value)) height=px(HIGH) /> }
        });
        let shape = view! {
            <rect class="shape" x="0.5" y=px(y) width=px(long.max(1.0)) height=px(HIGH) />{open}
        };
        sheet.mark(says, class, shape);
        let told_as = if class.ends_with(HIDDEN) { "value guessed" } else { "value" };
        sheet.text(scale.at(value.max(most)) + 6.0, y + 11.0, told_as, told);
        sheet.y += HIGH + 4.0;
    };
    for row in rows() {
        let label = data.label(row);
        sheet.lines(0.0, WIDTH, "", &label);
        if data.guessed() == Some(row) && reading.base.is_none() {
            guess(&mut sheet, &scale, &label, data.unit(reading.values[0]));
        }
        for (class, column) in SERIES.into_iter().zip(&reading.values) {
            let Some(value) = data.number(row, *column) else { continue };
            let most = data.panel.most.and_then(|at| data.number(row, at)).unwrap_or(value);
            let mut told = plain_number(value);
            if most > value {
                told = format!("{told} to {}", plain_number(most));
            }
            let mut says = format!("{label}: {told} {}", data.unit(*column));
            if reading.values.len() > 1 {
                says = format!("{label}, {}: {told} {}", data.column(*column), data.unit(*column));
            }
            if let Some((of, base)) = base.filter(|(of, _)| *of != row) {
                told = format!("{told}  ×{:.2}", value / base);
                says = format!("{says}, {:.2} times that of: {}", value / base, data.label(of));
            }
            let class = if data.guessed().is_some_and(|guessed| guessed <= row) {
                format!("{class} {HIDDEN}")
            } else {
                class.to_owned()
            };
            bar(&mut sheet, &class, says.trim_end().to_owned(), value, most, &told);
        }
        sheet.y += 7.0;
    }
    if let Some(sum) = sum {
        for (name, value, class) in
            [("The rows add up to", sum.adds_up_to, "two"), ("The source prints", sum.stated, "three")]
        {
            sheet.lines(0.0, WIDTH, "", name);
            let says = format!("{name} {} {}", plain_number(value), data.unit(sum.column));
            bar(&mut sheet, class, says, value, value, &plain_number(value));
            sheet.y += 7.0;
        }
    }
    if let Some((_, value)) = base {
        sheet.rule("base", [scale.at(value), top], [scale.at(value), sheet.y - 4.0]);
    }
    sheet
}
