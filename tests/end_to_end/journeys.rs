//! What a visitor does, from the first look to the shared link.

use serde_json::json;

use crate::page::{PHONE, Page};

const EVENT: &str = ".narration .meta";

/// The position that the narration names: "event 12 of 87".
async fn position(page: &Page) -> u64 {
    let text = page.text(EVENT).await;
    let number = text.split_whitespace().nth(1).and_then(|word| word.parse().ok());
    // At the start nothing has happened yet and no event is named.
    number.unwrap_or(0)
}

async fn label(page: &Page, label: &str) {
    page.click(&format!("[aria-label={label:?}]")).await;
}

#[tokio::test]
async fn a_run_is_drawn_before_any_click() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for_text(".narration .sentence", "with join! or spawn the two waits overlap").await;
    page.wait_for_text(".player .time", "100 ms / 300 ms").await;
    page.wait_until(
        "the timeline to be painted",
        "(() => { const c = document.querySelector('canvas'); if (!c || !c.width) return false; \
         const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; \
         return new Set(new Uint32Array(d.buffer)).size > 10; })()",
    )
    .await;
    page.finish().await;
}

#[tokio::test]
async fn output_appears_line_by_line_in_a_live_run() {
    let page = Page::open("#/spawn?speed=0.25").await;
    page.wait_for(".player .primary").await;
    page.run(
        "window.seen = new Set(); new MutationObserver(() => { \
         const shown = document.querySelectorAll('.console .printed'); \
         window.seen.add(shown.length); }).observe(document.body, {childList: true, subtree: true});",
        vec![],
    )
    .await;
    page.click(".player .primary").await;
    page.wait_for_text(".player .primary", "Stop").await;
    page.wait_for_text(".player .clock [aria-pressed=true]", "browser").await;
    page.wait_for_text(".player .primary", "Run live").await;
    page.wait_for_text(".console", "Got data 5").await;
    let counts = page.eval("window.seen.size").await.as_u64().unwrap_or(0);
    assert!(counts >= 6, "the lines came in only {counts} steps");
    page.finish().await;
}

#[tokio::test]
async fn a_live_run_is_paused_stepped_back_and_scrubbed() {
    let page = Page::open("#/mpsc?speed=0.25").await;
    page.wait_for(".player .primary").await;
    page.click(".player .primary").await;
    page.wait_for_text(".console", "Received 2").await;
    page.press("Space").await;
    page.wait_for("[aria-label='Play']").await;
    let paused = position(&page).await;
    assert!(paused > 0);
    label(&page, "One event back").await;
    page.wait_for_text(EVENT, &format!("event {} of", paused - 1)).await;
    page.press("Home").await;
    page.wait_until(
        "the start",
        "!document.querySelector('.narration .meta').innerText.includes('event ')",
    )
    .await;
    page.press(".").await;
    page.wait_for_text(EVENT, "event 1 of").await;
    page.wait_for_text(".narration .kind", "run.start").await;
    page.click(".scrubber").await;
    page.wait_until(
        "the playhead in the middle",
        "(() => { const [, at, of] = document.querySelector('.narration .meta').innerText\
         .match(/event (\\d+) of (\\d+)/) ?? [0, 0, 1]; return at > 5 && at < of; })()",
    )
    .await;
    page.finish().await;
}

/// Notes each place that the narration names, and each time at which the total is below the playhead.
const WATCHED: &str = r"
window.places = [];
window.polls = new Set();
window.wrong = [];
const micros = text => {
  const [, number, unit] = text.match(/([\d.]+) (µs|ms|s|min|h)/) ?? [];
  return number * { 'µs': 1, ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9 }[unit];
};
const look = () => {
  const [, at] = document.querySelector('.narration .meta')?.innerText.match(/event (\d+) of/) ?? [];
  if (at && +at !== places.at(-1)) places.push(+at);
  if (document.querySelector('.narration .kind')?.innerText === 'poll.start') polls.add(+at);
  const time = document.querySelector('.player .time')?.innerText ?? '';
  const [now, total] = time.split('/');
  if (total && micros(total) < micros(now)) wrong.push(time);
};
new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
";

/// A piece of script: how many colours the pixels of a canvas have.
fn colours(canvas: &str) -> String {
    format!(
        "(() => {{ const c = document.querySelector({canvas:?}); \
         const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; \
         return new Set(new Uint32Array(d.buffer)).size; }})()"
    )
}

/// The address once nothing is written into it any more: it follows the playhead a moment later.
async fn written_address(page: &Page) -> serde_json::Value {
    let mut address = page.eval("location.hash").await;
    let mut same = 0;
    while same < 12 {
        let now = page.settled("location.hash").await;
        same = if now == address { same + 1 } else { 0 };
        address = now;
    }
    address
}

