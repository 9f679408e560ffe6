//! A program's text as coloured tokens.
//!
//! Tokens are found when a program is shown: to keep them for every program would be a larger download
//! than this lexer is. It reads any text, a program or not, from its first character to its last and
//! never goes back, so it takes time in proportion to the text's length. `tests/compiler.rs` compares it
//! with the compiler's own lexer.

mod cursor;

use cursor::Cursor;

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
    lex(&mut Cursor::new(source))
}

fn lex(cursor: &mut Cursor<'_>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        let before = cursor.rest();
        if before.is_empty() {
            return tokens;
        }
        let mut kind = next(cursor);
        let text = &before[..before.len() - cursor.rest().len()];
        if kind == TokenKind::Plain && text.starts_with(begins_name) {
            kind = kind_of_name(text, cursor.rest());
        } else if text == "!" && tokens.last().is_some_and(|last| last.kind == TokenKind::Macro) {
            // The mark belongs to the macro's name.
            kind = TokenKind::Macro;
        }
        match tokens.last_mut() {
            Some(last) if last.kind == kind => last.len += text.len(),
            _ => tokens.push(Token { kind, len: text.len() }),
        }
    }
}

/// Goes past the next token. A name is plain here.
fn next(cursor: &mut Cursor<'_>) -> TokenKind {
    match (cursor.first(), cursor.second()) {
        ('/', '/') => {
            cursor.eat_while(|c| c != '\n');
            TokenKind::Comment
        }
        ('/', '*') => block_comment(cursor),
        ('\'', _) => lifetime_or_char(cursor),
        ('0'..='9', _) => number(cursor),
        ('"', _) => string(cursor, 0),
        ('b', '\'') => char_literal(cursor, 1),
        ('b' | 'c', '"') => string(cursor, 1),
        ('b' | 'c', 'r') if matches!(cursor.third(), '"' | '#') => raw_string(cursor, 2),
        ('r', '#') if begins_name(cursor.third()) => {
            cursor.bump(2);
            name(cursor)
        }
        ('r', '"' | '#') => raw_string(cursor, 1),
        (first, _) if begins_name(first) => name(cursor),
        _ => {
            cursor.bump(1);
            TokenKind::Plain
        }
    }
}

