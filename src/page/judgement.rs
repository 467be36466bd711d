//! The judgement: the board, the essay with its evidence and its rubric, answers to learn from, the belief at the end.

use super::{claim, cover, prose, title};
use crate::island::{board::Board as BoardIsland, essay::Essay};
use leptos::prelude::*;
use lesson::{
    apparatus::{Judgement, Sample},
    board::{Board, BoardCard},
    content::{Lesson, Record},
    prose::{Line, Page},
    writing::JUDGES,
};

/// The judgement.
pub fn judgement(lesson: &Lesson) -> Option<AnyView> {
    let it = lesson.judgement.as_ref()?;
    let (essay, rubric) = (essay(lesson, it), rubric(it));
    let samples = it.samples.iter().enumerate().map(|(at, sample)| self::sample(lesson, it, at, sample)).collect_view();
    let view = view! {
        <section class="view judgement" id=Page::Judgement.key() data-view=title::title(Page::Judgement) data-find="Page" tabindex="-1" aria-labelledby="judgement-title">
            {title::head(Page::Judgement)}
            {it.board.as_ref().map(|board| self::board(lesson, board))}
            <Essay>
                {essay}
                <h3 id="judgement-samples" tabindex="-1">"Answers to learn from"</h3>
                <p class="hint">"Judge each by the table below before you judge your own: what is said of it opens then."</p>
                {samples}
                <h3 id="judgement-rubric" tabindex="-1">"How it is judged"</h3>
                <p class="hint">"Judge your own, then let two others judge it: they read the essay and set their levels here. The middle one of three counts. Where two lie two levels apart, ask a teacher."</p>
                {rubric}
            </Essay>
            <h3 id="judgement-belief" tabindex="-1">"And now?"</h3>
            {cover::slider(&lesson.belief, "closing")}
        </section>
    };
    Some(view.into_any())
}

