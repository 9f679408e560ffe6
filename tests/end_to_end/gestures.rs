//! What a visitor does with hand and finger. The browser gets real input at a place of its
//! viewport and decides itself which element is under it, so that what is covered or too small
//! to hit fails here as it would for a visitor.

use serde_json::{Value, json};

use crate::keys;
use crate::page::Page;

/// In how many moves a drag covers its way, as a hand would and not in one jump.
const DRAG_STEPS: u32 = 8;

impl Page {
    /// Clicks in the middle of the first element that matches `selector`, once it is there.
    pub async fn click(&self, selector: &str) {
        let (x, y) = self.aim(selector).await;
        self.mouse("mouseMoved", x, y, 0).await;
        self.mouse("mousePressed", x, y, 1).await;
        self.mouse("mouseReleased", x, y, 0).await;
    }

    /// Moves the pointer over the middle of an element.
    pub async fn hover(&self, selector: &str) {
        let (x, y) = self.aim(selector).await;
        self.mouse("mouseMoved", x, y, 0).await;
    }

    /// Touches the middle of an element with one finger.
    pub async fn tap(&self, selector: &str) {
        let (x, y) = self.aim(selector).await;
        let start = json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
        self.devtools("Input.dispatchTouchEvent", start).await;
        let end = json!({ "type": "touchEnd", "touchPoints": [] });
        self.devtools("Input.dispatchTouchEvent", end).await;
    }

    /// Puts fingers down, one after the other, each at a place that is so far away from an element's
    /// middle; moves all of them by their ways at once; and lifts them.
    pub async fn fingers(&self, selector: &str, fingers: &[[(f64, f64); 2]]) {
        let (x, y) = self.aim(selector).await;
        let points = |count: usize, part: f64| -> Vec<Value> {
            let point = |(id, [from, by]): (usize, &[(f64, f64); 2])| {
                let (x, y) = (x + from.0 + by.0 * part, y + from.1 + by.1 * part);
                json!({ "x": x, "y": y, "id": id })
            };
            fingers.iter().take(count).enumerate().map(point).collect()
        };
        for count in 1..=fingers.len() {
            let down = json!({ "type": "touchStart", "touchPoints": points(count, 0.0) });
            self.devtools("Input.dispatchTouchEvent", down).await;
        }
        for step in 1..=DRAG_STEPS {
            let part = f64::from(step) / f64::from(DRAG_STEPS);
            let moved = json!({ "type": "touchMove", "touchPoints": points(fingers.len(), part) });
            self.devtools("Input.dispatchTouchEvent", moved).await;
        }
        let end = json!({ "type": "touchEnd", "touchPoints": [] });
        self.devtools("Input.dispatchTouchEvent", end).await;
    }

    /// Drags from the middle of an element by so many CSS pixels to the right and down.
    pub async fn drag(&self, selector: &str, by: (f64, f64)) {
        self.drag_from(selector, (0.0, 0.0), by).await;
    }

    /// The same, from a place that is `offset` away from the element's middle.
    pub async fn drag_from(&self, selector: &str, offset: (f64, f64), by: (f64, f64)) {
        let (x, y) = self.aim(selector).await;
        let (x, y) = (x + offset.0, y + offset.1);
        self.mouse("mouseMoved", x, y, 0).await;
        self.mouse("mousePressed", x, y, 1).await;
        for step in 1..=DRAG_STEPS {
            let part = f64::from(step) / f64::from(DRAG_STEPS);
            self.mouse("mouseMoved", x + by.0 * part, y + by.1 * part, 1).await;
        }
        self.mouse("mouseReleased", x + by.0, y + by.1, 0).await;
    }

    /// Turns the wheel over the middle of an element, by CSS pixels; positive is right and down.
    pub async fn wheel(&self, selector: &str, by: (f64, f64)) {
        let (x, y) = self.aim(selector).await;
        let event = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": by.0, "deltaY": by.1 });
        self.devtools("Input.dispatchMouseEvent", event).await;
    }

    /// Presses and releases one key or several together: `Space`, `a`, `?`, `Shift+ArrowRight`.
    pub async fn press(&self, keys: &str) {
        let keys = keys::parse(keys);
        let mut chain = self.driver().action_chain();
        for &key in &keys {
            chain = chain.key_down(key);
        }
        for &key in keys.iter().rev() {
            chain = chain.key_up(key);
        }
        chain.perform().await.expect("pressing keys");
    }

    /// Writes `text` into whatever has the focus.
    pub async fn write(&self, text: &str) {
        self.driver().action_chain().send_keys(text).perform().await.expect("writing");
    }

    /// The middle of an element in the viewport, after scrolling to it. Fails if a click there
    /// would hit something else.
    async fn aim(&self, selector: &str) -> (f64, f64) {
        const SCRIPT: &str = "
            const target = document.querySelector(arguments[0]);
            target.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
            const box = target.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const hit = document.elementFromPoint(x, y);
            if (hit !== null && (target.contains(hit) || hit.contains(target))) return [x, y];
            return hit === null ? 'nothing' : hit.outerHTML.slice(0, 200);";
        self.wait_for(selector).await;
        match self.run(SCRIPT, vec![json!(selector)]).await {
            Value::Array(place) => {
                let number = |index: usize| place[index].as_f64().expect("a coordinate");
                (number(0), number(1))
            }
            hit => self.fail(&format!("a click on `{selector}` would hit {hit}")).await,
        }
    }

    /// `buttons` is what is held down: 1 for the left button, 0 for none.
    async fn mouse(&self, kind: &str, x: f64, y: f64, buttons: u8) {
        let is_move = kind == "mouseMoved";
        let event = json!({
            "type": kind, "x": x, "y": y, "buttons": buttons,
            "button": if is_move && buttons == 0 { "none" } else { "left" },
            "clickCount": u8::from(!is_move),
        });
        self.devtools("Input.dispatchMouseEvent", event).await;
    }
}
