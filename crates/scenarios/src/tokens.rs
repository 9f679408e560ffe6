//! A program's text as coloured tokens.
//!
//! They are found when a program is shown: to keep them for every program would be a larger download
//! than this lexer is. `tests/tokens.rs` compares it with the compiler's own.

/// A piece of a program's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its length in bytes.
    pub len: usize,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// White space, punctuation and other names.
    Plain,
    /// A keyword other than the next.
    Keyword,
    /// `async` and `await`.
    Async,
    /// A type, trait or constant: a name that begins with a capital.
    Type,
    /// A name that is called.
    Function,
    /// A macro's name with its `!`, or an attribute.
    Macro,
    /// A string or character.
    String,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// A lifetime or label.
    Lifetime,
}

const KEYWORDS: &str = "as break const continue crate dyn else enum extern false fn for if impl in \
    let loop match mod move mut pub ref return self Self static struct super trait true type unsafe \
    use where";

/// Cuts a program's text into tokens, neighbours of one kind joined; together they are the text.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let before = tokens.last().map(|token| token.kind);
        let (mut kind, len) = next(rest);
        let (text, after) = rest.split_at(len);
        if kind == TokenKind::Plain && text.starts_with(begins_name) {
            kind = kind_of_name(text, after);
        } else if text == "!" && before == Some(TokenKind::Macro) {
            // The mark belongs to the macro's name.
            kind = TokenKind::Macro;
        }
        match tokens.last_mut() {
            Some(last) if last.kind == kind => last.len += len,
            _ => tokens.push(Token { kind, len }),
        }
        rest = after;
    }
    tokens
}

/// The first token of `rest`, names as plain ones, and its length.
fn next(rest: &str) -> (TokenKind, usize) {
    let mut chars = rest.chars();
    let (first, second, third) =
        (chars.next().unwrap_or_default(), chars.next().unwrap_or_default(), chars.next());
    match first {
        '/' if second == '/' => (TokenKind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if second == '*' => (TokenKind::Comment, block_comment(rest)),
        '\'' if begins_name(second) && third != Some('\'') => {
            (TokenKind::Lifetime, 1 + name(&rest[1..]))
        }
        '0'..='9' => (TokenKind::Number, number(rest)),
        _ => match string(rest) {
            Some(len) => (TokenKind::String, len),
            None if rest.starts_with("r#") => (TokenKind::Plain, 2 + name(&rest[2..])),
            None if begins_name(first) => (TokenKind::Plain, name(rest)),
            None => (TokenKind::Plain, first.len_utf8()),
        },
    }
}

fn kind_of_name(name: &str, after: &str) -> TokenKind {
    match name {
        "async" | "await" => TokenKind::Async,
        // Made a name although it is a keyword.
        _ if name.starts_with("r#") => TokenKind::Plain,
        _ if KEYWORDS.split(' ').any(|keyword| keyword == name) => TokenKind::Keyword,
        _ if after.starts_with('!') && !after.starts_with("!=") => TokenKind::Macro,
        _ if after.starts_with('(') || after.starts_with("::<") => TokenKind::Function,
        _ if name.starts_with(|first: char| first.is_ascii_uppercase()) => TokenKind::Type,
        _ => TokenKind::Plain,
    }
}

/// Every letter beyond ASCII is one: which are not, only tables of all scripts could say.
fn begins_name(first: char) -> bool {
    first.is_ascii_alphabetic() || first == '_' || !first.is_ascii()
}

fn name(rest: &str) -> usize {
    let ends = |c: char| !begins_name(c) && !c.is_ascii_digit();
    rest.find(ends).unwrap_or(rest.len())
}

/// `1_000`, `0xff`, `2.5e-3f64`; in `0..3` and `1.max(2)` the dot is no part of it.
fn number(rest: &str) -> usize {
    let mut len = name(rest);
    let mut behind = rest[len..].chars();
    let is_fraction = |c: char| c != '.' && !begins_name(c);
    if behind.next() == Some('.') && behind.next().is_none_or(is_fraction) {
        len += 1 + name(&rest[len + 1..]);
    }
    let is_decimal = !rest.starts_with("0x");
    if is_decimal && rest[..len].ends_with(['e', 'E']) && rest[len..].starts_with(['+', '-']) {
        len += 1 + name(&rest[len + 1..]);
    }
    len
}

/// A string or a character, with what may stand before its quote.
fn string(rest: &str) -> Option<usize> {
    let prefix = rest.len() - rest.trim_start_matches(['b', 'c', 'r']).len();
    let (prefix, body) = rest.split_at_checked(prefix.min(2))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    match (prefix, &body[hashes..]) {
        ("r" | "br" | "cr", quoted) if quoted.starts_with('"') => {
            let end = format!("\"{}", &body[..hashes]);
            let inside = prefix.len() + hashes + 1;
            Some(rest[inside..].find(&end).map_or(rest.len(), |at| inside + at + end.len()))
        }
        ("" | "b" | "c", quoted) if hashes == 0 => {
            let quote =
                quoted.chars().next().filter(|c| *c == '"' || *c == '\'' && prefix != "c")?;
            Some(prefix.len() + quoted_text(quoted, quote))
        }
        _ => None,
    }
}

/// The length of a text up to the quote that ends it, itself begun with one.
fn quoted_text(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, quote)| at + quote.len_utf8())
}

/// The length of a comment, others within it included.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut len) = (0, 0);
    while len < rest.len() {
        match rest.as_bytes()[len..] {
            [b'/', b'*', ..] => (depth, len) = (depth + 1, len + 2),
            [b'*', b'/', ..] => (depth, len) = (depth - 1, len + 2),
            _ => len += 1,
        }
        if depth == 0 {
            break;
        }
    }
    len
}
