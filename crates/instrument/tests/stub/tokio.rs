//! Stands in for the facade when a marked-up program is compiled and run: every wrapper passes
//! through (as a type of its own, as the facade's do); knobs read their maximum where the variable
//! `KNOBS` says so; costs and `dbg!` print to stderr. Tasks and threads run in turn on one thread, and
//! what waits looks again at its next turn.

pub mod blocking;
pub mod std_parts;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static QUEUE: RefCell<VecDeque<Task>> = const { RefCell::new(VecDeque::new()) };
}

fn run<F: Future>(main: F) -> F::Output {
    let mut main = std::pin::pin!(main);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = main.as_mut().poll(&mut cx) {
            return output;
        }
        let tasks = QUEUE.with_borrow_mut(std::mem::take);
        for mut task in tasks {
            if task.as_mut().poll(&mut cx).is_pending() {
                QUEUE.with_borrow_mut(|queue| queue.push_back(task));
            }
        }
    }
}

/// The message of a panic.
#[derive(Debug)]
pub struct JoinError(pub String);

pub struct JoinHandle<T>(Rc<RefCell<Option<Result<T, JoinError>>>>);

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.borrow_mut().take() {
            Some(result) => Poll::Ready(result),
            None => Poll::Pending,
        }
    }
}

/// What a future gives, or what it panicked with. The future is dropped before either is known.
async fn caught<F: Future>(future: F) -> Result<F::Output, JoinError> {
    let mut future = Box::pin(future);
    std::future::poll_fn(move |cx| {
        let poll = std::panic::AssertUnwindSafe(|| future.as_mut().poll(cx));
        match std::panic::catch_unwind(poll) {
            Ok(poll) => poll.map(Ok),
            Err(message) => Poll::Ready(Err(JoinError(match message.downcast::<String>() {
                Ok(message) => *message,
                Err(message) => message.downcast::<&str>().map_or(String::new(), |text| text.to_string()),
            }))),
        }
    })
    .await
}

pub fn spawn<F: Future + 'static>(future: F) -> JoinHandle<F::Output> {
    let slot = Rc::new(RefCell::new(None));
    let output = slot.clone();
    QUEUE.with_borrow_mut(|queue| {
        queue.push_back(Box::pin(async move {
            let result = caught(future).await;
            *output.borrow_mut() = Some(result);
        }))
    });
    JoinHandle(slot)
}

pub mod task {
    pub use crate::blocking::{__block_in_place, __spawn_blocking, block_in_place};
    pub use crate::{JoinHandle, spawn};

    pub fn spawn_blocking<R: 'static>(f: impl FnOnce() -> R + Send + 'static) -> JoinHandle<R> {
        spawn(async { f() })
    }

    pub async fn yield_now() {
        let mut yielded = false;
        std::future::poll_fn(|_| match std::mem::replace(&mut yielded, true) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        })
        .await
    }
}

/// One branch after the other.
#[macro_export]
macro_rules! join {
    ($(biased;)? $($e:expr),* $(,)?) => { ($($e.await,)*) };
}

/// The first branch that is enabled and matches, its future made anew for every poll.
#[macro_export]
macro_rules! select {
    (biased; $($p:pat = $f:expr $(, if $c:expr)? => $h:expr),* $(,)?) => {
        'selected: loop {
            $(
                #[allow(unused_mut)]
                let mut enabled = true;
                $( enabled = $c; )?
                if enabled {
                    let mut future = ::std::pin::pin!(::std::future::IntoFuture::into_future($f));
                    let polled = ::std::future::poll_fn(|cx| ::std::task::Poll::Ready(future.as_mut().poll(cx))).await;
                    #[allow(irrefutable_let_patterns)]
                    if let ::std::task::Poll::Ready($p) = polled {
                        break 'selected $h;
                    }
                }
            )*
            $crate::task::yield_now().await;
        }
    };
}

pub mod __rt {
    use std::future::{Future, IntoFuture};
    use std::pin::Pin;
    use std::sync::OnceLock;
    use std::task::{Context, Poll};

    pub use crate::blocking::*;
    pub use crate::std_parts as std;

    pub use ::std::thread_local as __thread_local;
    pub use crate::{__dbg as dbg, __eprintln as eprintln, __print as print, __println as println};

    /// What the program is shown by; its inside is tested where it is unpacked.
    static PACKED: OnceLock<&str> = OnceLock::new();

    pub fn knob(index: usize) -> i64 {
        let packed = PACKED.get().expect("the program has started");
        let knob = packed.lines().filter_map(|line| line.strip_prefix('K')).nth(index);
        let mut numbers = knob.expect("a knob").split(' ').map(|number| number.parse().expect("a number"));
        let (default, _, max) = (numbers.next(), numbers.next(), numbers.next());
        let is_max = ::std::env::var("KNOBS").is_ok_and(|which| which == "max");
        if is_max { max } else { default }.expect("three numbers")
    }

    pub fn cost(micros: u64, _: u32) {
        ::std::eprintln!("cost {micros}");
    }

    /// A wrapper, without the requirement that what it wraps can move.
    pub struct Recorded<F>(F);

    impl<F: Future> Future for Recorded<F> {
        type Output = F::Output;
        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
            unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(cx)
        }
    }

    pub fn awaited<const ID: u32, F: IntoFuture>(future: F) -> Recorded<F::IntoFuture> {
        Recorded(future.into_future())
    }

    pub fn created<const ID: u32, F: Future>(future: F) -> Recorded<F> {
        Recorded(future)
    }

    pub fn here<const ID: u32, T>(value: T) -> T {
        value
    }

    pub struct Main(Box<dyn FnOnce()>);

    pub fn main<F: Future + 'static>(main: F) -> Main {
        Main(Box::new(|| drop(crate::run(main))))
    }

    pub fn main_on_workers<F: Future + 'static>(_: usize, main: F) -> Main {
        self::main(main)
    }

    pub fn blocking_main<F: Future + 'static>(main: F) -> Main {
        self::main(main)
    }

    pub fn sync_main<T>(main: impl FnOnce() -> T + 'static) -> Main {
        Main(Box::new(|| drop(main())))
    }

    impl Main {
        pub fn run(self, packed: &'static str) {
            let _ = PACKED.set(packed);
            (self.0)()
        }
    }
}

pub mod runtime {
    pub use crate::blocking::Runtime;

    pub fn block_on<F: std::future::Future>(future: F) -> F::Output {
        crate::run(future)
    }
}

#[macro_export]
macro_rules! __println {
    ($id:literal $(, $($t:tt)*)?) => {{ const _: u32 = $id; ::std::println!($($($t)*)?) }};
}
#[macro_export]
macro_rules! __print {
    ($id:literal $(, $($t:tt)*)?) => {{ const _: u32 = $id; ::std::print!($($($t)*)?) }};
}
#[macro_export]
macro_rules! __eprintln {
    ($id:literal $(, $($t:tt)*)?) => {{ const _: u32 = $id; ::std::eprintln!($($($t)*)?) }};
}
#[macro_export]
macro_rules! __dbg {
    ($id:literal) => { ::std::eprintln!("dbg {}", $id) };
    ($id:literal, $text:literal, $value:expr) => {
        match $value { value => { ::std::eprintln!("{} = {:#?}", $text, &value); value } }
    };
    ($id:literal $(, $text:literal, $value:expr)+) => { ($($crate::__dbg!($id, $text, $value)),+,) };
}
