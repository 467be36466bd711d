//! The hands that work the page: on the keys, on a mouse, on glass. And what the page says aloud meanwhile.

use crate::{
    answers::{bearing, file_heading, first, second, view},
    screen::{Glance, Seen},
    visit::{Visit, until},
};
use anyhow::{Context, Result, ensure};
use lesson::{
    content::Claim,
    desk::Said,
    ladder::{Certainty, Kind, Rung},
    prose::plain,
};
use serde_json::{Value, json};

/// What a hand is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The keyboard.
    Keys,
    /// A mouse.
    Pointer,
    /// The screen itself.
    Finger,
}

/// The least that a finger must find, in CSS pixels: WCAG 2.2, success criterion 2.5.8.
const TARGET: f64 = 24.0;

/// Writes down what live regions come to say while they are on the screen, each change once; and what pressed last.
const EAR: &str = "window.heard = [];
    addEventListener('pointerdown', event => { window.pointer = event.pointerType; }, true);
    new MutationObserver(changes => {
        const live = '[role=status], [role=alert], [role=log], [aria-live]';
        const near = node => (node.nodeType === 1 ? node : node.parentElement)?.closest(live);
        for (const region of new Set(changes.map(change => near(change.target)).filter(Boolean))) {
            const text = region.textContent.replace(/\\s+/g, ' ').trim();
            if (text && region.checkVisibility()) heard.push(`${region.role ?? 'live'}: ${text}`);
        }
    }).observe(document, { subtree: true, childList: true, characterData: true });";

