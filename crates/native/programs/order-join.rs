//! Which branch of `join!` is polled first, and what ends it.

use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

async fn steps(name: u32) -> u32 {
    for step in 0..4 {
        println!("{name}.{step}");
        yield_now().await;
    }
    name
}

async fn wait(name: u32, ms: u64) {
    sleep(Duration::from_millis(ms)).await;
    println!("{name} after {ms}");
}

async fn fails(name: u32, ms: u64) -> Result<u32, u32> {
    let _loud = Loud(name);
    sleep(Duration::from_millis(ms)).await;
    if ms > 10 { Ok(name) } else { Err(name) }
}

struct Loud(u32);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    println!("{:?}", tokio::join!(steps(0), steps(1), steps(2)));
    tokio::join!(wait(0, 10), wait(1, 10), wait(2, 10));
    tokio::join!(wait(0, 30), wait(1, 20), wait(2, 30), wait(3, 20));
    println!("{:?}", tokio::try_join!(fails(1, 30), fails(2, 10), fails(3, 30)));
    println!("{:?}", tokio::try_join!(fails(1, 30), fails(2, 20)));
    let nested = async { tokio::join!(wait(5, 5), wait(6, 5)) };
    tokio::join!(nested, wait(7, 5));
    println!("{:?}", begin.elapsed());
}
