use super::*;
use lesson::prose::Inline;
use proptest::prelude::*;
use roxmltree::{Document, Node};
use std::{collections::BTreeSet, path::Path, sync::LazyLock};

static LESSON: LazyLock<Lesson> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    author::read(&content).unwrap_or_else(|faults| panic!("{}", faults.report(false)))
});

fn all(format: Format) -> Vec<File> {
    bank(&LESSON, &Set::All.claims(&LESSON), format)
}

fn named<'a, 'b>(node: Node<'a, 'b>, name: &'static str) -> impl Iterator<Item = Node<'a, 'b>> {
    node.descendants().filter(move |it| it.tag_name().name() == name)
}

#[test]
fn a_bank_is_the_same_whenever_it_is_made() {
    for format in Format::ALL {
        assert_eq!(all(format), all(format));
    }
}

#[test]
fn sets_hold_the_core_and_everything() {
    assert_eq!(Set::Core.claims(&LESSON).len(), LESSON.core.len());
    assert_eq!(Set::All.claims(&LESSON).len(), LESSON.claims.len());
    assert_eq!(file_name(&LESSON, Set::Core, Format::Gift), format!("{}-core-gift.txt", LESSON.id));
    let names: BTreeSet<String> =
        Set::ALL.iter().flat_map(|set| Format::ALL.map(|format| file_name(&LESSON, *set, format))).collect();
    assert_eq!(names.len(), 10);
}

#[test]
fn paths_are_plain_and_every_file_of_a_package_has_one_of_its_own() {
    for format in Format::ALL {
        let files = all(format);
        assert_eq!(files.len() > 1, format.is_package(), "{}", format.name());
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.len(), files.len());
        for path in paths {
            assert!(path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-.".contains(&b)), "{path}");
        }
    }
}

#[test]
fn an_item_refers_only_to_what_it_declares() {
    for format in [Format::Qti21, Format::Qti30] {
        let files = all(format);
        assert_eq!(files.len(), LESSON.claims.len() + 2);
        for file in files.iter().filter(|file| file.path.starts_with("items/")) {
            let parsed = Document::parse(&file.text).unwrap();
            let root = parsed.root_element();
            let (dashed, prefix) = (format == Format::Qti30, if format == Format::Qti30 { "qti-" } else { "" });
            let ids = |name: &str, attribute: &str| -> Vec<String> {
                let name = if dashed { format!("{prefix}{name}") } else { camel(name) };
                let attribute = if dashed { attribute.to_owned() } else { camel(attribute) };
                let found = root.descendants().filter(|it| it.tag_name().name() == name);
                found.map(|it| it.attribute(attribute.as_str()).unwrap().to_owned()).collect()
            };
            let declared =
                [ids("response-declaration", "identifier"), ids("outcome-declaration", "identifier")].concat();
            let used = [
                ids("choice-interaction", "response-identifier"),
                ids("variable", "identifier"),
                ids("set-outcome-value", "identifier"),
                ids("modal-feedback", "outcome-identifier"),
            ];
            let mut unknown = used.concat();
            unknown.retain(|id| !declared.contains(id));
            assert!(unknown.is_empty(), "{}: {unknown:?}", file.path);
            // What is declared is asked, counted or told.
            let idle: Vec<_> = declared
                .iter()
                .filter(|id| !used.iter().flatten().any(|used| used == *id) && *id != "MAXSCORE")
                .collect();
            assert!(idle.is_empty(), "{}: {idle:?}", file.path);
        }
    }
}

/// `outcome-identifier` becomes `outcomeIdentifier`.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| all + &word[..1].to_uppercase() + &word[1..])
}

#[test]
fn shares_are_written_as_moodle_lists_them() {
    let written = |worth: item::Worth| worth.per_cent();
    let moodle = ["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10"];
    for (shares, right) in (1..).zip(moodle) {
        assert_eq!(written(item::Worth::Right(shares)), right);
        assert_eq!(written(item::Worth::Costs(shares)), format!("-{right}"));
    }
    assert_eq!(written(item::Worth::Near), "33.33333");
    assert_eq!(written(item::Worth::Free), "0");
}