impl Visit {
    /// Listens in every page to come for what it announces.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn listen(&self) -> Result<()> {
        self.before_each_page(EAR).await
    }

    /// What has been announced since the last call, each with its role.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn heard(&self) -> Result<Vec<String>> {
        let heard = self.script("window.heard.splice(0)").await?;
        Ok(heard.as_array().context("nobody listens")?.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Sees to it that the page was worked with this, where somebody listens.
    ///
    /// # Errors
    /// When it was worked with something else.
    pub async fn felt(&self, hand: Hand) -> Result<()> {
        let pressed = match hand {
            Hand::Keys => json!(null),
            Hand::Pointer => json!("mouse"),
            Hand::Finger => json!("touch"),
        };
        let pointer = self.script("window.pointer").await?;
        ensure!(pointer == pressed, "{hand:?} is felt as {pointer}");
        Ok(())
    }

    /// Sees to it that the focus is on something that is on the screen; who works with keys sees it there.
    ///
    /// # Errors
    /// When it is lost.
    pub async fn keeps_the_focus(&self, hand: Hand) -> Result<()> {
        const KEPT: &str = "(at => at !== document.body && at.checkVisibility() && [...at.getClientRects()].some(
            box => box.width > 0 && box.bottom > 0 && box.top < innerHeight))(document.activeElement)";
        self.until_true("the focus is on the screen", KEPT).await.context("the focus is lost")?;
        if hand == Hand::Keys { self.focus_shows().await } else { Ok(()) }
    }

    /// Puts a finger on this device.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn has_a_touch_screen(&self) -> Result<()> {
        let touch = json!({ "enabled": true, "maxTouchPoints": 1 });
        self.browser.cdp("Emulation.setTouchEmulationEnabled", touch).await.map(drop)
    }

    /// Presses something that has been seen, where it is on the screen. A finger must find it.
    ///
    /// # Errors
    /// When it is covered, or too small for a finger.
    pub async fn hand_on(&self, hand: Hand, seen: &Seen) -> Result<()> {
        let spot = self.spot(seen).await?;
        if hand == Hand::Finger {
            let large = spot.width >= TARGET && spot.height >= TARGET;
            ensure!(large, "{seen} is {} by {}, too small for a finger", spot.width, spot.height);
            self.browser.tap(spot.x, spot.y).await
        } else {
            self.press_at(spot).await
        }
    }

    /// Ticks something that has been seen.
    async fn tick_seen(&self, hand: Hand, seen: &Seen) -> Result<()> {
        self.hand_on(hand, seen).await?;
        // A tap counts only once it is over.
        until(&format!("{seen}, ticked"), async || {
            Ok((self.call(seen, "function () { return this.checked; }").await? == true).then_some(()))
        })
        .await
    }

    /// Follows a link or presses a button.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn press_the(&self, hand: Hand, role: &str, name: &str) -> Result<()> {
        if hand == Hand::Keys {
            self.tab_to_the(role, name).await?;
            return self.browser.press("Enter").await;
        }
        let seen = self.see(role, name).await?;
        self.hand_on(hand, &seen).await
    }

    /// Chooses one of a group of radio buttons.
    async fn pick_one(&self, hand: Hand, sight: &Glance, group: &[&str], name: &str) -> Result<()> {
        match hand {
            Hand::Keys => self.choose_by_keys(group, name).await,
            _ => self.tick_seen(hand, sight.open("radio", name)?).await,
        }
    }

    async fn pick_box(&self, hand: Hand, sight: &Glance, name: &str) -> Result<()> {
        if hand == Hand::Keys {
            self.tab_to_the("checkbox", name).await?;
            self.browser.press("Space").await?;
            return self.until_true(&format!("{name} is ticked"), "document.activeElement.checked").await;
        }
        self.tick_seen(hand, sight.open("checkbox", name)?).await
    }

    /// How sure, and then the rung. Gives what is on the screen when both are said: before, there was less.
    async fn say_so(&self, hand: Hand, sight: Glance, said: Option<Said>) -> Result<Glance> {
        let Some(Said { rung, certainty }) = said else { return Ok(sight) };
        let mut sight = sight;
        if let Some(certainty) = certainty {
            let group: Vec<&str> = Certainty::ALL.iter().map(|value| self.certainty(*value)).collect();
            self.pick_one(hand, &sight, &group, self.certainty(certainty)).await?;
            sight = self.look(hand).await?;
        }
        let group: Vec<&str> = Rung::ALL.iter().map(|value| self.rung(*value)).collect();
        self.pick_one(hand, &sight, &group, self.rung(rung)).await?;
        Ok(sight)
    }

    /// Who works with keys finds things by going there.
    async fn look(&self, hand: Hand) -> Result<Glance> {
        if hand == Hand::Keys { Ok(Glance::blank()) } else { self.glance().await }
    }

    async fn press_seen(&self, hand: Hand, sight: &Glance, role: &str, name: &str) -> Result<()> {
        match hand {
            Hand::Keys => self.press_the(hand, role, name).await,
            _ => self.hand_on(hand, sight.open(role, name)?).await,
        }
    }

    /// Does the claim that is shown, from the first reading to the verdict, as who knows the key. At each step the focus
    /// must be where the page goes on.
    ///
    /// # Errors
    /// When a control is missing, or the focus is lost.
    pub async fn do_claim(&self, hand: Hand, claim: &Claim) -> Result<()> {
        self.is_at(&view(claim)).await?;
        self.focus_is_on(&view(claim)).await?;
        let mut sight = self.look(hand).await?;
        let kinds: Vec<&str> = Kind::ALL.iter().map(|value| self.kind(*value)).collect();
        self.pick_one(hand, &sight, &kinds, self.kind(first(claim).kind)).await?;
        sight = self.say_so(hand, sight, first(claim).said).await?;
        self.keeps_the_focus(hand).await?;
        self.press_seen(hand, &sight, "button", "Open the file").await?;
        self.has_focus("heading", &file_heading(claim)).await?;
        self.keeps_the_focus(hand).await?;

        sight = self.look(hand).await?;
        for item in bearing(claim) {
            self.pick_box(hand, &sight, &self.pick(item)).await?;
        }
        if bearing(claim).count() == 0 {
            self.pick_box(hand, &sight, "None of these bears on it").await?;
        }
        let second = second(claim);
        sight = self.say_so(hand, sight, second.said).await?;
        if let Some(half) = &claim.half {
            let names: Vec<String> = half.choices.iter().map(|choice| plain(&choice.text)).collect();
            let group: Vec<&str> = names.iter().map(String::as_str).collect();
            for (name, _) in group.iter().zip(0..).filter(|(_, place)| second.half.has(*place)) {
                if half.several {
                    self.pick_box(hand, &sight, name).await?;
                } else {
                    self.pick_one(hand, &sight, &group, name).await?;
                }
            }
        }
        self.keeps_the_focus(hand).await?;
        self.press_seen(hand, &sight, "button", "Mark it").await?;
        self.has_focus("heading", &self.verdict_heading(claim)).await.context("no verdict")?;
        self.keeps_the_focus(hand).await
    }
}
