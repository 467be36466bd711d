//! Land: the coasts of the earth on a flat sheet.
//!
//! They come from Natural Earth (see `land/README.md`) and are laid flat by Albers’ conic projection, which keeps areas
//! in proportion. What a page gets of them is cut to the frame, without what is too small to be seen.

use super::{
    label::{Area, Point, apart, off},
    sheet::WIDTH,
};
use geojson::Value;
use proj4rs::{Proj, adaptors::transform_xy};
use std::{fmt::Write, sync::LazyLock};
use topojson::{TopoJson, to_geojson};

/// A closed line; its last point joins its first.
type Ring = Vec<Point>;

/// How finely coasts are drawn: so many steps to a unit of the sheet.
pub const FINE: f64 = 2.0;

/// The part of the earth from which maps are cut, in degrees. No projection of [`Chart`] tears it.
const EARTH: Area = Area { low: [0.0, 20.0], high: [180.0, 85.0] };

/// How far a coast may be straightened, in steps.
const STRAIGHT: f64 = 0.8;

/// The smallest island, in steps squared.
const ISLAND: f64 = 14.0;

/// The rings of all land within [`EARTH`], in degrees east and north.
static LAND: LazyLock<Vec<Ring>> = LazyLock::new(|| {
    let Ok(TopoJson::Topology(world)) = include_str!("land/land-50m.json").parse() else { return Vec::new() };
    let features = to_geojson(&world, "land").map(|all| all.features).unwrap_or_default();
    let shapes = features.into_iter().filter_map(|feature| Some(feature.geometry?.value));
    let polygons = shapes.flat_map(|shape| match shape {
        Value::Polygon(rings) => vec![rings],
        Value::MultiPolygon(polygons) => polygons,
        _ => Vec::new(),
    });
    let rings = polygons.flatten().map(|ring| ring.iter().map(|at| [at[0], at[1]]).collect());
    rings.map(|ring: Ring| cut(&ring, EARTH)).filter(|ring| !ring.is_empty()).collect()
});

/// A part of the earth, and how it is laid flat.
pub struct Frame {
    /// What it is called.
    pub name: &'static str,
    /// The projection: Albers’ conic, on a sphere of the earth’s size, in kilometres.
    pub flat: &'static str,
    /// What is seen of it, in kilometres: its western, southern, eastern and northern edge.
    pub edges: [f64; 4],
}

/// A frame at its size on the sheet.
pub struct Chart {
    globe: Proj,
    plane: Proj,
    edges: [f64; 4],
}

impl Chart {
    /// The frame, as wide as a sheet; none if its projection is not one.
    pub fn new(frame: &Frame) -> Option<Self> {
        let globe = Proj::from_proj_string("+proj=longlat +R=6371").ok()?;
        Some(Self { globe, plane: Proj::from_proj_string(frame.flat).ok()?, edges: frame.edges })
    }

    /// Where a place lies on the sheet, by its degrees east and north; the frame’s upper left corner is the origin.
    pub fn at(&self, [east, north]: Point) -> Option<Point> {
        let (x, y) = transform_xy(&self.globe, &self.plane, east.to_radians(), north.to_radians()).ok()?;
        Some(self.on_sheet([x, y]))
    }

    /// What is on the sheet.
    pub fn area(&self) -> Area {
        let [_, south, _, north] = self.edges;
        Area { low: [0.0, 0.0], high: [WIDTH, (north - south) / self.unit()] }
    }

    /// The edge of another chart as it lies on this one.
    pub fn outline(&self, of: &Self) -> Vec<Point> {
        let [west, south, east, north] = of.edges;
        let corners = [[west, south], [west, north], [east, north], [east, south], [west, south]];
        let steps = corners.windows(2).flat_map(|two| {
            (0..8_u8).map(move |step| {
                let part = f64::from(step) / 8.0;
                [0, 1].map(|axis| two[0][axis] + part * (two[1][axis] - two[0][axis]))
            })
        });
        let here = |[x, y]: Point| transform_xy(&of.plane, &self.plane, x, y).ok();
        steps.filter_map(here).map(|(x, y)| self.on_sheet([x, y])).collect()
    }

    /// The land in the frame as a path, in steps of [`FINE`].
    pub fn land(&self) -> String {
        // A little more than the frame, so that the cut itself is not seen.
        let area = self.area().grown(2.0);
        let area = Area { low: area.low.map(|it| it * FINE), high: area.high.map(|it| it * FINE) };
        let mut path = String::new();
        for ring in &*LAND {
            let flat: Ring = ring.iter().filter_map(|at| Some(self.at(*at)?.map(|it| it * FINE))).collect();
            let mut ring = straighten(&cut(&flat, area)).into_iter().map(|at| at.map(f64::round)).collect::<Ring>();
            ring.dedup();
            if size(&ring) >= ISLAND {
                write(&mut path, &ring);
            }
        }
        path
    }

