//! axe-core finds no obstacle to people with disabilities: on the catalog and on several scenarios,
//! in both themes, on a desk and on a phone, with each dialog open.

use serde_json::{Value, json};

use crate::page::{DESK, PHONE, Page, Scheme};
use crate::session::variable;

/// Different in all that is drawn: three tasks, a channel, a deadlock, a panic, ten thousand tasks,
/// two runs side by side.
const ROUTES: [&str; 6] = [
    "#/join?variant=spawned&t=200000&e=6",
    "#/mpsc?t=200000&e=12",
    "#/deadlock",
    "#/errors?t=0&e=20",
    "#/ten-thousand?t=50000",
    "#/join?compare=joined",
];

/// Fails with what axe-core finds in the page as it is now.
async fn clear(page: &Page, what: &str) {
    if page.eval("typeof axe").await != json!("object") {
        let path = variable("AXE");
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        page.run(&axe, Vec::new()).await;
    }
    let search = "window.found = null; axe.run(document, { resultTypes: ['violations'] }).then(
            result => { window.found = result.violations.flatMap(kind => kind.nodes.map(node =>
                `${kind.id}: ${node.html.slice(0, 160)} (${node.any.map(a => a.message)})`)); },
            failure => { window.found = [String(failure)]; });";
    page.run(search, Vec::new()).await;
    page.wait_until("axe-core", "window.found !== null").await;
    let found = page.eval("window.found").await;
    let found: Vec<&str> =
        found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !found.is_empty() {
        page.fail(&format!("{what}: {} obstacles\n  {}", found.len(), found.join("\n  "))).await;
    }
}

async fn open(route: &str, size: (u32, u32), scheme: Scheme) -> Page {
    let mut page = Page::blank().await;
    page.set_viewport(size).await;
    page.set_scheme(scheme).await;
    // What fades in has its colours at once.
    page.set_reduced_motion(true).await;
    page.go(route).await;
    page.wait_for(".player .primary").await;
    page
}

/// How many tabs there are in a row.
async fn tabs(page: &Page, row: &str) -> u64 {
    let count = format!("document.querySelectorAll('{row} [role=tab]').length");
    page.eval(&count).await.as_u64().expect("a number")
}

async fn pick(page: &Page, row: &str, tab: u64) {
    let pick = format!("document.querySelectorAll('{row} [role=tab]')[{tab}].click()");
    page.run(&pick, Vec::new()).await;
}

async fn check_desk(scheme: Scheme) {
    for route in ROUTES {
        let page = open(route, DESK, scheme).await;
        for tab in 0..tabs(&page, ".side-tabs").await {
            pick(&page, ".side-tabs", tab).await;
            clear(&page, &format!("{route}, tab {tab}")).await;
        }
        page.finish().await;
    }
}

async fn check_phone(scheme: Scheme) {
    for route in ROUTES {
        let page = open(route, PHONE, scheme).await;
        for tab in 0..tabs(&page, ".narrow-tabs").await {
            pick(&page, ".narrow-tabs", tab).await;
            clear(&page, &format!("{route}, tab {tab} of a phone")).await;
        }
        page.click(".menu").await;
        page.wait_for(".drawer-open .catalog").await;
        clear(&page, &format!("{route}, the drawer of a phone")).await;
        page.finish().await;
    }
}

#[tokio::test]
async fn nothing_stands_in_the_way_on_a_desk_in_light() {
    check_desk(Scheme::Light).await;
}

#[tokio::test]
async fn nothing_stands_in_the_way_on_a_desk_in_dark() {
    check_desk(Scheme::Dark).await;
}

#[tokio::test]
async fn nothing_stands_in_the_way_on_a_phone_in_light() {
    check_phone(Scheme::Light).await;
}

#[tokio::test]
async fn nothing_stands_in_the_way_on_a_phone_in_dark() {
    check_phone(Scheme::Dark).await;
}

#[tokio::test]
async fn nothing_stands_in_the_way_of_what_opens() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let page = open("#/nonsense", DESK, scheme).await;
        page.wait_for(".notice").await;
        clear(&page, "a notice").await;
        page.press("?").await;
        page.wait_for("dialog[open]").await;
        clear(&page, "the keys").await;
        page.press("Escape").await;
        page.wait_for_none("dialog[open]").await;
        page.click(".offer .link").await;
        page.wait_for(".tour").await;
        clear(&page, "the tour").await;
        page.press("Escape").await;
        page.press("/").await;
        page.write("lost").await;
        page.wait_for_text(".found", "program").await;
        clear(&page, "the search").await;
        page.press("Escape").await;
        page.press("Escape").await;
        page.press("p").await;
        page.wait_for(".presenting").await;
        clear(&page, "presenting").await;
        page.finish().await;
    }
}

/// The search itself finds something where there is something.
#[tokio::test]
async fn an_obstacle_is_found() {
    let page = open("#/join", DESK, Scheme::Light).await;
    page.run(
        "document.querySelector('.keys-button').removeAttribute('aria-label');
              document.querySelector('.keys-button').innerText = '';
              document.querySelector('.keys-button').removeAttribute('title');",
        vec![],
    )
    .await;
    let caught = tokio::spawn(async move { clear(&page, "a page with a mute button").await }).await;
    let said = caught.expect_err("nothing was found").into_panic();
    let said = said.downcast_ref::<String>().expect("a message");
    assert!(said.contains("button-name"), "{said}");
}
