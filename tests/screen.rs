//! What is on the screen, by role and accessible name, as assistive technology is told; pointer and keyboard.

use crate::visit::{Visit, until};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::{cell::RefCell, fmt, path::Path};
use xtask::browser::{Focused, Violation};

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
    /// Whether it is unfolded.
    pub expanded: bool,
    /// What is typed or chosen in it.
    pub value: String,
    node: i64,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} “{}”", self.role, self.name)
    }
}

impl Seen {
    /// Whether it has this name. Capitals are the style sheet's affair.
    pub fn is_named(&self, name: &str) -> bool {
        same(&self.name, name)
    }

    /// Whether its name begins so: behind it the style sheet may have put a mark.
    pub fn begins(&self, name: &str) -> bool {
        even(&self.name).to_lowercase().starts_with(&even(name).to_lowercase())
    }

    /// Whether it is a link to a note with a number.
    pub fn is_note(&self) -> bool {
        self.name.strip_prefix("note ").is_some_and(|number| number.parse::<u16>().is_ok())
    }
}

/// Everything on the screen, as one look has found it. A look costs time; this is for tests that look often.
#[derive(Clone, Debug)]
pub struct Glance(Vec<Seen>);

impl Glance {
    /// Nothing seen.
    pub const fn blank() -> Self {
        Self(Vec::new())
    }

    /// The first thing with this role that fits.
    ///
    /// # Errors
    /// When there is none.
    pub fn first(&self, role: &str, what: &str, is: impl Fn(&Seen) -> bool) -> Result<&Seen> {
        self.0.iter().find(|seen| seen.role == role && is(seen)).with_context(|| {
            let names: Vec<&str> =
                self.0.iter().filter(|seen| seen.role == role).map(|seen| seen.name.as_str()).collect();
            format!("no {role} “{what}” on the screen; there are {names:#?}")
        })
    }

    /// What has this role and name and can be used.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(&self, role: &str, name: &str) -> Result<&Seen> {
        self.first(role, name, |seen| seen.is_named(name) && !seen.disabled)
    }

    /// How often exactly this stands in the text.
    pub fn count(&self, text: &str) -> usize {
        self.0.iter().filter(|seen| seen.role == "StaticText" && seen.is_named(text)).count()
    }

    /// Everything with this role.
    pub fn all(&self, role: &str) -> impl Iterator<Item = &Seen> {
        self.0.iter().filter(move |seen| seen.role == role)
    }
}

/// Where something is in the window, and how much of the window answers for it: a control's label does so too.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Its middle, from the left, in CSS pixels.
    pub x: f64,
    /// Its middle, from the top.
    pub y: f64,
    /// How wide what answers is.
    pub width: f64,
    /// How high.
    pub height: f64,
}

