//! The two lanes of the timeline: what was public on one side, what was not on the other, month by month downwards.

use super::{
    scale::months,
    sheet::{Sheet, px},
};
use leptos::prelude::*;
use lesson::{
    apparatus::{Lane, Moment},
    content::Lesson,
    prose::plain,
};

/// Where the two lanes meet.
const MIDDLE: f64 = 250.0;

/// From one mark to the next, and from one month to the next.
const STEP: f64 = 13.0;

/// A dot for each moment beside its month: full for what was public, open for what was not, a small square for the war,
/// a diamond for a letter.
pub fn draw(lesson: &Lesson) -> Sheet {
    let mut sheet = Sheet::default();
    let days = || lesson.timeline.iter().map(|moment| moment.date.first());
    let (Some(from), Some(to)) = (days().min(), days().max()) else { return sheet };
    sheet.y = 36.0;
    sheet.text(MIDDLE - 8.0, 29.0, "end strong", "Public, or a letter");
    sheet.text(MIDDLE + 8.0, 13.0, "strong", "Not known");
    sheet.text(MIDDLE + 8.0, 29.0, "strong", "to be public");
    let top = sheet.y;
    for month in months(from, to) {
        let same = |moment: &&(usize, &Moment)| {
            let date = moment.1.date.first();
            (date.year(), date.month()) == (month.year(), month.month())
        };
        let all: Vec<_> = lesson.timeline.iter().enumerate().collect();
        let these: Vec<_> = all.iter().filter(same).collect();
        let y = sheet.y + STEP / 2.0;
        if month.month() == time::Month::January || sheet.y <= top {
            sheet.rule("grid", [0.0, sheet.y], [super::sheet::WIDTH, sheet.y]);
        }
        if !these.is_empty() {
            let name = format!("{} {}", &month.month().to_string()[..3], month.year());
            sheet.text(0.0, y + 4.5, "quiet small", name);
        }
        let (mut left, mut right) = (MIDDLE - 12.0, MIDDLE + 12.0);
        for (at, moment) in these {
            let says = format!("{}, {}: {}", moment.date, super::lane(moment), plain(&moment.says));
            let (x, class) = match moment.lane {
                Lane::Public => (&mut left, "one"),
                Lane::Secret => (&mut right, "two"),
                Lane::Context => (&mut left, "three"),
            };
            let shape = if moment.lane == Lane::Context {
                view! { <rect class="shape" x=px(*x - 4.0) y=px(y - 4.0) width="8" height="8" /> }.into_any()
            } else if moment.letter {
                // A diamond.
                let path = format!("M{} {}l5.5 5.5l-5.5 5.5l-5.5-5.5z", px(*x), px(y - 5.5));
                view! { <path class="shape" d=path /> }.into_any()
            } else {
                view! { <circle class="shape" cx=px(*x) cy=px(y) r="4.5" /> }.into_any()
            };
            *x += if moment.lane == Lane::Secret { STEP } else { -STEP };
            sheet.link(&format!("#moment-{at}"), says, class, shape);
        }
        sheet.y += STEP + 1.0;
    }
    sheet.rule("axis", [MIDDLE, top - 4.0], [MIDDLE, sheet.y]);
    sheet
}
