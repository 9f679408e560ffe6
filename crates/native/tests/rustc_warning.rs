//! `lazy.md` quotes rustc's warning of a forgotten future: this asks rustc.

#[allow(dead_code)]
mod programs;

use std::fs;
use std::path::Path;
use std::process::Command;

const SNIPPET: &str = "pub async fn say_hello() {}\npub fn forget() {\n    say_hello();\n}\n";

#[test]
fn the_warning_is_the_one_that_is_quoted() {
    let quoted = quote("lazy.md");
    let said = warnings_of(SNIPPET);
    let essential = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| {
            line.starts_with("warning: unused") || line.starts_with("= note: futures")
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(essential(&quoted).len(), 2, "the quote lacks the warning or its note:\n{quoted}");
    assert_eq!(essential(&quoted), essential(&said), "rustc says:\n{said}");
}

#[test]
fn the_quoted_line_is_where_it_says() {
    let quoted = quote("lazy.md");
    let program = fs::read_to_string(programs::folder().join("lazy-forgotten.rs")).unwrap();
    let (number, line) =
        (1..).zip(program.lines()).find(|(_, line)| *line == "    say_hello();").unwrap();
    for place in [format!("lazy-forgotten.rs:{number}:5"), format!("{number} | {line}")] {
        assert!(quoted.contains(&place), "lazy.md should quote `{place}`:\n{quoted}");
    }
}

/// The first fenced block of a note.
fn quote(note: &str) -> String {
    let text = fs::read_to_string(programs::folder().join(note)).unwrap();
    text.split("```").nth(1).expect("the note has a fenced block").to_owned()
}

/// What rustc says of a library with this text.
fn warnings_of(snippet: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("forgotten.rs");
    fs::write(&file, snippet).unwrap();
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--color=never"])
        .arg("--out-dir")
        .arg(folder)
        .arg(&file)
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stderr).expect("rustc writes UTF-8")
}
