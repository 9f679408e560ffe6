//! `std::…` becomes `::tokio::__rt::std::…`: the facade's own, with what the browser lacks replaced.

use proc_macro2::Span;
use syn::{Ident, ItemUse, Path, PathSegment, QSelf, Token, UsePath, UseTree};

use crate::MarkupError;
use crate::source::Source;

/// How many segments go in front of `std`.
const ADDED: usize = 2;

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

pub(crate) fn is_std(path: &Path) -> bool {
    path.segments.len() > 1 && path.segments[0].ident == "std"
}

/// Redirects a path in an expression, a type, a pattern or a macro call.
pub(crate) fn redirect(path: &mut Path) {
    if is_std(path) {
        let mut segments: Vec<PathSegment> = vec![ident("tokio").into(), ident("__rt").into()];
        segments.extend(std::mem::take(&mut path.segments));
        *path = Path {
            leading_colon: Some(<Token![::]>::default()),
            segments: segments.into_iter().collect(),
        };
    }
}

/// Keeps `<T as std::…::Trait>::Item` right: how many segments are the trait's is about to change.
pub(crate) fn shift(qself: &mut Option<QSelf>, path: &Path) {
    if let Some(qself) = qself
        && qself.position > 0
        && is_std(path)
    {
        qself.position += ADDED;
    }
}

/// Redirects what a `use` takes from `std`.
pub(crate) fn redirect_use(item: &mut ItemUse, source: &Source) -> Result<(), MarkupError> {
    if matches!(&item.tree, UseTree::Path(path) if path.ident == "std") {
        // Absolute, so that no item of the program called `tokio` comes between.
        item.leading_colon = Some(<Token![::]>::default());
    }
    tree(&mut item.tree, source)
}

fn tree(tree: &mut UseTree, source: &Source) -> Result<(), MarkupError> {
    match tree {
        UseTree::Path(path) if path.ident == "std" => {
            let inner =
                std::mem::replace(tree, UseTree::Name(syn::UseName { ident: ident("std") }));
            *tree = under("tokio", under("__rt", inner));
            Ok(())
        }
        UseTree::Group(group) => {
            group.items.iter_mut().try_for_each(|item| self::tree(item, source))
        }
        UseTree::Name(name) if name.ident == "std" => whole(name, source),
        UseTree::Rename(rename) if rename.ident == "std" => whole(rename, source),
        _ => Ok(()),
    }
}

fn under(name: &str, tree: UseTree) -> UseTree {
    UseTree::Path(UsePath {
        ident: ident(name),
        colon2_token: <Token![::]>::default(),
        tree: Box::new(tree),
    })
}

fn whole(node: &impl quote::ToTokens, source: &Source) -> Result<(), MarkupError> {
    Err(source
        .error_at(node, "importing `std` itself is not understood: import what is needed of it"))
}
