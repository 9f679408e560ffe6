//! A rendezvous, twice. Who leaves first is random on the real tokio, so there are two.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;
use tokio::time::{Instant, sleep};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    let barrier = Arc::new(Barrier::new(2));
    let mut tasks = Vec::new();
    for n in 0..2u64 {
        let barrier = barrier.clone();
        tasks.push(tokio::spawn(async move {
            for round in 0..2 {
                sleep(Duration::from_millis(10 * (n + 1))).await;
                println!("{n} arrives at {:?}", start.elapsed());
                let result = barrier.wait().await;
                println!(
                    "{n} leaves round {round} at {:?}, leads {}",
                    start.elapsed(),
                    result.is_leader()
                );
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    println!("{}", Barrier::new(0).wait().await.is_leader());
}
