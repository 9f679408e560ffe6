//! Some notes quote what rustc says of a program: this asks rustc, with a snippet for each.

#[allow(dead_code)]
mod programs;

use std::fs;
use std::path::Path;
use std::process::Command;

/// A fenced block of a note that quotes rustc.
struct Quote {
    note: &'static str,
    /// A library in `tests/snippets` that needs no crate and gets the same message.
    snippet: &'static str,
    /// What the lines contain that must stand in the quote as rustc says them, in this order. The
    /// first tells the block from others in the note.
    essential: &'static [&'static str],
}

const QUOTES: &[Quote] = &[Quote {
    note: "lazy.md",
    snippet: "lazy.rs",
    essential: &["warning: unused", "= note: futures"],
}];

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

/// `--> program.rs:16:5` and `16 |     say_hello();` are about a program: it has to have that line.
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
        let program = fs::read_to_string(programs::folder().join(&file)).expect("of a program");
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
    let text = fs::read_to_string(programs::folder().join(quote.note)).unwrap();
    let mut blocks = text.split("```").skip(1).step_by(2);
    let meant = blocks.find(|block| block.contains(quote.essential[0]));
    meant.unwrap_or_else(|| panic!("{} does not quote it", quote.note)).to_owned()
}

/// What rustc says of a library with this text.
fn message(snippet: &str) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets").join(snippet);
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--color=never"])
        .arg("--out-dir")
        .arg(env!("CARGO_TARGET_TMPDIR"))
        .arg(source)
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stderr).expect("rustc writes UTF-8")
}
