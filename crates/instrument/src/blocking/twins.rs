//! Twins: the async versions of functions that block, each beside its original.

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{
    ExprMethodCall, Ident, ImplItem, Item, ItemFn, Path, Signature, Stmt, Token, UseTree,
    parse_quote,
};

use super::types::last;
use super::{Callable, Context};
use crate::facts::LIBRARY_METHODS;
use crate::rewrite::Rewriter;

/// Methods of the standard library besides [`LIBRARY_METHODS`]. A program's own method of such a name
/// is only recognized where the text tells the type.
const STD_METHODS: [&str; 32] = [
    "add", "as_ref", "as_str", "clear", "contains", "count", "drain", "elapsed", "entry", "extend",
    "filter", "find", "first", "fold", "id", "is_empty", "iter", "keys", "last", "len", "load",
    "max", "min", "name", "next", "parse", "pop", "replace", "reset", "set", "store", "swap",
];

/// What the twin of a function is called.
pub(crate) fn twin_name(name: &Ident) -> Ident {
    format_ident!("__blocking_{}", name, span = name.span())
}

/// Puts the twin in a path that names a function.
pub(super) fn name_twin(path: &mut Path) {
    if let Some(last) = path.segments.last_mut() {
        last.ident = twin_name(&last.ident);
    }
}

impl Rewriter<'_> {
    /// The function of this file that `path` names, if it has a twin.
    pub(super) fn twin_of_path(&self, path: &Path) -> Option<Callable> {
        if self.function.shadows.hide(path) {
            return None;
        }
        let resolved = self.facts.imports.resolve(path)?;
        let names: Vec<&str> = resolved.split("::").collect();
        let of = match names.as_slice() {
            [_] => None,
            [.., of, _] => {
                if !self.facts.is_own_scope(names[0]) {
                    return None;
                }
                let own = self.function.variables.owner().filter(|_| *of == "Self");
                self.facts.is_own_type(of).then(|| own.unwrap_or(of).to_owned())
            }
            [] => return None,
        };
        let callable = Callable { of, name: names.last()?.to_string() };
        self.plan.twins.contains(&callable).then_some(callable)
    }

    /// The methods of this file that `call` may call, if they have twins. Where the text does not tell
    /// the type, a name that is nobody else's has to do.
    pub(super) fn twins_of_method(&self, call: &ExprMethodCall) -> Vec<Callable> {
        let name = call.method.to_string();
        let of = self.function.variables.type_of(&call.receiver, self.facts);
        let owners = match &of {
            Some(of) if self.facts.is_own_path(of) => vec![last(of)],
            Some(_) => Vec::new(),
            None if LIBRARY_METHODS.contains(&name.as_str()) => Vec::new(),
            None if STD_METHODS.contains(&name.as_str()) => Vec::new(),
            None => self.facts.items.owners(&name, call.args.len()),
        };
        let callable = |of: &str| Callable { of: Some(of.to_owned()), name: name.clone() };
        let callees: Vec<Callable> = owners.into_iter().map(callable).collect();
        match callees.iter().all(|callee| self.plan.twins.contains(callee)) {
            true => callees,
            false => Vec::new(),
        }
    }

    /// Notes that the code here needs a twin.
    pub(super) fn calls_twin(&mut self, callee: Callable) {
        self.walk.calls.entry(self.walk.caller.clone()).or_default().insert(callee);
    }

    /// Notes that code of every kind needs a twin.
    pub(super) fn runs_twin(&mut self, callee: Callable) {
        self.walk.calls.entry(None).or_default().insert(callee);
    }

    /// Walks a function: as what it is, or as its twin.
    pub(crate) fn within_function(
        &mut self,
        callable: Callable,
        is_async: bool,
        walk: impl FnOnce(&mut Self),
    ) {
        if !std::mem::take(&mut self.walk.as_twin) {
            self.within(if is_async { Context::Async } else { Context::Sync }, walk);
        } else if self.called_by(Some(callable.clone()), Context::Twin, walk) {
            self.walk.suspending.insert(callable);
        }
    }

    /// The twin of a function; walked before the original, whose sites are among its own.
    fn twin<T: Clone>(
        &mut self,
        function: &T,
        of: Option<&str>,
        sig: impl Fn(&mut T) -> &mut Signature,
        walk: impl FnOnce(&mut Self, &mut T),
    ) -> Option<T> {
        let mut twin = function.clone();
        let name = sig(&mut twin).ident.clone();
        let callable = Callable::new(of, &name);
        if !self.plan.written.contains(&callable) {
            return None;
        }
        self.walk.as_twin = true;
        walk(self, &mut twin);
        let sig = sig(&mut twin);
        sig.asyncness = Some(<Token![async]>::default());
        sig.ident = twin_name(&name);
        Some(twin)
    }

    fn function_twin(&mut self, item: &Item) -> Option<Item> {
        let Item::Fn(function) = item else { return None };
        let walk = |this: &mut Self, twin: &mut ItemFn| this.visit_item_fn_mut(twin);
        self.twin(function, None, |twin| &mut twin.sig, walk).map(Item::Fn)
    }

    /// Walks items, with the twins of functions behind them.
    pub(crate) fn items(&mut self, items: &mut Vec<Item>) {
        for mut item in std::mem::take(items) {
            let twin = self.function_twin(&item);
            self.visit_item_mut(&mut item);
            items.push(item);
            items.extend(twin);
        }
    }

    /// Walks what an impl holds, likewise.
    pub(crate) fn impl_items(&mut self, items: &mut Vec<ImplItem>) {
        let of = self.owner.clone();
        for mut item in std::mem::take(items) {
            let twin = match &item {
                ImplItem::Fn(method) => self.twin(
                    method,
                    of.as_deref(),
                    |twin| &mut twin.sig,
                    |this, twin| this.visit_impl_item_fn_mut(twin),
                ),
                _ => None,
            };
            self.visit_impl_item_mut(&mut item);
            items.push(item);
            items.extend(twin.map(ImplItem::Fn));
        }
    }

    /// Walks the statements of a block, likewise.
    pub(crate) fn stmts(&mut self, stmts: &mut Vec<Stmt>) {
        for mut stmt in std::mem::take(stmts) {
            let twin = match &stmt {
                Stmt::Item(item) => self.function_twin(item),
                _ => None,
            };
            self.visit_stmt_mut(&mut stmt);
            stmts.push(stmt);
            stmts.extend(twin.map(Stmt::Item));
        }
    }

    /// Imports twins with what they are twins of.
    pub(crate) fn import_twins(&self, tree: &mut UseTree, inside: bool) {
        match tree {
            UseTree::Path(path) => {
                let inside = inside || self.facts.is_own_scope(&path.ident.to_string());
                self.import_twins(&mut path.tree, inside);
            }
            UseTree::Group(group) => {
                group.items.iter_mut().for_each(|tree| self.import_twins(tree, inside));
            }
            UseTree::Name(name) if inside && self.is_written(&name.ident) => {
                let (name, twin) = (&name.ident, twin_name(&name.ident));
                *tree = parse_quote!({ #name, #twin });
            }
            UseTree::Rename(rename) if inside && self.is_written(&rename.ident) => {
                let (name, alias) = (&rename.ident, &rename.rename);
                let (twin, twin_alias) = (twin_name(name), twin_name(alias));
                *tree = parse_quote!({ #name as #alias, #twin as #twin_alias });
            }
            _ => {}
        }
    }

    fn is_written(&self, name: &Ident) -> bool {
        self.plan.written.contains(&Callable::new(None, name))
    }
}
