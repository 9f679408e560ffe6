//! What must be known of the whole file before any line of it is rewritten.

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprCall, ImplItemFn, ItemEnum, ItemFn, ItemImpl, ItemMacro, ItemMod, ItemStruct,
    ItemTrait, ItemUse, Path, Signature, TraitItemFn, Type, UseTree,
};

use crate::Options;
use crate::blocking::{self, Imports, Items};

/// Methods that the standard library, tokio or futures have too. A program's own async method of such a
/// name is only recognized on `self`.
pub(crate) const LIBRARY_METHODS: [&str; 29] = [
    "accept", "acquire", "call", "changed", "clone", "close", "connect", "flush", "get", "insert",
    "join", "lock", "next", "notified", "poll", "push", "read", "ready", "recv", "remove", "send",
    "shutdown", "spawn", "take", "tick", "update", "wait", "write", "map",
];

/// Whether the functions of one name are async.
#[derive(Default)]
struct Asyncness {
    some: bool,
    not_all: bool,
}

impl Asyncness {
    fn all(this: Option<&Self>) -> bool {
        this.is_some_and(|this| this.some && !this.not_all)
    }
}

/// Names that the file defines.
#[derive(Default)]
pub(crate) struct Facts {
    functions: HashMap<String, Asyncness>,
    methods: HashMap<String, Asyncness>,
    /// Modules and types: what a path to an own function can begin with.
    scopes: HashSet<String>,
    pub(crate) modules: HashSet<String>,
    /// Macros by `macro_rules!`.
    pub(crate) macros: HashSet<String>,
    /// Names under which `select!` of futures is imported.
    pub(crate) futures_select: HashSet<String>,
    pub(crate) imports: Imports,
    pub(crate) items: Items,
    /// Whether the file catches panics or has a hook for them: they have to unwind then.
    pub(crate) catches_panics: bool,
    /// Statics whose values are made anew for each run.
    pub(crate) per_run: HashSet<String>,
}

impl Facts {
    pub(crate) fn of(tree: &syn::File, options: &Options) -> Self {
        let imports = Imports::of(tree);
        let items = Items::of(tree);
        let per_run = if options.blocking { blocking::per_run(tree) } else { HashSet::default() };
        let mut facts = Facts { imports, items, per_run, ..Facts::default() };
        facts.visit_file(tree);
        facts.catches_panics = sees_panics(tree.to_token_stream());
        facts
    }

