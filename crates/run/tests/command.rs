//! `cargo xtask run`, as somebody at a terminal uses it. Each program here is built, so each has several
//! points to make.

use std::fs;
use std::process::{Command, Output};

/// What a run printed and how it ended.
#[derive(Debug)]
struct Ran {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

/// Runs the command in a folder with these files.
fn run(files: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("there is room for files");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_run"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { stdout: text(stdout), stderr: text(stderr), code: status.code() }
}

#[test]
fn a_project_runs_with_its_modules_its_library_and_its_edition() {
    let manifest = "[package]\nname = \"my-shop\"\nversion = \"1.2.3\"\nedition = \"2021\"\n\
                    [dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\nserde_json = \"1\"\n\
                    regex = \"1\"\n";
    let main = r#"
mod stock;
use my_shop::price;

struct Loud(&'static str);
impl Drop for Loud {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}
impl Loud {
    fn get(&self) -> Option<u32> {
        None
    }
}

fn gen(n: u32) -> u32 {
    n + 1
}

#[tokio::main]
async fn main() {
    if let Some(n) = Loud("condition").get() {
        println!("{n}");
    } else {
        println!("else");
    }
    let arguments: Vec<String> = std::env::args().collect();
    println!("{} {:?}", arguments[0].ends_with("my-shop"), &arguments[1..]);
    println!("{} {}", gen(price(2).await), stock::list::first());
    println!("{} {}", env!("CARGO_PKG_VERSION"), serde_json::json!([1]));
}
"#;
    let files = [
        ("shop/Cargo.toml", manifest),
        ("shop/src/main.rs", main),
        ("shop/src/stock/mod.rs", "pub mod list;\n"),
        (
            "shop/src/stock/list.rs",
            "pub fn first() -> &'static str { include_str!(\"list.txt\").trim() }\n",
        ),
        ("shop/src/stock/list.txt", "apples\n"),
        (
            "shop/src/lib.rs",
            "mod tax;\npub async fn price(n: u32) -> u32 { crate::tax::of(n).await + n }\n",
        ),
        (
            "shop/src/tax.rs",
            "pub async fn of(n: u32) -> u32 { tokio::task::yield_now().await; n * 10 }\n",
        ),
    ];
    let ran = run(&files, &["shop", "--", "--seed", "x"]);
    let expected = "else\ndrop condition\ntrue [\"--seed\", \"x\"]\n23 apples\n1.2.3 [1]\n";
    assert_eq!(ran.stdout, expected, "{ran:?}");
    assert!(ran.stderr.contains("Edition 2021, as"), "{ran:?}");
    assert_eq!(ran.code, Some(0));
}

#[test]
fn one_file_runs_as_the_real_crates_would_have_it() {
    let program = r#"#![allow(static_mut_refs)]
use parking_lot::Mutex;
use rand::Rng;
use std::sync::Arc;
use tokio as rt;

static mut N: u32 = 0;

#[rt::main(flavor = "current_thread")]
async fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).init();
    unsafe {
        N += 1;
        println!("{} {}", N, include_str!("beside.txt").trim());
    }
    rt::time::sleep(std::time::Duration::from_millis(1_500)).await;
    tracing::info!(n = 3, "after a while");
    let lock = Arc::new(Mutex::new(0));
    let held = lock.lock();
    let other = Arc::clone(&lock);
    let waiting = std::thread::spawn(move || *other.lock());
    std::thread::sleep(std::time::Duration::from_millis(10));
    drop(held);
    println!("{}", waiting.join().unwrap());
    println!("{}", rand::rng().random_range(0..1_000_000_000u32));
    std::process::ExitCode::from(7)
}
"#;
    let files = [("p.rs", program), ("beside.txt", "hello\n")];
    let one = run(&files, &["p.rs", "--seed", "1"]);
    let lines: Vec<&str> = one.stdout.lines().collect();
    let [first, event, waited, random] = lines.as_slice() else { panic!("{one:?}") };
    assert_eq!((*first, *waited), ("1 hello", "0"), "{one:?}");
    assert_eq!(*event, "2025-01-01T00:00:01.500000Z  INFO p: after a while n=3");
    assert_eq!(one.code, Some(7), "{one:?}");
    let number = |ran: Ran| ran.stdout.lines().last().map(str::to_owned);
    assert_eq!(number(run(&files, &["p.rs", "--seed", "1"])).as_deref(), Some(*random));
    assert_ne!(number(run(&files, &["p.rs", "--seed", "2"])).as_deref(), Some(*random));
}

#[test]
fn a_loop_that_awaits_nothing_is_ended_with_its_line() {
    let program = "#[tokio::main]\nasync fn main() {\n    println!(\"start\");\n    let mut n = 0u64;\n    \
                   loop {\n        n = n.wrapping_add(1);\n    }\n}\n";
    let ran = run(&[("p.rs", program)], &["p.rs", "--limit", "1000000turns", "--trace", "t.json"]);
    assert_eq!(ran.stdout, "start\n", "{ran:?}");
    assert!(ran.stderr.contains("ended in the loop at line 5, `loop {`"), "{ran:?}");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn what_the_real_tokio_does_not_compile_is_rejected_by_rustc() {
    let program = "use std::rc::Rc;\n#[tokio::main]\nasync fn main() {\n    tokio::spawn(async {\n        \
                   let rc = Rc::new(1);\n        tokio::task::yield_now().await;\n        println!(\"{rc}\");\n    \
                   });\n}\n";
    let ran = run(&[("sub/p.rs", program)], &["sub/p.rs"]);
    assert!(ran.stderr.contains("error: future cannot be sent between threads safely"), "{ran:?}");
    assert!(ran.stderr.contains("--> sub/p.rs:4:"), "{ran:?}");
    assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(1)));
}

#[test]
fn a_deadlock_of_locks_that_are_never_poisoned_is_told() {
    let program = "use parking_lot::Mutex;\nstatic A: Mutex<()> = Mutex::new(());\n\
                   fn main() {\n    let _a = A.lock();\n    println!(\"once\");\n    let _b = A.lock();\n}\n";
    let ran = run(&[("p.rs", program)], &["p.rs"]);
    assert_eq!((ran.stdout.as_str(), ran.code), ("once\n", Some(1)), "{ran:?}");
    assert!(ran.stderr.contains("parking_lot mutex"), "{ran:?}");
}

#[test]
fn what_cannot_be_run_is_told_in_a_sentence() {
    let error = |files: &[(&str, &str)], arguments: &[&str]| {
        let ran = run(files, arguments);
        assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(1)), "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        ran.stderr
    };
    let crates = error(&[("p.rs", "use regex::Regex;\nfn main() {}\n")], &["p.rs"]);
    assert!(crates.starts_with("p.rs:1:5: the crate regex is not offered"), "{crates}");
    assert!(crates.contains("anyhow") && crates.contains("tracing-subscriber"), "{crates}");
    let lost = error(&[("p.rs", "mod lost;\nfn main() {}\n")], &["p.rs"]);
    assert!(lost.contains("the module `lost` has no file"), "{lost}");
    assert!(error(&[], &["none.rs"]).contains("There is no file none.rs"));
    assert!(error(&[("d/x", "")], &["d"]).contains("d is no cargo project"));
    assert!(
        error(&[("p.rs", "fn f() {}\n")], &["p.rs"]).contains("p.rs:1:1: there is no `fn main`")
    );
}
