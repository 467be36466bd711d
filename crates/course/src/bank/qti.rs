//! QTI 3.0 and 2.1: content packages with one item a claim and one test.
//!
//! An item is written once, in the words of 2.1; [`renamed`] makes 3.0 of it. Credits are whole ten-thousandths up to the
//! last step, as in [`lesson::mark`], so that SCORE is the very number that our desk gives.
//!
//! Sources: IMS, "Question & Test Interoperability: Assessment Test, Section and Item Information Model, version 2.1"
//! (2012), sections 7 to 16; 1EdTech, "Question & Test Interoperability 3.0: Assessment, Section and Item Information
//! Model" (2022), sections 2 and 7.

use super::{
    Bank, File, Format,
    item::{Choice, Item, NONE, Part, Question},
    xml::{Element, Node, document, el, is_html},
};
use lesson::{ladder::Rung, mark};
use std::borrow::Cow;

/// The names of what differs between the two versions.
struct Version {
    /// The namespace of items and tests, and where its schema is.
    namespace: &'static str,
    schema: &'static str,
    /// The namespace of the manifest, and where its schema is.
    packaging: &'static str,
    packaging_schema: &'static str,
    /// What the manifest says that it is, and in which version.
    package: (&'static str, &'static str),
    /// The types of items and tests as resources.
    item: &'static str,
    test: &'static str,
}

const QTI_30: Version = Version {
    namespace: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    packaging: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    packaging_schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    package: ("QTI Package", "3.0.0"),
    item: "imsqti_item_xmlv3p0",
    test: "imsqti_test_xmlv3p0",
};

const QTI_21: Version = Version {
    namespace: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    schema: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p1.xsd",
    packaging: "http://www.imsglobal.org/xsd/imscp_v1p1",
    packaging_schema: "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    package: ("QTIv2.1 Package", "1.0.0"),
    item: "imsqti_item_xmlv2p1",
    test: "imsqti_test_xmlv2p1",
};

/// The files of the package: the manifest, the test, an item for each claim.
pub(super) fn files(bank: &Bank) -> Vec<File> {
    let is_30 = bank.format == Format::Qti30;
    let version = if is_30 { QTI_30 } else { QTI_21 };
    let part = |root: Element| {
        let root = rooted(root, version.namespace, version.schema);
        document(&if is_30 { renamed(root) } else { root })
    };
    let mut files =
        vec![File::new("imsmanifest.xml", manifest(bank, &version)), File::new("test.xml", part(test(bank)))];
    files.extend(bank.items.iter().map(|item| File::new(path(item), part(assessment_item(bank, item)))));
    files
}

fn path(item: &Item) -> String {
    format!("items/{}.xml", item.id)
}

/// What an item is called; a name in XML does not begin with a digit.
fn name(item: &Item) -> String {
    format!("claim-{}", item.id)
}

fn rooted(mut root: Element, namespace: &str, schema: &str) -> Element {
    let names = [
        ("xmlns", namespace.to_owned()),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance".to_owned()),
        ("xsi:schemaLocation", format!("{namespace} {schema}")),
    ];
    root.attributes.splice(0..0, names.map(|(name, value)| (Cow::Borrowed(name), value)));
    root
}

fn manifest(bank: &Bank, version: &Version) -> String {
    let (schema, schema_version) = version.package;
    let resource = |name: String, kind: &str, path: &str| {
        el("resource").at("identifier", name).at("type", kind).at("href", path).with(el("file").at("href", path))
    };
    let needs = bank.items.iter().map(|item| el("dependency").at("identifierref", name(item)));
    let manifest = el("manifest")
        .at("identifier", format!("{}-package", bank.id))
        .with(
            el("metadata")
                .with(el("schema").text(schema))
                .with(el("schemaversion").text(schema_version))
                .comment(format!("{} – {}", bank.title, bank.leaves_out())),
        )
        .with(el("organizations"))
        .with(
            el("resources")
                .with(resource("test".to_owned(), version.test, "test.xml").all(needs))
                .all(bank.items.iter().map(|item| resource(name(item), version.item, &path(item)))),
        );
    document(&rooted(manifest, version.packaging, version.packaging_schema))
}

