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

/// One page in a browser of its own. End it with [`Page::finish`].
///
/// The methods panic with what was expected, what was there and a screenshot's file, so that a
/// test reads as the steps that a visitor takes.
pub struct Page {
    session: Session,
    /// Where the page is served; requests may go nowhere else.
    home: String,
    scheme: Scheme,
    reduced_motion: bool,
    is_finished: bool,
}

impl Page {
    /// Opens `route`, such as `#/join?clock=sim`, in a new browser at the size of a desk.
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

    /// A browser that shows nothing yet: for settings that must stand before the page starts.
    pub async fn blank() -> Self {
        let page = Self {
            session: Session::start().await,
            home: variable("FUTURESCOPE_URL"),
            scheme: Scheme::Light,
            reduced_motion: false,
            is_finished: false,
        };
        // Chromium begins with a page of its own, which allows less than others.
        page.driver().goto("about:blank").await.expect("an empty page");
        page
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

    /// The value of `expression` once it stays the same for a while and is not `not_yet`: what follows
    /// from measured sizes is known for good only when they are.
    pub async fn settled(&self, expression: &str, not_yet: Value) -> Value {
        let start = Instant::now();
        let (mut value, mut same) = (Value::Null, 0);
        while same < 5 || value == not_yet {
            if start.elapsed() > PATIENCE {
                let trouble = format!("waited {} s for {expression} to settle", PATIENCE.as_secs());
                self.fail(&trouble).await;
            }
            let now = self.eval(expression).await;
            same = if now == value { same + 1 } else { 1 };
            value = now;
        }
        value
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
        self.is_finished = true;
        let traffic = Traffic::read(self.driver()).await;
        let complaints = traffic.complaints(&self.home);
        if !complaints.is_empty() {
            self.fail(&complaints.join("\n")).await;
        }
        // In case of doubt chromedriver ends the browser when it ends itself.
        let _ = self.driver().clone().quit().await;
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
        &self.session.driver
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
        let is_forgotten = !self.is_finished && !std::thread::panicking();
        assert!(!is_forgotten, "the test must end with `page.finish().await`");
    }
}

/// The test harness names its threads after the tests.
fn test_name() -> String {
    let thread = std::thread::current();
    thread.name().unwrap_or("test").replace("::", "-")
}
