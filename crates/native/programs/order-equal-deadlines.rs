//! Timers that come due in the same millisecond, set at different times and from different tasks.

use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    // All of these end at 100, at 4,200 or at 300,000 ms, across the borders of a timer wheel.
    for (name, first, end) in [
        ("a", 0, 100),
        ("b", 70, 100),
        ("c", 10, 100),
        ("d", 99, 100),
        ("e", 64, 100),
        ("f", 0, 4_200),
        ("g", 4_096, 4_200),
        ("h", 4_199, 4_200),
        ("i", 63, 4_200),
        ("j", 0, 300_000),
        ("k", 262_144, 300_000),
        ("l", 299_999, 300_000),
        ("m", 5_000, 300_000),
        ("n", 0, 100),
        ("o", 1, 100),
    ] {
        tasks.push(tokio::spawn(async move {
            if first > 0 {
                sleep(Duration::from_millis(first)).await;
            }
            sleep_until(begin + Duration::from_millis(end)).await;
            println!("{name} at {:?}", begin.elapsed());
        }));
    }
    sleep(Duration::from_millis(100)).await;
    println!("main at {:?}", begin.elapsed());
    for task in tasks {
        task.await.unwrap();
    }
}
