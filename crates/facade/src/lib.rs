//! What programs see as the crate `tokio`.
//!
//! The names, signatures and semantics are tokio's. Locks and channels are the real `tokio::sync`
//! types, wrapped so that the engine records what happens to them; tasks and timers are the
//! engine's. [`__rt`] is what marked-up programs call besides: the recording awaits, the prints, and
//! the parts of `std` that a browser does not have.
//!
//! A task need not be `Send` here: the marking inserts awaits where a program blocks or panics, and what
//! is kept across those alone need not be sendable in the program's text. Whether a program compiles is
//! for the real tokio to say.
//!
//! This crate knows no browser and no page.

#[doc(hidden)]
#[path = "rt/mod.rs"]
pub mod __rt;
mod blocking;
pub mod io;
mod op;
pub mod runtime;
pub mod signal;
pub mod sync;
pub mod task;
pub mod time;

#[doc(inline)]
pub use real_tokio::pin;
#[doc(inline)]
pub use task::spawn;

/// Waits for several branches. See `tokio::join!`.
#[macro_export]
macro_rules! join {
    (biased; $($branches:tt)*) => { $crate::__rt::real_tokio::join!(biased; $($branches)*) };
    ($($branch:expr),+ $(,)?) => { $crate::__join!(join; $($branch,)+) };
    () => { $crate::__rt::real_tokio::join!() };
}

/// Waits for several branches, or for the first that fails. See `tokio::try_join!`.
#[macro_export]
macro_rules! try_join {
    (biased; $($branches:tt)*) => { $crate::__rt::real_tokio::try_join!(biased; $($branches)*) };
    ($($branch:expr),+ $(,)?) => { $crate::__join!(try_join; $($branch,)+) };
    () => { $crate::__rt::real_tokio::try_join!() };
}

// tokio's own inner rule takes the type that says with which branch a poll begins.
#[doc(hidden)]
#[macro_export]
macro_rules! __join {
    ($join:ident; $($branches:tt)*) => {
        $crate::__rt::real_tokio::$join!(@{
            rotator_select = $crate::__rt::Rotation; () (0)
        } $($branches)*)
    };
}

/// Waits for the first of several branches. See `tokio::select!`.
///
/// The branch to poll first is drawn from the run's seed.
#[macro_export]
macro_rules! select {
    (biased; else => $($rest:tt)*) => { $crate::__rt::real_tokio::select!(else => $($rest)*) };
    (biased; $($branches:tt)*) => { $crate::__select!(0; $($branches)*) };
    (else => $($rest:tt)*) => { $crate::__rt::real_tokio::select!(else => $($rest)*) };
    ($pattern:pat = $($rest:tt)*) => {
        $crate::__select!($crate::__rt::first_branch(BRANCHES); $pattern = $($rest)*)
    };
}

// Stands for the attribute, which the marking takes away, where that is imported.
#[doc(hidden)]
#[macro_export]
macro_rules! main {
    () => {};
}

// tokio's own inner rule takes the first branch to poll as an expression, which it evaluates at each
// poll. As there, a task whose budget is spent polls none. That rule has the waker, we have not: where
// it is not the task's own the branches are polled all the same, and each of them asks for budget.
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($start:expr; $($branches:tt)*) => {{
        let own_waker = $crate::__rt::has_own_waker().await;
        $crate::__rt::real_tokio::select!(@{
            start={
                if own_waker && $crate::__rt::defer_if_spent() {
                    return ::core::task::Poll::Pending;
                }
                $start
            };
            ()
        } $($branches)*)
    }};
}
