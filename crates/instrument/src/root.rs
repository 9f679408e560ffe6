//! `crate::…`: a program becomes a module, so the root that its paths begin at is no longer the crate's.
//!
//! Done by tokens, so that what macros hold counts too.

use std::iter::Peekable;
use std::ops::Range;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};

/// The program with its paths beginning at the module that it becomes. Inside of `depth` modules.
pub(crate) fn rooted(tokens: TokenStream, depth: usize) -> TokenStream {
    let mut written: Vec<TokenTree> = Vec::new();
    walk(tokens, depth, &mut |step| match step {
        Piece::Other(tree) => written.push(tree),
        Piece::Group(group, depth) => {
            let mut inner = Group::new(group.delimiter(), rooted(group.stream(), depth));
            inner.set_span(group.span());
            written.push(inner.into());
        }
        Piece::Root(ident, depth) => {
            // `$crate` likewise.
            if matches!(written.last(), Some(TokenTree::Punct(last)) if last.as_char() == '$') {
                written.pop();
            }
            written.extend(path(depth, ident.span()));
        }
    });
    written.into_iter().collect()
}

/// Where `crate` stands in front of a path, in bytes, with what leads to the program's root from there.
pub(crate) fn roots(tokens: TokenStream, depth: usize) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    walk(tokens, depth, &mut |step| match step {
        Piece::Other(_) => {}
        Piece::Group(group, depth) => found.extend(roots(group.stream(), depth)),
        Piece::Root(ident, depth) => {
            let leads: String = path(depth, ident.span()).map(|tree| tree.to_string()).collect();
            found.push((ident.span().byte_range(), leads));
        }
    });
    found
}

/// What tokens consist of, as far as it matters here.
enum Piece {
    Other(TokenTree),
    /// With how many modules are around what is in it.
    Group(Group, usize),
    /// `crate` in front of `::`.
    Root(Ident, usize),
}

fn walk(tokens: TokenStream, depth: usize, each: &mut impl FnMut(Piece)) {
    let mut trees = tokens.into_iter().peekable();
    // The last two identifiers: a module's body follows `mod NAME`.
    let mut before = [String::new(), String::new()];
    while let Some(tree) = trees.next() {
        let word = match &tree {
            TokenTree::Ident(ident) => ident.to_string(),
            _ => String::new(),
        };
        match tree {
            TokenTree::Ident(ident) if word == "crate" && is_path(&mut trees) => {
                each(Piece::Root(ident, depth));
            }
            TokenTree::Group(group) => {
                each(Piece::Group(group, depth + usize::from(before[0] == "mod")));
            }
            tree => each(Piece::Other(tree)),
        }
        before = [std::mem::take(&mut before[1]), word];
    }
}

fn is_path(rest: &mut Peekable<IntoIter>) -> bool {
    matches!(rest.peek(), Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

/// `self`, or `super::super` from within two modules.
fn path(depth: usize, span: Span) -> impl Iterator<Item = TokenTree> {
    let first = if depth == 0 { "self" } else { "super" };
    let steps: TokenStream = (1..depth).flat_map(|_| quote::quote!(::super)).collect();
    std::iter::once(Ident::new(first, span).into()).chain(steps)
}
