//! Elements of a manifest, to be written down as they nest.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

/// An element with its attributes, and text or elements inside.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    inside: Vec<Element>,
}

/// An element of this name.
pub(super) fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), text: None, inside: Vec::new() }
}

impl Element {
    pub(super) fn with(mut self, attribute: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((attribute, value.into()));
        self
    }

    pub(super) fn with_some(self, attribute: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.with(attribute, value),
            None => self,
        }
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    pub(super) fn holds(mut self, inside: impl IntoIterator<Item = Self>) -> Self {
        self.inside.extend(inside);
        self
    }

    /// A whole document with this root.
    pub(super) fn document(&self) -> String {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        let written = writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
            .and_then(|()| self.write(&mut writer));
        written.expect("writing into memory cannot fail");
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        String::from_utf8(bytes).expect("what was written was text")
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes = self.attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let start = writer.create_element(self.name).with_attributes(attributes);
        match &self.text {
            Some(text) => start.write_text_content(BytesText::new(text)),
            None if self.inside.is_empty() => start.write_empty(),
            None => start.write_inner_content(|writer| self.inside.iter().try_for_each(|it| it.write(writer))),
        }
        .map(drop)
    }
}
