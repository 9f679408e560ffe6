//! What is published, away from its host: in a folder, without a network, as one file, and what its
//! policy forbids.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::page::Page;
use crate::site::{Lie, Site, dist};
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
    assert_eq!(kept(page).await, json!([1, 3]));
}

/// What the service worker has to expect of the page that is published, in the notation of `integrity`.
async fn hash_of_the_page(page: &Page) -> String {
    let script = "
        const done = arguments[arguments.length - 1];
        fetch('./', { cache: 'no-store' })
            .then(answer => answer.arrayBuffer())
            .then(bytes => crypto.subtle.digest('SHA-384', bytes))
            .then(hash => done('sha384-' + btoa(String.fromCharCode(...new Uint8Array(hash)))));";
    let hash = page.driver().execute_async(script, Vec::new()).await.expect("an answer");
    hash.json().as_str().expect("a hash").to_owned()
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
    let old = hash_of_the_page(&page).await;
    copy.change("index.html", "</head>", "<meta name=\"version\" content=\"2\"></head>");
    copy.change("sw.js", &old, &hash_of_the_page(&page).await);
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
    assert_eq!(kept(&page).await, json!([1, 3]));
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
        // No script in a file is allowed, not even one of the page's own folder.
        const own = document.createElement('script');
        own.src = 'embed.js';
        document.body.append(inline, handler, own);
        handler.click();
        const image = new Image();
        image.src = 'http://127.0.0.1:9/pixel.png';
        setTimeout('window.harm = 3');
        setTimeout(() => { window.later = true; });";
    page.run(script, Vec::new()).await;
    page.wait_until("the refusals", "window.later && window.violated?.length >= 4").await;
    assert_eq!(page.eval("window.harm ?? null").await, json!(null));
    assert_eq!(
        page.eval("typeof customElements.get('futurescope-embed')").await,
        json!("undefined")
    );
    assert_eq!(page.eval("violated.includes('script-src-elem')").await, json!(true));
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

/// Waits until what is kept for the page is this many files.
async fn wait_for_kept(page: &Page, files: u32) {
    let script = "
        const done = arguments[arguments.length - 1];
        const look = async () => {
            const names = await caches.keys();
            const keys = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
            if (keys.flat().length === arguments[0]) done(true);
            else setTimeout(look, 50);
        };
        look();";
    let answer = page.driver().execute_async(script, vec![json!(files)]).await;
    assert_eq!(answer.expect("an answer").json(), &json!(true));
}

/// The page of a site, started and kept.
async fn kept_page(site: &Site) -> Page {
    let page = Page::open_at(&site.url(PATH)).await;
    page.wait_for(".player .primary").await;
    page.wait_until("the worker to be in charge", "navigator.serviceWorker.controller").await;
    wait_for_kept(&page, 3).await;
    page
}

/// As `finish`, where the browser has said that a hash is not the one that was expected.
async fn finish_after_a_lie(page: Page) {
    let said = Traffic::read(page.driver()).await.console();
    assert!(said.iter().any(|line| line.contains("integrity")), "{said:?}");
    page.finish().await;
}

#[tokio::test]
async fn a_wrong_answer_is_never_kept() {
    for (end, lie) in [(".wasm", Lie::Portal), (".wasm", Lie::Half), (".svg", Lie::Portal)] {
        let site = Site::start(&[(PATH, dist())]);
        // The page has what it needs, and then the network lies to its worker.
        site.lie("sw.js", Lie::Portal);
        let page = Page::open_at(&site.url(PATH)).await;
        page.wait_for(".player .primary").await;
        site.lie(end, lie);
        let script = "const done = arguments[arguments.length - 1];
            navigator.serviceWorker.register('sw.js')
                .then(({ installing }) => installing.addEventListener('statechange', () => {
                    if (installing.state !== 'installed') done(installing.state);
                }));";
        let state = page.driver().execute_async(script, Vec::new()).await.expect("an answer");
        assert_eq!(state.json(), &json!("redundant"), "{end} {lie:?}");
        wait_for_kept(&page, 0).await;
        // A better network is all that it takes.
        site.be_honest();
        page.reload().await;
        page.wait_until("the worker to be in charge", "navigator.serviceWorker.controller").await;
        wait_for_kept(&page, 3).await;
        drop(site);
        page.reload().await;
        page.wait_for(".player .primary").await;
        // The browser has told of the lies, in the consoles of the page or of its worker.
        Traffic::read(page.driver()).await;
        page.finish().await;
    }
}

#[tokio::test]
async fn what_is_kept_has_its_type_whatever_the_host_says() {
    let site = Site::start(&[(PATH, dist())]);
    site.lie(".wasm", Lie::Type);
    let page = kept_page(&site).await;
    let script = "const done = arguments[arguments.length - 1];
        const wasm = async () => {
            const [name] = await caches.keys();
            const cache = await caches.open(name);
            const [request] = (await cache.keys()).filter(({ url }) => url.endsWith('.wasm'));
            return (await cache.match(request)).headers.get('Content-Type');
        };
        wasm().then(done);";
    let kind = page.driver().execute_async(script, Vec::new()).await.expect("an answer");
    assert_eq!(kind.json(), &json!("application/wasm"));
    page.finish().await;
}

/// What a worker of an earlier version, which did not look, may have kept.
const POISON: &str = "const done = arguments[arguments.length - 1];
    const poison = async () => {
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                const wrong = new Response('<h1>Log in first</h1>', { headers: { 'Content-Type': 'text/html' } });
                if (request.url.endsWith('.wasm')) await cache.put(request, wrong);
            }
        }
    };
    poison().then(done);";

