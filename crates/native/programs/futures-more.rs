//! The crates `futures` and `scopeguard` beside tokio.

use std::time::Duration;

use futures::future::{self, FutureExt};
use futures::stream::{self, FuturesUnordered, StreamExt};
use tokio::time::{Instant, sleep};

async fn job(n: u64) -> u64 {
    sleep(Duration::from_millis(10 * n)).await;
    n
}

async fn fails(n: u64) -> Result<u64, String> {
    scopeguard::defer! { println!("{n} leaves") }
    sleep(Duration::from_millis(10 * n)).await;
    if n == 2 { Err(format!("{n} failed")) } else { Ok(n) }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    println!("{:?} {:?}", futures::join!(job(2), job(1)), start.elapsed());
    println!("{:?}", future::join_all([3, 1, 2].map(job)).await);
    println!("{:?}", future::try_join_all([3, 1, 2].map(fails)).await);
    println!(
        "{:?} {:?}",
        future::select_all([3, 1].map(|n| job(n).boxed())).await.0,
        start.elapsed()
    );

    let mut unordered: FuturesUnordered<_> = [3, 1, 2].into_iter().map(job).collect();
    while let Some(n) = unordered.next().await {
        println!("unordered {n} at {:?}", start.elapsed());
    }
    let buffered = stream::iter([4, 1, 2, 1]).map(job).buffered(2).collect::<Vec<_>>().await;
    println!("{buffered:?} at {:?}", start.elapsed());
    let by_end = stream::iter([4, 1, 2, 1]).map(job).buffer_unordered(2).collect::<Vec<_>>().await;
    println!("{by_end:?} at {:?}", start.elapsed());
    stream::iter([2, 1])
        .for_each_concurrent(None, |n| async move { println!("each {}", job(n).await) })
        .await;

    let (mut tx, rx) = futures::channel::mpsc::channel(1);
    let sends = tokio::spawn(async move {
        use futures::SinkExt;
        for n in 0..3 {
            tx.send(n).await.unwrap();
            println!("sent {n}");
        }
    });
    println!("{:?}", rx.collect::<Vec<i32>>().await);
    sends.await.unwrap();

    let (aborted, handle) = future::abortable(job(100));
    handle.abort();
    println!("{:?} {:?}", aborted.await, job(1).now_or_never());
    let guard = scopeguard::guard(7, |n| println!("guard {n}"));
    println!("{}", *guard);
}
