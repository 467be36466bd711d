//! Scales: from numbers and days to places on the sheet.

use lesson::date::HistoricalDate;

/// A stretch of numbers laid evenly on a stretch of the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Linear {
    /// The numbers at both ends; they differ.
    pub domain: [f64; 2],
    /// Where these lie.
    pub range: [f64; 2],
}

impl Linear {
    /// From nothing to the greatest of these, which may be nothing.
    pub fn from_zero(greatest: f64, range: [f64; 2]) -> Self {
        Self { domain: [0.0, if greatest > 0.0 { greatest } else { 1.0 }], range }
    }

    /// Where a number lies.
    pub fn at(&self, number: f64) -> f64 {
        let [low, high] = self.domain;
        let [from, to] = self.range;
        from + (number - low) / (high - low) * (to - from)
    }

    /// Round numbers within the domain: steps of 1, 2 or 5 times a power of ten, about as many as asked for (Heckbert,
    /// "Nice numbers for graph labels", Graphics Gems, 1990).
    pub fn ticks(&self, about: u8) -> Vec<f64> {
        let [low, high] = self.domain;
        let rough = (high - low) / f64::from(about.max(1));
        let power = 10_f64.powf(rough.log10().floor());
        let step = power
            * match rough / power {
                it if it < 1.5 => 1.0,
                it if it < 3.5 => 2.0,
                it if it < 7.5 => 5.0,
                _ => 10.0,
            };
        let first = (low / step - 1e-9).ceil();
        let all = (0..100).map(|at| (first + f64::from(at)) * step + 0.0);
        all.take_while(|tick| *tick <= high + step * 1e-9).collect()
    }
}

/// A day as a number of days.
pub fn day(date: time::Date) -> f64 {
    f64::from(date.to_julian_day())
}

/// The middle of all the days that a source leaves open.
pub fn middle(date: HistoricalDate) -> f64 {
    f64::midpoint(day(date.first()), day(date.last()))
}

/// The first days of the months from the one that holds this day to the one after that.
pub fn months(from: time::Date, to: time::Date) -> Vec<time::Date> {
    let mut all = Vec::new();
    let mut at = from.replace_day(1).unwrap_or(from);
    while at <= to {
        all.push(at);
        let next = at + time::Duration::days(32);
        at = next.replace_day(1).unwrap_or(next);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round() {
        let ticks = |high, about| Linear::from_zero(high, [0.0, 1.0]).ticks(about);
        assert_eq!(ticks(59.0, 3), [0.0, 20.0, 40.0]);
        assert_eq!(ticks(26.0, 5), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(ticks(120_000.0, 4), [0.0, 20_000.0, 40_000.0, 60_000.0, 80_000.0, 100_000.0, 120_000.0]);
    }

    #[test]
    fn months_begin_on_their_first_day() {
        let day = |text: &str| text.parse::<HistoricalDate>().expect("a date").first();
        let months = months(day("1936-08-05"), day("1936-10-27"));
        assert_eq!(months, [day("1936-08-01"), day("1936-09-01"), day("1936-10-01")]);
        assert!(
            (middle("1936-09-22/1936-09-23".parse().expect("a range")) - super::day(day("1936-09-22")) - 0.5).abs()
                < 1e-9
        );
    }

    proptest! {
        #[test]
        fn a_scale_keeps_ends_and_order(low in -1e6..1e6_f64, length in 0.1..1e6_f64, parts in prop::array::uniform2(0.0..1.0_f64)) {
            let scale = Linear { domain: [low, low + length], range: [20.0, 340.0] };
            prop_assert!((scale.at(low) - 20.0).abs() < 1e-6 && (scale.at(low + length) - 340.0).abs() < 1e-6);
            let [a, b] = parts.map(|part| scale.at(low + part * length));
            prop_assert_eq!(parts[0] < parts[1], a < b);
        }

        #[test]
        fn ticks_lie_evenly_within(high in 0.001..1e9_f64, about in 1_u8..12) {
            let scale = Linear::from_zero(high, [0.0, 1.0]);
            let ticks = scale.ticks(about);
            prop_assert!(!ticks.is_empty() && ticks.len() <= 2 * usize::from(about) + 2);
            prop_assert!(ticks.iter().all(|tick| *tick >= 0.0 && *tick <= high * (1.0 + 1e-9)));
            let step = ticks.get(1).map_or(0.0, |next| next - ticks[0]);
            prop_assert!(ticks.windows(2).all(|two| (two[1] - two[0] - step).abs() < step * 1e-6));
        }
    }
}
