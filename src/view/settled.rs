//! Says on the document's body, by the attribute `data-settled`, that nothing is left to be laid out or
//! painted. Whoever looks at the page from outside, such as a test, waits for that.

use std::cell::RefCell;

use gloo_render::{AnimationFrame, request_animation_frame};

const ATTRIBUTE: &str = "data-settled";

/// Frames without a change until the page has settled. In the first one elements get their sizes, and
/// what is drawn by its size is drawn again; the next one finds out that nothing was.
const FRAMES: u8 = 2;

/// Whether the page settles, and when.
#[derive(Default)]
struct Settling {
    frames_left: u8,
    frame: Option<AnimationFrame>,
}

thread_local! {
    static SETTLING: RefCell<Settling> = RefCell::default();
}

/// Something has changed that is laid out or painted, or will in the next frame.
pub fn unsettle() {
    SETTLING.with_borrow_mut(|settling| {
        settling.frames_left = FRAMES;
        if settling.frame.is_none() {
            settling.frame = Some(request_animation_frame(on_frame));
            mark(false);
        }
    });
}

fn on_frame(_: f64) {
    SETTLING.with_borrow_mut(|settling| {
        settling.frames_left -= 1;
        settling.frame = match settling.frames_left {
            0 => None,
            _ => Some(request_animation_frame(on_frame)),
        };
        if settling.frame.is_none() {
            mark(true);
        }
    });
}

fn mark(settled: bool) {
    let body = web_sys::window().and_then(|window| window.document()?.body());
    if let Some(body) = body {
        let _ = body.toggle_attribute_with_force(ATTRIBUTE, settled);
    }
}
