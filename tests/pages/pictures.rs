//! Pictures: drawn, named, walked with the keyboard, guessed, saved, alone.

use anyhow::{Context, Result, ensure};
use lesson::{
    apparatus::{Form, plain_number},
    check::Question,
};
use pages::{
    answers::KEY,
    house::lesson,
    visit::{Visit, visit},
};
use serde_json::{Value, json};
use std::fs;

/// Every figure: those of the units, the traces, the lanes.
fn figures() -> Vec<String> {
    let mut all: Vec<String> = lesson().pictures.keys().map(|id| format!("picture-{id}")).collect();
    all.extend(["tracer".to_owned(), "picture-lanes".to_owned()]);
    all
}

/// What a script says of a figure.
async fn ask(visit: &Visit, figure: &str, script: &str) -> Result<Value> {
    visit.script(&format!("(figure => {{ {script} }})(document.getElementById('{figure}'))")).await
}

#[tokio::test]
async fn every_picture_is_drawn_and_each_mark_has_a_name() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        for figure in figures() {
            visit.script(&format!("location.hash = '{figure}'")).await?;
            let faults = ask(
                visit,
                &figure,
                "const faults = [];
                if (!figure.querySelector('svg.drawing')) faults.push('nothing is drawn');
                if (!figure.querySelector('table') && figure.id !== 'picture-lanes') faults.push('no table');
                for (const drawing of figure.querySelectorAll('svg.drawing')) {
                    if (drawing.getBoundingClientRect().height < 20) faults.push('not to be seen');
                    for (const part of [drawing, ...drawing.querySelectorAll('[data-reading]')]) {
                        const marks = [...part.querySelectorAll('.mark')];
                        if (marks.length === 0) faults.push('no marks');
                        if (!marks.some(mark => mark.getAttribute('tabindex') === '0')) faults.push('no way in for the keyboard');
                    }
                    for (const mark of drawing.querySelectorAll('.mark')) {
                        if (!/\\p{L}{2}/u.test(mark.getAttribute('aria-label') ?? '')) faults.push('a mark without a name');
                    }
                }
                return faults;",
            )
            .await?;
            ensure!(faults == json!([]), "{figure}: {faults}");
        }
        Ok(())
    })
    .await
}

/// Texts of a drawing that overlap or leave their frame, with whatever is switched on.
const COLLISIONS: &str = "
    const collisions = [];
    for (const drawing of figure.querySelectorAll('svg.drawing')) {
        const frame = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll('text')]
            .filter(text => text.getClientRects().length > 0 && text.getBoundingClientRect().width > 0 && text.checkVisibility({ visibilityProperty: true }));
        const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
        boxes.forEach(([name, a], at) => {
            if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) {
                collisions.push(`“${name}” leaves its frame`);
            }
            for (const [other, b] of boxes.slice(at + 1)) {
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                // A line's box is higher than its letters; on the spine of a book it stands on end.
                const upright = texts[at].hasAttribute('transform');
                const touches = upright
                    ? high > 1 && wide > 0.3 * Math.min(a.width, b.width)
                    : wide > 1 && high > 0.3 * Math.min(a.height, b.height);
                if (touches) collisions.push(`“${name}” and “${other}” overlap`);
            }
        });
    }
    return collisions;";

