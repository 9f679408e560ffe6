//! Which functions get twins.
//!
//! Found by trying: all functions are walked as twins until no walk inserts an await that the one before
//! did not.

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;
use syn::{
    Block, File, Ident, ImplItemFn, ItemFn, ItemImpl, ItemStatic, ItemTrait, Macro, Signature,
    TraitItemFn,
};

use crate::Options;
use crate::facts;
use crate::names;
use crate::rewrite::Rewriter;

/// A function's name, and that of the type or trait that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Callable {
    pub(super) of: Option<String>,
    pub(super) name: String,
}

impl Callable {
    pub(crate) fn new(of: Option<&str>, name: &Ident) -> Self {
        Callable { of: of.map(str::to_owned), name: name.to_string() }
    }
}

/// What is rewritten, and which functions get twins.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) options: Options,
    /// Functions whose calls become calls of their twins.
    pub(super) twins: HashSet<Callable>,
    /// Functions whose twins are written.
    pub(super) written: HashSet<Callable>,
}

impl Plan {
    /// Whether `main` is written as a twin.
    pub(crate) fn has_main(&self) -> bool {
        self.written.iter().any(is_main)
    }
}

fn is_main(callable: &Callable) -> bool {
    callable.of.is_none() && callable.name == "main"
}

/// Finds the functions of `tree` that need twins; `scout` walks it as planned.
pub(crate) fn plan(tree: &File, options: Options, scout: impl Fn(&Plan) -> Scouted) -> Plan {
    let mut plan = Plan { options, ..Plan::default() };
    if !options.blocking {
        return plan;
    }
    plan.written = Able::of(tree);
    loop {
        let Scouted { suspending, calls } = scout(&plan);
        if suspending == plan.twins {
            plan.written = reachable(&suspending, &calls);
            return plan;
        }
        plan.twins = suspending;
    }
}

/// What a walk finds out.
pub(crate) struct Scouted {
    suspending: HashSet<Callable>,
    calls: HashMap<Option<Callable>, HashSet<Callable>>,
}

/// What is called from code that waits, directly or through twins.
fn reachable(
    twins: &HashSet<Callable>,
    calls: &HashMap<Option<Callable>, HashSet<Callable>>,
) -> HashSet<Callable> {
    let mut found: HashSet<Callable> = twins.iter().filter(|twin| is_main(twin)).cloned().collect();
    let mut open: Vec<Option<Callable>> = found.iter().cloned().map(Some).collect();
    open.push(None);
    while let Some(caller) = open.pop() {
        for callee in calls.get(&caller).into_iter().flatten() {
            if found.insert(callee.clone()) {
                open.push(Some(callee.clone()));
            }
        }
    }
    found
}

/// The names whose functions can all have twins.
#[derive(Default)]
struct Able {
    names: HashMap<Callable, bool>,
    /// The type or trait around.
    owner: Option<String>,
    in_trait: bool,
}

impl Able {
    fn of(tree: &File) -> HashSet<Callable> {
        let mut able = Able::default();
        able.visit_file(tree);
        able.names.into_iter().filter(|(_, able)| *able).map(|(callable, _)| callable).collect()
    }

    fn note(&mut self, associated: bool, sig: &Signature, block: &Block) {
        let of = self.owner.as_deref().filter(|_| associated);
        let callable = Callable::new(of, &sig.ident);
        let able = sig.asyncness.is_none()
            && sig.constness.is_none()
            && sig.abi.is_none()
            && !(associated && self.in_trait)
            // Of `main` only one is ever called.
            && (is_main(&callable) || !has_static(block));
        *self.names.entry(callable).or_insert(true) &= able;
    }
}

impl<'ast> Visit<'ast> for Able {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.note(false, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.note(true, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.names.insert(Callable::new(self.owner.as_deref(), &item.sig.ident), false);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let in_trait = std::mem::replace(&mut self.in_trait, item.trait_.is_some());
        let owner = std::mem::replace(&mut self.owner, facts::type_name(&item.self_ty));
        visit::visit_item_impl(self, item);
        (self.in_trait, self.owner) = (in_trait, owner);
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        let in_trait = std::mem::replace(&mut self.in_trait, true);
        let owner = self.owner.replace(item.ident.to_string());
        visit::visit_item_trait(self, item);
        (self.in_trait, self.owner) = (in_trait, owner);
    }
}

/// Whether a function holds a value between calls: its twin would have another.
fn has_static(block: &Block) -> bool {
    struct Found(bool);
    impl<'ast> Visit<'ast> for Found {
        fn visit_item_static(&mut self, _: &'ast ItemStatic) {
            self.0 = true;
        }

        fn visit_macro(&mut self, mac: &'ast Macro) {
            let name = names::last(&mac.path);
            self.0 |= ["thread_local", "task_local"].contains(&name.as_str());
        }
    }
    let mut found = Found(false);
    found.visit_block(block);
    found.0
}

impl Rewriter<'_> {
    /// Walks the tree to find out what `plan` asks.
    pub(crate) fn scout(mut self, tree: &File) -> Scouted {
        self.visit_file_mut(&mut tree.clone());
        Scouted { suspending: self.walk.suspending, calls: self.walk.calls }
    }
}
