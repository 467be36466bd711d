//! The tests' own course: its recorder against the specification, its pages and its server with a lesson of a few lines.

use anyhow::{Context, Result, ensure};
use pages::{
    course::{Api, Course, In, Version, host, interactions, stranger},
    visit::{Visit, until, visit_at},
};
use tempfile::TempDir;
use xtask::{places, run, site::Site, tools};

#[test]
fn the_recorder_names_what_breaks_the_specification() -> Result<()> {
    let mut node = run::command("node");
    node.arg("--test")
        .arg(places::root().join("tests/course/recorder.test.js"))
        .env("SCORM_AGAIN", tools::package("scorm-again")?);
    let done = node.output().context("could not run node")?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    Ok(())
}

/// A lesson of a few lines: it looks for its API wherever one may be, answers when its button is pressed, and ends when
/// it is left. With `?bad` it says what no course takes.
const LESSON: &str = r#"<!doctype html><html lang=en><meta charset=utf-8><title>A lesson</title><link rel=icon href=data:,>
<button>Answer</button><p role=status></p>
<script>
  const old = new URLSearchParams(location.search).has("old");
  const name = (word) => (old ? `LMS${word === "Terminate" ? "Finish" : word}` : word);
  const here = (at) => { try { return at[old ? "API" : "API_1484_11"]; } catch { return undefined; } };
  const up = (from) => {
    for (let at = from; at; at = at === at.parent ? null : at.parent) if (here(at)) return here(at);
  };
  const api = up(window.parent) ?? (window.top.opener && up(window.top.opener));
  const core = old ? "cmi.core" : "cmi";
  const say = (what) => { document.querySelector("p").textContent = what; };
  const call = (word, ...args) => api[name(word)](...args);
  if (!api) say("alone");
  else {
    call("Initialize", "");
    call("SetValue", `${core}.exit`, "suspend");
    say(`entry ${call("GetValue", `${core}.entry`)}`);
    document.querySelector("button").onclick = () => {
      const bad = new URLSearchParams(location.search).has("bad");
      const at = call("GetValue", "cmi.interactions._count");
      call("SetValue", `cmi.interactions.${at}.id`, bad ? "two words" : "claim-1");
      call("SetValue", `cmi.interactions.${at}.type`, "choice");
      call("SetValue", `cmi.interactions.${at}.${old ? "student" : "learner"}_response`, "a");
      call("SetValue", "cmi.suspend_data", "answered");
      call("Commit", "");
      say("answered");
    };
    addEventListener("pagehide", () => { call("Terminate", ""); });
  }
</script>"#;

fn lesson() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), LESSON)?;
    Ok(folder)
}

async fn says(visit: &Visit, text: &str) -> Result<()> {
    visit.until_true(text, &format!("document.querySelector('p')?.textContent === '{text}'")).await
}

#[tokio::test]
async fn what_is_committed_outlives_the_page_and_comes_back() -> Result<()> {
    for (version, query) in [(Version::Old, "?old"), (Version::New, "?new")] {
        let (folder, course) = (lesson()?, Course::new(version));
        visit_at(course.on(Site::of(folder.path()))?, async |visit| {
            let page = visit.site.at(&host(Api::Strict, In::Frame, &format!("/index.html{query}"))[1..]);
            for entry in ["ab-initio", "resume"] {
                visit.browser.goto(&page).await?;
                visit.enter().await?;
                says(visit, &format!("entry {entry}")).await?;
                visit.click("button", "Answer").await?;
                says(visit, "answered").await?;
                visit.leave().await?;
                let told = course.told()?;
                ensure!(told.commits.len() == 1 && told.ended == 0, "{told:#?}");
                // The frame's page goes, the course's stays.
                visit.browser.script("document.querySelector('iframe').src = 'about:blank';").await?;
                let told = course.until("the end", |told| told.ended == 1).await?;
                ensure!(told.last()?["cmi.suspend_data"] == "answered", "{told:#?}");
                ensure!((told.times("Initialize"), told.times("Terminate")) == (1, 1), "{told:#?}");
                let answers = interactions(told.last()?);
                // Only 2004 gives earlier answers back.
                let count = if entry == "resume" && version == Version::New { 2 } else { 1 };
                ensure!(answers.len() == count && answers[0].response == "a", "{answers:#?}");
            }
            ensure!(course.launches().len() == 2, "{:#?}", course.launches());
            course.approves()
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_violation_reaches_the_server() -> Result<()> {
    let (folder, course) = (lesson()?, Course::new(Version::Old));
    visit_at(course.on(Site::of(folder.path()))?, async |visit| {
        visit.browser.goto(&visit.site.at(&host(Api::Strict, In::Frame, "/index.html?old&bad")[1..])).await?;
        visit.enter().await?;
        visit.click("button", "Answer").await?;
        says(visit, "answered").await?;
        let said = course.approves().expect_err("an id of two words passed").to_string();
        ensure!(said.contains("two words") && said.contains("not a CMIIdentifier"), "{said}");
        visit.leave().await
    })
    .await
}

#[tokio::test]
async fn a_course_is_wherever_a_real_one_may_be() -> Result<()> {
    let (folder, course) = (lesson()?, Course::new(Version::New));
    let other = stranger(folder.path())?.start().await?;
    visit_at(course.on(Site::of(folder.path()))?, async |visit| {
        let sco = visit.site.at("index.html");
        let beyond = format!("{}{}", other.address().trim_end_matches('/'), host(Api::None, In::Frame, &sco));
        let popup = host(Api::None, In::Popup, "/index.html");
        for (page, found) in [
            (host(Api::Strict, In::Frame, "/index.html"), true),
            (host(Api::Strict, In::Frame, &host(Api::None, In::Frame, "/index.html")), true),
            (host(Api::Strict, In::Frame, &beyond), true),
            (host(Api::Strict, In::Popup, "/index.html"), true),
            (host(Api::Strict, In::Frame, &popup), true),
            (host(Api::None, In::Frame, "/index.html"), false),
        ] {
            course.suspended("");
            let (client, first) = (visit.browser.client(), visit.browser.client().window().await?);
            visit.browser.goto(&visit.site.at(&page[1..])).await?;
            if page.contains("popup") {
                until("the window", async || Ok((client.windows().await?.len() == 2).then_some(()))).await?;
            } else {
                visit.enter().await?;
                if page.contains("inner%3D") {
                    visit.enter().await?;
                }
                says(visit, if found { "entry resume" } else { "alone" }).await?;
                visit.leave().await?;
            }
            if found {
                course.until("the lesson's first words", |told| told.times("Initialize") == 1).await?;
            }
            ensure!(course.launches().len() == usize::from(found), "{page}: {:#?}", course.launches());
            for window in client.windows().await?.into_iter().filter(|window| *window != first) {
                client.switch_to_window(window).await?;
                client.close_window().await?;
                client.switch_to_window(first.clone()).await?;
            }
        }
        course.approves()
    })
    .await
}
