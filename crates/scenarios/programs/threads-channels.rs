use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;

const NUMBERS: u32 = 10; // knob 1..=40 step 1: how many numbers
const THREADS: usize = 2; // knob 1..=10 step 1: how many threads share them
const DELAY_MS: u64 = 100; // knob 20..=1000 step 20: how long each number takes

fn send_some(first: u32, results: mpsc::UnboundedSender<u32>) {
    for number in (first..NUMBERS).step_by(THREADS) {
        thread::sleep(Duration::from_millis(DELAY_MS));
        results.send(number).expect("nobody receives");
    }
}

fn main() {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for first in 0..THREADS as u32 {
        let tx = tx.clone();
        thread::spawn(move || send_some(first, tx));
    }
    drop(tx); // the threads have the other senders
    println!("Started {THREADS}");

    let mut sum = 0;
    while let Some(number) = rx.blocking_recv() {
        sum += number;
    }
    println!("Sum: {sum}");
}
