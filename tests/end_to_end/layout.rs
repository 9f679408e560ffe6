//! How the page is arranged: lines that move, panes that close, what of it is kept, and what an
//! audience sees.

use serde_json::json;

use crate::page::{PHONE, Page, Scheme};

/// The width and height of an element.
async fn size(page: &Page, selector: &str) -> (f64, f64) {
    page.wait_for(".page:not(.skeleton) .program").await;
    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); \
                  return [box.width, box.height];";
    let size = page.run(script, vec![json!(selector)]).await;
    (size[0].as_f64().expect("a width"), size[1].as_f64().expect("a height"))
}

fn line(of: &str) -> String {
    format!(".split[data-of={of:?}]")
}

#[tokio::test]
async fn lines_between_panes_are_dragged() {
    let page = Page::open("#/join").await;
    for (of, pane, by) in [
        ("rail", ".rail", (60.0, 0.0)),
        ("side", ".side", (-90.0, 0.0)),
        ("timeline", ".timeline-pane", (0.0, -70.0)),
        ("runtime", ".runtime", (0.0, -40.0)),
    ] {
        let before = size(&page, pane).await;
        page.drag(&line(of), by).await;
        let after = size(&page, pane).await;
        let longer = if by.0 == 0.0 { after.1 - before.1 } else { after.0 - before.0 };
        let pulled = match of {
            "side" | "timeline" => -by.0 - by.1,
            _ => by.0 + by.1,
        };
        assert!((longer - pulled).abs() < 8.0, "{of}: {before:?} to {after:?}");
    }
    let (rail, timeline) = (size(&page, ".rail").await, size(&page, ".timeline-pane").await);
    page.reload().await;
    assert_eq!(size(&page, ".rail").await, rail, "it is kept");
    assert_eq!(size(&page, ".timeline-pane").await, timeline, "it is kept");
    page.finish().await;
}

#[tokio::test]
async fn lines_are_moved_by_keys_and_put_back_by_a_double_click() {
    let page = Page::open("#/join").await;
    let usual = size(&page, ".side").await;
    let focus = format!("document.querySelector('{}').focus()", line("side").replace('"', ""));
    page.run(&focus, vec![]).await;
    page.press("ArrowLeft").await;
    page.press("ArrowLeft").await;
    assert!(size(&page, ".side").await.0 > usual.0 + 30.0);
    let now = format!("document.querySelector('{}').ariaValueNow", line("side").replace('"', ""));
    assert_eq!(page.eval(&now).await, json!("45"));
    page.press("Enter").await;
    page.wait_for(".no-side").await;
    assert!(size(&page, ".side").await.0 < 2.0);
    page.press("Enter").await;
    page.wait_for_none(".no-side").await;
    page.run(
        "document.querySelector('.split[data-of=side]')\
         .dispatchEvent(new MouseEvent('dblclick', {bubbles: true}))",
        vec![],
    )
    .await;
    page.wait_until("the usual value", &format!("{now} === '41'")).await;
    assert!((size(&page, ".side").await.0 - usual.0).abs() < 2.0);
    page.finish().await;
}

#[tokio::test]
async fn panes_are_closed_and_opened_from_the_header() {
    let page = Page::open("#/join").await;
    for (label, class) in [
        ("List of programs", "no-rail"),
        ("Panes beside the program", "no-side"),
        ("Timeline", "no-timeline"),
    ] {
        let button = format!(".pane-toggle[aria-label={label:?}]");
        page.click(&button).await;
        page.wait_for(&format!(".{class}")).await;
    }
    let (width, _) = size(&page, ".program").await;
    assert!(width > 1430.0, "the program has the room: {width}");
    page.reload().await;
    page.wait_for(".no-rail.no-side.no-timeline").await;
    // Searching needs the list.
    page.press("/").await;
    page.wait_for_none(".no-rail").await;
    page.wait_until("the focus", "document.activeElement.matches('.search')").await;
    page.finish().await;
}