fn kind_of_name(name: &str, after: &str) -> TokenKind {
    match name {
        // A prefix that strings do not have.
        _ if after.starts_with(['"', '\'', '#']) => TokenKind::Plain,
        "async" | "await" => TokenKind::Async,
        // Made a name although it is a keyword.
        _ if name.starts_with("r#") => TokenKind::Plain,
        _ if name.len() > 1 && KEYWORDS.split(' ').any(|keyword| keyword == name) => {
            TokenKind::Keyword
        }
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

fn name(cursor: &mut Cursor<'_>) -> TokenKind {
    cursor.eat_while(|c| begins_name(c) || c.is_ascii_digit());
    TokenKind::Plain
}

/// What may follow a literal without a space: `u8` in `1u8`.
fn suffix(cursor: &mut Cursor<'_>) {
    if begins_name(cursor.first()) {
        name(cursor);
    }
}

/// `1_000`, `0xff`, `2.5e-3f64`; in `0..3` and `1.max(2)` the dot is no part of it.
fn number(cursor: &mut Cursor<'_>) -> TokenKind {
    let radix = match (cursor.first(), cursor.second()) {
        ('0', 'x') => 16,
        ('0', 'b' | 'o') => 8,
        _ => 10,
    };
    if radix != 10 {
        cursor.bump(2);
    }
    if !digits(cursor, radix) {
        suffix(cursor);
        return TokenKind::Number;
    }
    let fraction = |second: char| second != '.' && !begins_name(second);
    match cursor.first() {
        '.' if fraction(cursor.second()) => {
            cursor.bump(1);
            // What follows the point is its fraction only if it begins with a digit.
            if cursor.first().is_ascii_digit() {
                digits(cursor, 10);
                if matches!(cursor.first(), 'e' | 'E') {
                    exponent(cursor);
                }
            }
        }
        'e' | 'E' => exponent(cursor),
        _ => {}
    }
    suffix(cursor);
    TokenKind::Number
}

/// Goes past digits, decimal ones where fewer are allowed. Returns whether there were any.
fn digits(cursor: &mut Cursor<'_>, radix: u32) -> bool {
    let mut any = false;
    loop {
        match cursor.first() {
            '_' => {}
            c if c.is_digit(radix.max(10)) => any = true,
            _ => return any,
        }
        cursor.bump(1);
    }
}

fn exponent(cursor: &mut Cursor<'_>) {
    cursor.bump(1);
    if matches!(cursor.first(), '+' | '-') {
        cursor.bump(1);
    }
    digits(cursor, 10);
}

/// A lifetime, or a character: what follows the quote tells which.
fn lifetime_or_char(cursor: &mut Cursor<'_>) -> TokenKind {
    let second = cursor.second();
    if cursor.third() == '\'' || !(begins_name(second) || second.is_ascii_digit()) {
        return char_literal(cursor, 0);
    }
    cursor.bump(2);
    if second == 'r' && cursor.first() == '#' && begins_name(cursor.second()) {
        cursor.bump(1);
        name(cursor);
        return TokenKind::Lifetime;
    }
    name(cursor);
    if cursor.first() == '\'' {
        cursor.bump(1);
        return TokenKind::String;
    }
    TokenKind::Lifetime
}

/// A character after so many letters of a prefix. One that is not closed ends with its line, or where a
/// comment may begin.
fn char_literal(cursor: &mut Cursor<'_>, prefix: usize) -> TokenKind {
    cursor.bump(prefix + 1);
    if cursor.second() == '\'' && cursor.first() != '\\' {
        cursor.bump(2);
        suffix(cursor);
        return TokenKind::String;
    }
    while !cursor.rest().is_empty() {
        match cursor.first() {
            '\'' => {
                cursor.bump(1);
                suffix(cursor);
                break;
            }
            '/' => break,
            '\n' if cursor.second() != '\'' => break,
            '\\' => cursor.bump(2),
            _ => cursor.bump(1),
        }
    }
    TokenKind::String
}

/// A string after so many letters of a prefix.
fn string(cursor: &mut Cursor<'_>, prefix: usize) -> TokenKind {
    cursor.bump(prefix + 1);
    while !cursor.rest().is_empty() {
        match cursor.first() {
            '"' => {
                cursor.bump(1);
                suffix(cursor);
                break;
            }
            '\\' if matches!(cursor.second(), '\\' | '"') => cursor.bump(2),
            _ => cursor.bump(1),
        }
    }
    TokenKind::String
}

/// A raw string after so many letters of a prefix: as many hashes end it as stand before its quote.
fn raw_string(cursor: &mut Cursor<'_>, prefix: usize) -> TokenKind {
    cursor.bump(prefix);
    let hashes = cursor.eat_while(|c| c == '#');
    let begins = cursor.first() == '"';
    cursor.bump(1);
    while begins && !cursor.rest().is_empty() {
        cursor.eat_while(|c| c != '"');
        cursor.bump(1);
        let mut ends = 0;
        while ends < hashes && cursor.first() == '#' {
            cursor.bump(1);
            ends += 1;
        }
        if ends == hashes {
            suffix(cursor);
            break;
        }
    }
    TokenKind::String
}

/// A comment, others within it included.
fn block_comment(cursor: &mut Cursor<'_>) -> TokenKind {
    let mut depth = 0_usize;
    while !cursor.rest().is_empty() {
        match (cursor.first(), cursor.second()) {
            ('/', '*') => {
                depth += 1;
                cursor.bump(2);
            }
            ('*', '/') => {
                depth -= 1;
                cursor.bump(2);
                if depth == 0 {
                    break;
                }
            }
            _ => cursor.bump(1),
        }
    }
    TokenKind::Comment
}

#[cfg(test)]
mod tests;
