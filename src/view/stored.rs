//! What the browser keeps for a reader from one visit to the next.
//!
//! A sandboxed frame has no storage, and one that is full takes nothing: then nothing is kept, and
//! everything is as on a first visit.

/// What was kept under a name.
pub fn stored(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps a text under a name; an empty one is forgotten.
pub fn store(name: &str, text: &str) {
    let Some(storage) = storage() else { return };
    // A full or forbidden storage only costs the memory.
    let _ = match text {
        "" => storage.remove_item(&key(name)),
        _ => storage.set_item(&key(name), text),
    };
}

/// What was kept under a name for this tab, until it is closed.
pub fn kept_in_tab(name: &str) -> Option<String> {
    tab_storage()?.get_item(&key(name)).ok()?
}

/// Keeps a text under a name for this tab, instead of the one that was kept. Returns whether the browser
/// took it.
pub fn keep_in_tab(name: &str, text: &str) -> bool {
    let Some(storage) = tab_storage() else { return false };
    let kept = storage.set_item(&key(name), text).is_ok();
    if !kept {
        // Nor is the one before to be taken for it.
        let _ = storage.remove_item(&key(name));
    }
    kept
}

fn tab_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn key(name: &str) -> String {
    format!("futurescope.{name}")
}
