use std::time::Duration;
use tokio::sync::broadcast::{self, Receiver, error::RecvError};
use tokio::time::sleep;

const CAPACITY: usize = 2; // knob 1..=8 step 1: how many are kept
const SLOW_MS: u64 = 450; // knob 50..=950 step 100: the slow reader's time
const FAST_MS: u64 = 50; // the fast reader's

async fn read(name: &str, pause_ms: u64, mut news: Receiver<u32>) {
    loop {
        match news.recv().await {
            Ok(number) => println!("{name} reads bulletin {number}"),
            Err(RecvError::Lagged(missed)) => {
                println!("{name} missed {missed}");
                continue; // the next recv gives the oldest that is kept
            }
            Err(RecvError::Closed) => break,
        }
        sleep(Duration::from_millis(pause_ms)).await;
    }
    println!("{name} has heard all");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, rx) = broadcast::channel(CAPACITY);
    let slow = tokio::spawn(read("Slow", SLOW_MS, tx.subscribe()));
    let fast = tokio::spawn(read("Fast", FAST_MS, rx));

    for number in 1..=5 {
        if tx.send(number).is_err() {
            println!("Nobody listens");
        }
        sleep(Duration::from_millis(100)).await;
    }
    drop(tx); // closes the channel
    fast.await.expect("the fast reader panicked");
    slow.await.expect("the slow reader panicked");
}
