//! Files that the page makes, and traces that are opened in it.

use serde_json::{Value, json};
use thirtyfour::By;

use crate::page::{PHONE, Page, Scheme};
use crate::session::variable;

/// What the page makes is kept for the test instead of being saved.
const KEEP: &str = "
    window.made = [];
    const address = URL.createObjectURL;
    URL.createObjectURL = blob => { window.made.push(blob); return address.call(URL, blob); };
    HTMLAnchorElement.prototype.click = function () { window.saved = this.download; };";

/// Makes the file behind a button of the dialog.
async fn make(page: &Page, button: &str) {
    let before = page.eval("window.made.length").await;
    page.click("[aria-label='Export']").await;
    page.wait_for("dialog.export[open]").await;
    let press = "[...document.querySelectorAll('.export-button')].find(
        button => button.textContent === arguments[0]).click();";
    page.run(press, vec![json!(button)]).await;
    page.wait_for_none("dialog.export[open]").await;
    page.wait_until("the file", &format!("window.made.length > {before}")).await;
}

/// Makes a file and gives its text.
async fn text(page: &Page, button: &str) -> String {
    make(page, button).await;
    let text = page.run("return window.made.at(-1).text();", Vec::new()).await;
    text.as_str().expect("its text").to_owned()
}

/// The bytes of the file that was made last.
async fn bytes(page: &Page) -> Vec<u8> {
    let read = "return window.made.at(-1).arrayBuffer().then(bytes => [...new Uint8Array(bytes)]);";
    let bytes = page.run(read, Vec::new()).await;
    let bytes = bytes.as_array().expect("its bytes").iter();
    bytes.map(|byte| byte.as_u64().map_or(0, |byte| byte as u8)).collect()
}

