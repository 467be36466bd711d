//! Paths: a way through the lesson, step by step.

use anyhow::{Context, Result, ensure};
use lesson::apparatus::{Route, Stop};
use pages::{
    answers::{AT_THE_VERDICT, KEY, mixed_record, place, view},
    house::{claim, claim_name, lesson, progress, unit, unit_name},
    visit::{Visit, visit},
};

fn route(id: &str) -> Result<&'static Route> {
    lesson().routes.iter().find(|route| route.id.as_str() == id).with_context(|| format!("no path {id}"))
}

/// The view of a stop, and what the contents call it.
fn stop(stop: &Stop) -> (String, String) {
    match stop {
        Stop::Unit(number) => (format!("unit-{number}"), unit_name(unit(*number))),
        Stop::Claim(id) => {
            let claim = claim(id.as_str());
            (view(claim), format!("{}: {}", claim_name(claim), claim.headline))
        }
        Stop::Page(page) => {
            let name = if page.key() == "judgement" { "The judgement" } else { page.key() };
            (page.key().to_owned(), name.to_owned())
        }
    }
}

/// The claims on a path.
fn claims(route: &Route) -> Vec<&str> {
    let claims = route.steps.iter().filter_map(|step| match &step.to {
        Stop::Claim(id) => Some(id.as_str()),
        _ => None,
    });
    claims.collect()
}

async fn take(visit: &Visit, route: &Route) -> Result<()> {
    visit.open(&format!("#path-{}", route.id)).await?;
    visit.see_no("navigation", "Your path").await?;
    visit.click("button", "Take this path").await?;
    visit.hear("status", "This is your path. Its next step stands at the foot of every page.").await?;
    visit.see("button", "Leave this path").await.map(drop)
}

/// The foot says this.
async fn foot(visit: &Visit, text: &str) -> Result<()> {
    visit.see("navigation", "Your path").await?;
    visit.hear("navigation", text).await
}

/// From its first step to its last, by the link at the foot.
async fn is_walked(id: &str) -> Result<()> {
    visit(async |visit| {
        let route = route(id)?;
        let stops: Vec<_> = route.steps.iter().map(|step| stop(&step.to)).collect();
        take(visit, route).await?;
        visit.read(&format!("0 of {} claims", claims(route).len())).await?;
        foot(visit, &format!("{}: {} steps. Next: {}", route.name, stops.len(), stops[0].1)).await?;
        for (at, (view, name)) in stops.iter().enumerate() {
            visit.within(".way", async || visit.click("link", name).await).await?;
            visit.is_at(view).await?;
            visit.focus_is_on(view).await?;
            let ahead = match stops.get(at + 1) {
                Some((_, next)) => format!("Next: {next}"),
                None => "That was its last step.".to_owned(),
            };
            foot(visit, &format!("{}: step {} of {}. {ahead}", route.name, at + 1, stops.len())).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_path_is_taken_and_walked_to_its_end() -> Result<()> {
    is_walked("one").await
}

#[tokio::test]
async fn the_longest_path_ends_with_the_judgement() -> Result<()> {
    is_walked("all").await
}

#[tokio::test]
async fn a_path_outlasts_a_reload_and_can_be_left() -> Result<()> {
    visit(async |visit| {
        let route = route("one")?;
        take(visit, route).await?;
        let (view, _) = stop(&route.steps[1].to);
        visit.open(&format!("#{view}")).await?;
        let third = stop(&route.steps[2].to).1;
        foot(visit, &format!("{}: step 2 of {}. Next: {third}", route.name, route.steps.len())).await?;
        visit.reload().await?;
        foot(visit, &format!("step 2 of {}", route.steps.len())).await?;
        // By the foot's own link to the path, and off it.
        visit.click("link", &format!("{}: step 2 of {}", route.name, route.steps.len())).await?;
        visit.is_at(&format!("path-{}", route.id)).await?;
        visit.click("button", "Leave this path").await?;
        visit.see("button", "Take this path").await?;
        visit.see_no("navigation", "Your path").await?;
        visit.read(&progress(0)).await?;
        visit.reload().await?;
        visit.see("button", "Take this path").await?;
        visit.see_no("navigation", "Your path").await
    })
    .await
}

#[tokio::test]
async fn another_path_takes_the_place_of_the_first() -> Result<()> {
    visit(async |visit| {
        take(visit, route("one")?).await?;
        let three = route("three")?;
        visit.go("path-three").await?;
        visit.click("button", "Take this path").await?;
        visit.see("button", "Leave this path").await?;
        foot(visit, &format!("{}: {} steps.", three.name, three.steps.len())).await?;
        visit.read(&format!("0 of {} claims", claims(three).len())).await?;
        visit.go("path-one").await?;
        visit.see("button", "Take this path").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn on_a_path_its_own_claims_are_counted() -> Result<()> {
    visit(async |visit| {
        let route = route("one")?;
        let on_path = claims(route);
        let before = AT_THE_VERDICT.iter().filter(|id| on_path.contains(id)).count();
        ensure!(before > 0 && before < AT_THE_VERDICT.len(), "the record does not tell the two counts apart");
        visit.store(KEY, &mixed_record().write()).await?;
        take(visit, route).await?;
        visit.read(&format!("{before} of {} claims", on_path.len())).await?;
        let claim = claim("c17");
        ensure!(on_path.contains(&"c17"), "c17 is not on the path");
        visit.open(&place(claim)).await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.read(&format!("{} of {} claims", before + 1, on_path.len())).await?;
        visit.go("path-one").await?;
        visit.click("button", "Leave this path").await?;
        visit.read(&progress(AT_THE_VERDICT.len() + 1)).await
    })
    .await
}

#[tokio::test]
async fn every_path_lists_its_steps_and_their_time() -> Result<()> {
    visit(async |visit| {
        visit.open("").await?;
        for route in &lesson().routes {
            visit.go("cover").await?;
            visit.click("link", &format!("{} · {} minutes", route.name, route.minutes)).await?;
            visit.is_at(&format!("path-{}", route.id)).await?;
            let links = visit.within(&format!("#path-{}", route.id), async || visit.all("link").await).await?;
            let mut links = links.iter();
            for step in &route.steps {
                let (_, name) = stop(&step.to);
                ensure!(links.any(|link| link.is_named(&name)), "{name} is not in its place on the path {}", route.id);
            }
            let minutes: u16 = route.steps.iter().map(|step| step.minutes).sum();
            ensure!(minutes == route.minutes, "the steps take {minutes} minutes");
            visit.read(&format!("A path through the lesson · {minutes} minutes")).await?;
        }
        Ok(())
    })
    .await
}
