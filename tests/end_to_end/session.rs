//! A few browsers for all tests, and in one of them a context of its own for each test.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WebDriver, WindowHandle,
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::context::Context;
use crate::traffic::Traffic;

/// How many browsers run at a time. More than this on two cores, and each gets slow enough to miss
/// its deadlines.
static SEATS: Semaphore = Semaphore::const_new(2);

/// The browsers that no test uses at present, at most one for each seat. Whoever started chromedriver
/// ends them with it.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// How long the browser may take for one command.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The settings of every Chromium, shared with the browser tests: no window, nothing that calls
/// home, and none of the sandbox and shared memory that a container does not have.
const SETTINGS: &str = include_str!("../../webdriver.json");

/// A context in a running browser: what one test stores is not there for another.
pub struct Session {
    // Fields are dropped in this order: the browser, unless `end` has kept it, and then its seat.
    browser: Browser,
    context: Context,
    _seat: SemaphorePermit<'static>,
}

impl Session {
    /// Opens an empty page in a new context as soon as there is a seat for it.
    pub async fn start() -> Self {
        let seat = SEATS.acquire().await.expect("the semaphore is never closed");
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let browser = match idle {
            Some(browser) => browser,
            None => Browser::start().await,
        };
        let context = Context::new(&browser.devtools);
        browser.show(WindowHandle::from(context.page())).await;
        Self { browser, context, _seat: seat }
    }

    /// What tells the browser what to do.
    pub fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Closes all pages of the context and keeps the browser for the next test. A session that is
    /// dropped instead, as by a test that fails, ends its browser: nobody knows in which state it is.
    pub async fn end(self) {
        let Self { browser, context, _seat } = self;
        context.dispose();
        browser.show(browser.home.clone()).await;
        // Closing may be logged too, and is no business of the next test.
        let _ = Traffic::read(&browser.driver).await;
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(browser);
    }
}

/// A running Chromium.
struct Browser {
    driver: WebDriver,
    /// The empty page that it has opened itself; a browser without any page ends.
    home: WindowHandle,
    /// Where the whole browser, not only a page of it, takes commands of the DevTools protocol.
    devtools: String,
}

impl Browser {
    async fn start() -> Self {
        let address = variable("WEBDRIVER_URL");
        // Without connections kept open: a test ends together with the runtime that would hold them,
        // and the next test, or the thread that ends the browser of one that panicked, would wait for
        // them in vain.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(TIMEOUT).build();
        let client = client.expect("an HTTP client without TLS needs nothing");
        let driver = WebDriver::builder(&address, capabilities())
            .client(client.clone())
            .await
            .unwrap_or_else(|error| panic!("no browser from chromedriver at {address}: {error}"));
        let home = driver.window().await.expect("a browser begins with a page");
        let options = driver.capabilities().get("goog:chromeOptions");
        let debugger = options.and_then(|options| options["debuggerAddress"].as_str());
        let version = format!("http://{}/json/version", debugger.expect("an address for DevTools"));
        let answer = client.get(version).send().await.expect("DevTools answer");
        let answer = answer.text().await.expect("DevTools answer in full");
        let answer: Value = serde_json::from_str(&answer).expect("DevTools answer in JSON");
        let devtools = answer["webSocketDebuggerUrl"].as_str().expect("the browser's own address");
        Self { driver, home, devtools: devtools.to_owned() }
    }

    async fn show(&self, page: WindowHandle) {
        self.driver.switch_to_window(page).await.expect("the page is there");
    }
}

/// A variable of the environment that xtask sets.
pub fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test end-to-end`"))
}

fn capabilities() -> ChromeCapabilities {
    let set = || {
        let mut chrome = ChromeCapabilities::new();
        let settings: Value = serde_json::from_str(SETTINGS)?;
        for flag in settings["goog:chromeOptions"]["args"].as_array().into_iter().flatten() {
            chrome.add_arg(flag.as_str().unwrap_or_default())?;
        }
        // Large enough for every viewport that a test asks for.
        chrome.add_arg("--window-size=1600,1200")?;
        if let Ok(path) = std::env::var("CHROME") {
            chrome.set_binary(&path)?;
        }
        // The two logs that `Traffic` reads: the console, and what goes over the network.
        chrome.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        chrome.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        chrome.add_experimental_option("perfLoggingPrefs", json!({ "enableNetwork": true }))?;
        thirtyfour::error::WebDriverResult::Ok(chrome)
    };
    set().expect("the flags are valid")
}
