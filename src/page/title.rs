//! What the pages that are neither units nor claims are called, and the head that they share.

use leptos::prelude::*;
use lesson::prose::Page;

/// What a page is called.
pub const fn title(page: Page) -> &'static str {
    match page {
        Page::Quiz => "The quiz",
        Page::Claims => "All claims",
        Page::Exercises => "Exercises",
        Page::Summary => "Your summary",
        Page::Return => "Coming back",
        Page::Records => "The records",
        Page::Timeline => "Timeline",
        Page::Index => "People and places",
        Page::Words => "Words",
        Page::Notes => "Notes",
        Page::Search => "Search",
        Page::Judgement => "The judgement",
        Page::Teachers => "For teachers",
        Page::Course => "Use it in your course",
    }
}

/// The head of a page.
pub fn head(page: Page) -> AnyView {
    let id = format!("{}-title", page.key());
    let kicker = match page {
        Page::Quiz | Page::Claims | Page::Exercises => "Practice",
        Page::Judgement | Page::Summary | Page::Return => "Your work",
        _ => "Reference",
    };
    view! {
        <header class="unit-head"><p class="kicker">{kicker}</p><h2 id=id>{title(page)}</h2></header>
    }
    .into_any()
}
