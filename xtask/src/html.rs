//! The tags of a page with their places: enough HTML for the origin gate ([`crate::origins`]) and for taking the
//! scripts out of a page ([`crate::plain`]).

use std::{collections::BTreeMap, ops::Range};

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// One start tag.
#[derive(Debug)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    /// Its attributes, names in lower case, values decoded.
    pub attributes: BTreeMap<String, String>,
    /// The text up to the next tag: the whole content of a `style` or `script`.
    pub text: String,
    /// The bytes of the tag itself.
    pub place: Range<usize>,
    /// For `script`: the bytes up to and including its end tag.
    pub element: Range<usize>,
}

impl Tag {
    /// The value of an attribute, or nothing.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Whether `rel` holds a word.
    pub fn is_rel(&self, word: &str) -> bool {
        self.attribute("rel").split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(word))
    }
}

/// All start tags of a page, in their order.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true); // or a `<` inside a script would read as a tag
    let mut tags: Vec<Tag> = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => tags.push(Tag {
                name: owned(&tag.name),
                attributes: tag.attributes.iter().map(|(name, value)| (owned(name), owned(value))).collect(),
                text: String::new(),
                place: tag.span.start..tag.span.end,
                element: tag.span.start..tag.span.end,
            }),
            Token::String(text) => {
                if let Some(last) = tags.last_mut() {
                    last.text.push_str(&owned(&text.value));
                }
            }
            Token::EndTag(end) => {
                if let Some(last) = tags.last_mut().filter(|last| last.name.as_bytes() == &**end.name) {
                    last.element.end = end.span.end;
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tags
}

fn owned(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_know_their_places() {
        let html = "<!doctype html>é<p CLASS='a&amp;b'>x</p><script>if (1<a) '<p>'</script>";
        let tags = tags(html);
        assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["p", "script"]);
        assert_eq!(tags[0].attribute("class"), "a&b");
        assert_eq!(&html[tags[0].place.clone()], "<p CLASS='a&amp;b'>");
        assert_eq!(tags[1].text, "if (1<a) '<p>'");
        assert_eq!(&html[tags[1].element.clone()], "<script>if (1<a) '<p>'</script>");
    }
}
