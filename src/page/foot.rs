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
                <p class="kept">"Your answers have not been looked up yet."</p>
                <p class="buttons">
                    <button type="button" name="save">"Save my answers as a file"</button>
                    <label class="button quiet">
                        "Bring back a saved file"<input type="file" name="bring-back" class="unseen" accept=".txt,text/plain" />
                    </label>
                    <button type="button" name="start-over">"Start over"</button>
                </p>
            </section>
        </Keeping>
    }
    .into_any()
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
