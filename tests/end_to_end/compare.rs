//! Two variants on one time scale, and the way from program to program.

use serde_json::json;

use crate::page::{PHONE, Page};

const UPPER: &str = ".timeline-run:first-child";
const LOWER: &str = ".timeline-run:last-child";

/// Whether a canvas of the timeline has been painted.
async fn painted(page: &Page, run: &str) {
    let canvas = format!(
        "(() => {{ const c = document.querySelector('{run} canvas'); if (!c || !c.width) return false; \
         const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; \
         return new Set(new Uint32Array(d.buffer)).size > 10; }})()"
    );
    page.wait_until("a timeline to be painted", &canvas).await;
}

#[tokio::test]
async fn two_variants_stand_on_one_time_scale() {
    let page = Page::open("#/join").await;
    page.click(".compare .toggle").await;
    page.wait_for_text(&format!("{UPPER} .timeline-title"), "500 ms").await;
    page.wait_for_text(&format!("{LOWER} .timeline-title"), "300 ms").await;
    page.wait_for_text(&format!("{LOWER} .compared"), "200 ms less, 1.7 times as fast").await;
    painted(&page, UPPER).await;
    painted(&page, LOWER).await;
    page.wait_until("the address", "location.hash === '#/join?compare=joined'").await;

    // A click in the lower run puts both on its time; its title shows its program, at that time.
    page.click(&format!("{LOWER} .timeline-canvas")).await;
    page.wait_until("the address", "/[?&]t=\\d+/.test(location.hash)").await;
    let time = page.text(".player .time b").await;
    page.click(&format!("{LOWER} .timeline-title button")).await;
    page.wait_for_text(".program", "tokio::join!").await;
    page.wait_until("the address", "location.hash.includes('variant=joined&compare=sequential')")
        .await;
    assert_eq!(page.text(".player .time b").await, time);

    page.press("Escape").await;
    page.wait_for_none(".timeline-title").await;
    page.wait_until("the address", "!location.hash.includes('compare')").await;
    page.finish().await;
}

#[tokio::test]
async fn a_comparison_is_shared_turned_and_played_to_its_end() {
    let page = Page::open("#/join?variant=joined&compare=sequential&speed=32").await;
    page.wait_for_text(".player .time", "500 ms / 500 ms").await;
    page.run(
        "const knob = document.querySelector('.knob input[type=range]'); \
         const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set; \
         set.call(knob, '700'); knob.dispatchEvent(new Event('input', {bubbles: true}));",
        vec![],
    )
    .await;
    page.wait_for_text(&format!("{UPPER} .timeline-title"), "1 s").await;
    page.wait_for_text(&format!("{LOWER} .timeline-title"), "700 ms").await;
    page.press("Home").await;
    page.press("Space").await;
    page.wait_for_text(".player .time", "1 s / 1 s").await;
    page.wait_for("[aria-label='Play']").await;
    page.finish().await;
}

#[tokio::test]
async fn a_live_run_is_followed_beside_a_simulated_one() {
    let page = Page::open("#/join?variant=joined&compare=sequential&speed=0.5").await;
    page.wait_for(".player .primary").await;
    page.click(".player .primary").await;
    page.wait_for_text(&format!("{LOWER} .timeline-title"), "live").await;
    page.wait_for_text(".player .primary", "Run live").await;
    page.wait_for_text(&format!("{LOWER} .compared"), "less").await;
    page.finish().await;
}

#[tokio::test]
async fn a_comparison_fits_on_a_phone() {
    let page = Page::open_sized("#/join?variant=spawned", PHONE).await;
    page.wait_for(".compare .toggle").await;
    page.run(
        "[...document.querySelectorAll('[role=tab]')].find(tab => \
         tab.innerText === 'Notes' && tab.offsetParent).click();",
        vec![],
    )
    .await;
    page.tap(".compare .toggle").await;
    // It leads to where the comparison is.
    page.wait_for(&format!("{LOWER} .timeline-title")).await;
    painted(&page, LOWER).await;
    let over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(page.eval(over).await, json!(0));
    let heights = "[...document.querySelectorAll('.timeline-run')].every(run => \
                   run.getBoundingClientRect().height > 120)";
    assert_eq!(page.eval(heights).await, json!(true));
    page.tap(&format!("{UPPER} .timeline-title button")).await;
    page.wait_until("the address", "location.hash === '#/join?compare=spawned'").await;
    page.tap(".compare .toggle").await;
    page.wait_for_none(".timeline-title").await;
    page.finish().await;
}

#[tokio::test]
async fn the_path_leads_on_from_the_end_of_the_notes() {
    let page = Page::open("#/async-fn").await;
    page.wait_for_text(".path", "Program 1 of").await;
    let next = page.eval("document.querySelector('.path .next').hash").await;
    page.click(".path .next").await;
    page.wait_until("the next", &format!("location.hash === {next}")).await;
    assert_eq!(page.eval("document.querySelector('.notes').scrollTop").await, json!(0));
    page.press("k").await;
    page.wait_until("the first", "location.hash === '#/async-fn'").await;
    page.press("j").await;
    page.wait_until("the next", &format!("location.hash === {next}")).await;
    page.driver().back().await.expect("back");
    page.wait_until("the first", "location.hash === '#/async-fn'").await;
    page.finish().await;
}

#[tokio::test]
async fn the_catalog_is_searched_without_a_mouse() {
    let page = Page::open("#/join").await;
    page.wait_for(".catalog .search").await;
    page.press("/").await;
    page.write("lost").await;
    page.wait_for_text(".groups a small", "loses the waker").await;
    page.press("ArrowDown").await;
    page.press("Enter").await;
    page.wait_until("it", "location.hash === '#/future-trait?variant=lost-waker'").await;
    page.finish().await;
}
