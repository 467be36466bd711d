//! Any host will do: any folder, any address, wrong types; and nothing comes from elsewhere.

use anyhow::{Context, Result, ensure};
use pages::{
    house::{claim, lesson, progress, site, views},
    visit::{Visit, visit, visit_at},
};
use serde_json::json;

/// Does a whole claim.
async fn answers(visit: &Visit, at: &str) -> Result<()> {
    let claim = claim("c17");
    visit.open(at).await?;
    visit.is_at("claim-c17").await?;
    visit.read_first(claim).await?;
    visit.read_second(claim).await?;
    visit.read(&progress(1)).await
}

#[tokio::test]
async fn a_folder_with_a_blank_and_a_query_are_no_trouble() -> Result<()> {
    visit_at(site()?.under("a b"), async |visit| answers(visit, "?x=1&y=%20z#claim-c17").await).await
}

#[tokio::test]
async fn wasm_of_the_wrong_type_is_no_trouble() -> Result<()> {
    let site = site()?.serve_wasm_as("application/octet-stream");
    visit_at(site, async |visit| answers(visit, "#claim-c17").await).await
}

#[tokio::test]
async fn the_policy_forbids_inline_code_and_nothing_breaks_it() -> Result<()> {
    visit(async |visit| {
        visit
            .before_each_page(
                "window.broken = [];
                addEventListener('securitypolicyviolation', event =>
                    broken.push(`${event.violatedDirective} ${event.blockedURI}`));",
            )
            .await?;
        answers(visit, "#claim-c17").await?;
        let broken = visit.script("window.broken").await?;
        ensure!(broken == json!([]), "the policy was broken: {broken}");
        let policy = "document.querySelector('meta[http-equiv=Content-Security-Policy]')?.content";
        let policy = visit.script(policy).await?;
        let policy = policy.as_str().context("the page has no policy")?;
        ensure!(policy.contains("default-src 'none'"), "the policy lets strangers in: {policy}");
        ensure!(!policy.contains("'unsafe-inline'"), "the policy lets inline code in: {policy}");
        ensure!(!policy.contains("'unsafe-eval'"), "the policy lets text be run: {policy}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_is_asked_of_another_host() -> Result<()> {
    visit(async |visit| {
        answers(visit, "#claim-c17").await?;
        for view in views(lesson()).iter().filter(|view| !view.starts_with("claim-")) {
            visit.go(view).await?;
        }
        let asked = visit.script("performance.getEntriesByType('resource').map(entry => entry.name)").await?;
        let asked: Vec<&str> = asked.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
        ensure!(asked.iter().any(|address| address.contains(".wasm")), "the list is not whole: {asked:#?}");
        let for_courses: Vec<_> =
            asked.iter().filter(|it| ["/course", "/embed"].iter().any(|name| it.contains(name))).collect();
        ensure!(for_courses.is_empty(), "asked for what only a course needs: {for_courses:#?}");
        let strange: Vec<_> = asked.iter().filter(|address| !address.starts_with(visit.site.address())).collect();
        ensure!(strange.is_empty(), "asked of others: {strange:#?}");
        Ok(())
    })
    .await
}
