//! Finding: search, shelves, and the index of people and places.

use anyhow::{Context, Result, ensure};
use lesson::{
    apparatus::Spot,
    content::{Access, Claim, Record},
    prose::{Page, plain},
};
use pages::{
    answers::{AT_THE_VERDICT, KEY, mixed_record},
    house::{all_claims, claim, lesson, unit, unit_name},
    screen::{Seen, even},
    visit::{Visit, until, visit},
};
use serde_json::{Value, json};

const FIELD: &str = "Words to look for";
const NOTHING: &str = "Nothing found. Try fewer letters, or one word only.";

/// Types words into the search, and waits until what is listed is as many places as is said.
async fn search(visit: &Visit, words: &str) -> Result<Vec<Seen>> {
    visit.type_into("searchbox", FIELD, words).await?;
    let look = async || {
        until(&format!("as many places for “{words}” as are counted"), async || {
            let said = visit.text_of(&visit.all("status").await?[0]).await?;
            let links = visit.all("link").await?;
            let counted = match links.len() {
                1 => said == "1 place found.",
                40 => said.ends_with("places found; the first 40 are listed.") || said == "40 places found.",
                count => said == format!("{count} places found."),
            };
            Ok(counted.then_some(links))
        })
        .await
    };
    visit.within("#search", look).await
}

