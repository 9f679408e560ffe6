//! Some notes quote what rustc says of a program: this asks rustc, with a snippet for each.

#[allow(dead_code)]
mod programs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A fenced block of a note that quotes rustc.
struct Quote {
    /// In the programs' folder, or in that of those that wait for the engine.
    note: &'static str,
    /// A library in `tests/snippets` that needs no crate and gets the same message.
    snippet: &'static str,
    /// What the lines contain that must stand in the quote as rustc says them, in this order. The
    /// first tells the block from others in the note.
    essential: &'static [&'static str],
}

const QUOTES: &[Quote] = &[
    Quote {
        note: "lazy.md",
        snippet: "lazy.rs",
        essential: &["warning: unused", "= note: futures"],
    },
    Quote { note: "mutex.md", snippet: "mutex.rs", essential: NOT_SEND },
    Quote { note: "send.md", snippet: "send.rs", essential: NOT_SEND },
    Quote {
        note: "colors.md",
        snippet: "colors.rs",
        essential: &["error[E0728]", "this is not `async`", "^ only allowed inside"],
    },
    Quote {
        note: "async-trait.md",
        snippet: "async-trait.rs",
        essential: &[
            "error[E0038]",
            "^ `Shop` is not dyn compatible",
            "note: for a trait to be dyn compatible",
            "this trait is not dyn compatible...",
            "...because method `price` is `async`",
        ],
    },
];

const NOT_SEND: &[&str] = &[
    "error: future cannot be sent between threads safely",
    "= help: within `impl Future<Output = ()>`",
    "note: future is not `Send` as this value is used across an await",
    "which is not `Send`",
    "await occurs here",
];

/// What a quote calls the block of code before it in the note.
const SHOWN: &str = "src/main.rs";

#[test]
fn rustc_says_what_is_quoted() {
    for quote in QUOTES {
        let (quoted, said) = (block(quote), message(quote.snippet));
        let essential = |text: &str| {
            let wanted = |line: &&str| quote.essential.iter().any(|part| line.contains(part));
            text.lines().map(str::trim).filter(wanted).map(str::to_owned).collect::<Vec<_>>()
        };
        let lines = essential(&quoted);
        let complete = lines.len() == quote.essential.len()
            && lines.iter().zip(quote.essential).all(|(line, part)| line.contains(part));
        assert!(complete, "{} should quote {:?}:\n{quoted}", quote.note, quote.essential);
        assert_eq!(lines, essential(&said), "{}: rustc says:\n{said}", quote.note);
    }
}

/// `--> program.rs:16:5` and `16 |     say_hello();` are about a program, or about the code shown before
/// the quote: it has to have that line.
#[test]
fn quoted_lines_are_where_the_quote_says() {
    for quote in QUOTES {
        let quoted = block(quote);
        let place = |line: &str| {
            let (file, place) = line.trim().strip_prefix("--> ")?.split_once(':')?;
            let (number, _column) = place.split_once(':')?;
            Some((file.to_owned(), number.parse::<usize>().expect("a line's number")))
        };
        let (file, number) = quoted.lines().find_map(place).expect("the quote names a place");
        let program = match file == SHOWN {
            true => shown(quote),
            false => read(&file),
        };
        let lines: Vec<_> = quoted
            .lines()
            .filter_map(|line| {
                let (number, text) = line.split_once(" |")?;
                Some((number.trim().parse::<usize>().ok()?, text.strip_prefix(' ').unwrap_or(text)))
            })
            .collect();
        assert!(lines.iter().any(|(quoted, _)| *quoted == number), "{}: no line", quote.note);
        for (number, text) in lines {
            assert_eq!(program.lines().nth(number - 1), Some(text), "{file}:{number}");
        }
    }
}

/// The fenced block that is meant.
fn block(quote: &Quote) -> String {
    let (blocks, meant) = blocks(quote);
    blocks[meant].clone()
}

/// The code before the quote, which rustc was given as it stands there.
fn shown(quote: &Quote) -> String {
    let (blocks, meant) = blocks(quote);
    let before = meant.checked_sub(1).expect("there is a block before the quote");
    let shown = blocks[before].trim_start_matches('\n').to_owned();
    let snippet = fs::read_to_string(snippet(quote.snippet)).expect("the snippet is readable");
    assert!(snippet.contains(&shown), "{} should contain:\n{shown}", quote.snippet);
    shown
}

/// All fenced blocks of the note, and which of them is the quote.
fn blocks(quote: &Quote) -> (Vec<String>, usize) {
    let text = read(quote.note);
    let blocks: Vec<_> = text.split("```").skip(1).step_by(2).map(str::to_owned).collect();
    let meant = blocks.iter().position(|block| block.contains(quote.essential[0]));
    (blocks, meant.unwrap_or_else(|| panic!("{} does not quote it", quote.note)))
}

/// A note or a program.
fn read(file: &str) -> String {
    let folders = [programs::folder(), programs::folder().join("../next")];
    let texts = folders.iter().find_map(|folder| fs::read_to_string(folder.join(file)).ok());
    texts.unwrap_or_else(|| panic!("{file} is not among the programs"))
}

fn snippet(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets").join(file)
}

/// What rustc says of a library with this text.
fn message(file: &str) -> String {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--color=never"])
        .arg("--out-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .arg(snippet(file))
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stderr).expect("rustc writes UTF-8")
}
