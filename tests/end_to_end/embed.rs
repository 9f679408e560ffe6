//! Scenarios in other pages: as a visitor of those sees them, and as their scripts move them.

use serde_json::{Value, json};

use crate::page::{DESK, PHONE, Page};
use crate::site::Site;

/// A document in the frame of an element, if its page may look into it.
fn inside(element: &str, selector: &str) -> String {
    format!(
        "document.querySelector('{element}')?.shadowRoot.querySelector('iframe')?.contentDocument\
         ?.querySelector('{selector}')"
    )
}

/// Sends a message to the frame `#plain` and gives its answer.
async fn ask(page: &Page, message: Value) -> Value {
    let script = "
        const frame = document.querySelector('#plain').contentWindow;
        window.answers = [];
        window.heard ??= addEventListener('message', ({ source, data }) => {
            if (source === document.querySelector('#plain').contentWindow) answers.push(data);
        }) ?? true;
        frame.postMessage(arguments[0], '*');";
    page.run(script, vec![message.clone()]).await;
    let answered = "answers.some(answer => answer.id !== undefined || answer.type === 'error')";
    page.wait_until(&format!("an answer to {message}"), answered).await;
    page.eval("answers.find(answer => answer.id !== undefined || answer.type === 'error')").await
}

#[tokio::test]
async fn an_embed_has_the_views_that_it_names_and_nothing_else() {
    let page = Page::open("#/embed/join?view=timeline,narration&t=0&e=3&theme=dark&font=150").await;
    page.wait_for(".embed .narration .meta").await;
    let views = page.eval("[...document.querySelectorAll('[data-view]')].map(v => v.dataset.view)");
    assert_eq!(views.await, json!(["timeline", "narration"]));
    page.wait_for_none("header, .player, .catalog, .program").await;
    let root = "[document.documentElement.dataset.theme, document.documentElement.style.fontSize]";
    assert_eq!(page.eval(root).await, json!(["dark", "150%"]));
    page.press(".").await;
    page.wait_for_text(".narration .meta", "event 4 of").await;
    // The address is its page's business.
    assert!(page.eval("location.hash.endsWith('font=150')").await == json!(true));
    page.finish().await;
}

#[tokio::test]
async fn an_embed_fits_its_container() {
    let page = Page::open("#/embed/join?variant=joined&view=program,runtime,timeline,player").await;
    page.wait_for(".embed .player .play").await;
    for size in [DESK, PHONE, (320, 700), (900, 360)] {
        page.set_viewport(size).await;
        let fits = "document.documentElement.scrollWidth <= innerWidth \
             && document.querySelector('.embed').getBoundingClientRect().height <= innerHeight \
             && [...document.querySelectorAll('.player button, .view')].filter(e => e.checkVisibility())\
                .every(e => e.getBoundingClientRect().right <= innerWidth + 0.5)";
        page.wait_until(&format!("everything to fit into {size:?}"), fits).await;
        page.screenshot(&format!("embed-{}", size.0)).await;
    }
    page.finish().await;
}

#[tokio::test]
async fn a_view_that_does_not_exist_is_told_with_those_that_do() {
    let page = Page::open("#/embed/join?view=clock,player").await;
    page.wait_for_text(".notices", "no “clock”, only program,runtime,timeline").await;
    page.wait_for(".embed .player .play").await;
    page.finish().await;
}

#[tokio::test]
async fn an_element_is_moved_by_a_script_forwards_and_back() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    page.wait_for_text("#place", "event 0 of").await;
    page.click("[data-count='1']").await;
    page.wait_until("a poll", "own.state.position > 0").await;
    let first = page.eval("own.state.position").await;
    page.click("[data-count='1']").await;
    page.wait_until("another", &format!("own.state.position > {first}")).await;
    page.click("[data-count='-1']").await;
    page.wait_until("the first again", &format!("own.state.position === {first}")).await;
    // What it says is what it shows.
    let shown = inside("#own", ".scrubber");
    let shown = format!("{shown}.ariaValueText.includes('event {first} of')");
    page.wait_until("the place to be shown", &shown).await;
    page.run("own.setAttribute('k.USER_MS', '400')", Vec::new()).await;
    page.wait_until("the constant", "own.state['k.USER_MS'] === 400").await;
    page.run("own.set('speed', 3).catch(why => { window.why = why.message; })", Vec::new()).await;
    page.wait_until("a refusal", "window.why?.includes('powers of two')").await;
    assert_eq!(page.eval("own.state.speed").await, json!(1));
    // It is as high as it wants to be: nothing scrolls.
    let high = format!(
        "(code => code.scrollHeight <= code.clientHeight + 1)({})",
        inside("#own", ".program .code")
    );
    page.wait_until("room for all lines", &high).await;
    page.finish().await;
}

