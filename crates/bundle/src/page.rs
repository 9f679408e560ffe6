//! The page, its policy, and the worker that keeps it.

use crate::html::inside;
use crate::{Parts, hash};

/// `index.html`: what it may load and do stands in it, and what its program must be. Everything but
/// the program is in it.
pub fn page(parts: &Parts) -> Result<String, String> {
    let code = &parts.code;
    let boot = include_str!("../scripts/boot.js")
        .replace("{{code}}", &code.0)
        .replace("{{size}}", &code.1.len().to_string())
        .replace("{{integrity}}", &hash::integrity(&code.1));
    let boot = format!("{}{}", parts.scripts, minify::script(&boot)?);
    let glue = format!("{}\nstartFuturescope({});", parts.glue, init_name(&parts.glue)?);
    let glue = minify::module(&glue)?;
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
    use crate::single;

    fn parts() -> Parts {
        let html = "<html><head><meta charset=\"utf-8\"></head><body></body></html>";
        Parts {
            html: Html::new(html.to_owned()),
            style: "p{color:red}".to_owned(),
            scripts: "say();".to_owned(),
            replaced: Vec::new(),
            glue: "// Starts.\nconst init = () => \"/* kept */\";\nexport { init as default };\n"
                .to_owned(),
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

    /// The scripts of a page that browsers run.
    fn scripts(page: &str) -> Vec<&str> {
        let tags = page.split("<script").skip(1).filter_map(|rest| rest.split_once('>'));
        let run = tags.filter(|(tag, _)| !tag.contains("text/plain"));
        let bodies = run.map(|(tag, rest)| {
            assert!(!tag.contains("src"), "a script in a file of its own: {tag}");
            rest.split("</script>").next().expect("its beginning")
        });
        bodies.collect()
    }

    /// What a page's policy says of scripts.
    fn allowed(page: &str) -> Vec<&str> {
        let policy = page.split("content=\"").nth(1).and_then(|rest| rest.split('"').next());
        let scripts = policy.expect("a policy").split("script-src ").nth(1).expect("for scripts");
        scripts.split(';').next().expect("it ends").split(' ').collect()
    }

    #[test]
    fn scripts_run_by_their_hashes_and_no_other_does() {
        let parts = parts();
        for page in [page(&parts).expect("a page"), single::file(&parts).expect("a file")] {
            let mut expected = vec!["'wasm-unsafe-eval'".to_owned()];
            expected.extend(scripts(&page).into_iter().map(hash::script));
            assert_eq!(allowed(&page), expected);
            assert_eq!(expected.len(), 3);
            assert!(!page.contains("{{"), "{page}");
        }
    }

    #[test]
    fn a_module_is_followed_by_what_starts_it() {
        let page = page(&parts()).expect("a page");
        let module = "const init=()=>`/* kept */`;export{init as default};startFuturescope(init);";
        assert_eq!(scripts(&page)[1], module);
        let file = single::file(&parts()).expect("a file");
        assert!(scripts(&file)[1].contains("await init({module_or_path:"), "{file}");
        assert!(scripts(&file)[1].contains("/* kept */"), "{file}");
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
