//! What sites are called.

use syn::{Block, Expr, ExprCall, Local, Member, Pat, Path, Stmt};

use crate::facts::Facts;

/// Names of variables that say nothing of the task behind them.
const VAGUE: [&str; 12] =
    ["f", "fut", "future", "h", "handle", "j", "jh", "join", "join_handle", "result", "t", "task"];

/// Methods that give back the future they are called on, wrapped.
const ADAPTERS: [&str; 10] = [
    "boxed",
    "boxed_local",
    "expect",
    "fuse",
    "in_current_span",
    "instrument",
    "into_future",
    "ok",
    "or_current",
    "unwrap",
];

/// The name of what an expression calls or reads: the last segment of its path. Never empty.
pub(crate) fn callee(expr: &Expr) -> String {
    match expr {
        Expr::Call(ExprCall { func, args, .. }) => match &**func {
            Expr::Path(path) if is_wrapper(&path.path) && args.len() == 1 => callee(&args[0]),
            func => callee(func),
        },
        Expr::MethodCall(call) if ADAPTERS.iter().any(|name| call.method == name) => {
            callee(&call.receiver)
        }
        Expr::MethodCall(call) => call.method.to_string(),
        Expr::Path(path) => last(&path.path),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => name.to_string(),
            Member::Unnamed(_) => callee(&field.base),
        },
        Expr::Await(inner) => callee(&inner.base),
        Expr::Try(inner) => callee(&inner.expr),
        Expr::Paren(inner) => callee(&inner.expr),
        Expr::Reference(inner) => callee(&inner.expr),
        Expr::Unary(inner) => callee(&inner.expr),
        Expr::Index(inner) => callee(&inner.expr),
        Expr::Macro(inner) => format!("{}!", last(&inner.mac.path)),
        Expr::Struct(inner) => last(&inner.path),
        other => kind(other).to_owned(),
    }
}

fn kind(expr: &Expr) -> &'static str {
    match expr {
        Expr::Async(_) => "async block",
        Expr::Closure(_) => "closure",
        Expr::If(_) => "if",
        Expr::Match(_) => "match",
        Expr::Block(_) | Expr::Unsafe(_) => "block",
        _ => "expression",
    }
}

/// The last segment of a path, as written.
pub(crate) fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// `Box::pin` and `Pin::new`: what they hold is more telling.
fn is_wrapper(path: &Path) -> bool {
    let names: Vec<String> =
        path.segments.iter().rev().take(2).map(|segment| segment.ident.to_string()).collect();
    names == ["pin", "Box"] || names == ["new", "Pin"] || names == ["new", "Box"]
}

/// The variable that a `let` binds, without leading underscores, if it binds just one.
pub(crate) fn variable(local: &Local) -> Option<String> {
    let mut pat = &local.pat;
    if let Pat::Type(typed) = pat {
        pat = &typed.pat;
    }
    match pat {
        Pat::Ident(ident) if ident.subpat.is_none() => {
            Some(ident.ident.to_string().trim_start_matches('_').to_owned())
                .filter(|name| !name.is_empty())
        }
        _ => None,
    }
}

/// The name of a task, from what is spawned by `spawner`, the variable that gets the handle and the
/// function around it.
pub(crate) fn task(
    what: &Expr,
    variable: Option<String>,
    spawner: &str,
    function: &str,
    facts: &Facts,
) -> String {
    let body = match what {
        Expr::Async(block) => only_call(&block.block, facts),
        Expr::Closure(closure) => match &*closure.body {
            Expr::Block(block) => only_call(&block.block, facts),
            Expr::Async(block) => only_call(&block.block, facts),
            body => called(body),
        },
        Expr::Paren(inner) => return task(&inner.expr, variable, spawner, function, facts),
        Expr::Call(call)
            if call.args.len() == 1
                && matches!(&*call.func, Expr::Path(path) if is_wrapper(&path.path)) =>
        {
            return task(&call.args[0], variable, spawner, function, facts);
        }
        Expr::MethodCall(call) if ADAPTERS.iter().any(|name| call.method == name) => {
            return task(&call.receiver, variable, spawner, function, facts);
        }
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_) => return callee(what),
        Expr::Path(_) | Expr::Field(_) => Some(callee(what)).filter(|name| !is_vague(name)),
        _ => None,
    };
    let named = variable.clone().filter(|name| !is_vague(name) && spawner != "block_on");
    match named.or(body).or(variable.filter(|_| spawner != "block_on")) {
        Some(name) => name,
        None if spawner == "block_on" => spawner.to_owned(),
        None if function.is_empty() => "task".to_owned(),
        None => format!("{} task", function.rsplit("::").next().unwrap_or(function)),
    }
}

fn is_vague(name: &str) -> bool {
    VAGUE.contains(&name)
}

/// What a block calls, if calling it is all that the block does.
fn only_call(block: &Block, facts: &Facts) -> Option<String> {
    match block.stmts.as_slice() {
        [Stmt::Expr(expr, _)] => argument(expr, facts).or_else(|| called(expr)),
        [Stmt::Local(Local { pat: Pat::Wild(_), init: Some(init), .. })] => {
            argument(&init.expr, facts).or_else(|| called(&init.expr))
        }
        _ => None,
    }
}

/// What a chain like `work(1).await.unwrap()` calls.
fn called(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Call(call) if matches!(&*call.func, Expr::Path(_)) => {
            Some(callee(expr)).filter(|name| !name.starts_with(char::is_uppercase))
        }
        Expr::MethodCall(call) => match &*call.receiver {
            Expr::Await(_) | Expr::Try(_) => called(&call.receiver),
            _ => Some(callee(expr)),
        },
        Expr::Await(inner) => called(&inner.base),
        Expr::Try(inner) => called(&inner.expr),
        Expr::Paren(inner) => called(&inner.expr),
        _ => None,
    }
}

/// The own async function awaited in an argument: `tx.send(work(1).await)` is about `work`.
fn argument(expr: &Expr, facts: &Facts) -> Option<String> {
    match expr {
        Expr::Await(inner) => {
            facts.async_call(&inner.base).or_else(|| argument(&inner.base, facts))
        }
        Expr::Call(call) => call.args.iter().find_map(|arg| argument(arg, facts)),
        Expr::MethodCall(call) => argument(&call.receiver, facts)
            .or_else(|| call.args.iter().find_map(|arg| argument(arg, facts))),
        Expr::Try(inner) => argument(&inner.expr, facts),
        _ => None,
    }
}
