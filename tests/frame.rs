//! The lesson in a frame of someone else's page: a small page of another origin, made by the test.
//!
//! Inside [`Visit::in_frame`] everything that a visit can do is done in the frame: scripts run there, things are looked
//! for there, keys and pointer arrive there. That takes a browser whose frames share one process
//! ([`Oddities::reach_into_frames`](xtask::browser::Oddities)), for the developer tools do not reach into another.

use crate::visit::{Visit, until};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;
use xtask::site::{RunningSite, Site};

/// Someone else's page, served from another port, and under another name: another origin and another site.
#[derive(Debug)]
pub struct Host {
    site: RunningSite,
    _folder: TempDir,
}

impl Host {
    /// A page with this body.
    ///
    /// # Errors
    /// When it cannot be served.
    pub async fn start(body: &str) -> Result<Self> {
        Self::with(body, &[]).await
    }

    /// A page with this body, and with further files beside it.
    ///
    /// # Errors
    /// When it cannot be served.
    pub async fn with(body: &str, files: &[(&str, String)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let page = format!("<!doctype html><html lang=\"en\"><title>A course</title>{body}</html>");
        fs::write(folder.path().join("index.html"), page)?;
        fs::write(folder.path().join("favicon.ico"), "")?;
        for (name, text) in files {
            fs::write(folder.path().join(name), text)?;
        }
        Ok(Self { site: Site::of(folder.path()).start().await?, _folder: folder })
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.site.address().replace("127.0.0.1", "localhost")
    }
}

/// How high a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Height {
    /// As the page around it says, once and for all.
    Fixed,
    /// As high as what it shows: the page around it listens.
    Follows,
}

/// A frame that is looked into.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    selector: String,
    height: Height,
}

impl Frame {
    /// The only frame of a page.
    pub(crate) fn only() -> Self {
        Self { selector: "iframe".to_owned(), height: Height::Fixed }
    }
}

/// The height of what a document shows, and of the window or frame that it has.
pub const HEIGHTS: &str = "[document.documentElement.getBoundingClientRect().height, innerHeight]";

impl Visit {
    /// Does this in the frame that a selector names, and comes back to the page around it.
    ///
    /// # Errors
    /// What `body` says; or when there is no such frame.
    pub async fn in_frame<T>(&self, frame: &str, height: Height, body: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        let element = self.browser.client().find(xtask::fantoccini::Locator::Css(frame)).await;
        element.with_context(|| format!("no frame {frame}"))?.enter_frame().await?;
        self.frames.borrow_mut().push(Frame { selector: frame.to_owned(), height });
        let done = body().await;
        self.frames.borrow_mut().pop();
        self.browser.client().enter_parent_frame().await?;
        done.with_context(|| format!("in the frame {frame}"))
    }

    /// Waits until the frame that is looked into has the height that it asks for. Before, what is aimed at may move.
    pub(crate) async fn has_settled(&self) -> Result<()> {
        if !self.frames.borrow().last().is_some_and(|frame| frame.height == Height::Follows) {
            return Ok(());
        }
        until("a frame as high as what it shows", async || {
            let heights = self.script(HEIGHTS).await?;
            let (content, frame) = (heights[0].as_f64(), heights[1].as_f64());
            Ok(content.zip(frame).filter(|(content, frame)| (0.0..=1.0).contains(&(frame - content))).map(drop))
        })
        .await
    }

    /// The document that is looked at, as the developer tools count.
    pub(crate) async fn document(&self) -> Result<Value> {
        Ok(self.nodes().await?.0)
    }

    /// Where the frame that is looked into begins, in CSS pixels of the window.
    pub(crate) async fn corner_of_the_frame(&self) -> Result<(f64, f64)> {
        let mut corner = (0.0, 0.0);
        for frame in self.nodes().await?.1 {
            let model = self.browser.cdp("DOM.getBoxModel", json!({ "nodeId": frame })).await?;
            let number = |at: usize| model["model"]["content"][at].as_f64().context("the frame is not on the screen");
            corner = (corner.0 + number(0)?, corner.1 + number(1)?);
        }
        Ok(corner)
    }

    /// The document that is looked at, and the frames that lead to it, the outermost first.
    async fn nodes(&self) -> Result<(Value, Vec<Value>)> {
        let document = self.browser.cdp("DOM.getDocument", json!({ "depth": 0 })).await?;
        let (mut document, mut frames) = (document["root"]["nodeId"].clone(), Vec::new());
        let wanted = self.frames.borrow().clone();
        for Frame { selector, .. } in wanted {
            let query = json!({ "nodeId": document, "selector": selector });
            let frame = self.browser.cdp("DOM.querySelector", query).await?["nodeId"].clone();
            let inner = json!({ "nodeId": frame, "depth": 1, "pierce": true });
            let inner = self.browser.cdp("DOM.describeNode", inner).await?;
            let inner = json!({ "backendNodeIds": [inner["node"]["contentDocument"]["backendNodeId"]] });
            let inner = self.browser.cdp("DOM.pushNodesByBackendIdsToFrontend", inner).await?;
            document = inner["nodeIds"].get(0).cloned().context("the frame is in a process of its own")?;
            frames.push(frame);
        }
        Ok((document, frames))
    }
}
