//! Spawned tasks and futures that are kept: what they are called, and the wrappers around them.

use syn::visit_mut::VisitMut;
use syn::{Expr, ExprClosure, Local, Pat, parse_quote};
use trace::SiteKind;

use crate::blocking::{Usage, is_outcome};
use crate::facts::Facts;
use crate::names;
use crate::rewrite::{Rewriter, wrap};
use crate::source::range_of;

/// Functions and methods that take a future or a closure and run it on its own.
const SPAWNERS: [&str; 4] = ["spawn", "spawn_local", "spawn_blocking", "block_on"];

/// The name of the spawner that `expr` calls with one argument, and the argument.
fn spawn(expr: &mut Expr) -> Option<(String, &mut Expr)> {
    let (name, args) = match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => (names::last(&path.path), &mut call.args),
            _ => return None,
        },
        Expr::MethodCall(call) => (call.method.to_string(), &mut call.args),
        _ => return None,
    };
    (args.len() == 1 && SPAWNERS.contains(&name.as_str())).then(|| (name, &mut args[0]))
}

/// The name of the future that `expr` makes: a call of an own async function, or an async block.
fn future_name(expr: &Expr, variable: Option<String>, facts: &Facts) -> Option<String> {
    match expr {
        Expr::Async(_) => Some(variable.unwrap_or_else(|| "async block".to_owned())),
        _ => facts.async_call(expr),
    }
}

impl Rewriter<'_> {
    /// If `expr` spawns, its argument is marked and all of it is visited.
    pub(crate) fn spawn_call(&mut self, expr: &mut Expr, takes_job: bool) -> bool {
        let range = range_of(expr);
        let Some((spawner, argument)) = spawn(expr) else { return false };
        let variable = self.variable.take();
        let name = names::task(argument, variable, &spawner, &self.function.name, self.facts);
        let takes_values =
            matches!(argument, Expr::Closure(ExprClosure { inputs, .. }) if !inputs.is_empty());
        let id = self.site(SiteKind::Spawn, &range, &range, name);
        self.last_site().many = self.function.repeats > 0;
        self.call_parts(expr, takes_job);
        if let Some((_, argument)) = spawn(expr) {
            if takes_values {
                // The types of a closure's parameters come from the spawner's signature: a call of
                // `here` around it would hide them.
                let closure = &*argument;
                *argument = parse_quote!({ ::tokio::__rt::here::<#id, _>(()); #closure });
            } else {
                wrap(argument, "here", &id);
            }
        }
        true
    }

    /// `let NAME = FUTURE;`: the future is kept, so its creation and its drop are worth showing.
    pub(crate) fn local(&mut self, local: &mut Local) {
        let variable = names::variable(local);
        let (name, range) = match &local.init {
            Some(init) if init.diverge.is_none() && self.can_wrap(&local.pat) => {
                (future_name(&init.expr, variable.clone(), self.facts), range_of(&init.expr))
            }
            _ => (None, 0..0),
        };
        let id = name.map(|name| self.future_site(&range, name));
        if let Some(init) = &mut local.init {
            self.variable = spawn(&mut init.expr).and(variable);
            if init.diverge.is_some() && is_outcome(&local.pat) {
                self.walk.usage = Usage::Outcome;
            }
        }
        syn::visit_mut::visit_local_mut(self, local);
        self.variable = None;
        if let (Some(id), Some(init)) = (id, &mut local.init) {
            wrap(&mut init.expr, "created", &id);
        }
    }

    /// `FUTURE;`: made and dropped at once.
    pub(crate) fn discarded(&mut self, expr: &mut Expr) {
        let range = range_of(expr);
        let id = future_name(expr, None, self.facts).map(|name| self.future_site(&range, name));
        self.visit_expr_mut(expr);
        if let Some(id) = id {
            wrap(expr, "created", &id);
        }
    }

    fn future_site(
        &mut self,
        range: &std::ops::Range<usize>,
        name: String,
    ) -> proc_macro2::Literal {
        let id = self.site(SiteKind::Future, range, range, name);
        self.last_site().many = self.function.repeats > 0;
        id
    }

    /// A variable whose type is written, that is assigned again or whose size is taken keeps its future
    /// as it is.
    fn can_wrap(&self, pat: &Pat) -> bool {
        match pat {
            Pat::Ident(ident) => {
                ident.by_ref.is_none()
                    && ident.subpat.is_none()
                    && !self.function.exposed.contains(&ident.ident.to_string())
            }
            Pat::Wild(_) => true,
            _ => false,
        }
    }
}
