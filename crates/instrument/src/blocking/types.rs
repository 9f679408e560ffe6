//! Which types expressions have, as far as the text says: a method's name alone does not tell `std`'s
//! channel from tokio's, nor the file's own queue from a `Vec`.

use std::collections::HashMap;
use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{
    Arm, Block, Expr, ExprCall, ExprClosure, ExprForLoop, ExprIf, ExprLet, ExprMethodCall,
    ExprWhile, GenericArgument, Ident, Item, Local, Member, Pat, PatIdent, PatType, Path,
    PathArguments, Signature, Type, parse_quote,
};

use super::items::{at_path, without_self};
use crate::facts::Facts;
use crate::source::range_of;

/// What lends all methods of its content.
const POINTERS: [&str; 3] = ["Arc", "Rc", "Box"];

/// What holds values of one type that are taken out one by one.
const COLLECTIONS: [&str; 3] = ["Vec", "VecDeque", "Option"];

/// Methods that give what they are called on, or another of its kind.
const SAME: [&str; 14] = [
    "as_deref",
    "as_mut",
    "as_ref",
    "by_ref",
    "clone",
    "drain",
    "into_iter",
    "iter",
    "iter_mut",
    "name",
    "rev",
    "stack_size",
    "take",
    "to_owned",
];

/// What holds a value or the reason why there is none.
const OUTCOMES: [&str; 2] = ["Option", "Result"];

/// Methods that give what is in one of [`OUTCOMES`].
const CONTENT: [&str; 4] = ["expect", "unwrap", "unwrap_or_default", "unwrap_or_else"];

/// What the text says of a type; `None` if nothing.
type Known = Option<Type>;

/// The types of a function's parameters and variables.
#[derive(Default)]
pub(crate) struct Variables {
    /// Of each name what it is bound to, in order.
    bound: HashMap<String, Vec<Bound>>,
    /// The type that `Self` is.
    owner: Option<String>,
}

/// What a name is bound to.
struct Bound {
    /// Where, and where its scope ends.
    scope: Range<usize>,
    of: Known,
}

impl Variables {
    pub(crate) fn of(sig: &Signature, block: &Block, owner: Option<&str>, facts: &Facts) -> Self {
        let variables = Variables { owner: owner.map(str::to_owned), ..Variables::default() };
        let end = range_of(block).end;
        let mut finder = VariableFinder { facts, variables, end };
        finder.visit_signature(sig);
        finder.visit_block(block);
        finder.variables
    }

    /// The type that `Self` is.
    pub(super) fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    fn note(&mut self, name: &Ident, of: Known, end: usize) {
        let scope = range_of(name).start..end;
        self.bound.entry(name.to_string()).or_default().push(Bound { scope, of });
    }

    /// What a variable holds where it is named so.
    fn get(&self, name: &Ident) -> Option<Known> {
        let at = range_of(name).start;
        let bound = self.bound.get(&name.to_string())?;
        let visible = bound.iter().rev().find(|bound| bound.scope.contains(&at))?;
        Some(visible.of.clone())
    }

    /// The path of an expression's type in full, without references and pointers around it.
    pub(crate) fn type_of(&self, expr: &Expr, facts: &Facts) -> Option<String> {
        named(&self.known(expr, facts)?, facts)
    }

