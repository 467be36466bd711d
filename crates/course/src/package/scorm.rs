//! The manifests of SCORM: one organisation, one item, one sharable content object that holds every file.

use super::{
    Contents, MASTERY, START,
    xml::{Element, element},
};

/// SCORM 1.2.
///
/// `masteryscore` lets the course judge: it calls an attempt passed from there on, once the lesson reports a score and
/// ends (Content Aggregation Model 2.3.2.5.1.4; Run-Time Environment 3.4.4, `cmi.core.lesson_status`).
pub(super) fn scorm_12(contents: &Contents<'_>) -> Element {
    let item = item(contents).holds([element("adlcp:masteryscore").text(MASTERY.to_string())]);
    manifest(contents, "1.2", "adlcp:scormtype", [item])
        .with("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2")
        .with("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2")
}

/// SCORM 2004, 4th Edition.
///
/// The measure that the lesson reports decides whether its objective is satisfied (Sequencing and Navigation 4.5 and
/// SM.7); that it is completed the lesson says itself, not its progress measure (SM.11: both `…SetByContent`).
pub(super) fn scorm_2004(contents: &Contents<'_>) -> Element {
    let satisfied = element("imsss:primaryObjective")
        .with("objectiveID", "score")
        .with("satisfiedByMeasure", "true")
        .holds([element("imsss:minNormalizedMeasure").text(share())]);
    let sequencing = element("imsss:sequencing").holds([
        element("imsss:objectives").holds([satisfied]),
        element("imsss:deliveryControls").with("completionSetByContent", "true").with("objectiveSetByContent", "true"),
    ]);
    let item =
        item(contents).holds([element("adlcp:completionThreshold").with("completedByMeasure", "false"), sequencing]);
    let flow = element("imsss:controlMode").with("choice", "true").with("flow", "true");
    manifest(contents, "2004 4th Edition", "adlcp:scormType", [item, element("imsss:sequencing").holds([flow])])
        .with("xmlns", "http://www.imsglobal.org/xsd/imscp_v1p1")
        .with("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_v1p3")
        .with("xmlns:imsss", "http://www.imsglobal.org/xsd/imsss")
}

/// What passes, as a share of one: "0.6".
pub(super) fn share() -> String {
    format!("{:.2}", f64::from(MASTERY) / 100.0).trim_end_matches('0').to_owned()
}

fn item(contents: &Contents<'_>) -> Element {
    element("item")
        .with("identifier", "item")
        .with("identifierref", "resource")
        .with("isvisible", "true")
        .with_some("parameters", contents.query())
        .holds([title(contents)])
}

fn title(contents: &Contents<'_>) -> Element {
    element("title").text(&contents.lesson.title)
}

fn manifest<const N: usize>(
    contents: &Contents<'_>,
    version: &str,
    kind: &'static str,
    inside: [Element; N],
) -> Element {
    let organization = element("organization").with("identifier", "organization").holds([title(contents)]);
    let resource = element("resource")
        .with("identifier", "resource")
        .with("type", "webcontent")
        .with(kind, "sco")
        .with("href", START)
        .holds(contents.files.iter().map(|file| element("file").with("href", file)));
    element("manifest").with("identifier", contents.identifier()).with("version", &contents.lesson.hash).holds([
        element("metadata").holds([element("schema").text("ADL SCORM"), element("schemaversion").text(version)]),
        element("organizations").with("default", "organization").holds([organization.holds(inside)]),
        element("resources").holds([resource]),
    ])
}
