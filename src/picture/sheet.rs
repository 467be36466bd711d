//! The sheet: what every drawing is made of. Marks can be reached and have a spoken value; everything else is for the
//! eye alone.
//!
//! A sheet is [`WIDTH`] units wide: about a phone's pixels. It is never wider than a phone's half more, so that one
//! drawing serves all screens.

use super::text;
use leptos::prelude::*;

/// The width of every drawing.
pub const WIDTH: f64 = 360.0;

/// The size of its letters.
pub const SIZE: f64 = 14.0;

/// From one line of text to the next.
pub const LINE: f64 = 17.0;

/// A drawing that grows downwards.
#[derive(Default)]
pub struct Sheet {
    /// How far down it is drawn.
    pub y: f64,
    parts: Vec<AnyView>,
    /// The names of its layers, where marks can be hidden layer by layer.
    pub layers: Vec<String>,
    ground: Vec<AnyView>,
    marks: Vec<AnyView>,
    labels: Vec<AnyView>,
}

impl Sheet {
    /// Draws without words or value, such as an axis.
    pub fn draw(&mut self, shape: impl IntoView + 'static) {
        self.labels.push(shape.into_any());
    }

    /// What is reached and named by itself, such as a slider.
    pub fn place(&mut self, part: impl IntoView + 'static) {
        self.parts.push(part.into_any());
    }

    /// Draws below all marks, such as land.
    pub fn ground(&mut self, shape: impl IntoView + 'static) {
        self.ground.push(shape.into_any());
    }

    /// Marks that can be hidden together. Each layer has a stop of its own, for another may be hidden.
    pub fn layer(&mut self, at: usize, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.marks);
        draw(self);
        let layer = std::mem::replace(&mut self.marks, before);
        self.marks.push(view! { <g data-layer=at.to_string()>{layer}</g> }.into_any());
    }

    /// A mark: what it says, and its shapes.
    pub fn mark(&mut self, says: String, class: &str, shape: impl IntoView + 'static) {
        // One stop for the keyboard; from there the arrows lead on.
        let stop = if self.marks.is_empty() { "0" } else { "-1" };
        let class = format!("mark {class}");
        self.marks
            .push(view! { <g class=class role="img" tabindex=stop aria-label=says>{shape.into_any()}</g> }.into_any());
    }

    /// A mark that leads somewhere.
    pub fn link(&mut self, to: &str, says: String, class: &str, shape: impl IntoView + 'static) {
        let stop = if self.marks.is_empty() { "0" } else { "-1" };
        let class = format!("mark {class}");
        self.marks.push(
            view! { <a href=to.to_owned() class=class tabindex=stop aria-label=says>{shape.into_any()}</a> }.into_any(),
        );
    }

    /// A text whose baseline begins here; `class` may hold `end`, `middle`, `strong` or `quiet`.
    pub fn text(&mut self, x: f64, y: f64, class: &'static str, says: impl Into<String>) {
        self.labels.push(view! { <text x=px(x) y=px(y) class=class>{says.into()}</text> }.into_any());
    }

    /// A text in as many lines as it needs, from the present depth downwards.
    pub fn lines(&mut self, x: f64, most: f64, class: &'static str, says: &str) {
        for line in text::wrap(says, most, SIZE) {
            self.y += LINE;
            self.text(x, self.y - 4.0, class, line);
        }
    }

    /// A line from here to there, below all marks.
    pub fn rule(&mut self, class: &'static str, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
        self.ground(view! { <path class=class d=format!("M{} {}L{} {}", px(x1), px(y1), px(x2), px(y2)) /> });
    }

    /// A legend: a swatch of each class with its name, one below the other.
    pub fn legend(&mut self, entries: &[(&'static str, &str)]) {
        for (class, name) in entries {
            let y = self.y + 3.0;
            self.draw(view! { <rect class=format!("shape {class}") x="0.5" y=px(y) width="16" height="10" /> });
            self.lines(24.0, WIDTH - 24.0, "", name);
        }
        self.y += 6.0;
    }

    /// What has been drawn: the ground, the marks, and over them what is for the eye alone.
    pub fn finish(self) -> (f64, AnyView) {
        let ground = (!self.ground.is_empty()).then(|| view! { <g aria-hidden="true">{self.ground}</g> });
        let view = view! { {ground}{self.parts}<g>{self.marks}</g><g aria-hidden="true">{self.labels}</g> };
        (self.y, view.into_any())
    }
}

/// A place on the sheet, to a tenth.
pub fn px(at: f64) -> String {
    let text = format!("{at:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
