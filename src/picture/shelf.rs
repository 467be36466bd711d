//! A shelf: a spine for each row, one shelf for each word in the column of values.

use super::{
    Data,
    sheet::{LINE, SIZE, Sheet, WIDTH, px},
    text,
};
use leptos::prelude::*;
use lesson::apparatus::Reading;

/// How many spines stand side by side.
const ROW: usize = 8;

/// From one spine to the next.
const STEP: f64 = WIDTH / 8.0;

/// How wide a spine is.
const WIDE: f64 = STEP - 5.0;

/// How much of a spine's height its name may take, and how high it is.
const NAME: f64 = 90.0;
const HIGH: f64 = NAME + 30.0;

/// The shelves, in the order in which their words first occur.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let asked = data.panel.detail.map_or("", |column| data.column(column));
    sheet.legend(&[("full", &format!("{asked}: something is said")), ("unsaid", "nothing is said")]);
    let shelf = |row: usize| reading.values.first().map(|column| data.text(row, *column)).unwrap_or_default();
    let mut shelves: Vec<(String, Vec<usize>)> = Vec::new();
    for row in data.panel.rows.iter().copied() {
        let name = shelf(row);
        match shelves.iter_mut().find(|(of, _)| *of == name) {
            Some((_, rows)) => rows.push(row),
            None => shelves.push((name, vec![row])),
        }
    }
    for (name, rows) in shelves {
        let told = rows.iter().filter(|row| !data.detail(**row).is_empty()).count();
        sheet.y += LINE + 4.0;
        sheet.text(0.0, sheet.y - 4.0, "strong", name.as_str());
        sheet.text(WIDTH, sheet.y - 4.0, "end quiet", format!("filled: {told} of {}", rows.len()));
        for rows in rows.chunks(ROW) {
            sheet.y += 5.0;
            for (x, row) in std::iter::successors(Some(1.0), |x| Some(x + STEP)).zip(rows) {
                spine(&mut sheet, data, *row, x, &name);
            }
            sheet.y += HIGH + 2.0;
            sheet.rule("board", [0.0, sheet.y], [WIDTH, sheet.y]);
            sheet.y += 8.0;
        }
    }
    sheet
}

/// A spine with the author's name along it and the year at its foot.
fn spine(sheet: &mut Sheet, data: &Data<'_>, row: usize, x: f64, shelf: &str) {
    let (top, label, detail) = (sheet.y, data.label(row), data.detail(row));
    let year = data.date(row).map(|date| date.to_string()).unwrap_or_default();
    let open = detail.is_empty();
    let told = if open { "nothing is said" } else { &detail };
    let asked = data.panel.detail.map_or("", |column| data.column(column));
    let says = format!("{year}, {label}. {shelf}. {asked}: {told}");
    let shape = view! { <rect class="shape" x=px(x) y=px(top) width=px(WIDE) height=px(HIGH) /> };
    sheet.mark(says, if open { "unsaid" } else { "full" }, shape);
    let middle = x + WIDE / 2.0;
    sheet.text(middle, top + HIGH - 8.0, if open { "middle" } else { "middle on" }, year);
    let names = text::wrap(&short(&label), NAME, SIZE);
    // The letters stand on the line to their left, so half their height is added.
    let first = middle + 4.5 - f64::from(u8::try_from(names.len().saturating_sub(1)).unwrap_or(0)) * LINE / 2.0;
    for (x, name) in std::iter::successors(Some(first), |x| Some(x + LINE)).zip(names) {
        let turned = format!("translate({} {})rotate(-90)", px(x), px(top + HIGH - 26.0));
        sheet.draw(view! { <text class=(!open).then_some("on") transform=turned>{name}</text> });
    }
}

/// What a spine has room for: a person's surnames, or the whole name of a body.
fn short(label: &str) -> String {
    let name = label.split(',').next().unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = words.iter().all(|word| word.starts_with(char::is_uppercase));
    match words.iter().rposition(|word| word.ends_with('.')).or(Some(0)).filter(|_| person && words.len() > 1) {
        Some(given) => words[given + 1..].join(" "),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_spine_bears_the_surnames() {
        for (label, name) in [
            ("V. A. Talashova, thesis at Vologda", "Talashova"),
            ("Jesús Salas Larrazábal, on foreign intervention", "Salas Larrazábal"),
            ("Academy of Sciences, a volume", "Academy of Sciences"),
            ("Livy", "Livy"),
            ("Anonymous et al.", "Anonymous et al."),
        ] {
            assert_eq!(short(label), name);
        }
    }
}
