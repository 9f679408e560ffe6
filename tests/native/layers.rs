//! Who may name whom within the page, where Cargo cannot tell: see ARCHITECTURE.md.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("a folder of sources");
    let mut files: Vec<_> =
        entries.flat_map(|entry| sources(&entry.expect("an entry").path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    files
}

/// No file of `part` may name any of `names`.
fn check(part: &str, names: &[&str]) {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part));
    assert!(!files.is_empty(), "{part}");
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (number, line) in code.enumerate() {
            for name in names {
                assert!(!line.contains(name), "{}:{}: {name}", file.display(), number + 1);
            }
        }
    }
}

const BROWSER: [&str; 5] = ["web_sys", "js_sys", "wasm_bindgen", "gloo_", "yew"];

#[test]
fn views_never_name_the_engine() {
    check(
        "view",
        &["engine::", "use engine", "playground::Playground", "crate::browser", "crate::app"],
    );
}

#[test]
fn the_messages_of_embeds_need_no_browser() {
    check("embed.rs", &BROWSER);
    check("embed/report.rs", &BROWSER);
    check("embed", &["engine::", "use engine", "crate::app", "crate::browser"]);
}

#[test]
fn only_the_host_schedules_on_the_event_loop() {
    let parts = ["view", "app.rs", "incoming.rs", "export", "files.rs"];
    for part in parts {
        check(part, &["TimeoutFuture", "set_timeout", "Timeout::new", "queue_microtask"]);
    }
    // A copy button waits for the clipboard's answer, which schedules nothing.
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).expect("a source file");
        let may = ["src/browser.rs", "src/view/clipboard.rs"].iter().any(|may| file.ends_with(may));
        assert!(may || !text.contains("spawn_local"), "{}", file.display());
    }
}

#[test]
fn the_host_knows_no_view() {
    check("browser.rs", &["crate::view", "crate::app", "yew"]);
}

/// The parts of a run's state have methods of their own; what works with them stands above.
#[test]
fn the_state_of_a_run_knows_nobody_who_works_with_it() {
    let may = ["core::", "census", "limits::", "program::", "testing::"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/src/core");
    for file in sources(&folder) {
        let text = fs::read_to_string(&file).expect("a source file");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for name in code.flat_map(|line| line.split("crate::").skip(1)) {
            let is_beneath = may.iter().any(|may| name.starts_with(may));
            assert!(is_beneath, "{}: {name}", file.display());
        }
    }
}

/// A crate whose manifest says `test = false` of its library or program is compiled once, not once more
/// with its tests; and no documentation is run.
#[test]
fn no_test_stands_where_none_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = fs::read_dir(root.join("crates")).expect("a folder").flatten();
    // A folder without a manifest has a crate for each version of one.
    let crates = crates.map(|entry| entry.path()).flat_map(|folder| {
        match folder.join("Cargo.toml").is_file() {
            true => vec![folder],
            false => {
                fs::read_dir(folder).expect("a folder").flatten().map(|at| at.path()).collect()
            }
        }
    });
    for folder in crates.chain([root.to_owned()]) {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let lib = manifest.split("\n[").find(|section| section.starts_with("lib]"));
        let is_tested = !lib.is_some_and(|section| section.contains("\ntest = false"));
        for file in sources(&folder.join("src")) {
            let text = fs::read_to_string(&file).expect("a source file");
            assert!(is_tested || !text.contains("#[test]"), "{} is not run", file.display());
            let fences = text.lines().filter_map(|line| line.trim_start().split_once("```"));
            let fences = fences.filter(|(before, _)| matches!(*before, "/// " | "//! "));
            let mut begins = fences.step_by(2).map(|(_, language)| language);
            assert!(!begins.any(str::is_empty), "code in {} is not run", file.display());
        }
    }
}
