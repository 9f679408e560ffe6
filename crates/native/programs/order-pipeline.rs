//! Stages joined by channels, with a lock that all of them use.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, sleep};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let log = Arc::new(Mutex::new(0));
    let (tx, rx) = mpsc::channel(1);
    let mut input: mpsc::Receiver<u32> = rx;
    for stage in 0..3_u64 {
        let (tx, rx) = mpsc::channel(1);
        let mut from = std::mem::replace(&mut input, rx);
        let log = Arc::clone(&log);
        tokio::spawn(async move {
            while let Some(n) = from.recv().await {
                sleep(Duration::from_millis(stage * 2 + 1)).await;
                let mut count = log.lock().await;
                *count += 1;
                println!("{} stage {stage} item {n} at {:?}", *count, begin.elapsed());
                drop(count);
                if tx.send(n * 2).await.is_err() {
                    println!("stage {stage} is not wanted any more");
                    return;
                }
            }
            println!("stage {stage} ends");
        });
    }
    let feeder = tokio::spawn(async move {
        for n in 0..5 {
            tx.send(n).await.unwrap();
            println!("fed {n}");
        }
    });
    while let Some(n) = input.recv().await {
        println!("out {n} at {:?}", begin.elapsed());
        if n == 24 {
            break;
        }
    }
    drop(input);
    feeder.await.unwrap();
    sleep(Duration::from_millis(20)).await;
    println!("{} steps", log.lock().await);
}