#[tokio::test]
async fn no_label_touches_another_or_leaves_its_frame_at_five_widths() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        // What is guessed is shown.
        visit.script("document.querySelectorAll('[data-guess]').forEach(it => it.dataset.guess = 'done')").await?;
        for width in [320, 390, 768, 1280, 1920] {
            visit.browser.window(width, 900).await?;
            for figure in figures() {
                visit.script(&format!("location.hash = '{figure}'")).await?;
                let readings = ask(visit, &figure, "return Math.max(1, ...[...figure.querySelectorAll('.switch input')].map(it => +it.value + 1));");
                for reading in 0..readings.await?.as_u64().unwrap_or(1) {
                    let switch = format!(
                        "figure.querySelectorAll('.switch input[type=radio][value=\"{reading}\"]').forEach(it => it.click()); {COLLISIONS}"
                    );
                    let found = ask(visit, &figure, &switch).await?;
                    ensure!(found == json!([]), "{figure}, {width} px, reading {reading}: {found}");
                }
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn marks_are_walked_with_the_arrows_and_read_out() -> Result<()> {
    visit(async |visit| {
        visit.open("#picture-crowds").await?;
        ask(visit, "picture-crowds", "figure.querySelector('.mark').focus();").await?;
        let mut names = Vec::new();
        for key in ["", "ArrowRight", "ArrowDown", "End", "ArrowRight", "ArrowLeft", "Home"] {
            if !key.is_empty() {
                visit.browser.press(key).await?;
            }
            let focused = visit.browser.focused().await?;
            ensure!(focused.role == "image" || focused.role == "img", "the focus is on a {}", focused.role);
            let read = ask(visit, "picture-crowds", "return figure.querySelector('.readout').textContent;").await?;
            ensure!(read == json!(focused.name), "{} is read as {read}", focused.name);
            names.push(focused.name);
        }
        let moscow = "Moscow, August 1936: 120,000 people";
        ensure!(names[0] == moscow && names[6] == moscow, "{names:?}");
        ensure!(names[1] == "Moscow, July 1938: 20,000 people", "{names:?}");
        ensure!(names[2].starts_with("Leningrad") && names[3] == names[4] && names[5] == names[2], "{names:?}");
        // One stop for the keyboard.
        let stops =
            ask(visit, "picture-crowds", "return figure.querySelectorAll('.mark[tabindex=\"0\"]').length;").await?;
        ensure!(stops == json!(1), "{stops} stops");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_switch_shows_one_reading_at_a_time() -> Result<()> {
    visit(async |visit| {
        visit.open("#picture-rubles").await?;
        let shown = "return [...figure.querySelectorAll('[data-reading]')].filter(it => it.getClientRects().length > 0 && getComputedStyle(it).display !== 'none').map(it => it.dataset.reading);";
        ensure!(ask(visit, "picture-rubles", shown).await? == json!(["0"]));
        let names: Vec<&str> = lesson().pictures.values().filter(|it| it.id.as_str() == "rubles").flat_map(|it| &it.panels[0].readings).map(|it| it.name.as_str()).collect();
        visit.within("#picture-rubles", async || visit.click("radio", names[1]).await).await?;
        ensure!(ask(visit, "picture-rubles", shown).await? == json!(["1"]));
        // And a screen reader hears of no other.
        visit
            .within("#picture-rubles", async || {
                let heard: Vec<String> = visit.all("image").await?.into_iter().map(|seen| seen.name).collect();
                let of_october: Vec<_> = heard.iter().filter(|name| name.starts_with("11 October 1936: ")).collect();
                ensure!(of_october == ["11 October 1936: 26 million rubles"], "{heard:?}");
                Ok(())
            })
            .await?;
        Ok(())
    })
    .await
}

/// The picture with a guess, its check and the right number.
fn guessed() -> Result<(String, String, f64)> {
    let found = lesson().pictures.values().find_map(|picture| {
        let check = &picture.draws.as_ref()?.check;
        let Question::Number { answer, .. } = check.question else { return None };
        Some((format!("picture-{}", picture.id), format!("#check-{}", check.id), answer))
    });
    found.context("no picture is guessed")
}

async fn typed(visit: &Visit, figure: &str) -> Result<f64> {
    let value = ask(visit, figure, "return +figure.querySelector('.check input').value;").await?;
    value.as_f64().context("no number is typed")
}

#[tokio::test]
async fn a_guess_is_drawn_with_keys_pointer_and_finger_and_kept() -> Result<()> {
    visit(async |visit| {
        let (figure, check, answer) = guessed()?;
        visit.open(&format!("#{figure}")).await?;
        let hidden = "return [...figure.querySelectorAll('[data-reading=\"0\"] .guessed')].every(it => getComputedStyle(it).visibility === 'hidden');";
        ensure!(ask(visit, &figure, hidden).await? == json!(true), "the answer is seen before the guess");
        // Keys.
        ask(visit, &figure, "figure.querySelector('.draw-guess').focus();").await?;
        for _ in 0..4 {
            visit.browser.press("ArrowRight").await?;
        }
        ensure!((typed(visit, &figure).await? - 2.0).abs() < 0.01, "keys draw {}", typed(visit, &figure).await?);
        ensure!(visit.browser.focused().await?.role == "slider");
        // Pointer and finger: from the middle of the band.
        for kind in ["mouse", "touch"] {
            let draw = format!(
                "const band = figure.querySelector('.band').getBoundingClientRect();
                const at = part => ({{ bubbles: true, pointerType: '{kind}', pointerId: 1, buttons: 1, clientX: band.left + band.width * part, clientY: band.top + 5 }});
                const slider = figure.querySelector('.draw-guess');
                slider.setPointerCapture = () => {{}};
                slider.dispatchEvent(new PointerEvent('pointerdown', at(0.25)));
                slider.dispatchEvent(new PointerEvent('pointermove', at({})));",
                if kind == "mouse" { 0.5 } else { 0.75 },
            );
            ask(visit, &figure, &draw).await?;
            let most = ask(visit, &figure, "return +figure.querySelector('.draw-guess').getAttribute('aria-valuemax');").await?;
            let wanted = most.as_f64().context("no end")? * if kind == "mouse" { 0.5 } else { 0.75 };
            let drawn = typed(visit, &figure).await?;
            ensure!((drawn - wanted).abs() < 0.3, "{kind} draws {drawn}, not {wanted}");
        }
        let drawn = typed(visit, &figure).await?;
        visit.within(&check, async || visit.click("button", "Check").await).await?;
        visit.until_true("the number is shown", &format!("(figure => {{ {} }})(document.getElementById('{figure}'))", hidden.replace("hidden'", "visible'"))).await?;
        visit.reload().await?;
        visit.until_true("the guess is there again", &format!("document.querySelector('#{figure} .draw-guess').textContent.includes('{drawn}')")).await?;
        visit.go("summary").await?;
        visit.read(&format!("You drew {drawn}, and it was {}", plain_number(answer))).await?;
        ensure!(visit.stored(KEY).await?.is_some(), "nothing is stored");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn rows_are_added_up_days_are_paid_and_moments_follow_each_other() -> Result<()> {
    visit(async |visit| {
        visit.open("#picture-refugees").await?;
        ask(visit, "picture-refugees", "figure.querySelector('details.data').open = true;").await?;
        for name in ["Add German", "Add Austrian", "Add Sudeten German"] {
            visit.within("#picture-refugees", async || visit.click("checkbox", name).await).await?;
        }
        visit.within("#picture-refugees", async || visit.hear("status", "3 ticked: 1326.").await).await?;
        let days = lesson().pictures.values().find(|it| it.panels.iter().any(|it| it.form == Form::Cells));
        let figure = format!("picture-{}", days.context("no picture counts days")?.id);
        visit.go("unit-6").await?;
        visit.type_into("textbox", "Working days in it", "20").await?;
        visit.within(&format!("#{figure}"), async || visit.read("1.25 rubles, 1.25 per cent").await).await?;
        visit.type_into("textbox", "Working days in it", "many").await?;
        visit.within(&format!("#{figure}"), async || visit.read("Type whole numbers").await).await?;
        visit.go("timeline").await?;
        let count = lesson().timeline.len();
        for (button, says) in [("Later", 1), ("Later", 2), ("Earlier", 1), ("Earlier", 1)] {
            visit.click("button", button).await?;
            visit.within("#picture-lanes", async || visit.read(&format!("{says} of {count}")).await).await?;
        }
        let address =
            ask(visit, "picture-lanes", "return figure.querySelector('.stepper a').getAttribute('href');").await?;
        ensure!(address == json!("#moment-0"), "{address}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_picture_is_saved_in_three_ways() -> Result<()> {
    visit(async |visit| {
        visit.open("#picture-crowds").await?;
        visit
            .within("#picture-crowds", async || {
                let svg = visit.save("Save as SVG", "picture-crowds.svg").await?;
                ensure!(
                    svg.starts_with("<svg xmlns=") && svg.contains("Moscow") && svg.contains("fill=\"rgb("),
                    "{svg}"
                );
                ensure!(!svg.contains("var("), "a colour is left to a style sheet: {svg}");
                // It stands by itself: an image reads it.
                let text = serde_json::to_string(&svg)?;
                let read = format!(
                    "new DOMParser().parseFromString({text}, 'image/svg+xml').querySelector('parsererror') === null"
                );
                ensure!(visit.script(&read).await? == json!(true), "the file is no XML");
                let csv = visit.save("Data as CSV", "picture-crowds.csv").await?;
                let lines: Vec<&str> = csv.lines().collect();
                ensure!(
                    lines[0] == "\"City\",\"August 1936, people\",\"July 1938, people\",\"Change, per cent\"",
                    "{csv}"
                );
                ensure!(lines[1].contains("\"120,000\",\"20,000\"") && lines.len() == 3, "{csv}");
                Ok(())
            })
            .await?;
        visit.go("timeline").await?;
        visit
            .within("#picture-lanes", async || {
                let csv = visit.save("Data as CSV", "picture-lanes.csv").await?;
                let full = csv.lines().filter(|line| line.matches("\",\"").count() == 2).count();
                ensure!(full == lesson().timeline.len(), "{full} full lines: {csv}");
                Ok(())
            })
            .await?;
        visit.go("unit-3").await?;
        let folder = tempfile::tempdir()?;
        visit
            .browser
            .cdp("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder.path() }))
            .await?;
        visit.within("#picture-crowds", async || visit.click("button", "as PNG").await).await?;
        let file = folder.path().join("picture-crowds.png");
        let png = pages::visit::until("the image", async || Ok(fs::read(&file).ok().filter(|read| read.len() > 1000)))
            .await?;
        ensure!(png.starts_with(b"\x89PNG"), "no PNG");
        let width = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
        ensure!(width > 1000, "{width} px");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_picture_stands_alone_by_its_address() -> Result<()> {
    visit(async |visit| {
        visit.open("?alone#picture-crowds").await?;
        visit
            .until_true(
                "only the picture is seen",
                "[...document.body.children].every(it => it.id === 'picture-crowds' || !it.checkVisibility())",
            )
            .await?;
        visit.within("#picture-crowds", async || visit.click("link", "In the lesson").await).await?;
        let back = "location.search === '' && document.querySelector('#unit-3 #picture-crowds')?.checkVisibility()";
        visit.until_true("the lesson is back", back).await
    })
    .await
}

#[tokio::test]
async fn on_paper_everything_is_drawn() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        visit.browser.media("print", &[]).await?;
        for figure in figures() {
            visit.script(&format!("location.hash = '{figure}'")).await?;
            let missing = "return [...figure.querySelectorAll('.drawing :is(path, rect, circle, text)')]
                .filter(it => !it.closest('.draw-guess, [data-reading]:not([data-reading=\"0\"])'))
                .filter(it => getComputedStyle(it).display === 'none' || getComputedStyle(it).visibility === 'hidden')
                .map(it => `${it.localName} ${it.getAttribute('class')} ${it.textContent}`);";
            let missing = ask(visit, &figure, missing).await?;
            ensure!(missing == json!([]), "{figure}: not printed: {missing}");
        }
        Ok(())
    })
    .await
}
