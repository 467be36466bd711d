//! What happened: what was public on one side, what was not on the other, in order of the dates.

use super::{claim, prose, title};
use leptos::prelude::*;
use lesson::{
    apparatus::{Lane, Moment},
    content::Lesson,
    prose::Page,
};

/// The timeline.
pub fn timeline(lesson: &Lesson) -> Option<AnyView> {
    let rows = lesson.timeline.iter().enumerate().map(|(at, moment)| row(at, moment)).collect_view();
    (!lesson.timeline.is_empty()).then(|| {
        view! {
            <section class="view timeline" id=Page::Timeline.key() data-view=title::title(Page::Timeline) tabindex="-1" aria-labelledby="timeline-title">
                {title::head(Page::Timeline)}
                <p class="hint">
                    "Left what was public at the time, right what was not, or is not known to have been. A letter was sent; that it was printed is not said."
                </p>
                <ol class="lanes">{rows}</ol>
            </section>
        }
        .into_any()
    })
}

fn row(at: usize, moment: &Moment) -> AnyView {
    let (lane, name) = match (moment.lane, moment.letter) {
        (Lane::Public, false) => ("public", "Public"),
        (Lane::Public, true) => ("public", "Letter"),
        (Lane::Secret, false) => ("secret", "Not known to be public"),
        (Lane::Secret, true) => ("secret", "Letter, not known to be public"),
        (Lane::Context, _) => ("context", "The war"),
    };
    let claim = moment.claim.as_ref().map(|id| {
        view! { " "<a href=format!("#{}", claim::address(id))>{claim::name(id)}</a> }
    });
    let record = moment.record.as_ref().map(|id| {
        view! { " "<a href=format!("#record-{id}")>{format!("Record {}", id.as_str().to_uppercase())}</a> }
    });
    let notes = (!moment.notes.is_empty()).then(|| view! { " "{prose::notes(&moment.notes)} });
    view! {
        <li id=format!("moment-{at}") data-lane=lane data-find="Timeline" data-name=moment.date.to_string() tabindex="-1">
            <p class="when"><time datetime=moment.date.html()>{moment.date.to_string()}</time>" "<span class="lane">{name}</span></p>
            <p>{prose::line(&moment.says)}{claim}{record}{notes}</p>
        </li>
    }
    .into_any()
}
