//! Notes and words: where a link leads without the pop-over, and what the pop-over shows.

use super::{index, prose, title};
use leptos::prelude::*;
use lesson::{content::Lesson, prose::Page};

/// Every note, by number, and what does not come from the lesson's source.
pub fn notes(lesson: &Lesson) -> AnyView {
    let notes = lesson
        .notes
        .values()
        .map(|note| {
            let says = note.says.as_ref().map(|says| view! { <p>{prose::line(says)}</p> });
            let unanchored = note.unanchored.then(|| {
                view! { <p class="hint">"The source’s own text has no mark for this note."</p> }
            });
            let name = format!("Note {}", note.number);
            view! {
                <li id=format!("note-{}", note.number) value=note.number.to_string() data-find="Note" data-name=name tabindex="-1">
                    <div data-aside-body="">
                        <p class="cite">{note.cite.clone()}</p>
                        {says}{unanchored}
                    </div>
                </li>
            }
        })
        .collect_view();
    let outside = lesson
        .outside
        .iter()
        .map(|it| {
            let web = it.web.as_ref().map(|web| {
                view! { " "<a href=web.clone() rel="noreferrer">{address(web)}</a> }
            });
            view! {
                <li id=format!("outside-{}", it.id) data-find="From outside" data-name=it.cite.clone() tabindex="-1">
                    <div data-aside-body="">
                        <p>{prose::line(&it.says)}</p>
                        <p class="cite">{it.cite.clone()}{web}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    let outside = (!lesson.outside.is_empty()).then(|| {
        view! {
            <h3 id="outside" tabindex="-1">"From outside the source"</h3>
            <p class="hint">"Marked † in the text. No key rests on any of it."</p>
            <ul class="outside-list">{outside}</ul>
        }
    });
    view! {
        <section class="view notes" id=Page::Notes.key() data-view=title::title(Page::Notes) tabindex="-1" aria-labelledby="notes-title">
            {title::head(Page::Notes)}
            <p class="hint">"The numbers are those of the source. What a note says is restated in our own words."</p>
            <ol>{notes}</ol>
            {outside}
        </section>
    }
    .into_any()
}

/// An address without what every address begins with.
fn address(web: &str) -> String {
    web.trim_start_matches("https://").trim_end_matches('/').to_owned()
}

/// Every word, by alphabet, and where it is explained.
pub fn words(lesson: &Lesson) -> AnyView {
    let words = lesson
        .words
        .iter()
        .map(|word| {
            let notes = (!word.notes.is_empty()).then(|| prose::notes(&word.notes));
            view! {
                <div class="word-entry" id=format!("word-{}", word.id) data-find="Word" data-name=word.term.clone() tabindex="-1">
                    <div data-aside-body="">
                        <p><dfn>{word.term.clone()}</dfn>" "{prose::line(&word.means)}</p>
                    </div>
                    {index::occurs(lesson, &word.occurs, notes)}
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="view words" id=Page::Words.key() data-view=title::title(Page::Words) tabindex="-1" aria-labelledby="words-title">
            {title::head(Page::Words)}
            {words}
        </section>
    }
    .into_any()
}
