//! Calls that block become awaits.

use proc_macro2::{Literal, Span};
use syn::{Expr, ExprCall, ExprMethodCall, Ident, Path, parse_quote};
use trace::SiteKind;

use super::twins::{name_twin, twin_name};
use super::{Callable, Usage};
use crate::names;
use crate::rewrite::Rewriter;
use crate::source::range_of;

/// What a thread calls while it waits for another in a loop.
const SPINS: [&str; 3] =
    ["std::thread::yield_now", "std::hint::spin_loop", "core::hint::spin_loop"];

/// A call that blocks, or starts what may.
enum Blocking {
    /// Of `std::thread::sleep`.
    Sleep(Literal),
    /// Of `std::thread::park`.
    Park,
    /// Of what a thread does while it waits for another in a loop.
    Spin,
    /// Of `futures::executor::block_on`.
    BlockOn,
    /// Of `tokio::task::block_in_place`.
    InPlace,
    /// Of a method that blocks.
    Method,
    /// Of a function of this file that blocks: one of these.
    Twin(Vec<Callable>),
    /// Of `std::thread::spawn`.
    Thread,
    /// Of `tokio::task::spawn_blocking`.
    Pool,
    /// Of `spawn` or `spawn_blocking` as a method.
    Spawner,
    /// Of `unwrap` or `expect`.
    Unwrap(Literal),
}

impl Blocking {
    /// Whether the argument is a closure that may wait.
    fn takes_job(&self) -> bool {
        use Blocking::{InPlace, Pool, Spawner, Thread};
        matches!(self, InPlace | Pool | Spawner | Thread)
    }
}

impl Rewriter<'_> {
    /// Visits a call, and makes it wait if it blocks.
    pub(crate) fn call(&mut self, expr: &mut Expr, usage: Usage) {
        let blocking = match expr {
            _ if !self.plan.options.blocking => None,
            Expr::Call(call) => self.blocking_call(call),
            Expr::MethodCall(call) => self.blocking_method(call, usage),
            _ => None,
        };
        let takes_job = blocking.as_ref().is_some_and(Blocking::takes_job);
        if !self.spawn_call(expr, takes_job) {
            self.call_parts(expr, takes_job);
        }
        if let Some(blocking) = blocking {
            self.wait(expr, blocking);
        }
    }

    fn blocking_call(&mut self, call: &ExprCall) -> Option<Blocking> {
        let path = match &*call.func {
            Expr::Path(func) if func.qself.is_none() => &func.path,
            _ => return None,
        };
        // With its types written the function is another than the one with `__`.
        let plain = path.segments.last()?.arguments.is_none();
        if plain && self.is(path, "std::thread::spawn") {
            return Some(Blocking::Thread);
        }
        if plain && self.is(path, "tokio::task::spawn_blocking") {
            return Some(Blocking::Pool);
        }
        if !self.can_suspend() {
            return None;
        }
        if self.is(path, "std::thread::sleep") {
            let range = range_of(call);
            let id = self.site(SiteKind::Cost, &range, &range, names::last(path));
            return Some(Blocking::Sleep(id));
        }
        if self.is(path, "std::thread::park") {
            return Some(Blocking::Park);
        }
        if SPINS.iter().any(|spin| self.is(path, spin)) {
            return Some(Blocking::Spin);
        }
        if plain && self.is(path, "futures::executor::block_on") {
            return Some(Blocking::BlockOn);
        }
        if plain && self.is(path, "tokio::task::block_in_place") {
            return Some(Blocking::InPlace);
        }
        self.twin_of_path(path).map(|callable| Blocking::Twin(vec![callable]))
    }

    /// Whether a path stands for what is called so in full.
    fn is(&self, path: &Path, full: &str) -> bool {
        let own = path.get_ident().is_some_and(|name| self.facts.has_function(&name.to_string()));
        !own && !self.function.shadows.hide(path) && self.facts.imports.is(path, full)
    }

    fn blocking_method(&mut self, call: &ExprMethodCall, usage: Usage) -> Option<Blocking> {
        let twins = self.twins_of_method(call);
        if !twins.is_empty() {
            return self.can_suspend().then_some(Blocking::Twin(twins));
        }
        let name = call.method.to_string();
        let of = self.function.variables.type_of(&call.receiver, self.facts);
        let foreign = of.is_some_and(|of| !self.facts.is_own_path(&of));
        if self.facts.has_method(&name) && !foreign {
            return None;
        }
        if call.args.len() == 1 && call.turbofish.is_none() && self.is_spawner(call) {
            return Some(Blocking::Spawner);
        }
        if !self.can_suspend() {
            return None;
        }
        if self.is_blocking_method(call, usage) {
            return Some(Blocking::Method);
        }
        let unwraps = match name.as_str() {
            "unwrap" => call.args.is_empty(),
            "expect" => call.args.len() == 1,
            _ => false,
        };
        (unwraps && self.plan.options.unwraps).then(|| {
            let range = range_of(call);
            Blocking::Unwrap(self.site(SiteKind::Panic, &range, &range, name))
        })
    }

    /// Whether a method runs a closure where it may block.
    fn is_spawner(&self, call: &ExprMethodCall) -> bool {
        let of = || self.function.variables.type_of(&call.receiver, self.facts);
        call.method == "spawn_blocking"
            || call.method == "spawn" && of().as_deref() == Some("std::thread::Builder")
    }

    /// Rewrites a call whose parts are rewritten already.
    fn wait(&mut self, expr: &mut Expr, blocking: Blocking) {
        match blocking {
            Blocking::Thread | Blocking::Pool | Blocking::Spawner if !self.walk.job_suspends => {
                return;
            }
            Blocking::Thread => {
                return call_instead(expr, parse_quote!(::tokio::__rt::std::thread::__spawn));
            }
            Blocking::Pool => {
                return call_instead(expr, parse_quote!(::tokio::task::__spawn_blocking));
            }
            Blocking::Spawner => return prefix_method(expr),
            Blocking::InPlace => return self.in_place(expr),
            Blocking::Unwrap(id) => return self.unwrap(expr, &id),
            Blocking::Sleep(id) => {
                call_instead(expr, parse_quote!(::tokio::__rt::std::thread::__sleep::<#id>));
            }
            Blocking::Park => {
                call_instead(expr, parse_quote!(::tokio::__rt::std::thread::__park));
            }
            Blocking::Spin => {
                call_instead(expr, parse_quote!(::tokio::__rt::std::thread::__yield_now));
            }
            Blocking::BlockOn => call_instead(expr, parse_quote!(::tokio::__rt::block_on)),
            Blocking::Method => prefix_method(expr),
            Blocking::Twin(callables) => {
                callables.into_iter().for_each(|callable| self.calls_twin(callable));
                call_twin(expr);
            }
        }
        self.suspend(expr);
    }
}

fn call_instead(expr: &mut Expr, function: Expr) {
    if let Expr::Call(call) = expr {
        *call.func = function;
    }
}

/// `E.METHOD(…)` becomes `E.__METHOD(…)`.
fn prefix_method(expr: &mut Expr) {
    if let Expr::MethodCall(call) = expr {
        call.method = Ident::new(&format!("__{}", call.method), Span::call_site());
    }
}

/// Boxed, since functions may call themselves.
fn call_twin(expr: &mut Expr) {
    match expr {
        Expr::MethodCall(call) => call.method = twin_name(&call.method),
        Expr::Call(call) => {
            if let Expr::Path(func) = &mut *call.func {
                name_twin(&mut func.path);
            }
        }
        _ => {}
    }
    *expr = parse_quote!(::std::boxed::Box::pin(#expr));
}
