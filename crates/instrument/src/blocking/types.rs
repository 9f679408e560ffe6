//! Which types of the standard library variables and fields hold, as far as the text says: a method's
//! name alone does not tell `std`'s channel from tokio's.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprCall, Field, GenericArgument, Ident, Item, ItemStruct, Local, Member, Pat,
    PatType, Path, PathArguments, Signature, Type,
};

use super::imports::Imports;
use crate::facts::Facts;
use crate::source::range_of;

/// What lends all methods of its content.
const POINTERS: [&str; 3] = ["Arc", "Rc", "Box"];

/// Methods that give what they are called on, or another of its kind.
const SAME: [&str; 6] = ["as_ref", "clone", "expect", "name", "stack_size", "unwrap"];

/// The path of a type in full; `None` if the text does not tell.
type Known = Option<String>;

/// The types of the fields of all structs, by name; `None` for a name with several.
#[derive(Default)]
pub(crate) struct Fields(HashMap<String, Known>);

impl Fields {
    pub(crate) fn of(tree: &syn::File, imports: &Imports) -> Self {
        let mut finder = FieldFinder { imports, fields: Fields::default() };
        finder.visit_file(tree);
        finder.fields
    }
}

struct FieldFinder<'a> {
    imports: &'a Imports,
    fields: Fields,
}

impl<'ast> Visit<'ast> for FieldFinder<'_> {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        for Field { ident, ty, .. } in &item.fields {
            let Some(ident) = ident else { continue };
            let of = named(ty, self.imports);
            let known = self.fields.0.entry(ident.to_string()).or_insert_with(|| of.clone());
            if *known != of {
                *known = None;
            }
        }
    }
}

/// The types of a function's parameters and variables: of each name what it is bound to, and where, in
/// order.
#[derive(Default)]
pub(crate) struct Variables(HashMap<String, Vec<(usize, Known)>>);

impl Variables {
    pub(crate) fn of(sig: &Signature, block: &Block, facts: &Facts) -> Self {
        let mut finder = VariableFinder { facts, variables: Variables::default() };
        finder.visit_signature(sig);
        finder.visit_block(block);
        finder.variables
    }

    fn note(&mut self, name: &Ident, of: Known) {
        self.0.entry(name.to_string()).or_default().push((range_of(name).start, of));
    }

    /// What a variable holds where it is named so.
    fn get(&self, name: &Ident) -> Known {
        let at = range_of(name).start;
        let bound = self.0.get(&name.to_string())?;
        bound.iter().rev().find(|(start, _)| *start < at)?.1.clone()
    }

    /// The type of an expression as written, without references and pointers around it.
    pub(crate) fn type_of(&self, expr: &Expr, facts: &Facts) -> Known {
        match expr {
            Expr::Path(path) => self.get(path.path.get_ident()?),
            Expr::Field(field) => match &field.member {
                Member::Named(name) => facts.fields.0.get(&name.to_string())?.clone(),
                Member::Unnamed(_) => None,
            },
            Expr::Reference(inner) => self.type_of(&inner.expr, facts),
            Expr::Paren(inner) => self.type_of(&inner.expr, facts),
            Expr::Unary(inner) => self.type_of(&inner.expr, facts),
            Expr::MethodCall(call) if call.method == "spawn" => {
                let builder = self.type_of(&call.receiver, facts)? == "std::thread::Builder";
                builder.then(|| "std::thread::JoinHandle".to_owned())
            }
            Expr::MethodCall(call) if SAME.iter().any(|name| call.method == name) => {
                self.type_of(&call.receiver, facts)
            }
            Expr::Call(call) => self.made_by(call, facts),
            _ => None,
        }
    }

    /// The type of what a function makes: its own, if it is one of a type.
    fn made_by(&self, call: &ExprCall, facts: &Facts) -> Known {
        let path = facts.imports.resolve(called(call)?)?;
        let (of, function) = path.rsplit_once("::")?;
        let pointer = POINTERS.contains(&of.rsplit("::").next().unwrap_or(of));
        match call.args.first() {
            _ if path == "std::thread::spawn" => Some("std::thread::JoinHandle".to_owned()),
            Some(content) if pointer && ["new", "clone"].contains(&function) => {
                self.type_of(content, facts)
            }
            _ => Some(of.to_owned()),
        }
    }
}

fn called(call: &ExprCall) -> Option<&Path> {
    match &*call.func {
        Expr::Path(func) => Some(&func.path),
        _ => None,
    }
}

/// The path of a type as written, without references and pointers around it.
fn named(ty: &Type, imports: &Imports) -> Known {
    let path = match ty {
        Type::Reference(reference) => return named(&reference.elem, imports),
        Type::Paren(paren) => return named(&paren.elem, imports),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    if let Some(ty) = imports.alias(path) {
        return named(ty, imports);
    }
    let last = path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(content)
            if POINTERS.iter().any(|name| last.ident == name) =>
        {
            content.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => named(ty, imports),
                _ => None,
            })
        }
        _ => imports.resolve(path),
    }
}

struct VariableFinder<'a> {
    facts: &'a Facts,
    variables: Variables,
}

impl VariableFinder<'_> {
    /// `let (tx, rx) = mpsc::channel();`: the two ends, whatever they are called.
    fn ends(&mut self, pat: &Pat, init: &Expr) {
        let (Pat::Tuple(pat), Expr::Call(call)) = (pat, init) else { return };
        let Some(path) = called(call).and_then(|path| self.facts.imports.resolve(path)) else {
            return;
        };
        let Some((module, function)) = path.rsplit_once("::") else { return };
        let sender = if function == "sync_channel" { "SyncSender" } else { "Sender" };
        for (pat, end) in pat.elems.iter().zip([sender, "Receiver"]) {
            if let Pat::Ident(variable) = pat {
                self.variables.note(&variable.ident, Some(format!("{module}::{end}")));
            }
        }
    }
}

impl<'ast> Visit<'ast> for VariableFinder<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        let Some(init) = &local.init else { return };
        match &local.pat {
            Pat::Ident(variable) => {
                let of = self.variables.type_of(&init.expr, self.facts);
                self.variables.note(&variable.ident, of);
            }
            Pat::Type(typed) => self.ends(&typed.pat, &init.expr),
            pat => self.ends(pat, &init.expr),
        }
    }

    fn visit_pat_type(&mut self, typed: &'ast PatType) {
        if let Pat::Ident(variable) = &*typed.pat {
            let of = named(&typed.ty, &self.facts.imports);
            self.variables.note(&variable.ident, of);
        }
        visit::visit_pat_type(self, typed);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
