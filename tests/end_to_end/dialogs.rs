//! Dialogs as a person expects them: one at a time, with the focus in it and back again, closed by Esc and
//! by a press beside it. And keys that are meant for a text.

use serde_json::json;

use crate::page::Page;

/// The buttons of the header that open dialogs.
const OPENERS: [&str; 3] =
    [".bar [aria-label=Keys]", ".bar [aria-label=Export]", ".bar .share-button"];

const DIALOGS: &str = "document.querySelectorAll('dialog[open]').length";

async fn has_focus(page: &Page, selector: &str) {
    let focused = format!("document.activeElement.matches({selector:?})");
    page.wait_until(&format!("the focus on {selector}"), &focused).await;
}

#[tokio::test]
async fn the_focus_stays_in_a_dialog_and_goes_back_to_what_opened_it() {
    let page = Page::open("#/join").await;
    page.wait_for(".player .primary").await;
    for opener in OPENERS {
        page.click(opener).await;
        page.wait_for("dialog[open]").await;
        // Between the last and the first the focus is the browser's own.
        let inside = "document.activeElement === document.body
            || document.activeElement.closest('dialog[open]') !== null";
        for _ in 0..30 {
            page.press("Tab").await;
            assert_eq!(page.eval(inside).await, json!(true), "{opener}");
        }
        page.press("Escape").await;
        page.wait_for_none("dialog[open]").await;
        has_focus(&page, opener).await;
    }
    page.finish().await;
}

#[tokio::test]
async fn a_press_beside_a_dialog_closes_it_and_touches_nothing_else() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for(".player .primary").await;
    for opener in OPENERS {
        page.click(opener).await;
        page.wait_for("dialog[open]").await;
        // The middle of the list of programs, and text within the dialog.
        let place = |selector: &str| {
            format!(
                "(box => [box.left + 8, box.top + 8])(document.querySelector({selector:?}).getBoundingClientRect())"
            )
        };
        press_at(&page, &place("dialog[open] h2")).await;
        assert_eq!(page.eval(DIALOGS).await, json!(1), "{opener}");
        press_at(&page, &place(".rail .groups")).await;
        page.wait_for_none("dialog[open]").await;
        has_focus(&page, opener).await;
        assert_eq!(page.eval("location.hash").await, json!("#/join?variant=joined"));
    }
    page.finish().await;
}

/// Presses the mouse's button at a place that an expression gives.
async fn press_at(page: &Page, place: &str) {
    let place = page.eval(place).await;
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({
            "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1
        });
        page.devtools("Input.dispatchMouseEvent", event).await;
    }
}

#[tokio::test]
async fn a_long_dialog_is_scrolled_within_itself() {
    let page = Page::open_sized("#/join", (375, 667)).await;
    page.wait_for(".player .primary").await;
    page.press("?").await;
    page.wait_for("dialog[open]").await;
    let fits = "(box => box.top >= 0 && box.bottom <= innerHeight && box.left >= 0
        && box.right <= innerWidth)(document.querySelector('dialog[open]').getBoundingClientRect())";
    assert_eq!(page.eval(fits).await, json!(true));
    let scrolls = "(dialog => {
        dialog.scrollTop = dialog.scrollHeight;
        const last = [...dialog.querySelectorAll('button')].at(-1).getBoundingClientRect();
        return dialog.scrollTop > 0 && last.bottom <= innerHeight;
    })(document.querySelector('dialog[open]'))";
    assert_eq!(page.eval(scrolls).await, json!(true));
    page.finish().await;
}

#[tokio::test]
async fn keys_in_a_dialog_reach_nothing_behind_it() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for(".player .primary").await;
    let stands = "[location.hash, document.querySelector('.player').innerText]";
    page.wait_until("the page as it is opened", "document.readyState === 'complete'").await;
    let before = page.eval(stands).await;
    for opens in ["e", "?", "x"] {
        page.press(opens).await;
        page.wait_for("dialog[open]").await;
        for key in ["e", "?", "x", "r", ".", "t", "l", "j", "p"] {
            page.press(key).await;
            assert_eq!(page.eval(DIALOGS).await, json!(1), "{key} in the dialog of {opens}");
        }
        page.press("Escape").await;
        page.wait_for_none("dialog[open]").await;
        assert_eq!(page.eval(stands).await, before, "behind the dialog of {opens}");
        page.wait_for_none(".event-table, .presenting").await;
    }
    page.finish().await;
}

#[tokio::test]
async fn the_way_back_leaves_no_link_to_what_is_no_longer_shown() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for(".player .primary").await;
    page.press("j").await;
    page.wait_until("the next", "!location.hash.startsWith('#/join')").await;
    page.press("e").await;
    page.wait_for("dialog[open]").await;
    page.driver().back().await.expect("back");
    page.wait_until("the first", "location.hash.startsWith('#/join?variant=joined')").await;
    page.wait_for_none("dialog[open]").await;
    // What is about no program stays.
    page.press("?").await;
    page.wait_for("dialog[open]").await;
    page.driver().forward().await.expect("forward");
    page.wait_until("the next", "!location.hash.startsWith('#/join')").await;
    assert_eq!(page.eval(DIALOGS).await, json!(1));
    page.finish().await;
}

#[tokio::test]
async fn what_is_typed_into_the_program_does_nothing() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for(".line").await;
    page.click("[data-line='8'] code").await;
    page.wait_until("the focus", "document.activeElement.closest('.code')").await;
    let stands = "document.querySelector('.player').innerText
        + document.querySelector('.speed select').value + location.hash";
    let before = page.eval(stands).await;
    page.write("let extra = 1;").await;
    page.press("Enter").await;
    page.write("?xe/pjr").await;
    assert_eq!(page.eval(stands).await, before);
    assert_eq!(page.eval(DIALOGS).await, json!(0));
    page.wait_for_none(".presenting").await;
    // Esc gives the keys back to the player.
    page.press("Escape").await;
    page.press("Home").await;
    page.wait_for_text(".narration .meta", "before the first").await;
    page.finish().await;
}