#[tokio::test]
async fn playing_tells_when_it_is_finished() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    page.wait_for_text("#place", "event 0 of").await;
    let script = "own.addEventListener('finished', () => { window.finished = true; }); \
        own.set('speed', 32).then(() => own.play());";
    page.run(script, Vec::new()).await;
    page.wait_until("the end", "window.finished && own.state.finished").await;
    assert_eq!(page.eval("own.state.mode").await, json!("paused"));
    assert_eq!(page.eval("own.state.position === own.state.events").await, json!(true));
    page.finish().await;
}

#[tokio::test]
async fn a_frame_in_a_sandbox_answers_and_refuses_in_words() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    page.run("document.querySelector('#plain').scrollIntoView()", Vec::new()).await;
    page.wait_for_text("#said", "event 0 of").await;
    page.click("#forward").await;
    page.wait_for_text("#said", "event 1 of").await;
    let request = |kind: &str| json!({ "futurescope": 1, "type": kind, "id": kind });
    assert_eq!(ask(&page, request("state")).await["position"], json!(1));
    for (message, part) in [
        (json!("play"), "futurescope: 1"),
        (json!({ "futurescope": 2, "type": "play" }), "futurescope: 1"),
        (request("dance"), "no “dance”"),
        (json!({ "futurescope": 1, "type": "seek", "time": -1 }), "microseconds"),
        (json!({ "futurescope": 1, "type": "seek", "position": 100_000 }), "position: the run has"),
        (json!({ "futurescope": 1, "type": "set", "name": "theme", "value": "pink" }), "nothing"),
    ] {
        let answer = ask(&page, message.clone()).await;
        let text = answer["message"].as_str().unwrap_or_default();
        assert!(answer["type"] == "error" && text.contains(part), "{message}: {answer}");
    }
    assert_eq!(ask(&page, request("state")).await["position"], json!(1));
    page.finish().await;
}

#[tokio::test]
async fn only_the_window_around_it_is_answered() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    page.run("document.querySelector('#plain').scrollIntoView()", Vec::new()).await;
    page.wait_for_text("#said", "event 0 of").await;
    // A frame beside it asks, and then the page itself: what comes first is heard first.
    let script = "
        const other = document.createElement('iframe');
        document.body.append(other);
        const text = `
            addEventListener('message', () => { parent.overheard = true; });
            parent.document.querySelector('#plain').contentWindow.postMessage(
                { futurescope: 1, type: 'stepForward', by: 'event', id: 'other' }, '*');`;
        const script = other.contentDocument.createElement('script');
        script.textContent = text;
        other.contentDocument.body.append(script);";
    page.run(script, Vec::new()).await;
    let state = ask(&page, json!({ "futurescope": 1, "type": "state", "id": "own" })).await;
    assert_eq!(state["position"], json!(0));
    assert_eq!(page.eval("window.overheard === undefined").await, json!(true));
    page.finish().await;
}

/// What a promise of an element leads to: `make` makes the element `embed`, `ask` is the promise.
async fn outcome(page: &Page, make: &str, ask: &str) -> String {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const embed = document.createElement('futurescope-embed');
         embed.setAttribute('scenario', 'join');
         {make};
         try {{
             ({ask}).then(state => done(state.scenario), why => done(`refused: ${{why.message}}`));
         }} catch (why) {{
             done(`thrown: ${{why.message}}`);
         }}"
    );
    let answer = page.driver().execute_async(script, Vec::new()).await.expect("an answer");
    answer.json().as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_promise_that_cannot_be_kept_fails_with_a_sentence() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    let add = "document.body.append(embed)";
    for (make, ask, expected) in [
        ("", "embed.load()", "refused: The embed is not in a page"),
        ("", "embed.play()", "refused: The embed is not in a page"),
        (add, "[embed.load(), embed.remove()][0]", "refused: The embed was taken out of the page"),
        ("", "[embed.load(), document.body.append(embed)][0]", "join"),
        (
            add,
            "(embed.setAttribute('base', 'http://['), embed.load())",
            "refused: base: “http://[” is no address",
        ),
        (
            add,
            "(embed.setAttribute('base', 'javascript:1'), embed.load())",
            "refused: base: “javascript:1”",
        ),
        (
            add,
            "(embed.setAttribute('variant', '\\ud800'), embed.load())",
            "refused: variant: an address cannot hold",
        ),
        (add, "(embed.load(), embed.set('speed', () => 1))", "refused: The request cannot be sent"),
        (add, "(embed.load(), embed.step('event', Symbol()))", "refused: "),
    ] {
        let said = outcome(&page, make, ask).await;
        assert!(said.starts_with(expected), "{ask}: {said}");
    }
    assert_eq!(
        outcome(
            &page,
            "embed.setAttribute('base', 'http://[')",
            "Promise.resolve({ scenario: String(embed.address) })"
        )
        .await,
        "null"
    );
    page.finish().await;
}

