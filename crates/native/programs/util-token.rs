//! Cancellation tokens and task trackers.

use std::time::Duration;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    let token = CancellationToken::new();
    let child = token.child_token();
    let tracker = TaskTracker::new();
    for n in 0..3u64 {
        let token = if n == 1 { child.clone() } else { token.clone() };
        tracker.spawn(async move {
            let mut rounds = 0;
            loop {
                tokio::select! {
                    biased;
                    () = token.cancelled() => break,
                    () = sleep(Duration::from_millis(10)) => rounds += 1,
                }
            }
            println!("{n} says goodbye after {rounds} at {:?}", start.elapsed());
        });
    }
    println!("{} {}", tracker.len(), tracker.close());
    sleep(Duration::from_millis(25)).await;
    child.cancel();
    println!("{} {}", child.is_cancelled(), token.is_cancelled());
    sleep(Duration::from_millis(10)).await;
    {
        let _guard = token.clone().drop_guard();
    }
    println!("{token:?}");
    tracker.wait().await;
    println!("{} {}", tracker.is_empty(), tracker.is_closed());

    let token = CancellationToken::new();
    println!("{:?}", token.run_until_cancelled(async { 5 }).await);
    let owned = tokio::spawn(token.clone().cancelled_owned());
    let gives_up = tokio::spawn({
        let token = token.clone();
        async move { token.run_until_cancelled(std::future::pending::<()>()).await }
    });
    sleep(Duration::from_millis(1)).await;
    let guard = token.clone().drop_guard();
    guard.disarm();
    println!("{}", token.is_cancelled());
    token.cancel();
    println!("{:?} {:?}", owned.await, gives_up.await);

    let handle = AbortOnDropHandle::new(tokio::spawn(async {
        sleep(Duration::from_millis(10)).await;
        println!("never");
    }));
    let abort = handle.abort_handle();
    drop(handle);
    sleep(Duration::from_millis(20)).await;
    println!("{}", abort.is_finished());
}
