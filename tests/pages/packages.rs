//! What courses take in: each package is what its standard says, and runs wherever it is unpacked; the single file does
//! so from a disk, and where it may run scripts and nothing else.

use anyhow::{Context, Result, ensure};
use course::package::{FOLDER, Package, START};
use lesson::{prose::Page, quiz::Quiz};
use pages::{
    answers::{full_marks, most, view},
    hands::Hand,
    house::{claim, dist, lesson, other_dist, other_lesson, progress, site, unit, unit_name},
    parcel::{Element, elements, is_valid, names, packed, unpack},
    visit::{Visit, until, visit, visit_at},
};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path};
use xtask::{fantoccini::Locator, site::Site, sizes};

/// The packages that are zip files.
const ZIPS: [Package; 5] = [Package::Scorm12, Package::Scorm2004, Package::Cmi5, Package::Cartridge, Package::Web];

/// Where courses put what they unpack: folders in folders, with blanks.
const DEEP: &str = "pluginfile/12/mod scorm/content/7";

/// The value of an attribute of each of the elements with this name.
fn values<'a>(manifest: &'a [Element], element: &str, attribute: &str) -> Vec<&'a str> {
    let all = manifest.iter().filter(|it| it.name == element);
    all.filter_map(|it| it.attributes.get(attribute)).map(String::as_str).collect()
}

/// The texts of the elements with this name.
fn texts<'a>(manifest: &'a [Element], element: &str) -> Vec<&'a str> {
    manifest.iter().filter(|it| it.name == element).map(|it| it.text.as_str()).collect()
}

#[test]
fn manifests_are_valid_and_name_every_file_by_a_relative_address() -> Result<()> {
    for form in ZIPS {
        let zip = packed(form)?;
        let names = names(&zip)?;
        let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        ensure!(all.len() == names.len(), "{}: a name twice in {names:?}", form.name());
        ensure!(all.contains(START), "{}: no {START} at the root", form.name());
        let strange: Vec<_> = all.iter().filter(|name| name.starts_with('/') || name.contains("..")).collect();
        ensure!(strange.is_empty(), "{}: {strange:?}", form.name());
        let folder = unpack(&zip, DEEP)?;
        let root = folder.path().join(DEEP);
        let Some(name) = form.manifest_name() else { continue };
        ensure!(names[0] == name, "{}: the manifest is not at its head", form.name());
        let path = root.join(name);
        let manifest = elements(&fs::read_to_string(&path)?)?;
        if matches!(form, Package::Scorm12 | Package::Scorm2004) {
            is_valid(form, &path)?;
        }
        let starts =
            if form == Package::Cmi5 { texts(&manifest, "url") } else { values(&manifest, "resource", "href") };
        ensure!(starts == [START], "{} starts at {starts:?}", form.name());
        if form != Package::Cmi5 {
            let listed = values(&manifest, "file", "href");
            let rest: BTreeSet<&str> = all.iter().copied().filter(|file| *file != name).collect();
            ensure!(listed.len() == rest.len(), "{}: {listed:?}", form.name());
            ensure!(listed.iter().all(|file| rest.contains(file)), "{}: {listed:?}", form.name());
        }
        let title = if form == Package::Cmi5 { "langstring" } else { "title" };
        let titles = texts(&manifest, title);
        ensure!(titles.contains(&&*lesson().title), "{}: its titles are {titles:?}", form.name());
    }
    Ok(())
}

#[test]
fn what_passes_is_sixty_per_cent_in_each_standards_own_words() -> Result<()> {
    let manifest = |form: Package| -> Result<Vec<Element>> {
        let name = form.manifest_name().context("no manifest")?;
        elements(&fs::read_to_string(unpack(&packed(form)?, "x")?.path().join("x").join(name))?)
    };
    ensure!(texts(&manifest(Package::Scorm12)?, "adlcp:masteryscore") == ["60"]);
    ensure!(values(&manifest(Package::Scorm12)?, "resource", "adlcp:scormtype") == ["sco"]);
    let scorm = manifest(Package::Scorm2004)?;
    ensure!(texts(&scorm, "imsss:minNormalizedMeasure") == ["0.6"]);
    ensure!(values(&scorm, "imsss:primaryObjective", "satisfiedByMeasure") == ["true"]);
    ensure!(values(&scorm, "imsss:deliveryControls", "completionSetByContent") == ["true"]);
    let cmi5 = manifest(Package::Cmi5)?;
    ensure!(values(&cmi5, "au", "masteryScore") == ["0.6"]);
    ensure!(values(&cmi5, "au", "moveOn") == ["CompletedOrPassed"]);
    ensure!(texts(&cmi5, "url") == [START] && values(&cmi5, "au", "launchMethod") == ["AnyWindow"]);
    Ok(())
}