#[tokio::test]
async fn slow_motion_shows_each_poll_and_is_stepped_through_and_resumed() {
    let page = Page::open("#/join?variant=joined&speed=0.125").await;
    page.wait_for(".player .primary").await;
    page.run(WATCHED, vec![]).await;
    page.press("r").await;
    page.wait_until("some events", "places.at(-1) > 6 && places.at(-1) < 40").await;
    page.press("Space").await;
    page.wait_for("[aria-label='Play']").await;
    let paused = position(&page).await;
    for back in 1..=2 {
        page.press(",").await;
        page.wait_for_text(EVENT, &format!("event {} of", paused - back)).await;
    }
    // What was shown is still there: in the lanes and in the overview.
    for (canvas, at_most_blank) in [(".timeline-canvas canvas", 5), (".timeline-strip canvas", 2)] {
        page.wait_until(canvas, &format!("{} > {at_most_blank}", colours(canvas))).await;
    }
    let address = "location.hash";
    page.wait_until("the place in the address", "/[?&]t=\\d+/.test(location.hash)").await;
    let two_back = written_address(&page).await;
    page.press(",").await;
    page.wait_until("another address", &format!("{address} !== {two_back}")).await;
    page.press(".").await;
    page.wait_until("the same address", &format!("{address} === {two_back}")).await;
    // It goes on from there, one event after the other, to the end.
    page.run("places.length = 0;", vec![]).await;
    page.press("Space").await;
    page.wait_until("the next events", &format!("places.at(-1) > {paused}")).await;
    let first = page.eval("places[0]").await.as_u64();
    assert!(first < Some(paused), "it has jumped to {first:?}");
    page.wait_until("three polls, each for itself", "polls.size >= 3").await;
    // A little faster, since no more is to be seen.
    page.press("Plus").await;
    page.press("Plus").await;
    page.wait_for_text(".player .primary", "Run live").await;
    page.wait_for_text(".player .time", "/").await;
    assert_eq!(page.eval("wrong").await, json!([]), "the total was below the playhead");
    page.finish().await;
}

#[tokio::test]
async fn a_stopped_run_says_that_it_was_stopped() {
    let page = Page::open("#/join?variant=sequential&speed=0.125").await;
    page.wait_for(".player .primary").await;
    page.click(".player .primary").await;
    page.wait_for_text(".player .primary", "Stop").await;
    page.click(".player .primary").await;
    page.wait_for_text(".narration .sentence", "stopped").await;
    page.finish().await;
}

#[tokio::test]
async fn steps_lead_there_and_back() {
    let page = Page::open("#/join?variant=spawned").await;
    page.wait_for(".player .primary").await;
    page.press("End").await;
    page.wait_for_text(EVENT, "event").await;
    let end = position(&page).await;
    page.press("Home").await;
    let sentence = "document.querySelector('.narration .sentence').innerText";
    let mut forward = Vec::new();
    for _ in 0..12 {
        page.press(".").await;
        forward.push(page.eval(sentence).await);
    }
    let distinct: std::collections::HashSet<_> = forward.iter().map(ToString::to_string).collect();
    assert!(distinct.len() > 8, "{forward:?}");
    for expected in forward.iter().rev().skip(1) {
        page.press(",").await;
        assert_eq!(page.eval(sentence).await, *expected);
    }
    page.press("End").await;
    page.wait_for_text(EVENT, &format!("event {end} of {end}")).await;
    page.finish().await;
}

#[tokio::test]
async fn a_knob_changes_the_whole_picture() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for_text(".player .time", "300 ms").await;
    page.run(
        "const knob = document.querySelector('.knob input[type=range]'); \
         const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set; \
         set.call(knob, '700'); knob.dispatchEvent(new Event('input', {bubbles: true}));",
        vec![],
    )
    .await;
    page.wait_for_text(".player .time", "700 ms").await;
    page.wait_until("the address", "location.hash.includes('k.USER_MS=700')").await;
    page.wait_for_text(".program", "700").await;
    page.finish().await;
}

#[tokio::test]
async fn a_deep_link_leads_to_the_same_position() {
    let page = Page::open("#/mpsc").await;
    page.wait_for(".player .primary").await;
    page.press("Home").await;
    for _ in 0..30 {
        page.press(".").await;
    }
    page.wait_for_text(EVENT, "event 30 of").await;
    page.wait_until("the address", "/[?&]t=0&e=30$/.test(location.hash)").await;
    let before = page.text(".narration").await;
    page.reload().await;
    page.wait_for_text(EVENT, "event 30 of").await;
    assert_eq!(page.text(".narration").await, before);
    page.finish().await;
}

#[tokio::test]
async fn the_back_button_leads_back() {
    let page = Page::open("#/join").await;
    page.wait_for(".catalog a").await;
    page.run(
        "[...document.querySelectorAll('.catalog a, .catalog button')]\
         .find(entry => entry.innerText.includes('spawn')).click();",
        vec![],
    )
    .await;
    page.wait_until("spawn", "location.hash.startsWith('#/spawn')").await;
    page.wait_until("the title", "document.title.startsWith('spawn')").await;
    page.driver().back().await.expect("back");
    page.wait_until("join", "location.hash.startsWith('#/join')").await;
    page.wait_for_text(".program", "fetch_user").await;
    page.wait_until("the title", "document.title.startsWith('join!')").await;
    page.finish().await;
}