fn essay(lesson: &Lesson, it: &Judgement) -> AnyView {
    let variants = it.variants.iter().map(|variant| view! { <li>{prose::line(variant)}</li> }).collect_view();
    let variants = (!it.variants.is_empty()).then(|| view! { <p>"Or one of these:"</p><ul>{variants}</ul> });
    let shelf = lesson.records.iter().map(evidence).collect_view();
    view! {
        <h3 id="judgement-essay" tabindex="-1">"Write"</h3>
        <div class="essay" data-least=it.least.to_string() data-most=it.most.to_string()>
            <div class="prose">
                <p class="lead">{prose::line(&it.prompt)}</p>
                {variants}
                <p>
                    <label for="essay">{format!("Your answer, {} to {} words. Name the records and notes that you rest on.", it.least, it.most)}</label>
                </p>
                <textarea id="essay" name="essay" rows="16" maxlength="20000" autocomplete="off" spellcheck="true" aria-describedby="essay-words"></textarea>
                <p class="words hint" id="essay-words"></p>
                <p id="judgement-file" tabindex="-1"><label for="essay-file">{prose::line(&it.file)}</label></p>
                <textarea id="essay-file" name="file" rows="3" maxlength="2000" autocomplete="off" spellcheck="true"></textarea>
                <p class="buttons">
                    <button type="button" name="save-essay">"Save the essay as a text"</button>
                </p>
                <p class="hint kept-hint">"What you write is kept as you type, like your answers."</p>
            </div>
            <div class="evidence">
                <h4>"Your evidence shelf"</h4>
                <p class="hint">"A press on a record puts a reference to it where the cursor is."</p>
                <p class="inserted" role="status"></p>
                <ul>{shelf}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// A record on the evidence shelf.
fn evidence(record: &Record) -> AnyView {
    let name = record.id.as_str().to_uppercase();
    view! {
        <li>
            <button type="button" data-insert=format!("[{name}]")>{format!("Insert {name}")}</button>
            " "<a href=format!("#record-{}", record.id)>{record.title.clone()}</a>
            <span class="hint">" · "{record.date.to_string()}</span>
        </li>
    }
    .into_any()
}

/// A list of the rubric's levels to choose from; its values count from the best.
fn levels(it: &Judgement) -> AnyView {
    let options = it
        .levels
        .iter()
        .enumerate()
        .map(|(at, level)| view! { <option value=at.to_string()>{level.clone()}</option> })
        .collect_view();
    view! { <option value="">"–"</option>{options} }.into_any()
}

/// The judges of an essay, as their column heads.
const WHO: [&str; JUDGES] = ["Myself", "First peer", "Second peer"];

fn rubric(it: &Judgement) -> AnyView {
    let heads = it.levels.iter().map(|level| view! { <th scope="col">"Level "{level.clone()}</th> }).collect_view();
    let judges = WHO.map(|who| view! { <th scope="col" class="judge">{who}</th> }).into_iter().collect_view();
    let strands = it
        .strands
        .iter()
        .enumerate()
        .map(|(at, strand)| {
            let cells = strand
                .levels
                .iter()
                .zip(&it.levels)
                .map(|(text, level)| view! { <td data-head=format!("Level {level}")>{prose::line(text)}</td> })
                .collect_view();
            let judges = WHO
                .iter()
                .enumerate()
                .map(|(judge, who)| {
                    view! {
                        <td class="judge" data-head=*who>
                            <select data-strand=at.to_string() data-judge=judge.to_string() autocomplete="off" aria-label=format!("{}: {who}", strand.name)>{levels(it)}</select>
                        </td>
                    }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{strand.name.clone()}</th>{cells}{judges}
                    <td class="judge" data-head="In the middle"><span class="median" role="status"></span></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="rubric" data-levels=it.levels.len().to_string()>
            <thead><tr><th scope="col">"Strand"</th>{heads}{judges}<th scope="col" class="judge">"In the middle"</th></tr></thead>
            <tbody>{strands}</tbody>
        </table>
    }
    .into_any()
}

fn sample(lesson: &Lesson, it: &Judgement, at: usize, sample: &Sample) -> AnyView {
    view! {
        <article class="sample">
            <h4>{format!("Answer {}", at + 1)}</h4>
            {prose::blocks(lesson, &sample.text, "judgement")}
            <p class="choose-level">
                <label>"At what level do you see it? "<select data-sample=at.to_string() autocomplete="off">{levels(it)}</select></label>
            </p>
            <details>
                <summary>"At what level does it stand?"</summary>
                <p><strong>"Level "{sample.level.clone()}"."</strong>" "{prose::line(&sample.says)}</p>
            </details>
        </article>
    }
    .into_any()
}

fn board(lesson: &Lesson, board: &Board) -> AnyView {
    let columns = board
        .columns
        .iter()
        .map(|column| self::column(column.id.as_str(), &column.name, Some(&column.means)))
        .collect_view();
    let cards = board.cards.iter().map(|card| self::card(lesson, board, card)).collect_view();
    view! {
        <h3 id="judgement-board" tabindex="-1">"The claim board"</h3>
        <div class="prose"><p>{prose::line(&board.says)}</p></div>
        <BoardIsland>
            <p class="placed hint" role="status"></p>
            <div class="board">
                <div class="board-columns">{columns}</div>
                <section class="board-column hand" aria-label="Cards to place">
                    <h4>"To place"</h4>
                    <ul data-column="">{cards}</ul>
                </section>
            </div>
        </BoardIsland>
    }
    .into_any()
}

fn column(id: &str, name: &str, means: Option<&Line>) -> AnyView {
    view! {
        <section class="board-column" aria-label=name.to_owned()>
            <h4>{name.to_owned()}</h4>
            {means.map(|line| view! { <p class="column-means">{prose::line(line)}</p> })}
            <ul data-column=id.to_owned()></ul>
        </section>
    }
    .into_any()
}

fn card(lesson: &Lesson, board: &Board, card: &BoardCard) -> AnyView {
    let claim = lesson.claims.get(&card.claim);
    let headline = claim.map_or("", |claim| claim.headline.as_str()).to_owned();
    let said = claim.map(|claim| prose::line(&claim.said));
    let columns = board
        .columns
        .iter()
        .map(|column| view! { <option value=column.id.to_string()>{column.name.clone()}</option> })
        .collect_view();
    let records = lesson
        .records
        .iter()
        .map(|record| {
            let name = record.id.as_str().to_uppercase();
            view! { <option value=record.id.to_string()>{format!("{name}: {}", record.title)}</option> }
        })
        .collect_view();
    let name = claim::name(&card.claim);
    view! {
        <li class="board-card" data-card=card.claim.to_string() draggable="true">
            <p><a href=format!("#{}", claim::address(&card.claim))>{headline}</a></p>
            <p>{said}</p>
            <p class="moves">
                <label>"Column "<select autocomplete="off" aria-label=format!("{name}: column")><option value="">"–"</option>{columns}</select></label>
                <label>"on record "<select autocomplete="off" aria-label=format!("{name}: record")><option value="">"–"</option>{records}</select></label>
            </p>
            <p class="lies" role="status"></p>
            <details><summary>"What the records carry"</summary><p>{prose::line(&card.says)}</p></details>
        </li>
    }
    .into_any()
}
