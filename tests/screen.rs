//! What is on the screen, by role and accessible name, as assistive technology is told; pointer and keyboard.

use crate::visit::{Visit, until};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::cell::RefCell;
use xtask::browser::Focused;

/// How a fold's own line is called in Chromium's accessibility tree.
pub const FOLD: &str = "DisclosureTriangle";

/// Something on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its role.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// Whether it cannot be used.
    pub disabled: bool,
    node: i64,
}

impl Seen {
    /// Whether it has this name. Capitals are the style sheet's affair.
    pub fn is_named(&self, name: &str) -> bool {
        same(&self.name, name)
    }
}

impl Visit {
    /// Everything on the screen with this role, in the order of the page.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub async fn all(&self, role: &str) -> Result<Vec<Seen>> {
        let root = self.browser.cdp("DOM.getDocument", json!({ "depth": 0 })).await?;
        let query = json!({ "nodeId": root["root"]["nodeId"], "role": role });
        let found = self.browser.cdp("Accessibility.queryAXTree", query).await?;
        let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(nodes.iter().filter(|node| node["ignored"] == false).map(seen).collect())
    }

    /// Waits for something on the screen.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for(&self, role: &str, what: &str, is: impl Fn(&Seen) -> bool) -> Result<Seen> {
        let there = RefCell::new(Vec::new());
        let found = until(what, async || {
            let all = self.all(role).await?;
            let found = all.iter().find(|seen| is(seen)).cloned();
            *there.borrow_mut() = all;
            Ok(found)
        })
        .await;
        found.with_context(|| {
            let there = there.borrow();
            let names: Vec<&str> = there.iter().map(|seen| seen.name.as_str()).collect();
            format!("no {role} “{what}” on the screen; there are {names:#?}")
        })
    }

    /// Waits for something with this role and name.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn see(&self, role: &str, name: &str) -> Result<Seen> {
        self.wait_for(role, name, |seen| seen.is_named(name)).await
    }

    /// Waits until nothing with this role and name is on the screen.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_no(&self, role: &str, name: &str) -> Result<()> {
        until(&format!("no {role} “{name}” on the screen"), async || {
            Ok(self.all(role).await?.iter().all(|seen| !seen.is_named(name)).then_some(()))
        })
        .await
    }

    /// Presses the pointer on something with this role and name.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        let seen = self.see(role, name).await?;
        self.point_at(&seen).await
    }

    /// Presses the pointer on something.
    ///
    /// # Errors
    /// When it has no place on the screen.
    pub async fn point_at(&self, seen: &Seen) -> Result<()> {
        self.press_pointer(seen, 0).await
    }

    /// Presses the pointer on something, with the Control key held.
    ///
    /// # Errors
    /// When it has no place on the screen.
    pub async fn control_click(&self, seen: &Seen) -> Result<()> {
        self.press_pointer(seen, 2).await
    }

    async fn press_pointer(&self, seen: &Seen, modifiers: u8) -> Result<()> {
        let node = json!({ "backendNodeId": seen.node });
        self.browser.cdp("DOM.scrollIntoViewIfNeeded", node.clone()).await?;
        let quads = self.browser.cdp("DOM.getContentQuads", node).await?;
        let corner = |at: usize| quads["quads"][0][at].as_f64().context("it has no place on the screen");
        let (x, y) = (f64::midpoint(corner(0)?, corner(4)?), f64::midpoint(corner(1)?, corner(5)?));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({
                "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, "modifiers": modifiers,
            });
            self.browser.cdp("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// All text on the screen, its blanks made even.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Result<String> {
        Ok(even(self.script("document.body.innerText").await?.as_str().unwrap_or_default()))
    }

    /// Waits until this text is on the screen, capitals or not.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn read(&self, text: &str) -> Result<()> {
        let wanted = even(text).to_lowercase();
        until(&format!("the text “{text}”"), async || {
            Ok(self.text().await?.to_lowercase().contains(&wanted).then_some(()))
        })
        .await
    }

    /// Waits until something with this role says this.
    ///
    /// # Errors
    /// When none does.
    pub async fn hear(&self, role: &str, text: &str) -> Result<()> {
        let heard = RefCell::new(Vec::new());
        let wait = until(&format!("a {role} that says “{text}”"), async || {
            let mut all = Vec::new();
            for seen in self.all(role).await? {
                all.push(self.text_of(&seen).await?);
            }
            let found = all.iter().any(|says| says.contains(text));
            *heard.borrow_mut() = all;
            Ok(found.then_some(()))
        })
        .await;
        wait.with_context(|| format!("each {role} says: {:#?}", heard.borrow()))
    }

    /// What something says.
    ///
    /// # Errors
    /// When it has gone.
    pub async fn text_of(&self, seen: &Seen) -> Result<String> {
        let text = self.call(seen, "function () { return this.innerText; }").await?;
        Ok(even(text.as_str().unwrap_or_default()))
    }

    /// Calls a function on something.
    ///
    /// # Errors
    /// When it has gone.
    pub async fn call(&self, seen: &Seen, function: &str) -> Result<Value> {
        let object = self.browser.cdp("DOM.resolveNode", json!({ "backendNodeId": seen.node })).await?;
        let call = json!({
            "objectId": object["object"]["objectId"], "functionDeclaration": function, "returnByValue": true,
        });
        Ok(self.browser.cdp("Runtime.callFunctionOn", call).await?["result"]["value"].clone())
    }

    /// The places whose views are on the screen.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn views(&self) -> Result<Vec<String>> {
        let views = "[...document.querySelectorAll('main > section')].filter(view => view.checkVisibility())
            .map(view => view.id)";
        let views = self.script(views).await?;
        Ok(views.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Waits until this view is the only one on the screen.
    ///
    /// # Errors
    /// When it is not.
    pub async fn is_at(&self, view: &str) -> Result<()> {
        until(&format!("only the view {view}"), async || Ok((self.views().await? == [view]).then_some(())))
            .await
            .with_context(|| format!("instead of {view}"))
    }

    /// Waits until the element with this address has the focus.
    ///
    /// # Errors
    /// When something else has it.
    pub async fn focus_is_on(&self, id: &str) -> Result<()> {
        self.until_true(&format!("the focus is on {id}"), &format!("document.activeElement.id === '{id}'")).await
    }

    /// Waits until something with this role and name has the focus.
    ///
    /// # Errors
    /// When something else has it.
    pub async fn has_focus(&self, role: &str, name: &str) -> Result<()> {
        let last = RefCell::new(None);
        let wait = until(&format!("the focus on the {role} “{name}”"), async || {
            let focused = self.browser.focused().await?;
            let right = focused.role == role && same(&focused.name, name);
            *last.borrow_mut() = Some(focused);
            Ok(right.then_some(()))
        })
        .await;
        wait.with_context(|| format!("the focus is on {:?}", last.borrow()))
    }

    /// Goes on with Tab until something is reached; sees to it that the focus shows at each stop.
    ///
    /// # Errors
    /// When it cannot be reached, or the focus cannot be seen somewhere on the way.
    pub async fn tab_to(&self, what: &str, is: impl Fn(&Focused) -> bool) -> Result<Focused> {
        let mut stops = Vec::new();
        for _ in 0..250 {
            self.browser.press("Tab").await?;
            let focused = self.browser.focused().await?;
            self.focus_shows(&focused).await?;
            if is(&focused) {
                return Ok(focused);
            }
            stops.push(format!("{} {}", focused.role, focused.name));
        }
        bail!("Tab never came to {what}, only to {stops:#?}")
    }

    /// Goes on with Tab to something with this role and name.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn tab_to_the(&self, role: &str, name: &str) -> Result<()> {
        self.tab_to(name, |focused| focused.role == role && same(&focused.name, name)).await.map(drop)
    }

    /// Goes to a group of radio buttons with Tab, and to one of them with arrows and Space.
    ///
    /// # Errors
    /// When it is not among them, or does not get ticked.
    pub async fn choose_by_keys(&self, group: &[&str], name: &str) -> Result<()> {
        let mut focused =
            self.tab_to(name, |focused| focused.role == "radio" && group.contains(&focused.name.as_str())).await?;
        if focused.name == name {
            self.browser.press("Space").await?;
        }
        for _ in group {
            if focused.name == name {
                break;
            }
            self.browser.press("ArrowDown").await?;
            focused = self.browser.focused().await?;
            self.focus_shows(&focused).await?;
        }
        ensure!(focused.name == name, "arrows do not lead to {name} among {group:?}");
        self.until_true(&format!("{name} is ticked"), "document.activeElement.checked").await
    }

    /// Sees to it that whoever looks at the screen sees where the focus is: it has an outline, and is neither outside
    /// the window nor covered.
    ///
    /// # Errors
    /// When it cannot be seen.
    pub async fn focus_shows(&self, focused: &Focused) -> Result<()> {
        let fault = self.script(FOCUS_FAULT).await?;
        ensure!(fault.is_null(), "the focus on the {} “{}” cannot be seen: {fault}", focused.role, focused.name);
        Ok(())
    }
}

