//! The manifest of a Common Cartridge: the lesson as one web page of a course. Nothing is reported from there.
//!
//! Question banks are not in it. The cartridge's own profile of QTI 1.2 cannot say that several choices earn parts of
//! the marks; who wants questions takes a bank in the form that their course reads best.

use super::{
    Contents, START,
    xml::{Element, element},
};

/// `imsmanifest.xml`, after the profile's namespaces for version 1.3.
pub(super) fn cartridge(contents: &Contents<'_>) -> Element {
    let lesson = contents.lesson;
    let text = |name, text: &str| {
        let said = element("lomimscc:string").with("language", &lesson.language).text(text);
        element(name).holds([said])
    };
    let general = element("lomimscc:general").holds([
        text("lomimscc:title", &lesson.title),
        element("lomimscc:language").text(&lesson.language),
        text("lomimscc:description", &lesson.question),
    ]);
    let metadata = element("metadata").holds([
        element("schema").text("IMS Common Cartridge"),
        element("schemaversion").text("1.3.0"),
        element("lomimscc:lom").holds([general]),
    ]);
    let item = element("item")
        .with("identifier", "item")
        .with("identifierref", "resource")
        .holds([element("title").text(&lesson.title)]);
    // The profile wants a root item without a title, and all others below it.
    let organization = element("organization")
        .with("identifier", "organization")
        .with("structure", "rooted-hierarchy")
        .holds([element("item").with("identifier", "root").holds([item])]);
    let resource = element("resource")
        .with("identifier", "resource")
        .with("type", "webcontent")
        .with("href", START)
        .holds(contents.files.iter().map(|file| element("file").with("href", file)));
    element("manifest")
        .with("identifier", contents.identifier())
        .with("xmlns", "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1")
        .with("xmlns:lomimscc", "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest")
        .holds([metadata, element("organizations").holds([organization]), element("resources").holds([resource])])
}
