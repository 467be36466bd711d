//! Notes and words: where a link leads without the pop-over, and what the pop-over shows.

use super::prose;
use leptos::prelude::*;
use lesson::content::Lesson;

/// Every note, by number.
pub fn notes(lesson: &Lesson) -> AnyView {
    let notes = lesson
        .notes
        .values()
        .map(|note| {
            let says = note.says.as_ref().map(|says| view! { <p>{prose::line(says)}</p> });
            view! {
                <li id=format!("note-{}", note.number) value=note.number.to_string() tabindex="-1">
                    <div data-aside-body="">
                        <p class="cite">{note.cite.clone()}</p>
                        {says}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="view notes" id="notes" data-view="Notes" tabindex="-1" aria-labelledby="notes-title">
            <header class="unit-head"><p class="kicker">"Reference"</p><h2 id="notes-title">"Notes"</h2></header>
            <p class="hint">"The numbers are those of the chapter. What a note says is restated in our own words."</p>
            <ol>{notes}</ol>
        </section>
    }
    .into_any()
}

/// Every word, by alphabet.
pub fn words(lesson: &Lesson) -> AnyView {
    let words = lesson
        .words
        .iter()
        .map(|word| {
            view! {
                <div class="word-entry" id=format!("word-{}", word.id) tabindex="-1">
                    <div data-aside-body="">
                        <p><dfn>{word.term.clone()}</dfn>" "{prose::line(&word.means)}</p>
                    </div>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="view words" id="words" data-view="Words" tabindex="-1" aria-labelledby="words-title">
            <header class="unit-head"><p class="kicker">"Reference"</p><h2 id="words-title">"Words"</h2></header>
            {words}
        </section>
    }
    .into_any()
}
