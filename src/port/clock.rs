//! What day it is, and how long something takes.

use lesson::deck::Day;

const DAY: f64 = 86_400_000.0;

/// Today, in the student's time zone.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by what a day can be")]
pub fn today() -> Day {
    let zone = js_sys::Date::new_0().get_timezone_offset() * 60_000.0;
    ((now() - zone) / DAY).clamp(0.0, f64::from(Day::MAX)) as Day
}

/// Milliseconds since 1 January 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}
