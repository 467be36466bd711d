//! A map: what is known of each place, where it lies.
//!
//! Two frames of one country, for one would put most of its places in a corner: the crowded part large, and all of it
//! small with the far places. Each column of values is a layer that can be hidden.

use super::{
    Data,
    label::{self, Area, HIGH, Label, Point, Spot},
    land::{Chart, FINE, Frame},
    sheet::{LINE, SIZE, Sheet, WIDTH, px},
    text,
};
use leptos::prelude::*;
use lesson::{
    apparatus::{Cell, ColumnKind, Place, Reading, plain_number},
    prose::Inline,
};

/// What is shown, from the top. A place stands in the first that holds it.
pub const FRAMES: [Frame; 2] = [
    Frame {
        name: "The west of the country",
        flat: "+proj=aea +lat_1=44 +lat_2=60 +lat_0=50 +lon_0=38 +R=6371",
        edges: [-790.0, -1110.0, 1110.0, 1270.0],
    },
    Frame {
        name: "The whole country (dashed: the map above)",
        flat: "+proj=aea +lat_1=52 +lat_2=64 +lat_0=56 +lon_0=100 +R=6371",
        edges: [-4620.0, -1560.0, 3620.0, 2620.0],
    },
];

/// The radius of the greatest circle.
const GREATEST: f64 = 22.0;

/// From a frame to its edge within which no place is drawn.
const MARGIN: f64 = 6.0;

/// The radius of a place's point.
const POINT: f64 = 1.5;

/// What stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Symbol {
    Disc,
    Ring,
    Square,
    Triangle,
    Diamond,
}

impl Symbol {
    const fn class(self) -> &'static str {
        match self {
            Self::Disc => "disc",
            Self::Ring => "ring",
            Self::Square | Self::Triangle | Self::Diamond => "sign",
        }
    }

    /// How far it reaches from its middle, where no number says so.
    const fn reach(self) -> f64 {
        match self {
            Self::Disc | Self::Ring | Self::Square => 6.4,
            Self::Triangle => 14.0,
            Self::Diamond => 9.6,
        }
    }

    fn shape(self, [x, y]: Point, radius: f64) -> AnyView {
        let path = |points: &[Point]| {
            let points: Vec<String> =
                points.iter().map(|[right, down]| format!("{} {}", px(x + right), px(y + down))).collect();
            view! { <path class="shape" d=format!("M{}Z", points.join("L")) /> }.into_any()
        };
        let r = radius;
        match self {
            Self::Disc | Self::Ring => view! { <circle class="shape" cx=px(x) cy=px(y) r=px(r) /> }.into_any(),
            Self::Square => {
                let half = r / std::f64::consts::SQRT_2;
                path(&[[-half, -half], [half, -half], [half, half], [-half, half]])
            }
            Self::Triangle => path(&[[0.0, -r], [r * 0.866, r / 2.0], [-r * 0.866, r / 2.0]]),
            Self::Diamond => path(&[[0.0, -r], [r, 0.0], [0.0, r], [-r, 0.0]]),
        }
    }
}

/// A column of values as it is drawn.
struct Layer {
    column: usize,
    symbol: Symbol,
}

/// A row on the sheet.
struct Stop<'a> {
    row: usize,
    place: &'a Place,
    /// The frame.
    frame: usize,
    at: Point,
}

/// The frames and the layers of a reading.
pub fn draw(data: &Data<'_>, reading: &Reading) -> Sheet {
    let mut sheet = Sheet::default();
    let layers = layers(data, reading);
    sheet.layers = layers.iter().map(|layer| data.column(layer.column).to_owned()).collect();
    let radius = radius(data, &layers);
    legend(&mut sheet, data, &layers, &radius);
    let charts: Vec<Chart> = FRAMES.iter().filter_map(Chart::new).collect();
    let mut stops = stops(data, &charts);
    let reach = |stop: &Stop<'_>| reach(data, &layers, &radius, stop);
    for (at, (frame, chart)) in FRAMES.iter().zip(&charts).enumerate() {
        sheet.y += 6.0;
        sheet.lines(0.0, WIDTH, "strong", frame.name);
        sheet.y += 2.0;
        let top = sheet.y;
        ground(&mut sheet, chart, (at > 0).then(|| chart.outline(&charts[0])));
        let (names, spots): (Vec<String>, Vec<Spot>) =
            spots(stops.iter().filter(|stop| stop.frame == at), &reach).into_iter().unzip();
        let labels = label::place(&spots, chart.area());
        for ((name, spot), label) in names.into_iter().zip(&spots).zip(labels) {
            named(&mut sheet, top, name, *spot, label);
        }
        for stop in stops.iter_mut().filter(|stop| stop.frame == at) {
            stop.at[1] += top;
        }
        sheet.y = top + chart.area().high[1] + 8.0;
    }
    // The greatest first, so that none hides another.
    let size = |stop: &Stop<'_>, column: usize| data.number(stop.row, column).unwrap_or_default();
    for (at, layer) in layers.iter().enumerate() {
        stops.sort_by(|a, b| size(b, layer.column).total_cmp(&size(a, layer.column)));
        sheet.layer(at, |sheet| {
            for stop in &stops {
                let text = data.text(stop.row, layer.column);
                if text.is_empty() {
                    continue;
                }
                let number = data.number(stop.row, layer.column);
                let says =
                    format!("{}, {}: {text} {}", full(stop.place), data.column(layer.column), data.unit(layer.column));
                let shape = layer.symbol.shape(stop.at, number.map_or(layer.symbol.reach(), &radius));
                sheet.mark(says.trim_end().to_owned(), layer.symbol.class(), shape);
            }
        });
    }
    sheet
}

