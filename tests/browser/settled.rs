//! The page says when nothing is left to be laid out or painted.

use gloo_render::request_animation_frame;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::made::mounted::Mounted;
use crate::made::{END, PARKED, snapshot};

fn has_settled() -> bool {
    let body = web_sys::window().and_then(|window| window.document()?.body());
    body.expect("a body").has_attribute("data-settled")
}

pub async fn frame() {
    let (told, painted) = futures::channel::oneshot::channel();
    let _frame = request_animation_frame(move |_| {
        let _ = told.send(());
    });
    painted.await.expect("a frame");
}

/// How many frames it takes. A page that never settles is ended by the runner.
pub async fn frames_until_settled() -> u32 {
    let mut frames = 0;
    while !has_settled() {
        frame().await;
        frames += 1;
    }
    frames
}

#[wasm_bindgen_test]
async fn what_is_drawn_unsettles_the_page_until_it_is_painted() {
    let mut page = Mounted::new(snapshot(PARKED)).await;
    assert!(!has_settled());
    assert!(
        frames_until_settled().await > 1,
        "what is drawn by its size has its size a frame later"
    );
    let end = snapshot(END);
    page.show(end.clone()).await;
    assert!(!has_settled());
    frames_until_settled().await;
    // What changes nothing leaves the page as it is.
    page.show(end).await;
    assert!(has_settled());
}
