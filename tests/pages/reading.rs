//! Reading without any script, and on paper.

use anyhow::{Context, Result, ensure};
use lesson::{content::Lesson, id::ClaimId};
use pages::{
    answers::{AT_THE_FILE, AT_THE_VERDICT, KEY, NOT_BEGUN, mixed_record, view},
    house::{all_claims, claim, lesson, piece},
    screen::Seen,
    texts::{none_is_missing, printed, texts},
    visit::visit,
};
use std::collections::HashSet;

/// The titles of a lesson's views, in the order of the page.
fn titles(lesson: &Lesson) -> Vec<String> {
    let headline = |id: &ClaimId| lesson.claims.get(id).map(|claim| claim.headline.clone());
    let mut all = vec![lesson.title.clone()];
    all.extend(lesson.routes.iter().map(|route| route.name.clone()));
    for unit in &lesson.units {
        all.push(unit.title.clone());
        all.extend(unit.claims.iter().filter_map(headline));
    }
    all.extend(["The quiz", "All claims"].map(str::to_owned));
    all.extend(lesson.off_desk().iter().map(|claim| claim.headline.clone()));
    let reference = ["Exercises", "The records", "Timeline", "People and places", "Words", "Notes"];
    let work = ["The judgement", "Your summary", "Coming back", "For teachers", "Use it in your course", "Search"];
    all.extend(reference.into_iter().chain(work).map(str::to_owned));
    all
}

#[tokio::test]
async fn without_scripts_the_whole_lesson_is_there_in_order() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        let page = visit.snapshot().await?;
        let lesson = lesson();

        let headings: Vec<_> = page.named(&["h1", "h2"]).filter(|element| element.is_displayed()).collect();
        let mut rest = headings.iter();
        let mut above = f64::MIN;
        for title in titles(lesson) {
            let heading = rest.find(|heading| heading.text == title);
            let heading = heading.with_context(|| format!("no heading “{title}” in its place among {headings:#?}"))?;
            ensure!(heading.top > Some(above), "“{title}” does not stand below what comes before it");
            above = heading.top.unwrap_or(above);
        }

        // A text is displayed, or stands in a fold whose own line is displayed, so that a reader can open it.
        let summaries: HashSet<usize> = page
            .named(&["summary"])
            .filter(|element| element.is_displayed())
            .filter_map(|element| element.within.last().copied())
            .collect();
        let folds: Vec<_> = page.0.iter().filter(|(number, _)| summaries.contains(number)).collect();
        let view_of = |id: &str| page.0.iter().find(|(_, element)| element.attribute("id") == id);
        none_is_missing(texts(lesson), |view, folded| {
            let Some((number, view)) = view_of(view) else { return String::new() };
            if !folded {
                return view.shown.clone();
            }
            let inside = folds.iter().filter(|(_, fold)| fold.is_displayed() && fold.within.contains(number));
            inside.map(|(_, fold)| fold.text.as_str()).collect::<Vec<_>>().join(" ")
        })?;

        // Each picture with its whole table, each trace with its row, folded or not.
        for picture in lesson.pictures.values() {
            let cells = page.within(&format!("picture-{}", picture.id), &["td"]);
            let full = cells.iter().filter(|cell| !cell.text.is_empty()).count();
            let wanted = picture.columns.len() * picture.rows.len();
            ensure!(full == wanted, "{} has {full} cells of {wanted}", picture.id);
        }
        let traces = lesson.tracer.iter().flat_map(|tracer| &tracer.traces).count();
        let rows = page.within("tracer", &["tr"]).len();
        ensure!(rows == traces + 1, "{rows} rows for {traces} traces");

        // On the shelves everything, with a link to each claim.
        let links = page.within("claims", &["a"]).into_iter().filter(|link| link.is_displayed());
        let claims = links.filter(|link| link.attribute("href").starts_with("#claim-")).count();
        ensure!(claims == lesson.claims.len(), "{claims} claims on their shelf");
        let records = page.within("records", &["article"]).iter().filter(|it| it.is_displayed()).count();
        ensure!(records == lesson.records.len(), "{records} records on their shelf");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_every_link_leads_somewhere_and_nothing_pretends_to_work() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        let page = visit.snapshot().await?;
        let ids: HashSet<&str> = page.0.iter().map(|(_, element)| element.attribute("id")).collect();
        let links: Vec<_> = page.named(&["a"]).filter_map(|link| link.attribute("href").strip_prefix('#')).collect();
        ensure!(links.len() > 100, "only {} links within the page", links.len());
        let dead: Vec<_> = links.iter().filter(|id| !id.is_empty() && !ids.contains(**id)).collect();
        ensure!(dead.is_empty(), "links that lead nowhere: {dead:?}");
        let idle: Vec<_> = page
            .named(&["input", "button", "select", "textarea"])
            .filter(|element| element.is_displayed() && element.attribute("class") != "by-style")
            .map(|element| format!("{} {:?}", element.text, element.attributes))
            .collect();
        ensure!(idle.is_empty(), "controls that do nothing: {idle:#?}");
        let empty: Vec<_> = page
            .named(&["a"])
            .filter(|link| link.is_displayed() && link.attribute("href") == "#")
            .map(|link| &link.text)
            .collect();
        ensure!(empty.is_empty(), "links without an address: {empty:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_a_note_is_a_link_like_any_other() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("#unit-4")).await?;
        let link = visit.wait_for("link", "note …", Seen::is_note).await?;
        visit.point_at(&link).await?;
        let number = link.name.trim_start_matches("note ").to_owned();
        pages::visit::until("the note's address", async || {
            let address = visit.browser.client().current_url().await?;
            Ok((address.fragment() == Some(&format!("note-{number}"))).then_some(()))
        })
        .await
    })
    .await
}

