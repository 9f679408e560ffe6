//! The grammar of `select!`, of tokio and of futures.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprBlock, Ident, Pat, Token, token};

/// A whole `select!`.
pub(crate) struct Select {
    biased: TokenStream,
    pub(crate) arms: Vec<Arm>,
}

/// `PAT = EXPR, if CONDITION => HANDLER,`, or `else => HANDLER` and the like.
pub(crate) struct Arm {
    keyword: Option<Ident>,
    pub(crate) future: Option<Future>,
    arrow: Token![=>],
    pub(crate) handler: Expr,
    comma: Option<Token![,]>,
}

/// `PAT = EXPR, if CONDITION`.
pub(crate) struct Future {
    pub(crate) pat: Pat,
    eq: Token![=],
    pub(crate) value: Expr,
    pub(crate) condition: Option<(Token![,], Token![if], Expr)>,
}

/// Takes `biased;` off the input, if it begins so.
pub(crate) fn biased(input: ParseStream) -> syn::Result<TokenStream> {
    if input.peek(Ident) && input.peek2(Token![;]) {
        let word: Ident = input.parse()?;
        if word != "biased" {
            return Err(syn::Error::new(word.span(), "expected `biased;`"));
        }
        let semi: Token![;] = input.parse()?;
        return Ok(quote!(#word #semi));
    }
    Ok(TokenStream::new())
}

/// A parser of `select!` tokens; `keywords` can stand instead of a pattern and a future.
pub(crate) fn parse(keywords: &'static [&'static str]) -> impl Parser<Output = Select> {
    move |input: ParseStream| {
        let biased = biased(input)?;
        let mut arms: Vec<Arm> = Vec::new();
        while !input.is_empty() {
            arms.push(arm(input, keywords)?);
        }
        if arms.is_empty() {
            return Err(input.error("there is no branch"));
        }
        Ok(Select { biased, arms })
    }
}

fn arm(input: ParseStream, keywords: &[&str]) -> syn::Result<Arm> {
    let mut keyword = None;
    let mut future = None;
    if input.peek(Ident::peek_any) && input.peek2(Token![=>]) {
        let word = input.call(Ident::parse_any)?;
        if !keywords.iter().any(|known| word == known) {
            return Err(syn::Error::new(
                word.span(),
                format!("expected {} or `PATTERN = FUTURE`", keywords.join(", ")),
            ));
        }
        keyword = Some(word);
    } else {
        future = Some(self::future(input)?);
    }
    let arrow = input.parse()?;
    let block = input.peek(token::Brace);
    let handler = if block {
        Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block: input.parse()? })
    } else {
        input.parse()?
    };
    let comma = if block || input.is_empty() { input.parse()? } else { Some(input.parse()?) };
    Ok(Arm { keyword, future, arrow, handler, comma })
}

fn future(input: ParseStream) -> syn::Result<Future> {
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let eq = input.parse()?;
    let value = input.parse()?;
    let condition = if input.peek(Token![,]) {
        Some((input.parse()?, input.parse()?, input.parse()?))
    } else {
        None
    };
    Ok(Future { pat, eq, value, condition })
}

impl ToTokens for Select {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.biased.to_tokens(tokens);
        for Arm { keyword, future, arrow, handler, comma } in &self.arms {
            let future = future.as_ref().map(|Future { pat, eq, value, condition }| {
                let condition = condition
                    .as_ref()
                    .map(|(comma, if_token, expr)| quote!(#comma #if_token #expr));
                quote!(#pat #eq #value #condition)
            });
            tokens.extend(quote!(#keyword #future #arrow #handler #comma));
        }
    }
}
