//! The text of a program: positions, slices, comments.

use std::ops::Range;
use std::str::FromStr;

use proc_macro2::{LexError, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use crate::MarkupError;
use crate::comments::{self, Comment};

/// How long the text of a site may be, in chars.
const TEXT_CHARS: usize = 60;

/// A program's source, and what the syntax tree does not keep of it.
pub(crate) struct Source<'a> {
    file: &'a str,
    text: &'a str,
    tokens: TokenStream,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    /// Comments outside of tokens (doc comments are tokens), in order.
    pub(crate) comments: Vec<Comment>,
}

/// Where a node stands in the source, in bytes. Only true of nodes that have not been rewritten.
pub(crate) fn range_of(node: &impl ToTokens) -> Range<usize> {
    node.span().byte_range()
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str, file: &'a str) -> Result<Self, MarkupError> {
        // Spans do not count a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut source =
            Source { file, text, tokens: TokenStream::new(), lines, comments: Vec::new() };
        source.tokens = TokenStream::from_str(text).map_err(|error: LexError| {
            source.error_in(error.span().byte_range(), error.to_string())
        })?;
        source.comments = comments::find(text, &source.tokens);
        Ok(source)
    }

    pub(crate) fn tokens(&self) -> TokenStream {
        self.tokens.clone()
    }

    pub(crate) fn parse(&self) -> Result<syn::File, MarkupError> {
        syn::parse2(self.tokens.clone())
            .map_err(|error| self.syntax_error(&error, 0..0, "this file"))
    }

    /// Drops the comments in `range`: it is no part of the program that is shown.
    pub(crate) fn forget(&mut self, range: &Range<usize>) {
        self.comments.retain(|comment| !range.contains(&comment.range.start));
    }

    pub(crate) fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// 1-based line and column (in chars) of a byte offset.
    pub(crate) fn position(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at) - 1;
        let column = self.text[self.lines[line]..at].chars().count();
        (line as u32 + 1, column as u32 + 1)
    }

    pub(crate) fn line(&self, at: usize) -> u32 {
        self.position(at).0
    }

    pub(crate) fn error_in(&self, range: Range<usize>, reason: impl Into<String>) -> MarkupError {
        let (line, column) = self.position(range.start);
        MarkupError { file: self.file.to_owned(), line, column, reason: reason.into() }
    }

    pub(crate) fn error_at(&self, node: &impl ToTokens, reason: impl Into<String>) -> MarkupError {
        self.error_in(range_of(node), reason)
    }

    /// An error of syn in `what`. At the end of the input syn knows no place: then `whole` is it.
    pub(crate) fn syntax_error(
        &self,
        error: &syn::Error,
        whole: Range<usize>,
        what: &str,
    ) -> MarkupError {
        let span: Span = error.span();
        let range = if span.byte_range().is_empty() { whole } else { span.byte_range() };
        self.error_in(range, format!("{what} does not parse: {error}"))
    }

    /// The text in `range` on one line, without comments, at most [`TEXT_CHARS`] long.
    pub(crate) fn text(&self, range: &Range<usize>) -> String {
        shorten(&self.squeezed(range))
    }

    /// The text in `range` on one line, without comments.
    pub(crate) fn squeezed(&self, range: &Range<usize>) -> String {
        let mut plain = String::new();
        let mut at = range.start;
        for comment in &self.comments {
            if comment.range.start >= at && comment.range.end <= range.end {
                plain.push_str(&self.text[at..comment.range.start]);
                // A line comment ends where its line does: what follows stands on a line of its own.
                plain.push('\n');
                at = comment.range.end;
            }
        }
        plain.push_str(&self.text[at..range.end]);
        squeeze(&plain)
    }
}

/// Whitespace becomes single spaces; a line break goes where rustfmt only put it to wrap.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::new();
    let mut rest = text.trim();
    while let Some(gap) = rest.find(char::is_whitespace) {
        squeezed.push_str(&rest[..gap]);
        let after = rest[gap..].trim_start();
        let wrapped = rest[gap..rest.len() - after.len()].contains('\n');
        rest = after;
        if wrapped && rest.starts_with([')', ']']) && squeezed.ends_with(',') {
            squeezed.pop();
        }
        let glued = rest.starts_with(['.', ')', ']', '?']) || squeezed.ends_with(['(', '[']);
        if !(wrapped && glued) {
            squeezed.push(' ');
        }
    }
    squeezed + rest
}

/// Cuts the middle out of a long text; what is left of the end starts at a method call if it can.
fn shorten(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= TEXT_CHARS {
        return text.to_owned();
    }
    let room = TEXT_CHARS - 1;
    let half = &chars[chars.len() - room / 2..];
    let starts = |what: char| half[..room / 3].iter().position(|c| *c == what);
    let tail = &half[starts('.').or_else(|| starts(' ')).unwrap_or(0)..];
    let head: String = chars[..room - tail.len()].iter().collect();
    format!("{}…{}", head.trim_end(), tail.iter().collect::<String>().trim_start())
}
