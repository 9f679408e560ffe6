//! The frame of a program: its `main`, and what is no part of what is shown.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AttrStyle, Attribute, Block, Expr, ExprLit, ImplItem, Item, ItemFn, ItemImpl, Lit, Meta,
    MetaNameValue, Stmt, Token, parse_quote_spanned,
};

use crate::MarkupError;
use crate::blocking::{Imports, Plan};
use crate::source::{Source, range_of};

/// Names that the generated items take.
const TAKEN: [&str; 2] = ["__PROGRAM_PACKED", "__program_main"];

/// The runtime that a program asks for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Flavor {
    /// Which kind of runtime.
    pub scheduler: Scheduler,
    /// `worker_threads`, if it says so.
    pub worker_threads: Option<u32>,
    /// Whether the clock starts paused.
    pub start_paused: bool,
    /// What the runtime is called, if it says so.
    pub name: Option<String>,
}

/// The kind of runtime that `#[tokio::main]` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scheduler {
    /// Everything on the thread of `main`.
    CurrentThread,
    /// Likewise, with tasks that need not be `Send`.
    Local,
    /// A pool of workers: what `#[tokio::main]` means without options.
    #[default]
    MultiThread,
    /// `main` is not async: the program builds its runtime itself, or has none.
    Own,
}

