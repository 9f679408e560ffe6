use std::thread;
use std::time::Duration;
use tokio::time::{Instant, interval_at};

const READ_MS: u64 = 350; // knob 50..=950 step 100: how long the disk takes

async fn read_file() {
    println!("Reading");
    thread::sleep(Duration::from_millis(READ_MS)); // the thread waits, with all its tasks
    println!("Read");
}

async fn tick() {
    let period = Duration::from_millis(100);
    let mut ticks = interval_at(Instant::now() + period, period);
    for number in 1..=4 {
        ticks.tick().await;
        println!("Tick {number}");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let ticking = tokio::spawn(tick());
    let reading = tokio::spawn(read_file());
    reading.await.expect("read_file panicked");
    ticking.await.expect("tick panicked");
}
