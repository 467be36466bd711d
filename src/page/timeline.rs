//! What happened: what was public on one side, what was not on the other, in order of the dates.

use super::{claim, prose, title};
use crate::island::sequence::Sequence;
use leptos::prelude::*;
use lesson::{
    apparatus::{Lane, Moment},
    content::Lesson,
    prose::{Inline, Page, plain},
};
use std::collections::BTreeSet;

/// The timeline.
pub fn timeline(lesson: &Lesson) -> Option<AnyView> {
    let ranks = ranks(&lesson.timeline);
    let rows = lesson.timeline.iter().enumerate().map(|(at, moment)| row(at, moment, ranks[at])).collect_view();
    (!lesson.timeline.is_empty()).then(|| {
        view! {
            <section class="view timeline" id=Page::Timeline.key() data-view=title::title(Page::Timeline) tabindex="-1" aria-labelledby="timeline-title">
                {title::head(Page::Timeline)}
                <p class="hint">
                    "Left what was public at the time, right what was not, or is not known to have been. A letter was sent; that it was printed is not said."
                </p>
                <Sequence>
                    <details class="sequence">
                        <summary>"Practise: six moments without their dates"</summary>
                        <form method="dialog" autocomplete="off">
                            <p class="hint">"Give each its place, from the earliest. The dates below are hidden until you have done so."</p>
                            <ol class="to-order"></ol>
                            <p class="hand-in"><button type="submit">"Check"</button><button type="button" name="another">"Six others"</button><span class="result" role="status"></span></p>
                        </form>
                    </details>
                </Sequence>
                {drawn(lesson)}
                <ol class="lanes">{rows}</ol>
            </section>
        }
        .into_any()
    })
}

/// The two lanes as a picture, and a way through them one moment at a time.
fn drawn(lesson: &Lesson) -> AnyView {
    let count = lesson.timeline.len();
    let title = "What was public and what was not, month by month";
    let drawing = crate::picture::panel("lanes", title, false, &[""], vec![crate::picture::lanes::draw(lesson)]);
    let view = view! {
        <p>
            {format!("Each of the {count} moments below is a mark in its month: to the left, full, what was public, with the war’s own dates as squares; to the right, open, what is not known to have been public. A diamond is a letter that was sent, printed or not. The marks crowd together in the autumn of 1936, on both sides. What runs over several months stands at the first of them, and what has only a year in its January; in a month without a mark no moment of this list begins, which does not mean that it was quiet.")}
        </p>
        {drawing}
        <div class="stepper" data-of=count.to_string()>
            <p class="step" role="status"><strong class="when">"One at a time"</strong>" "<span class="says">"Later shows the first moment."</span></p>
            <p class="hand-in">
                <button type="button" name="earlier">"Earlier"</button>
                <span class="count">{format!("0 of {count}")}</span>
                <button type="button" name="later">"Later"</button>
                <a href="#moment-0" hidden>"In the list"</a>
            </p>
        </div>
    };
    super::picture::frame_of_view("picture-lanes", title, view.into_any())
}

/// The place of each moment among the days, where it can be put in order by somebody who does not see its date: it has
/// one day, and its text names none.
fn ranks(moments: &[Moment]) -> Vec<Option<usize>> {
    let fits = |moment: &Moment| {
        let text = plain(&moment.says);
        let named = text.contains(char::is_numeric) || MONTHS.iter().any(|month| text.contains(month));
        let marked = moment.says.iter().any(|it| matches!(it, Inline::Note(_) | Inline::Outside(_)));
        moment.date.first() == moment.date.last() && !named && !marked
    };
    let days: BTreeSet<_> = moments.iter().filter(|it| fits(it)).map(|it| it.date.first()).collect();
    let rank = |moment: &Moment| days.iter().position(|day| *day == moment.date.first());
    moments.iter().map(|moment| rank(moment).filter(|_| fits(moment))).collect()
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn row(at: usize, moment: &Moment, rank: Option<usize>) -> AnyView {
    let lane = match moment.lane {
        Lane::Public => "public",
        Lane::Secret => "secret",
        Lane::Context => "context",
    };
    let name = crate::picture::lane(moment);
    let claim = moment.claim.as_ref().map(|id| {
        view! { " "<a href=format!("#{}", claim::address(id))>{claim::name(id)}</a> }
    });
    let record = moment.record.as_ref().map(|id| {
        view! { " "<a href=format!("#record-{id}")>{format!("Record {}", id.as_str().to_uppercase())}</a> }
    });
    let notes = (!moment.notes.is_empty()).then(|| view! { " "{prose::notes(&moment.notes)} });
    view! {
        <li id=format!("moment-{at}") data-rank=rank.map(|rank| rank.to_string()) data-lane=lane data-find="Timeline" data-name=moment.date.to_string() tabindex="-1">
            <p class="when"><time datetime=moment.date.html()>{moment.date.to_string()}</time>" "<span class="lane">{name}</span></p>
            <p><span class="what">{prose::line(&moment.says)}</span>{claim}{record}{notes}</p>
        </li>
    }
    .into_any()
}
