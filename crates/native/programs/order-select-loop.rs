//! A `select!` in a loop: what is made anew each time begins anew, what is kept goes on.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval, sleep};

async fn job(name: &'static str, ms: u64) -> &'static str {
    sleep(Duration::from_millis(ms)).await;
    name
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let (tx, mut rx) = mpsc::channel(8);
    tokio::spawn(async move {
        for (n, wait) in [3, 4, 9, 2, 2].into_iter().enumerate() {
            sleep(Duration::from_millis(wait)).await;
            if tx.send(n).await.is_err() {
                return;
            }
        }
        sleep(Duration::from_millis(30)).await;
        println!("sender gone at {:?}", begin.elapsed());
    });
    let mut kept = std::pin::pin!(job("kept", 14));
    let mut kept_over = false;
    let mut ticks = interval(Duration::from_millis(5));
    loop {
        tokio::select! {
            biased;
            message = rx.recv() => match message {
                Some(n) => println!("message {n} at {:?}", begin.elapsed()),
                None => break,
            },
            name = &mut kept, if !kept_over => {
                kept_over = true;
                println!("{name} at {:?}", begin.elapsed());
            }
            name = job("anew", 4) => println!("{name} at {:?}", begin.elapsed()),
            _ = ticks.tick() => println!("tick at {:?}", begin.elapsed()),
        }
    }
    // Without `biased`, where only one branch can be ready.
    for ms in [3, 5] {
        let name = tokio::select! {
            name = job("left", ms) => name,
            name = job("right", 4) => name,
        };
        println!("{name} at {:?}", begin.elapsed());
    }
}
