//! What there is room for: narrow and low windows, large text, long lines, many tasks, paper.

use serde_json::json;

use crate::page::{DESK, PHONE, Page, Scheme};

/// A tablet held upright.
const TABLET: (u32, u32) = (768, 1024);

/// Nothing is `found` by an expression that lists what is wrong.
async fn none(page: &Page, what: &str, found: &str) {
    assert_eq!(page.eval(found).await, json!([]), "{what}");
}

#[tokio::test]
async fn the_title_is_never_cut_for_the_tour() {
    for size in [DESK, (1024, 768), TABLET, PHONE, (360, 740)] {
        for route in ["#/deadlock", "#/callbacks", "#/threads"] {
            let page = Page::open(route).await;
            page.set_viewport(size).await;
            page.wait_for(".offer .link").await;
            let cut = "[...document.querySelectorAll('.crumbs h1, .bar button')]
                .filter(found => found.checkVisibility())
                .filter(found => {
                    const box = found.getBoundingClientRect();
                    return found.scrollWidth > found.clientWidth + 1 || box.left < 0
                        || box.right > innerWidth;
                }).map(found => found.textContent + found.ariaLabel)";
            none(&page, &format!("{route} at {size:?}"), cut).await;
            // The list of programs may still be sliding away.
            let seen = "[...document.querySelectorAll('.crumbs h1, .offer .link')].every(found => {
                const box = found.getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                return found.contains(document.elementFromPoint(x, y));
            })";
            page.wait_until(&format!("the title and the offer at {size:?}"), seen).await;
            page.finish().await;
        }
    }
}

/// Chips that lie on the text of their line, or stick out of it.
const ON_CODE: &str = "[...document.querySelectorAll('.chips')].flatMap(chips => {
    const code = chips.previousElementSibling;
    const line = chips.parentElement.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(code);
    const texts = [...range.getClientRects()];
    return [...chips.children].map(chip => chip.getBoundingClientRect())
        .filter(chip => chip.width < 8 || chip.right > line.right + 1
            || texts.some(text => text.right > chip.left + 0.5 && text.left < chip.right
                && text.bottom > chip.top && text.top < chip.bottom))
        .map(() => code.textContent.trim());
})";

#[tokio::test]
async fn chips_never_stand_on_the_code() {
    let page = Page::open("#/threads?t=20000").await;
    for route in [
        "#/threads?t=20000",
        "#/deadlock?t=100000",
        "#/flavors?t=20000",
        "#/ten-thousand?t=50000",
        "#/mutex?variant=tokio&t=60000",
    ] {
        page.go(route).await;
        for size in [(2560, 1440), DESK, TABLET, PHONE] {
            page.set_viewport(size).await;
            page.wait_until("chips", "document.querySelector('.line .chip')").await;
            none(&page, &format!("{route} at {size:?}"), ON_CODE).await;
        }
    }
    page.finish().await;
}

#[tokio::test]
async fn a_chip_says_its_name_where_there_is_room() {
    let page = Page::open("#/mutex?variant=tokio&t=60000").await;
    page.wait_for(".line.at .chips").await;
    let name = "document.querySelector('.line.at .chip-name').clientWidth";
    page.wait_until("a name", &format!("{name} > 20")).await;
    page.set_viewport(PHONE).await;
    page.wait_until("no name", &format!("{name} === 0")).await;
    // Of many only how many they are is said, and what they are called.
    page.set_viewport((2560, 1440)).await;
    page.go("#/ten-thousand?t=50000").await;
    page.wait_for_text(".line .more", "numbered×10,000").await;
    page.finish().await;
}

