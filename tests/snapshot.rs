//! What is on the screen where no script may run, not even a test's.

use crate::{screen::even, visit::Visit};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::HashMap;

/// An element of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Its attributes.
    pub attributes: HashMap<String, String>,
    /// All text in it, displayed or not.
    pub text: String,
    /// All text in it that is displayed.
    pub shown: String,
    /// Its distance from the top of the page, if it is displayed and larger than nothing.
    pub top: Option<f64>,
    /// Its height on the screen.
    pub height: f64,
    /// The elements that it stands in, from the outermost.
    pub within: Vec<usize>,
}

impl Element {
    /// An attribute's value, or nothing.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether a user sees it, or could scroll to it.
    pub fn is_displayed(&self) -> bool {
        self.top.is_some()
    }
}

/// Every element of the page, by the number that [`Element::within`] uses.
#[derive(Debug)]
pub struct Snapshot(pub Vec<(usize, Element)>);

impl Snapshot {
    /// The element with this number.
    pub fn element(&self, number: usize) -> Option<&Element> {
        self.0.iter().find(|(known, _)| *known == number).map(|(_, element)| element)
    }

    /// Every element with one of these names that stands in the element with this id, in the order of the page.
    pub fn within<'a>(&'a self, id: &str, names: &'a [&str]) -> Vec<&'a Element> {
        let outer = self.0.iter().find(|(_, element)| element.attribute("id") == id).map(|(number, _)| *number);
        self.named(names).filter(|element| outer.is_some_and(|outer| element.within.contains(&outer))).collect()
    }

    /// Every element with one of these names, in the order of the page.
    pub fn named(&self, names: &[&str]) -> impl Iterator<Item = &Element> {
        self.0.iter().map(|(_, element)| element).filter(move |element| names.contains(&element.name.as_str()))
    }
}

impl Visit {
    /// Takes the page as it is displayed, without running anything in it.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let taken =
            self.browser.cdp("DOMSnapshot.captureSnapshot", json!({ "computedStyles": ["visibility"] })).await?;
        elements(&taken).context("the snapshot is not as expected")
    }
}

fn elements(taken: &Value) -> Option<Snapshot> {
    let strings = taken["strings"].as_array()?;
    let string = |at: &Value| {
        let at = at.as_u64().and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| strings.get(at)?.as_str()).unwrap_or_default()
    };
    let document = &taken["documents"][0];
    let nodes = &document["nodes"];
    let parents: Vec<Option<usize>> =
        nodes["parentIndex"].as_array()?.iter().map(|at| at.as_u64().and_then(|at| usize::try_from(at).ok())).collect();
    let mut boxes = HashMap::new();
    let layout = &document["layout"];
    for ((node, bounds), styles) in
        layout["nodeIndex"].as_array()?.iter().zip(layout["bounds"].as_array()?).zip(layout["styles"].as_array()?)
    {
        let side = |at: usize| bounds[at].as_f64().unwrap_or_default();
        if side(2) > 0.0 && side(3) > 0.0 && string(&styles[0]) == "visible" {
            boxes.insert(usize::try_from(node.as_u64()?).ok()?, (side(1), side(3)));
        }
    }
    let kinds = nodes["nodeType"].as_array()?;
    let mut texts: HashMap<usize, String> = HashMap::new();
    let mut shown: HashMap<usize, String> = HashMap::new();
    let within = |node: usize| {
        let mut chain: Vec<usize> = std::iter::successors(parents[node], |up| parents[*up]).collect();
        chain.reverse();
        chain
    };
    for (node, kind) in kinds.iter().enumerate() {
        if kind == 3 {
            let text = string(&nodes["nodeValue"][node]);
            for up in within(node) {
                texts.entry(up).or_default().push_str(text);
                if boxes.contains_key(&node) {
                    let shown = shown.entry(up).or_default();
                    shown.push(' ');
                    shown.push_str(text);
                }
            }
        }
    }
    let elements = kinds.iter().enumerate().filter(|(_, kind)| **kind == 1).map(|(node, _)| {
        let list = nodes["attributes"][node].as_array().map(Vec::as_slice).unwrap_or_default();
        let attributes = list.chunks_exact(2).map(|pair| (string(&pair[0]).to_owned(), string(&pair[1]).to_owned()));
        let place = boxes.get(&node);
        let element = Element {
            name: string(&nodes["nodeName"][node]).to_ascii_lowercase(),
            attributes: attributes.collect(),
            text: even(&texts.remove(&node).unwrap_or_default()),
            shown: even(&shown.remove(&node).unwrap_or_default()),
            top: place.map(|(top, _)| *top),
            height: place.map_or(0.0, |(_, height)| *height),
            within: within(node),
        };
        (node, element)
    });
    Some(Snapshot(elements.collect()))
}
