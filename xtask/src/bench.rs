//! `cargo xtask bench`: the numbers of DESIGN.md, section 7, as a table. Sizes are gated by the build; times are
//! reported, never asserted. Before the times stands what simulated readers earn in the quiz.
//!
//! Another row is another function in [`measure`] that takes a `Bench` and gives a [`Row`].

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    browser::{Browser, Network},
    build, places, plain, readers, setup,
    site::{RunningSite, Site},
    sizes,
    table::{self, Row, Verdict},
};

/// Measured runs of each page, after one that is thrown away.
const RUNS: usize = 11;

/// How often all claims are answered, on each page in turn. The slowest two in a hundred of one pass say little.
const PASSES: usize = 5;

/// Builds, weighs and measures.
///
/// # Errors
/// When the page cannot be built or a browser cannot be had.
pub async fn bench() -> Result<()> {
    setup::all_tools()?;
    build::page()?;
    let dist = places::dist();
    println!("\nSizes");
    let sizes = sizes::gate(&dist);
    println!("\nReaders of the core quiz, in per cent of its marks");
    readers::print(&places::root().join("content"))?;
    println!("\nLoading, on a slow 4G network ({RUNS} runs of each page in turn)");
    table::print(&measure(&dist).await?);
    sizes
}

/// Answers a claim as soon as the page is awake; gives the times from each hand-in until what it opens is painted.
const ANSWER: &str = "
const until = async holds => { while (!holds()) await new Promise(next => setTimeout(next, 4)); };
// After the first frame before which this holds: what a timer asks for would be seen a frame late.
const painted = async (holds = () => true) => {
    const frame = next => requestAnimationFrame(() => { const held = holds(); setTimeout(() => next(held)); });
    while (!await new Promise(frame));
};
const answer = async id => {
    await until(() => document.documentElement.dataset.app === 'awake');
    const view = document.getElementById(id), form = view.querySelector('form');
    const choose = name => { for (const input of [view.querySelector(`input[name=${name}]`)]) input?.click(); };
    const times = [];
    for (const [names, stage] of [[['kind', 'rung1', 'sure1'], 'file'], [['pick', 'rung2', 'sure2', 'half'], 'verdict']]) {
        names.forEach(choose);
        await painted();
        const began = performance.now();
        form.requestSubmit();
        await painted(() => form.dataset.stage === stage
            && (stage !== 'verdict' || form.querySelector('[role=status]').textContent.includes('marks')));
        times.push(performance.now() - began);
    }
    return times;
};";

/// The page, the page without scripts and the one with a few lines, and a browser to look at them.
struct Bench {
    browser: Browser,
    page: RunningSite,
    plain: RunningSite,
    few_lines: RunningSite,
    _folders: [TempDir; 2],
}

/// All rows about loading.
///
/// # Errors
/// When a page cannot be served, opened or measured.
pub async fn measure(dist: &Path) -> Result<Vec<Row>> {
    let folders = [plain::copy(dist, plain::without_scripts)?, plain::copy(dist, plain::with_few_lines)?];
    let bench = Bench {
        browser: Browser::start().await?,
        page: Site::of(dist).start().await?,
        plain: Site::of(folders[0].path()).start().await?,
        few_lines: Site::of(folders[1].path()).start().await?,
        _folders: folders,
    };
    bench.browser.throttle(Network::Slow4G).await?;
    let mut rows = vec![bench.first_paint().await?, bench.layout_shift().await?, bench.other_origins().await?];
    rows.push(bench.first_answer().await?);
    bench.browser.throttle(Network::Unthrottled).await?;
    rows.push(bench.feedback().await?);
    rows.push(bench.search().await?);
    bench.browser.close().await?;
    Ok(rows)
}

impl Bench {
    async fn first_paint(&self) -> Result<Row> {
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        for run in 0..=RUNS {
            for (site, times) in [(&self.page, &mut ours), (&self.plain, &mut plain)] {
                let time = self.paint_of(site.address()).await?;
                if run > 0 {
                    times.push(time);
                }
            }
        }
        let (ours, plain) = (median(ours), median(plain));
        Ok(row("first contentful paint, ratio", ours / plain, 1.05, 3, format!("{ours:.0} ms : {plain:.0} ms")))
    }

    async fn paint_of(&self, address: &str) -> Result<f64> {
        self.browser.goto(address).await?;
        let wait = "const done = arguments[arguments.length - 1];
            new PerformanceObserver(list => {
                for (const entry of list.getEntriesByName('first-contentful-paint')) done(entry.startTime);
            }).observe({ type: 'paint', buffered: true });";
        let paint = self.browser.client().execute_async(wait, Vec::new()).await;
        paint.context("the page was never painted")?.as_f64().context("the time of the first paint is no number")
    }

