//! Traces: what each point of a record orders, and what was seen of it in public.

use super::{
    facing::{Link, Side, heads, pair},
    sheet::Sheet,
};
use lesson::{
    apparatus::{Match, Trace, Tracer},
    prose::plain,
};

/// The points on the left, their traces on the right.
pub fn draw(tracer: &Tracer) -> Sheet {
    let mut sheet = Sheet::default();
    let names = ["What the point orders", "Public trace that is cited"];
    heads(&mut sheet, names, Link::Missing(""));
    for trace in &tracer.traces {
        let (orders, public) = (format!("Point {}: {}", trace.point, plain(&trace.orders)), plain(&trace.public));
        let limit = limit(trace);
        let link = match trace.fits {
            Match::Clean => Link::Whole("clean"),
            Match::Partial => Link::Part("partial"),
            Match::None => Link::Missing("none"),
        };
        let grade = if limit.is_empty() { word(trace.fits) } else { &limit };
        let says = format!("{orders}. {}: {public}. Match: {grade}", names[1]);
        let left = Side { class: "secret", text: &orders, below: "", open: false };
        let right = Side { class: "public", text: &public, below: &limit, open: trace.fits == Match::None };
        pair(&mut sheet, says, left, right, link);
    }
    sheet
}

/// The word for how well a trace fits.
pub fn word(fits: Match) -> &'static str {
    match fits {
        Match::Clean => "clean",
        Match::Partial => "partial",
        Match::None => "none",
    }
}

/// What the fit holds for, where not for all of it.
fn limit(trace: &Trace) -> String {
    trace.limit.as_ref().map(|limit| format!("{} {}", word(trace.fits), plain(limit))).unwrap_or_default()
}
