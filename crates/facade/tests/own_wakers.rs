//! Futures that are polled with a waker of somebody else's, as those in a set of futures are.

use engine::{Main, Program, Settings, simulate};
use facade as tokio;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::__rt;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use trace::{Listing, RunEnd, State};

fn check(main: fn() -> Main) {
    let program = Program::new(Listing::plain("wakers", ""), main);
    let trace = simulate(program, Settings::default());
    let state = State::after(trace.borrow().events());
    assert_eq!(state.ended, Some(RunEnd::Done));
}

/// Receives more messages than a poll has budget for.
async fn selects() -> u32 {
    let (tx, mut rx) = mpsc::channel(500);
    for n in 0..500 {
        tx.try_send(n).unwrap();
    }
    drop(tx);
    let mut sum = 0;
    loop {
        tokio::select! {
            message = rx.recv() => match message {
                Some(n) => sum += n,
                None => return sum,
            }
        }
    }
}

#[test]
fn a_select_whose_budget_is_spent_is_polled_again() {
    check(|| {
        __rt::main(async {
            let mut set: FuturesUnordered<_> = (0..3).map(|_| selects()).collect();
            while let Some(sum) = set.next().await {
                assert_eq!(sum, 499 * 500 / 2);
            }
        })
    });
}

#[test]
fn a_yield_in_a_set_of_futures_is_polled_again() {
    check(|| {
        __rt::main(async {
            let mut set: FuturesUnordered<_> = (0..3).map(|_| yield_now()).collect();
            while set.next().await.is_some() {}
        })
    });
}
