//! The timeline's own controls: selecting time, searching, folding, the strip, the table of events.

use serde_json::json;

use crate::page::{PHONE, Page, Scheme};

const CANVAS: &str = ".timeline-canvas";

/// Gives the timeline the focus, as a visitor does with the Tab key.
async fn focus(page: &Page) {
    page.wait_for(CANVAS).await;
    page.run("document.querySelector(arguments[0]).focus();", vec![json!(CANVAS)]).await;
}

const LOOKS: &str = "(() => { const c = document.querySelector('.timeline-canvas canvas'); \
    const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer); \
    let h = 0; for (const p of d) h = (Math.imul(h, 31) + p) >>> 0; return h; })()";

/// What the canvas looks like when all is painted, as a number.
async fn looks(page: &Page) -> u64 {
    page.settled(LOOKS).await.as_u64().unwrap_or(0)
}

#[tokio::test]
async fn time_is_selected_with_its_sums_shared_looped_and_let_go() {
    let page = Page::open("#/join?variant=joined&axis=time").await;
    page.wait_for(CANVAS).await;
    looks(&page).await;
    let height = page.eval("document.querySelector('.timeline-canvas').clientHeight").await;
    let to_axis = 20.0 - height.as_f64().unwrap_or(0.0) / 2.0;
    page.drag_from(CANVAS, (-200.0, to_axis), (300.0, 0.0)).await;
    page.wait_for_text(".timeline-range", "poll").await;
    page.wait_until("the address", "/[?&]range=\\d+-\\d+/.test(location.hash)").await;
    page.click(".timeline-range [aria-label^='Loop it']").await;
    page.wait_until("the address", "location.hash.includes('loop=1')").await;
    page.reload().await;
    page.wait_for_text(".timeline-range", "poll").await;
    page.screenshot("timeline-selected").await;
    focus(&page).await;
    page.press("Escape").await;
    page.wait_for_none(".timeline-range").await;
    page.wait_until("the address", "!location.hash.includes('range')").await;
    page.finish().await;
}

#[tokio::test]
async fn shift_selects_in_the_lanes_of_two_runs_at_once() {
    let page = Page::open("#/join?compare=joined&range=100000-250000").await;
    page.wait_for_text(".timeline-range", "150 ms").await;
    let runs = page.eval("document.querySelectorAll('.timeline-range .runs > div').length").await;
    assert_eq!(runs, json!(2));
    page.screenshot("timeline-selected-compare").await;
    // The first Esc lets the selection go, the second the comparison.
    focus(&page).await;
    page.press("Escape").await;
    page.wait_for_none(".timeline-range").await;
    page.wait_for(".timeline-title").await;
    page.press("Escape").await;
    page.wait_for_none(".timeline-title").await;
    page.finish().await;
}

#[tokio::test]
async fn a_run_is_searched_from_its_timeline_and_the_programs_from_elsewhere() {
    let page = Page::open("#/mpsc").await;
    focus(&page).await;
    page.press("Home").await;
    page.press("/").await;
    page.wait_for(".timeline-search input:focus").await;
    page.write("send").await;
    page.wait_for_text(".timeline-search [role=status]", "found").await;
    page.press("Enter").await;
    page.wait_for_text(".timeline-search [role=status]", "1 of").await;
    let address = page.eval("location.hash").await;
    page.press("Enter").await;
    page.wait_for_text(".timeline-search [role=status]", "2 of").await;
    page.wait_until("another place", &format!("location.hash !== {address}")).await;
    page.press("Shift+Enter").await;
    page.wait_for_text(".timeline-search [role=status]", "1 of").await;
    page.screenshot("timeline-search").await;
    page.press("Escape").await;
    page.wait_for_none(".timeline-search").await;
    page.wait_until(
        "the focus on the timeline",
        "document.activeElement.matches('.timeline-canvas')",
    )
    .await;
    page.finish().await;
}

#[tokio::test]
async fn every_one_of_ten_thousand_lanes_can_be_reached() {
    let page = Page::open("#/ten-thousand").await;
    focus(&page).await;
    // A run that is still computed is replaced when it is whole, and so is what is chosen in it.
    looks(&page).await;
    page.wait_until("the whole run", "!document.querySelector('.page.computing')").await;
    page.press("ArrowDown").await;
    page.wait_for_text(".timeline-said", "lane 1 of 10001").await;
    page.press("PageDown").await;
    page.wait_until(
        "lanes further down",
        "Number(document.querySelector('.timeline-said').textContent.match(/lane (\\d+)/)[1]) > 4",
    )
    .await;
    let before = looks(&page).await;
    page.press("/").await;
    page.wait_for(".timeline-search input:focus").await;
    page.write("numbered 9999").await;
    page.wait_for_text(".timeline-search [role=status]", "found").await;
    page.press("Enter").await;
    page.wait_for_text(".narration .sentence", "9999").await;
    assert_ne!(looks(&page).await, before);
    page.press("Escape").await;
    page.press("ArrowUp").await;
    page.wait_for_text(".timeline-said", "numbered 9998").await;
    // A wheel turned over them scrolls, and folding them leaves main alone.
    page.wheel(CANVAS, (0.0, 4000.0)).await;
    page.press("ArrowLeft").await;
    page.wait_for_text(".timeline-said", "main").await;
    page.press("ArrowLeft").await;
    page.wait_for_text(".timeline-said", "lane 1 of 1").await;
    page.screenshot("timeline-folded").await;
    page.finish().await;
}

