//! What cannot be marked up says so, with its place.

use expect_test::{Expect, expect};
use instrument::mark_up;

/// `body` stands in an async `main`, which begins on line 3 with it.
fn check(body: &str, expected: Expect) {
    check_file(&format!("\n#[tokio::main] async fn main() {{\n{body}\n}}"), expected);
}

fn check_file(source: &str, expected: Expect) {
    let error = mark_up(source, "p.rs").expect_err("there is something wrong with it");
    expected.assert_eq(&error.to_string());
}

#[test]
fn a_file_that_is_no_program() {
    check_file("fn main( {}", expect!["p.rs:1:8: cannot parse string into token stream"]);
    check_file(
        "fn main() { let x = ; }",
        expect!["p.rs:1:21: this file does not parse: expected an expression"],
    );
    check_file("fn other() {}", expect!["p.rs:1:1: there is no `fn main` in this program"]);
    check_file("async fn main() {}", expect!["p.rs:1:1: an `async fn main` needs #[tokio::main]"]);
    check_file(
        "#[tokio::main]\nfn main() {}",
        expect!["p.rs:1:1: #[tokio::main] needs an `async fn main`"],
    );
    check_file(
        "#[tokio::main(flavor = \"fast\")]\nasync fn main() {}",
        expect![
            "p.rs:1:15: #[tokio::main] can have a flavor of current_thread, local or multi_thread, worker_threads, start_paused and a name here"
        ],
    );
    check_file(
        "mod elsewhere;\nfn main() {}",
        expect!["p.rs:1:1: a program is one file: this module needs a body"],
    );
    check_file(
        "use std as s;\nfn main() {}",
        expect!["p.rs:1:5: importing `std` itself is not understood: import what is needed of it"],
    );
    check_file(
        "const __PROGRAM_PACKED: u8 = 1;\nfn main() {}",
        expect!["p.rs:1:7: __PROGRAM_PACKED is a name that the marked-up program takes for itself"],
    );
}

#[test]
fn macros_that_do_not_parse() {
    check("tokio::select! { a b }", expect!["p.rs:3:20: select! does not parse: expected `=`"]);
    check(
        "tokio::select! {}",
        expect!["p.rs:3:1: select! does not parse: unexpected end of input, there is no branch"],
    );
    check("tokio::select! { x = f() }", expect!["p.rs:3:1: select! does not parse: expected `=>`"]);
    check(
        "tokio::select! { complete => 1 }",
        expect!["p.rs:3:18: select! does not parse: expected else or `PATTERN = FUTURE`"],
    );
    check("é; tokio::join!(a; b)", expect!["p.rs:3:17: join! does not parse: expected `biased;`"]);
    check(
        "futures::select! { else => 1 }",
        expect![
            "p.rs:3:20: select! does not parse: expected complete, default or `PATTERN = FUTURE`"
        ],
    );
    check("println!(\"{}\" 1)", expect!["p.rs:3:15: println! does not parse: expected `,`"]);
}

#[test]
fn malformed_knobs() {
    let knob = |line: &str, expected| check_file(&format!("{line}\nfn main() {{}}"), expected);
    knob(
        "const N: u8 = 1; // knob",
        expect![
            "p.rs:1:18: a knob comment reads `knob MIN..=MAX step STEP: about`, step and about as you like"
        ],
    );
    knob(
        "const N: u8 = 1; // knob 1..9",
        expect![
            "p.rs:1:18: a knob comment reads `knob MIN..=MAX step STEP: about`, step and about as you like"
        ],
    );
    knob(
        "const N: u8 = 1; // knob 1..=x",
        expect![
            "p.rs:1:18: `x` is no number; a knob comment reads `knob MIN..=MAX step STEP: about`, step and about as you like"
        ],
    );
    knob(
        "const N: u8 = 1; // knob 9..=1",
        expect!["p.rs:1:18: the range of a knob goes from a smaller to a larger number, not 9..=1"],
    );
    knob(
        "const N: u8 = 10; // knob 1..=9",
        expect!["p.rs:1:19: N is 10, which is outside of 1..=9"],
    );
    knob(
        "const N: u8 = 1; // knob 1..=9 step 0",
        expect!["p.rs:1:18: the step of a knob is at least 1"],
    );
    knob(
        "const N: u8 = 1; // knob 1..=9 by 2",
        expect![
            "p.rs:1:18: a knob comment reads `knob MIN..=MAX step STEP: about`, step and about as you like"
        ],
    );
    knob(
        "const N: f64 = 1.0; // knob 1..=9",
        expect!["p.rs:1:21: a knob is an integer, and N is none"],
    );
    knob(
        "const N: u8 = 1 + 1; // knob 1..=9",
        expect!["p.rs:1:22: the value of a knob is a number as such, so that N has a default"],
    );
    knob(
        "// knob 1..=9\nconst N: u8 = 1;",
        expect![
            "p.rs:1:1: a knob comment stands on the line of a `const NAME: TYPE = NUMBER;` in a module or a function"
        ],
    );
    knob(
        "static N: u8 = 1; // knob 1..=9",
        expect![
            "p.rs:1:19: a knob comment stands on the line of a `const NAME: TYPE = NUMBER;` in a module or a function"
        ],
    );
    knob(
        "const N: u8 = 1; // knob 1..=9\nfn f() { const N: u8 = 2; }",
        expect!["p.rs:2:16: N is a knob: there can be no other constant of that name"],
    );
}

