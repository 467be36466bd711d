use super::*;
use quick_xml::{Reader, events::Event};

fn lesson() -> Lesson {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/other-lesson");
    author::read(&folder).expect("the other lesson is without fault")
}

/// An element: its name, its attributes, its own text.
type Read = (String, Vec<(String, String)>, String);

/// A manifest read back, its elements in order.
fn read(xml: &str) -> Vec<Read> {
    let mut reader = Reader::from_str(xml);
    let mut all: Vec<Read> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(it) | Event::Empty(it) => {
                let attributes = it.attributes().map(|one| {
                    let one = one.expect("an attribute");
                    let value = one.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("a value").into_owned();
                    (one.key.as_ref().to_owned(), value)
                });
                all.push((it.name().as_ref().to_owned(), attributes.collect(), String::new()));
            }
            Event::Text(it) => all.iter_mut().last().map_or((), |last| last.2.push_str(&it)),
            Event::GeneralRef(it) => {
                let text = quick_xml::escape::resolve_predefined_entity(&it).expect("an entity of XML's own");
                all.last_mut().expect("a root").2.push_str(text);
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

fn made(package: Package, quiz: Option<&Quiz>) -> Vec<Read> {
    let mut lesson = lesson();
    lesson.title = "Lamps & <Ships>".to_owned();
    let files = ["fonts/a b.woff2", "index.html", "x&y.js"].map(str::to_owned);
    read(&manifest(package, &Contents { lesson: &lesson, files: &files, quiz }).expect("a manifest"))
}

fn texts(all: &[Read], name: &str) -> Vec<String> {
    all.iter().filter(|it| it.0 == name).map(|it| it.2.trim().to_owned()).collect()
}

fn values(all: &[Read], name: &str, attribute: &str) -> Vec<String> {
    let of = |it: &Read| it.1.iter().find(|(key, _)| key == attribute).map(|(_, value)| value.clone());
    all.iter().filter(|it| it.0 == name).filter_map(of).collect()
}

#[test]
fn every_manifest_names_the_lesson_and_every_file() {
    for package in Package::ALL {
        let Some(name) = package.manifest_name() else { continue };
        let all = made(package, None);
        if name == "cmi5.xml" {
            assert_eq!(texts(&all, "url"), ["index.html"]);
            assert_eq!(texts(&all, "langstring")[0], "Lamps & <Ships>");
        } else {
            assert_eq!(values(&all, "file", "href"), ["fonts/a b.woff2", "index.html", "x&y.js"]);
            assert_eq!(values(&all, "resource", "href"), ["index.html"]);
            assert!(texts(&all, "title").iter().all(|title| title == "Lamps & <Ships>"));
        }
    }
}

#[test]
fn what_passes_is_the_same_everywhere() {
    assert_eq!(texts(&made(Package::Scorm12, None), "adlcp:masteryscore"), ["60"]);
    let scorm = made(Package::Scorm2004, None);
    assert_eq!(texts(&scorm, "imsss:minNormalizedMeasure"), ["0.6"]);
    assert_eq!(values(&scorm, "imsss:primaryObjective", "satisfiedByMeasure"), ["true"]);
    assert_eq!(values(&scorm, "imsss:deliveryControls", "objectiveSetByContent"), ["true"]);
    assert_eq!(values(&scorm, "imsss:deliveryControls", "completionSetByContent"), ["true"]);
    assert_eq!(values(&scorm, "adlcp:completionThreshold", "completedByMeasure"), ["false"]);
    assert_eq!(values(&made(Package::Cmi5, None), "au", "masteryScore"), ["0.6"]);
}

#[test]
fn a_quiz_that_is_set_travels_with_the_manifest() {
    let quiz = Quiz { set: "core".to_owned(), seed: 7, ..Quiz::default() };
    for package in [Package::Scorm12, Package::Scorm2004] {
        assert_eq!(values(&made(package, Some(&quiz)), "item", "parameters"), ["?set=core&seed=7"]);
        assert!(values(&made(package, None), "item", "parameters").is_empty());
    }
    assert_eq!(texts(&made(Package::Cmi5, Some(&quiz)), "launchParameters"), ["set=core&seed=7"]);
    assert!(texts(&made(Package::Cmi5, None), "launchParameters").is_empty());
}

#[test]
fn the_ids_of_cmi5_are_stable_and_their_own() {
    let id = |quiz: Option<&Quiz>, what| values(&made(Package::Cmi5, quiz), what, "id").remove(0);
    let quiz = Quiz { set: "core".to_owned(), ..Quiz::default() };
    assert_eq!(id(None, "au"), id(None, "au"));
    let all = [id(None, "course"), id(None, "au"), id(Some(&quiz), "course"), id(Some(&quiz), "au")];
    for (at, one) in all.iter().enumerate() {
        assert!(one.starts_with("urn:uuid:") && one.len() == 45, "{one}");
        assert!(!all[..at].contains(one), "{one} stands for two things");
    }
}

#[test]
fn files_have_names_of_their_own() {
    let names = Package::ALL.map(|package| package.file("two-lamps"));
    assert_eq!(
        names,
        [
            "two-lamps-scorm-1.2.zip",
            "two-lamps-scorm-2004.zip",
            "two-lamps-cmi5.zip",
            "two-lamps-common-cartridge-1.3.imscc",
            "two-lamps-web.zip",
            "two-lamps.html",
        ]
    );
}