/// Drops a file on the page.
async fn drop_file(page: &Page, name: &str, text: &str) {
    let script = "
        const data = new DataTransfer();
        data.items.add(new File([arguments[1]], arguments[0]));
        const event = kind => new DragEvent(kind,
            { dataTransfer: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event('dragenter'));
        window.target = getComputedStyle(document.querySelector('.drop-target')).display;
        document.body.dispatchEvent(event('drop'));";
    page.run(script, vec![json!(name), json!(text)]).await;
}

async fn opened(route: &str) -> Page {
    let page = Page::open(route).await;
    page.wait_for("[aria-label='Export']").await;
    page.run(KEEP, Vec::new()).await;
    page
}

#[tokio::test]
async fn a_trace_is_exported_dropped_and_the_same() {
    let page = opened("#/mpsc").await;
    let trace = text(&page, "Trace (JSON)").await;
    assert_eq!(page.eval("window.saved").await, json!("mpsc-bounded.trace.json"));
    page.go("#/join?variant=spawned").await;
    page.wait_for_text("h1", "join!").await;
    drop_file(&page, "lesson.json", &trace).await;
    assert_eq!(page.eval("window.target").await, json!("grid"), "no place to drop it on is shown");
    page.wait_for_text(".origin", "from lesson.json").await;
    page.wait_for_text(".program", "mpsc::channel").await;
    page.wait_for_text(".origin", "not run here").await;
    page.wait_for_none(".player .primary").await;
    page.wait_for_none(".knobs").await;
    assert!(text(&page, "Trace (JSON)").await == trace, "another trace than was opened");

    // The way back, forth, and back by the button.
    page.run("history.back();", Vec::new()).await;
    page.wait_for_text("h1", "join!").await;
    page.wait_for(".player .primary").await;
    page.run("history.forward();", Vec::new()).await;
    page.wait_for_text(".origin", "from lesson.json").await;
    page.click(".leave").await;
    page.wait_for_text("h1", "join!").await;
    page.finish().await;
}

#[tokio::test]
async fn a_trace_is_pasted() {
    let page = opened("#/join").await;
    let trace = text(&page, "Trace (JSON)").await;
    let paste = "
        const data = new DataTransfer();
        data.setData('text/plain', arguments[0]);
        document.body.dispatchEvent(new ClipboardEvent('paste',
            { clipboardData: data, bubbles: true, cancelable: true }));";
    page.run(paste, vec![json!(trace)]).await;
    page.wait_for_text(".origin", "what was pasted").await;
    page.finish().await;
}

#[tokio::test]
async fn an_opened_trace_is_there_after_a_reload_and_can_be_run() {
    let page = opened("#/join?variant=joined").await;
    let trace = text(&page, "Trace (JSON)").await;
    drop_file(&page, "lesson.json", &trace).await;
    page.wait_for_text(".origin", "from lesson.json").await;
    page.wait_for_none(".offer").await;
    page.press("Home").await;
    page.press(".").await;
    page.wait_until("its address", "location.hash.startsWith('#/opened-1?')").await;
    page.reload().await;
    page.wait_for_text(".origin", "from lesson.json").await;
    page.wait_for_text(".narration", "event 1 of 40").await;
    page.click(".run-opened").await;
    page.wait_for(".player .primary").await;
    page.wait_until("its program", "location.hash.startsWith('#/join?variant=joined')").await;
    page.finish().await;
}

#[tokio::test]
async fn a_trace_is_chosen_with_the_button() {
    let page = opened("#/join").await;
    let path = std::env::temp_dir().join(format!("futurescope-{}.json", std::process::id()));
    std::fs::write(&path, "{ \"version\": 2, \"events\": [ 1.5 ] }").expect("a file");
    page.press("x").await;
    page.wait_for("#open-file").await;
    let input = page.driver().find(By::Css("#open-file")).await.expect("the input");
    input.send_keys(path.to_string_lossy()).await.expect("a file can be chosen");
    page.wait_for_text(".notices", "was not opened. Line 1, column 29, in events[0]: numbers")
        .await;
    page.wait_for_none("dialog.export[open]").await;
    let _ = std::fs::remove_file(&path);
    // The page lives on.
    page.press(".").await;
    page.click(".player .primary").await;
    page.wait_for_text(".console", "Ada").await;
    page.finish().await;
}

#[tokio::test]
async fn a_picture_of_shapes_is_xml_with_a_title() {
    let mut page = opened("#/join?variant=spawned").await;
    page.set_scheme(Scheme::Dark).await;
    let svg = text(&page, "SVG").await;
    let look = "
        const xml = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
        const text = name => xml.querySelector(name)?.textContent;
        return {
            error: xml.querySelector('parsererror') !== null,
            title: text('title'), about: text('desc'),
            shapes: xml.querySelectorAll('path, rect').length,
            words: [...xml.querySelectorAll('text')].map(text => text.textContent),
            ground: xml.querySelector('rect').getAttribute('fill'),
        };";
    let found = page.run(look, vec![json!(svg)]).await;
    assert_eq!(found["error"], json!(false));
    assert!(found["title"].as_str().is_some_and(|title| title.contains("spawn")), "{found}");
    assert!(found["about"].as_str().is_some_and(|about| about.contains("3 tasks")), "{found}");
    assert!(found["shapes"].as_u64() > Some(30), "{found}");
    let words = found["words"].as_array().expect("texts");
    assert!(words.contains(&json!("main")) && words.contains(&json!("0 ms")), "{found}");
    assert_eq!(found["ground"], json!("#15181c"), "not in the page's theme");
    page.finish().await;
}

#[tokio::test]
async fn a_picture_of_pixels_is_sharp() {
    let page = opened("#/join").await;
    make(&page, "PNG").await;
    let size = page
        .run(
            "return createImageBitmap(window.made.at(-1)).then(it => [it.width, it.height]);",
            Vec::new(),
        )
        .await;
    assert_eq!(size[0], json!(1920));
    assert!(size[1].as_u64() > Some(200), "{size}");
    page.finish().await;
}

#[tokio::test]
async fn an_animation_has_a_frame_for_each_event() {
    let page = opened("#/join?variant=joined").await;
    make(&page, "Animated GIF").await;
    let bytes = bytes(&page).await;
    assert!(bytes.len() < 2_000_000, "{} bytes", bytes.len());
    let count = {
        let mut decoder = gif::DecodeOptions::new().read_info(&bytes[..]).expect("a GIF");
        assert_eq!(decoder.width(), 960);
        let mut count = 0;
        while decoder.next_frame_info().expect("a frame").is_some() {
            count += 1;
        }
        count
    };
    page.press(".").await;
    let meta = page.text(".narration .meta").await;
    let events = meta.split_whitespace().nth(3).and_then(|word| word.parse::<usize>().ok());
    assert_eq!(events.map(|events| events.clamp(20, 90)), Some(count), "{meta}");
    page.finish().await;
}

#[tokio::test]
async fn what_takes_long_is_cancelled() {
    let page = opened("#/ten-thousand").await;
    page.click("[aria-label='Export']").await;
    page.wait_for("dialog.export[open]").await;
    let press = "[...document.querySelectorAll('.export-button')].find(
        button => button.textContent === 'Animated GIF').click();";
    page.run(press, Vec::new()).await;
    page.wait_for(".work progress").await;
    page.click(".work .export-button").await;
    page.wait_for_none(".work").await;
    assert_eq!(page.eval("window.made.length").await, json!(0));
    page.finish().await;
}