#[tokio::test]
async fn a_frame_that_keeps_nothing_works_the_same() {
    let page = Page::open("#/join").await;
    page.wait_for(".player .primary").await;
    page.run(
        "const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts'; \
         frame.style = 'position: fixed; inset: 0; width: 100%; height: 100%; z-index: 99'; \
         frame.src = location.href; document.body.append(frame); \
         window.told = []; addEventListener('message', event => told.push(event.data));",
        vec![],
    )
    .await;
    page.driver().enter_frame(0).await.expect("the frame");
    page.wait_for(".player .primary").await;
    assert_eq!(
        page.eval("(() => { try { return String(localStorage); } catch { return 'none'; } })()")
            .await,
        json!("none")
    );
    page.click("[aria-label='To the start']").await;
    page.wait_for_text(".narration .meta", "before the first").await;
    page.click(".pane-toggle[aria-label='Timeline']").await;
    page.wait_for(".no-timeline").await;
    page.driver().enter_default_frame().await.expect("the page");
    page.finish().await;
}

#[tokio::test]
async fn the_path_shows_how_far_one_has_come() {
    let page = Page::open("#/async-fn").await;
    page.wait_for_text(".groups [aria-current] .dot", "opened").await;
    page.press("Home").await;
    page.press("End").await;
    page.wait_for_text(".groups [aria-current] .dot", "followed to the end").await;
    page.wait_for_text(".way", "1 of").await;
    let next = page.eval("document.querySelector('.way a').hash").await;
    page.reload().await;
    page.wait_for_text(".way", "1 of").await;
    page.click(".way a").await;
    page.wait_until("the next program", &format!("location.hash === {next}")).await;
    page.finish().await;
}

#[tokio::test]
async fn the_tour_is_offered_once_and_found_again() {
    let page = Page::open("#/join").await;
    page.wait_for(".offer").await;
    page.wait_for_none(".tour").await;
    page.click(".offer .link").await;
    // It runs on the opening program, and each step waits for what it asks for.
    page.wait_for_text(".tour-foot", "1 of 5").await;
    page.wait_until("the opening program", "location.hash.startsWith('#/join?variant=joined')")
        .await;
    page.wait_until("the focus", "document.activeElement.closest('.tour')").await;
    let keys = ["r", ",", "", "", "r"];
    for (step, key) in keys.into_iter().enumerate() {
        page.wait_for_text(".tour-foot", &format!("{} of 5", step + 1)).await;
        page.wait_for(".tour:not(.done)").await;
        match (step, key) {
            (2, _) => page.click(".runtime .rt-chip").await,
            (3, _) => {
                page.run("document.querySelector('.knob [type=range]').focus()", Vec::new()).await;
                page.press("ArrowRight").await;
            }
            (_, key) => page.press(key).await,
        }
        page.wait_for(".tour.done").await;
        page.click(".tour .primary").await;
    }
    page.wait_for_none(".tour").await;
    page.reload().await;
    page.wait_for(".player .primary").await;
    page.wait_for_none(".offer").await;
    page.press("?").await;
    page.click(".keys .link").await;
    page.wait_for_text(".tour-foot", "1 of 5").await;
    page.press("Escape").await;
    page.wait_for_none(".tour").await;
    page.finish().await;
}

/// What of the presented page is cut off: at the window's edge, or within its own pane.
const CUT_OFF: &str = "[...document.querySelectorAll('.presenting, .presenting main *, .stage-foot *')]
    .filter(found => found.checkVisibility() && !found.closest('.said, .rt-lists, svg'))
    .flatMap(found => {
        const box = found.getBoundingClientRect();
        const name = `${found.tagName}.${found.className}`;
        const out = [];
        if (found.matches('.presenting, section, .code, .rt-scroll, .narration, .stage-foot')
            && found.scrollWidth > found.clientWidth + 1) out.push(`${name} is wider than it shows`);
        if (found.matches('.rt-scroll') && found.scrollHeight > found.clientHeight + 1)
            out.push(`${name} is higher than it shows`);
        if (found.matches('.pane, .narration, .sentence, .rt-chip, canvas, .stage-foot, button')
            && (box.left < -1 || box.top < -1 || box.right > innerWidth + 1
                || box.bottom > innerHeight + 1)) out.push(`${name} leaves the window`);
        return out;
    })";

