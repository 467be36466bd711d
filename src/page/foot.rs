//! What stands below every view: the way, where answers are kept, and the pop-over.

use crate::island::{aside::Aside, keeping::Keeping, route::Way};
use leptos::prelude::*;

/// Where the student is on the way that they chose.
pub fn way() -> AnyView {
    view! {
        <Way>
            <nav class="way" aria-label="Your path" hidden>
                <p>
                    <a class="whole"></a>". "<span class="next">"Next: "<a></a></span>
                    <span class="last">"That was its last step."</span>
                </p>
            </nav>
        </Way>
    }
    .into_any()
}

/// Where the answers are.
pub fn keeping() -> AnyView {
    view! {
        <Keeping>
            <section class="keeping" aria-label="Your answers">
                <p class="problem" role="status"></p>
                <p class="earlier" hidden><button type="button" name="save-aside">"Save the earlier answers as a file"</button></p>
                <p class="brought-back" role="status"></p>
                <p class="kept" tabindex="-1">"Your answers have not been looked up yet."</p>
                <p class="leave" hidden><button type="button" name="leave">"Save and leave"</button></p>
                <p class="buttons">
                    <button type="button" name="save">"Save my answers as a file"</button>
                    <label class="button quiet">
                        "Bring back a saved file"<input type="file" name="bring-back" class="unseen" accept=".txt,text/plain" />
                    </label>
                    <button type="button" name="start-over">"Start over"</button>
                </p>
                <details class="as-text">
                    <summary>"No file comes? Your answers as a text"</summary>
                    <p>
                        <label>
                            "Copy this text and keep it. To bring answers back, put such a text in its place. "
                            <textarea name="as-text" rows="3" spellcheck="false" autocomplete="off"></textarea>
                        </label>
                    </p>
                    <p class="buttons">
                        <button type="button" name="write-text">"Write my answers here"</button>
                        <button type="button" name="read-text">"Bring back what stands here"</button>
                    </p>
                </details>
            </section>
        </Keeping>
    }
    .into_any()
}

/// The way out of a frame, to the same place. Only the embedded view shows it, and its script keeps the place.
pub fn own_window() -> AnyView {
    view! { <a class="own-window" href="?" target="_blank" rel="noopener">"Open in its own window"</a> }.into_any()
}

/// Notes and words beside the text.
pub fn aside() -> AnyView {
    view! {
        <Aside>
            <div class="aside" id="aside" popover="auto" role="dialog" tabindex="-1">
                <div class="aside-text"></div>
                <p class="aside-foot"><a href="#">"Show it in its place"</a><button type="button">"Close"</button></p>
            </div>
        </Aside>
    }
    .into_any()
}
