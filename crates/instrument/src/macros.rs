//! Macro calls: those whose grammar is known are parsed, so that what they hold is marked up too.

use std::ops::Range;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprLit, Ident, Lit, Macro, Pat, Path, Token, parse_quote};
use trace::SiteKind;

use crate::blocking::Context;
use crate::facts::is_futures;
use crate::format;
use crate::names;
use crate::paths;
use crate::rewrite::{Rewriter, wrap};
use crate::select::{self, Select};
use crate::source::range_of;

/// The grammar of a macro's tokens.
enum Grammar {
    Print,
    Dbg,
    Join,
    Select,
    FuturesSelect,
    Poll,
    /// Expressions; the format string, if there is one, is the n-th.
    Arguments(usize),
    Vec,
    Matches,
    Pin,
    ThreadLocal,
    /// Statements of an async block that yields.
    Stream,
    Unknown,
}

/// An argument, `name = value` or just a value.
pub(crate) struct Argument {
    name: Option<(Ident, Token![=])>,
    pub(crate) value: Expr,
}

pub(crate) type Arguments = Punctuated<Argument, Token![,]>;

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let named = input.peek(Ident)
            && input.peek2(Token![=])
            && !input.peek2(Token![==])
            && !input.peek2(Token![=>]);
        let name = if named { Some((input.parse()?, input.parse()?)) } else { None };
        Ok(Argument { name, value: input.parse()? })
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some((name, eq)) = &self.name {
            name.to_tokens(tokens);
            eq.to_tokens(tokens);
        }
        self.value.to_tokens(tokens);
    }
}

