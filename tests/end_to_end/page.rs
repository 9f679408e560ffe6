//! The page as a test sees it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::WebDriver;

use crate::session::{Session, variable};
use crate::traffic::Traffic;

/// How long anything on the page may take. Generous: it is reached only by what never comes.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(40);

/// Answers when the page has settled. Two frames pass first: the window's size, say, is told to the page
/// with the next one. What moves without end, such as a sign that something is busy, is left to move.
const SETTLED: &str = "
    const done = arguments[0];
    const moves = animation => animation.playState === 'running'
        && animation.effect.getComputedTiming().endTime < Infinity;
    let frames = 0;
    const look = () => {
        frames += 1;
        const settled = document.body.hasAttribute('data-settled')
            && !document.getAnimations().some(moves);
        if (frames > 2 && settled) done(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// The size of a page on a desk.
pub const DESK: (u32, u32) = (1440, 900);

/// The size of a page on a phone.
pub const PHONE: (u32, u32) = (390, 844);

/// Which colours the system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `prefers-color-scheme: light`
    Light,
    /// `prefers-color-scheme: dark`
    Dark,
}

/// One page in a context of its own. End it with [`Page::finish`].
///
/// The methods panic with what was expected, what was there and a screenshot's file, so that a
/// test reads as the steps that a visitor takes.
pub struct Page {
    /// `None` once the test has finished.
    session: Option<Session>,
    /// Where the page is served; requests may go nowhere else.
    home: String,
    scheme: Scheme,
    reduced_motion: bool,
}

impl Page {
    /// Opens `route`, such as `#/join?clock=sim`, in a new context at the size of a desk.
    pub async fn open(route: &str) -> Self {
        Self::open_sized(route, DESK).await
    }

    /// The same at another size, such as [`PHONE`].
    pub async fn open_sized(route: &str, size: (u32, u32)) -> Self {
        let page = Self::blank().await;
        page.set_viewport(size).await;
        page.apply_media().await;
        page.go(route).await;
        page
    }

    /// Opens another page than the one that is tested first, such as one around it.
    pub async fn open_at(address: &str) -> Self {
        let mut page = Self::blank().await;
        let host = address.find("://").map_or(0, |scheme| scheme + 3);
        let path = address[host..].find('/').map_or(address.len(), |path| host + path + 1);
        page.home = address[..path].to_owned();
        page.set_viewport(DESK).await;
        page.apply_media().await;
        page.go(&address[path..]).await;
        page
    }

    /// An empty page: for settings that must stand before the page starts.
    pub async fn blank() -> Self {
        Self {
            session: Some(Session::start().await),
            home: variable("FUTURESCOPE_URL"),
            scheme: Scheme::Light,
            reduced_motion: false,
        }
    }

    /// Goes to another route. Within the page this only changes the address behind `#`, as when
    /// a visitor edits it; see [`Page::reload`].
    pub async fn go(&self, route: &str) {
        let address = format!("{}{route}", self.home);
        self.driver().goto(&address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Loads the page anew, at the address where it is.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("reload");
    }

    /// Gives the page exactly this many CSS pixels, one to a pixel of the screenshot.
    pub async fn set_viewport(&self, (width, height): (u32, u32)) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Makes the system prefer these colours.
    pub async fn set_scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
        self.apply_media().await;
    }

    /// Makes the system ask for less motion, or not.
    pub async fn set_reduced_motion(&mut self, is_reduced: bool) {
        self.reduced_motion = is_reduced;
        self.apply_media().await;
    }

    /// DevTools forgets every feature that is not in the last call, so both are always sent.
    async fn apply_media(&self) {
        let scheme = match self.scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let motion = if self.reduced_motion { "reduce" } else { "no-preference" };
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": motion },
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Waits until an element that matches the CSS `selector` is visible.
    pub async fn wait_for(&self, selector: &str) {
        let condition = "const found = document.querySelector(arguments[0]); \
             return found !== null && found.checkVisibility();";
        self.wait(&format!("`{selector}` to be visible"), condition, vec![json!(selector)]).await;
    }

    /// Waits until no element that matches the CSS `selector` is visible.
    pub async fn wait_for_none(&self, selector: &str) {
        let condition = "return ![...document.querySelectorAll(arguments[0])] \
             .some(found => found.checkVisibility());";
        self.wait(&format!("`{selector}` to be gone"), condition, vec![json!(selector)]).await;
    }

    /// Waits until the text of the first element that matches `selector` contains `part`.
    pub async fn wait_for_text(&self, selector: &str, part: &str) {
        let condition = "const found = document.querySelector(arguments[0]); \
             return found !== null && found.textContent.includes(arguments[1]);";
        let arguments = vec![json!(selector), json!(part)];
        self.wait(&format!("`{selector}` to say \"{part}\""), condition, arguments).await;
    }

    /// Waits until the JavaScript expression `condition` is true; `what` is it in words.
    pub async fn wait_until(&self, what: &str, condition: &str) {
        self.wait(what, &format!("return Boolean({condition});"), Vec::new()).await;
    }

    /// The value of `expression` once the page has settled: it has laid out and painted all that it
    /// has to, and nothing moves any more.
    pub async fn settled(&self, expression: &str) -> Value {
        if self.driver().execute_async(SETTLED, Vec::new()).await.is_err() {
            self.fail("waited in vain for the page to settle").await;
        }
        self.eval(expression).await
    }

    async fn wait(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let start = Instant::now();
        while self.run(script, arguments.clone()).await != json!(true) {
            if start.elapsed() > PATIENCE {
                let trouble = format!("waited {} s for {what}", PATIENCE.as_secs());
                self.fail(&trouble).await;
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// The text of the first element that matches `selector`, as it is shown.
    pub async fn text(&self, selector: &str) -> String {
        self.wait_for(selector).await;
        let script = "return document.querySelector(arguments[0]).innerText;";
        let text = self.run(script, vec![json!(selector)]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The value of the JavaScript expression `expression`.
    pub async fn eval(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression});"), Vec::new()).await
    }

    /// Runs the body of a JavaScript function with `arguments`.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let result = self.driver().execute(script, arguments).await;
        result.unwrap_or_else(|error| panic!("`{script}` failed: {error}")).json().clone()
    }

    /// Saves what is on the screen as `artifacts/<name>.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts");
        let path = folder.join(format!("{name}.png"));
        self.picture(&path).await;
        path
    }

    /// Saves what is on the screen as the PNG file `path`.
    pub async fn picture(&self, path: &Path) {
        let folder = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        self.driver()
            .screenshot(path)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Ends the test: fails on any error in the console and any request to another host.
    pub async fn finish(mut self) {
        let traffic = Traffic::read(self.driver()).await;
        let complaints = traffic.complaints(&self.home);
        if !complaints.is_empty() {
            self.fail(&complaints.join("\n")).await;
        }
        if let Some(session) = self.session.take() {
            session.end().await;
        }
    }

    /// Ends the test as failed, with all that helps to see why.
    pub async fn fail(&self, trouble: &str) -> ! {
        // A page that hangs answers nothing; that must not hide the trouble itself.
        let title = self.driver().title().await.unwrap_or_else(|error| error.to_string());
        let address = self.driver().current_url().await;
        let address = address.map_or_else(|error| error.to_string(), |address| address.into());
        let path = self.screenshot(&format!("failed-{}", test_name())).await;
        let console = Traffic::read(self.driver()).await.console();
        panic!(
            "{trouble}\n  title: {title}\n  address: {address}\n  screenshot: {}\n  console: {}",
            path.display(),
            if console.is_empty() { "empty".to_owned() } else { console.join("\n    ") }
        );
    }

    /// For what this type has no method for.
    pub fn driver(&self) -> &WebDriver {
        self.session.as_ref().expect("the test has not finished").driver()
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let result = self.driver().cdp().send_raw(command, parameters).await;
        result.unwrap_or_else(|error| panic!("{command} failed: {error}"))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // A test without `finish` has not looked at the console and the network.
        let is_forgotten = self.session.is_some() && !std::thread::panicking();
        assert!(!is_forgotten, "the test must end with `page.finish().await`");
    }
}

/// The test harness names its threads after the tests.
fn test_name() -> String {
    let thread = std::thread::current();
    thread.name().unwrap_or("test").replace("::", "-")
}
