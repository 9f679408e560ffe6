//! What can be rewritten in tokens that are not parsed: macros that are not known here, and the bodies
//! of `macro_rules!`.

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use trace::SiteKind;

use crate::format;
use crate::rewrite::Rewriter;

const PRINTS: [&str; 4] = ["println", "print", "eprintln", "eprint"];

impl Rewriter<'_> {
    /// Rewrites the tokens of `name!`: paths of `std`, prints and knobs. Awaits stay unmarked.
    pub(crate) fn unknown(&mut self, tokens: TokenStream, name: &str) -> TokenStream {
        if let Some(at) = find_await(&tokens) {
            let what = if name.is_empty() { "this syntax".to_owned() } else { format!("{name}!") };
            let reason = format!("awaits in {what} are not marked: its grammar is not known");
            let unmarked = (self.source.line(at.byte_range().start), reason);
            // Code that is written twice is one place.
            if !self.unmarked.contains(&unmarked) {
                self.unmarked.push(unmarked);
            }
        }
        self.tokens(tokens)
    }

    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rewritten = TokenStream::new();
        let mut at = 0;
        while at < trees.len() {
            at += match &trees[at] {
                TokenTree::Ident(ident) => self.word(ident, &trees, at, &mut rewritten),
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    inner.to_tokens(&mut rewritten);
                    1
                }
                other => {
                    self.captured(other);
                    other.to_tokens(&mut rewritten);
                    1
                }
            };
        }
        rewritten
    }

    /// Rewrites an identifier; gives the number of tokens that are dealt with.
    fn word(
        &mut self,
        ident: &Ident,
        trees: &[TokenTree],
        at: usize,
        rewritten: &mut TokenStream,
    ) -> usize {
        let before = Before::of(trees, at);
        let colons = is_punct(trees, at + 1, ':') && is_punct(trees, at + 2, ':');
        if ident == "std" && colons && before != Before::Member {
            let absolute = before == Before::Nothing;
            rewritten.extend(if absolute {
                quote!(::tokio::__rt::std)
            } else {
                quote!(tokio::__rt::std)
            });
            return 1;
        }
        if let (true, Before::Nothing, Some(TokenTree::Group(arguments))) = (
            PRINTS.iter().any(|name| ident == name) && is_punct(trees, at + 1, '!'),
            before,
            trees.get(at + 2),
        ) {
            let range = ident.span().byte_range().start..arguments.span().byte_range().end;
            let id = self.site(SiteKind::Print, &range, &range, format!("{ident}!"));
            let inner = self.tokens(arguments.stream());
            let inner = if inner.is_empty() { quote!(#id) } else { quote!(#id, #inner) };
            rewritten.extend(quote!(::tokio::__rt::#ident!));
            Group::new(arguments.delimiter(), inner).to_tokens(rewritten);
            return 3;
        }
        match self.read(&ident.to_string()) {
            Some(read) if before == Before::Nothing && !colons => read.to_tokens(rewritten),
            _ => ident.to_tokens(rewritten),
        }
        1
    }

    /// A format string captures a knob: there is no telling where its value would have to go.
    fn captured(&mut self, tree: &TokenTree) {
        let TokenTree::Literal(literal) = tree else { return };
        let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) else { return };
        if let Some(name) = format::captures(&text.value())
            .into_iter()
            .find(|name| self.knobs.index(name).is_some())
        {
            let reason = format!(
                "the knob {name} is captured by the format string of a macro whose grammar is not \
                known: give it as an argument"
            );
            self.fail(self.source.error_in(literal.span().byte_range(), reason));
        }
    }
}

/// What stands in front of an identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that it belongs to.
    Nothing,
    /// `::`, with no path before that.
    Root,
    /// A path, a dot, a `$`, a quote, or a keyword that makes it a definition.
    Member,
}

impl Before {
    fn of(trees: &[TokenTree], at: usize) -> Self {
        match at.checked_sub(1).map(|before| &trees[before]) {
            Some(TokenTree::Ident(word))
                if ["const", "static", "let", "fn", "mod"].iter().any(|known| word == known) =>
            {
                Before::Member
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '.' => {
                // `..NAME` ends a range.
                if at >= 2 && is_punct(trees, at - 2, '.') {
                    Before::Nothing
                } else {
                    Before::Member
                }
            }
            Some(TokenTree::Punct(punct)) if ['$', '\''].contains(&punct.as_char()) => {
                Before::Member
            }
            Some(TokenTree::Punct(punct))
                if punct.as_char() == ':' && at >= 2 && is_joint_colon(&trees[at - 2]) =>
            {
                match at.checked_sub(3).map(|before| &trees[before]) {
                    Some(TokenTree::Ident(word))
                        if !["use", "as", "in", "return", "dyn", "impl", "for", "mut"]
                            .iter()
                            .any(|known| word == known) =>
                    {
                        Before::Member
                    }
                    Some(TokenTree::Punct(punct)) if punct.as_char() == '>' => Before::Member,
                    _ => Before::Root,
                }
            }
            _ => Before::Nothing,
        }
    }
}

fn is_punct(trees: &[TokenTree], at: usize, what: char) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == what)
}

fn is_joint_colon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

/// Where the first `.await` is.
fn find_await(tokens: &TokenStream) -> Option<Span> {
    let mut dot = false;
    for tree in tokens.clone() {
        match &tree {
            TokenTree::Ident(ident) if dot && ident == "await" => return Some(ident.span()),
            TokenTree::Group(group) => {
                if let Some(found) = find_await(&group.stream()) {
                    return Some(found);
                }
            }
            _ => {}
        }
        dot = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '.');
    }
    None
}
