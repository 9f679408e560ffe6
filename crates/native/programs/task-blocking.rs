//! Closures that block, and ids.

use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::{self, JoinSet};
use tokio::time::{Instant, sleep};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("{:?}", task::try_id());
    let id = tokio::spawn(async { task::id() });
    println!("{}", id.id() == id.await.unwrap());
    let sum = task::spawn_blocking(|| (1..=10).sum::<u32>()).await.unwrap();
    println!("{sum}");
    let (tx, mut rx) = tokio::sync::mpsc::channel(10);
    let sends = task::spawn_blocking(move || {
        for n in 0..3 {
            tx.blocking_send(n).unwrap();
        }
        Handle::current().block_on(async { 7 })
    });
    while let Some(n) = rx.recv().await {
        println!("got {n}");
    }
    println!("{:?}", sends.await);
    let mut set = JoinSet::new();
    for n in 0..3 {
        set.spawn_blocking(move || n * n);
    }
    let mut squares = set.join_all().await;
    squares.sort();
    println!("{squares:?}");
    let start = Instant::now();
    sleep(Duration::from_millis(3)).await;
    println!("{:?}", start.elapsed());
}