#[tokio::test]
async fn an_element_that_is_moved_keeps_what_it_shows() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    page.wait_for_text("#place", "event 0 of").await;
    for (place, moves) in [
        (7, "document.body.prepend(own)"),
        (9, "own.remove(); setTimeout(() => document.body.append(own))"),
    ] {
        let script = format!(
            "own.seek({{ position: {place} }}).then(() => {{ window.ready = 0; {moves}; }})"
        );
        page.run("own.addEventListener('ready', () => { window.ready += 1; })", Vec::new()).await;
        page.run(&script, Vec::new()).await;
        let shown = format!("window.ready > 0 && own.state?.position === {place}");
        page.wait_until(&format!("event {place} after {moves}"), &shown).await;
    }
    // Other settings are other settings, wherever it has been meanwhile.
    let script = "own.remove(); own.setAttribute('k.user_ms', '300'); \
        setTimeout(() => document.body.append(own))";
    page.run(script, Vec::new()).await;
    page.wait_until("the constant", "own.state?.['k.USER_MS'] === 300 && own.state.position === 0")
        .await;
    page.finish().await;
}

#[tokio::test]
async fn a_printed_page_has_every_embed_on_white() {
    let site = Site::with_examples();
    let page = Page::open_at(&site.url("/examples/html/")).await;
    let script = "
        const far = document.createElement('div');
        far.style.height = '9000px';
        window.late = document.createElement('futurescope-embed');
        for (const [name, value] of Object.entries({ scenario: 'mpsc', theme: 'dark', view: 'program,timeline' })) {
            late.setAttribute(name, value);
        }
        document.body.append(far, late);
        window.print = () => { window.printed = document.querySelectorAll('futurescope-embed').length; };";
    page.run(script, Vec::new()).await;
    page.wait_for_text("#place", "event 0 of").await;
    assert_eq!(page.eval("late.state").await, json!(null), "nobody has scrolled to it");
    page.press("Control+p").await;
    page.wait_until(
        "the printer to be asked once all are there",
        "window.printed === 2 && late.state",
    )
    .await;
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print", "features": dark }))
        .await;
    let inside = "late.shadowRoot.querySelector('iframe').contentWindow";
    page.run(&format!("{inside}.dispatchEvent(new Event('beforeprint'))"), Vec::new()).await;
    let drawn = format!(
        "{inside}.document.querySelector('.view > .paper > svg').checkVisibility() \
        && !{inside}.document.querySelector('.timeline-pane').checkVisibility()"
    );
    page.wait_until("the timeline to be drawn for paper", &drawn).await;
    let ink =
        format!("{inside}.getComputedStyle({inside}.document.querySelector('.line > code')).color");
    assert_eq!(page.eval(&ink).await, json!("rgb(22, 24, 29)"), "ink is dark");
    page.finish().await;
}

#[tokio::test]
async fn an_embed_needs_little_memory() {
    const MOST: f64 = 60_000_000.0;
    let page = Page::open("#/embed/join?view=program,runtime,timeline,player").await;
    page.wait_for(".embed .player .play").await;
    page.devtools("HeapProfiler.collectGarbage", json!({})).await;
    let heap = page.devtools("Runtime.getHeapUsage", json!({})).await;
    let number = |name: &str| heap[name].as_f64().unwrap_or_default();
    // Buffers are those of the WebAssembly's memory.
    let (used, buffers) = (number("usedSize"), number("backingStorageSize"));
    assert!(used > 0.0 && buffers > 0.0, "{heap}");
    assert!(used + buffers < MOST, "{heap}");
    page.finish().await;
}
