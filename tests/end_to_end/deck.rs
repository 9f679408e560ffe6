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

/// Where the deck and all its embeds are, as a text.
const STANDING: &str = "JSON.stringify([Reveal.getIndices(), Reveal.isOverview(), Reveal.isPaused(), \
     [...document.querySelectorAll('futurescope-embed')].map(({ state }) => \
         state && [state.position, state.time, state.mode])])";

/// Begins a slide anew, with its embeds a few events into their runs.
async fn begin(page: &Page, slide: &str, embeds: &[&str]) {
    let script = "
        document.activeElement?.blur();
        Reveal.toggleOverview(false);
        Reveal.togglePause(false);
        const { h } = Reveal.getIndices(document.getElementById(arguments[0]));
        Reveal.slide(0);
        Reveal.slide(h, 0, -1);";
    page.run(script, vec![json!(slide)]).await;
    for id in embeds {
        let seek = format!(
            "document.querySelector('{id}').pause().then(() => \
             document.querySelector('{id}').seek('start')).then(() => \
             document.querySelector('{id}').seek({{ position: 5 }}))"
        );
        page.run(&seek, Vec::new()).await;
        wait_for_place(page, id, "state.position === 5 && state.mode === 'paused'").await;
    }
}

#[tokio::test]
async fn no_key_is_dead_wherever_the_deck_has_been_clicked() {
    let site = Site::with_examples();
    let page = deck(&site, "").await;
    for (slide, embeds) in
        [("polls", &["#joined"][..]), ("both", &["#left", "#right"][..]), ("play", &["#try"][..])]
    {
        for embed in embeds {
            // In the program, in the timeline, near the lower edge.
            for offset in [(-100.0, -60.0), (0.0, 60.0), (60.0, 120.0)] {
                for key in ["ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Space", ".", "Escape"]
                {
                    if slide == "play" && matches!(key, "ArrowRight" | "PageDown") {
                        // The last slide: there is nothing to go on to.
                        continue;
                    }
                    begin(&page, slide, embeds).await;
                    page.drag_from(embed, offset, (0.0, 0.0)).await;
                    let focused =
                        format!("document.activeElement === document.querySelector('{embed}')");
                    page.wait_until("the focus", &focused).await;
                    // Its answer comes behind all that the click has led to.
                    let ask = "window.told = false; document.querySelector(arguments[0]).ask() \
                         .then(() => { window.told = true; });";
                    page.run(ask, vec![json!(embed)]).await;
                    page.wait_until("the embed to answer", "window.told").await;
                    let before = page.eval(STANDING).await;
                    page.press(key).await;
                    let what =
                        format!("{slide}, {embed} clicked at {offset:?}: {key} to do something");
                    page.wait_until(&what, &format!("{STANDING} !== {before}")).await;
                }
            }
        }
    }
    page.finish().await;
}

#[tokio::test]
async fn the_deck_has_its_keys_back_once_it_has_used_one() {
    let site = Site::with_examples();
    let page = deck(&site, "#/polls").await;
    wait_for_place(&page, "#joined", "state.position === 0").await;
    page.drag_from("#joined", (0.0, 120.0), (0.0, 0.0)).await;
    page.wait_until("the focus", "document.activeElement?.id === 'joined'").await;
    page.press("PageDown").await;
    page.wait_until("the first fragment", "Reveal.getIndices().f === 0").await;
    page.wait_until("the deck to have the focus", "document.activeElement === document.body").await;
    for slide in ["polls", "polls", "both"] {
        page.press("PageDown").await;
        page.wait_until(slide, &format!("Reveal.getCurrentSlide().id === '{slide}'")).await;
    }
    page.finish().await;
}

#[tokio::test]
async fn escape_lets_go_in_the_embed_first_and_is_the_decks_then() {
    let site = Site::with_examples();
    let page = deck(&site, "#/play").await;
    wait_for_place(&page, "#try", "state.position === 0").await;
    // A selected stretch of time is what Esc lets go of.
    page.run("document.querySelector('#try').set('range', '0-100000')", Vec::new()).await;
    wait_for_place(&page, "#try", "state.address.includes('range=')").await;
    page.drag_from("#try", (-100.0, -100.0), (0.0, 0.0)).await;
    page.wait_until("the focus", "document.activeElement?.id === 'try'").await;
    page.press("Escape").await;
    wait_for_place(&page, "#try", "!state.address.includes('range=')").await;
    assert_eq!(page.eval("Reveal.isOverview()").await, json!(false));
    page.press("Escape").await;
    page.wait_until("the deck’s overview", "Reveal.isOverview()").await;
    page.finish().await;
}

#[tokio::test]
async fn an_embed_without_a_height_fits_its_slide() {
    let site = Site::with_examples();
    let page = deck(&site, "").await;
    let script = "
        const slide = (id, inside) => {
            const section = document.createElement('section');
            section.id = id;
            section.innerHTML = `<h2>A title</h2>${inside}<p>and a line below</p>`;
            document.querySelector('.slides').append(section);
        };
        for (const rule of [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])) {
            if (rule.selectorText === '.reveal futurescope-embed') rule.style.removeProperty('height');
        }
        slide('whole', '<futurescope-embed scenario=join></futurescope-embed>');
        slide('half', '<div class=beside><futurescope-embed scenario=join font=130 \
            view=program,timeline,player></futurescope-embed><ul><li>one</li></ul></div>');
        Reveal.sync();";
    page.run(script, Vec::new()).await;
    for id in ["whole", "half"] {
        page.run(&format!("location.hash = '#/{id}'"), Vec::new()).await;
        let fits = format!(
            "(embed => {{
                const inside = embed?.shadowRoot.querySelector('iframe')?.contentDocument;
                const [timeline, scrubber] = ['.timeline canvas', '.scrubber']
                    .map(part => inside?.querySelector(part)?.getBoundingClientRect());
                const below = document.querySelector('#{id} > p').getBoundingClientRect();
                return embed?.state && timeline?.height > 60 && scrubber?.width > 40
                    && timeline.bottom <= inside.documentElement.clientHeight
                    && embed.offsetHeight > 320
                    && below.bottom <= document.querySelector('.slides').getBoundingClientRect().bottom + 1;
            }})(document.querySelector('#{id} futurescope-embed'))"
        );
        page.wait_until(&format!("{id}: everything to fit"), &fits).await;
        page.screenshot(&format!("deck-{id}")).await;
    }
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
