//! Comments, found in the gaps between tokens: what looks like one in a string is none.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};

/// A line comment (`// …`, without the line break) or a block comment.
pub(crate) struct Comment {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// What it says: without slashes, trimmed. Empty for a block comment: they carry no notes.
    pub(crate) text: String,
    /// Whether only whitespace stands before it on its line.
    pub(crate) own_line: bool,
}

/// All comments of `text`, whose tokens are `tokens`, in order.
pub(crate) fn find(text: &str, tokens: &TokenStream) -> Vec<Comment> {
    let mut taken = Vec::new();
    collect(tokens, &mut taken);
    taken.push(text.len()..text.len());
    let mut comments = Vec::new();
    let mut at = 0;
    for token in taken {
        if token.start > at {
            scan(text, at..token.start, &mut comments);
        }
        at = at.max(token.end);
    }
    comments
}

/// The ranges of all tokens, in order; a group counts as its two delimiters. The tokens that a doc
/// comment turns into all have the comment's range.
fn collect(tokens: &TokenStream, taken: &mut Vec<Range<usize>>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                taken.push(group.span_open().byte_range());
                collect(&group.stream(), taken);
                taken.push(group.span_close().byte_range());
            }
            other => taken.push(other.span().byte_range()),
        }
    }
}

/// Finds the comments in a gap, which holds nothing but comments and whitespace.
fn scan(text: &str, gap: Range<usize>, comments: &mut Vec<Comment>) {
    let mut at = gap.start;
    while let Some(slash) = text[at..gap.end].find('/') {
        let start = at + slash;
        let rest = &text[start..gap.end];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            block_length(rest)
        };
        let own_line =
            text[..start].rsplit('\n').next().is_none_or(|before| before.trim().is_empty());
        let said = rest[..length].strip_prefix("//").unwrap_or_default();
        let said = said.trim_matches(|c: char| c == '/' || c.is_whitespace());
        comments.push(Comment { range: start..start + length, text: said.to_owned(), own_line });
        at = start + length;
    }
}

/// The length of the block comment that `text` starts with; block comments nest.
fn block_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}
