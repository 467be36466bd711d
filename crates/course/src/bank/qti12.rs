//! QTI 1.2 as Canvas takes it: one assessment in one file, packed with a manifest; a question a part.
//!
//! Canvas names the kind of a question in a field of its own (`question_type`), gives the points in another, and reads a
//! key from conditions that *set* SCORE to 100. It takes any other share for the whole, so none is written.
//!
//! Source: IMS, "Question & Test Interoperability: ASI XML Binding Specification, version 1.2" (2002), sections 3.2 to
//! 3.6; what Canvas itself writes.

use super::{
    Bank, File,
    item::{Choice, Item, Question, Worth},
    xml::{Element, document, el, html},
};

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2";
const SCHEMA: &str = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd";
const PACKAGING: &str = "http://www.imsglobal.org/xsd/imscp_v1p1";
/// The one response of a question.
const RESPONSE: &str = "response1";
/// What Canvas calls what is told whatever was answered.
const GENERAL: &str = "general_fb";

/// The manifest and the bank.
pub(super) fn files(bank: &Bank) -> Vec<File> {
    let path = format!("{}.xml", bank.id);
    vec![File::new("imsmanifest.xml", manifest(bank, &path)), File::new(path, assessment(bank))]
}

fn manifest(bank: &Bank, path: &str) -> String {
    let resource = el("resource")
        .at("identifier", bank.id.clone())
        .at("type", "imsqti_xmlv1p2")
        .at("href", path)
        .with(el("file").at("href", path));
    document(
        &el("manifest")
            .at("xmlns", PACKAGING)
            .at("identifier", format!("{}-package", bank.id))
            .with(el("metadata").with(el("schema").text("IMS Content")).with(el("schemaversion").text("1.1.3")))
            .with(el("organizations"))
            .with(el("resources").with(resource)),
    )
}

fn assessment(bank: &Bank) -> String {
    let items =
        bank.items.iter().flat_map(|item| item.questions.iter().map(move |question| asked(bank, item, question)));
    document(
        &el("questestinterop")
            .at("xmlns", NAMESPACE)
            .at("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
            .at("xsi:schemaLocation", format!("{NAMESPACE} {SCHEMA}"))
            .with(el("qticomment").text(format!("{} {}", bank.format.marks(), bank.leaves_out())))
            .with(
                el("assessment")
                    .at("ident", bank.id.clone())
                    .at("title", bank.title.clone())
                    .at("xml:lang", bank.language.clone())
                    .with(el("qtimetadata").with(field("cc_maxattempts", "1")))
                    .with(el("section").at("ident", "root_section").all(items)),
            ),
    )
}

fn field(label: &str, entry: impl Into<String>) -> Element {
    el("qtimetadatafield").with(el("fieldlabel").text(label)).with(el("fieldentry").text(entry))
}

/// HTML as a text.
fn material(elements: &[Element]) -> Element {
    el("material").with(el("mattext").at("texttype", "text/html").text(html(elements)))
}

/// What is offered: all but what may be ticked or left, which a key without shares cannot express.
fn offered(question: &Question) -> impl Iterator<Item = &Choice> {
    question.choices.iter().filter(|choice| choice.worth != Worth::Free)
}

fn asked(bank: &Bank, item: &Item, question: &Question) -> Element {
    let (kind, cardinality) = if question.several {
        ("multiple_answers_question", "Multiple")
    } else {
        ("multiple_choice_question", "Single")
    };
    let told = item.before(question, bank.format);
    let label = |choice: &Choice| {
        let text = el("mattext").at("texttype", "text/plain").text(choice.text.clone());
        el("response_label").at("ident", choice.id.clone()).with(el("material").with(text))
    };
    let ident = format!("{}-{}", item.id, question.part.key());
    let choices = el("render_choice").at("shuffle", "No").all(offered(question).map(label));
    let fields = [field("question_type", kind), field("points_possible", question.marks.to_string())];
    el("item")
        .at("ident", ident)
        .at("title", item.title_of(question))
        .with(el("itemmetadata").with(el("qtimetadata").all(fields)))
        .with(
            el("presentation")
                .with(material(&told))
                .with(el("response_lid").at("ident", RESPONSE).at("rcardinality", cardinality).with(choices)),
        )
        .with(processing(question))
        .all(feedback(item, question))
}

fn is(choice: &Choice) -> Element {
    el("varequal").at("respident", RESPONSE).text(choice.id.clone())
}

fn processing(question: &Question) -> Element {
    let condition = |goes_on: &'static str, when: Element| {
        el("respcondition").at("continue", goes_on).with(el("conditionvar").with(when))
    };
    let shows = |id: String| el("displayfeedback").at("feedbacktype", "Response").at("linkrefid", id);
    let hundred = || el("setvar").at("action", "Set").at("varname", "SCORE").text("100");
    let score = el("decvar").at("maxvalue", "100").at("minvalue", "0").at("varname", "SCORE").at("vartype", "Decimal");
    let told = offered(question).filter(|choice| choice.says.is_some());
    let processing = el("resprocessing")
        .with(el("outcomes").with(score))
        .with(condition("Yes", el("other")).with(shows(GENERAL.to_owned())))
        .all(told.map(|choice| condition("Yes", is(choice)).with(shows(says(choice)))));
    if question.several {
        let key = offered(question).map(|choice| match choice.worth {
            Worth::Right(_) => is(choice),
            _ => el("not").with(is(choice)),
        });
        processing.with(condition("No", el("and").all(key)).with(hundred()))
    } else {
        processing.all(question.right().map(|choice| condition("No", is(choice)).with(hundred())))
    }
}

/// What the feedback of a choice is called; Canvas goes by this end.
fn says(choice: &Choice) -> String {
    format!("{}_fb", choice.id)
}

fn feedback(item: &Item, question: &Question) -> Vec<Element> {
    let told =
        |id: String, told: &[Element]| el("itemfeedback").at("ident", id).with(el("flow_mat").with(material(told)));
    let own = offered(question).filter_map(|choice| {
        let text = el("p").text(choice.says.clone()?);
        Some(told(says(choice), &[text]))
    });
    std::iter::once(told(GENERAL.to_owned(), &item.after(question))).chain(own).collect()
}
