//! Blocking code becomes async code, so that it can wait.
//!
//! A page has one thread, and Rust can only suspend in async code. So a call that blocks (a sleeping
//! thread, a contended lock, `block_on`, a declared cost) becomes an await of what stands for it, and
//! code that is not async gets an async *twin* to hold such awaits. A panic is an await too, of a
//! future that never completes: WebAssembly cannot unwind.
//!
//! The inserted awaits are no sites: to the program they are calls. Where nothing can be awaited
//! (closures given to iterators, trait methods, `Drop`) everything stays as it is.

mod calls;
mod imports;
mod items;
mod jobs;
mod methods;
mod panics;
mod plan;
mod receivers;
mod shadows;
mod statics;
mod twins;
mod types;

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use syn::visit_mut;
use syn::{Expr, ExprReference, Pat, parse_quote};

use crate::names;
use crate::rewrite::Rewriter;

pub(crate) use imports::Imports;
pub(crate) use items::Items;
pub(crate) use plan::{Callable, Plan, plan};
pub(crate) use shadows::Shadows;
pub(crate) use statics::per_run;
pub(crate) use types::Variables;

/// What kind of code is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Context {
    /// Code that cannot await.
    #[default]
    Sync,
    /// Code that the program made async.
    Async,
    /// Code that is made async here.
    Twin,
}

/// What the expression around makes of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Usage {
    /// Nothing that is worth knowing.
    #[default]
    Value,
    /// It is taken for a `Result`: unwrapped, matched with `Ok(..)`, `?`.
    Outcome,
    /// It is awaited.
    Awaited,
}

/// The state of the walk, as far as blocking code is concerned.
#[derive(Default)]
pub(crate) struct Walk {
    pub(crate) context: Context,
    /// Of the expression that is visited next.
    pub(crate) usage: Usage,
    /// The twin that is being written; `None` in code that needs none.
    caller: Option<Callable>,
    /// Whether an await was inserted into the code that is walked.
    suspends: bool,
    /// Whether the job that was visited last can wait.
    job_suspends: bool,
    /// The next function is walked as its twin.
    as_twin: bool,
    /// Functions into whose twins an await was inserted.
    suspending: HashSet<Callable>,
    /// Which twins are called, and from where.
    calls: HashMap<Option<Callable>, HashSet<Callable>>,
}

impl Rewriter<'_> {
    /// Whether an await can be inserted here.
    fn can_suspend(&self) -> bool {
        self.walk.context != Context::Sync && self.constant.is_none()
    }

    /// Walks code of its own; whether an await was inserted into it.
    pub(crate) fn within(&mut self, context: Context, visit: impl FnOnce(&mut Self)) -> bool {
        self.called_by(None, context, visit)
    }

    fn called_by(
        &mut self,
        caller: Option<Callable>,
        context: Context,
        visit: impl FnOnce(&mut Self),
    ) -> bool {
        let context = if self.plan.options.blocking { context } else { Context::Sync };
        let walk = &mut self.walk;
        let context = std::mem::replace(&mut walk.context, context);
        let caller = std::mem::replace(&mut walk.caller, caller);
        let suspends = std::mem::take(&mut walk.suspends);
        visit(self);
        self.walk.context = context;
        self.walk.caller = caller;
        std::mem::replace(&mut self.walk.suspends, suspends)
    }

    /// `expr` becomes `expr.await`, which is no site.
    fn suspend(&mut self, expr: &mut Expr) {
        self.walk.suspends = true;
        let call = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
        *expr = parse_quote!(#call.await);
    }

    /// Visits `&EXPR`. An await in the place of a call would want to be what the reference is coerced to
    /// (`&mut HashMap` of `&mut self.guard()`); what a field holds does not.
    pub(crate) fn reference(&mut self, reference: &mut ExprReference) {
        let awaited = matches!(*reference.expr, Expr::Await(_));
        visit_mut::visit_expr_reference_mut(self, reference);
        if !awaited && matches!(*reference.expr, Expr::Await(_)) {
            let inner = &reference.expr;
            reference.expr = parse_quote!((#inner,).0);
        }
    }

    /// The statement that stands for a declared cost.
    pub(crate) fn cost(&mut self, micros: &TokenStream, id: &proc_macro2::Literal) -> syn::Stmt {
        if !self.can_suspend() {
            return parse_quote!(::tokio::__rt::cost(#micros, #id););
        }
        self.walk.suspends = true;
        parse_quote!(::tokio::__rt::__cost(#micros, #id).await;)
    }
}

/// Whether a pattern is `Ok(..)` or `Err(..)`.
pub(crate) fn is_outcome(pat: &Pat) -> bool {
    match pat {
        Pat::TupleStruct(pat) => ["Ok", "Err"].contains(&names::last(&pat.path).as_str()),
        Pat::Or(pat) => pat.cases.iter().any(is_outcome),
        Pat::Guard(pat) => is_outcome(&pat.pat),
        _ => false,
    }
}
