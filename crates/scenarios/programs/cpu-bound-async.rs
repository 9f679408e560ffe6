use std::time::Duration;
use tokio::time::{Instant, sleep_until};

const BLOCKS: usize = 5; // knob 1..=20 step 1: how many blocks the file has

// cost: 60ms
fn hash_block(block: usize) -> u64 {
    (0..1000).fold(block as u64, |hash, round| (hash ^ round).wrapping_mul(0x100_0000_01b3))
}

async fn hash_file() -> u64 {
    let mut sum = 0;
    for block in 0..BLOCKS {
        sum ^= hash_block(block); // nothing to await: all of it is one poll
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
