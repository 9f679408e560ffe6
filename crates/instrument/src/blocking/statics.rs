//! Statics whose values change: a page runs a program many times, a process once.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprConst, File, GenericArgument, ImplItemConst, ImplItemFn, ItemConst, ItemEnum, ItemFn,
    ItemStatic, ItemStruct, Path, PathArguments, StaticMutability, Type, parse_quote,
};

use super::Context;
use crate::rewrite::Rewriter;

/// Types that hold nothing that changes behind a shared reference, if their parameters do not.
const PLAIN: [&str; 25] = [
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "bool",
    "char",
    "str",
    "String",
    "Duration",
    "Option",
    "Result",
    "Vec",
    "Box",
    "Cow",
    "PhantomData",
];

/// The names of the statics whose values are made anew for each run: those that can change and that no
/// constant needs.
pub(crate) fn per_run(tree: &File) -> HashSet<String> {
    let mut statics = Statics::default();
    statics.visit_file(tree);
    let mut changing: HashSet<String> = HashSet::new();
    let mut plain = Vec::new();
    for item in &statics.items {
        let is_mut = !matches!(item.mutability, StaticMutability::None);
        if is_mut || is_plain(&item.ty, &statics, &mut Vec::new()) {
            plain.push(item.ident.to_string());
            idents(item.expr.to_token_stream(), &mut plain);
        } else {
            changing.insert(item.ident.to_string());
        }
    }
    changing.retain(|name| !statics.fixed.contains(name) && !plain.contains(name));
    changing
}

#[derive(Default)]
struct Statics<'ast> {
    items: Vec<&'ast ItemStatic>,
    structs: Vec<&'ast ItemStruct>,
    enums: Vec<&'ast ItemEnum>,
    /// Names that have to stay as they are.
    fixed: Vec<String>,
}

impl Statics<'_> {
    /// What a constant names cannot be made when the program runs.
    fn fix(&mut self, constant: &impl ToTokens) {
        idents(constant.to_token_stream(), &mut self.fixed);
    }
}

impl<'ast> Visit<'ast> for Statics<'ast> {
    fn visit_item_static(&mut self, item: &'ast ItemStatic) {
        self.items.push(item);
        visit::visit_item_static(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast ItemConst) {
        self.fixed.push(item.ident.to_string());
        self.fix(&item.expr);
        visit::visit_item_const(self, item);
    }

    fn visit_impl_item_const(&mut self, item: &'ast ImplItemConst) {
        self.fix(&item.expr);
        visit::visit_impl_item_const(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if item.sig.constness.is_some() {
            self.fix(&item.block);
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if item.sig.constness.is_some() {
            self.fix(&item.block);
        }
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr_const(&mut self, expr: &'ast ExprConst) {
        self.fix(&expr.block);
        visit::visit_expr_const(self, expr);
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.structs.push(item);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.enums.push(item);
    }
}

fn idents(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident.to_string()),
            TokenTree::Group(group) => idents(group.stream(), found),
            _ => {}
        }
    }
}

/// Whether no value of the type changes while it is shared. `around` are the types that are being
/// looked at.
fn is_plain(ty: &Type, statics: &Statics, around: &mut Vec<String>) -> bool {
    match ty {
        Type::Path(path) => is_plain_path(&path.path, statics, around),
        Type::Array(array) => is_plain(&array.elem, statics, around),
        Type::Slice(slice) => is_plain(&slice.elem, statics, around),
        Type::Paren(paren) => is_plain(&paren.elem, statics, around),
        Type::Tuple(tuple) => tuple.elems.iter().all(|ty| is_plain(ty, statics, around)),
        // What a static refers to cannot be made by a closure.
        Type::Reference(_) | Type::Ptr(_) | Type::Never(_) | Type::FnPtr(_) => true,
        _ => false,
    }
}

fn is_plain_path(path: &Path, statics: &Statics, around: &mut Vec<String>) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let name = last.ident.to_string();
    let parameters = match &last.arguments {
        PathArguments::AngleBracketed(inner) => inner.args.iter().all(|argument| match argument {
            GenericArgument::Type(ty) => is_plain(ty, statics, around),
            _ => true,
        }),
        _ => true,
    };
    if PLAIN.contains(&name.as_str()) || around.contains(&name) {
        return parameters;
    }
    let structs = statics.structs.iter().filter(|item| item.ident == name);
    let enums = statics.enums.iter().filter(|item| item.ident == name);
    let variants = enums.clone().flat_map(|item| &item.variants);
    let fields: Vec<_> = structs
        .clone()
        .flat_map(|item| &item.fields)
        .chain(variants.flat_map(|variant| &variant.fields))
        .collect();
    if structs.count() + enums.count() != 1 {
        return false;
    }
    around.push(name);
    let plain = fields.iter().all(|field| is_plain(&field.ty, statics, around));
    around.pop();
    parameters && plain
}

impl Rewriter<'_> {
    /// `static NAME: T = INIT;` becomes a `PerRun<T>` of `|| INIT`.
    pub(crate) fn per_run_static(&mut self, item: &mut ItemStatic) {
        let constant = self.constant.take();
        self.within(Context::Sync, |this| syn::visit_mut::visit_item_static_mut(this, item));
        self.constant = constant;
        let ItemStatic { ty, expr, .. } = item;
        *expr = parse_quote!(::tokio::__rt::PerRun::new(|| #expr));
        *ty = parse_quote!(::tokio::__rt::PerRun<#ty>);
    }

    /// What reads the static that `path` names, if its value is made anew for each run.
    pub(crate) fn read_static(&self, path: &Path) -> Option<Expr> {
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let (name, of) = names.split_last()?;
        let own = match of {
            [] => true,
            [first, ..] => self.facts.is_own_scope(first) && !self.facts.is_own_type(of.last()?),
        };
        (own && self.facts.per_run.contains(name)).then(|| parse_quote!((*#path)))
    }
}
