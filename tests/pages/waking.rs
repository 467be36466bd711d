//! What the page does while its interactive part is on the way, and where it never comes.

use anyhow::{Context, Result, ensure};
use lesson::apparatus::{Form, Panel, Picture};
use pages::{
    answers::{file_heading, first, place, right},
    house::{all_claims, check, claim, dist, lesson, piece, site, views},
    screen::{FOLD, Seen},
    texts::texts,
    visit::{Visit, visit_at},
};
use std::{
    fs,
    path::Path,
    sync::{Mutex, mpsc},
    time::Duration,
};
use xtask::site::Site;

fn has_end(path: &str, end: &str) -> bool {
    Path::new(path).extension().is_some_and(|known| known == end)
}

/// The finished page, whose WASM does not come before something is sent.
fn late_site() -> Result<(Site, mpsc::Sender<()>)> {
    let (open, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let late = move |path: &str| {
        if has_end(path, "wasm") {
            let gate = gate.lock().expect("nobody panics here");
            tokio::task::block_in_place(|| gate.recv_timeout(Duration::from_mins(1))).ok();
        }
        false
    };
    Ok((site()?.without(late), open))
}

// More than one thread, for one of them waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_ticked_while_the_page_loads_is_not_lost() -> Result<()> {
    let (site, open) = late_site()?;
    visit_at(site, async |visit| {
        let claim = claim("c17");
        visit.browser.goto(&visit.site.at(&place(claim))).await?;
        visit.choose_first(first(claim)).await?;
        let asleep = visit.script("document.documentElement.dataset.app === undefined").await?;
        ensure!(asleep == true, "the page woke too early for this test");
        let early = visit.choices().await?;
        open.send(()).context("nobody waits at the gate")?;
        visit.awake().await?;
        ensure!(visit.choices().await? == early, "waking changed what was ticked");
        visit.click("button", "Open the file").await?;
        visit.has_focus("heading", &file_heading(claim)).await?;
        visit.see("button", "Mark it").await.map(drop)
    })
    .await
}

// More than one thread, for one of them waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_pressed_while_the_page_loads_does_no_harm() -> Result<()> {
    let (site, open) = late_site()?;
    visit_at(site, async |visit| {
        let claim = claim("c17");
        visit.browser.goto(&visit.site.at(&place(claim))).await?;
        visit.choose_first(first(claim)).await?;
        visit.click("button", "Open the file").await?;
        open.send(()).context("nobody waits at the gate")?;
        visit.awake().await?;
        visit.is_at("claim-c17").await?;
        visit.click("button", "Open the file").await?;
        visit.see("button", "Mark it").await.map(drop)
    })
    .await
}

// More than one thread, for one of them waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_to_a_check_while_the_page_loads_is_not_lost() -> Result<()> {
    let (site, open) = late_site()?;
    visit_at(site, async |visit| {
        let (one, order) = (check("u3-4"), check("u3-3"));
        visit.browser.goto(&visit.site.at("#unit-3")).await?;
        for check in [one, order] {
            visit.within(&format!("#check-{}", check.id), async || visit.give(check, &right(check)).await).await?;
        }
        open.send(()).context("nobody waits at the gate")?;
        visit.awake().await?;
        for check in [one, order] {
            visit
                .within(&format!("#check-{}", check.id), async || {
                    visit.click("button", "Check").await?;
                    visit.hear("status", "Right.").await
                })
                .await?;
        }
        Ok(())
    })
    .await
}

/// What can be switched in a picture: its readings, and the layers of a map.
fn switches(picture: &Picture) -> Vec<String> {
    let of = |panel: &Panel| match panel.form {
        Form::Map => panel.readings[0].values.iter().map(|at| picture.columns[*at].name.clone()).collect(),
        _ => panel.readings.iter().map(|reading| reading.name.clone()).collect::<Vec<_>>(),
    };
    picture.panels.iter().flat_map(of).collect()
}

/// The page can be read, and says that it cannot be answered.
async fn can_only_be_read(visit: &Visit) -> Result<()> {
    visit.browser.goto(&visit.site.at("")).await?;
    visit.hear("alert", "Reading works, answering does not").await?;
    let shown = visit.views().await?;
    ensure!(shown == views(lesson()), "on the screen: {shown:?}");
    let mut idle = Vec::new();
    for role in ["radio", "checkbox", "slider", "combobox", "textbox", "searchbox", "button"] {
        let left = visit.all(role).await?;
        // What a picture's switches do, its style sheet does.
        let mut names: Vec<String> = lesson().pictures.values().flat_map(switches).collect();
        names.push("Contents".to_owned());
        idle.extend(left.iter().filter(|seen| !names.contains(&seen.name)).map(Seen::to_string));
    }
    ensure!(idle.is_empty(), "{} controls do nothing: {:#?}", idle.len(), &idle[..idle.len().min(9)]);
    Ok(())
}

#[tokio::test]
async fn without_its_wasm_the_page_can_be_read_and_says_so() -> Result<()> {
    visit_at(site()?.missing_wasm(), async |visit| {
        visit.expect_in_console("404");
        can_only_be_read(visit).await?;
        let folds = visit.all(FOLD).await?;
        let verdicts: Vec<_> = folds.iter().filter(|fold| fold.is_named("The verdict")).collect();
        ensure!(verdicts.len() == all_claims().len(), "{} verdicts can be opened", verdicts.len());
        // One with the pointer; then all.
        let first = lesson().units.iter().flat_map(|unit| &unit.claims).next().context("no claim on a desk")?;
        let verdict = piece(&claim(first.as_str()).verdict);
        visit.read_no(verdict).await?;
        visit.point_at(verdicts[0]).await?;
        visit.read(verdict).await?;
        visit.unfold().await?;
        visit.read_all(texts(lesson())).await
    })
    .await
}

#[tokio::test]
async fn without_its_bindings_the_page_can_be_read_and_says_so() -> Result<()> {
    let bindings = |path: &str| path.contains("popular-demand") && has_end(path, "js");
    visit_at(site()?.without(bindings), async |visit| {
        visit.expect_in_console("404");
        can_only_be_read(visit).await
    })
    .await
}

#[tokio::test]
async fn where_wasm_is_forbidden_the_page_can_be_read_and_says_so() -> Result<()> {
    const ALLOWED: &str = "'wasm-unsafe-eval'";
    let strict = tempfile::tempdir()?;
    for entry in fs::read_dir(dist()?)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), strict.path().join(entry.file_name()))?;
        }
    }
    fs::create_dir(strict.path().join("fonts"))?;
    for entry in fs::read_dir(dist()?.join("fonts"))? {
        let entry = entry?;
        fs::copy(entry.path(), strict.path().join("fonts").join(entry.file_name()))?;
    }
    let page = fs::read_to_string(dist()?.join("index.html"))?;
    ensure!(page.matches(ALLOWED).count() == 1, "the policy does not allow WASM once");
    fs::write(strict.path().join("index.html"), page.replace(ALLOWED, ""))?;
    visit_at(Site::of(strict.path()), can_only_be_read).await
}

#[tokio::test]
async fn without_its_first_script_the_page_can_be_read_and_says_so() -> Result<()> {
    let boot = |path: &str| path.contains("boot") && has_end(path, "js");
    visit_at(site()?.without(boot), async |visit| {
        visit.expect_in_console("404");
        can_only_be_read(visit).await
    })
    .await
}