#[tokio::test]
async fn people_and_places_are_found_by_any_spelling() -> Result<()> {
    visit(async |visit| {
        let person = |id: &str| lesson().people.iter().find(|it| it.id.as_str() == id).map(|it| it.name.clone());
        let place = |id: &str| lesson().places.iter().find(|it| it.id.as_str() == id).map(|it| it.name.clone());
        let wanted = [
            ("Gerö", person("gero"), "Person"),
            ("Gero", person("gero"), "Person"),
            ("gerő", person("gero"), "Person"),
            ("Kol’tsov", person("koltsov"), "Person"),
            ("Kol'tsov", person("koltsov"), "Person"),
            ("KOLTSOV", person("koltsov"), "Person"),
            ("Tbilisi", place("tiflis"), "Place"),
            ("Tiflis", place("tiflis"), "Place"),
        ];
        visit.open("#search").await?;
        for (words, name, what) in wanted {
            let name = name.with_context(|| format!("the lesson has nobody and nothing for {words}"))?;
            let found = search(visit, words).await?;
            let names: Vec<_> = found.iter().map(|link| link.name.as_str()).collect();
            ensure!(found[0].is_named(&name), "{words}: {name} is not the first of {names:#?}");
            visit.read(&format!("{name} {what} · People and places")).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn arrows_and_enter_lead_from_the_words_to_the_place() -> Result<()> {
    visit(async |visit| {
        visit.open("#search").await?;
        visit.tab_to_the("searchbox", FIELD).await?;
        visit.browser.press("t i f l i s").await?;
        let found = visit
            .within("#search", async || {
                visit.hear("status", "places found").await?;
                visit.all("link").await
            })
            .await?;
        ensure!(found.len() > 2, "only {} places", found.len());
        visit.browser.press("ArrowUp").await?;
        visit.has_focus("searchbox", FIELD).await?;
        for (key, at) in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0)] {
            visit.browser.press(key).await?;
            visit.has_focus("link", &found[at].name).await?;
            visit.focus_shows().await?;
        }
        visit.browser.press("ArrowUp").await?;
        visit.has_focus("searchbox", FIELD).await?;
        visit.browser.press("ArrowDown Enter").await?;
        visit.is_at("index").await?;
        visit.focus_is_on("place-tiflis").await?;
        // Back, and the words and what they found still stand.
        visit.browser.client().back().await?;
        visit.is_at("search").await?;
        let after = visit.within("#search", async || visit.all("link").await).await?;
        ensure!(after.len() == found.len(), "{} places on coming back", after.len());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_found_is_counted_and_heard() -> Result<()> {
    visit(async |visit| {
        visit.open("#search").await?;
        search(visit, "tiflis").await?;
        let many = search(visit, "spain").await?;
        ensure!(many.len() == 40, "{} places are listed", many.len());
        let one = search(visit, "tiflis tbilisi the smallest of the eight crowds").await?;
        ensure!(one.len() == 1, "{} places for many words", one.len());
        visit.type_into("searchbox", FIELD, "qqqq").await?;
        visit.hear("status", NOTHING).await?;
        visit
            .within("#search", async || {
                ensure!(visit.all("link").await?.is_empty(), "something is listed");
                Ok(())
            })
            .await?;
        visit.type_into("searchbox", FIELD, "").await?;
        visit.read_no(NOTHING).await?;
        // Marks that are no letters find nothing, and do no harm.
        visit.type_into("searchbox", FIELD, "’ . ( \\ *").await?;
        visit
            .within("#search", async || {
                ensure!(visit.all("link").await?.is_empty(), "something is listed for no letters");
                Ok(())
            })
            .await
    })
    .await
}

#[tokio::test]
async fn everything_that_has_a_name_is_found_by_it() -> Result<()> {
    visit(async |visit| {
        let lesson = lesson();
        let mut names: Vec<(String, String)> = Vec::new();
        names.extend(lesson.claims.values().step_by(9).map(|it| (it.headline.clone(), format!("claim-{}", it.id))));
        names.extend(lesson.records.iter().step_by(7).map(|it| (it.title.clone(), format!("record-{}", it.id))));
        names.extend(lesson.pictures.values().step_by(4).map(|it| (it.title.clone(), format!("picture-{}", it.id))));
        names.extend(lesson.words.iter().step_by(16).map(|it| (it.term.clone(), format!("word-{}", it.id))));
        names.extend(lesson.bodies.iter().step_by(11).map(|it| (it.name.clone(), format!("body-{}", it.id))));
        names.extend(lesson.routes.iter().map(|it| (it.name.clone(), format!("path-{}", it.id))));
        names.extend(lesson.notes.values().step_by(40).map(|it| {
            let words: Vec<&str> = it.cite.split_whitespace().take(8).collect();
            (words.join(" "), format!("note-{}", it.number))
        }));
        visit.open("#search").await?;
        for (name, address) in names {
            // The field holds 80 letters.
            let words: String = name.chars().take(80).collect();
            search(visit, &words).await?;
            let links = "[...document.querySelectorAll('#search .found a')].map(link => link.hash)";
            let links = visit.script(links).await?;
            let there = links.as_array().is_some_and(|links| links.contains(&json!(format!("#{address}"))));
            ensure!(there, "{address} is not found by “{words}”, only {links}");
        }
        Ok(())
    })
    .await
}

/// What the shelf shows, in its order: ids of claims or of records.
async fn shown(visit: &Visit, shelf: &str) -> Result<Vec<String>> {
    let shown = format!(
        "[...document.querySelectorAll('#{shelf} [data-item]')].filter(item => item.checkVisibility())
            .map(item => item.dataset.claim ?? item.querySelector('article').id.replace('record-', ''))"
    );
    let shown = visit.script(&shown).await?;
    Ok(shown.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The shelf shows these, and says how many.
async fn shows(visit: &Visit, shelf: &str, wanted: &[String]) -> Result<()> {
    let all = if shelf == "claims" { lesson().claims.len() } else { lesson().records.len() };
    let count = format!("{} of {all} shown", wanted.len());
    visit.within(&format!("#{shelf}"), async || visit.hear("status", &count).await).await?;
    let shown = shown(visit, shelf).await?;
    ensure!(shown == wanted, "shown: {shown:?}, wanted: {wanted:?}");
    Ok(())
}

fn ids<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Vec<String> {
    claims.into_iter().map(|claim| claim.id.to_string()).collect()
}

#[tokio::test]
async fn claims_are_narrowed_down_by_each_control() -> Result<()> {
    visit(async |visit| {
        let lesson = lesson();
        let where_ = |fits: &dyn Fn(&Claim) -> bool| ids(all_claims().into_iter().filter(|claim| fits(claim)));
        let year = |claim: &Claim| claim.act.first().year().to_string();
        let mut choices: Vec<(&str, String, Vec<String>)> = Vec::new();
        for drive in &lesson.drives {
            choices.push(("Campaign", drive.name.clone(), where_(&|claim| claim.drive.as_ref() == Some(&drive.id))));
        }
        let mut years: Vec<_> = all_claims().into_iter().map(year).collect();
        years.sort();
        years.dedup();
        choices.extend(years.iter().map(|it| ("Year", it.clone(), where_(&|claim| year(claim) == *it))));
        for unit in lesson.units.iter().filter(|unit| !unit.claims.is_empty()) {
            choices.push(("Desk", unit_name(unit), where_(&|claim| unit.claims.contains(&claim.id))));
        }
        choices.push(("Desk", "on no desk".to_owned(), ids(lesson.off_desk())));
        let answered = |claim: &Claim| AT_THE_VERDICT.contains(&claim.id.as_str());
        choices.push(("Answered", "answered".to_owned(), where_(&answered)));
        choices.push(("Answered", "not yet".to_owned(), where_(&|claim| !answered(claim))));

        visit.store(KEY, &mixed_record().write()).await?;
        visit.open("#claims").await?;
        let all = ids(all_claims());
        shows(visit, "claims", &all).await?;
        let mut last = "";
        for (control, choice, wanted) in &choices {
            if !last.is_empty() && last != *control {
                visit.choose(last, "all").await?;
            }
            visit.choose(control, choice).await?;
            shows(visit, "claims", wanted).await.with_context(|| format!("{control}: {choice}"))?;
            last = control;
        }
        visit.choose(last, "all").await?;
        shows(visit, "claims", &all).await?;
        // Two at once.
        visit.choose("Desk", &unit_name(unit(4))).await?;
        visit.choose("Answered", "answered").await?;
        shows(visit, "claims", &where_(&|claim| unit(4).claims.contains(&claim.id) && answered(claim))).await
    })
    .await
}

#[tokio::test]
async fn claims_are_sorted_by_number_date_and_headline() -> Result<()> {
    visit(async |visit| {
        visit.open("#claims").await?;
        let mut claims = all_claims();
        claims.sort_by_key(|claim| claim.headline.to_lowercase());
        visit.choose("Sort by", "headline").await?;
        shows(visit, "claims", &ids(claims)).await?;
        let mut claims = all_claims();
        claims.sort_by_key(|claim| claim.act.first());
        visit.choose("Sort by", "date").await?;
        shows(visit, "claims", &ids(claims)).await?;
        visit.choose("Sort by", "number").await?;
        shows(visit, "claims", &ids(all_claims())).await?;
        // A claim leads to its view.
        let claim = claim("c17");
        visit.click("link", &format!("C17 {}", claim.headline)).await?;
        visit.is_at("claim-c17").await
    })
    .await
}

#[tokio::test]
async fn answered_claims_are_marked_on_their_shelf_and_in_the_contents() -> Result<()> {
    visit(async |visit| {
        visit.store(KEY, &mixed_record().write()).await?;
        visit.open("#claims").await?;
        visit.see("link", "Cover").await?;
        let marked = |within: &str| {
            format!(
                "[...document.querySelectorAll('{within} [data-claim]')]
                    .filter(item => item.querySelector('.tick').checkVisibility())
                    .map(item => item.dataset.claim)"
            )
        };
        let wanted = json!(AT_THE_VERDICT.map(claim).iter().map(|it| it.id.to_string()).collect::<Vec<_>>());
        visit.until_true("answered claims are marked", &format!("({}).length > 0", marked("#claims"))).await?;
        let on_shelf = visit.script(&marked("#claims")).await?;
        ensure!(on_shelf == wanted, "on the shelf: {on_shelf}");
        let text = visit.within("#claims", async || visit.text().await).await?;
        let said = text.matches("✓ answered").count();
        ensure!(said == AT_THE_VERDICT.len(), "{said} claims are said to be answered");
        visit.go("claim-c20").await?;
        let in_contents = visit.script(&marked("#guide")).await?;
        ensure!(in_contents == json!(["c20", "c21", "c32"]), "in the contents, unit 4 unfolded: {in_contents}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn records_are_narrowed_down_and_sorted_by_each_control() -> Result<()> {
    visit(async |visit| {
        let records = &lesson().records;
        let where_ = |fits: &dyn Fn(&Record) -> bool| -> Vec<String> {
            records.iter().filter(|record| fits(record)).map(|record| record.id.to_string()).collect()
        };
        let all = where_(&|_| true);
        visit.open("#records").await?;
        shows(visit, "records", &all).await?;
        let year = |record: &Record| record.date.first().year().to_string();
        let mut years: Vec<_> = records.iter().map(year).collect();
        years.sort();
        years.dedup();
        for it in years {
            visit.choose("Year", &it).await?;
            shows(visit, "records", &where_(&|record| year(record) == it)).await?;
        }
        visit.choose("Year", "all").await?;
        let access = [
            ("secret", Access::Secret),
            ("not known to be public", Access::Unknown),
            ("public at the time", Access::Open),
        ];
        for (choice, access) in access {
            visit.choose("Access", choice).await?;
            shows(visit, "records", &where_(&|record| record.access == access)).await?;
        }
        visit.choose("Access", "all").await?;
        // Each maker has its records, and each record its maker.
        let seen = visit.see("combobox", "Made by").await?;
        let makers =
            visit.call(&seen, "function () { return [...this.options].slice(1).map(it => it.label); }").await?;
        let mut found = Vec::new();
        for maker in makers.as_array().into_iter().flatten().filter_map(Value::as_str) {
            visit.choose("Made by", maker).await?;
            let shown = shown(visit, "records").await?;
            let wanted = where_(&|record| {
                let body = plain(&record.body);
                let rest = body.strip_prefix(maker).map(str::trim_start);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', ',', ';', ':']))
            });
            shows(visit, "records", &wanted).await.with_context(|| format!("made by {maker}"))?;
            found.extend(shown);
        }
        found.sort();
        let mut each = all.clone();
        each.sort();
        ensure!(found == each, "not each record has one maker: {found:?}");
        visit.choose("Made by", "all").await?;

        let sorted = |by: &dyn Fn(&Record) -> String| {
            let mut all: Vec<_> = records.iter().collect();
            all.sort_by_key(|record| by(record));
            all.iter().map(|record| record.id.to_string()).collect::<Vec<_>>()
        };
        visit.choose("Sort by", "title").await?;
        shows(visit, "records", &sorted(&|record| record.title.to_lowercase())).await?;
        visit.choose("Sort by", "who made it").await?;
        shows(visit, "records", &sorted(&|record| plain(&record.body).to_lowercase())).await?;
        visit.choose("Sort by", "date").await?;
        shows(visit, "records", &all).await
    })
    .await
}

#[tokio::test]
async fn a_shelf_holds_the_place_that_an_address_names() -> Result<()> {
    visit(async |visit| {
        for record in lesson().records.iter().rev().step_by(8) {
            visit.browser.goto("about:blank").await?;
            visit.open(&format!("#record-{}", record.id)).await?;
            visit.is_at("records").await?;
            let top = format!("document.getElementById('record-{}').getBoundingClientRect().top", record.id);
            visit
                .until_true(&format!("{} stands at the top", record.id), &format!("{top} >= 0 && {top} < 200"))
                .await?;
        }
        Ok(())
    })
    .await
}

/// Where a spot is.
fn address(spot: &Spot) -> String {
    match spot {
        Spot::Cover => "cover".to_owned(),
        Spot::Unit(number) => format!("unit-{number}"),
        Spot::Check(id) => format!("check-{id}"),
        Spot::Claim(id) => format!("claim-{id}"),
        Spot::Record(id) => format!("record-{id}"),
        Spot::Picture(id) => format!("picture-{id}"),
        Spot::Page(page) => page.key().to_owned(),
        Spot::Outside(id) => format!("outside-{id}"),
        Spot::Word(id) => format!("word-{id}"),
    }
}

/// Somebody or something in the index.
struct Named {
    address: String,
    name: String,
    spots: Vec<String>,
    /// What texts may call it.
    called: Vec<String>,
}

fn index() -> [Vec<Named>; 3] {
    let lesson = lesson();
    let spots = |occurs: &[Spot]| occurs.iter().map(address).collect::<Vec<_>>();
    let last = |sort: &str| sort.split(',').next().unwrap_or_default().trim().to_owned();
    let called = |name: &str, also: &[String], more: Vec<String>| {
        std::iter::once(name.to_owned()).chain(also.iter().cloned()).chain(more).collect()
    };
    let people = lesson.people.iter().map(|it| Named {
        address: format!("person-{}", it.id),
        name: it.name.clone(),
        spots: spots(&it.occurs),
        called: called(&it.name, &it.also, vec![last(&it.sort)]),
    });
    let bodies = lesson.bodies.iter().map(|it| Named {
        address: format!("body-{}", it.id),
        name: it.name.clone(),
        spots: spots(&it.occurs),
        called: called(&it.name, &it.also, vec![last(&it.sort)]),
    });
    let places = lesson.places.iter().map(|it| Named {
        address: format!("place-{}", it.id),
        name: it.name.clone(),
        spots: spots(&it.occurs),
        called: called(&it.name, &it.also, it.today.iter().cloned().collect()),
    });
    [people.collect(), bodies.collect(), places.collect()]
}

#[tokio::test]
async fn every_person_organisation_and_place_has_an_entry() -> Result<()> {
    visit(async |visit| {
        visit.open("#index").await?;
        let entries = "Object.fromEntries([...document.querySelectorAll('#index .word-entry')]
            .filter(entry => entry.checkVisibility())
            .map(entry => [entry.id, [entry.querySelector('dfn').innerText,
                [...entry.querySelectorAll('.occurs > a')].map(link => link.hash.slice(1))]]))";
        let entries = visit.script(entries).await?;
        let all = index().into_iter().flatten().collect::<Vec<_>>();
        let count = entries.as_object().map_or(0, serde_json::Map::len);
        ensure!(count == all.len(), "{count} entries for {} names", all.len());
        for Named { address, name, spots, .. } in all {
            ensure!(entries[&address] == json!([name, spots]), "{address}: {}", entries[&address]);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_somebody_occurs_they_are_named() -> Result<()> {
    visit(async |visit| {
        let [people, bodies, places] = index();
        // Five, two and three of those who occur in several places.
        let several = |all: Vec<Named>, count: usize| {
            let all: Vec<_> = all.into_iter().filter(|named| named.spots.len() > 2).collect();
            let step = (all.len() / count).max(1);
            all.into_iter().step_by(step).take(count).collect::<Vec<_>>()
        };
        visit.open("#index").await?;
        for (at, Named { address, name, spots, called }) in
            [several(people, 5), several(bodies, 2), several(places, 3)].into_iter().flatten().enumerate()
        {
            for spot in &spots {
                let named = json!(called);
                // By one of its names, or by a link to its entry.
                let named = format!(
                    "(place => {named}.some(name => place.textContent.includes(name))
                        || place.querySelector('a[href=\"#{address}\"]') !== null)(document.getElementById('{spot}'))"
                );
                ensure!(visit.script(&named).await? == true, "{name} does not occur in {spot}");
            }
            // One of the links is followed.
            let spot = &spots[at % spots.len()];
            visit.go(Page::Index.key()).await?;
            let links = visit.within(&format!("#{address}"), async || visit.all("link").await).await?;
            let hash = "function () { return this.hash; }";
            // Behind its explanation, which may link there as well.
            for link in links.into_iter().rev() {
                if visit.call(&link, hash).await? == format!("#{spot}") {
                    visit.point_at(&link).await?;
                    break;
                }
            }
            visit.focus_is_on(spot).await.with_context(|| format!("from {name}"))?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_scripts_search_says_what_else_there_is() -> Result<()> {
    visit(async |visit| {
        visit.browser.scripts(false).await?;
        visit.browser.goto(&visit.site.at("")).await?;
        let page = visit.snapshot().await?;
        let search = page.within("main", &["section"]);
        let search = search.iter().find(|view| view.attribute("id") == "search").context("no search")?;
        ensure!(even(&search.shown).contains("Search needs JavaScript."), "it says: {}", search.shown);
        let links = page.within("search", &["a"]);
        ensure!(
            links.iter().any(|link| link.is_displayed() && link.attribute("href") == "#index"),
            "no way to the index"
        );
        Ok(())
    })
    .await
}