impl Rewriter<'_> {
    /// Rewrites a macro call: its path and whatever its tokens hold.
    pub(crate) fn macro_call(&mut self, mac: &mut Macro) {
        let whole = range_of(mac);
        let grammar = self.grammar(&mac.path);
        let name = names::last(&mac.path);
        let tokens = std::mem::take(&mut mac.tokens);
        let rewritten = match grammar {
            Grammar::Print => self.print(tokens, mac, &name, &whole),
            Grammar::Dbg => self.dbg(tokens, mac, &whole),
            Grammar::Join => self.join(tokens, &name, &whole),
            Grammar::Select => self.select(tokens, &name, &whole),
            Grammar::FuturesSelect => self.futures_select(tokens),
            Grammar::Poll => self.poll(tokens),
            Grammar::Arguments(format) => self.arguments(tokens, Some(format)),
            Grammar::Vec => self.vec(tokens),
            Grammar::Matches => self.matches(tokens),
            Grammar::Pin => self.pin(tokens),
            Grammar::ThreadLocal => {
                // Under its own name the printer would lose a static without a semicolon.
                mac.path = parse_quote!(::tokio::__rt::__thread_local);
                Ok(self.unknown(tokens, &name))
            }
            Grammar::Stream => Ok(self.stream(tokens, &name)),
            Grammar::Unknown => Ok(self.unknown(tokens, &name)),
        };
        match rewritten {
            Ok(tokens) => mac.tokens = tokens,
            Err(error) => self.fail(self.source.syntax_error(&error, whole, &format!("{name}!"))),
        }
        paths::redirect(&mut mac.path);
    }

    /// Whether a macro of this name is the standard library's, if it has one.
    pub(crate) fn is_std_macro(&self, path: &Path) -> bool {
        match path.get_ident() {
            Some(name) => !self.facts.macros.contains(&name.to_string()),
            None => ["std", "core", "alloc"].iter().any(|first| path.segments[0].ident == first),
        }
    }

    /// What a path begins with, whatever the file calls that.
    fn first_segment(&self, path: &Path) -> String {
        let full = self.facts.imports.resolve(path).unwrap_or_default();
        match full.split("::").next() {
            Some(first) if !first.is_empty() => first.to_owned(),
            _ => path.segments[0].ident.to_string(),
        }
    }

    fn grammar(&self, path: &Path) -> Grammar {
        let (first, last) = (self.first_segment(path), names::last(path));
        let plain = path.segments.len() == 1;
        if plain && self.facts.macros.contains(&last) {
            return Grammar::Unknown;
        }
        let futures =
            if plain { self.facts.futures_select.contains(&last) } else { is_futures(&first) };
        let std = self.is_std_macro(path);
        match last.as_str() {
            "join" | "try_join" => Grammar::Join,
            _ if futures && (plain || last.starts_with("select")) => Grammar::FuturesSelect,
            "select" => Grammar::Select,
            "poll" if !plain && futures => Grammar::Poll,
            "pin" if std || first == "tokio" => Grammar::Pin,
            "println" | "print" | "eprintln" | "eprint" if std => Grammar::Print,
            "stream" | "try_stream" if self.is_of_async_stream(path) => Grammar::Stream,
            "dbg" if std => Grammar::Dbg,
            "vec" if std => Grammar::Vec,
            "matches" if std => Grammar::Matches,
            "thread_local" if std => Grammar::ThreadLocal,
            "format" | "format_args" | "panic" | "todo" | "unimplemented" | "unreachable"
                if std =>
            {
                Grammar::Arguments(0)
            }
            "write" | "writeln" | "assert" | "debug_assert" if std => Grammar::Arguments(1),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" if std => {
                Grammar::Arguments(2)
            }
            _ => Grammar::Unknown,
        }
    }

    fn is_of_async_stream(&self, path: &Path) -> bool {
        ["stream", "try_stream"]
            .iter()
            .any(|name| self.facts.imports.is(path, &format!("async_stream::{name}")))
    }

    /// `stream! { … }`, unless it has what only that macro can read: `for await`.
    fn stream(&mut self, tokens: TokenStream, name: &str) -> TokenStream {
        match Block::parse_within.parse2(tokens.clone()) {
            Ok(mut stmts) => {
                self.within(Context::Async, |this| this.stmts(&mut stmts));
                quote!(#(#stmts)*)
            }
            Err(_) => self.unknown(tokens, name),
        }
    }

    /// Expressions with commas between; knobs and statics that the format string captures become
    /// arguments.
    pub(crate) fn arguments(
        &mut self,
        tokens: TokenStream,
        format: Option<usize>,
    ) -> syn::Result<TokenStream> {
        Ok(self.visited_arguments(tokens, format)?.into_token_stream())
    }

    pub(crate) fn visited_arguments(
        &mut self,
        tokens: TokenStream,
        format: Option<usize>,
    ) -> syn::Result<Arguments> {
        let mut arguments = Arguments::parse_terminated.parse2(tokens)?;
        for argument in &mut arguments {
            self.visit_expr_mut(&mut argument.value);
        }
        let captured = match format.and_then(|at| arguments.get(at)) {
            Some(Argument {
                name: None,
                value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }),
            }) => format::captures(&text.value()),
            _ => Vec::new(),
        };
        for name in captured {
            let given = arguments
                .iter()
                .any(|known| known.name.as_ref().is_some_and(|(known, _)| *known == name));
            if let (Some(value), false) = (self.read(&name), given) {
                let name = Ident::new(&name, proc_macro2::Span::call_site());
                arguments.push(Argument { name: Some((name, <Token![=]>::default())), value });
            }
        }
        Ok(arguments)
    }

    fn print(
        &mut self,
        tokens: TokenStream,
        mac: &mut Macro,
        name: &str,
        whole: &Range<usize>,
    ) -> syn::Result<TokenStream> {
        let id = self.site(SiteKind::Print, whole, whole, format!("{name}!"));
        let arguments = self.arguments(tokens, Some(0))?;
        let macro_name = Ident::new(name, proc_macro2::Span::call_site());
        mac.path = parse_quote!(::tokio::__rt::#macro_name);
        Ok(if arguments.is_empty() { quote!(#id) } else { quote!(#id, #arguments) })
    }

    /// `dbg!(a, b)` becomes `dbg!(ID, "a", a, "b", b)`.
    fn dbg(
        &mut self,
        tokens: TokenStream,
        mac: &mut Macro,
        whole: &Range<usize>,
    ) -> syn::Result<TokenStream> {
        let id = self.site(SiteKind::Print, whole, whole, "dbg!".to_owned());
        let mut values = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens)?;
        let mut rewritten = quote!(#id);
        for value in &mut values {
            let text = self.source.squeezed(&range_of(value));
            self.visit_expr_mut(value);
            rewritten.append_all(quote!(, #text, #value));
        }
        mac.path = parse_quote!(::tokio::__rt::dbg);
        Ok(rewritten)
    }

    fn join(
        &mut self,
        tokens: TokenStream,
        name: &str,
        whole: &Range<usize>,
    ) -> syn::Result<TokenStream> {
        let group = self.group(name, whole);
        let (biased, mut branches) = (|input: ParseStream| {
            let biased = select::biased(input)?;
            Ok((biased, Punctuated::<Expr, Token![,]>::parse_terminated(input)?))
        })
        .parse2(tokens)?;
        for branch in &mut branches {
            self.branch(branch, &group);
        }
        Ok(quote!(#biased #branches))
    }

    fn select(
        &mut self,
        tokens: TokenStream,
        name: &str,
        whole: &Range<usize>,
    ) -> syn::Result<TokenStream> {
        let group = self.group(name, whole);
        self.arms(select::parse(&["else"]).parse2(tokens)?, |this, branch| {
            this.branch(branch, &group)
        })
    }

    /// Its branches have to be fused futures, which a recording wrapper is not: they are not recorded.
    fn futures_select(&mut self, tokens: TokenStream) -> syn::Result<TokenStream> {
        self.arms(select::parse(&["complete", "default"]).parse2(tokens)?, |this, branch| {
            this.visit_expr_mut(branch);
            this.one_of_several(branch);
        })
    }

    /// `futures::poll!` sees whether its future is pending.
    fn poll(&mut self, tokens: TokenStream) -> syn::Result<TokenStream> {
        let mut future: Expr = syn::parse2(tokens)?;
        self.visit_expr_mut(&mut future);
        self.one_of_several(&mut future);
        Ok(future.into_token_stream())
    }

    /// Marks a future whose poll must not be left in the middle, since what polls it goes on. A variable is
    /// lent, as the macro would.
    fn one_of_several(&mut self, future: &mut Expr) {
        if self.plan.options.blocking {
            let inner = std::mem::replace(future, Expr::Verbatim(TokenStream::new()));
            *future = match inner {
                Expr::Path(variable) => parse_quote!(::tokio::__rt::one_of_several(&mut #variable)),
                made => parse_quote!(::tokio::__rt::one_of_several(#made)),
            };
        }
    }

    fn arms(
        &mut self,
        mut select: Select,
        mut branch: impl FnMut(&mut Self, &mut Expr),
    ) -> syn::Result<TokenStream> {
        for arm in &mut select.arms {
            if let Some(future) = &mut arm.future {
                self.visit_pat_mut(&mut future.pat);
                branch(self, &mut future.value);
                if let Some((_, _, condition)) = &mut future.condition {
                    self.visit_expr_mut(condition);
                }
            }
            self.visit_expr_mut(&mut arm.handler);
        }
        Ok(select.into_token_stream())
    }

    fn group(&mut self, name: &str, whole: &Range<usize>) -> Literal {
        self.site(SiteKind::Group, whole, whole, format!("{name}!"))
    }

    fn branch(&mut self, branch: &mut Expr, group: &Literal) {
        let range = range_of(branch);
        let id = self.site(SiteKind::Branch, &range, &range, names::callee(branch));
        self.last_site().group = group.to_string().parse().ok();
        // `&mut rx.recv()`: select! lets such a temporary live as long as the branches, but would not
        // once it is the argument of a call. So it is the temporary that gets wrapped.
        let place = match branch {
            Expr::Reference(reference) if !is_place(&reference.expr) => &mut reference.expr,
            other => other,
        };
        self.visit_expr_mut(place);
        wrap(place, "awaited", &id);
    }

    fn vec(&mut self, tokens: TokenStream) -> syn::Result<TokenStream> {
        let repeat = |input: ParseStream| {
            Ok((input.parse::<Expr>()?, input.parse::<Token![;]>()?, input.parse::<Expr>()?))
        };
        match repeat.parse2(tokens.clone()) {
            Ok((mut value, semi, mut count)) => {
                self.visit_expr_mut(&mut value);
                self.visit_expr_mut(&mut count);
                Ok(quote!(#value #semi #count))
            }
            Err(_) => self.arguments(tokens, None),
        }
    }

    fn matches(&mut self, tokens: TokenStream) -> syn::Result<TokenStream> {
        let parser = |input: ParseStream| {
            let value: Expr = input.parse()?;
            let comma: Token![,] = input.parse()?;
            let pat = Pat::parse_multi_with_leading_vert(input)?;
            let guard: Option<(Token![if], Expr)> =
                if input.peek(Token![if]) { Some((input.parse()?, input.parse()?)) } else { None };
            let _: Option<Token![,]> = input.parse()?;
            Ok((value, comma, pat, guard))
        };
        let (mut value, comma, mut pat, mut guard) = parser.parse2(tokens)?;
        self.visit_expr_mut(&mut value);
        self.visit_pat_mut(&mut pat);
        let guard = guard.as_mut().map(|(if_token, guard)| {
            self.visit_expr_mut(guard);
            quote!(#if_token #guard)
        });
        Ok(quote!(#value #comma #pat #guard))
    }

    /// `pin!(future)`, or tokio's `pin! { let x = future; }`.
    fn pin(&mut self, tokens: TokenStream) -> syn::Result<TokenStream> {
        let mut stmts = Vec::new();
        let lets = |input: ParseStream| {
            if input.peek(Token![let]) {
                stmts = Block::parse_within(input)?;
                return Ok(true);
            }
            input.parse::<TokenStream>().map(|_| false)
        };
        if !lets.parse2(tokens.clone())? {
            return self.arguments(tokens, None);
        }
        for stmt in &mut stmts {
            self.visit_stmt_mut(stmt);
        }
        Ok(quote!(#(#stmts)*))
    }
}

/// Whether an expression names a place (a variable, a field, …) rather than making a value.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Unary(_) | Expr::Index(_) => true,
        Expr::Field(field) => {
            is_place(&field.base) || matches!(*field.base, Expr::Call(_) | Expr::MethodCall(_))
        }
        Expr::Paren(inner) => is_place(&inner.expr),
        _ => false,
    }
}