/// The test: every item, open for one answer each, with how it is marked for students and what is left out for teachers.
fn test(bank: &Bank) -> Element {
    let told = |views: &'static str, text: String| {
        el("rubricBlock").at("use", "instructions").at("view", views).with(el("p").text(text))
    };
    let sum = el("setOutcomeValue")
        .at("identifier", "SCORE")
        .with(el("sum").with(el("testVariables").at("variableIdentifier", "SCORE")));
    let items = bank
        .items
        .iter()
        .map(|item| el("assessmentItemRef").at("identifier", name(item)).at("href", path(item)).at("fixed", "false"));
    el("assessmentTest")
        .at("identifier", bank.id.clone())
        .at("title", bank.title.clone())
        .at("xml:lang", bank.language.clone())
        .comment(bank.leaves_out())
        .with(outcome("SCORE", "single", "float", Some("0")))
        .with(
            el("testPart")
                .at("identifier", "part")
                .at("navigationMode", "nonlinear")
                .at("submissionMode", "individual")
                .with(el("itemSessionControl").at("maxAttempts", "1").at("showFeedback", "true"))
                .with(
                    el("assessmentSection")
                        .at("identifier", "section")
                        .at("title", bank.title.clone())
                        .at("visible", "true")
                        .with(told("candidate", bank.format.marks()))
                        .with(told("author scorer tutor", bank.leaves_out()))
                        .all(items),
                ),
        )
        .with(el("outcomeProcessing").with(sum))
}

/// What a question's response is called.
const fn response(part: Part) -> &'static str {
    match part {
        Part::Kind => "KIND",
        Part::Records => "RECORDS",
        Part::Rung => "RUNG",
        Part::Half => "SECOND",
    }
}

/// What its credit is called, in ten-thousandths.
const fn credit(part: Part) -> &'static str {
    match part {
        Part::Kind => "KIND_CREDIT",
        Part::Records => "RECORDS_CREDIT",
        Part::Rung => "RUNG_CREDIT",
        Part::Half => "SECOND_CREDIT",
    }
}

const HITS: &str = "HITS";
const SLIPS: &str = "SLIPS";
/// Says that there was an answer, and which rung it named.
const TOLD: &str = "FEEDBACK";
const TOLD_RUNG: &str = "FEEDBACK_RUNG";
const FULL: &str = "10000";

fn assessment_item(bank: &Bank, item: &Item) -> Element {
    let judged = item.questions.len() > 2;
    let weights = item.weights;
    let most = u16::from(weights.kind) + u16::from(weights.records) + if judged { u16::from(weights.rung) } else { 0 };
    let most = most.to_string();
    let whole = |name| outcome(name, "single", "integer", Some("0"));
    let told: Vec<_> = std::iter::once(TOLD).chain(item.question(Part::Rung).map(|_| TOLD_RUNG)).collect();
    el("assessmentItem")
        .at("identifier", name(item))
        .at("title", item.title())
        .at("adaptive", "false")
        .at("timeDependent", "false")
        .at("xml:lang", bank.language.clone())
        .comment(bank.leaves_out())
        .all(item.questions.iter().map(declaration))
        .with(outcome("SCORE", "single", "float", Some("0")).at("normalMaximum", most.clone()).at("normalMinimum", "0"))
        .with(outcome("MAXSCORE", "single", "float", Some(&most)))
        .all([HITS, SLIPS].map(whole))
        .all(item.questions.iter().map(|question| whole(credit(question.part))))
        .all(told.into_iter().map(|name| outcome(name, "single", "identifier", None)))
        .with(body(item))
        .with(el("responseProcessing").all(processing(item)))
        .all(feedback(item))
}

fn declaration(question: &Question) -> Element {
    let cardinality = if question.several { "multiple" } else { "single" };
    let right = question.model.iter().map(|choice| el("value").text(choice.clone()));
    el("responseDeclaration")
        .at("identifier", response(question.part))
        .at("cardinality", cardinality)
        .at("baseType", "identifier")
        .with(el("correctResponse").all(right))
}

fn outcome(name: &'static str, cardinality: &'static str, kind: &'static str, default: Option<&str>) -> Element {
    let declared = el("outcomeDeclaration").at("identifier", name).at("cardinality", cardinality).at("baseType", kind);
    declared.all(default.map(|value| el("defaultValue").with(el("value").text(value))))
}

/// What is shown: the claim, then its kind; the file, then what it comes to.
fn body(item: &Item) -> Element {
    let interaction = |question: &Question| {
        let choice = |id: &str, text: &str| el("simpleChoice").at("identifier", id).at("fixed", "true").text(text);
        // 0: as many as one likes.
        el("choiceInteraction")
            .at("responseIdentifier", response(question.part))
            .at("shuffle", "false")
            .at("maxChoices", if question.several { "0" } else { "1" })
            .with(el("prompt").text(question.asks.clone()))
            .all(question.choices.iter().map(|it| choice(&it.id, &it.text)))
    };
    let (kind, rest): (Vec<&Question>, Vec<&Question>) =
        item.questions.iter().partition(|question| question.part == Part::Kind);
    el("itemBody")
        .with(el("div").all(item.claim.clone()))
        .all(kind.into_iter().map(interaction))
        .with(el("div").all(item.file.clone()))
        .all(rest.into_iter().map(interaction))
}

