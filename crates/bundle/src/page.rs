//! The page, its policy, and the worker that keeps it.

use crate::html::inside;
use crate::{Parts, hash, text};

/// `index.html`: what it may load and do stands in it, and what its program must be. Everything but
/// the program is in it.
pub fn page(parts: &Parts) -> Result<String, String> {
    let code = &parts.code;
    let boot = format!("{}{}", parts.scripts, text::script(include_str!("../scripts/boot.js")))
        .replace("{{code}}", &code.0)
        .replace("{{size}}", &code.1.len().to_string())
        .replace("{{integrity}}", &hash::integrity(&code.1));
    let glue = format!("{}startFuturescope({});\n", parts.glue, init_name(&parts.glue)?);
    // `style` attributes say where things stand, and change with every frame: no hash can be given
    // for them. `wasm-unsafe-eval` allows WebAssembly and no other evaluation. The program is checked
    // as a blob.
    let policy = format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval' {} {}; style-src 'unsafe-inline'; \
         img-src 'self' data: blob:; connect-src 'self' blob:; worker-src 'self'; \
         frame-src 'self'; base-uri 'none'; form-action 'none'",
        hash::script(&boot),
        hash::script(&glue)
    );
    let mut html = parts.html.clone();
    html.put_first(&format!("{}<script>{}</script>", meta(&policy), inside("script", &boot)?))?;
    html.put_in_head(&format!(
        "<style>{}</style><link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">",
        inside("style", &parts.style)?,
        parts.icon.0
    ))?;
    // Behind the outline, which is seen before it is read.
    html.put_in_body(&format!("<script type=\"module\">{}</script>", inside("script", &glue)?))?;
    Ok(html.text())
}

/// The policy as a tag.
pub fn meta(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// What the module calls the function that starts it, which it exports as its default.
pub fn init_name(glue: &str) -> Result<&str, String> {
    let before = glue.rsplit_once(" as default").map(|(before, _)| before);
    let name = before.and_then(|before| before.rsplit([' ', ',', '{']).next());
    name.filter(|name| !name.is_empty()).ok_or_else(|| "the module has no default".to_owned())
}

/// `sw.js`, for this page.
pub fn worker(parts: &Parts, page: &str) -> String {
    // The folder itself is the page. The name of the icon stays when it changes.
    let version = hash::short(format!("{page}{}", parts.icon.1).as_bytes());
    let file = |name: &str, kind: &str, bytes: &[u8]| {
        let integrity = hash::integrity(bytes);
        format!("{{ name: \"{name}\", type: \"{kind}\", integrity: \"{integrity}\" }}")
    };
    let files = [
        file("./", "text/html; charset=utf-8", page.as_bytes()),
        file(&parts.code.0, "application/wasm", &parts.code.1),
        file(&parts.icon.0, "image/svg+xml", parts.icon.1.as_bytes()),
    ];
    include_str!("../scripts/sw.js")
        .replace("{{version}}", &version)
        .replace("{{files}}", &format!("[\n  {},\n]", files.join(",\n  ")))
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
            glue: "const init = () => {};\nexport { init as default };\n".to_owned(),
            code: ("page-1_bg.wasm".to_owned(), b"\0asm".to_vec()),
            icon: ("icon.svg".to_owned(), "<svg/>".to_owned()),
        }
    }

    #[test]
    fn the_default_is_found() {
        assert_eq!(
            init_name("x();\nexport { initSync, __wbg_init as default };"),
            Ok("__wbg_init")
        );
        assert_eq!(init_name("export {init as default}"), Ok("init"));
        assert!(init_name("export { initSync };").is_err());
    }

    #[test]
    fn scripts_run_by_their_hashes_and_no_other_does() {
        let page = page(&parts()).expect("a page");
        let policy = page.split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let scripts = policy.expect("a policy").split("script-src ").nth(1).expect("for scripts");
        let mut allowed: Vec<_> = scripts.split(';').next().expect("it ends").split(' ').collect();
        assert_eq!(allowed.remove(0), "'wasm-unsafe-eval'");
        let mut rest = page.as_str();
        let mut hashes = Vec::new();
        while let Some((_, after)) = rest.split_once("<script") {
            let (tag, body) = after.split_once('>').expect("a tag");
            assert!(!tag.contains("src"), "a script in a file of its own: {tag}");
            let (body, after) = body.split_once("</script>").expect("its end");
            hashes.push(hash::script(body));
            rest = after;
        }
        assert_eq!(allowed, hashes);
        assert!(page.contains("startFuturescope(init);\n</script></body>"), "{page}");
        assert!(!page.contains("{{"), "{page}");
    }

    #[test]
    fn the_worker_names_what_each_file_must_be() {
        let page = page(&parts()).expect("a page");
        let worker = worker(&parts(), &page);
        for (name, bytes) in
            [("./", page.as_bytes()), ("page-1_bg.wasm", b"\0asm"), ("icon.svg", b"<svg/>")]
        {
            let line = worker.lines().find(|line| line.contains(&format!("name: \"{name}\"")));
            let line = line.unwrap_or_else(|| panic!("no {name} in {worker}"));
            assert!(line.contains(&hash::integrity(bytes)), "{line}");
        }
        assert!(!worker.contains("{{"), "{worker}");
    }

    #[test]
    fn the_worker_changes_with_the_page() {
        let (mut other, page) = (parts(), page(&parts()).expect("a page"));
        let worker = worker(&parts(), &page);
        assert_ne!(super::worker(&other, &format!("{page} ")), worker);
        other.icon.1 = "<svg></svg>".to_owned();
        assert_ne!(super::worker(&other, &page), worker);
    }
}