#[tokio::test]
async fn a_line_that_is_too_long_goes_on_below_itself() {
    let page = Page::open("#/deadlock").await;
    page.set_viewport(PHONE).await;
    page.wait_for(".line").await;
    let cut = "[...document.querySelectorAll('.line > code')]
        .filter(code => code.getBoundingClientRect().right > innerWidth + 1)
        .map(code => code.textContent)";
    none(&page, "lines that run out of sight", cut).await;
    // Its indentation stays with it.
    let first = "[...document.querySelectorAll('.line > code')].filter(code => {
        const range = document.createRange();
        range.selectNodeContents(code);
        const [first] = [...range.getClientRects()].filter(box => box.width > 0);
        return code.textContent.trim() !== '' && code.textContent.startsWith('  ')
            && [...code.querySelectorAll('.indent')].some(indent => {
                const next = document.createRange();
                next.setStartAfter(indent);
                next.setEndAfter(code.lastChild);
                const [word] = [...next.getClientRects()].filter(box => box.width > 0);
                return word && word.top > first.bottom - 1;
            });
    }).map(code => code.textContent)";
    none(&page, "lines that begin with nothing but spaces", first).await;
    page.finish().await;
}

#[tokio::test]
async fn the_tabs_of_variants_have_room_before_words_beside_them() {
    let page = Page::open("#/mutex").await;
    page.set_viewport(TABLET).await;
    page.wait_for(".pane-head .tabs").await;
    let words = "document.querySelector('.pane-head .toggle span').clientWidth";
    assert_eq!(page.eval(words).await, json!(0), "an icon says it");
    assert_eq!(
        page.eval(
            "getComputedStyle(document.querySelector('.pane-head .tabs')).maskImage.slice(0, 6)"
        )
        .await,
        json!("linear"),
        "what is cut fades out"
    );
    page.set_viewport(DESK).await;
    page.wait_until("the word", &format!("{words} > 20")).await;
    none(
        &page,
        "cut tabs",
        "[...document.querySelectorAll('.pane-head .tabs')]
            .filter(tabs => tabs.scrollWidth > tabs.clientWidth).map(tabs => tabs.textContent)",
    )
    .await;
    page.finish().await;
}

#[tokio::test]
async fn keys_stand_in_even_columns() {
    let page = Page::open("#/join").await;
    page.wait_for(".player .primary").await;
    page.press("?").await;
    page.wait_for("dialog[open] .keys-list").await;
    let columns = "[...new Set([...document.querySelectorAll('.keys-list dd')]
        .map(what => Math.round(what.getBoundingClientRect().left)))].length";
    assert_eq!(page.eval(columns).await, json!(3));
    let hidden = "document.querySelector('.keys.listed')";
    let fits = format!("{hidden}.scrollHeight <= {hidden}.clientHeight + 1");
    assert_eq!(page.eval(&fits).await, json!(true), "all of it is in sight");
    page.set_viewport(PHONE).await;
    page.wait_until("one column", &format!("{columns} === 1")).await;
    page.finish().await;
}

#[tokio::test]
async fn a_low_window_has_lines_and_lanes() {
    // 200 % of 1440 by 900, and a phone that lies.
    for (size, route) in [
        ((720, 450), "#/mutex?variant=tokio&t=60000"),
        ((844, 390), "#/mutex?variant=tokio&t=60000"),
        (DESK, "#/mutex?variant=tokio&t=60000&font=200"),
        (PHONE, "#/mutex?variant=tokio&t=60000&font=200"),
        ((1100, 500), "#/mutex?variant=tokio&t=60000"),
    ] {
        let page = Page::open(route).await;
        page.set_viewport(size).await;
        page.wait_for(".timeline canvas").await;
        let lines = "document.querySelector('.code').clientHeight
            / parseFloat(getComputedStyle(document.querySelector('.code')).lineHeight)";
        page.wait_until(&format!("six lines at {size:?}"), &format!("{lines} > 6")).await;
        let rem = "parseFloat(getComputedStyle(document.documentElement).fontSize)";
        let lanes = format!("document.querySelector('.timeline canvas').clientHeight / {rem}");
        page.wait_until(&format!("three lanes at {size:?}"), &format!("{lanes} > 8.5")).await;
        // What has no room is scrolled to, and nothing beside it.
        let wide = "document.querySelector('.page').scrollWidth - document.querySelector('.page').clientWidth";
        assert_eq!(page.eval(wide).await, json!(0), "{size:?}");
        let reached = "(() => {
            const page = document.querySelector('.page');
            page.scrollTop = page.scrollHeight;
            const pane = document.querySelector('.timeline-pane').getBoundingClientRect();
            return pane.bottom <= innerHeight + 1 && pane.top >= 0;
        })()";
        assert_eq!(page.eval(reached).await, json!(true), "the timeline at {size:?}");
        let controls = "[...document.querySelectorAll('.bar button')]
            .filter(found => found.checkVisibility())
            .filter(found => found.getBoundingClientRect().right > innerWidth + 1)
            .map(found => found.ariaLabel)";
        none(&page, &format!("controls of the header at {size:?}"), controls).await;
        page.finish().await;
    }
}

