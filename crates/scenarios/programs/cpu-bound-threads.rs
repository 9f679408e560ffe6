use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

const BLOCKS: usize = 5; // knob 1..=20 step 1: how many blocks the file has
const THREADS: usize = 1; // knob 1..=5 step 1: how many threads share them

// cost: 60ms
fn hash_block(block: usize) -> u64 {
    (0..1000).fold(block as u64, |hash, round| (hash ^ round).wrapping_mul(0x100_0000_01b3))
}

fn hash_some(first: usize, hashes: mpsc::UnboundedSender<u64>) {
    for block in (first..BLOCKS).step_by(THREADS) {
        hashes.send(hash_block(block)).expect("nobody receives");
    }
}

async fn hash_file() -> u64 {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for first in 0..THREADS {
        let tx = tx.clone();
        thread::spawn(move || hash_some(first, tx));
    }
    drop(tx); // the threads have the other senders
    let mut sum = 0;
    while let Some(hash) = rx.recv().await {
        sum ^= hash;
    }
    sum
}

async fn answer_pings() {
    let begin = Instant::now();
    for ping in 1..=4 {
        let due = begin + ping * Duration::from_millis(25);
        sleep_until(due).await;
        println!("Ping {ping} answered");
        eprintln!("{} ms late", due.elapsed().as_millis()); // differs from run to run
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pings = tokio::spawn(answer_pings());
    let hashing = tokio::spawn(hash_file());
    pings.await.expect("answer_pings panicked");
    let hash = hashing.await.expect("hash_file panicked");
    println!("Hash: {hash:016x}");
}