/// The layers: numbers are circles, texts are signs; no two look alike.
fn layers(data: &Data<'_>, reading: &Reading) -> Vec<Layer> {
    let mut circles = [Symbol::Disc, Symbol::Ring].into_iter();
    let mut signs = [Symbol::Square, Symbol::Triangle, Symbol::Diamond].into_iter();
    let layer = |column: &usize| {
        let symbol = match data.picture.columns.get(*column)?.kind {
            ColumnKind::Number(_) => circles.next(),
            _ => signs.next(),
        };
        Some(Layer { column: *column, symbol: symbol? })
    };
    reading.values.iter().filter_map(layer).collect()
}

/// The greatest number of a column among the rows that are drawn.
fn most(data: &Data<'_>, column: usize) -> f64 {
    data.panel.rows.iter().filter_map(|row| data.number(*row, column)).fold(0.0, f64::max)
}

/// From numbers to circles: areas are to each other as the numbers are.
fn radius(data: &Data<'_>, layers: &[Layer]) -> impl Fn(f64) -> f64 + use<> {
    let greatest = layers.iter().map(|layer| most(data, layer.column)).fold(f64::MIN_POSITIVE, f64::max);
    move |number| GREATEST * (number.max(0.0) / greatest).sqrt()
}

/// How far the marks of a stop reach.
fn reach(data: &Data<'_>, layers: &[Layer], radius: &impl Fn(f64) -> f64, stop: &Stop<'_>) -> f64 {
    let of = |layer: &Layer| match data.number(stop.row, layer.column) {
        Some(number) => radius(number),
        None if data.text(stop.row, layer.column).is_empty() => 0.0,
        None => layer.symbol.reach(),
    };
    layers.iter().map(of).fold(POINT, f64::max) + 1.0
}

/// A round number of about half of this one at most: 1, 2 or 5 and noughts.
fn round(most: f64) -> f64 {
    let power = 10_f64.powf((most / 2.0).log10().floor());
    let first = [5.0, 2.0, 1.0].into_iter().find(|first| first * power <= most / 2.0);
    first.unwrap_or(1.0) * power
}

/// Each symbol with its column's name, and for circles the size of a round number.
fn legend(sheet: &mut Sheet, data: &Data<'_>, layers: &[Layer], radius: &impl Fn(f64) -> f64) {
    for layer in layers {
        let most = most(data, layer.column);
        let circle = (most > 0.0).then(|| round(most));
        let reach = circle.map_or(layer.symbol.reach(), radius);
        let says = match circle {
            Some(number) => {
                let size = format!("{} {}", plain_number(number), data.unit(layer.column));
                format!("{} (this size: {})", data.column(layer.column), size.trim_end())
            }
            None => data.column(layer.column).to_owned(),
        };
        let (top, high) = (sheet.y, (2.0 * reach + 4.0).max(LINE + 5.0));
        sheet.y = top + (high - LINE) / 2.0;
        sheet.lines(40.0, WIDTH - 40.0, "", &says);
        sheet.y = sheet.y.max(top + high);
        let middle = top + high / 2.0 + if layer.symbol == Symbol::Triangle { reach / 4.0 } else { 0.0 };
        let shape = layer.symbol.shape([16.0, middle], reach);
        sheet.draw(view! { <g class=layer.symbol.class()>{shape}</g> });
    }
}

/// Where the rows lie: by the place that their label leads to, in the first frame that has it.
fn stops<'a>(data: &Data<'a>, charts: &[Chart]) -> Vec<Stop<'a>> {
    let stop = |row: &usize| {
        let place = place(data, *row)?;
        charts.iter().enumerate().find_map(|(frame, chart)| {
            let at = chart.at([place.longitude, place.latitude])?;
            chart.area().grown(-MARGIN).holds(at).then_some(Stop { row: *row, place, frame, at })
        })
    };
    data.panel.rows.iter().filter_map(stop).collect()
}

/// The place that a row's label leads to.
fn place<'a>(data: &Data<'a>, row: usize) -> Option<&'a Place> {
    let Cell::Text(label) = data.picture.rows.get(row)?.get(data.panel.label)? else { return None };
    let id = label.iter().find_map(|inline| match inline {
        Inline::Place(id, _) => Some(id),
        _ => None,
    })?;
    data.lesson.places.iter().find(|place| place.id == *id)
}

/// A place's name of the time, and today's.
fn full(place: &Place) -> String {
    match &place.today {
        Some(today) => format!("{} ({today} today)", place.name),
        None => place.name.clone(),
    }
}

