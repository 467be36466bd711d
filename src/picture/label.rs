//! Labels: beside their spots, clear of everything else.
//!
//! One after the other, those in the thick of it first, each label takes the first free position: near before far, and
//! at each distance to the right, the left, above and below before askew. Farther off a line leads to it.

/// How high a label is.
pub const HIGH: f64 = 15.0;

/// From a spot's edge to its label, nearest first.
const GAPS: [f64; 9] = [3.0, 6.0, 10.0, 15.0, 21.0, 28.0, 37.0, 48.0, 60.0];

/// From here on a line leads to the label.
const LEAD: f64 = 10.0;

/// Where to look for room, best first.
const WAYS: [[f64; 2]; 12] = [
    [1.0, 0.0],
    [-1.0, 0.0],
    [0.0, -1.0],
    [0.0, 1.0],
    [0.7, -0.7],
    [0.7, 0.7],
    [-0.7, -0.7],
    [-0.7, 0.7],
    [0.94, -0.34],
    [0.94, 0.34],
    [-0.94, -0.34],
    [-0.94, 0.34],
];

/// A place on the sheet.
pub type Point = [f64; 2];

/// Something round that has a label.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Its middle.
    pub at: Point,
    /// How far it reaches.
    pub radius: f64,
    /// How wide its label is.
    pub width: f64,
}

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// Its upper left corner.
    pub low: Point,
    /// Its lower right corner.
    pub high: Point,
}

/// A label in its place.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// The room that it takes.
    pub area: Area,
    /// The line that leads to it.
    pub lead: Option<[Point; 2]>,
}

impl Area {
    /// The same with so much more on each side.
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self { low: self.low.map(|it| it - by), high: self.high.map(|it| it + by) }
    }

    /// Whether this point lies within.
    pub fn holds(self, [x, y]: Point) -> bool {
        (self.low[0]..=self.high[0]).contains(&x) && (self.low[1]..=self.high[1]).contains(&y)
    }

    /// Whether the two have room in common.
    pub fn meets(self, other: Self) -> bool {
        (0..2).all(|axis| self.low[axis] < other.high[axis] && other.low[axis] < self.high[axis])
    }

    /// The point within that is nearest to this one.
    pub fn nearest(self, [x, y]: Point) -> Point {
        [x.clamp(self.low[0], self.high[0]), y.clamp(self.low[1], self.high[1])]
    }

    /// Whether a line runs through it (Liang and Barsky's clipping).
    pub fn crosses(self, [from, to]: [Point; 2]) -> bool {
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let along = to[axis] - from[axis];
            let ends = [self.low[axis] - from[axis], self.high[axis] - from[axis]];
            if along.abs() < f64::EPSILON {
                if ends[0] > 0.0 || ends[1] < 0.0 {
                    return false;
                }
                continue;
            }
            let [a, b] = ends.map(|end| end / along);
            enters = enters.max(a.min(b));
            leaves = leaves.min(a.max(b));
        }
        enters <= leaves
    }
}

/// How far two points lie apart.
pub fn apart([ax, ay]: Point, [bx, by]: Point) -> f64 {
    (ax - bx).hypot(ay - by)
}