    fn known(&self, expr: &Expr, facts: &Facts) -> Known {
        match expr {
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) if name == "self" => self.owner.as_ref().map(|owner| of_name(owner)),
                Some(name) => match self.get(name) {
                    Some(known) => known,
                    None => facts.items.value(&name.to_string()).cloned(),
                },
                None => facts.items.value(&path.path.segments.last()?.ident.to_string()).cloned(),
            },
            Expr::Field(field) => {
                let name = match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                };
                match self.type_of(&field.base, facts) {
                    Some(of) => facts.items.field(last(&of), &name).cloned(),
                    None => facts.items.any_field(&name).cloned(),
                }
            }
            Expr::Reference(inner) => self.known(&inner.expr, facts),
            Expr::Paren(inner) => self.known(&inner.expr, facts),
            Expr::Unary(inner) => self.known(&inner.expr, facts),
            Expr::Try(inner) => content(&self.known(&inner.expr, facts)?, &OUTCOMES),
            Expr::Index(inner) => content(&self.known(&inner.expr, facts)?, &COLLECTIONS),
            Expr::Macro(made) if made.mac.path.is_ident("vec") => Some(parse_quote!(Vec)),
            Expr::Struct(made) => Some(self.plain(at_path(made.path.clone()))),
            Expr::MethodCall(call) => self.given_by(call, facts),
            Expr::Call(call) => self.made_by(call, facts),
            _ => None,
        }
    }

    fn plain(&self, ty: Type) -> Type {
        without_self(ty, self.owner.as_deref())
    }

    fn given_by(&self, call: &ExprMethodCall, facts: &Facts) -> Known {
        let of = self.known(&call.receiver, facts)?;
        let path = named(&of, facts);
        let name = call.method.to_string();
        let own = path.as_ref().and_then(|path| facts.items.method(last(path), &name));
        match (own, name.as_str()) {
            (Some(shape), _) => Some(shape.output.clone()),
            (None, "spawn") if path.as_deref() == Some("std::thread::Builder") => {
                Some(parse_quote!(Result<std::thread::JoinHandle>))
            }
            (None, name) if CONTENT.contains(&name) => content(&of, &OUTCOMES),
            (None, name) => SAME.contains(&name).then_some(of),
        }
    }

    /// The type of what a function makes: what it says, or its own, if it is one of a type.
    fn made_by(&self, call: &ExprCall, facts: &Facts) -> Known {
        let written = self.plain(at_path(called(call)?.clone()));
        let Type::Path(written) = &written else { return None };
        let path = facts.imports.resolve(&written.path)?;
        if let Some(own) = own_output(&path, facts) {
            return Some(own);
        }
        let (of, function) = path.rsplit_once("::")?;
        let first = call.args.first();
        match (of, function, first) {
            ("std::thread", "spawn", _) => Some(parse_quote!(std::thread::JoinHandle)),
            (of, "new" | "clone", Some(first)) if POINTERS.contains(&last(of)) => {
                self.known(first, facts)
            }
            (of, "channel", _) => ends(of, "Sender", "Receiver"),
            (of, "sync_channel", _) => ends(of, "SyncSender", "Receiver"),
            (of, "unbounded_channel", _) => ends(of, "UnboundedSender", "UnboundedReceiver"),
            (of, _, _) => syn::parse_str(of).ok(),
        }
    }
}

/// What a function of this file returns.
fn own_output(path: &str, facts: &Facts) -> Known {
    let shape = match path.rsplit_once("::") {
        None => facts.items.function(path),
        Some((of, function)) => facts.items.method(last(of), function).or_else(|| {
            facts.modules.contains(last(of)).then(|| facts.items.function(function)).flatten()
        }),
    };
    shape.map(|shape| shape.output.clone())
}

/// The two ends of a channel of a module.
fn ends(module: &str, sender: &str, receiver: &str) -> Known {
    syn::parse_str(&format!("({module}::{sender}, {module}::{receiver})")).ok()
}

