//! In a frame of someone else's page: the embedded view, how high it is, and what may be missing there.

use anyhow::{Context, Result, ensure};
use lesson::{content::Claim, learner::Learner};
use pages::{
    answers::{first, most, place, second, view},
    frame::{Height, Host},
    hands::Hand,
    house::{claim, dist, lesson, site},
    visit::{Visit, until, visit_at, visit_with},
};
use serde_json::json;
use std::fs;
use xtask::{
    browser::Oddities,
    fantoccini::{Locator, elements::Element},
    places,
    site::Site,
    tools,
};

/// A browser whose developer tools reach into frames.
const REACHING: Oddities<'_> = Oddities { arguments: &[], reach_into_frames: true, block_third_party_storage: false };

/// A frame that may run scripts, and nothing else: it has no origin, may store nothing, send no form, save no file, open
/// no window.
const SANDBOX: &str = "sandbox=\"allow-scripts\"";

/// The page around the frame gives it the height that it asks for.
const FOLLOWS: Height = Height::Follows;

/// A frame in a page that does not listen: this high, and it scrolls.
const HIGH: &str = "style=\"height: 850px\"";

/// Writes down when the frame sent which message.
const LOG: &str = "<script>
    window.messages = [];
    addEventListener('message', ({ data, source, timeStamp }) => {
        if (source === frames[0]) messages.push({ at: timeStamp, data });
    });
</script>";

/// The most messages that may come in a second.
const MOST: usize = 5;

/// The page of a course, with the lesson in a frame of it.
fn page(visit: &Visit, place: &str, attributes: &str, script: &str) -> String {
    format!(
        "<meta name=\"viewport\" content=\"width=device-width\"><style>body {{ margin: 0 }} iframe {{ display: block; \
         border: 0; width: 100%; height: 150px }}</style>{LOG}{script}<div><iframe title=\"The lesson\" {attributes} \
         src=\"{}\"></iframe></div>",
        visit.site.at(place)
    )
}

/// Opens the page of a course, and waits until the lesson is awake in its frame.
async fn open(visit: &Visit, host: &Host) -> Result<()> {
    visit.browser.goto(&host.address()).await?;
    visit.in_frame("iframe", FOLLOWS, async || visit.awake().await).await
}

/// Waits until the frame is exactly as high as what it shows: nothing to scroll in it, and nothing empty.
async fn fits(visit: &Visit, when: &str) -> Result<i64> {
    const MEASURE: &str = "(root => [root.getBoundingClientRect().height, innerHeight, root.scrollHeight,
        root.scrollWidth - root.clientWidth, root.clientWidth - innerWidth])(document.documentElement)";
    visit
        .in_frame("iframe", FOLLOWS, async || {
            let mut last = json!(null);
            let fits = until("a frame as high as what it shows", async || {
                last = visit.script(MEASURE).await?;
                let number = |at: usize| last[at].as_f64().unwrap_or(f64::NAN);
                let (content, frame) = (number(0), number(1));
                let fits = frame >= content && frame - content <= 1.0 && number(2) <= frame;
                Ok((fits && number(3) <= 0.0 && number(4) == 0.0).then(|| last[1].as_i64()).flatten())
            });
            let fits = fits.await;
            fits.with_context(|| format!("{when}: content, frame, scrolls down, sideways, bar: {last}"))
        })
        .await
}

/// Opens a fold in the frame, or closes it.
async fn fold(visit: &Visit, name: &str) -> Result<()> {
    visit.in_frame("iframe", FOLLOWS, async || visit.click(pages::screen::FOLD, name).await).await
}

/// Goes on to another place, by an address, as a link in the frame does.
async fn go(visit: &Visit, view: &str) -> Result<()> {
    visit
        .in_frame("iframe", FOLLOWS, async || {
            visit.script(&format!("void (location.hash = '{view}')")).await?;
            visit.is_at(view).await
        })
        .await
}

/// Sees to it that the frame never says more than it may, and gives all that it said.
async fn is_not_talkative(visit: &Visit) -> Result<Vec<serde_json::Value>> {
    let messages = visit.script("messages").await?;
    let messages = messages.as_array().cloned().unwrap_or_default();
    ensure!(!messages.is_empty(), "the frame says nothing");
    let times: Vec<f64> = messages.iter().filter_map(|message| message["at"].as_f64()).collect();
    for (at, start) in times.iter().enumerate() {
        let within = times[at..].iter().take_while(|time| *time - start < 1000.0).count();
        ensure!(within <= MOST, "{within} messages in a second: {:#?}", &messages[at..at + within]);
    }
    Ok(messages)
}