/// What hides the focus, or nothing.
const FOCUS_FAULT: &str = "(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    let outlined = false;
    for (let up = at; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        outlined ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    }
    if (!outlined) return 'it has no outline';
    const shows = box => {
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (right <= left || bottom <= top) return false;
        return [0.1, 0.5, 0.9].some(part => {
            const hit = document.elementFromPoint((left + right) / 2, top + (bottom - top) * part);
            return hit && (at.contains(hit) || hit.contains(at));
        });
    };
    const boxes = [...at.getClientRects()];
    if (boxes.some(shows)) return null;
    const places = boxes.map(box => {
        const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        return `${Math.round(box.top)} to ${Math.round(box.bottom)}, below ${hit?.localName}.${hit?.className}`;
    });
    return `it is outside the window (${innerHeight} high), or covered: ${places.join('; ')}`;
})()";

fn seen(node: &Value) -> Seen {
    let property = |name: &str| {
        let properties = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
        let value =
            properties.iter().find(|property| property["name"] == name).map(|property| &property["value"]["value"]);
        value.is_some_and(|value| value == true || value == "true")
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Seen {
        role: text(&node["role"]["value"]),
        name: even(&text(&node["name"]["value"])),
        checked: property("checked"),
        disabled: property("disabled"),
        node: node["backendDOMNodeId"].as_i64().unwrap_or_default(),
    }
}

/// A text with single blanks.
fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two texts are the same but for capitals and blanks.
fn same(one: &str, other: &str) -> bool {
    even(one).to_lowercase() == even(other).to_lowercase()
}