#[tokio::test]
async fn the_strip_shows_where_the_part_in_sight_lies_and_moves_it() {
    let page = Page::open("#/join?variant=spawned").await;
    focus(&page).await;
    let whole = looks(&page).await;
    for _ in 0..6 {
        page.press("w").await;
    }
    page.wait_for(".timeline-overview").await;
    let zoomed = looks(&page).await;
    assert_ne!(zoomed, whole);
    page.drag_from(".timeline-overview", (-350.0, 0.0), (40.0, 0.0)).await;
    assert_ne!(looks(&page).await, zoomed);
    page.screenshot("timeline-strip").await;
    page.press("0").await;
    page.finish().await;
}

#[tokio::test]
async fn the_events_are_read_as_a_table() {
    let mut page = Page::open("#/mutex").await;
    page.set_scheme(Scheme::Dark).await;
    page.click("[aria-label='Events as a table']").await;
    page.wait_for_text(".event-table caption", "Events of the run").await;
    page.click(".event-pager .turns button:first-child").await;
    page.wait_for_text(".event-table tbody tr:first-child", "run.start").await;
    page.click(".event-table tbody tr:nth-child(4) button").await;
    page.wait_for_text(".narration .meta", "event 4 of").await;
    page.wait_for_text(".event-table [aria-current=true]", "4").await;
    // The keys of the player go on to mean what they do.
    page.press(".").await;
    page.wait_for_text(".event-table [aria-current=true]", "5").await;
    page.screenshot("timeline-table").await;
    page.click("[aria-label='Close the table']").await;
    page.wait_for_none(".event-table").await;
    page.finish().await;
}

#[tokio::test]
async fn fingers_zoom_move_and_scrub() {
    let page = Page::open_sized("#/mutex?variant=tokio&t=300000", PHONE).await;
    page.wait_for(CANVAS).await;
    let stays = "location.hash.includes('t=300000')";
    let whole = looks(&page).await;
    let pinch = [[(-60.0, 0.0), (-60.0, 0.0)], [(40.0, 0.0), (60.0, 0.0)]];
    page.fingers(CANVAS, &pinch).await;
    let zoomed = looks(&page).await;
    assert_ne!(zoomed, whole);
    page.fingers(CANVAS, &[[(60.0, 0.0), (-90.0, 6.0)]]).await;
    assert_ne!(looks(&page).await, zoomed);
    assert_eq!(page.eval(stays).await, json!(true));
    page.tap(CANVAS).await;
    page.wait_until("another time", &format!("!{stays}")).await;
    // On the axis one finger scrubs and two select.
    let height = page.eval("document.querySelector('.timeline-canvas').clientHeight").await;
    let axis = 16.0 - height.as_f64().unwrap_or(0.0) / 2.0;
    let hash = page.eval("location.hash").await;
    page.fingers(CANVAS, &[[(60.0, axis), (-80.0, 0.0)]]).await;
    page.wait_until("another place", &format!("location.hash !== {hash}")).await;
    page.fingers(CANVAS, &[[(-50.0, axis), (0.0, 0.0)], [(50.0, axis), (30.0, 0.0)]]).await;
    page.wait_for_text(".timeline-range", "polls").await;
    page.finish().await;
}

#[tokio::test]
async fn its_letters_work_wherever_the_focus_is_and_the_first_stops_lead_to_it() {
    let page = Page::open("#/mpsc").await;
    page.wait_for(CANVAS).await;
    let whole = looks(&page).await;
    page.press("w").await;
    page.press("w").await;
    assert_ne!(looks(&page).await, whole);
    page.press("0").await;
    // Whoever types into the search of the programs types.
    page.press("/").await;
    page.write("wait").await;
    assert_eq!(page.eval("document.querySelector('.search').value").await, json!("wait"));
    assert_eq!(looks(&page).await, whole);
    page.press("Escape").await;
    page.press("Escape").await;
    page.press("t").await;
    page.wait_for(".event-table").await;
    page.press("t").await;
    page.wait_for_none(".event-table").await;
    page.reload().await;
    page.wait_for(CANVAS).await;
    page.press("Tab").await;
    page.screenshot("skip-program").await;
    page.press("Enter").await;
    let at = |selector| format!("document.activeElement.matches('{selector}')");
    page.wait_until("the program", &at("#program-text")).await;
    page.reload().await;
    page.wait_for(CANVAS).await;
    page.press("Tab").await;
    page.press("Tab").await;
    page.press("Enter").await;
    page.wait_until("the lanes", &at(".timeline-canvas")).await;
    page.finish().await;
}

#[tokio::test]
async fn a_phone_has_it_all() {
    let page = Page::open_sized("#/mutex?range=50000-150000", PHONE).await;
    page.wait_for_text(".timeline-range", "polls").await;
    page.screenshot("timeline-phone").await;
    page.tap("[aria-label^='Deselect']").await;
    page.wait_for_none(".timeline-range").await;
    page.tap("[aria-label='Search this run']").await;
    page.wait_for(".timeline-search input:focus").await;
    page.finish().await;
}