    /// All shifts until a second after the page has loaded, in which its islands wake.
    async fn layout_shift(&self) -> Result<Row> {
        self.browser.goto(self.page.address()).await?;
        let wait = "const done = arguments[arguments.length - 1];
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => done(sum), 1000);";
        let shift = self.browser.client().execute_async(wait, Vec::new()).await.context("no layout shift")?;
        let shift = shift.as_f64().context("the layout shift is no number")?;
        Ok(row("layout shift", shift, 0.01, 3, String::new()))
    }

    /// The first claim marked after opening its address, by whoever answers at once: from the start of the navigation
    /// until the marks are painted.
    async fn first_answer(&self) -> Result<Row> {
        self.browser.cpu(4).await?;
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        for run in 0..=RUNS {
            for (site, times) in [(&self.page, &mut ours), (&self.few_lines, &mut plain)] {
                self.browser.goto("about:blank").await?;
                self.browser.goto(&site.at("#claim-c17")).await?;
                let time =
                    self.ask(&format!("{ANSWER} answer('claim-c17').then(() => done(performance.now()));")).await?;
                self.browser.script("localStorage.clear()").await?;
                if run > 0 {
                    times.push(time);
                }
            }
        }
        self.browser.cpu(1).await?;
        let (ours, plain) = (median(ours), median(plain));
        Ok(row("first answer marked, ratio", ours / plain, 1.5, 2, format!("{ours:.0} ms : {plain:.0} ms")))
    }

    /// Handing in a reading, until what it opens is painted: the 98th percentile over all claims, several times.
    async fn feedback(&self) -> Result<Row> {
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        for _ in 0..PASSES {
            for (site, times) in [(&self.page, &mut ours), (&self.few_lines, &mut plain)] {
                self.browser.goto("about:blank").await?;
                self.browser.goto(site.address()).await?;
                self.browser.cpu(4).await?;
                let run = "(async () => {
                    const times = [];
                    for (const view of document.querySelectorAll('.view.claim')) {
                        location.hash = view.id;
                        await painted();
                        times.push(...await answer(view.id));
                    }
                    localStorage.clear();
                    done(times);
                })();";
                times.extend(self.ask_all(&format!("{ANSWER} {run}")).await?);
                self.browser.cpu(1).await?;
            }
        }
        let (ours, plain) = (slow(ours), slow(plain));
        Ok(row("answer to feedback, ratio", ours / plain, 1.25, 2, format!("{ours:.0} ms : {plain:.0} ms")))
    }

    /// Runs a script that calls `done` with numbers.
    async fn ask_all(&self, script: &str) -> Result<Vec<f64>> {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        let answer = self.browser.client().execute_async(&script, Vec::new()).await.context("a script failed")?;
        Ok(answer.as_array().into_iter().flatten().filter_map(Value::as_f64).collect())
    }

    /// Runs a script that calls `done` with a number.
    async fn ask(&self, script: &str) -> Result<f64> {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        let answer = self.browser.client().execute_async(&script, Vec::new()).await.context("a script failed")?;
        answer.as_f64().context("a script gave no number")
    }

    /// The slowest letter typed into the search, until the results are laid out.
    async fn search(&self) -> Result<Row> {
        self.browser.goto(&self.page.at("#search")).await?;
        self.browser.cpu(4).await?;
        let type_words = "const done = arguments[arguments.length - 1];
            const awake = () => document.documentElement.dataset.app === 'awake';
            const start = setInterval(() => {
                if (!awake()) return;
                clearInterval(start);
                const field = document.querySelector('#search input');
                const times = [];
                const entered = performance.now();
                field.focus();
                times.push(performance.now() - entered);
                for (const words of ['gerö', 'koltsov', 'tiflis', 'the red square']) {
                    for (let end = 1; end <= words.length; end++) {
                        const began = performance.now();
                        field.value = words.slice(0, end);
                        field.dispatchEvent(new Event('input', { bubbles: true }));
                        document.querySelector('#search ol').getBoundingClientRect();
                        times.push(performance.now() - began);
                    }
                }
                done(times);
            }, 20);";
        let times = self.browser.client().execute_async(type_words, Vec::new()).await.context("no search")?;
        self.browser.cpu(1).await?;
        let times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let first = times.first().copied().context("nothing was typed")?;
        let slowest = times.iter().skip(1).copied().fold(0.0, f64::max);
        let note = format!("{} letters; entering the field, which reads the page: {first:.0} ms", times.len() - 1);
        Ok(row("search, slowest letter, 4x slowed CPU, ms", slowest, 50.0, 1, note))
    }

    async fn other_origins(&self) -> Result<Row> {
        let ask = "return performance.getEntriesByType('resource').map(entry => entry.name)
            .filter(name => /^https?:/.test(name) && new URL(name).origin !== location.origin);";
        let asked = self.browser.script(ask).await?;
        let asked: Vec<&str> = asked.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        Ok(Row {
            what: "requests to another origin".to_owned(),
            value: asked.len().to_string(),
            bound: "0".to_owned(),
            verdict: if asked.is_empty() { Verdict::Holds } else { Verdict::Over },
            note: asked.join(" "),
        })
    }
}

fn row(what: &str, value: f64, bound: f64, digits: usize, note: String) -> Row {
    Row {
        what: what.to_owned(),
        value: format!("{value:.digits$}"),
        bound: bound.to_string(),
        verdict: if value <= bound { Verdict::Holds } else { Verdict::Over },
        note,
    }
}

/// The 98th percentile.
fn slow(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() * 98 / 100]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
