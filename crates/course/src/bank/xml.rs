//! Elements and text, as a tree; written out by quick-xml, which knows what must be escaped.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use std::{borrow::Cow, io};

/// An element with what is in it.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: Cow<'static, str>,
    pub(super) attributes: Vec<(Cow<'static, str>, String)>,
    pub(super) children: Vec<Node>,
}

/// What can be in an element.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    Comment(String),
}

/// An empty element.
pub(super) fn el(name: &'static str) -> Element {
    Element { name: Cow::Borrowed(name), attributes: Vec::new(), children: Vec::new() }
}

impl Element {
    /// With an attribute.
    pub(super) fn at(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// With a text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// With a comment.
    pub(super) fn comment(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Comment(text.into()));
        self
    }

    /// With an element.
    pub(super) fn with(self, child: Self) -> Self {
        self.all([child])
    }

    /// With elements.
    pub(super) fn all(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }
}

/// The text as XML can hold it: XML 1.0, section 2.2, has no control characters but tab and line feed (a carriage
/// return comes back as a line feed), and neither U+FFFE nor U+FFFF.
pub(super) fn fit(text: &str) -> String {
    let fit = |c: char| match c {
        '\r' => '\n',
        '\t' | '\n' => c,
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        c if c < ' ' => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(fit).collect()
}

/// The text as an attribute can hold it: on one line, for a parser would make blanks of line feeds anyway.
pub(super) fn fit_in_attribute(text: &str) -> String {
    fit(text).replace(['\n', '\t'], " ")
}

/// A whole file.
pub(super) fn document(root: &Element) -> String {
    printed(|writer| {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        line(writer)?;
        write(writer, root)?;
        line(writer)
    })
}

/// Elements of XHTML as HTML: a text for formats that carry text.
pub(super) fn html(elements: &[Element]) -> String {
    printed(|writer| elements.iter().try_for_each(|element| write(writer, element)))
}

fn printed(what: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>) -> String {
    let mut writer = Writer::new(Vec::new());
    what(&mut writer).expect("memory takes every byte");
    String::from_utf8(writer.into_inner()).expect("texts were written")
}

fn line(writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    writer.write_event(Event::Text(BytesText::from_escaped("\n")))
}

fn write(writer: &mut Writer<Vec<u8>>, element: &Element) -> io::Result<()> {
    let mut start = BytesStart::new(element.name.as_ref());
    for (name, value) in &element.attributes {
        start.push_attribute((name.as_ref(), fit_in_attribute(value).as_str()));
    }
    if element.children.is_empty() {
        return writer.write_event(Event::Empty(start));
    }
    // Only elements, and comments, within: blanks between them mean nothing, and lines are easier to read.
    let parted = element.children.iter().all(|child| !matches!(child, Node::Text(_))) && !is_html(&element.name);
    writer.write_event(Event::Start(start))?;
    for child in &element.children {
        if parted {
            line(writer)?;
        }
        match child {
            Node::Element(child) => write(writer, child)?,
            Node::Text(text) => writer.write_event(Event::Text(BytesText::new(&fit(text))))?,
            // XML 1.0, section 2.5: no two hyphens within a comment.
            Node::Comment(text) => {
                let text = format!(" {} ", fit(text).replace('-', "–"));
                writer.write_event(Event::Comment(BytesText::from_escaped(text)))?;
            }
        }
    }
    if parted {
        line(writer)?;
    }
    writer.write_event(Event::End(BytesEnd::new(element.name.as_ref())))
}

/// Whether this is an element of XHTML rather than of a format.
pub(super) fn is_html(name: &str) -> bool {
    matches!(name, "div" | "h3" | "h4" | "li" | "p" | "strong" | "ul")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back_from_another_parser(text in any::<String>(), value in any::<String>()) {
            let file = document(&el("a").at("b", value.clone()).with(el("p").text(text.clone())).comment(value.clone()));
            let read = roxmltree::Document::parse(&file).unwrap();
            prop_assert_eq!(read.root_element().attribute("b").unwrap(), fit_in_attribute(&value));
            let p = read.root_element().first_element_child().unwrap();
            prop_assert_eq!(p.text().unwrap_or_default(), fit(&text));
        }
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(html(&[el("p").text("a < b & \"c\"").with(el("strong").text("]]>"))]).matches('<').count(), 4);
    }
}
