//! Which polls can be left in the middle.
//!
//! A poll that is left returns pending to whoever polled it, though its future has not come to a pending
//! await. Code that Rust compiled from `async` passes that on and does nothing else. Any other future may go
//! on to the next of several, look at a deadline, or count: it must not see such a result. So a poll is left
//! only where every poll between the task and the wait is one of async code.

use std::any::type_name;

use crate::current;

/// What pointers to a future are called: their polls are those of what they point to.
const POINTERS: [&str; 3] = ["core::pin::Pin<", "&mut ", "alloc::boxed::Box<"];

/// Own futures, which see to it themselves: they poll what they hold with [`polling`] or [`polling_several`].
const OWN: [&str; 3] = ["engine::blocked::", "facade::", "tokio_util::task::task_tracker::"];

/// Whether a poll of an `F` is one of async code, or one that passes on what such a poll returns. Of a
/// `dyn Future` that is taken to be so: nearly all are boxed async code.
///
/// For most types the first and the last letter tell, so that the name itself is not part of a page's
/// WebAssembly.
#[inline]
pub(crate) fn is_async_code<F: ?Sized>() -> bool {
    let name = type_name::<F>();
    match name.as_bytes() {
        [.., b'}'] => true,
        [b'c', _, _, _, _, _, b'p', b'i', b'n', ..]
        | [b'&' | b'e' | b'f' | b't', ..]
        | [b'a', _, _, _, _, _, _, b'b', ..] => is_name_of_async_code(name),
        _ => false,
    }
}

#[inline(never)]
fn is_name_of_async_code(name: &str) -> bool {
    let (mut inner, mut closing) = (name, 0);
    while let Some((pointer, rest)) =
        POINTERS.iter().find_map(|pointer| Some((pointer, inner.strip_prefix(pointer)?)))
    {
        closing += usize::from(pointer.ends_with('<'));
        inner = rest;
    }
    let inner = inner.get(..inner.len().saturating_sub(closing)).unwrap_or(inner);
    inner.ends_with("}}")
        || inner.starts_with("dyn ")
        || OWN.iter().any(|own| inner.starts_with(own))
}

/// Puts back what was before, even where a panic unwinds.
struct Narrowed {
    before: Option<bool>,
}

impl Narrowed {
    fn to(may_be_left: bool) -> Self {
        Self { before: current::with(|core| core.executing.narrow(may_be_left)) }
    }
}

impl Drop for Narrowed {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            current::with(|core| core.executing.leavable.set(before));
        }
    }
}

/// Runs code that polls an `F` of the program and passes on what it returns.
pub fn polling<F: ?Sized, R>(body: impl FnOnce() -> R) -> R {
    let _narrowed = Narrowed::to(is_async_code::<F>());
    body()
}

/// Runs code that polls something of the program, and may poll more before it returns.
pub fn polling_several<R>(body: impl FnOnce() -> R) -> R {
    let _narrowed = Narrowed::to(false);
    body()
}

#[cfg(test)]
mod tests {
    use std::future::{Future, poll_fn, ready};
    use std::pin::Pin;
    use std::task::Poll;

    use super::*;

    async fn nothing() {}

    fn of<F: Future>(_: F) -> bool {
        is_async_code::<F>()
    }

    struct Own<F>(F);

    impl<F: Future + Unpin> Future for Own<F> {
        type Output = F::Output;

        fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<F::Output> {
            Pin::new(&mut self.0).poll(cx)
        }
    }

    #[test]
    fn async_code_is_told_from_other_futures_by_its_type() {
        async fn generic<T>(_: T) {}
        let closure = async |_: u8| {};
        assert!(of(nothing()));
        assert!(of(async {}));
        assert!(of(generic(nothing())));
        assert!(of(closure(1)));
        assert!(of(Box::pin(nothing())));
        assert!(of(Box::pin(Box::pin(async {}))));
        assert!(of::<&mut Pin<Box<_>>>(&mut Box::pin(nothing())));
        assert!(of(std::pin::pin!(nothing())));
        assert!(of::<Pin<Box<dyn Future<Output = ()> + Send>>>(Box::pin(nothing())));

        assert!(!of(ready(())));
        assert!(!of(poll_fn(|_| Poll::Ready(()))));
        assert!(!of(Box::pin(poll_fn(|_| Poll::Ready(())))));
        assert!(!of(Own(Box::pin(nothing()))));
        assert!(!of::<&mut Own<_>>(&mut Own(Box::pin(nothing()))));
        assert!(!of(Box::pin(Own(Box::pin(nothing())))));
    }
}
