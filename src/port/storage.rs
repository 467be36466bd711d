//! The browser's storage. It may be blocked, full, or hold what someone else wrote: each is a normal case.
//!
//! gloo's storage panics where storage is blocked, so this asks the browser itself.

use leptos::web_sys::{Storage, window};

/// Storage cannot be used: blocked, full, or not there at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

fn storage() -> Result<Storage, Unavailable> {
    window().and_then(|window| window.local_storage().ok().flatten()).ok_or(Unavailable)
}

/// The text stored under this key, if there is one.
///
/// # Errors
/// [`Unavailable`] if the browser refuses.
pub fn read(key: &str) -> Result<Option<String>, Unavailable> {
    storage()?.get_item(key).map_err(|_| Unavailable)
}

/// Stores a text under this key.
///
/// # Errors
/// [`Unavailable`] if the browser refuses; what was stored before is then as it was.
pub fn write(key: &str, text: &str) -> Result<(), Unavailable> {
    storage()?.set_item(key, text).map_err(|_| Unavailable)
}

/// Takes away what is stored under this key, if the browser lets us.
pub fn remove(key: &str) {
    if let Ok(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Keeps a text aside under a key that is not in use, and says which: `<key>.aside-1`, `<key>.aside-2`, …; the same text
/// is kept once only.
///
/// # Errors
/// [`Unavailable`] if the browser refuses.
pub fn set_aside(key: &str, text: &str) -> Result<String, Unavailable> {
    for number in 1_u32.. {
        let aside = format!("{key}.aside-{number}");
        match read(&aside)? {
            Some(kept) if kept != text => {}
            Some(_) => return Ok(aside),
            None => return write(&aside, text).map(|()| aside),
        }
    }
    Err(Unavailable)
}
