//! The page whose parts are files of their own, and the worker that keeps them.

use crate::html::inside;
use crate::{Parts, hash, text};

/// `index.html`: what it may load and do stands in it, and what its parts must be.
pub fn page(parts: &Parts) -> Result<String, String> {
    let (glue, code) = (&parts.glue, &parts.code);
    let boot = format!("{}{}", parts.scripts, text::script(include_str!("../scripts/boot.js")))
        .replace("{{glue}}", &format!("./{}", glue.0))
        .replace("{{code}}", &format!("./{}", code.0))
        .replace("{{integrity}}", &hash::integrity(&code.1));
    // What a module must be is said to browsers by this map only.
    let map = format!(
        "{{\"integrity\":{{\"./{}\":\"{}\"}}}}",
        glue.0,
        hash::integrity(glue.1.as_bytes())
    );
    // `style` attributes say where things stand, and change with every frame: no hash can be given
    // for them. `wasm-unsafe-eval` allows WebAssembly and no other evaluation.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {} {}; style-src 'unsafe-inline'; \
         img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; frame-src 'self'; \
         base-uri 'none'; form-action 'none'",
        hash::script(&map),
        hash::script(&boot)
    );
    let mut html = parts.html.clone();
    html.put_first(&format!(
        "{}<script type=\"importmap\">{map}</script><script>{}</script>",
        meta(&policy),
        inside("script", &boot)?
    ))?;
    html.put_in_head(&format!(
        "<style>{}</style><link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">",
        inside("style", &parts.style)?,
        parts.icon.0
    ))?;
    Ok(html.text())
}

/// The policy as a tag.
pub fn meta(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// `sw.js`, for this page.
pub fn worker(parts: &Parts, page: &str) -> String {
    // The folder itself is the page. The name of the icon stays when it changes.
    let version = hash::short(format!("{page}{}", parts.icon.1).as_bytes());
    let files = ["./", &parts.glue.0, &parts.code.0, &parts.icon.0];
    let files: Vec<_> = files.iter().map(|name| format!("\"{name}\"")).collect();
    include_str!("../scripts/sw.js")
        .replace("{{version}}", &version)
        .replace("{{files}}", &format!("[{}]", files.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::Html;

    fn parts() -> Parts {
        let html = "<html><head><meta charset=\"utf-8\"></head><body></body></html>";
        Parts {
            html: Html::new(html.to_owned()),
            style: "p { color: red }".to_owned(),
            scripts: "say();\n".to_owned(),
            replaced: Vec::new(),
            glue: ("page-1.js".to_owned(), "export default () => {};".to_owned()),
            code: ("page-1_bg.wasm".to_owned(), b"\0asm".to_vec()),
            icon: ("icon.svg".to_owned(), "<svg/>".to_owned()),
        }
    }

    #[test]
    fn every_script_in_the_page_is_named_by_its_policy() {
        let page = page(&parts()).expect("a page");
        let policy = page.split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let scripts = policy.expect("a policy").split("script-src ").nth(1).expect("for scripts");
        let scripts = scripts.split(';').next().expect("it ends");
        assert!(!scripts.contains("unsafe-inline"), "{scripts}");
        let mut rest = page.as_str();
        let mut count = 0;
        while let Some((_, after)) = rest.split_once("<script") {
            let (_, body) = after.split_once('>').expect("a tag");
            let (body, after) = body.split_once("</script>").expect("its end");
            assert!(scripts.contains(&hash::script(body)), "{body}");
            (rest, count) = (after, count + 1);
        }
        assert_eq!(count, 2);
    }

    #[test]
    fn the_worker_changes_with_the_page() {
        let (mut other, page) = (parts(), page(&parts()).expect("a page"));
        let worker = worker(&parts(), &page);
        assert!(worker.contains("[\"./\", \"page-1.js\", \"page-1_bg.wasm\", \"icon.svg\"]"));
        assert!(!worker.contains("{{"));
        assert_ne!(super::worker(&other, &format!("{page} ")), worker);
        other.icon.1 = "<svg></svg>".to_owned();
        assert_ne!(super::worker(&other, &page), worker);
    }
}
