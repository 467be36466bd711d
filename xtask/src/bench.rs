//! `cargo xtask bench`: the numbers of DESIGN.md, section 7, as a table. Sizes are gated by the build; times are
//! reported, never asserted.
//!
//! Another row is another function in [`measure`] that takes a `Bench` and gives a [`Row`].

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    browser::{Browser, Network},
    build, places, plain, setup,
    site::{RunningSite, Site},
    sizes,
    table::{self, Row, Verdict},
};

/// Measured runs of each page, after one that is thrown away.
const RUNS: usize = 11;

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
    println!("\nLoading, on a slow 4G network ({RUNS} runs of each page in turn)");
    table::print(&measure(&dist).await?);
    sizes
}

/// The page, the page without scripts, and a browser to look at them.
struct Bench {
    browser: Browser,
    page: RunningSite,
    plain: RunningSite,
    _plain_folder: TempDir,
}

/// All rows about loading.
///
/// # Errors
/// When a page cannot be served, opened or measured.
pub async fn measure(dist: &Path) -> Result<Vec<Row>> {
    let plain_folder = plain::copy_without_scripts(dist)?;
    let bench = Bench {
        browser: Browser::start().await?,
        page: Site::of(dist).start().await?,
        plain: Site::of(plain_folder.path()).start().await?,
        _plain_folder: plain_folder,
    };
    bench.browser.throttle(Network::Slow4G).await?;
    let rows = vec![bench.first_paint().await?, bench.layout_shift().await?, bench.other_origins().await?];
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