#[test]
fn a_script_of_a_scorm_package_names_what_the_lesson_reports() -> Result<()> {
    for (form, element) in [(Package::Scorm12, "cmi.core.lesson_status"), (Package::Scorm2004, "cmi.completion_status")]
    {
        let folder = unpack(&packed(form)?, "x")?;
        let scripts =
            sizes::files(folder.path())?.into_iter().filter(|file| file.extension().is_some_and(|it| it == "js"));
        let texts = scripts.map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
        ensure!(texts.iter().any(|text| text.contains(element)), "{}: no script names {element}", form.name());
    }
    Ok(())
}

#[test]
fn another_lesson_has_packages_of_its_own() -> Result<()> {
    let folder = other_dist()?.join(FOLDER);
    for form in Package::ALL {
        let file = folder.join(form.file(&other_lesson().id));
        ensure!(file.is_file(), "{} is missing", file.display());
    }
    let single = fs::read_to_string(folder.join(Package::Single.file(&other_lesson().id)))?;
    ensure!(single.contains(&other_lesson().title) && !single.contains(&lesson().title), "it is of the first lesson");
    Ok(())
}

/// A package that has been unpacked into a deep folder, on a server.
async fn runs(form: Package) -> Result<()> {
    let folder = unpack(&packed(form)?, DEEP)?;
    let claim = claim("c17");
    visit_at(Site::of(folder.path()), async |visit| {
        let start = format!("{}/{START}#claim-c17", DEEP.replace(' ', "%20"));
        visit.open(&start).await?;
        visit.is_at("claim-c17").await?;
        visit.read_first(claim).await?;
        visit.read_second(claim).await?;
        visit.read(&progress(1)).await?;
        let packed = visit.script("document.documentElement.dataset.packed").await?;
        ensure!(packed == form.key(), "the page says that it is packed as {packed}");
        visit.browser.goto(&visit.site.at(&format!("{}/{START}#course", DEEP.replace(' ', "%20")))).await?;
        visit.is_at("course").await?;
        visit.read("The packages themselves are on the site that this copy comes from.").await?;
        visit.see_no("link", Package::Web.name()).await?;
        let offered = visit.all("link").await?.into_iter().filter(|link| link.begins(Package::Scorm12.name())).count();
        ensure!(offered == 0, "a package offers packages");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn scorm_1_2_runs_from_a_deep_folder() -> Result<()> {
    runs(Package::Scorm12).await
}

#[tokio::test]
async fn scorm_2004_runs_from_a_deep_folder() -> Result<()> {
    runs(Package::Scorm2004).await
}

#[tokio::test]
async fn cmi5_runs_from_a_deep_folder() -> Result<()> {
    runs(Package::Cmi5).await
}

#[tokio::test]
async fn a_common_cartridge_runs_from_a_deep_folder() -> Result<()> {
    runs(Package::Cartridge).await
}

#[tokio::test]
async fn the_web_folder_runs_from_a_deep_folder() -> Result<()> {
    runs(Package::Web).await
}

#[tokio::test]
async fn every_package_can_be_taken_from_the_page() -> Result<()> {
    visit(async |visit| {
        visit.open(&format!("#{}", Page::Course.key())).await?;
        let dist = dist()?;
        for form in Package::ALL {
            let link = visit.wait_for("link", form.name(), |seen| seen.begins(form.name())).await?;
            let address =
                visit.call(&link, "function () { return [this.getAttribute('href'), this.hasAttribute('download')]; }");
            let address = address.await?;
            let file = address[0].as_str().context("no address")?;
            ensure!(address[1] == true, "{file} would be opened, not taken");
            ensure!(dist.join(file).is_file(), "{} leads to {file}, which is not there", form.name());
        }
        visit.read_no("The packages themselves are on the site").await
    })
    .await
}

// The single file.

/// Sees to it that nothing is asked of anybody, and that the policy holds.
async fn asks_for_nothing(visit: &Visit) -> Result<()> {
    let asked = visit.script("performance.getEntriesByType('resource').map(entry => entry.name)").await?;
    let asked: Vec<&str> = asked.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    let strange: Vec<_> = asked.iter().filter(|address| !address.starts_with("data:")).collect();
    ensure!(strange.is_empty(), "asked for: {strange:?}");
    let broken = visit.script("window.broken").await?;
    ensure!(broken == json!([]), "the policy was broken: {broken}");
    Ok(())
}

/// Listens for what breaks the policy.
async fn mind_the_policy(visit: &Visit) -> Result<()> {
    visit
        .before_each_page(
            "window.broken = [];
            addEventListener('securitypolicyviolation', event =>
                broken.push(`${event.violatedDirective} ${event.blockedURI}`));",
        )
        .await
}

/// The core quiz, set by the address, from its own page to the summary.
async fn the_core_quiz_is_answered(visit: &Visit, address: &str) -> Result<()> {
    mind_the_policy(visit).await?;
    visit.browser.goto(&format!("{address}?set=core&seed=7")).await?;
    visit.awake().await?;
    visit.is_at("quiz").await?;
    visit.within("#quiz", async || visit.click("button", "Begin").await).await?;
    let quiz = Quiz { set: "core".to_owned(), seed: 7, ..Quiz::default() };
    let core: Vec<_> =
        quiz.order(lesson().core.len()).into_iter().map(|at| claim(lesson().core[at].as_str())).collect();
    ensure!(core.len() == 16, "the core quiz has {} claims", core.len());
    for claim in &core {
        visit.is_at(&view(claim)).await?;
        visit.read_first(claim).await.with_context(|| format!("at {}", claim.id))?;
        visit.read_second(claim).await.with_context(|| format!("at {}", claim.id))?;
        visit.hear("status", &full_marks(claim)).await?;
        let next = visit.wait_for("link", "Next: …", |seen| seen.begins("Next: ")).await?;
        visit.hand_on(Hand::Pointer, &next).await?;
    }
    visit.is_at("summary").await?;
    let all: u16 = core.iter().map(|claim| u16::from(most(claim))).sum();
    visit.read(&format!("Marks: {all} of {all}, 100 %. Claims answered: 16. First attempts only.")).await?;
    asks_for_nothing(visit).await
}

fn on_disk(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The folder of the packages, to be served.
fn packages() -> Result<Site> {
    Ok(Site::of(packed(Package::Single)?.parent().context("no folder")?))
}

#[tokio::test]
async fn the_single_file_runs_from_a_disk() -> Result<()> {
    visit_at(site()?, async |visit| the_core_quiz_is_answered(visit, &on_disk(&packed(Package::Single)?)).await).await
}

/// As in a frame with `sandbox="allow-scripts"`: no origin, no storage, no forms, nothing to be loaded.
#[tokio::test]
async fn the_single_file_runs_where_only_scripts_are_allowed() -> Result<()> {
    let site = packages()?.header("content-security-policy", "sandbox allow-scripts");
    visit_at(site, async |visit| {
        let address = visit.site.at(&Package::Single.file(&lesson().id));
        the_core_quiz_is_answered(visit, &address).await?;
        let origin = visit.script("self.origin").await?;
        ensure!(origin == "null", "this is no sandbox: {origin}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_single_file_wakes_in_a_sandboxed_frame() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let name = Package::Single.file(&lesson().id);
    fs::copy(packed(Package::Single)?, folder.path().join(&name))?;
    let frame =
        format!("<!doctype html><title>Around</title><iframe sandbox=\"allow-scripts\" src=\"{name}#claim-c17\">");
    fs::write(folder.path().join("around.html"), frame)?;
    fs::copy(dist()?.join("icon.svg"), folder.path().join("favicon.ico"))?;
    visit_at(Site::of(folder.path()), async |visit| {
        visit.browser.goto(&visit.site.at("around.html")).await?;
        let client = visit.browser.client();
        client.find(Locator::Css("iframe")).await?.enter_frame().await?;
        visit.awake().await?;
        let shown =
            "[...document.querySelectorAll('main > .view')].filter(it => it.checkVisibility()).map(it => it.id)";
        until("the claim", async || Ok((visit.script(shown).await? == json!(["claim-c17"])).then_some(()))).await?;
        ensure!(visit.script("self.origin").await? == "null", "this is no sandbox");
        client.enter_parent_frame().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn places_in_the_single_file_have_addresses() -> Result<()> {
    visit_at(site()?, async |visit| {
        let file = on_disk(&packed(Package::Single)?);
        for place in ["claim-c17", "unit-4", "record-r5"] {
            // A blank page in between: a change of the fragment alone would load nothing.
            visit.browser.goto("about:blank").await?;
            visit.browser.goto(&format!("{file}#{place}")).await?;
            visit.awake().await?;
            visit.focus_is_on(place).await?;
        }
        visit.browser.goto(&format!("{file}?set=core&seed=7#quiz")).await?;
        visit.awake().await?;
        visit.is_at("quiz").await?;
        let address = visit.script("document.querySelector('.address').value").await?;
        let address = address.as_str().context("no address")?;
        ensure!(address.starts_with(&format!("{file}?set=core&seed=7")), "the quiz's address is {address}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_the_single_file_can_be_read() -> Result<()> {
    visit_at(site()?, async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&on_disk(&packed(Package::Single)?)).await?;
        let page = visit.snapshot().await?;
        let shown: Vec<&str> = page.named(&["h2"]).filter(|it| it.is_displayed()).map(|it| it.text.as_str()).collect();
        for unit in &lesson().units {
            ensure!(shown.contains(&unit_name(unit).as_str()), "no {} among {shown:?}", unit_name(unit));
        }
        let first = page.named(&["p"]).find(|it| it.is_displayed()).context("nothing is shown")?;
        ensure!(first.text.starts_with("Scripts are switched off here"), "it begins with {:?}", first.text);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn in_an_old_browser_the_single_file_can_be_read_and_says_so() -> Result<()> {
    visit_at(site()?, async |visit| {
        visit.before_each_page("delete window.DecompressionStream;").await?;
        visit.browser.goto(&on_disk(&packed(Package::Single)?)).await?;
        visit.read("This browser cannot unpack the lesson that this file holds").await?;
        visit.see("heading", &unit_name(unit(4))).await.map(drop)
    })
    .await
}