#[tokio::test]
async fn a_page_whose_kept_program_is_wrong_heals_itself() {
    let site = Site::start(&[(PATH, dist())]);
    let page = kept_page(&site).await;
    page.driver().execute_async(POISON, Vec::new()).await.expect("an answer");
    page.reload().await;
    page.wait_for(".player .primary").await;
    // And it is there without a network again.
    wait_for_kept(&page, 3).await;
    drop(site);
    cut_off(&page).await;
    page.go(&format!("{}?again#/join?variant=joined", &PATH[1..])).await;
    page.wait_until("the page without a network", "location.search === '?again'").await;
    run_live(&page).await;
    finish_after_a_lie(page).await;
}

#[tokio::test]
async fn a_start_that_fails_is_tried_once_more_and_then_told() {
    for lie in [Lie::Portal, Lie::Half] {
        let site = Site::start(&[(PATH, dist())]);
        site.lie(".wasm", lie);
        let page = Page::open_at(&site.url(PATH)).await;
        page.wait_for_text(".failed", "could not start").await;
        page.wait_for_text(".failed", "is not the program that belongs to this page").await;
        page.wait_for_none(".skeleton").await;
        let tries = "performance.getEntriesByType('navigation')[0].type";
        assert_eq!(page.eval(tries).await, json!("reload"));
        assert_eq!(page.eval("history.state").await, json!(null), "the next visit has its retry");
        // The reader's own try has its retry, and finds that the network is honest again.
        site.be_honest();
        page.reload().await;
        page.wait_for(".player .primary").await;
        finish_after_a_lie(page).await;
    }
}

#[tokio::test]
async fn a_program_that_does_not_come_is_told_and_can_be_asked_for_again() {
    let site = Site::start(&[(PATH, dist())]);
    site.lie(".wasm", Lie::Silence);
    let page = Page::open_at(&site.url(PATH)).await;
    page.wait_for_text(".loading", "still loading its program: the network is slow").await;
    assert_eq!(page.eval("document.querySelector('.loading progress').value").await, json!(0));
    page.screenshot("loading").await;
    page.wait_for(".loading button").await;
    page.wait_for_text(".loading", "nothing has arrived").await;
    site.be_honest();
    page.click(".loading button").await;
    page.wait_for(".player .primary").await;
    page.wait_for_none(".loading").await;
    page.finish().await;
}

#[tokio::test]
async fn a_program_that_was_changed_is_not_run() {
    let copy = Copy::new("changed");
    let part =
        fs::read_dir(&copy.0).expect("files").flatten().map(|entry| entry.path()).find(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("futurescope-") && name.ends_with(".wasm")
        });
    let part = part.expect("the program");
    let mut bytes = fs::read(&part).expect("bytes");
    bytes.extend(b"\0\x01\0");
    fs::write(&part, bytes).expect("a change");
    let site = Site::start(&[(PATH, copy.0.clone())]);
    let page = Page::open_at(&site.url(PATH)).await;
    page.wait_until(
        "the page to be left without its program",
        "document.documentElement.dataset.failed",
    )
    .await;
    finish_after_a_lie(page).await;
}
