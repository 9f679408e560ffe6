//! How a file leaves the page: to the visitor's own disk.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// A file of these parts.
pub fn blob(parts: &js_sys::Array, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_blob_sequence_and_options(parts, &options).ok()
}

/// What is on a canvas, as the bytes of a PNG.
pub fn png(canvas: &HtmlCanvasElement) -> Option<JsValue> {
    let address = canvas.to_data_url().ok()?;
    let (_, coded) = address.split_once("base64,")?;
    let binary = web_sys::window()?.atob(coded).ok()?;
    // `atob` gives a character for each byte.
    let bytes: Vec<u8> = binary.chars().map(|c| c as u8).collect();
    Some(js_sys::Uint8Array::from(&*bytes).into())
}

/// An address of a file within the page, for as long as this is kept.
pub struct Address(String);

impl Address {
    /// Hands a file to the browser, which saves it.
    pub fn save(blob: &Blob, name: &str) -> Option<Self> {
        let address = Self(Url::create_object_url_with_blob(blob).ok()?);
        let document = web_sys::window()?.document()?;
        let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(&address.0);
        link.set_download(name);
        link.click();
        Some(address)
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        // Fails for no address that was made here.
        let _ = Url::revoke_object_url(&self.0);
    }
}
