//! The essay: its question, its rubric, and answers to learn from.

use super::{prose, title};
use leptos::prelude::*;
use lesson::{apparatus::Sample, content::Lesson, prose::Page};

/// The judgement.
pub fn judgement(lesson: &Lesson) -> Option<AnyView> {
    let it = lesson.judgement.as_ref()?;
    let variants = it.variants.iter().map(|variant| view! { <li>{prose::line(variant)}</li> }).collect_view();
    let variants = (!it.variants.is_empty()).then(|| view! { <p>"Or one of these:"</p><ul>{variants}</ul> });
    let levels = it.levels.iter().map(|level| view! { <th scope="col">"Level "{level.clone()}</th> }).collect_view();
    let strands = it
        .strands
        .iter()
        .map(|strand| {
            let cells = strand
                .levels
                .iter()
                .zip(&it.levels)
                .map(|(text, level)| view! { <td data-head=format!("Level {level}")>{prose::line(text)}</td> })
                .collect_view();
            view! { <tr><th scope="row">{strand.name.clone()}</th>{cells}</tr> }
        })
        .collect_view();
    let samples = it.samples.iter().enumerate().map(|(at, sample)| self::sample(lesson, at + 1, sample)).collect_view();
    let view = view! {
        <section class="view judgement" id=Page::Judgement.key() data-view=title::title(Page::Judgement) data-find="Page" tabindex="-1" aria-labelledby="judgement-title">
            {title::head(Page::Judgement)}
            <div class="prose">
                <p class="lead">{prose::line(&it.prompt)}</p>
                <p>{format!("Write {} to {} words. Name the records and notes that you rest on.", it.least, it.most)}</p>
                {variants}
                <h3 id="judgement-file" tabindex="-1">"And one sentence more"</h3>
                <p>{prose::line(&it.file)}</p>
            </div>
            <h3 id="judgement-rubric" tabindex="-1">"How it is judged"</h3>
            <table class="rubric">
                <thead><tr><th scope="col">"Strand"</th>{levels}</tr></thead>
                <tbody>{strands}</tbody>
            </table>
            <h3 id="judgement-samples" tabindex="-1">"Answers to learn from"</h3>
            <p class="hint">"Judge each by the table above before you open what is said of it."</p>
            {samples}
        </section>
    };
    Some(view.into_any())
}

fn sample(lesson: &Lesson, number: usize, sample: &Sample) -> AnyView {
    view! {
        <article class="sample">
            <h4>{format!("Answer {number}")}</h4>
            {prose::blocks(lesson, &sample.text, "judgement")}
            <details>
                <summary>"At what level does it stand?"</summary>
                <p><strong>"Level "{sample.level.clone()}"."</strong>" "{prose::line(&sample.says)}</p>
            </details>
        </article>
    }
    .into_any()
}
