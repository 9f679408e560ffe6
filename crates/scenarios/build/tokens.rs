//! A program's text as coloured tokens.

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

const KEYWORDS: [&str; 35] = [
    "as", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe",
    "use", "where",
];

/// The tokens of `source` as a Rust expression. Neighbours of one kind are joined.
pub fn literal(source: &str) -> String {
    let mut tokens: Vec<(&str, usize)> = Vec::new();
    let mut offset = 0;
    for token in tokenize(source, FrontmatterAllowed::No) {
        let len = token.len as usize;
        let (text, rest) = (&source[offset..offset + len], &source[offset + len..]);
        let kind = kind(token.kind, text, rest, tokens.last().map(|(kind, _)| *kind));
        offset += len;
        match tokens.last_mut() {
            Some((last, length)) if *last == kind && *length + len < usize::from(u16::MAX) => {
                *length += len;
            }
            _ => tokens.push((kind, len)),
        }
    }
    let tokens: String = tokens
        .iter()
        .map(|(kind, len)| format!("Token {{ kind: TokenKind::{kind}, len: {len} }}, "))
        .collect();
    format!("&[{tokens}]")
}

fn kind(token: TokenKind, text: &str, rest: &str, before: Option<&str>) -> &'static str {
    match token {
        TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => "Comment",
        TokenKind::Literal {
            kind: LiteralKind::Int { .. } | LiteralKind::Float { .. }, ..
        } => "Number",
        TokenKind::Literal { .. } => "String",
        TokenKind::Lifetime { .. } => "Lifetime",
        TokenKind::Ident if matches!(text, "async" | "await") => "Async",
        TokenKind::Ident if KEYWORDS.contains(&text) => "Keyword",
        TokenKind::Ident if rest.starts_with('!') && !rest.starts_with("!=") => "Macro",
        TokenKind::Ident if rest.starts_with('(') || rest.starts_with("::<") => "Function",
        TokenKind::Ident if text.starts_with(|c: char| c.is_ascii_uppercase()) => "Type",
        // The mark belongs to the macro's name.
        TokenKind::Bang if before == Some("Macro") => "Macro",
        _ => "Plain",
    }
}