#[tokio::test]
async fn on_a_projector_nothing_is_cut_off() {
    for route in [
        "#/join?variant=spawned&present=1&t=0&e=0",
        "#/mpsc?present=1&t=200000&e=12",
        "#/mutex?present=1&t=100000",
        "#/deadlock?present=1",
        "#/join?compare=joined&present=1&t=200000",
    ] {
        let mut page = Page::blank().await;
        page.set_viewport((1280, 720)).await;
        page.set_scheme(Scheme::Dark).await;
        page.go(route).await;
        page.wait_for(".presenting .line").await;
        for pane in [".bar", ".rail", ".player", ".notes", ".console"] {
            page.wait_for_none(pane).await;
        }
        for pane in [".program", ".runtime", ".timeline canvas", ".narration"] {
            page.wait_for(pane).await;
        }
        for step in 0..6 {
            assert_eq!(page.eval(CUT_OFF).await, json!([]), "{route}, step {step}");
            page.press("ArrowRight").await;
        }
        page.finish().await;
    }
}

#[tokio::test]
async fn a_clicker_leads_through_the_bookmarks() {
    let page = Page::open("#/mpsc").await;
    page.wait_for(".player .primary").await;
    page.press("Home").await;
    page.press("p").await;
    page.wait_for(".presenting").await;
    page.wait_until("the address", "location.hash.includes('present=1')").await;
    let sentence = "document.querySelector('.narration .sentence').innerText";
    let mut seen = vec![page.eval(sentence).await];
    for _ in 0..2 {
        page.press("PageDown").await;
        seen.push(page.eval(sentence).await);
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2], "{seen:?}");
    for expected in seen.iter().rev().skip(1) {
        page.press("PageUp").await;
        assert_eq!(page.eval(sentence).await, *expected);
    }
    page.press("ArrowRight").await;
    page.wait_for_text(".narration .meta", "event").await;
    page.press("Escape").await;
    page.wait_for_none(".presenting").await;
    page.wait_until("the address", "!location.hash.includes('present')").await;
    page.wait_for(".player .primary").await;
    page.finish().await;
}

#[tokio::test]
async fn panes_fit_at_every_width() {
    let page = Page::open("#/mpsc?t=200000&e=12").await;
    page.wait_for(".player .primary").await;
    for size in
        [(2560, 1440), (1440, 900), (1280, 720), (1100, 800), (820, 1180), (721, 600), PHONE]
    {
        page.set_viewport(size).await;
        let over = "document.documentElement.scrollWidth - innerWidth";
        assert_eq!(page.eval(over).await, json!(0), "{size:?}");
        let cut = "[...document.querySelectorAll('.bar, .program, .side, .player, .timeline-pane')]
            .filter(pane => pane.checkVisibility() && pane.getBoundingClientRect().width > 0)
            .filter(pane => pane.getBoundingClientRect().right > innerWidth + 1
                || pane.getBoundingClientRect().bottom > innerHeight + 1)
            .map(pane => pane.className)";
        assert_eq!(page.eval(cut).await, json!([]), "{size:?}");
    }
    page.finish().await;
}

#[tokio::test]
async fn paper_gets_the_program_the_notes_and_the_output() {
    let mut page = Page::open("#/mpsc").await;
    page.set_scheme(Scheme::Dark).await;
    page.wait_for(".player .primary").await;
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    let print = json!({ "media": "print", "features": dark });
    page.devtools("Emulation.setEmulatedMedia", print).await;
    for shown in [".program", ".console .printed", ".notes", ".timeline canvas"] {
        page.wait_for(shown).await;
    }
    for chrome in [".rail", ".player", ".bar button", ".side-tabs", ".split"] {
        page.wait_for_none(chrome).await;
    }
    let text = "getComputedStyle(document.querySelector('.line > code')).color";
    assert_eq!(page.eval(text).await, json!("rgb(22, 24, 29)"), "ink is dark");
    page.screenshot("print").await;
    page.finish().await;
}

#[tokio::test]
async fn a_page_that_cannot_start_says_so() {
    let page = Page::blank().await;
    page.devtools("Network.enable", json!({})).await;
    page.devtools("Network.setBlockedURLs", json!({ "urls": ["*.wasm*"] })).await;
    page.go("#/join").await;
    page.wait_for(".failed").await;
    page.wait_for_text(".failed", "could not start").await;
    page.wait_for_none(".skeleton").await;
    // The console says so too, which is an error everywhere else.
    let outcome = tokio::spawn(page.finish()).await;
    assert!(outcome.is_err(), "nothing failed");
}
