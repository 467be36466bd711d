//! Facing: what one side says and what the other does, row by row.

use super::{
    Data,
    sheet::{LINE, SIZE, Sheet, WIDTH, px},
    text,
};
use leptos::prelude::*;
use lesson::apparatus::Reading;

/// The room between a box's edge and its text.
const EDGE: f64 = 8.0;

/// One of two boxes: its text, and whether it stays open although it has one.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// `public` or `secret`.
    pub class: &'static str,
    /// What stands in it; a dash where there is nothing.
    pub text: &'a str,
    /// A quiet line below that.
    pub below: &'a str,
    /// Whether it is drawn as empty.
    pub open: bool,
}

/// What joins two boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing, and no room for it.
    Unasked,
    /// A thick line below this word.
    Whole(&'static str),
    /// A dashed line below this word.
    Part(&'static str),
    /// This word alone.
    Missing(&'static str),
}

impl Link {
    /// The room between the boxes.
    fn gap(self) -> f64 {
        match self {
            Self::Unasked => 12.0,
            Self::Whole(_) | Self::Part(_) | Self::Missing(_) => 54.0,
        }
    }
}

/// Rows with their date and name above both sides: the first column of values on the left, the second on the right.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let [left, right] = reading.values[..] else { return sheet };
    heads(&mut sheet, [data.column(left), data.column(right)], Link::Unasked);
    for row in data.panel.rows.iter().copied() {
        let when = data.date(row).map_or_else(|| "No date".to_owned(), |date| date.to_string());
        let (label, texts) = (data.label(row), [left, right].map(|column| data.text(row, column)));
        let says = [left, right].map(|column| {
            let text = data.text(row, column);
            format!("{}: {}", data.column(column), if text.is_empty() { "nothing" } else { &text })
        });
        sheet.lines(0.0, WIDTH * 0.94, "strong", &format!("{when}: {label}"));
        let sides = ["public", "secret"].into_iter().zip(&texts);
        let mut sides = sides.map(|(class, text)| Side { class, text, below: "", open: text.is_empty() });
        let (Some(left), Some(right)) = (sides.next(), sides.next()) else { continue };
        pair(&mut sheet, format!("{when}, {label}. {}", says.join(". ")), left, right, Link::Unasked);
    }
    sheet
}

/// The names of both sides.
pub fn heads(sheet: &mut Sheet, names: [&str; 2], link: Link) {
    let wide = (WIDTH - link.gap()) / 2.0;
    let (top, mut foot) = (sheet.y, sheet.y);
    for (x, name) in [0.0, WIDTH - wide].into_iter().zip(names) {
        sheet.y = top;
        sheet.lines(x, wide, "quiet", name);
        foot = foot.max(sheet.y);
    }
    sheet.y = foot + 6.0;
}

/// Two boxes facing each other, and what joins them.
pub fn pair(sheet: &mut Sheet, says: String, left: Side<'_>, right: Side<'_>, link: Link) {
    let wide = (WIDTH - link.gap()) / 2.0;
    let (top, mut foot) = (sheet.y + 3.0, sheet.y);
    for (x, side) in [0.5, WIDTH - wide].into_iter().zip([left, right]) {
        sheet.y = top + 4.0;
        sheet.lines(x + EDGE, wide - 2.0 * EDGE, "", if side.text.is_empty() { "–" } else { side.text });
        sheet.lines(x + EDGE, wide - 2.0 * EDGE, "quiet", side.below);
        foot = foot.max(sheet.y + 6.0);
    }
    let boxes = [0.5, WIDTH - wide].into_iter().zip([left, right]).map(|(x, side)| {
        let class = if side.open { "box bare" } else { "box" };
        view! {
            <rect class=format!("{class} {}", side.class) x=px(x) y=px(top) width=px(wide - 0.5) height=px(foot - top) />
        }
    });
    let boxes = boxes.collect_view();
    let middle = f64::midpoint(top, foot) + 4.0;
    let (word, drawn) = match link {
        Link::Unasked => ("", None),
        Link::Whole(word) => (word, Some("whole")),
        Link::Part(word) => (word, Some("part")),
        Link::Missing(word) => (word, None),
    };
    let drawn = drawn.map(|class| {
        view! { <path class=format!("link {class}") d=format!("M{} {}H{}", px(wide), px(middle), px(WIDTH - wide)) /> }
    });
    sheet.mark(says, "", view! { {boxes}{drawn} });
    if !word.is_empty() {
        debug_assert!(text::width(word, SIZE) <= link.gap());
        sheet.text(WIDTH / 2.0, middle - 6.0, "middle", word);
    }
    sheet.y = foot + LINE / 2.0;
}
