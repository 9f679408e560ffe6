//! What is published, away from its host: in a folder, without a network, as one file, and what its
//! policy forbids.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::page::Page;
use crate::site::{Site, dist};
use crate::traffic::Traffic;

/// Under which path the page is put.
const PATH: &str = "/courses/async/week-3/";

/// Resolves once everything is kept that the page needs.
const KEPT: &str = "
    const done = arguments[arguments.length - 1];
    navigator.serviceWorker.ready
        .then(async () => {
            const names = await caches.keys();
            const sizes = names.map(async name => (await (await caches.open(name)).keys()).length);
            done([names.length, ...await Promise.all(sizes)]);
        })
        .catch(why => done(String(why)));";

async fn kept(page: &Page) -> serde_json::Value {
    let answer = page.driver().execute_async(KEPT, Vec::new()).await;
    answer.expect("an answer of the worker").json().clone()
}

async fn wait_until_kept(page: &Page) {
    page.wait_until("the worker to be in charge", "navigator.serviceWorker.controller").await;
    assert_eq!(kept(page).await, json!([1, 4]));
}

async fn cut_off(page: &Page) {
    let off =
        json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    page.devtools("Network.enable", json!({})).await;
    page.devtools("Network.emulateNetworkConditions", off).await;
}

/// Runs the program that is shown, live, to its end.
async fn run_live(page: &Page) {
    page.wait_for(".player .primary").await;
    page.press("r").await;
    page.wait_for_text(".player .clock", "browser").await;
    page.wait_for_text(".player .primary", "Run live").await;
    page.wait_for_text(".console", "Posts arrived").await;
}

#[tokio::test]
async fn a_second_visit_needs_no_network() {
    let site = Site::start(&[(PATH, dist())]);
    let page = Page::open_at(&site.url(PATH)).await;
    page.wait_for(".player .primary").await;
    wait_until_kept(&page).await;
    // Twice over: the host is gone, and the browser believes that it has no network.
    drop(site);
    cut_off(&page).await;
    page.go(&format!("{}?again#/join?variant=joined", &PATH[1..])).await;
    page.wait_until("the page without a network", "location.search === '?again'").await;
    run_live(&page).await;
    page.finish().await;
}

/// A copy of what is published, removed when dropped.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("futurescope-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        for entry in fs::read_dir(dist()).expect("what is published").flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
            }
        }
        Self(folder)
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).expect("a text");
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replace(from, to)).expect("a change");
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_new_version_takes_over_at_once_and_the_old_one_is_forgotten() {
    let copy = Copy::new("update");
    let site = Site::start(&[(PATH, copy.0.clone())]);
    let page = Page::open_at(&site.url(PATH)).await;
    page.wait_for(".player .primary").await;
    wait_until_kept(&page).await;
    let before = page.run("return caches.keys()", Vec::new()).await;
    copy.change("index.html", "</head>", "<meta name=\"version\" content=\"2\"></head>");
    copy.change("sw.js", "const VERSION = \"", "const VERSION = \"2-");
    page.reload().await;
    page.wait_for(".player .primary").await;
    let shown = "document.querySelector('meta[name=version]')?.content === '2'";
    page.wait_until("the new version", shown).await;
    let script = "
        const [done, before] = [arguments[1], arguments[0]];
        const look = async () => {
            const now = await caches.keys();
            if (now.length === 1 && now[0] !== before[0]) done(true);
            else setTimeout(look, 50);
        };
        look();";
    let taken = page.driver().execute_async(script, vec![before]).await.expect("an answer");
    assert_eq!(taken.json(), &json!(true));
    assert_eq!(kept(&page).await, json!([1, 4]));
    page.finish().await;
}

#[tokio::test]
async fn one_file_has_everything_in_it() {
    let copy = Copy::new("single");
    // Alone, as on a stick.
    let alone = copy.0.join("alone");
    fs::create_dir_all(&alone).expect("a folder");
    fs::copy(copy.0.join("futurescope.html"), alone.join("talk.html")).expect("a copy");
    let address = format!("file://{}", alone.join("talk.html").display());
    let page = Page::open_at(&format!("{address}#/join?variant=joined")).await;
    cut_off(&page).await;
    run_live(&page).await;
    page.press("Home").await;
    page.press(".").await;
    page.wait_for_text(".narration .meta", "event 1 of").await;
    assert_eq!(page.eval("navigator.serviceWorker?.controller ?? null").await, json!(null));
    page.run("location.hash = '#/embed/mpsc?view=timeline'", Vec::new()).await;
    page.wait_for(".embed .timeline").await;
    page.finish().await;
}

#[tokio::test]
async fn the_page_opened_as_a_file_shows_the_one_file() {
    let page =
        Page::open_at(&format!("file://{}#/join", dist().join("index.html").display())).await;
    page.wait_until("the other file", "location.pathname.endsWith('/futurescope.html')").await;
    page.wait_for(".player .primary").await;
    assert_eq!(page.eval("location.hash").await, json!("#/join"));
    page.finish().await;
}

/// What the page does with a script that somebody has put into it, and with one from elsewhere.
async fn check_policy(page: Page) {
    page.wait_for(".player .primary").await;
    let script = "
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            (window.violated ??= []).push(effectiveDirective);
        });
        const inline = document.createElement('script');
        inline.textContent = 'window.harm = 1';
        const handler = document.createElement('b');
        handler.setAttribute('onclick', 'window.harm = 2');
        document.body.append(inline, handler);
        handler.click();
        const image = new Image();
        image.src = 'http://127.0.0.1:9/pixel.png';
        setTimeout('window.harm = 3');
        setTimeout(() => { window.later = true; });";
    page.run(script, Vec::new()).await;
    page.wait_until("the refusals", "window.later && window.violated?.length >= 3").await;
    assert_eq!(page.eval("window.harm ?? null").await, json!(null));
    assert_eq!(page.eval("violated.includes('img-src')").await, json!(true));
    // The browser has said so in the console.
    let traffic = Traffic::read(page.driver()).await;
    let refusals = traffic.console().iter().filter(|line| line.contains("Security Policy")).count();
    assert!(refusals >= 3, "{:?}", traffic.console());
    page.finish().await;
}

#[tokio::test]
async fn the_policy_lets_nothing_in() {
    check_policy(Page::open("#/join").await).await;
    let file: &Path = &dist().join("futurescope.html");
    check_policy(Page::open_at(&format!("file://{}#/join", file.display())).await).await;
}

#[tokio::test]
async fn a_part_that_was_changed_is_not_run() {
    for end in [".wasm", ".js"] {
        let copy = Copy::new(&format!("changed{end}"));
        let part = fs::read_dir(&copy.0).expect("files").flatten().map(|entry| entry.path()).find(
            |path| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                name.starts_with("futurescope-") && name.ends_with(end)
            },
        );
        let part = part.expect(end);
        let mut bytes = fs::read(&part).expect("bytes");
        bytes.extend(if end == ".js" { &b"\n//"[..] } else { &b"\0\x01\0"[..] });
        fs::write(&part, bytes).expect("a change");
        let site = Site::start(&[(PATH, copy.0.clone())]);
        let page = Page::open_at(&site.url(PATH)).await;
        page.wait_until(
            "the page to be left without its program",
            "document.documentElement.dataset.failed",
        )
        .await;
        let said = Traffic::read(page.driver()).await.console();
        assert!(said.iter().any(|line| line.contains("integrity")), "{said:?}");
        page.finish().await;
    }
}
