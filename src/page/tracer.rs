//! A record's traces: what each of its points orders, and what was seen of it in public.

use super::{claim, picture, prose};
use crate::picture::{panel, traces};
use leptos::prelude::*;
use lesson::{
    apparatus::{Match, Tracer},
    content::Lesson,
    id::Exhibit,
};

/// The traces, where they stand: drawn, and as a table.
pub fn table(lesson: &Lesson, tracer: &Tracer) -> AnyView {
    let count = |fits: Match| tracer.traces.iter().filter(|trace| trace.fits == fits).count();
    let title = lesson.record(&tracer.record).map_or("", |record| record.title.as_str());
    let title = format!(
        "{title} and their public traces: {} clean, {} partial, {} none",
        count(Match::Clean),
        count(Match::Partial),
        count(Match::None)
    );
    let rows = tracer
        .traces
        .iter()
        .map(|trace| {
            let exhibit = Exhibit { record: tracer.record.clone(), point: Some(trace.point) };
            let point = lesson
                .record(&tracer.record)
                .and_then(|record| record.points.iter().find(|point| point.number == trace.point));
            let person =
                point.and_then(|point| point.person.as_ref()).map_or_else(|| "–".into_any(), |it| prose::line(it));
            let fits = traces::word(trace.fits);
            let limit = trace.limit.as_ref().map(|limit| view! { ", "{prose::line(limit)} });
            let claims = trace
                .claims
                .iter()
                .map(|id| view! { " "<a href=format!("#{}", claim::address(id))>{claim::name(id)}</a> })
                .collect_view();
            view! {
                <tr>
                    <td data-head="Point"><a href=format!("#{}", prose::address(&exhibit))>{trace.point}</a></td>
                    <td data-head="What it orders">{prose::line(&trace.orders)}</td>
                    <td data-head="In charge">{person}</td>
                    <td data-head="Public trace that is cited">{prose::line(&trace.public)}{claims}</td>
                    <td data-head="Match" data-fits=fits>{fits}{limit}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">"Point"</th>
                    <th scope="col">"What it orders"</th>
                    <th scope="col">"In charge"</th>
                    <th scope="col">"Public trace that is cited"</th>
                    <th scope="col">"Match"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let drawing = panel("tracer-0", &title, false, &[], vec![traces::draw(tracer)]);
    let content = view! { <p>{prose::line(&tracer.says)}</p>{drawing}{picture::data(table.into_any())} };
    picture::frame("tracer", &title, content.into_any())
}