#[tokio::test]
async fn the_timeline_is_as_high_as_its_lanes_until_somebody_says_how_high() {
    let page = Page::open("#/join").await;
    page.wait_for(".timeline canvas").await;
    let height = "document.querySelector('.timeline-pane').clientHeight";
    let few = page.eval(height).await.as_u64().expect("a height");
    page.go("#/actor").await;
    page.wait_until("more", &format!("{height} > {}", few + 20)).await;
    page.drag(".split[data-of=timeline]", (0.0, 60.0)).await;
    let dragged = page.eval(height).await;
    page.go("#/join").await;
    page.wait_for_text(".program", "fetch_user").await;
    assert_eq!(page.eval(height).await, dragged);
    page.finish().await;
}

#[tokio::test]
async fn an_audience_sees_all_lanes_and_a_runtime_that_fills_its_pane() {
    let page = Page::open("#/mutex?variant=tokio&t=60000").await;
    page.wait_for(".rt-chip").await;
    let size = "parseFloat(getComputedStyle(document.querySelector('.code')).fontSize)";
    let usual = page.eval(size).await.as_f64().expect("a size");
    page.press("p").await;
    page.wait_for(".presenting .rt-chip").await;
    let larger = page.eval(size).await.as_f64().expect("a size");
    assert!(larger > usual * 1.4, "{usual} to {larger}");
    // The lanes want so much, and have it.
    let wanted = "(() => {
        const pane = document.querySelector('.timeline-pane');
        const probe = document.createElement('i');
        probe.style = 'position: absolute; height: var(--wanted)';
        pane.append(probe);
        const wanted = probe.getBoundingClientRect().height;
        probe.remove();
        const has = pane.getBoundingClientRect().height;
        return wanted > 0 && has >= Math.min(wanted, innerHeight * 0.45) - 1;
    })()";
    page.wait_until("all lanes", wanted).await;
    let filled = "(() => {
        const stage = document.querySelector('.rt-stage').getBoundingClientRect();
        const pane = document.querySelector('.rt-scroll').getBoundingClientRect();
        return stage.height <= pane.height + 1 && stage.height > pane.height * 0.7;
    })()";
    page.wait_until("a runtime as large as its pane", filled).await;
    page.finish().await;
}

#[tokio::test]
async fn paper_gets_all_of_it_in_order_and_nothing_to_press() {
    let mut page = Page::open("#/mutex?variant=tokio&t=60000").await;
    page.set_scheme(Scheme::Dark).await;
    page.wait_for(".player .primary").await;
    page.run("dispatchEvent(new Event('beforeprint'))", vec![]).await;
    let print = json!({ "media": "print", "features": [] });
    page.devtools("Emulation.setEmulatedMedia", print).await;
    page.set_viewport((703, 1000)).await;
    page.wait_for(".paper svg").await;
    let parts = [
        ".crumbs h1",
        ".narration .sentence",
        ".paper svg",
        ".rt-stage",
        ".code",
        ".console .printed",
        ".notes-text",
    ];
    let tops = format!(
        "{:?}.map(part => document.querySelector(part).getBoundingClientRect().top)",
        parts
    );
    let tops = page.eval(&tops).await;
    let tops: Vec<_> =
        tops.as_array().into_iter().flatten().filter_map(|top| top.as_f64()).collect();
    assert_eq!(tops.len(), parts.len());
    assert!(tops.windows(2).all(|pair| pair[0] < pair[1]), "{tops:?}");
    let controls = "[...document.querySelectorAll('button, input, select, textarea, summary')]
        .filter(found => found.checkVisibility() && !found.matches('.rt-chip, .bookmark, .term, [role=tab]'))
        .map(found => found.outerHTML)";
    none(&page, "controls", controls).await;
    let cut = "[...document.querySelectorAll('.page *')]
        .filter(found => found.checkVisibility() && !found.closest('svg, .said, .rt-lists, .rt-chip'))
        .filter(found => found.getBoundingClientRect().right > innerWidth + 1)
        .map(found => found.className)";
    none(&page, "what is cut", cut).await;
    let shape = "(() => {
        const svg = document.querySelector('.paper svg');
        const box = svg.getBoundingClientRect();
        const { width, height } = svg.viewBox.baseVal;
        return Math.abs(box.width / box.height - width / height) < 0.01;
    })()";
    assert_eq!(page.eval(shape).await, json!(true), "the timeline's own proportions");
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    page.run("dispatchEvent(new Event('afterprint'))", vec![]).await;
    page.wait_for_none(".paper svg").await;
    page.finish().await;
}

