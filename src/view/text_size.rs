//! How large the page's text is, so that what is painted can be as large.

/// The size of the page's text, 1 for the usual one of 16 pixels.
pub fn text_size() -> f64 {
    let window = web_sys::window();
    let root = window.as_ref().and_then(|window| window.document()?.document_element());
    let style =
        window.zip(root).and_then(|(window, root)| window.get_computed_style(&root).ok()?);
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    // Read by the browser: the tables for that are large.
    let size = size.map_or(16.0, |size| js_sys::parse_float(&size));
    if size > 0.0 { size / 16.0 } else { 1.0 }
}
