//! The tokens of programs are those of the compiler's own lexer.

use ra_ap_rustc_lexer::{self as lexer, FrontmatterAllowed, LiteralKind};
use scenarios::{Token, TokenKind, tokens};

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
    for token in lexer::tokenize(source, FrontmatterAllowed::No) {
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

fn kind(token: lexer::TokenKind, text: &str, rest: &str, before: Option<TokenKind>) -> TokenKind {
    match token {
        lexer::TokenKind::LineComment { .. } | lexer::TokenKind::BlockComment { .. } => {
            TokenKind::Comment
        }
        lexer::TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. },
            ..
        } => TokenKind::Number,
        lexer::TokenKind::Literal { .. } => TokenKind::String,
        lexer::TokenKind::Lifetime { .. } => TokenKind::Lifetime,
        lexer::TokenKind::Ident if matches!(text, "async" | "await") => TokenKind::Async,
        lexer::TokenKind::Ident if KEYWORDS.contains(&text) => TokenKind::Keyword,
        lexer::TokenKind::Ident if rest.starts_with('!') && !rest.starts_with("!=") => {
            TokenKind::Macro
        }
        lexer::TokenKind::Ident if rest.starts_with('(') || rest.starts_with("::<") => {
            TokenKind::Function
        }
        lexer::TokenKind::Ident if text.starts_with(|c: char| c.is_ascii_uppercase()) => {
            TokenKind::Type
        }
        // The mark belongs to the macro's name.
        lexer::TokenKind::Bang if before == Some(TokenKind::Macro) => TokenKind::Macro,
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
    for scenario in scenarios::scenarios() {
        scenario.variants.iter().for_each(|variant| check(variant.program.source));
    }
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
