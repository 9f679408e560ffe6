//! The runtime view: chips travel, and what they lead to.

use serde_json::{Value, json};

use crate::page::{PHONE, Page};

/// Just before the timer wakes `fetch_user`.
const BEFORE_THE_WAKE: &str = "#/join?variant=spawned&t=200000&e=2";

const CHIP: &str = ".rt-chip[data-task='2']";

/// Where the chip of `fetch_user` is on the screen, when nothing moves.
async fn place(page: &Page) -> Value {
    let place = format!(
        "(({{x, y}}) => [Math.round(x), Math.round(y)])\
         (document.querySelector(\"{CHIP}\").getBoundingClientRect())"
    );
    page.settled(&place).await
}

#[tokio::test]
async fn a_wake_moves_a_chip_and_a_step_back_puts_it_back() {
    let page = Page::open(BEFORE_THE_WAKE).await;
    page.wait_for(CHIP).await;
    page.wait_for_text(".rt-lists", "Waiting for timer 200 ms, 1 task").await;
    let parked = place(&page).await;
    page.run("window.chip = document.querySelector(arguments[0]);", vec![json!(CHIP)]).await;
    page.press(".").await;
    page.wait_for_text(".rt-lists", "Ready queue, 1 task").await;
    let ready = place(&page).await;
    assert!(ready[1].as_i64() < parked[1].as_i64(), "{parked} to {ready}");
    let same = format!("window.chip === document.querySelector(\"{CHIP}\")");
    assert_eq!(page.eval(&same).await, json!(true), "the chip is another element");
    page.wait_for(".rt-wire.wake").await;

    page.press(",").await;
    page.wait_for_text(".rt-lists", "Ready queue, 0 tasks").await;
    assert_eq!(place(&page).await, parked);
    page.finish().await;
}

#[tokio::test]
async fn nothing_moves_for_who_asks_for_less_motion() {
    let mut page = Page::blank().await;
    page.set_viewport(crate::page::DESK).await;
    page.set_reduced_motion(true).await;
    page.go(BEFORE_THE_WAKE).await;
    page.wait_for(CHIP).await;
    page.run(
        "window.moved = 0; for (const what of ['transitionrun', 'animationstart']) \
         document.addEventListener(what, event => { \
         if (event.target.closest('.rt-stage')) window.moved += 1; });",
        vec![],
    )
    .await;
    page.press(".").await;
    page.wait_for_text(".rt-lists", "Ready queue, 1 task").await;
    page.press("End").await;
    page.wait_for_text(".rt-lists", "Finished, 3 tasks").await;
    assert_eq!(page.eval("window.moved").await, json!(0));
    page.finish().await;
}

#[tokio::test]
async fn a_chip_is_followed_by_clicks() {
    let page = Page::open(BEFORE_THE_WAKE).await;
    page.wait_for(CHIP).await;
    page.click(CHIP).await;
    page.wait_for(&format!("{CHIP}[aria-pressed=true]")).await;
    page.click(CHIP).await;
    page.wait_for_text(".narration .kind", "waker.wake").await;
    place(&page).await;
    page.click(CHIP).await;
    page.wait_for_text(".narration .sentence", "polls fetch_user again").await;
    page.finish().await;
}

#[tokio::test]
async fn ten_thousand_tasks_are_counted() {
    let page = Page::open("#/ten-thousand?t=50000").await;
    page.wait_for_text(".rt-chip.group", "10,000 × numbered").await;
    let chips = page.eval("document.querySelectorAll('.rt-chip').length").await;
    assert!(chips.as_u64().is_some_and(|chips| chips < 10), "{chips}");
    page.finish().await;
}

#[tokio::test]
async fn a_phone_shows_it_behind_a_tab() {
    let page = Page::open_sized("#/deadlock", PHONE).await;
    page.wait_for(".narrow-tabs").await;
    page.wait_for_none(".runtime").await;
    page.tap(".narrow-tabs [aria-controls='runtime']").await;
    page.wait_for(".rt-arc").await;
    page.wait_until(
        "chips within the screen",
        "[...document.querySelectorAll('.rt-chip')].every(chip => \
         chip.getBoundingClientRect().right <= innerWidth && chip.getBoundingClientRect().left >= 0)",
    )
    .await;
    page.finish().await;
}
