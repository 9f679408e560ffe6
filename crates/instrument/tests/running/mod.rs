//! Programs are compiled by rustc against a small stand-in for the facade, as they are and marked up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use expect_test::Expect;
use instrument::{Options, mark_up_with};

/// The edition of the workspace: what the includer compiles the module as.
const EDITION: &str = "--edition=2024";

fn folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn rustc(arguments: &[&str]) {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let Output { status, stderr, .. } = Command::new(rustc)
        .args(arguments)
        .current_dir(folder())
        .output()
        .expect("rustc is on the PATH");
    assert!(status.success(), "rustc {arguments:?}:\n{}", String::from_utf8_lossy(&stderr));
}

/// The stand-in, compiled once.
fn stub() -> &'static str {
    static STUB: OnceLock<String> = OnceLock::new();
    STUB.get_or_init(|| {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/tokio.rs");
        rustc(&[source, EDITION, "--crate-type=rlib", "--crate-name=tokio", "-Awarnings"]);
        folder().join("libtokio.rlib").to_str().expect("a path in UTF-8").to_owned()
    })
}

/// Compiles a program and runs it.
fn run(name: &str, program: &str, knobs: &str) -> Output {
    let file: PathBuf = folder().join(format!("{name}.rs"));
    fs::write(&file, program).expect("the program is written");
    let library = format!("tokio={}", stub());
    let path = file.to_str().expect("a path in UTF-8");
    // Denied: what `#[allow(warnings)]` on the module cannot excuse.
    rustc(&[path, EDITION, "--extern", &library, "-Dwarnings"]);
    let output =
        Command::new(folder().join(name)).env("KNOBS", knobs).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Without its attribute, which would need a macro crate.
fn original(source: &str) -> String {
    let plain = match source.split_once("#[tokio::main") {
        Some((before, after)) => {
            let (_, after) = after.split_once("]\n").expect("the attribute has a line of its own");
            format!("{before}{}", after.replace("async fn main", "async fn async_main"))
        }
        None => return format!("#![allow(warnings)]\n{source}"),
    };
    format!(
        "#![allow(warnings)]\n{plain}\nfn main() {{ drop(tokio::runtime::block_on(async_main())) }}"
    )
}

/// The program prints the same whether marked up or not; `expected` is what it prints marked up and with
/// all knobs at their maximum, stderr after stdout, whatever the options.
pub fn check(options: &[Options], name: &str, source: &str, expected: &Expect) {
    let plain = run(&format!("{name}_plain"), &original(source), "");
    let mut printed = options.iter().enumerate().map(|(number, options)| {
        let name = format!("{name}_{number}");
        let marked = marked(options, &name, source);
        let found = run(&name, &marked, "");
        assert_eq!(String::from_utf8_lossy(&plain.stdout), String::from_utf8_lossy(&found.stdout));
        let Output { stdout, stderr, .. } = run(&name, &marked, "max");
        let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        format!("{stdout}---\n{stderr}")
    });
    let first = printed.next().expect("there are options");
    expected.assert_eq(&first);
    printed.for_each(|other| assert_eq!(first, other));
}

/// The marked-up program, with a `main` of its own.
fn marked(options: &Options, name: &str, source: &str) -> String {
    let markup = mark_up_with(source, name, options).unwrap_or_else(|error| panic!("{error}"));
    format!(
        "#[allow(warnings, clippy::all)]\nmod program {{\n{}\n}}\n\
        fn main() {{ program::__program_main().run(program::__PROGRAM_PACKED) }}\n",
        markup.code
    )
}