fn variable(name: &'static str) -> Element {
    el("variable").at("identifier", name)
}

fn base(kind: &'static str, value: impl Into<String>) -> Element {
    el("baseValue").at("baseType", kind).text(value)
}

fn whole(value: impl Into<String>) -> Element {
    base("integer", value)
}

fn set(name: &'static str, value: Element) -> Element {
    el("setOutcomeValue").at("identifier", name).with(value)
}

/// One condition with what it sets.
fn when(condition: Element, then: Element) -> Element {
    el("responseCondition").with(el("responseIf").with(condition).with(then))
}

/// All of these, or the one if there is one.
fn joined(how: &'static str, mut conditions: Vec<Element>) -> Element {
    if conditions.len() == 1 { conditions.remove(0) } else { el(how).all(conditions) }
}

fn not(condition: Element) -> Element {
    el("not").with(condition)
}

/// Whether the response holds this choice.
fn holds(question: &Question, choice: &str) -> Element {
    let how = if question.several { "member" } else { "match" };
    el(how).with(base("identifier", choice)).with(variable(response(question.part)))
}

fn holds_one(question: &Question, choices: &[&Choice]) -> Option<Element> {
    let conditions: Vec<Element> = choices.iter().map(|choice| holds(question, &choice.id)).collect();
    (!conditions.is_empty()).then(|| joined("or", conditions))
}

fn unanswered(question: &Question) -> Element {
    el("isNull").with(variable(response(question.part)))
}

/// How the item is marked. What is counted and what is paid outright is kept in outcomes; what is reckoned from it goes
/// straight into SCORE, because qti-components writes reckoned numbers with commas and three decimals and would read
/// 10,000 as 10.
fn processing(item: &Item) -> Vec<Element> {
    // An item that is answered again starts again.
    let credits = item.questions.iter().map(|question| credit(question.part));
    let mut rules: Vec<Element> = [HITS, SLIPS].into_iter().chain(credits).map(|name| set(name, whole("0"))).collect();
    let mut sum = el("sum");
    let mut weigh = |weight: u8, credit: Element| {
        let weighed = el("product").with(whole(weight.to_string())).with(credit);
        sum.children.push(Node::Element(weighed));
    };
    for question in &item.questions {
        rules.extend(match question.part {
            Part::Kind | Part::Rung => one_of(question),
            Part::Records => records(question),
            Part::Half => second(question),
        });
    }
    weigh(item.weights.kind, variable(credit(Part::Kind)));
    if let Some(records) = item.question(Part::Records) {
        weigh(item.weights.records, picked(records));
    }
    let asked = |part| item.question(part).map(|_| variable(credit(part)));
    let judged = match (asked(Part::Rung), asked(Part::Half)) {
        // Half of it each.
        (Some(rung), Some(half)) => {
            let both = el("sum").with(rung).with(half);
            Some(el("round").with(el("divide").with(both).with(whole("2"))))
        }
        (rung, half) => rung.or(half),
    };
    if let Some(judged) = judged {
        weigh(item.weights.rung, judged);
    }
    rules.push(set("SCORE", el("divide").with(sum).with(whole(FULL))));
    rules.push(set(TOLD, base("identifier", "told")));
    if let Some(rung) = item.question(Part::Rung) {
        rules.push(when(not(unanswered(rung)), set(TOLD_RUNG, variable(response(Part::Rung)))));
    }
    rules
}

/// The key earns all, the next rung its share, no answer nothing. That is asked first: not every course compares with
/// nothing without a fault.
fn one_of(question: &Question) -> Vec<Element> {
    let pays = |credit_of: String| set(credit(question.part), whole(credit_of));
    let near = mark::rung(Rung::None, Rung::Circumstantial).ten_thousandths().to_string();
    let mut condition =
        el("responseCondition").with(el("responseIf").with(unanswered(question)).with(pays("0".to_owned())));
    for (choices, credit_of) in
        [(question.right().collect::<Vec<_>>(), FULL.to_owned()), (question.near().collect(), near)]
    {
        if let Some(chosen) = holds_one(question, &choices) {
            condition = condition.with(el("responseElseIf").with(chosen).with(pays(credit_of)));
        }
    }
    vec![condition]
}

