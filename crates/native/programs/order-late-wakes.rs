//! Wakes that come when nobody waits any more: one poll too many, which does no harm.

use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

async fn counted<F: Future>(name: &str, future: F) -> F::Output {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        println!("{name}, poll {polls}");
        future.as_mut().poll(cx)
    })
    .await
}

async fn beside(times: u32) {
    for n in 0..times {
        println!("beside {n}");
        yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    // The yield of the branch that lost is still owed.
    let owed = tokio::spawn(counted("owed", async {
        tokio::select! {
            biased;
            () = yield_now() => println!("never"),
            () = ready(()) => println!("ready"),
        }
        sleep(Duration::from_millis(1)).await;
    }));
    beside(3).await;
    owed.await.unwrap();

    // Two wakes before the next poll are one poll.
    let (tx, rx) = oneshot::channel();
    let notify = Notify::new();
    let both = counted("both", async {
        let (received, ()) = tokio::join!(rx, notify.notified());
        received.unwrap();
    });
    let wakes = async {
        yield_now().await;
        tx.send(()).unwrap();
        notify.notify_one();
        println!("woken twice");
    };
    tokio::join!(both, wakes);

    // A timer that is dropped wakes nobody.
    let dropped = tokio::spawn(counted("dropped", async {
        let _ = timeout(Duration::from_millis(2), sleep(Duration::from_millis(1))).await;
        sleep(Duration::from_millis(5)).await;
    }));
    counted("main", sleep(Duration::from_millis(3))).await;
    dropped.await.unwrap();

    // One that was polled by somebody else wakes the last who polled it.
    let moved = sleep(Duration::from_millis(4));
    let mut moved = Box::pin(moved);
    poll_fn(|cx| {
        println!("first poll: {:?}", moved.as_mut().poll(cx));
        std::task::Poll::Ready(())
    })
    .await;
    let mover = tokio::spawn(counted("mover", moved));
    counted("main", sleep(Duration::from_millis(10))).await;
    mover.await.unwrap();

    // Woken while it is aborted, and the other way round.
    let notify = std::sync::Arc::new(Notify::new());
    for first in ["wake", "abort"] {
        let waits = std::sync::Arc::clone(&notify);
        let task = tokio::spawn(counted("waits", async move { waits.notified().await }));
        yield_now().await;
        for what in [first, if first == "wake" { "abort" } else { "wake" }] {
            match what {
                "wake" => notify.notify_one(),
                _ => task.abort(),
            }
        }
        println!("{first} first: {:?}", task.await.map_err(|error| error.is_cancelled()));
    }
    println!("permit left: {:?}", timeout(Duration::ZERO, notify.notified()).await);
}
