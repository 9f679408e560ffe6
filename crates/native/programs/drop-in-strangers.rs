//! What programs of strangers asked for: panics within a `block_on`, runtimes one after the other, counts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn panics_are_caught() {
    let runtime = Runtime::new().unwrap();
    let caught = catch_unwind(AssertUnwindSafe(|| runtime.block_on(async { panic!("boom") })));
    println!("in a runtime: {}", caught.is_err());
    let caught = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async { runtime.block_on(async {}) });
    }));
    println!("a runtime within a runtime: {}", caught.is_err());
    let caught = catch_unwind(|| futures::executor::block_on(async { panic!("boom") }));
    println!("in another executor: {}", caught.is_err());
}

/// An executor by hand: it must not see a future that panics as one that is pending.
fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..5 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
    unreachable!("not ready")
}

fn a_panic_ends_the_thread() {
    let thread = std::thread::spawn(|| run(async { assert_eq!(1 + 1, 3, "sums") }));
    let payload = thread.join().unwrap_err();
    println!("{:?}", payload.downcast_ref::<String>().map(|text| text.contains("sums")));
}

fn a_clock_is_its_runtimes() {
    let paused = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let start = Instant::now();
    paused.block_on(async { sleep(ms(5_000)).await });
    println!("paused: {}", start.elapsed() < ms(1_000));
    drop(paused);
    let next = Builder::new_current_thread().enable_all().build().unwrap();
    let start = Instant::now();
    next.block_on(async { sleep(ms(50)).await });
    println!("not paused: {}", start.elapsed() >= ms(50));
}

fn counts() {
    let [one, two] = [1, 2].map(|n| Builder::new_multi_thread().worker_threads(n).build().unwrap());
    println!("{} {}", one.metrics().num_workers(), two.metrics().num_workers());
    let (sender, receiver) = broadcast::channel::<u8>(3);
    let (_other, weak) = (sender.subscribe(), sender.downgrade());
    println!("{} {}", sender.strong_count(), sender.weak_count());
    println!("{} {}", weak.weak_count(), receiver.sender_weak_count());
    println!("{:?}", watch::channel(7).0.borrow());
}

fn main() {
    panics_are_caught();
    a_panic_ends_the_thread();
    a_clock_is_its_runtimes();
    counts();
}