/// What is on the paper and has no use there. What a student wrote, and how it was judged, has one.
const CONTROLS: &str = "[...document.querySelectorAll('input, button, select, textarea')]
    .filter(control => control.checkVisibility() && !control.matches('.essay textarea, .judge select'))
    .map(control => `${control.localName} ${control.name || control.innerText}`)";

/// Paragraphs of the views that are printed, which are not.
const LEFT_OUT: &str = "[...document.querySelectorAll('main > section')].filter(view => view.checkVisibility())
    .flatMap(view => [...view.querySelectorAll('p, li, dd, td, h2, h3, h4')])
    .filter(element => !element.checkVisibility() && element.textContent.trim()
        && !element.closest('[hidden], [aria-hidden], .onward, .starts, .hint, .closed, .steps, .hand-in, .reach, .reading, .belief, .choose, .search, .controls, .count, .offered, .claim .folder-head dl, .claim .silent, .claim .where, .resume, .how, .start h2, .moves, .evidence, .choose-level, .kept-hint, .buttons, .take, .live, .step, .readout'))
    .map(element => element.textContent.trim().slice(0, 60))";

#[tokio::test]
async fn from_the_cover_the_whole_lesson_is_printed() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.browser.media("print", &[]).await?;
        let views = visit.views().await?;
        let wanted: Vec<String> = pages::house::views(lesson())
            .into_iter()
            .filter(|view| !["search", "claims", "quiz", "summary", "return", "course"].contains(&view.as_str()))
            .collect();
        ensure!(views == wanted, "printed: {views:?}");
        let left_out = visit.script(LEFT_OUT).await?;
        ensure!(left_out == serde_json::json!([]), "not printed: {left_out:#}");
        let controls = visit.script(CONTROLS).await?;
        ensure!(controls == serde_json::json!([]), "printed controls: {controls:#}");
        visit.read_all(printed(lesson())).await
    })
    .await
}

#[tokio::test]
async fn from_a_claim_only_that_claim_is_printed() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.browser.media("print", &[]).await?;
        visit.open("").await?;
        for claim in [NOT_BEGUN[0], AT_THE_FILE[0], AT_THE_VERDICT[0], AT_THE_VERDICT[3]].map(claim) {
            visit.go(&view(claim)).await?;
            visit.read(&claim.headline).await?;
            let others = all_claims().into_iter().filter(|other| other.id != claim.id);
            let text = visit.text().await?;
            let also: Vec<_> = others.filter(|other| text.contains(piece(&other.said))).map(|it| &it.id).collect();
            ensure!(also.is_empty(), "printed as well: {also:?}");
            let controls = visit.script(CONTROLS).await?;
            ensure!(controls == serde_json::json!([]), "printed controls at {}: {controls:#}", claim.id);
        }
        Ok(())
    })
    .await
}
