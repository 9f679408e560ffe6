//! Methods that block.

use syn::ExprMethodCall;

use super::{Context, Usage};
use crate::rewrite::Rewriter;

/// Methods that block whatever they are called on.
const ALWAYS: [&str; 12] = [
    "block_on",
    "blocking_acquire",
    "blocking_acquire_many",
    "blocking_acquire_many_owned",
    "blocking_acquire_owned",
    "blocking_lock",
    "blocking_lock_owned",
    "blocking_read",
    "blocking_recv",
    "blocking_recv_many",
    "blocking_send",
    "blocking_write",
];

/// A method of the standard library, or of parking_lot, that blocks.
struct Method {
    name: &'static str,
    /// How many arguments it has.
    arguments: usize,
    of: &'static str,
    /// What a file names if it may have this method; empty if methods of other types look the same.
    hint: &'static str,
    /// It gives what it waited for as such, not in a `Result`.
    plain: bool,
}

const fn method(
    name: &'static str,
    arguments: usize,
    of: &'static str,
    hint: &'static str,
) -> Method {
    Method { name, arguments, of, hint, plain: false }
}

/// A method of parking_lot, whose locks are never poisoned.
const fn plain(name: &'static str, arguments: usize, of: &'static str) -> Method {
    Method { name, arguments, of, hint: of, plain: true }
}

const BARRIER: &str = "std::sync::Barrier";
const CONDVAR: &str = "std::sync::Condvar";
const MUTEX: &str = "std::sync::Mutex";
const RECEIVER: &str = "std::sync::mpsc::Receiver";
const RW_LOCK: &str = "std::sync::RwLock";

const PLAIN_CONDVAR: &str = "parking_lot::Condvar";
const PLAIN_MUTEX: &str = "parking_lot::Mutex";
const PLAIN_FAIR_MUTEX: &str = "parking_lot::FairMutex";
const PLAIN_RW_LOCK: &str = "parking_lot::RwLock";

const METHODS: [Method; 20] = [
    method("lock", 0, MUTEX, MUTEX),
    method("read", 0, RW_LOCK, RW_LOCK),
    method("write", 0, RW_LOCK, RW_LOCK),
    method("recv", 0, RECEIVER, "std::sync::mpsc"),
    method("recv_timeout", 1, RECEIVER, "std::sync::mpsc"),
    method("send", 1, "std::sync::mpsc::SyncSender", ""),
    method("join", 0, "std::thread::JoinHandle", "std::thread"),
    method("wait", 0, BARRIER, BARRIER),
    method("wait", 1, CONDVAR, CONDVAR),
    method("wait_while", 2, CONDVAR, CONDVAR),
    method("wait_timeout", 2, CONDVAR, CONDVAR),
    method("wait_timeout_while", 3, CONDVAR, CONDVAR),
    plain("lock", 0, PLAIN_MUTEX),
    plain("lock", 0, PLAIN_FAIR_MUTEX),
    plain("read", 0, PLAIN_RW_LOCK),
    plain("write", 0, PLAIN_RW_LOCK),
    plain("wait", 1, PLAIN_CONDVAR),
    plain("wait_while", 2, PLAIN_CONDVAR),
    plain("wait_for", 2, PLAIN_CONDVAR),
    plain("wait_until", 2, PLAIN_CONDVAR),
];

impl Rewriter<'_> {
    /// Whether the file has locks besides whose methods look like those of parking_lot.
    fn has_async_lock(&self) -> bool {
        ["tokio::sync", "futures::lock"].iter().any(|module| {
            ["Mutex", "RwLock"]
                .iter()
                .any(|name| self.facts.imports.mention(&format!("{module}::{name}")))
        })
    }

    /// Whether a method is called that blocks. Where the text does not tell the type of what it is
    /// called on, the call has to look like one of the standard library's.
    pub(super) fn is_blocking_method(&self, call: &ExprMethodCall, usage: Usage) -> bool {
        if ALWAYS.iter().any(|name| call.method == name) {
            return true;
        }
        if usage == Usage::Awaited {
            return false;
        }
        let of = self.function.variables.type_of(&call.receiver, self.facts);
        let looks_blocking = usage == Usage::Outcome || self.walk.context == Context::Twin;
        METHODS
            .iter()
            .filter(|method| call.method == method.name && call.args.len() == method.arguments)
            .any(|method| match &of {
                Some(of) => of == method.of,
                None => {
                    (looks_blocking || method.plain && !self.has_async_lock())
                        && !method.hint.is_empty()
                        && self.facts.imports.mention(method.hint)
                }
            })
    }
}