impl Visit {
    /// One look at the view that is on the screen, or at the part that is looked at.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub async fn glance(&self) -> Result<Glance> {
        let place = self.places().await.into_iter().next().unwrap_or_default();
        self.all_of(&place, json!({})).await.map(Glance)
    }

    /// Brings something into the middle of the window, as a reader does by scrolling, and says where it is then.
    ///
    /// # Errors
    /// When something else is in front of it.
    pub async fn spot(&self, seen: &Seen) -> Result<Spot> {
        const LOOK: &str = "function () {
            this.scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = this.getClientRects()[0], all = this.labels?.[0] ?? this;
            if (!box) return 'it is not on the screen';
            const [x, y] = [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
            const hit = document.elementFromPoint(x, y);
            if (!hit || !(all.contains(hit) || hit.contains(this) && hit.localName === 'label')) {
                return `below ${hit?.localName}.${hit?.className}, at ${x}, ${y}`;
            }
            const { width, height } = all.getBoundingClientRect();
            return [x, y, width, height];
        }";
        self.has_settled().await?;
        if !self.frames.borrow().is_empty() {
            // Beyond a frame's edge only the browser itself scrolls.
            let node = json!({ "backendNodeId": seen.node });
            self.browser.cdp("DOM.scrollIntoViewIfNeeded", node).await?;
        }
        let found = self.call(seen, LOOK).await?;
        let number = |at: usize| found[at].as_f64().with_context(|| format!("{seen}: {found}"));
        let (left, top) = self.corner_of_the_frame().await?;
        Ok(Spot { x: number(0)? + left, y: number(1)? + top, width: number(2)?, height: number(3)? })
    }

    /// Presses the pointer on a point of the window.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub async fn press_at(&self, spot: Spot) -> Result<()> {
        self.pointer(spot.x, spot.y, 0).await
    }

    /// Everything on the screen with this role, in the order of the page.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub async fn all(&self, role: &str) -> Result<Vec<Seen>> {
        let place = self.places().await.pop().unwrap_or_default();
        self.all_in(&place, role).await
    }

    /// Where to look, as selectors, one after the other: at the part; or at the view, and then at everything but the other
    /// views. Chromium would go through each of those every time, only to find it hidden.
    async fn places(&self) -> Vec<String> {
        if let Some(part) = &*self.part.borrow() {
            return vec![part.clone()];
        }
        match self.views().await.as_deref() {
            Ok([view]) => {
                vec![format!("#{view}"), format!(".bar, .asleep, #{view}, #guide, .foot, #aside")]
            }
            _ => vec!["html".to_owned()],
        }
    }

    /// Everything with this role in the elements that a selector names.
    async fn all_in(&self, place: &str, role: &str) -> Result<Vec<Seen>> {
        self.all_of(place, json!({ "role": role })).await
    }

    /// Everything that fits in the elements that a selector names.
    async fn all_of(&self, place: &str, fits: Value) -> Result<Vec<Seen>> {
        let query = json!({ "nodeId": self.document().await?, "selector": place });
        let roots = self.browser.cdp("DOM.querySelectorAll", query).await?;
        let mut all = Vec::new();
        for root in roots["nodeIds"].as_array().into_iter().flatten() {
            let mut query = fits.clone();
            query["nodeId"] = root.clone();
            let found = self.browser.cdp("Accessibility.queryAXTree", query).await?;
            let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
            all.extend(nodes.iter().filter(|node| node["ignored"] == false).map(seen));
        }
        Ok(all)
    }

    /// Waits for something on the screen.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for(&self, role: &str, what: &str, is: impl Fn(&Seen) -> bool) -> Result<Seen> {
        let there = RefCell::new(Vec::new());
        let found = until(what, async || {
            let mut all = Vec::new();
            for place in self.places().await {
                all = self.all_in(&place, role).await?;
                if let Some(found) = all.iter().find(|seen| is(seen)) {
                    return Ok(Some(found.clone()));
                }
            }
            *there.borrow_mut() = all;
            Ok(None)
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
        self.has_settled().await?;
        let node = json!({ "backendNodeId": seen.node });
        self.browser.cdp("DOM.scrollIntoViewIfNeeded", node.clone()).await?;
        let quads = self.browser.cdp("DOM.getContentQuads", node).await?;
        let corner = |at: usize| quads["quads"][0][at].as_f64().context("it has no place on the screen");
        let (x, y) = (f64::midpoint(corner(0)?, corner(4)?), f64::midpoint(corner(1)?, corner(5)?));
        self.pointer(x, y, modifiers).await
    }

    async fn pointer(&self, x: f64, y: f64, modifiers: u8) -> Result<()> {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({
                "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, "modifiers": modifiers,
            });
            self.browser.cdp("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Looks at one part of the page only, which a selector names, while this is done: at a check among others of its
    /// kind.
    ///
    /// # Errors
    /// What `body` says.
    pub async fn within<T>(&self, part: &str, body: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        let before = self.part.replace(Some(part.to_owned()));
        let done = body().await;
        self.part.replace(before);
        done.with_context(|| format!("within {part}"))
    }

    /// All text on the screen, its blanks made even.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Result<String> {
        let part = match &*self.part.borrow() {
            Some(part) => format!("document.querySelector('{part}')"),
            None => "document.body".to_owned(),
        };
        Ok(even(self.script(&format!("{part}.innerText")).await?.as_str().unwrap_or_default()))
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

    /// Waits until this text is not on the screen.
    ///
    /// # Errors
    /// When it stays.
    pub async fn read_no(&self, text: &str) -> Result<()> {
        let unwanted = even(text).to_lowercase();
        until(&format!("no text “{text}”"), async || {
            Ok((!self.text().await?.to_lowercase().contains(&unwanted)).then_some(()))
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
            for place in self.places().await {
                for seen in self.all_in(&place, role).await? {
                    let says = self.text_of(&seen).await?;
                    if says.contains(text) {
                        return Ok(Some(()));
                    }
                    all.push(says);
                }
            }
            *heard.borrow_mut() = all;
            Ok(None)
        })
        .await;
        wait.with_context(|| format!("each {role} says: {:#?}", heard.borrow()))
    }

    /// Chooses from a list, by its name. What a list shows to the pointer is a window of its own, out of reach in here; so
    /// the page is told what it would be told. [`Visit::choose_here`] uses keys.
    ///
    /// # Errors
    /// When there is no such list, it is closed, or there is no such choice in it.
    pub async fn choose(&self, list: &str, choice: &str) -> Result<()> {
        let seen =
            self.wait_for("combobox", &format!("{list}, open"), |seen| seen.is_named(list) && !seen.disabled).await?;
        let choose = format!(
            "function () {{
                const even = text => text.replace(/\\s+/g, ' ').trim().toLowerCase();
                const at = [...this.options].findIndex(option => even(option.label) === even({}));
                if (at < 0) return false;
                this.selectedIndex = at;
                for (const what of ['input', 'change']) this.dispatchEvent(new Event(what, {{ bubbles: true }}));
                return true;
            }}",
            json!(choice)
        );
        ensure!(self.call(&seen, &choose).await? == true, "the list {list} does not offer {choice}");
        Ok(())
    }

    /// Chooses from the list that has the focus, with the keyboard.
    ///
    /// # Errors
    /// When there is no such choice in it.
    pub async fn choose_here(&self, choice: &str) -> Result<()> {
        const CHOSEN: &str = "document.activeElement.selectedOptions[0].label";
        let choices = "[...document.activeElement.options].map(option => option.label.replace(/\\s+/g, ' ').trim())";
        let choices = self.script(choices).await?;
        let choices: Vec<&str> = choices.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let at = choices.iter().position(|known| same(known, choice));
        let at = at.with_context(|| format!("no choice “{choice}” among {choices:#?}"))?;
        self.browser.press(&format!("Home{}", " ArrowDown".repeat(at))).await?;
        let chosen = self.script(CHOSEN).await?;
        ensure!(same(chosen.as_str().unwrap_or_default(), choice), "the keys lead to {chosen}");
        Ok(())
    }

    /// Types a text into a field, in place of what is in it.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn type_into(&self, role: &str, field: &str, text: &str) -> Result<()> {
        let seen = self.see(role, field).await?;
        self.call(&seen, "function () { this.focus(); this.select(); }").await?;
        if text.is_empty() {
            return self.browser.press("Delete").await;
        }
        self.browser.cdp("Input.insertText", json!({ "text": text })).await.map(drop)
    }

    /// Chooses a file in a field for files, as its window does. What the field is called begins so; behind it the browser
    /// says which file is chosen.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn choose_file(&self, field: &str, file: &Path) -> Result<()> {
        let seen = self.wait_for("button", field, |seen| seen.begins(field)).await?;
        let files = json!({ "backendNodeId": seen.node, "files": [file] });
        self.browser.cdp("DOM.setFileInputFiles", files).await.map(drop)
    }

    /// What stands in a field, line breaks and all.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, role: &str, field: &str) -> Result<String> {
        let seen = self.see(role, field).await?;
        Ok(self.call(&seen, "function () { return this.value; }").await?.as_str().unwrap_or_default().to_owned())
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

    /// What axe-core finds wrong with what is on the screen. Views that are not are taken out meanwhile: it would look
    /// through each of them every time, only to find it hidden.
    ///
    /// # Errors
    /// When axe-core fails.
    pub async fn axe(&self) -> Result<Vec<Violation>> {
        const OUT: &str = "window.out = [...document.querySelectorAll('main > .view')]
            .filter(view => !view.checkVisibility())
            .map(view => { const mark = document.createComment(''); view.replaceWith(mark); return [mark, view]; });";
        const BACK: &str = "window.out.forEach(([mark, view]) => mark.replaceWith(view)); delete window.out;";
        self.browser.script(OUT).await?;
        let found = self.browser.axe().await;
        self.browser.script(BACK).await?;
        found
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

    /// Goes on with Tab to something with this role and name; sees to it that the focus shows at each stop.
    ///
    /// # Errors
    /// When it cannot be reached, or the focus cannot be seen somewhere on the way.
    pub async fn tab_to_the(&self, role: &str, name: &str) -> Result<()> {
        self.tab_to(role, &[name]).await.map(drop)
    }

    async fn tab_to(&self, role: &str, names: &[&str]) -> Result<Focused> {
        let mut stops = Vec::new();
        for _ in 0..250 {
            self.browser.press("Tab").await?;
            let at = self.focus_shows_at().await?;
            // What is told to assistive technology takes long to ask for, so only where it may be what is wanted.
            if names.iter().any(|name| even(&at).to_lowercase().contains(&even(name).to_lowercase())) {
                let focused = self.browser.focused().await?;
                if focused.role == role && names.iter().any(|name| same(&focused.name, name)) {
                    return Ok(focused);
                }
            }
            stops.push(at);
        }
        bail!("Tab never came to the {role} {names:?}, only to {stops:#?}")
    }

    /// Goes to a group of radio buttons with Tab, and to one of them with arrows and Space.
    ///
    /// # Errors
    /// When it is not among them, or does not get ticked.
    pub async fn choose_by_keys(&self, group: &[&str], name: &str) -> Result<()> {
        let mut focused = self.tab_to("radio", group).await?;
        if focused.name == name {
            self.browser.press("Space").await?;
        }
        for _ in group {
            if focused.name == name {
                break;
            }
            self.browser.press("ArrowDown").await?;
            self.focus_shows_at().await?;
            focused = self.browser.focused().await?;
        }
        ensure!(focused.name == name, "arrows do not lead to {name} among {group:?}");
        self.until_true(&format!("{name} is ticked"), "document.activeElement.checked").await
    }

    /// Sees to it that whoever looks at the screen sees where the focus is: it has an outline, and is neither outside
    /// the window nor covered.
    ///
    /// # Errors
    /// When it cannot be seen.
    pub async fn focus_shows(&self) -> Result<()> {
        self.focus_shows_at().await.map(drop)
    }

    /// The same; says what has the focus, as far as its text tells.
    async fn focus_shows_at(&self) -> Result<String> {
        let look = self.script(&format!("[{FOCUS_TEXT}, {FOCUS_FAULT}]")).await?;
        let at = look[0].as_str().unwrap_or_default();
        ensure!(look[1].is_null(), "the focus on “{at}” cannot be seen: {}", look[1]);
        Ok(at.to_owned())
    }
}

/// What has the focus: its label or its text.
const FOCUS_TEXT: &str =
    "(at => `${at.localName} ${at.ariaLabel ?? ''} ${(at.labels?.[0] ?? at).textContent.slice(0, 400)}`)(
    document.activeElement)";

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
        expanded: property("expanded"),
        value: even(&text(&node["value"]["value"])),
        node: node["backendDOMNodeId"].as_i64().unwrap_or_default(),
    }
}

/// A text with single blanks.
pub fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two texts are the same but for capitals and blanks.
fn same(one: &str, other: &str) -> bool {
    even(one).to_lowercase() == even(other).to_lowercase()
}
