//! What is told while a long run is on its way to being shown.

use playground::snapshot::{Coming, Snapshot};
use scene::runtime::words::grouped;

use super::tag::{Tag, tag};

/// How far the run has come, and what is shown meanwhile.
pub fn status(snapshot: &Snapshot) -> Option<Tag> {
    let coming = snapshot.coming.as_ref()?;
    // Read out once: what follows changes with every frame.
    let said = if coming.is_read { "Looking through the trace" } else { "Computing the run" };
    let meanwhile = (!snapshot.trace.is_empty()).then(|| {
        tag!("span", "class" = "meanwhile").child("Shown meanwhile: the run before the change.")
    });
    let status = tag!("div", "class" = "coming-status", "data-coming" = "")
        .child(tag!("span", "role" = "status").child(said))
        .child(tag!("span", "class" = "coming-events").child(far(coming)))
        .child(meanwhile);
    Some(status)
}

/// `412,000 events`, `40 %`
fn far(Coming { trace, is_read }: &Coming) -> String {
    match (*is_read, trace.borrow().len()) {
        (true, whole @ 1..) => format!("{} %", trace.len() * 100 / whole),
        _ => format!("{} events", grouped(trace.len())),
    }
}
