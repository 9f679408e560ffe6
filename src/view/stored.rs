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

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn key(name: &str) -> String {
    format!("futurescope.{name}")
}