#[test]
fn a_claim_off_the_ladder_has_no_rung_and_one_in_two_halves_shares_its_marks() {
    let parts = |on_ladder: bool, in_halves: bool| {
        let claim =
            LESSON.claims.values().find(|it| it.rung().is_some() == on_ladder && it.half.is_some() == in_halves);
        let item = Item::of(&LESSON, claim.unwrap());
        item.questions.iter().map(|it| (it.part.key(), it.marks)).collect::<Vec<_>>()
    };
    assert_eq!(parts(true, false), [("kind", 1), ("records", 4), ("rung", 4)]);
    assert_eq!(parts(true, true), [("kind", 1), ("records", 4), ("rung", 2), ("second", 2)]);
    assert_eq!(parts(false, false), [("kind", 1), ("records", 4)]);
}

#[test]
fn every_bank_says_what_it_leaves_out() {
    for format in Format::ALL {
        let files = bank(&LESSON, &Set::Core.claims(&LESSON), format);
        for sentence in format.leaves_out() {
            assert!(files.iter().any(|file| file.text.contains(sentence)), "{}: {sentence}", format.name());
        }
    }
}

/// Texts that mean something in one of the formats, and any others.
fn odd_text() -> impl Strategy<Value = String> {
    let odd = "[-a<>&\"'~=#{}:\\\\%/$;\\[\\]\u{0}\u{7}\u{ffff}\u{1f600} \n\r\t]{0,20}";
    prop_oneof![odd, any::<String>(), Just("]]></p>--><b>{=x ~%50%y#z}::t::".to_owned())]
}

/// Every text in a file, HTML within texts included.
fn texts(file: &str) -> Vec<String> {
    let parsed = Document::parse(file).unwrap_or_else(|fault| panic!("{fault}"));
    let mut all = Vec::new();
    for node in parsed.descendants() {
        let text = if node.is_text() { node.text().unwrap_or_default() } else { "" };
        match Document::parse(&format!("<html>{text}</html>")) {
            Ok(html) if text.starts_with('<') => {
                all.extend(html.descendants().filter(Node::is_text).filter_map(|it| it.text()).map(str::to_owned));
            }
            _ => all.push(text.to_owned()),
        }
    }
    all
}

/// GIFT without its backslashes; whether any of its signs stands without one in a text is told by the count of signs.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

fn bare(text: &str) -> [usize; 4] {
    let mut counts = [0; 4];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if let Some(at) = "~#{}".find(c) {
            counts[at] += 1;
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_text_comes_through(headline in odd_text(), said in odd_text(), why in odd_text()) {
        let mut claim = LESSON.claims.values().next().unwrap().clone();
        let before = gift_of(&claim);
        claim.headline.clone_from(&headline);
        claim.said = vec![Inline::Text(said.clone())];
        claim.table[0].why = vec![Inline::Text(why.clone())];
        claim.kind_why = vec![Inline::Emphasis(vec![Inline::Text(why.clone())]), Inline::Note(1)];
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Gift) {
            let files = bank(&LESSON, &[&claim], format);
            let found: Vec<String> = files.iter().flat_map(|file| texts(&file.text)).collect();
            for text in [&headline, &said, &why] {
                let text = xml::fit(text);
                prop_assert!(found.iter().any(|found| found.contains(&text)), "{}: {text:?}", format.name());
            }
        }
        // As many signs as before, and on as many lines.
        let gift = gift_of(&claim);
        prop_assert_eq!(bare(&gift), bare(&before));
        prop_assert_eq!(gift.lines().count(), before.lines().count());
        let plain = unescaped(&gift);
        for text in [headline, said, why] {
            let text = xml::html(&[xml::el("p").text(xml::fit(&text).replace(['\n', '\t'], " "))]);
            let inner = text.trim_start_matches("<p>").trim_end_matches("</p>").trim_start_matches("<p/>");
            prop_assert!(plain.contains(inner), "GIFT: {inner:?}");
        }
    }
}

fn gift_of(claim: &Claim) -> String {
    bank(&LESSON, &[claim], Format::Gift).remove(0).text
}

#[test]
fn every_question_of_qti_1_2_has_a_name_of_its_own() {
    let file = all(Format::Qti12).pop().unwrap();
    let parsed = Document::parse(&file.text).unwrap();
    let names: Vec<&str> = named(parsed.root_element(), "item").filter_map(|it| it.attribute("ident")).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let asked: usize = LESSON.claims.values().map(|claim| Item::of(&LESSON, claim).questions.len()).sum();
    assert_eq!(names.len(), asked);
}
