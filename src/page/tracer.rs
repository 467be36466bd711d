//! A record's traces: what each of its points orders, and what was seen of it in public.

use super::{claim, prose};
use leptos::prelude::*;
use lesson::{
    apparatus::{Match, Tracer},
    content::Lesson,
    id::Exhibit,
};

/// The table, where it stands.
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
            let fits = match trace.fits {
                Match::Clean => "clean",
                Match::Partial => "partial",
                Match::None => "none",
            };
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
    view! {
        <figure class="picture tracer" id="tracer" tabindex="-1" aria-labelledby="tracer-title">
            <figcaption><h4 id="tracer-title">{title}</h4><p>{prose::line(&tracer.says)}</p></figcaption>
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
        </figure>
    }
    .into_any()
}
