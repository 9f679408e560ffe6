//! How much of a text is looked at.

use super::*;

/// Each character may be looked at so often.
const MOST: usize = 12;

fn check(source: &str) {
    let mut cursor = Cursor::new(source);
    let tokens = lex(&mut cursor);
    assert_eq!(tokens.iter().map(|token| token.len).sum::<usize>(), source.len());
    let most = MOST * (source.chars().count() + 1);
    let begin: String = source.chars().take(20).collect();
    assert!(cursor.looked <= most, "{begin}: {} > {most}", cursor.looked);
}

#[test]
fn a_long_text_of_anything_is_looked_at_a_few_times() {
    let pieces = [
        "#", "r#", "r", "br", "r#\"", "\"#", "\"", "'", "'a", "''", "'\\", "/*", "*/", "/**/", "/",
        "b'", "0", "0.", "1e", "1e+", "0x", ".", "_", "a!", "a(", "!", "\\", "\\\"", "\n", "é",
        "'r#", "c\"",
    ];
    for first in ["", "r", "br", "r#", "\"", "'", "/*", "r##\"", "a", "0"] {
        for piece in pieces {
            check(&format!("{first}{}", piece.repeat(3_000)));
            for other in ["#", "'", "\"", "*"] {
                check(&format!("{first}{}{}", piece.repeat(1_500), other.repeat(1_500)));
            }
        }
    }
}

#[test]
fn an_opening_of_many_hashes_is_read_once() {
    // A closing that is one hash short, again and again.
    let hashes = "#".repeat(300);
    check(&format!("r{hashes}\"{}", format!("\"{}", &hashes[1..]).repeat(300)));
    check(&format!("r{}", "#".repeat(290_000)));
}