    /// Whether the file has a function of that name that belongs to no type.
    pub(crate) fn has_function(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// Whether the file has a method of that name.
    pub(crate) fn has_method(&self, name: &str) -> bool {
        self.methods.contains_key(name)
    }

    /// Whether a path that begins so leads to an item of this file.
    pub(crate) fn is_own_scope(&self, first: &str) -> bool {
        ["self", "super", "crate", "Self"].contains(&first) || self.scopes.contains(first)
    }

    /// Whether a segment of a path names a type of this file.
    pub(crate) fn is_own_type(&self, name: &str) -> bool {
        name == "Self" || self.scopes.contains(name) && !self.modules.contains(name)
    }

    /// Whether a path in full leads to an item of this file.
    pub(crate) fn is_own_path(&self, path: &str) -> bool {
        self.is_own_scope(path.split("::").next().unwrap_or(path))
    }

    /// The name of the async function of this file that `expr` calls, if it does.
    pub(crate) fn async_call(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Call(ExprCall { func, .. }) => match &**func {
                Expr::Path(path) if path.qself.is_none() => self.async_path(&path.path),
                _ => None,
            },
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let own = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
                let clear = own || !LIBRARY_METHODS.contains(&name.as_str());
                (clear && Asyncness::all(self.methods.get(&name))).then_some(name)
            }
            _ => None,
        }
    }

    fn async_path(&self, path: &Path) -> Option<String> {
        let name = path.segments.last()?.ident.to_string();
        if path.segments.len() == 1 {
            return Asyncness::all(self.functions.get(&name)).then_some(name);
        }
        let own = self.is_own_scope(&path.segments[0].ident.to_string());
        let (function, method) = (self.functions.get(&name), self.methods.get(&name));
        let all = [function, method].into_iter().flatten().all(|a| Asyncness::all(Some(a)));
        (own && all && (function.is_some() || method.is_some())).then_some(name)
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        note(&mut self.functions, &item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        note(&mut self.methods, &item.sig);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        note(&mut self.methods, &item.sig);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.scopes.insert(item.ident.to_string());
        self.modules.insert(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.scopes.insert(item.ident.to_string());
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.scopes.insert(item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.scopes.insert(item.ident.to_string());
        visit::visit_item_trait(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        self.scopes.extend(type_name(&item.self_ty));
        visit::visit_item_impl(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        self.macros.extend(item.ident.as_ref().map(ToString::to_string));
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        imports(&item.tree, false, &mut self.futures_select);
    }
}

/// Whether the file catches panics, or has a hook for them. Found by tokens, so that macros count too.
fn sees_panics(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match &tree {
        TokenTree::Group(group) => sees_panics(group.stream()),
        TokenTree::Ident(ident) => ident == "set_hook" || ident == "catch_unwind",
        _ => false,
    })
}

fn note(names: &mut HashMap<String, Asyncness>, sig: &Signature) {
    let entry = names.entry(sig.ident.to_string()).or_default();
    entry.some |= sig.asyncness.is_some();
    entry.not_all |= sig.asyncness.is_none();
}

/// The last segment of a type's path.
pub(crate) fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Paren(inner) => type_name(&inner.elem),
        _ => None,
    }
}

/// Whether a path's first segment names one of the futures crates.
pub(crate) fn is_futures(first: &str) -> bool {
    ["futures", "futures_util", "futures_lite"].contains(&first)
}

fn imports(tree: &UseTree, futures: bool, found: &mut HashSet<String>) {
    match tree {
        UseTree::Path(path) => {
            imports(&path.tree, futures || is_futures(&path.ident.to_string()), found)
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, futures, found)),
        UseTree::Name(name) if futures && is_select(&name.ident.to_string()) => {
            found.insert(name.ident.to_string());
        }
        UseTree::Rename(rename) if futures && is_select(&rename.ident.to_string()) => {
            found.insert(rename.rename.to_string());
        }
        _ => {}
    }
}

fn is_select(name: &str) -> bool {
    ["select", "select_biased"].contains(&name)
}

/// Variables of a function body that get another future later, or whose size is taken: a wrapper
/// around the first would be seen. Found by tokens, so that macros count too.
pub(crate) fn exposed(block: &Block) -> HashSet<String> {
    let mut names = HashSet::new();
    scan(block.to_token_stream(), &mut names);
    names
}

fn scan(tokens: TokenStream, names: &mut HashSet<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, text: &str| trees.get(at).is_some_and(|tree| matches(tree, text));
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => scan(group.stream(), names),
            TokenTree::Ident(name) if name == "size_of_val" => {
                if let Some(TokenTree::Group(argument)) = trees.get(at + 1) {
                    names.extend(argument.stream().into_iter().last().map(|last| last.to_string()));
                }
            }
            TokenTree::Ident(name) => {
                let set = is(at + 1, ".")
                    && (is(at + 2, "set") || is(at + 2, "as_mut") && is(at + 5, "set"));
                let bound = at > 0 && (is(at - 1, "let") || is(at - 1, "mut") || is(at - 1, "."));
                let assigned = is(at + 1, "=") && !is(at + 2, "=") && !is(at + 2, ">") && !bound;
                if set || assigned {
                    names.insert(name.to_string());
                }
            }
            _ => {}
        }
    }
}

fn matches(tree: &TokenTree, text: &str) -> bool {
    match tree {
        TokenTree::Ident(ident) => ident == text,
        TokenTree::Punct(punct) => text.starts_with(punct.as_char()) && text.len() == 1,
        _ => false,
    }
}
