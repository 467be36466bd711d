//! The course structure of cmi5: one assignable unit.

use super::{
    Contents, START,
    scorm::share,
    xml::{Element, element},
};
use uuid::{Uuid, uuid};

/// Where our names live: an id made once, by chance.
const OURS: Uuid = uuid!("7f0f6f0c-6a0b-4c0e-9f7e-2d8a4a4f5b11");

/// `cmi5.xml`. The ids of course and unit follow from the lesson's id and the quiz that is set. They stay the same when
/// a text is mended, so that a course that takes in the new version knows it again; another quiz is another unit.
pub(super) fn course_structure(contents: &Contents<'_>) -> Element {
    let lesson = contents.lesson;
    let text = |name, text: &str| {
        let said = element("langstring").with("lang", &lesson.language).text(text);
        element(name).holds([said])
    };
    let about = || [text("title", &lesson.title), text("description", &lesson.question)];
    let parameters = contents.quiz.map(|quiz| element("launchParameters").text(quiz.query()));
    let unit = element("au")
        .with("id", id(contents, "unit"))
        .with("moveOn", "CompletedOrPassed")
        .with("masteryScore", share())
        .with("launchMethod", "AnyWindow")
        .holds(about())
        .holds([element("url").text(START)])
        .holds(parameters);
    element("courseStructure")
        .with("xmlns", "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd")
        .holds([element("course").with("id", id(contents, "course")).holds(about()), unit])
}

/// An id that is the same wherever and whenever it is made: a name-based UUID (RFC 9562, section 5.5).
fn id(contents: &Contents<'_>, what: &str) -> String {
    let name = format!("{}/{what}{}", contents.lesson.id, contents.query().unwrap_or_default());
    format!("urn:uuid:{}", Uuid::new_v5(&OURS, name.as_bytes()))
}
