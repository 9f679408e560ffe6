//! Panics: awaits of a future that never completes, so that the engine can drop what panicked.

use std::ops::Range;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Macro, Token, parse_quote};
use trace::SiteKind;

use crate::macros::{Argument, Arguments};
use crate::names;
use crate::rewrite::Rewriter;
use crate::source::range_of;

/// How a macro panics.
#[derive(Clone, Copy)]
enum Panic {
    /// Always, with this message if none is given, and this in front of one that is.
    Always(&'static str, &'static str),
    /// If its argument is false.
    Assert,
    /// Unless its arguments compare so.
    Compare(&'static str),
}

fn panic_of(name: &str) -> Option<Panic> {
    Some(match name.strip_prefix("debug_").unwrap_or(name) {
        "panic" => Panic::Always("explicit panic", ""),
        "unreachable" => Panic::Always(
            "internal error: entered unreachable code",
            "internal error: entered unreachable code: ",
        ),
        "todo" => Panic::Always("not yet implemented", "not yet implemented: "),
        "unimplemented" => Panic::Always("not implemented", "not implemented: "),
        "assert" => Panic::Assert,
        "assert_eq" => Panic::Compare("=="),
        "assert_ne" => Panic::Compare("!="),
        _ => return None,
    })
}

impl Rewriter<'_> {
    /// What a macro that panics becomes, where code can wait.
    pub(crate) fn panic(&mut self, mac: &Macro, attrs: &[Attribute]) -> Option<Expr> {
        let name = names::last(&mac.path);
        let unwinds = self.facts.catches_panics || !self.can_suspend();
        if unwinds || !self.is_std_macro(&mac.path) {
            return None;
        }
        let panic = panic_of(&name)?;
        let range = range_of(mac);
        let id = self.site(SiteKind::Panic, &range, &range, format!("{name}!"));
        self.walk.suspends = true;
        let panics = match panic {
            Panic::Always(bare, before) => self.always(mac, bare, before, &id),
            Panic::Assert => self.assert(mac, &id),
            Panic::Compare(operator) => self.compare(mac, operator, &id),
        };
        let panics = panics.unwrap_or_else(|error| self.does_not_parse(&error, &name, range));
        let guarded = match name.starts_with("debug_") {
            true => parse_quote!(if ::core::cfg!(debug_assertions) { #panics }),
            false => panics,
        };
        Some(if attrs.is_empty() { guarded } else { parse_quote!(#(#attrs)* { #guarded }) })
    }

    fn does_not_parse(&mut self, error: &syn::Error, name: &str, range: Range<usize>) -> Expr {
        self.fail(self.source.syntax_error(error, range, &format!("{name}!")));
        Expr::Verbatim(TokenStream::new())
    }

    fn always(&mut self, mac: &Macro, bare: &str, before: &str, id: &Literal) -> syn::Result<Expr> {
        let message = self.arguments(mac.tokens.clone(), Some(0))?;
        let before = format!("{before}{{}}");
        Ok(match (message.is_empty(), before.as_str()) {
            (true, _) => panicking(id, &quote!(#bare)),
            (false, "{}") => panicking(id, &message),
            (false, _) => panicking(id, &quote!(#before, ::std::format_args!(#message))),
        })
    }

    fn assert(&mut self, mac: &Macro, id: &Literal) -> syn::Result<Expr> {
        let written: Arguments = Punctuated::parse_terminated.parse2(mac.tokens.clone())?;
        let text = written.first().map(|argument| self.source.squeezed(&range_of(argument)));
        let (operands, message) = self.operands(mac, 1)?;
        let message = match message.is_empty() {
            true => quote!("assertion failed: {}", #text),
            false => message,
        };
        let panics = panicking(id, &message);
        Ok(parse_quote!(if !(#(#operands)*) { #panics }))
    }

    /// The values are compared, and described if the assertion fails: no reference to them is held over
    /// the await.
    fn compare(&mut self, mac: &Macro, operator: &str, id: &Literal) -> syn::Result<Expr> {
        let (operands, message) = self.operands(mac, 2)?;
        let [left, right] = operands.as_slice() else {
            return Err(syn::Error::new(proc_macro2::Span::call_site(), "two values are compared"));
        };
        let message: Expr = match message.is_empty() {
            true => parse_quote!(::core::option::Option::None),
            false => parse_quote!(::core::option::Option::Some(::std::format_args!(#message))),
        };
        let panics = panicking(id, &quote!("{__message}"));
        let name = operator;
        let operator: TokenStream = operator.parse()?;
        Ok(parse_quote!({
            let __failed = match (&(#left), &(#right)) {
                (__left, __right) => if *__left #operator *__right {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(
                        ::tokio::__rt::assertion(#name, &*__left, &*__right, #message)
                    )
                }
            };
            if let ::core::option::Option::Some(__message) = __failed { #panics }
        }))
    }

    /// The first `count` arguments, and the tokens of the message after them.
    fn operands(&mut self, mac: &Macro, count: usize) -> syn::Result<(Vec<Expr>, TokenStream)> {
        let mut arguments = self.visited_arguments(mac.tokens.clone(), Some(count))?.into_iter();
        let operands = arguments.by_ref().take(count).map(|argument| argument.value).collect();
        let message: Punctuated<Argument, Token![,]> = arguments.collect();
        Ok((operands, message.into_token_stream()))
    }

    /// `E.unwrap()` or `E.expect(M)`, whose parts are rewritten already.
    pub(super) fn unwrap(&mut self, expr: &mut Expr, id: &Literal) {
        let Expr::MethodCall(call) = &*expr else { return };
        let (value, message) = (&call.receiver, call.args.first());
        let unwrapped = match message {
            None => quote!(unwrapped(#value)),
            Some(message) => quote!(expected(#value, #message)),
        };
        let panics = panicking(id, &quote!("{__message}"));
        self.walk.suspends = true;
        // In parentheses: a statement may begin with it.
        *expr = parse_quote!((match ::tokio::__rt::#unwrapped {
            ::core::result::Result::Ok(__value) => __value,
            ::core::result::Result::Err(__message) => #panics,
        }));
    }
}

/// A panic with a message as `format_args!` takes it.
fn panicking(id: &Literal, message: &TokenStream) -> Expr {
    parse_quote!(match {
        let __panic = ::tokio::__rt::panicking::<#id>(::std::format_args!(#message));
        __panic
    }
    .await
    {})
}