fn of_name(name: &str) -> Type {
    at_path(Path::from(Ident::new(name, proc_macro2::Span::call_site())))
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn called(call: &ExprCall) -> Option<&Path> {
    match &*call.func {
        Expr::Path(func) if func.qself.is_none() => Some(&func.path),
        _ => None,
    }
}

/// What is in a type that holds another, if it is one of `holders`.
fn content(of: &Type, holders: &[&str]) -> Known {
    let path = match of {
        Type::Reference(inner) => return content(&inner.elem, holders),
        Type::Paren(inner) => return content(&inner.elem, holders),
        Type::Array(inner) => return Some((*inner.elem).clone()),
        Type::Slice(inner) => return Some((*inner.elem).clone()),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    let inner = parameter(path)?;
    match &last.ident {
        name if holders.iter().any(|holder| name == holder) => Some(inner.clone()),
        name if POINTERS.iter().any(|pointer| name == pointer) => content(inner, holders),
        _ => None,
    }
}

/// The first type that a type has as its parameter.
fn parameter(path: &Path) -> Option<&Type> {
    let PathArguments::AngleBracketed(content) = &path.segments.last()?.arguments else {
        return None;
    };
    content.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The path of a type as written, without references and pointers around it.
fn named(ty: &Type, facts: &Facts) -> Option<String> {
    let path = match ty {
        Type::Reference(reference) => return named(&reference.elem, facts),
        Type::Paren(paren) => return named(&paren.elem, facts),
        Type::Path(path) => &path.path,
        _ => return None,
    };
    if let Some(ty) = facts.imports.alias(path) {
        return named(ty, facts);
    }
    let last = path.segments.last()?;
    match parameter(path) {
        Some(inner) if POINTERS.iter().any(|name| last.ident == name) => named(inner, facts),
        _ => facts.imports.resolve(path),
    }
}

struct VariableFinder<'a> {
    facts: &'a Facts,
    variables: Variables,
    /// Where the scope around ends.
    end: usize,
}

impl VariableFinder<'_> {
    /// A pattern is bound to a value of this type.
    fn bind(&mut self, pat: &Pat, of: Known) {
        match (pat, of) {
            (Pat::Ident(variable), of) if variable.subpat.is_none() => {
                self.variables.note(&variable.ident, of, self.end);
            }
            (Pat::Reference(inner), of) => self.bind(&inner.pat, of),
            (Pat::Paren(inner), of) => self.bind(&inner.pat, of),
            (Pat::Tuple(pat), Some(Type::Tuple(of))) if pat.elems.len() == of.elems.len() => {
                pat.elems.iter().zip(of.elems).for_each(|(pat, of)| self.bind(pat, Some(of)));
            }
            (Pat::TupleStruct(pat), Some(of)) if pat.elems.len() == 1 => {
                let holder = pat.path.segments.last().map(|last| last.ident.to_string());
                let of = match holder.as_deref() {
                    Some("Some" | "Ok") => content(&of, &OUTCOMES),
                    _ => None,
                };
                self.bind(&pat.elems[0], of);
            }
            (pat, _) => Unknown(self).visit_pat(pat),
        }
    }

    fn known(&self, expr: &Expr) -> Known {
        self.variables.known(expr, self.facts)
    }

    /// Visits what is the scope of its variables.
    fn scope(&mut self, node: &impl quote::ToTokens, visit: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.end, range_of(node).end);
        visit(self);
        self.end = around;
    }
}

impl<'ast> Visit<'ast> for VariableFinder<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            visit::visit_local_init(self, init);
        }
        match &local.pat {
            Pat::Type(typed) => self.visit_pat_type(typed),
            pat => {
                let of = local.init.as_ref().and_then(|init| self.known(&init.expr));
                self.bind(pat, of);
            }
        }
    }

    fn visit_pat_type(&mut self, typed: &'ast PatType) {
        let of = self.variables.plain((*typed.ty).clone());
        self.bind(&typed.pat, Some(of));
    }

    fn visit_expr_let(&mut self, expr: &'ast ExprLet) {
        self.visit_expr(&expr.expr);
        let of = self.known(&expr.expr);
        self.bind(&expr.pat, of);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast ExprForLoop) {
        self.visit_expr(&expr.expr);
        let of = self.known(&expr.expr).and_then(|of| content(&of, &COLLECTIONS));
        self.scope(expr, |this| {
            this.bind(&expr.pat, of);
            this.visit_block(&expr.body);
        });
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.scope(block, |this| visit::visit_block(this, block));
    }

    fn visit_expr_if(&mut self, expr: &'ast ExprIf) {
        self.scope(expr, |this| visit::visit_expr_if(this, expr));
    }

    fn visit_expr_while(&mut self, expr: &'ast ExprWhile) {
        self.scope(expr, |this| visit::visit_expr_while(this, expr));
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        self.scope(arm, |this| {
            this.bind(&arm.pat, None);
            visit::visit_arm(this, arm);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.scope(closure, |this| {
            for input in &closure.inputs {
                match input {
                    Pat::Type(typed) => this.visit_pat_type(typed),
                    pat => this.bind(pat, None),
                }
            }
            this.visit_expr(&closure.body);
        });
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Binds the names of a pattern to what is not known.
struct Unknown<'a, 'b>(&'a mut VariableFinder<'b>);

impl<'ast> Visit<'ast> for Unknown<'_, '_> {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        let end = self.0.end;
        self.0.variables.note(&pat.ident, None, end);
        visit::visit_pat_ident(self, pat);
    }
}