#[tokio::test]
async fn two_runs_are_printed_on_one_axis() {
    let page = Page::open("#/join?compare=joined&t=250000").await;
    page.wait_for(".player .primary").await;
    page.run("dispatchEvent(new Event('beforeprint'))", vec![]).await;
    page.wait_until("both", "document.querySelectorAll('.paper > svg').length === 2").await;
    let twice = "(() => {
        const ids = [...document.querySelectorAll('.paper clipPath')].map(clip => clip.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at);
    })()";
    none(&page, "names of what they are cut with", twice).await;
    page.finish().await;
}

#[tokio::test]
async fn what_is_said_about_an_address_goes_with_its_program() {
    let page = Page::open("#/mutex?speed=fast").await;
    page.wait_for_text(".notice", "speed=fast: not a number").await;
    page.press("j").await;
    page.wait_for_none(".notice").await;
    page.go("#/mutex?speed=1/4").await;
    page.wait_until("the address as it is printed", "location.hash.includes('speed=0.25')").await;
    page.wait_for_none(".notice").await;
    page.finish().await;
}

/// Run is in sight, all of the timeline too, and nothing lies on it.
const ALL_IN_SIGHT: &str = "(() => {
    const box = selector => document.querySelector(selector).getBoundingClientRect();
    const [page, run, pane, player] =
        ['.page', '.player .primary', '.timeline-pane', '.player'].map(box);
    const [x, y] = [run.left + run.width / 2, run.top + run.height / 2];
    return run.bottom <= innerHeight && pane.top > 0 && pane.bottom <= player.top + 0.5
        && document.querySelector('.player .primary').contains(document.elementFromPoint(x, y))
        && document.querySelector('.page').scrollHeight <= Math.ceil(page.height);
})()";

#[tokio::test]
async fn a_small_phone_has_run_and_the_whole_timeline_in_sight() {
    for size in [PHONE, (375, 667), (844, 390), (320, 568)] {
        for route in ["#/spawn", "#/deadlock?t=50000"] {
            let page = Page::open_sized(route, size).await;
            page.wait_for(".timeline canvas").await;
            page.wait_until(&format!("all of {route} at {size:?}"), ALL_IN_SIGHT).await;
            page.finish().await;
        }
    }
}

#[tokio::test]
async fn what_is_enlarged_four_times_is_scrolled_beside_run() {
    let page = Page::open_sized("#/spawn", (320, 256)).await;
    page.wait_for(".timeline canvas").await;
    let run = "document.querySelector('.player .primary').getBoundingClientRect()";
    page.wait_until("run", &format!("{run}.top > 0 && {run}.bottom <= innerHeight")).await;
    for pane in [".program", ".narration", ".timeline-pane"] {
        let reached = format!(
            "(() => {{
                const pane = document.querySelector({pane:?});
                pane.scrollIntoView({{ block: 'start' }});
                const [box, player] = [pane, document.querySelector('.player')]
                    .map(found => found.getBoundingClientRect());
                return box.top >= -1 && box.bottom <= player.top + 1
                    && document.querySelector('.page').scrollWidth <= innerWidth;
            }})()"
        );
        page.wait_until(pane, &reached).await;
    }
    // The tour's card is scrolled itself.
    page.click(".offer .link").await;
    page.wait_for(".tour").await;
    let card = "(() => {
        const [card, player] = ['.tour', '.player']
            .map(found => document.querySelector(found).getBoundingClientRect());
        return card.top >= 0 && card.bottom <= player.top && card.height > 100;
    })()";
    page.wait_until("the card", card).await;
    page.finish().await;
}