/// The call that starts the program.
pub(crate) fn start(flavor: &Flavor, plan: &Plan) -> TokenStream {
    match flavor.scheduler {
        Scheduler::Own if plan.has_main() => quote!(blocking_main(__blocking_main())),
        Scheduler::Own => quote!(sync_main(|| main())),
        Scheduler::Local => main_on_runtime(flavor),
        _ if flavor.name.is_some() || flavor.start_paused => main_on_runtime(flavor),
        Scheduler::MultiThread if plan.options.blocking => {
            let workers = Literal::u32_unsuffixed(flavor.worker_threads.unwrap_or(0));
            quote!(main_on_workers(#workers, main()))
        }
        Scheduler::MultiThread | Scheduler::CurrentThread => quote!(main(main())),
    }
}

fn main_on_runtime(flavor: &Flavor) -> TokenStream {
    let builder = builder(flavor, Span::call_site());
    let local = matches!(flavor.scheduler, Scheduler::Local);
    quote!(main_on_runtime(#builder, #local, main()))
}

/// What makes the runtime, as if it stood at `span`.
fn builder(flavor: &Flavor, span: Span) -> TokenStream {
    let new = match flavor.scheduler {
        Scheduler::MultiThread => quote_spanned!(span=> new_multi_thread),
        _ => quote_spanned!(span=> new_current_thread),
    };
    let workers = flavor.worker_threads.map(Literal::u32_unsuffixed);
    let workers = workers.map(|workers| quote_spanned!(span=> .worker_threads(#workers)));
    let name = flavor.name.as_ref().map(|name| quote_spanned!(span=> .name(#name)));
    let paused = flavor.start_paused.then(|| quote_spanned!(span=> .start_paused(true)));
    quote_spanned!(span=> ::tokio::runtime::Builder::#new().enable_all() #workers #name #paused)
}

/// Takes off what the module cannot have (inner attributes, tests, `#[tokio::main]`) and finds `main`.
pub(crate) fn strip(tree: &mut syn::File, source: &mut Source) -> Result<Flavor, MarkupError> {
    tree.attrs.clear();
    let mut tests = Tests { source, error: None };
    tests.items(&mut tree.items);
    tests.visit_file_mut(tree);
    if let Some(error) = tests.error {
        return Err(error);
    }
    let imports = Imports::of(tree);
    let flavor = find_main(tree, source, &imports)?;
    let mut entries = Entries { source, imports: &imports, error: None };
    entries.visit_file_mut(tree);
    entries.error.map_or(Ok(flavor), Err)
}

fn find_main(
    tree: &mut syn::File,
    source: &Source,
    imports: &Imports,
) -> Result<Flavor, MarkupError> {
    if let Some((name, taken)) = tree.items.iter().find_map(taken) {
        return Err(source.error_in(
            taken,
            format!("{name} is a name that the marked-up program takes for itself"),
        ));
    }
    let main = tree.items.iter_mut().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "main" => Some(function),
        _ => None,
    });
    match main {
        Some(main) => entry(main, source, imports),
        None => Err(source.error_in(0..0, "there is no `fn main` in this program")),
    }
}

fn taken(item: &Item) -> Option<(String, std::ops::Range<usize>)> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        _ => return None,
    };
    TAKEN.iter().any(|name| ident == name).then(|| (ident.to_string(), range_of(ident)))
}

fn entry(main: &mut ItemFn, source: &Source, imports: &Imports) -> Result<Flavor, MarkupError> {
    let attribute =
        main.attrs.iter().position(|it| is_tokio_main(it, imports)).map(|at| main.attrs.remove(at));
    let is_async = main.sig.asyncness.is_some();
    match attribute {
        Some(attribute) if is_async => flavor(&attribute, source),
        Some(attribute) => {
            Err(source.error_at(&attribute, "#[tokio::main] needs an `async fn main`"))
        }
        None if is_async => {
            Err(source.error_at(&main.sig, "an `async fn main` needs #[tokio::main]"))
        }
        None => Ok(Flavor { scheduler: Scheduler::Own, ..Flavor::default() }),
    }
}

/// `#[tokio::main]`, which may have been imported, and under another name.
fn is_tokio_main(attribute: &Attribute, imports: &Imports) -> bool {
    let path = attribute.path();
    path.is_ident("main") || imports.resolve(path).is_some_and(|path| path == "tokio::main")
}

/// An attribute that makes a runtime: what only tokio's own macros can read.
pub(crate) fn is_tokio_attribute(attribute: &Attribute, imports: &Imports) -> bool {
    let path = attribute.path();
    is_tokio_main(attribute, imports)
        || path.segments.len() == 2 && path.segments[1].ident == "test"
}

fn flavor(attribute: &Attribute, source: &Source) -> Result<Flavor, MarkupError> {
    let mut flavor = Flavor::default();
    if matches!(attribute.meta, Meta::Path(_)) {
        return Ok(flavor);
    }
    let options = attribute
        .parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)
        .map_err(|error| source.syntax_error(&error, range_of(attribute), "#[tokio::main]"))?;
    for option in options {
        let lit = match &option.value {
            Expr::Lit(ExprLit { lit, .. }) => Some(lit),
            _ => None,
        };
        let name = option.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match (name.as_str(), lit) {
            ("flavor", Some(Lit::Str(kind))) if kind.value() == "current_thread" => {
                flavor.scheduler = Scheduler::CurrentThread;
            }
            ("flavor", Some(Lit::Str(kind))) if kind.value() == "local" => {
                flavor.scheduler = Scheduler::Local;
            }
            ("flavor", Some(Lit::Str(kind))) if kind.value() == "multi_thread" => {}
            ("name", Some(Lit::Str(name))) => flavor.name = Some(name.value()),
            ("worker_threads", Some(Lit::Int(count))) => {
                flavor.worker_threads = count.base10_parse().ok()
            }
            ("start_paused", Some(Lit::Bool(paused))) => flavor.start_paused = paused.value(),
            _ => {
                return Err(source.error_at(
                    &option,
                    "#[tokio::main] can have a flavor of current_thread, local or multi_thread, \
                     worker_threads, start_paused and a name here",
                ));
            }
        }
    }
    Ok(flavor)
}

/// Drops tests wherever items stand, and forgets their comments.
struct Tests<'a, 'b> {
    source: &'a mut Source<'b>,
    error: Option<MarkupError>,
}

impl Tests<'_, '_> {
    fn items(&mut self, items: &mut Vec<Item>) {
        items.retain(|item| self.keep(item, attributes(item)));
    }

    fn keep(&mut self, node: &impl quote::ToTokens, attributes: &[Attribute]) -> bool {
        let test = attributes.iter().any(is_test);
        if test {
            self.source.forget(&node.span().byte_range());
        }
        !test
    }
}

impl VisitMut for Tests<'_, '_> {
    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        item.attrs.retain(|attribute| matches!(attribute.style, AttrStyle::Outer));
        match &mut item.content {
            Some((_, items)) => self.items(items),
            None => {
                let reason = "a program is one file: this module needs a body";
                self.error.get_or_insert(self.source.error_at(&*item, reason));
            }
        }
        visit_mut::visit_item_mod_mut(self, item);
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        item.items.retain(|item| match item {
            ImplItem::Fn(function) => self.keep(function, &function.attrs),
            _ => true,
        });
        visit_mut::visit_item_impl_mut(self, item);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| match stmt {
            Stmt::Item(item) => self.keep(item, attributes(item)),
            _ => true,
        });
        visit_mut::visit_block_mut(self, block);
    }
}

/// Functions besides `main` that have a runtime of their own: `#[tokio::main]` makes it and blocks.
struct Entries<'a, 'b> {
    source: &'a Source<'b>,
    imports: &'a Imports,
    error: Option<MarkupError>,
}

impl VisitMut for Entries<'_, '_> {
    fn visit_item_fn_mut(&mut self, item: &mut ItemFn) {
        if let Some(at) = item.attrs.iter().position(|it| is_tokio_main(it, self.imports)) {
            match flavor(&item.attrs.remove(at), self.source) {
                Ok(flavor) => block(item, &flavor),
                Err(error) => {
                    self.error.get_or_insert(error);
                }
            }
        }
        visit_mut::visit_item_fn_mut(self, item);
    }
}

/// An async function runs its body on a runtime that it makes; its name is where it does.
fn block(item: &mut ItemFn, flavor: &Flavor) {
    let span = item.sig.ident.span();
    let (builder, body) = (builder(flavor, span), &item.block);
    let build = match flavor.scheduler {
        Scheduler::Local => {
            quote_spanned!(span=> build_local(::core::default::Default::default()))
        }
        _ => quote_spanned!(span=> build()),
    };
    item.sig.asyncness = None;
    item.block = parse_quote_spanned!(span=> {
        #builder.#build.expect("Failed building the Runtime").block_on(async #body)
    });
}

/// `#[test]`, `#[tokio::test]` (with options), `#[cfg(test)]`.
fn is_test(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last();
    if last.is_some_and(|segment| segment.ident == "test") {
        return true;
    }
    matches!(&attribute.meta, Meta::List(list) if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
