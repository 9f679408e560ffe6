//! The tokens of programs are those of the compiler's own lexer.

use std::fs;
use std::path::Path;

use lexer::{Token, TokenKind, tokens};
use proptest::prelude::*;
use ra_ap_rustc_lexer::{self as rustc, FrontmatterAllowed, LiteralKind};

const KEYWORDS: [&str; 35] = [
    "as", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe",
    "use", "where",
];

/// What [`tokens`] has to find.
fn expected(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut offset = 0;
    for token in rustc::tokenize(source, FrontmatterAllowed::No) {
        let len = token.len as usize;
        let (text, rest) = (&source[offset..offset + len], &source[offset + len..]);
        let kind = kind(token.kind, text, rest, tokens.last().map(|token| token.kind));
        offset += len;
        match tokens.last_mut() {
            Some(last) if last.kind == kind => last.len += len,
            _ => tokens.push(Token { kind, len }),
        }
    }
    tokens
}

fn kind(token: rustc::TokenKind, text: &str, rest: &str, before: Option<TokenKind>) -> TokenKind {
    match token {
        rustc::TokenKind::LineComment { .. } | rustc::TokenKind::BlockComment { .. } => {
            TokenKind::Comment
        }
        rustc::TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. },
            ..
        } => TokenKind::Number,
        rustc::TokenKind::Literal { .. } => TokenKind::String,
        rustc::TokenKind::Lifetime { .. }
        | rustc::TokenKind::RawLifetime
        | rustc::TokenKind::UnknownPrefixLifetime => TokenKind::Lifetime,
        rustc::TokenKind::Ident if matches!(text, "async" | "await") => TokenKind::Async,
        rustc::TokenKind::Ident if KEYWORDS.contains(&text) => TokenKind::Keyword,
        rustc::TokenKind::Ident if rest.starts_with('!') && !rest.starts_with("!=") => {
            TokenKind::Macro
        }
        rustc::TokenKind::Ident if rest.starts_with('(') || rest.starts_with("::<") => {
            TokenKind::Function
        }
        rustc::TokenKind::Ident if text.starts_with(|c: char| c.is_ascii_uppercase()) => {
            TokenKind::Type
        }
        // The mark belongs to the macro's name.
        rustc::TokenKind::Bang if before == Some(TokenKind::Macro) => TokenKind::Macro,
        _ => TokenKind::Plain,
    }
}

/// Pieces of text, each with its kind.
fn shown<'a>(source: &'a str, tokens: &[Token]) -> Vec<(TokenKind, &'a str)> {
    let mut rest = source;
    let mut cut = |len| {
        let (text, after) = rest.split_at(len);
        rest = after;
        text
    };
    tokens.iter().map(|token| (token.kind, cut(token.len))).collect()
}

fn check(source: &str) {
    assert_eq!(shown(source, &tokens(source)), shown(source, &expected(source)));
}

#[test]
fn of_every_program() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/programs");
    let mut checked = 0;
    for file in fs::read_dir(programs).expect("the programs") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            check(&fs::read_to_string(path).expect("a program"));
            checked += 1;
        }
    }
    assert!(checked > 90, "{checked} programs");
}

#[test]
fn of_what_programs_do_not_have_yet() {
    for source in [
        "/* a /* b */ c */ d // e\n/// f\n//! g",
        "let s = (\"a\\\"b\", r\"\\\", r#\"\"a\"#, b\"b\", br##\"\"#\"##, c\"c\", b'\\'', 'x', '\\'', '\u{e9}');",
        "'label: loop { break 'label }; fn f<'a>(_: &'a str, r: u8, b: u8, c: u8) {}",
        "0..3, 1.max(2), 1.5, 2., t.0.1, 0xffu8, 0xe+1, 1e-3, 2.5E+3f64, 1_000u64, 0..=9",
        "a != b; println!(\"{}\", !c); matches!(d, e); f::<u8>(Ok(1)); r#type; \u{fc}ber();",
        "#[derive(Debug)] struct S;",
    ] {
        check(source);
    }
}

/// Texts that are being typed: pieces of tokens in any order, open strings and comments among them.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "r", "b", "c", "br", "e", "x", "f", "A", "_", "0", "1", ".", "..", "'", "\"", "#",
        "##", "\\", "/", "*", "/*", "*/", "//", "\n", " ", "!", "=", "(", "::<", "+", "-", "async",
        "match", "é", "'a", "r#", "r#\"", "\"#", "b'", "1e", "0x", "0b", "println!",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_whatever_is_being_typed(source in typed()) {
        // `#"` begins nothing in any edition so far; the compiler's lexer only reserves it.
        let reserved = |token: rustc::Token| token.kind == rustc::TokenKind::GuardedStrPrefix;
        prop_assume!(!rustc::tokenize(&source, FrontmatterAllowed::No).any(reserved));
        prop_assert_eq!(shown(&source, &tokens(&source)), shown(&source, &expected(&source)));
    }
}