#[tokio::test]
async fn a_small_frame_has_run_in_reach() {
    for size in [(320, 240), (480, 270)] {
        let page = Page::open_sized("#/embed/mutex?variant=tokio", size).await;
        page.wait_for(".primary").await;
        let run = "document.querySelector('.primary').getBoundingClientRect()";
        page.wait_until("run", &format!("{run}.top > 0 && {run}.bottom <= innerHeight")).await;
        page.finish().await;
    }
}

#[tokio::test]
async fn a_finger_has_something_to_hit() {
    // What stands in a row of its own kind may be narrower: a chip, at the size of the picture. So may words
    // within a text.
    let small = "[...document.querySelectorAll('button, a[href], input, select, summary')]
        .filter(found => found.checkVisibility({ visibilityProperty: true }))
        .filter(found => !found.matches('.skips *, .rt-lists *, .rt-chip, [type=file], .term, a[target]'))
        .filter(found => {
            const box = found.getBoundingClientRect();
            return box.width > 0 && (box.width < 24 || box.height < 24);
        }).map(found => found.outerHTML.slice(0, 120))";
    for size in [PHONE, (844, 390)] {
        let page = Page::blank().await;
        page.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        page.set_viewport(size).await;
        page.go("#/join?variant=spawned").await;
        page.wait_for(".player .primary").await;
        let tabs = page.eval("document.querySelectorAll('.narrow-tabs [role=tab]').length").await;
        for tab in 0..tabs.as_u64().expect("a number") {
            let pick =
                format!("document.querySelectorAll('.narrow-tabs [role=tab]')[{tab}].click()");
            page.run(&pick, Vec::new()).await;
            let selected = format!(
                "document.querySelectorAll('.narrow-tabs [role=tab]')[{tab}].ariaSelected === 'true'"
            );
            page.wait_until("the tab", &selected).await;
            none(&page, &format!("too small to hit at {size:?}, tab {tab}"), small).await;
        }
        page.finish().await;
    }
}

#[tokio::test]
async fn an_audience_sees_the_line_where_the_tasks_stand() {
    for size in [(1280, 720), DESK, (1920, 1080)] {
        let page = Page::open_sized("#/deadlock", size).await;
        page.wait_for(".line.at").await;
        page.press("p").await;
        page.wait_for(".presenting").await;
        let seen = "(() => {
            const code = document.querySelector('.code').getBoundingClientRect();
            const line = document.querySelector('[data-line=\"18\"]');
            const box = line.getBoundingClientRect();
            return line.querySelectorAll('.chip').length === 2
                && box.top >= code.top && box.bottom <= code.bottom;
        })()";
        page.wait_until(&format!("line 18 at {size:?}"), seen).await;
        // The text has the height, and the runtime and the timeline fill the other side.
        let room = "document.querySelector('.code').clientHeight / innerHeight";
        assert!(page.eval(room).await.as_f64().expect("a share") > 0.65, "{size:?}");
        let filled = "['.runtime', '.timeline-pane'].map(pane =>
            document.querySelector(pane).getBoundingClientRect().height)
            .reduce((a, b) => a + b) / document.querySelector('.program').clientHeight";
        assert!(page.eval(filled).await.as_f64().expect("a share") > 0.98, "{size:?}");
        // Who goes away from the line and comes back finds it again.
        page.press("ArrowLeft").await;
        page.press("ArrowRight").await;
        page.wait_until(&format!("line 18 again at {size:?}"), seen).await;
        page.finish().await;
    }
}
