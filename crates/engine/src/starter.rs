//! Threads that borrow, those of a scope: they cannot be handed to the engine, so whoever made them starts them
//! where its code blocks.

scoped_tls_hkt::scoped_thread_local!(static STARTER: for<'a> &'a (dyn Starter + 'a));

/// Starts what could not be handed to the engine, since it borrows: the threads of a scope.
pub trait Starter {
    /// Runs the next of them to its end, here and now; whether there was one.
    fn start_next(&self) -> bool;
}

/// Runs code that has threads to start: one begins whenever the code blocks and nothing else is ready.
pub fn with_starter<'a, R>(starter: &'a (dyn Starter + 'a), body: impl FnOnce() -> R) -> R {
    STARTER.set(starter, body)
}

/// Starts the next of the threads that borrow; whether there was one.
pub fn start_next() -> bool {
    STARTER.is_set() && STARTER.with(|starter| starter.start_next())
}
