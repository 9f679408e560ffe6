//! A browser's context: pages that share storage, caches and workers with no page outside.
//!
//! chromedriver knows no contexts, so the browser is asked for one directly.

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A context with one empty page. It goes with all its pages when this is dropped.
pub struct Context {
    devtools: WebSocket<MaybeTlsStream<TcpStream>>,
    id: Value,
    page: String,
}

impl Context {
    /// Makes one in the browser whose DevTools are at this address.
    pub fn new(devtools: &str) -> Self {
        let (devtools, _) = tungstenite::connect(devtools)
            .unwrap_or_else(|error| panic!("the browser's DevTools at {devtools}: {error}"));
        let mut context = Self { devtools, id: Value::Null, page: String::new() };
        let answer =
            context.send("Target.createBrowserContext", json!({ "disposeOnDetach": true }));
        context.id = answer["browserContextId"].clone();
        let page =
            json!({ "url": "about:blank", "browserContextId": context.id, "newWindow": true });
        let answer = context.send("Target.createTarget", page);
        context.page = answer["targetId"].as_str().expect("the page has a name").to_owned();
        context
    }

    /// What both DevTools and chromedriver call its page.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// Closes its pages, and waits until that is done.
    pub fn dispose(mut self) {
        let id = json!({ "browserContextId": self.id });
        self.send("Target.disposeBrowserContext", id);
    }

    /// Waits for the answer, which takes a few milliseconds; there is nothing else to do meanwhile.
    fn send(&mut self, method: &str, parameters: Value) -> Value {
        let command = json!({ "id": 1, "method": method, "params": parameters });
        self.devtools
            .send(Message::text(command.to_string()))
            .unwrap_or_else(|error| panic!("{method}: {error}"));
        loop {
            let message = self.devtools.read().unwrap_or_else(|error| panic!("{method}: {error}"));
            let Message::Text(text) = message else { continue };
            let mut answer: Value = serde_json::from_str(&text).expect("DevTools answer in JSON");
            // Events have no number.
            if answer["id"] == 1 {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].take();
            }
        }
    }
}