/// How far a point lies from a line between two others.
pub fn off([from, to]: [Point; 2], at: Point) -> f64 {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let square = dx * dx + dy * dy;
    let along =
        if square > 0.0 { (((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    apart(at, [from[0] + along * dx, from[1] + along * dy])
}

/// A label for each spot, in their order, within the frame; none where no room is left.
pub fn place(spots: &[Spot], frame: Area) -> Vec<Option<Label>> {
    let crowd = |spot: &Spot| spots.iter().filter(|other| apart(spot.at, other.at) < 80.0).count();
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(crowd(&spots[*at])));
    let mut labels: Vec<Option<Label>> = vec![None; spots.len()];
    for at in order {
        let found = candidates(spots[at]).find(|label| is_free(*label, at, spots, &labels, frame));
        labels[at] = found;
    }
    labels
}

/// Where a label may stand, best first.
fn candidates(spot: Spot) -> impl Iterator<Item = Label> {
    GAPS.into_iter().flat_map(move |gap| {
        WAYS.into_iter().map(move |way| {
            let reach = spot.radius + gap;
            let side = |way: f64| if way.abs() < 0.1 { 0.0 } else { way.signum() };
            let middle = [
                spot.at[0] + way[0] * reach + side(way[0]) * spot.width / 2.0,
                spot.at[1] + way[1] * reach + if way[0].abs() > 0.9 { 0.0 } else { side(way[1]) * HIGH / 2.0 },
            ];
            let half = [spot.width / 2.0, HIGH / 2.0];
            let area = Area {
                low: [middle[0] - half[0], middle[1] - half[1]],
                high: [middle[0] + half[0], middle[1] + half[1]],
            };
            let lead = (gap >= LEAD).then(|| {
                let to = area.nearest(spot.at);
                let long = apart(spot.at, to).max(f64::EPSILON);
                let from = [0, 1].map(|axis| spot.at[axis] + (to[axis] - spot.at[axis]) / long * spot.radius);
                [from, to]
            });
            Label { area, lead }
        })
    })
}

/// Whether nothing is in this label's way, and it in nothing's.
fn is_free(label: Label, own: usize, spots: &[Spot], labels: &[Option<Label>], frame: Area) -> bool {
    let inner = frame.grown(-2.0);
    let inside = inner.holds(label.area.low) && inner.holds(label.area.high);
    let roomy = label.area.grown(1.0);
    let clear = |(at, spot): (usize, &Spot)| {
        let free = apart(roomy.nearest(spot.at), spot.at) > spot.radius;
        free && (at == own || label.lead.is_none_or(|lead| off(lead, spot.at) > spot.radius + 1.0))
    };
    let apart = |other: &Label| {
        !roomy.meets(other.area)
            && other.lead.is_none_or(|lead| !roomy.crosses(lead))
            && label.lead.is_none_or(|lead| !other.area.grown(1.0).crosses(lead))
    };
    inside && spots.iter().enumerate().all(clear) && labels.iter().flatten().all(apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRAME: Area = Area { low: [0.0, 0.0], high: [360.0, 300.0] };

    fn spots() -> impl Strategy<Value = Vec<Spot>> {
        let spot = (0.0..360.0_f64, 0.0..300.0_f64, 1.0..20.0_f64, 20.0..100.0_f64);
        prop::collection::vec(spot.prop_map(|(x, y, radius, width)| Spot { at: [x, y], radius, width }), 1..24)
    }

    #[test]
    fn a_lone_label_stands_to_the_right_or_where_there_is_room() {
        let one = |x: f64| {
            let spot = Spot { at: [x, 150.0], radius: 5.0, width: 60.0 };
            place(&[spot], FRAME)[0].expect("room")
        };
        assert!((one(100.0).area.low[0] - 108.0).abs() < 1e-9);
        assert!((one(340.0).area.high[0] - 332.0).abs() < 1e-9);
        assert!(one(100.0).lead.is_none());
    }

    #[test]
    fn lines_cross_areas() {
        let area = Area { low: [10.0, 10.0], high: [20.0, 20.0] };
        assert!(area.crosses([[0.0, 0.0], [30.0, 30.0]]));
        assert!(area.crosses([[15.0, 15.0], [16.0, 16.0]]));
        assert!(area.crosses([[15.0, 0.0], [15.0, 12.0]]));
        assert!(!area.crosses([[0.0, 0.0], [9.0, 30.0]]));
        assert!(!area.crosses([[5.0, 0.0], [5.0, 30.0]]));
        assert!((off([[0.0, 0.0], [10.0, 0.0]], [5.0, 3.0]) - 3.0).abs() < 1e-9);
        assert!((off([[0.0, 0.0], [10.0, 0.0]], [13.0, 4.0]) - 5.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn labels_keep_clear(spots in spots()) {
            let labels = place(&spots, FRAME);
            prop_assert_eq!(labels.len(), spots.len());
            let placed: Vec<&Label> = labels.iter().flatten().collect();
            for (at, label) in placed.iter().enumerate() {
                prop_assert!(FRAME.holds(label.area.low) && FRAME.holds(label.area.high));
                for spot in &spots {
                    prop_assert!(apart(label.area.nearest(spot.at), spot.at) >= spot.radius);
                }
                for (other_at, other) in placed.iter().enumerate().filter(|(other, _)| *other != at) {
                    prop_assert!(!label.area.meets(other.area), "{} and {}", at, other_at);
                    prop_assert!(other.lead.is_none_or(|lead| !label.area.crosses(lead)));
                }
            }
        }
    }
}
