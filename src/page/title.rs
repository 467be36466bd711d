//! What the pages that are neither units nor claims are called, and the head that they share.

use leptos::prelude::*;
use lesson::prose::Page;

/// What a page is called.
pub const fn title(page: Page) -> &'static str {
    match page {
        Page::Claims => "All claims",
        Page::Records => "The records",
        Page::Timeline => "Timeline",
        Page::Index => "People and places",
        Page::Words => "Words",
        Page::Notes => "Notes",
        Page::Search => "Search",
        Page::Judgement => "The judgement",
        Page::Teachers => "For teachers",
    }
}

/// The head of a page.
pub fn head(page: Page) -> AnyView {
    let id = format!("{}-title", page.key());
    view! {
        <header class="unit-head"><p class="kicker">"Reference"</p><h2 id=id>{title(page)}</h2></header>
    }
    .into_any()
}