/// What has a label. Where two places lie on one spot, the shorter name stands for both.
fn spots<'a, 'b: 'a>(
    stops: impl Iterator<Item = &'a Stop<'b>>,
    reach: &impl Fn(&Stop<'_>) -> f64,
) -> Vec<(String, Spot)> {
    let mut spots: Vec<(String, Spot)> = Vec::new();
    for stop in stops {
        let (name, radius) = (&stop.place.name, reach(stop));
        let width = text::width(name, SIZE);
        match spots.iter_mut().find(|(_, spot)| label::apart(spot.at, stop.at) < 2.0) {
            Some((shorter, spot)) => {
                spot.radius = spot.radius.max(radius);
                if width < spot.width {
                    shorter.clone_from(name);
                    spot.width = width;
                }
            }
            None => spots.push((name.clone(), Spot { at: stop.at, radius, width })),
        }
    }
    spots
}

/// Land and sea of a frame, from the present depth downwards, and the edge of another.
fn ground(sheet: &mut Sheet, chart: &Chart, outline: Option<Vec<Point>>) {
    let Area { high: [wide, high], .. } = chart.area();
    let view_box = format!("0 0 {} {}", px(wide * FINE), px(high * FINE));
    let (top, land) = (px(sheet.y), chart.land());
    let outline = outline.map(|line| {
        let step = |[x, y]: &Point| format!("{:.0} {:.0}", x * FINE, y * FINE);
        let line: Vec<String> = line.iter().map(step).collect();
        view! { <path class="outline" d=format!("M{}z", line.join("L")) /> }
    });
    sheet.ground(view! {
        <svg x="0" y=top.clone() width=px(wide) height=px(high) viewBox=view_box>
            <rect class="sea" width="100%" height="100%" />
            <path class="land" d=land />
            {outline}
        </svg>
        <rect class="frame" x="0" y=top width=px(wide) height=px(high) />
    });
}

/// A place's point and name.
fn named(sheet: &mut Sheet, top: f64, name: String, spot: Spot, label: Option<Label>) {
    let [x, y] = spot.at;
    sheet.draw(view! { <circle class="point" cx=px(x) cy=px(y + top) r=px(POINT) /> });
    let Some(Label { area, lead }) = label else { return };
    if let Some([from, to]) = lead {
        sheet.rule("lead", [from[0], from[1] + top], [to[0], to[1] + top]);
    }
    // The widths are those of the widest faces: the letters stand in the middle, or at the spot's side.
    let (at, class) = if area.low[0] >= x {
        (area.low[0], "name")
    } else if area.high[0] <= x {
        (area.high[0], "name end")
    } else {
        (f64::midpoint(area.low[0], area.high[0]), "name middle")
    };
    sheet.text(at, top + area.low[1] + HIGH - 4.0, class, name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use lesson::{apparatus::Form, content::Lesson};
    use proptest::prelude::*;
    use std::path::Path;

    fn lesson() -> Lesson {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        author::read(&content).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn charts() -> Vec<Chart> {
        FRAMES.iter().map(|frame| Chart::new(frame).expect("a projection")).collect()
    }

    #[test]
    fn every_place_is_on_the_map_and_has_its_name() {
        let lesson = lesson();
        let charts = charts();
        for picture in lesson.pictures.values() {
            for panel in picture.panels.iter().filter(|panel| panel.form == Form::Map) {
                let data = Data { lesson: &lesson, picture, panel };
                let stops = stops(&data, &charts);
                assert_eq!(stops.len(), panel.rows.len(), "{}", picture.id);
                let layers = layers(&data, &panel.readings[0]);
                let radius = radius(&data, &layers);
                for (frame, chart) in charts.iter().enumerate() {
                    let stops = stops.iter().filter(|stop| stop.frame == frame);
                    let spots = spots(stops, &|stop| reach(&data, &layers, &radius, stop));
                    let (names, spots): (Vec<String>, Vec<Spot>) = spots.into_iter().unzip();
                    let labels = label::place(&spots, chart.area());
                    let without: Vec<_> = names.iter().zip(labels).filter(|(_, label)| label.is_none()).collect();
                    assert!(without.is_empty(), "{without:?}");
                }
            }
        }
    }

    #[test]
    fn circles_of_the_legend_are_round() {
        for (most, half) in [(120_000.0, 50_000.0), (35_000.0, 10_000.0), (10.0, 5.0), (3.0, 1.0)] {
            assert!((round(most) - half).abs() < 1e-9, "{most}");
        }
    }

    #[test]
    fn land_is_small_and_there() {
        for chart in charts() {
            let long = chart.land().len();
            assert!((500..8_000).contains(&long), "{long}");
        }
    }

    proptest! {
        #[test]
        fn east_is_right_and_north_is_up(east in 25.0..52.0_f64, north in 40.0..60.0_f64, more in 0.1..2.0_f64) {
            let chart = &charts()[0];
            let at = |east, north| chart.at([east, north]).expect("a point");
            prop_assert!(at(east + more, north)[0] > at(east, north)[0]);
            prop_assert!(at(east, north + more)[1] < at(east, north)[1]);
        }
    }
}
