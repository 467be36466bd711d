//! The units' text as plain HTML: what of a single file can be read where nothing may run. Without pictures, without
//! links: what they lead to is not there.

use lesson::{
    content::Lesson,
    prose::{Block, Inline, Line, Prose, plain},
};

/// The title, the question, and the text of every unit.
pub(super) fn reading(lesson: &Lesson) -> String {
    let units = lesson.units.iter().map(|unit| {
        let title = format!("Unit {}: {}", unit.number, unit.title);
        element("h2", &escape(&title)) + &blocks(&unit.prose)
    });
    [
        element("h1", &escape(&lesson.title)),
        element("p", &element("em", &escape(&lesson.question))),
        blocks(&lesson.cover),
        units.collect(),
        element("p", &line(&lesson.credit)),
    ]
    .concat()
}

fn element(name: &str, inside: &str) -> String {
    format!("<{name}>{inside}</{name}>")
}

fn blocks(prose: &Prose) -> String {
    prose.iter().map(|it| block(it) + "\n").collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => element("p", &line(text)),
        Block::Heading(1, text) => element("h3", &line(text)),
        Block::Heading(_, text) => element("h4", &line(text)),
        Block::Quote(prose) => element("blockquote", &blocks(prose)),
        Block::List { ordered, items } => {
            let items: String = items.iter().map(|item| element("li", &blocks(item))).collect();
            element(if *ordered { "ol" } else { "ul" }, &items)
        }
        Block::Table { head, rows } => {
            let row = |name: &str, cells: &[Line]| {
                let cells: String = cells.iter().map(|cell| element(name, &line(cell))).collect();
                element("tr", &cells)
            };
            let rows: String = rows.iter().map(|cells| row("td", cells)).collect();
            element("table", &(row("th", head) + &rows))
        }
        Block::Picture(_) | Block::Tracer(_) => String::new(),
    }
}

fn line(text: &[Inline]) -> String {
    text.iter()
        .map(|piece| match piece {
            Inline::Emphasis(text) => element("em", &line(text)),
            Inline::Strong(text) => element("strong", &line(text)),
            other => escape(&plain(std::slice::from_ref(other))),
        })
        .collect()
}

/// Text as it stands between tags, or in an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use lesson::prose::words;

    use super::*;
    use crate::{html, places};

    #[test]
    fn every_word_of_the_units_is_there_and_nothing_is_loaded() {
        let lesson = author::read(&places::root().join("tests/other-lesson")).unwrap();
        let page = reading(&lesson);
        for unit in &lesson.units {
            for word in words(&unit.prose).split_whitespace() {
                assert!(page.contains(&escape(word)), "{word} is not there");
            }
        }
        assert!(html::tags(&page).iter().all(|tag| tag.attributes.is_empty()));
    }

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(line(&[Inline::Text("a <b> & \"c\"".to_owned())]), "a &lt;b&gt; &amp; &quot;c&quot;");
    }
}
