//! The deck in `examples/reveal`, shown as on a stage: arrow keys move the scenarios on its slides.

use serde_json::json;

use crate::page::Page;
use crate::site::Site;

async fn deck(site: &Site, slide: &str) -> Page {
    let page = Page::open_at(&site.url(&format!("/examples/reveal/{slide}"))).await;
    page.set_viewport((1280, 720)).await;
    page.wait_for(".reveal.ready").await;
    page
}

/// Waits until an embed is at a place that its page would tell.
async fn wait_for_place(page: &Page, id: &str, condition: &str) {
    let state =
        format!("(state => state !== null && {condition})(document.querySelector('{id}').state)");
    page.wait_until(&format!("{id}: {condition}"), &state).await;
}

#[tokio::test]
async fn arrow_keys_step_the_scenario_forwards_and_back() {
    let site = Site::with_examples();
    let page = deck(&site, "#/polls").await;
    wait_for_place(&page, "#joined", "state.position === 0").await;
    page.press("ArrowRight").await;
    wait_for_place(&page, "#joined", "state.position > 0 && state.time === 0").await;
    let first = page.eval("document.querySelector('#joined').state.position").await;
    page.press("ArrowRight").await;
    wait_for_place(&page, "#joined", "state.time === 200000").await;
    page.press("ArrowRight").await;
    wait_for_place(&page, "#joined", "state.finished && state.time === 300000").await;
    page.screenshot("deck-polls").await;
    page.press("ArrowLeft").await;
    wait_for_place(&page, "#joined", "state.time === 200000").await;
    page.press("ArrowLeft").await;
    wait_for_place(&page, "#joined", &format!("state.position === {first}")).await;
    page.press("ArrowLeft").await;
    wait_for_place(&page, "#joined", "state.position === 0").await;
    page.finish().await;
}

#[tokio::test]
async fn a_slide_that_is_come_back_to_stands_where_it_was_left() {
    let site = Site::with_examples();
    let page = deck(&site, "#/polls").await;
    wait_for_place(&page, "#joined", "state.position === 0").await;
    for _ in 0..4 {
        page.press("ArrowRight").await;
    }
    page.wait_until("the next slide", "Reveal.getCurrentSlide().id === 'both'").await;
    page.press("ArrowLeft").await;
    page.wait_until("the slide", "Reveal.getCurrentSlide().id === 'polls'").await;
    wait_for_place(&page, "#joined", "state.finished").await;
    page.press("ArrowLeft").await;
    wait_for_place(&page, "#joined", "state.time === 200000").await;
    page.finish().await;
}

#[tokio::test]
async fn two_embeds_on_a_slide_move_together_and_apart() {
    let site = Site::with_examples();
    let page = deck(&site, "#/both").await;
    for id in ["#left", "#right"] {
        wait_for_place(&page, id, "state.position === 0").await;
    }
    page.press("ArrowRight").await;
    for id in ["#left", "#right"] {
        wait_for_place(&page, id, "state.position > 0").await;
    }
    let right = page.eval("document.querySelector('#right').state.position").await;
    let left = page.eval("document.querySelector('#left').state.position").await;
    page.press("ArrowRight").await;
    wait_for_place(&page, "#left", &format!("state.position > {left}")).await;
    wait_for_place(&page, "#right", &format!("state.position === {right}")).await;
    page.screenshot("deck-both").await;
    page.press("ArrowLeft").await;
    wait_for_place(&page, "#left", &format!("state.position === {left}")).await;
    // Another size of the window is another scale of the deck, and changes nothing else.
    page.set_viewport((800, 600)).await;
    page.wait_until("the deck to shrink", "Reveal.getScale() < 0.7").await;
    wait_for_place(&page, "#left", &format!("state.position === {left}")).await;
    let inside = "['#left', '#right'].every(id => { \
         const box = document.querySelector(id).getBoundingClientRect(); \
         return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; })";
    page.wait_until("both to be on the screen", inside).await;
    page.finish().await;
}

#[tokio::test]
async fn the_deck_goes_on_although_the_embed_has_the_focus() {
    let site = Site::with_examples();
    let page = deck(&site, "#/play").await;
    wait_for_place(&page, "#try", "state.position === 0").await;
    // A click into the frame, and keys are its own.
    page.click("#try").await;
    page.wait_until("the focus", "document.activeElement?.id === 'try'").await;
    page.press(".").await;
    wait_for_place(&page, "#try", "state.position === 1").await;
    page.press("ArrowLeft").await;
    page.wait_until("the slide before", "Reveal.getCurrentSlide().id === 'both'").await;
    page.finish().await;
}

#[tokio::test]
async fn on_paper_every_state_has_its_page() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/reveal/?print-pdf")).await;
    let pages = "[...document.querySelectorAll('.pdf-page')]";
    page.wait_until("the pages", &format!("{pages}.length > 6")).await;
    let times = format!(
        "{pages}.map(page => page.querySelector('[variant=joined][view^=program]'))\
         .filter(embed => embed !== null).map(embed => embed.state?.time)"
    );
    let expected = json!([0, 0, 200_000, 300_000]);
    let condition = format!("JSON.stringify({times}) === '{expected}'");
    page.wait_until(&format!("the states {expected}"), &condition).await;
    page.finish().await;
}
