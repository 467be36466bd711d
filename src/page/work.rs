//! A student's own work: the summary, and what returns. Printed empty; the islands fill it in.

use super::{picture, quiz, title};
use crate::island::{deck::Deck, summary::Summary};
use leptos::prelude::*;
use lesson::{
    apparatus::plain_number,
    check::Question,
    content::Lesson,
    ladder::{Certainty, Kind, Rung},
    prose::Page,
    summary::Calibration,
};

/// A line of a table of marks.
fn tally(name: &str, sum: &str) -> AnyView {
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td data-head="Claims" ><span data-sum=format!("{sum}-claims")>"0"</span></td>
            <td data-head="Marks"><span data-sum=format!("{sum}-marks")>"–"</span></td>
        </tr>
    }
    .into_any()
}

fn tallies(caption: &str, head: &'static str, rows: Vec<AnyView>) -> AnyView {
    view! {
        <table class="tallies">
            <caption>{caption.to_owned()}</caption>
            <thead><tr><th scope="col">{head}</th><th scope="col">"Claims"</th><th scope="col">"Marks"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The summary.
pub fn summary(lesson: &Lesson) -> AnyView {
    let kinds = Kind::ALL.iter().enumerate();
    let kinds = kinds.map(|(at, kind)| tally(&lesson.scales.kind(*kind).name, &format!("kind-{at}"))).collect();
    let mut rungs: Vec<AnyView> = Rung::ALL
        .iter()
        .enumerate()
        .rev()
        .map(|(at, rung)| tally(&lesson.scales.rung(*rung).name, &format!("rung-{at}")))
        .collect();
    rungs.push(tally("Off the ladder", "open"));
    let kinds = tallies("By kind of claim; a claim of two kinds counts under each", "Kind", kinds);
    let rungs = tallies("By the rung that is right", "Rung", rungs);
    let (scopes, picture, guesses) = (quiz::options(lesson), calibration(lesson), guesses(lesson));
    let count =
        |name: &'static str, label: &'static str| view! { <div><dt>{label}</dt><dd data-sum=name>"0"</dd></div> };
    view! {
        <section class="view summary" id=Page::Summary.key() data-view=title::title(Page::Summary) data-find="Page" tabindex="-1" aria-labelledby="summary-title">
            {title::head(Page::Summary)}
            <p class="needs-script">"A summary of answers needs JavaScript."</p>
            <Summary>
                <p class="controls">
                    <label>"Of "<select name="scope" autocomplete="off"><option value="">"everything answered"</option>{scopes}</select></label>
                </p>
                <p class="nothing">"Nothing answered here yet. The summary fills in as you answer claims: "<a href="#quiz">"to the quiz"</a>"."</p>
                {guesses}
                <div class="answered" hidden>
                    <p class="grand">"Marks: "<strong data-sum="total-marks">"–"</strong>". Claims answered: "<span data-sum="total-claims">"0"</span>". First attempts only."</p>
                    <div class="columns">
                        {kinds}{rungs}
                    </div>
                    <h3>"What the file changed"</h3>
                    <dl class="counts">
                        {count("nearer", "came nearer to the key")}{count("right", "right before and after")}
                        {count("no-nearer", "wrong, and no nearer")}{count("further", "went further from it")}
                    </dl>
                    <h3>"How sure, and how often right"</h3>
                    {picture}
                    <p class="bias"></p>
                    <p class="brier"></p>
                    <p>"Certainty earned "<strong data-sum="certainty">"0"</strong>", beside the marks."</p>
                    <p class="hasty" hidden>"Answered with the file open for less than ten seconds: "<span data-sum="hasty">"0"</span>". That is for you to know. Nothing is taken off."</p>
                    <h3>"To return to"</h3>
                    <p class="none-back" hidden>"Nothing: every claim was right, for its records, and not by guess."</p>
                    <ol class="back"></ol>
                    <p class="hint">"They come back by themselves, after two days, a week and three weeks: "<a href="#return">"Coming back"</a>"."</p>
                    <h3>"Take it away"</h3>
                    <p class="buttons">
                        <button type="button" name="print">"Print"</button>
                        <button type="button" name="save-text">"Save as a text"</button>
                        <button type="button" name="copy">"Copy the text"</button>
                        <span class="copied" role="status"></span>
                    </p>
                    <details class="plain">
                        <summary>"The text"</summary>
                        <label class="unseen" for="summary-text">"The summary as plain text"</label>
                        <textarea id="summary-text" rows="16" readonly autocomplete="off"></textarea>
                    </details>
                </div>
            </Summary>
        </section>
    }
    .into_any()
}

/// What was drawn before it was shown, beside what it was.
fn guesses(lesson: &Lesson) -> AnyView {
    let all = lesson.pictures.values().filter_map(|picture| {
        let check = &picture.draws.as_ref()?.check;
        let Question::Number { answer, unit, .. } = &check.question else { return None };
        let was = format!(", and it was {} {unit}: ", plain_number(*answer));
        Some(view! {
            <p class="drawn-before" data-guess-of=check.id.to_string() hidden>
                "You drew "<strong></strong>{was}<a href=format!("#{}", picture::address(picture))>{picture.title.clone()}</a>"."
            </p>
        })
    });
    all.collect_view().into_any()
}

/// The picture of calibration, its shapes at rest, and its table. Height 150 stands for a hundred per cent.
fn calibration(lesson: &Lesson) -> AnyView {
    let x = |at: usize| 84 + 94 * i32::try_from(at).unwrap_or(0);
    let y = |per_cent: u16| 170 - i32::from(per_cent) * 3 / 2;
    let levels = || Certainty::ALL.iter().zip(&lesson.scales.certainty).enumerate();
    let shapes = levels()
        .map(|(at, (certainty, name))| {
            let stated = y(Calibration::stated(*certainty));
            view! {
                <g class="mark" role="img" tabindex=if at == 0 { "0" } else { "-1" } aria-label=name.clone() data-name=name.clone() data-level=at.to_string()>
                    <rect class="bar-shape" data-level=at.to_string() x=(x(at) - 22).to_string() y="170" width="44" height="0" />
                    <line class="stated" x1=(x(at) - 34).to_string() x2=(x(at) + 34).to_string() y1=stated.to_string() y2=stated.to_string() />
                    <circle data-level=at.to_string() cx=x(at).to_string() cy="170" r="0" />
                    <text data-level=at.to_string() x=x(at).to_string() y="160" text-anchor="middle"></text>
                    <text x=x(at).to_string() y="190" text-anchor="middle">{name.clone()}</text>
                </g>
            }
        })
        .collect_view();
    let axis = [0, 50, 100]
        .map(
            |share| view! { <text x="38" y=(y(share) + 4).to_string() text-anchor="end">{format!("{share} %")}</text> },
        )
        .into_iter()
        .collect_view();
    let rows = levels()
        .map(|(at, (certainty, name))| {
            let sum = |what: &str| format!("sure-{at}-{what}");
            view! {
                <tr>
                    <th scope="row">{name.clone()}</th>
                    <td data-head="Stands for">{format!("{} %", Calibration::stated(*certainty))}</td>
                    <td data-head="Answers"><span data-sum=sum("answers")>"0"</span></td>
                    <td data-head="Right"><span data-sum=sum("right")>"0"</span></td>
                    <td data-head="Share right"><span data-sum=sum("share")>"–"</span></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <figure class="picture calibration" id="picture-calibration" data-enough="no" tabindex="-1" aria-label="How sure, and how often right" hidden>
            <div class="panel">
            <svg class="drawing" viewBox="0 0 320 200" role="group" aria-label="Share of right answers at each degree of certainty; the table below holds the numbers">
                <line class="axis" x1="44" x2="316" y1="170" y2="170" /><line class="axis" x1="44" x2="44" y1="20" y2="170" />
                {axis}{shapes}
            </svg>
            <p class="readout" aria-hidden="true"></p>
            </div>
            <figcaption>"Bars and points: the share of your answers that were right. Dashed lines: the chance that each degree stands for. Above its line you were too modest, below it too sure."</figcaption>
            <table>
                <thead><tr><th scope="col">"You said"</th><th scope="col">"Stands for"</th><th scope="col">"Answers"</th><th scope="col">"Right"</th><th scope="col">"Share right"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {picture::take(None)}
        </figure>
    }
    .into_any()
}

/// What returns.
pub fn deck() -> AnyView {
    view! {
        <section class="view deck" id=Page::Return.key() data-view=title::title(Page::Return) data-find="Page" tabindex="-1" aria-labelledby="return-title">
            {title::head(Page::Return)}
            <div class="prose">
                <p>
                    "Claims that you missed, or were unsure of, return after two days, a week and three weeks. What you were sure of and had wrong comes first. Answers here are practice: they change no marks. The cards are kept on this device only."
                </p>
                <p class="needs-script">"The cards need JavaScript."</p>
                <Deck>
                    <p class="count" role="status"></p>
                    <div class="is-due" hidden><h3>"Due"</h3><ol class="due"></ol></div>
                    <div class="is-later" hidden><h3>"Still to come"</h3><ol class="later"></ol></div>
                </Deck>
            </div>
        </section>
    }
    .into_any()
}