#[test]
fn knobs_where_rust_needs_a_constant() {
    let knob = |body: &str, expected| {
        check_file(&format!("const N: usize = 1; // knob 1..=9\nfn main() {{ {body} }}"), expected)
    };
    knob(
        "let x = [0; N];",
        expect!["p.rs:2:25: knob N is used where Rust needs a constant: the length of an array"],
    );
    knob(
        "let x: [u8; N + 1];",
        expect!["p.rs:2:25: knob N is used where Rust needs a constant: the length of an array"],
    );
    knob(
        "const TWICE: usize = N * 2;",
        expect!["p.rs:2:34: knob N is used where Rust needs a constant: the value of a const"],
    );
    knob(
        "static S: usize = N;",
        expect!["p.rs:2:31: knob N is used where Rust needs a constant: the value of a static"],
    );
    knob(
        "let x: Array<N>;",
        expect!["p.rs:2:26: knob N is used where Rust needs a constant: a const generic argument"],
    );
    knob(
        "f::<{ N }>();",
        expect!["p.rs:2:19: knob N is used where Rust needs a constant: a const generic argument"],
    );
    knob(
        "match 1 { N => {} _ => {} }",
        expect!["p.rs:2:23: knob N is used where Rust needs a constant: a pattern"],
    );
    knob(
        "if matches!(1, 0..=N) {}",
        expect!["p.rs:2:32: knob N is used where Rust needs a constant: a pattern"],
    );
    knob(
        "enum E { A = N as isize }",
        expect![
            "p.rs:2:26: knob N is used where Rust needs a constant: the value of an enum's variant"
        ],
    );
    knob(
        "const fn f() -> usize { N }",
        expect!["p.rs:2:37: knob N is used where Rust needs a constant: a const fn"],
    );
    knob(
        "let x = const { N };",
        expect!["p.rs:2:29: knob N is used where Rust needs a constant: a const block"],
    );
    knob(
        "let x = self::N;",
        expect!["p.rs:2:21: the knob N is read by a path: import it and name it alone"],
    );
    knob(
        "unknown!(\"{N}\");",
        expect![
            "p.rs:2:22: the knob N is captured by the format string of a macro whose grammar is not known: give it as an argument"
        ],
    );
    knob(
        "fn f<const N: usize>() {}",
        expect![
            "p.rs:2:24: knob N is used where Rust needs a constant: the name of a const parameter"
        ],
    );
}

#[test]
fn costs() {
    let cost = |text: &str, expected| check_file(&format!("{text}\nfn main() {{}}"), expected);
    cost(
        "// cost: 40",
        expect![
            "p.rs:1:1: a cost reads `cost: 40ms` (us, ms or s), or `cost: NAME ms` with the name of a knob"
        ],
    );
    cost(
        "// cost: 40 minutes",
        expect![
            "p.rs:1:1: a cost reads `cost: 40ms` (us, ms or s), or `cost: NAME ms` with the name of a knob"
        ],
    );
    cost("// cost: 0.5us", expect!["p.rs:1:1: a cost is a whole number of microseconds"]);
    cost(
        "// cost: OTHER ms",
        expect![
            "p.rs:1:1: `OTHER` is no knob of this program; a cost reads `cost: 40ms` (us, ms or s), or `cost: NAME ms` with the name of a knob"
        ],
    );
    cost(
        "// cost: 4ms\n",
        expect![
            "p.rs:1:1: a cost comment stands on a line of its own directly above a function that has a body"
        ],
    );
    cost(
        "// cost: 4ms\nstruct S;",
        expect![
            "p.rs:1:1: a cost comment stands on a line of its own directly above a function that has a body"
        ],
    );
    cost(
        "struct S; // cost: 4ms",
        expect![
            "p.rs:1:11: a cost comment stands on a line of its own directly above a function that has a body"
        ],
    );
    cost(
        "trait T {\n// cost: 4ms\nfn f();\n}",
        expect![
            "p.rs:2:1: a cost comment stands on a line of its own directly above a function that has a body"
        ],
    );
}

#[test]
fn what_no_facade_has() {
    check_file(
        "use tokio::{net::{TcpListener, TcpStream}, sync::Mutex};\nfn main() {}",
        expect![
            "p.rs:1:13: tokio::net is absent: there is no network where programs run here: tokio::io::duplex is a connection in memory"
        ],
    );
    check(
        "tokio::fs::read(\"a\").await;",
        expect![
            "p.rs:3:1: tokio::fs is absent: there are no files where programs run here: a &[u8], a Vec<u8> and tokio::io::duplex read and write in memory"
        ],
    );
    check(
        "use tokio::process as p;",
        expect![
            "p.rs:3:12: tokio::process is absent: a program cannot start another where programs run here"
        ],
    );
}

#[test]
fn as_written_every_character_keeps_its_place() {
    let source = "//! Text.\nuse a::b;\n#[tokio::main(\n    flavor = \"current_thread\",\n)]\nasync fn main() {}\n";
    let written = instrument::as_written(source, "p.rs").expect("it parses");
    assert_eq!(written.len(), source.len());
    let lines: Vec<&str> = written.lines().map(str::trim_end).collect();
    assert_eq!(lines, ["//! Text.", "use a::b;", "", "", "", "async fn main() {}"]);
}

#[test]
fn as_written_the_module_is_the_root() {
    let source =
        "use crate::a::B;\nmod a { pub struct B; mod c { use crate::a; } }\nfn main() {}\n";
    let written = instrument::as_written(source, "p.rs").expect("it parses");
    let expected =
        "use self ::a::B;\nmod a { pub struct B; mod c { use super::super::a; } }\nfn main() {}\n";
    assert_eq!(written, expected);
}
