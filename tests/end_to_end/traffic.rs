//! What a browser logged: its console, and every request that it made.

use serde_json::Value;
use thirtyfour::{BrowserLogEntry, WebDriver};

/// The logs since they were last read; reading empties them.
pub struct Traffic {
    console: Vec<BrowserLogEntry>,
    requests: Vec<String>,
}

impl Traffic {
    /// Takes the logs from the browser.
    pub async fn read(driver: &WebDriver) -> Self {
        let console = driver.get_log("browser").await.expect("the log of the console");
        let events = driver.get_log("performance").await.expect("the log of the network");
        let requests = events.iter().filter_map(|entry| requested_address(&entry.message));
        Self { console, requests: requests.collect() }
    }

    /// The console, a line an entry.
    pub fn console(&self) -> Vec<String> {
        let line = |entry: &BrowserLogEntry| format!("{}: {}", entry.level, entry.message);
        self.console.iter().map(line).collect()
    }

    /// What a page that is served from `home` must not do.
    pub fn complaints(&self, home: &str) -> Vec<String> {
        let errors = self.console.iter().filter(|entry| entry.level == "SEVERE");
        let errors = errors.map(|entry| format!("error in the console: {}", entry.message));
        let strays = self.requests.iter().filter(|address| is_foreign(address, home));
        let strays = strays.map(|address| format!("request to another host: {address}"));
        errors.chain(strays).collect()
    }
}

/// The address in an event of DevTools' Network domain that starts a request.
fn requested_address(message: &str) -> Option<String> {
    let event: Value = serde_json::from_str(message).ok()?;
    let event = &event["message"];
    let address = match event["method"].as_str()? {
        "Network.requestWillBeSent" => &event["params"]["request"]["url"],
        "Network.webSocketCreated" | "Network.webTransportCreated" => &event["params"]["url"],
        _ => return None,
    };
    address.as_str().map(str::to_owned)
}

/// Whether the address is on the network (`data:` and `blob:` are not) and not under `home`.
fn is_foreign(address: &str, home: &str) -> bool {
    let on_network = ["http:", "https:", "ws:", "wss:", "ftp:"];
    on_network.iter().any(|scheme| address.starts_with(scheme)) && !address.starts_with(home)
}

#[test]
fn only_the_network_beyond_home_is_foreign() {
    let home = "http://127.0.0.1:4000/";
    for (address, expected) in [
        ("http://127.0.0.1:4000/app.wasm", false),
        ("data:image/png;base64,AAAA", false),
        ("blob:http://127.0.0.1:4000/1234", false),
        ("http://127.0.0.1:40001/", true),
        ("https://fonts.example/font.woff2", true),
        ("wss://127.0.0.1:4000/", true),
    ] {
        assert_eq!(is_foreign(address, home), expected, "{address}");
    }
}

#[test]
fn requests_are_found_in_the_log() {
    let event = |method: &str, parameters: &str| {
        let message =
            format!(r#"{{"message":{{"method":"{method}","params":{parameters}}},"webview":"1"}}"#);
        requested_address(&message)
    };
    let request = r#"{"request":{"url":"https://example.com/"}}"#;
    let socket = r#"{"url":"wss://example.com/"}"#;
    let (page, stream) = ("https://example.com/".to_owned(), "wss://example.com/".to_owned());
    assert_eq!(event("Network.requestWillBeSent", request), Some(page));
    assert_eq!(event("Network.webSocketCreated", socket), Some(stream));
    assert_eq!(event("Network.responseReceived", request), None);
}
