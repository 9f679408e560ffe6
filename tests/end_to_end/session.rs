//! A Chromium of one's own for each test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WebDriver};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many browsers run at a time. More than this on two cores, and each gets slow enough to miss
/// its deadlines.
static SEATS: Semaphore = Semaphore::const_new(2);

/// How long the browser may take for one command.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The settings of every Chromium, shared with the browser tests: no window, nothing that calls
/// home, and none of the sandbox and shared memory that a container does not have.
const SETTINGS: &str = include_str!("../../webdriver.json");

/// A running browser.
pub struct Session {
    /// What tells the browser what to do.
    pub driver: WebDriver,
    // Fields are dropped in this order: the browser, then its folder, then its seat.
    _profile: Profile,
    _seat: SemaphorePermit<'static>,
}

impl Session {
    /// Starts a browser as soon as there is a seat for it.
    pub async fn start() -> Self {
        let seat = SEATS.acquire().await.expect("the semaphore is never closed");
        let profile = Profile::new();
        let address = variable("WEBDRIVER_URL");
        // Without connections kept open: when a test panics the session is ended from another
        // thread, which would wait in vain for a connection that the stopped runtime holds.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(TIMEOUT).build();
        let driver = WebDriver::builder(&address, capabilities(&profile.0))
            .client(client.expect("an HTTP client without TLS needs nothing"))
            .await
            .unwrap_or_else(|error| panic!("no browser from chromedriver at {address}: {error}"));
        Self { driver, _profile: profile, _seat: seat }
    }
}

/// A variable of the environment that xtask sets.
pub fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test end-to-end`"))
}

fn capabilities(profile: &Path) -> ChromeCapabilities {
    let set = || {
        let mut chrome = ChromeCapabilities::new();
        let settings: Value = serde_json::from_str(SETTINGS)?;
        for flag in settings["goog:chromeOptions"]["args"].as_array().into_iter().flatten() {
            chrome.add_arg(flag.as_str().unwrap_or_default())?;
        }
        // Large enough for every viewport that a test asks for.
        chrome.add_arg("--window-size=1600,1200")?;
        chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
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

/// The folder in which a browser keeps its settings and storage, removed with it: what one test
/// stores must not be there for the next.
struct Profile(PathBuf);

impl Profile {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("futurescope-{}-{count}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // Chromium may still be writing; what is left is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