    fn unit(&self) -> f64 {
        (self.edges[2] - self.edges[0]) / WIDTH
    }

    fn on_sheet(&self, [x, y]: Point) -> Point {
        [(x - self.edges[0]) / self.unit(), (self.edges[3] - y) / self.unit()]
    }
}

/// What of a ring lies within (Sutherland and Hodgman’s clipping).
fn cut(ring: &[Point], area: Area) -> Ring {
    let mut ring = ring.to_vec();
    for (axis, edge, sign) in
        [(0, area.low[0], 1.0), (0, area.high[0], -1.0), (1, area.low[1], 1.0), (1, area.high[1], -1.0)]
    {
        let depth = |at: Point| (at[axis] - edge) * sign;
        let mut kept = Ring::new();
        for (at, to) in ring.iter().enumerate() {
            let from = ring[(at + ring.len() - 1) % ring.len()];
            if (depth(from) < 0.0) != (depth(*to) < 0.0) {
                let part = depth(from) / (depth(from) - depth(*to));
                kept.push([0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis])));
            }
            if depth(*to) >= 0.0 {
                kept.push(*to);
            }
        }
        ring = kept;
    }
    ring
}

/// A line without the points that hardly bend it (Douglas and Peucker’s).
fn straighten(line: &[Point]) -> Ring {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Ring::new() };
    let bend = |at: &Point| if apart(*first, *last) > 0.0 { off([*first, *last], *at) } else { apart(*first, *at) };
    let far = (1..line.len().max(2) - 1).max_by(|a, b| bend(&line[*a]).total_cmp(&bend(&line[*b])));
    match far.filter(|at| bend(&line[*at]) > STRAIGHT) {
        Some(at) => {
            let mut left = straighten(&line[..=at]);
            left.pop();
            left.extend(straighten(&line[at..]));
            left
        }
        None => vec![*first, *last],
    }
}

/// How much a ring encloses.
fn size(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    (ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0).abs()
}

/// A ring of whole steps, each told from the one before.
fn write(path: &mut String, ring: &[Point]) {
    let mut before = [0.0, 0.0];
    for (at, point) in ring.iter().enumerate() {
        let [x, y] = [point[0] - before[0], point[1] - before[1]];
        let sign = match at {
            0 if path.is_empty() => "M",
            0 => "zM",
            1 => "l",
            _ if x < 0.0 => "",
            _ => " ",
        };
        let comma = if y < 0.0 { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(path, "{sign}{x:.0}{comma}{y:.0}");
        before = *point;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_projection_is_the_published_one() {
        // J. P. Snyder, Map projections: a working manual (USGS, 1987), numerical examples, Albers on a sphere of 1.
        let globe = Proj::from_proj_string("+proj=longlat +R=1").expect("a globe");
        let plane = Proj::from_proj_string("+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96 +R=1").expect("one");
        let (x, y) = transform_xy(&globe, &plane, (-75_f64).to_radians(), 35_f64.to_radians()).expect("a point");
        assert!((x - 0.295_272_0).abs() < 1e-7 && (y - 0.241_677_4).abs() < 1e-7, "{x} {y}");
    }

    #[test]
    fn what_is_outside_is_cut_away() {
        let area = Area { low: [0.0, 0.0], high: [10.0, 10.0] };
        let half = cut(&[[-10.0, 2.0], [5.0, 2.0], [5.0, 8.0], [-10.0, 8.0]], area);
        assert!((size(&half) - 30.0).abs() < 1e-9, "{half:?}");
        assert!(cut(&[[20.0, 2.0], [25.0, 2.0], [25.0, 8.0]], area).is_empty());
    }

    #[test]
    fn a_straight_line_needs_two_points() {
        let line = [[0.0, 0.0], [1.0, 0.1], [2.0, -0.1], [3.0, 0.0]];
        assert_eq!(straighten(&line), [line[0], line[3]]);
        let bent = [[0.0, 0.0], [5.0, 5.0], [10.0, 0.0]];
        assert_eq!(straighten(&bent), bent);
    }

    #[test]
    fn a_path_is_written_in_steps() {
        let mut path = String::new();
        write(&mut path, &[[10.0, 10.0], [12.0, 9.0], [9.0, 9.0]]);
        write(&mut path, &[[1.0, 2.0], [1.0, 4.0], [2.0, 4.0]]);
        assert_eq!(path, "M10 10l2-1-3 0zM1 2l0 2 1 0");
    }

    #[test]
    fn there_is_land() {
        assert!(LAND.len() > 100);
    }

    proptest! {
        #[test]
        fn a_cut_ring_lies_within(ring in prop::collection::vec(prop::array::uniform2(-50.0..50.0_f64), 3..20)) {
            let area = Area { low: [-20.0, -10.0], high: [20.0, 30.0] };
            let cut = cut(&ring, area);
            prop_assert!(cut.iter().all(|at| area.grown(1e-9).holds(*at)));
        }
    }
}