/// The frame is as high as what it shows, at every width and whatever the student does; `obeys` is the script by which
/// the page around it learns how high that is.
async fn is_as_high_as_it_should_be(obeys: &str, files: &[(&str, String)]) -> Result<()> {
    const FOLD: &str = "How it is marked";
    visit_with(REACHING, site()?, async |visit| {
        let host = Host::with(&page(visit, "?embed#claim-c17", "", obeys), files).await?;
        visit.browser.window(320, 900).await?;
        open(visit, &host).await?;
        for (width, claim) in [(320, claim("c17")), (768, claim("c11")), (1280, claim("c20"))] {
            visit.browser.window(width, 900).await?;
            go(visit, &view(claim)).await?;
            let at = |what: &str| format!("{what}, {width} pixels wide");
            let before = fits(visit, &at("a claim")).await?;
            fold(visit, FOLD).await?;
            let open = fits(visit, &at("a fold opened")).await?;
            ensure!(open > before, "an open fold is no higher: {open}");
            fold(visit, FOLD).await?;
            let closed = fits(visit, &at("a fold closed")).await?;
            ensure!(closed == before, "a closed fold leaves {closed} of {before}");
            visit.in_frame("iframe", FOLLOWS, async || visit.read_first(claim).await).await?;
            let file = fits(visit, &at("the file open")).await?;
            visit.in_frame("iframe", FOLLOWS, async || visit.read_second(claim).await).await?;
            let verdict = fits(visit, &at("a verdict")).await?;
            ensure!(file != before && verdict != file, "an answer changes nothing: {before}, {file}, {verdict}");
            go(visit, "search").await?;
            let short = fits(visit, &at("a short view")).await?;
            ensure!(short < before, "a short view is as high as a claim: {short}");
        }
        // Nothing changes, so nothing is said: the frame's height is not an answer to itself.
        let said = is_not_talkative(visit).await?.len();
        let idle = "new Promise(done => setTimeout(() => done(messages.length), 2500))";
        let later = visit.script(idle).await?;
        ensure!(later == said, "{said} messages, and then, with nothing to say, {later}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_a_page_with_h5ps_resizer_the_frame_has_no_scroll_bar() -> Result<()> {
    // The other half of H5P's conversation, as h5p-resizer.js of H5P's core holds it.
    const RESIZER: &str = "<script>
        addEventListener('message', ({ data, source, origin }) => {
            if (data.context !== 'h5p') return;
            const frame = document.querySelector('iframe');
            const answer = action => source.postMessage({ context: 'h5p', action }, origin);
            if (data.action === 'hello') {
                frame.style.width = '100%';
                addEventListener('resize', () => answer('resize'));
                answer('hello');
            } else if (data.action === 'prepareResize') {
                const { scrollHeight, clientHeight } = data;
                if (frame.clientHeight !== scrollHeight || scrollHeight !== clientHeight) {
                    frame.style.height = `${clientHeight}px`;
                    answer('resizePrepared');
                }
            } else if (data.action === 'resize') {
                frame.style.height = `${data.scrollHeight}px`;
            }
        });
    </script>";
    is_as_high_as_it_should_be(RESIZER, &[]).await
}

#[tokio::test]
async fn in_canvas_the_frame_has_no_scroll_bar() -> Result<()> {
    // It takes objects, and texts of them: here one for widening, the other for narrowing, so that both must come.
    const LISTENER: &str = "<script>
        addEventListener('message', ({ data }) => {
            const text = typeof data === 'string';
            const said = text ? JSON.parse(data) : data;
            if (said.subject !== 'lti.frameResize') return;
            const frame = document.querySelector('iframe');
            if (text === said.height < frame.clientHeight) frame.style.height = `${said.height}px`;
        });
    </script>";
    is_as_high_as_it_should_be(LISTENER, &[]).await
}

#[tokio::test]
async fn in_a_page_with_open_iframe_resizer_the_frame_has_no_scroll_bar() -> Result<()> {
    const RESIZER: &str = "<script type=\"module\">
        import { initialize } from './resizer.js';
        initialize({}, 'iframe');
    </script>";
    let resizer = fs::read_to_string(tools::package("@open-iframe-resizer/core")?.join("dist/index.js"))?;
    is_as_high_as_it_should_be(RESIZER, &[("resizer.js", resizer)]).await
}

#[tokio::test]
async fn in_a_page_with_the_script_of_the_documentation_the_frame_has_no_scroll_bar() -> Result<()> {
    let text = fs::read_to_string(places::root().join("docs/embedding.md"))?;
    let script = text.split_once("<script>").and_then(|(_, rest)| rest.split_once("</script>"));
    let (script, _) = script.context("docs/embedding.md shows no script")?;
    is_as_high_as_it_should_be(&format!("<script>{script}</script>"), &[]).await
}

#[tokio::test]
async fn the_embedded_view_is_the_page_without_what_surrounds_it() -> Result<()> {
    visit_with(REACHING, site()?, async |visit| {
        let host = Host::start(&page(visit, "?embed#claim-c17", "", LISTENS)).await?;
        open(visit, &host).await?;
        visit
            .in_frame("iframe", FOLLOWS, async || {
                visit.is_at("claim-c17").await?;
                for name in ["Contents", "Search", "On its own"] {
                    visit.see_no("button", name).await?;
                    visit.see_no("link", name).await?;
                }
                visit.read_no("gutenberg-e").await?;
                visit.see("button", "Save my answers as a file").await?;
                // On through the lesson, and the address keeps what it asks for.
                go_on(visit, "search").await?;
                leads_out(visit, "#search").await?;
                visit.script("void (location.href = '?embed&set=core#quiz')").await?;
                visit.awake().await?;
                leads_out(visit, "?set=core#quiz").await?;
                visit.click("button", "Begin").await?;
                visit.is_at("claim-c17").await?;
                visit.until_true("still embedded", "location.search === '?embed&set=core'").await?;
                leads_out(visit, "?set=core#claim-c17").await?;
                // A picture stands alone, with its own words.
                go_on(visit, "picture-rubles").await?;
                visit.see("figure", picture_title("rubles")?).await?;
                let others = "[...document.querySelectorAll('.view .picture, .view p, .view h2')]
                    .filter(it => it.checkVisibility() && !it.closest('#picture-rubles')).length";
                visit.until_true("nothing but the picture", &format!("{others} === 0")).await?;
                let mut faults = visit.axe().await?;
                // That heading has the page around it.
                faults.retain(|fault| fault.id != "page-has-heading-one");
                ensure!(faults.is_empty(), "axe-core finds {faults:#?}");
                Ok(())
            })
            .await
    })
    .await
}

async fn go_on(visit: &Visit, place: &str) -> Result<()> {
    visit.script(&format!("void (location.hash = '{place}')")).await?;
    visit.until_true("still embedded", "location.search.startsWith('?embed')").await
}

/// “Open in its own window” leads to this place of the whole lesson.
async fn leads_out(visit: &Visit, place: &str) -> Result<()> {
    let link = visit.see("link", "Open in its own window").await?;
    let to = visit.site.at(place);
    until(&format!("a way to {to}"), async || {
        Ok((visit.call(&link, "function () { return this.href; }").await? == to).then_some(()))
    })
    .await?;
    let target = visit.call(&link, "function () { return `${this.target} ${this.rel}`; }").await?;
    ensure!(target == "_blank noopener", "the way out leads to {target}");
    Ok(())
}

fn picture_title(id: &str) -> Result<&'static str> {
    let picture = lesson().pictures.values().find(|picture| picture.id.to_string() == id);
    Ok(&picture.with_context(|| format!("no picture {id}"))?.title)
}

#[tokio::test]
async fn only_the_embedded_view_leads_into_its_own_window() -> Result<()> {
    visit_at(site()?, async |visit| {
        visit.open("#claim-c17").await?;
        visit.see("button", "Save my answers as a file").await?;
        visit.see_no("link", "Open in its own window").await?;
        let loaded = "performance.getEntriesByType('resource').filter(it => it.name.includes('embed-')).length";
        visit.until_true("nothing of it is loaded", &format!("{loaded} === 0")).await
    })
    .await
}

#[tokio::test]
async fn a_link_leads_to_the_beginning_of_the_next_view_though_the_frame_does_not_scroll() -> Result<()> {
    const TOP: &str = "document.querySelector('iframe').getBoundingClientRect().top";
    visit_with(REACHING, site()?, async |visit| {
        let host = Host::start(&page(visit, "?embed#claim-c17", "", LISTENS)).await?;
        open(visit, &host).await?;
        fits(visit, "at first").await?;
        visit.script("void scrollTo(0, 1e6)").await?;
        visit.until_true("the frame's beginning out of sight", &format!("{TOP} < -100")).await?;
        go(visit, "claim-c11").await?;
        visit.until_true("the next view's beginning", &format!("Math.abs({TOP}) < 20")).await
    })
    .await
}

/// The claims of the core quiz.
fn core() -> Vec<&'static Claim> {
    lesson().core.iter().map(|id| claim(id.as_str())).collect()
}

/// Answers these claims one after the other, from the quiz's own page on.
async fn answer(visit: &Visit, claims: &[&Claim]) -> Result<()> {
    visit.click("button", "Begin").await?;
    for claim in claims {
        visit.do_claim(Hand::Pointer, claim).await.with_context(|| format!("at {}", claim.id))?;
        let sight = visit.glance().await?;
        let next = sight.first("link", "Next", |seen| seen.begins("Next: "))?;
        visit.hand_on(Hand::Pointer, next).await?;
    }
    Ok(())
}

/// Sees to it that a save file holds these claims, each answered right, and no more.
fn holds(file: &str, claims: &[&Claim]) -> Result<()> {
    let record = Learner::read(file.trim(), &lesson().id, &lesson().hash)?;
    for claim in claims {
        let desk = record.desks.iter().find(|(id, _)| *id == claim.id).map(|(_, work)| &work.desk);
        let right = lesson::desk::Desk::Verdict { first: first(claim), second: second(claim) };
        ensure!(desk == Some(&right), "{} is kept as {desk:?}", claim.id);
    }
    ensure!(record.desks.len() == claims.len(), "{} claims are kept", record.desks.len());
    Ok(())
}

#[tokio::test]
async fn where_third_parties_may_store_nothing_the_quiz_completes_and_the_file_goes_out_and_comes_back() -> Result<()> {
    let blocking = Oddities { block_third_party_storage: true, ..REACHING };
    visit_with(blocking, site()?, async |visit| {
        let host = Host::start(&page(visit, "?embed&set=core#quiz", HIGH, "")).await?;
        open(visit, &host).await?;
        let core = core();
        let file = visit
            .in_frame("iframe", Height::Fixed, async || {
                let refused = "(() => { try { return !localStorage; } catch { return true; } })()";
                visit.until_true("nothing can be stored", refused).await?;
                visit.hear("status", "open it in its own window").await?;
                answer(visit, &core).await?;
                visit.is_at("summary").await?;
                all_marks(visit, &core).await?;
                visit.save("Save my answers as a file", "by-popular-demand.txt").await
            })
            .await?;
        holds(&file, &core)?;
        let saved = tempfile::NamedTempFile::with_suffix(".txt")?;
        fs::write(saved.path(), &file)?;
        open(visit, &host).await?;
        visit
            .in_frame("iframe", Height::Fixed, async || {
                go_on(visit, "summary").await?;
                visit.read("Nothing answered here yet.").await?;
                visit.choose_file("Bring back a saved file", saved.path()).await?;
                visit.hear("status", "Your saved answers are here again").await?;
                all_marks(visit, &core).await
            })
            .await
    })
    .await
}

/// A page around the frame that gives it the height it asks for.
const LISTENS: &str = "<script>
    addEventListener('message', ({ data }) => {
        if (data.type === 'iframe-resized') document.querySelector('iframe').style.height = `${data.height}px`;
    });
</script>";

async fn all_marks(visit: &Visit, claims: &[&Claim]) -> Result<()> {
    let all: u16 = claims.iter().map(|claim| u16::from(most(claim))).sum();
    visit.read(&format!("Marks: {all} of {all}, 100 %. Claims answered: {}.", claims.len())).await
}

#[tokio::test]
async fn in_a_sandbox_the_quiz_runs_and_the_answers_go_out_as_a_text_and_come_back() -> Result<()> {
    const FIELD: &str = "document.querySelector('[name=as-text]')";
    let site = site()?.header("access-control-allow-origin", "*");
    visit_with(REACHING, site, async |visit| {
        let host = Host::start(&page(visit, "?embed&set=core#quiz", &format!("{SANDBOX} {HIGH}"), "")).await?;
        open(visit, &host).await?;
        let some = &core()[..3];
        let text = visit
            .in_frame("iframe", Height::Fixed, async || {
                ensure!(visit.script("origin").await? == "null", "the sandbox has an origin");
                visit.hear("status", "open it in its own window").await?;
                answer(visit, some).await?;
                visit.click(pages::screen::FOLD, "No file comes? Your answers as a text").await?;
                visit.click("button", "Write my answers here").await?;
                visit.until_true("a text", &format!("{FIELD}.value !== ''")).await?;
                Ok(visit.script(&format!("{FIELD}.value")).await?.as_str().unwrap_or_default().to_owned())
            })
            .await?;
        holds(&text, some)?;
        open(visit, &host).await?;
        visit
            .in_frame("iframe", Height::Fixed, async || {
                go_on(visit, "summary").await?;
                visit.read("Nothing answered here yet.").await?;
                visit.click(pages::screen::FOLD, "No file comes? Your answers as a text").await?;
                visit.script(&format!("void ({FIELD}.value = {})", json!(text))).await?;
                visit.click("button", "Bring back what stands here").await?;
                visit.hear("status", "Your saved answers are here again").await?;
                visit.read("Claims answered: 3.").await
            })
            .await
    })
    .await
}

/// In this frame the view can be read, the page says that it cannot be answered and leads out, and the frame fits.
async fn can_be_read(visit: &Visit, attributes: &str) -> Result<()> {
    let claim = claim("c17");
    let host = Host::start(&page(visit, &format!("?embed{}", place(claim)), attributes, LISTENS)).await?;
    visit.browser.goto(&host.address()).await?;
    visit
        .in_frame("iframe", FOLLOWS, async || {
            visit.hear("alert", "Reading works, answering does not").await?;
            visit.is_at(&view(claim)).await?;
            visit.read(&claim.headline).await?;
            leads_out(visit, &place(claim)).await?;
            for role in ["radio", "checkbox", "textbox", "button"] {
                let idle = visit.all(role).await?;
                ensure!(idle.is_empty(), "controls that do nothing: {idle:#?}");
            }
            Ok(())
        })
        .await?;
    fits(visit, "asleep").await.map(drop)
}

#[tokio::test]
async fn in_a_sandbox_of_a_plain_host_the_page_can_be_read_and_leads_out() -> Result<()> {
    visit_with(REACHING, site()?, async |visit| {
        // No module, no WASM and no typeface may be fetched by who has no origin.
        visit.expect_in_console("CORS policy");
        visit.expect_in_console("net::ERR_FAILED");
        can_be_read(visit, SANDBOX).await
    })
    .await
}

#[tokio::test]
async fn where_a_host_forbids_wasm_the_page_can_be_read_and_leads_out() -> Result<()> {
    let site = Site::of(dist()?).header("content-security-policy", "script-src 'self' 'unsafe-inline'");
    visit_with(REACHING, site, async |visit| can_be_read(visit, "").await).await
}

#[tokio::test]
async fn the_way_out_opens_the_same_place_with_all_that_surrounds_it() -> Result<()> {
    visit_at(site()?, async |visit| {
        let host = Host::start(&page(visit, "?embed#claim-c17", "", "")).await?;
        visit.browser.goto(&host.address()).await?;
        let client = visit.browser.client();
        let frame: Element = client.find(Locator::Css("iframe")).await?;
        frame.enter_frame().await?;
        visit.awake().await?;
        client.find(Locator::Css(".own-place a")).await?.click().await?;
        let windows = until("another window", async || {
            let windows = client.windows().await?;
            Ok((windows.len() == 2).then_some(windows))
        });
        let windows = windows.await?;
        client.switch_to_window(windows[1].clone()).await?;
        visit.awake().await?;
        visit
            .until_true("the whole page", &format!("location.href === {}", json!(visit.site.at("#claim-c17"))))
            .await?;
        visit.until_true("its bar", "document.querySelector('.bar').checkVisibility()").await
    })
    .await
}