#[tokio::test]
async fn what_is_wrong_in_an_address_is_said_and_replaced() {
    for (route, said) in [
        ("#/nonsense", "There is no scenario “nonsense”"),
        ("#/join?t=banana", "t=banana: not a number"),
        ("#/join?speed=-1", "speed=-1"),
        ("#/mpsc?k.CAPACITY=99", "8 is used"),
        ("#/join?compare=nope", "compare=nope: “join!” has no such variant"),
        ("#/join?workers=99", "16 is used"),
        ("#/<img src=x onerror=alert(1)>", "There is no scenario"),
    ] {
        let page = Page::open(route).await;
        page.wait_for_text(".notice", said).await;
        page.press("Home").await;
        page.press(".").await;
        page.wait_for_text(EVENT, "event 1 of").await;
        page.click(".notice button").await;
        page.wait_for_none(".notice").await;
        assert_eq!(page.eval("document.querySelectorAll('img').length").await, json!(0));
        page.finish().await;
    }
}

#[tokio::test]
async fn a_program_that_stalls_is_named() {
    let page = Page::open("#/future-trait?variant=lost-waker").await;
    page.wait_for(".player .primary").await;
    page.press("End").await;
    page.wait_for_text(".narration .sentence", "stuck").await;
    page.finish().await;
}

#[tokio::test]
async fn on_a_phone_nothing_hangs_over() {
    let page = Page::open_sized("#/spawn", PHONE).await;
    page.wait_for(".player .primary").await;
    for place in ["Console", "Notes", "Timeline"] {
        page.run(
            "[...document.querySelectorAll('[role=tab]')].find(tab => \
             tab.innerText.startsWith(arguments[0]) && tab.offsetParent).click();",
            vec![json!(place)],
        )
        .await;
        let over = page
            .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await;
        assert_eq!(over, json!(0), "{place}");
        page.screenshot(&format!("phone-{}", place.to_lowercase())).await;
    }
    page.finish().await;
}

#[tokio::test]
async fn a_prediction_is_made_before_the_run_and_checked_against_it() {
    let page = Page::open("#/join?variant=joined&predict=1&k.POSTS_MS=450").await;
    page.wait_for(".predict .guess").await;
    assert_eq!(page.eval("document.querySelectorAll('.player, canvas').length").await, json!(0));
    // The run cannot be seen by a key either.
    page.press("End").await;
    page.click(".guess").await;
    page.write("300").await;
    page.press("Enter").await;
    page.wait_for_text(".missed", "Not 300 ms. One more try.").await;
    assert_eq!(page.eval("document.querySelectorAll('.player, canvas').length").await, json!(0));
    page.press("Control+a").await;
    page.write("0.4 s").await;
    page.wait_for_text(".guess-read", "= 400 ms").await;
    page.press("Enter").await;
    page.wait_for_text(".verdict", "No: the run took 450 ms, not 400 ms.").await;
    page.wait_for_text(".player .time", "0 ms / 450 ms").await;
    page.click(".predict .check").await;
    page.wait_for_text(".player .time", "450 ms / 450 ms").await;
    page.wait_for_text(".narration .kind", "timer.fire").await;
    page.finish().await;
}

#[tokio::test]
async fn lines_are_put_in_order_by_keyboard() {
    let page = Page::open("#/spawn?predict=1").await;
    page.wait_for(".predict .cards").await;
    let order = ["Spawned 5 tasks", "Fetch 1 begins", "Fetch 5 begins", "Got data 1", "Got data 5"];
    for line in order {
        let focus = "[...document.querySelectorAll('.cards .card')]\
            .find(card => card.innerText === arguments[0]).focus()";
        page.run(focus, vec![json!(line)]).await;
        page.press("Enter").await;
        page.wait_for_text(".picked", line).await;
    }
    page.wait_until("the focus on the button", "document.activeElement.className === 'check'")
        .await;
    page.press("Enter").await;
    page.wait_for_text(".verdict", "Right: these lines, in this order.").await;
    page.finish().await;
}

#[tokio::test]
async fn a_knob_is_taken_back_and_points_are_visited() {
    let page = Page::open("#/join?variant=joined").await;
    page.wait_for("#knob-0").await;
    page.run("document.querySelector('#knob-0').focus()", vec![]).await;
    for _ in 0..6 {
        page.press("ArrowRight").await;
    }
    page.wait_for_text(".player .time", "/ 500 ms").await;
    // How many turns these were depends on how quickly they came; further ones do nothing.
    for _ in 0..6 {
        page.press("Control+z").await;
    }
    page.wait_for_text(".player .time", "100 ms / 300 ms").await;
    page.click(".narration").await;
    page.press("Home").await;
    page.press("b").await;
    page.wait_for(".point.here").await;
    let first = position(&page).await;
    page.press("b").await;
    page.wait_until(
        "the next point",
        &format!("!document.querySelector('{EVENT}').innerText.startsWith('event {first} of')"),
    )
    .await;
    page.press("Shift+B").await;
    page.wait_for_text(EVENT, &format!("event {first} of")).await;
    page.finish().await;
}
