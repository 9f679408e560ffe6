//! The page in one file, which can be put on a stick and needs no server.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::html::inside;
use crate::page::{init_name, meta};
use crate::{Parts, hash};

/// `futurescope.html`.
pub fn file(parts: &Parts) -> Result<String, String> {
    let script = format!("{}{}", parts.glue, include_str!("../scripts/single.js"));
    let script = minify::module(&script.replace("{{init}}", init_name(&parts.glue)?))?;
    let policy = format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval' {} {}; style-src 'unsafe-inline'; \
         img-src data: blob:; frame-src 'self' file:; base-uri 'none'; form-action 'none'",
        hash::script(&parts.scripts),
        hash::script(&script)
    );
    let icon = hash::encode(parts.icon.1.as_bytes());
    let mut html = parts.html.clone();
    let first = inside("script", &parts.scripts)?;
    html.put_first(&format!("{}<script>{first}</script>", meta(&policy)))?;
    html.put_in_head(&format!(
        "<style>{}</style><link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">",
        inside("style", &parts.style)?
    ))?;
    // What is no script to the browser it only keeps.
    html.put_in_body(&format!(
        "<script type=\"text/plain\" id=\"packed\">{}</script><script type=\"module\">{}</script>",
        hash::encode(&packed(&parts.code.1)?),
        inside("script", &script)?
    ))?;
    Ok(html.text())
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map_err(|why| format!("the WebAssembly could not be packed: {why}"))
}