#[tokio::test]
async fn a_long_file_is_read_while_the_page_goes_on() {
    let page = opened("#/join").await;
    let script = "
        const nothing = new Blob([' '.repeat(1_000_000)]);
        const data = new DataTransfer();
        data.items.add(new File(['{', ...Array(900).fill(nothing)], 'long.json'));
        document.body.dispatchEvent(new DragEvent('drop',
            { dataTransfer: data, bubbles: true, cancelable: true }));";
    page.run(script, Vec::new()).await;
    page.wait_for_text(".work", "Reading long.json").await;
    page.wait_until("progress", "document.querySelector('.work progress').value > 10").await;
    page.press("Home").await;
    page.wait_for_text(".narration .meta", "before the first").await;
    page.wait_for(".work progress").await;
    page.click(".work .export-button").await;
    page.wait_for_none(".work").await;
    page.press(".").await;
    page.wait_for_text(".narration .meta", "event 1 of").await;
    assert_eq!(page.eval("document.querySelector('.notice')").await, Value::Null);
    page.finish().await;
}

#[tokio::test]
async fn the_dialog_fits_a_phone() {
    let page = opened("#/join").await;
    page.set_viewport(PHONE).await;
    page.press("x").await;
    page.wait_for("dialog.export[open]").await;
    let fits = "(() => { const box = document.querySelector('dialog.export').getBoundingClientRect(); \
                return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; })()";
    assert_eq!(page.eval(fits).await, json!(true));
    page.press("Escape").await;
    page.wait_for_none("dialog.export[open]").await;
    page.finish().await;
}

#[tokio::test]
async fn speedscope_finds_every_poll() {
    let page = opened("#/join?variant=spawned").await;
    let chrome = text(&page, "Chrome trace").await;
    let name = page.eval("window.saved").await;
    let trace: Value = serde_json::from_str(&text(&page, "Trace (JSON)").await).expect("JSON");
    let polls = trace["events"].as_array().expect("events").iter();
    let polls = polls.filter(|event| event["event"] == "poll.start").count();
    assert!(polls > 5);

    let address = format!("file://{}", variable("SPEEDSCOPE"));
    page.driver().goto(&address).await.expect("speedscope's page");
    page.wait_until("its input", "document.querySelector('input[type=file]') !== null").await;
    page.run(KEEP, Vec::new()).await;
    let open = "
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], arguments[1]));
        const input = document.querySelector('input[type=file]');
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    page.run(open, vec![json!(chrome), name]).await;
    page.wait_until("the trace", "document.body.innerText.includes('Time Order')").await;
    // What it has understood it exports in a format of its own.
    page.press("Control+s").await;
    page.wait_until("its export", "window.made.length > 0").await;
    let count = "return window.made[0].text().then(text => {
        const { shared: { frames }, profiles } = JSON.parse(text);
        const isPoll = event => event.type === 'O' && frames[event.frame].name === 'poll';
        return profiles.flatMap(profile => profile.events).filter(isPoll).length;
    });";
    assert_eq!(page.run(count, Vec::new()).await, json!(polls));
    page.finish().await;
}
