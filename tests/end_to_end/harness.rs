//! The harness itself, on pages of a few lines: what it does must reach a page as a visitor's
//! doing would, and what it must catch must fail.

use serde_json::json;

use crate::page::{DESK, Page};

/// A browser with this HTML in it, and a list `seen` to which its handlers add.
async fn page_with(html: &str) -> Page {
    let page = Page::blank().await;
    page.set_viewport(DESK).await;
    let script = "window.seen = []; document.body.innerHTML = arguments[0];";
    page.run(script, vec![json!(html)]).await;
    page
}

async fn check_seen(page: Page, expected: serde_json::Value) {
    assert_eq!(page.eval("seen").await, expected);
    page.finish().await;
}

#[tokio::test]
async fn pointer_events_are_real() {
    let page = page_with(
        "<button id=a onpointerover='seen.push(`over`)' \
         onclick='seen.push(event.isTrusted, event.pointerType)'>press</button>",
    )
    .await;
    page.hover("#a").await;
    page.click("#a").await;
    page.tap("#a").await;
    page.wait_until("both clicks", "seen.filter(item => item === true).length === 2").await;
    let kinds = page.eval("seen.filter(item => item !== true && item !== 'over')").await;
    assert_eq!(kinds, json!(["mouse", "touch"]));
    page.finish().await;
}

#[tokio::test]
async fn drag_moves_in_steps() {
    let page = page_with("<div id=a style='width: 200px; height: 100px'></div>").await;
    let script = "
        const place = event => [event.offsetX, event.offsetY];
        a.onpointerdown = event => seen.push(place(event));
        a.onpointermove = event => { if (event.buttons === 1) window.moves = (window.moves ?? 0) + 1; };
        a.onpointerup = event => seen.push(place(event));";
    page.run(script, Vec::new()).await;
    page.drag_from("#a", (-90.0, 0.0), (40.0, 8.0)).await;
    assert_eq!(page.eval("moves > 3").await, json!(true));
    page.drag("#a", (10.0, -10.0)).await;
    check_seen(page, json!([[10, 50], [50, 58], [100, 50], [110, 40]])).await;
}

#[tokio::test]
async fn keys_and_wheel() {
    let page = page_with("<input id=a><div id=b style='width: 9px; height: 9px'></div>").await;
    let script = "
        document.onkeydown = event => seen.push(event.key);
        b.onwheel = event => seen.push([event.deltaX, event.deltaY]);";
    page.run(script, Vec::new()).await;
    page.press("Shift+ArrowRight").await;
    page.press("Space").await;
    page.wheel("#b", (0.0, 120.0)).await;
    page.wait_until("the wheel", "seen.length === 4").await;
    page.click("#a").await;
    page.write("hi").await;
    assert_eq!(page.eval("a.value").await, json!("hi"));
    check_seen(page, json!(["Shift", "ArrowRight", " ", [0, 120], "h", "i"])).await;
}

#[tokio::test]
async fn waits_for_what_comes_and_goes() {
    let page = page_with("<p id=a>one</p><p id=b hidden>two</p>").await;
    let script = "setTimeout(() => { a.remove(); b.hidden = false; b.innerText = 'three'; }, 99);";
    page.run(script, Vec::new()).await;
    page.wait_for("#b").await;
    page.wait_for_none("#a").await;
    page.wait_for_text("#b", "hre").await;
    assert_eq!(page.text("#b").await, "three");
    page.finish().await;
}

#[tokio::test]
async fn settled_is_asked_once_nothing_moves() {
    let page = page_with("<p id=a>one</p>").await;
    let script = "
        setTimeout(() => {
            const move = { translate: ['0px', '90px'] };
            a.animate(move, { duration: 300, fill: 'forwards' }).finished
                .then(() => { a.innerText = 'two'; });
            a.animate({ opacity: [0, 1] }, { duration: 50, iterations: Infinity });
            document.body.toggleAttribute('data-settled', true);
        }, 99);";
    page.run(script, Vec::new()).await;
    assert_eq!(page.settled("a.innerText").await, json!("two"));
    page.finish().await;
}

/// What was stored by one test is not there for another, though both have the same browser.
#[tokio::test]
async fn each_page_has_storage_of_its_own() {
    for _ in 0..4 {
        let page = Page::open("").await;
        assert_eq!(page.eval("localStorage.getItem('left behind')").await, json!(null));
        page.run("localStorage.setItem('left behind', 'by a test');", Vec::new()).await;
        assert_eq!(page.eval("localStorage.getItem('left behind')").await, json!("by a test"));
        page.finish().await;
    }
}

/// Runs `misdeed` on a page and gives what `finish` says about it. The page that is tested otherwise
/// has a policy that forbids some of it.
async fn complaint_about(misdeed: &str) -> String {
    let page = Page::blank().await;
    page.run(misdeed, Vec::new()).await;
    let outcome = tokio::spawn(page.finish()).await;
    let panic = outcome.expect_err("`finish` found nothing wrong").into_panic();
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[tokio::test]
async fn an_error_in_the_console_fails() {
    let complaint = complaint_about("console.error('the lock is on fire')").await;
    assert!(complaint.contains("error in the console: "), "{complaint}");
    assert!(complaint.contains("the lock is on fire"), "{complaint}");
}

#[tokio::test]
async fn a_request_to_another_host_fails() {
    let complaint = complaint_about("fetch('http://127.0.0.1:9/tracker').catch(() => {})").await;
    let expected = "request to another host: http://127.0.0.1:9/tracker";
    assert!(complaint.contains(expected), "{complaint}");
}
