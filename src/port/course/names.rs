//! What things are called, for people who read a course's reports: taken from the printed page.

use crate::port::{
    dom::{anywhere, one},
    page::PageData,
};
use ::course::report::Names;
use leptos::web_sys::Element;
use lesson::ladder::{Kind, Rung};

/// The names of the page at hand.
pub struct PageNames<'a>(pub &'a PageData);

impl Names for PageNames<'_> {
    fn asks(&self, view: &str) -> String {
        let Some(place) = anywhere::<Element>(&format!("#{view}")) else { return view.to_owned() };
        let headline = place.get_attribute("data-name").map(|name| format!("Claim “{name}”"));
        let asked = || {
            let legend = one::<Element>(&place, "legend, .asks")?;
            let [number, hint] = [".kicker", ".hint"]
                .map(|part| one::<Element>(&legend, part).and_then(|part| part.text_content()).unwrap_or_default());
            let text = legend.text_content()?;
            Some(text.replacen(&number, "", 1).replacen(&hint, "", 1).trim().to_owned())
        };
        headline.or_else(asked).unwrap_or_else(|| view.to_owned())
    }

    fn kind(&self, kind: Kind) -> String {
        self.0.kinds.get(kind as usize).cloned().unwrap_or_else(|| kind.key().to_owned())
    }

    fn rung(&self, rung: Rung) -> String {
        self.0.rungs.get(rung as usize).cloned().unwrap_or_else(|| rung.key().to_owned())
    }
}