/// Where records bear: counts those that are ticked, and the others. Where none does: all for an answer without a
/// tempting record.
fn records(question: &Question) -> Vec<Element> {
    let bearing = bearing(question);
    if bearing.is_empty() {
        let wrong = holds_one(question, &question.wrong().collect::<Vec<_>>()).map(not);
        let right = std::iter::once(not(unanswered(question))).chain(wrong).collect();
        return vec![when(joined("and", right), set(credit(question.part), whole(FULL)))];
    }
    let count = |name, choice: &Choice| {
        when(holds(question, &choice.id), set(name, el("sum").with(variable(name)).with(whole("1"))))
    };
    let mut rules: Vec<Element> = bearing.iter().map(|choice| count(HITS, choice)).collect();
    rules.extend(question.wrong().map(|choice| count(SLIPS, choice)));
    // "None of these" beside a record contradicts it.
    rules.push(when(holds(question, NONE), set(HITS, whole("0"))));
    rules
}

/// The records that bear, and are not free.
fn bearing(question: &Question) -> Vec<&Choice> {
    question.right().filter(|choice| choice.id != NONE).collect()
}

/// The credit for the records: the share of the bearing ones less the share of the others, each rounded, and never below
/// nothing.
fn picked(question: &Question) -> Element {
    let bearing = bearing(question).len();
    if bearing == 0 {
        return variable(credit(question.part));
    }
    let share = |name, all: usize| {
        let part = el("product").with(variable(name)).with(whole(FULL));
        el("round").with(el("divide").with(part).with(whole(all.max(1).to_string())))
    };
    let less = el("subtract").with(share(HITS, bearing)).with(share(SLIPS, question.wrong().count()));
    el("max").with(whole("0")).with(less)
}

/// Everything that is right and nothing that is wrong.
fn second(question: &Question) -> Vec<Element> {
    if !question.several {
        return one_of(question);
    }
    let right = question.right().map(|choice| holds(question, &choice.id));
    let wrong = question.wrong().map(|choice| not(holds(question, &choice.id)));
    let all = std::iter::once(not(unanswered(question))).chain(right).chain(wrong).collect();
    vec![when(joined("and", all), set(credit(question.part), whole(FULL)))]
}

/// What is told after: why this rung or why not, and the verdict with everything else.
fn feedback(item: &Item) -> Vec<Element> {
    let modal = |outcome: &'static str, id: &str, title: &str, told: Vec<Element>| {
        el("modalFeedback")
            .at("outcomeIdentifier", outcome)
            .at("showHide", "show")
            .at("identifier", id)
            .at("title", title)
            .all(told)
    };
    let rungs = item.question(Part::Rung).into_iter().flat_map(|question| &question.choices);
    let mut all: Vec<Element> = rungs
        .map(|choice| {
            let text = el("p").text(choice.says.clone().unwrap_or_default());
            modal(TOLD_RUNG, &choice.id, "The rung that you chose", vec![text])
        })
        .collect();
    // The verdict names the rung.
    let others = item.questions.iter().filter(|question| question.part != Part::Rung);
    let whys = others.flat_map(|question| question.why.clone());
    let told = item.verdict.iter().cloned().chain(whys).collect();
    all.push(modal(TOLD, "told", "Verdict", told));
    all
}

/// An element of 2.1 in the words of 3.0: `qti-` before each name but HTML's, hyphens for capitals, and a body around
/// what is told.
fn renamed(element: Element) -> Element {
    let Element { name, attributes, children } = element;
    if is_html(&name) {
        return Element { name, attributes, children };
    }
    let children: Vec<Node> = children
        .into_iter()
        .map(|child| match child {
            Node::Element(child) => Node::Element(renamed(child)),
            other => other,
        })
        .collect();
    let children = if matches!(name.as_ref(), "modalFeedback" | "rubricBlock") {
        vec![Node::Element(Element { children, ..el("qti-content-body") })]
    } else {
        children
    };
    let attributes = attributes.into_iter().map(|(name, value)| match name.split_once(':') {
        Some(_) => (name, value),
        None => (Cow::Owned(hyphenated(&name)), value),
    });
    Element { name: Cow::Owned(format!("qti-{}", hyphenated(&name))), attributes: attributes.collect(), children }
}

/// `responseIdentifier` becomes `response-identifier`.
fn hyphenated(name: &str) -> String {
    name.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
        out
    })
}
