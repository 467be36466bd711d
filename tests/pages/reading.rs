//! Reading without any script, and on paper.

use anyhow::{Context, Result, ensure};
use pages::{
    answers::{KEY, mixed_record, place},
    house::{claims, lesson, piece},
    visit::visit,
};
use std::collections::HashSet;

#[tokio::test]
async fn without_scripts_the_whole_lesson_is_there_in_order() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        let page = visit.snapshot().await?;
        let lesson = lesson();

        let headings: Vec<_> = page.named(&["h1", "h2", "h3"]).filter(|element| element.is_displayed()).collect();
        let mut wanted = vec![lesson.title.as_str(), lesson.units[0].title.as_str()];
        wanted.extend(claims().iter().map(|claim| claim.headline.as_str()));
        wanted.extend(["The records", "Words", "Notes"]);
        let mut rest = headings.iter();
        let mut above = f64::MIN;
        for title in wanted {
            let heading = rest.find(|heading| heading.text == title);
            let heading = heading.with_context(|| format!("no heading “{title}” in its place among {headings:#?}"))?;
            ensure!(heading.top > Some(above), "“{title}” does not stand below what comes before it");
            above = heading.top.unwrap_or(above);
        }

        let displayed: Vec<&str> = page
            .named(&["p", "li", "dd", "td", "summary", "div"])
            .filter(|element| element.is_displayed())
            .map(|element| element.text.as_str())
            .collect();
        let shown = |text: &str| displayed.iter().any(|known| known.contains(text));
        for claim in claims() {
            ensure!(shown(piece(&claim.said)), "{} is not displayed", claim.id);
            for item in &claim.table {
                ensure!(shown(piece(&item.why)), "why {} matters to {} is not displayed", item.exhibit, claim.id);
            }
        }
        for record in &lesson.records {
            ensure!(shown(piece(&record.summary)), "{} is not displayed", record.id);
            for point in &record.points {
                ensure!(shown(piece(&point.does)), "point {} of {} is not displayed", point.number, record.id);
            }
        }
        for note in lesson.notes.values() {
            ensure!(shown(&note.cite), "note {} is not displayed", note.number);
        }
        for word in &lesson.words {
            ensure!(shown(piece(&word.means)), "the word {} is not displayed", word.id);
        }

        let folds: Vec<_> =
            page.0.iter().filter(|(_, element)| element.name == "details" && element.is_displayed()).collect();
        for claim in claims() {
            let verdict = piece(&claim.verdict);
            let fold =
                folds.iter().any(|(_, fold)| fold.text.starts_with("The verdict") && fold.text.contains(verdict));
            ensure!(fold, "the verdict on {} cannot be unfolded", claim.id);
        }
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
            .filter(|element| element.is_displayed())
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
        let link = visit.wait_for("link", "note …", |seen| seen.name.starts_with("note ")).await?;
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

/// What is on the paper and has no use there.
const CONTROLS: &str = "[...document.querySelectorAll('input, button, select, textarea')]
    .filter(control => control.checkVisibility())
    .map(control => `${control.localName} ${control.name || control.innerText}`)";

/// Paragraphs of the views that are printed, which are not.
const LEFT_OUT: &str = "[...document.querySelectorAll('main > section')].filter(view => view.checkVisibility())
    .flatMap(view => [...view.querySelectorAll('p, li, dd, td, h2, h3, h4')])
    .filter(element => !element.checkVisibility() && element.textContent.trim()
        && !element.closest('[hidden], [aria-hidden], .onward, .starts, .hint, .closed, .steps, .hand-in, .reach, .reading, .belief, .resume, .how, .start h2'))
    .map(element => element.textContent.trim().slice(0, 60))";

#[tokio::test]
async fn from_the_cover_the_whole_lesson_is_printed() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.browser.media("print", &[]).await?;
        let views = visit.views().await?;
        ensure!(views.len() == 5 + claims().len(), "printed: {views:?}");
        let left_out = visit.script(LEFT_OUT).await?;
        ensure!(left_out == serde_json::json!([]), "not printed: {left_out:#}");
        let controls = visit.script(CONTROLS).await?;
        ensure!(controls == serde_json::json!([]), "printed controls: {controls:#}");
        for claim in claims() {
            visit.read(&claim.headline).await?;
            visit.read(piece(&claim.verdict)).await?;
            for item in &claim.table {
                visit.read(piece(&item.why)).await?;
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn from_a_claim_only_that_claim_is_printed() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.browser.media("print", &[]).await?;
        for claim in &claims()[..3] {
            visit.open(&place(claim)).await?;
            visit.is_at(&format!("claim-{}", claim.id)).await?;
            visit.read(&claim.headline).await?;
            let others = claims().into_iter().find(|other| other.id != claim.id).context("there is one claim only")?;
            ensure!(!visit.text().await?.contains(piece(&others.said)), "{} is printed as well", others.id);
            let controls = visit.script(CONTROLS).await?;
            ensure!(controls == serde_json::json!([]), "printed controls at {}: {controls:#}", claim.id);
        }
        Ok(())
    })
    .await
}
