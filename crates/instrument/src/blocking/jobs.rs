//! Closures that run later, on a thread of their own or one that may block: they become async if
//! they have to wait.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBlock, ExprClosure, ExprPath, ReturnType, Stmt, Token, parse_quote};

use super::Context;
use super::twins::name_twin;
use crate::rewrite::Rewriter;

impl Rewriter<'_> {
    /// Visits a closure: `|| BODY` becomes `async || BODY` if it is a job that waits.
    pub(crate) fn closure(&mut self, closure: &mut ExprClosure, is_job: bool) {
        let context = match closure.asyncness {
            Some(_) => Context::Async,
            None if is_job => Context::Twin,
            None => Context::Sync,
        };
        let suspends =
            self.within(context, |this| visit_mut::visit_expr_closure_mut(this, closure));
        if context == Context::Twin && suspends {
            closure.asyncness = Some(<Token![async]>::default());
        }
        self.walk.job_suspends = context == Context::Twin && suspends;
    }

    /// Visits what a call makes a job of, and learns whether it waits.
    pub(crate) fn job(&mut self, job: &mut Expr) {
        match job {
            // Sets `job_suspends` itself.
            Expr::Closure(closure) => self.closure(closure, true),
            // `{ let tx = tx.clone(); move || tx.send(1) }`
            Expr::Block(ExprBlock { label: None, block, .. })
                if matches!(block.stmts.last(), Some(Stmt::Expr(_, None))) =>
            {
                let last = block.stmts.pop();
                self.stmts(&mut block.stmts);
                if let Some(Stmt::Expr(mut job, None)) = last {
                    self.job(&mut job);
                    block.stmts.push(Stmt::Expr(job, None));
                }
            }
            _ => {
                let twin = self.name_job(job);
                self.visit_expr_mut(job);
                self.walk.job_suspends = twin;
            }
        }
    }

    /// The path of a function that waits becomes that of its twin.
    fn name_job(&mut self, job: &mut Expr) -> bool {
        let Expr::Path(ExprPath { qself: None, path, .. }) = job else { return false };
        let Some(callable) = self.twin_of_path(path) else { return false };
        self.runs_twin(callable);
        name_twin(path);
        true
    }

    /// `block_in_place(CLOSURE)`: the closure becomes the future that is given instead.
    pub(super) fn in_place(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = expr else { return };
        let body: Expr = match call.args.first() {
            Some(Expr::Closure(closure)) => called(closure),
            Some(path @ Expr::Path(_)) if self.walk.job_suspends => parse_quote!(#path()),
            Some(job) if self.walk.job_suspends => parse_quote!((#job)()),
            _ => return,
        };
        *expr = parse_quote!(::tokio::task::__block_in_place(#body));
        self.suspend(expr);
    }
}

/// The future of a closure that is called at once.
fn called(closure: &ExprClosure) -> Expr {
    let ExprClosure { capture, body, output, .. } = closure;
    match (output, &**body) {
        (ReturnType::Default, Expr::Block(body)) if body.label.is_none() => {
            parse_quote!(async #capture #body)
        }
        (ReturnType::Default, body) => parse_quote!(async #capture { #body }),
        // An async block cannot say its type.
        _ => {
            let asyncness = Some(<Token![async]>::default());
            let closure = ExprClosure { asyncness, ..closure.clone() };
            parse_quote!((#closure)())
        }
    }
}
