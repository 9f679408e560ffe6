//! Which media type a file is served as.

use std::path::Path;

/// The `Content-Type` for `path`, by its extension. A browser compiles WebAssembly while it
/// downloads only as `application/wasm`, and runs modules only as JavaScript.
pub fn type_of(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" | "rs" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &str) {
        assert_eq!(type_of(Path::new(path)), expected, "{path}");
    }

    #[test]
    fn by_extension() {
        check("index.html", "text/html; charset=utf-8");
        check("app-0123abcd.js", "text/javascript; charset=utf-8");
        check("app_bg.wasm", "application/wasm");
        check("snippets/a/inline0.js", "text/javascript; charset=utf-8");
        check("style.css", "text/css; charset=utf-8");
        check("favicon.svg", "image/svg+xml");
        check("LICENSE", "application/octet-stream");
        check("archive.tar.gz", "application/octet-stream");
    }
}
