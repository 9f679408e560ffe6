use std::time::Duration;
use tokio::time::sleep;

const TASKS: u64 = 10_000; // knob 10..=100_000 step 10: how many tasks
const DELAY_MS: u64 = 100; // knob 20..=1000 step 20: how long each sleeps

async fn numbered(number: u64) -> u64 {
    sleep(Duration::from_millis(DELAY_MS)).await;
    number
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut handles = Vec::new();
    for number in 0..TASKS {
        handles.push(tokio::spawn(numbered(number)));
    }
    println!("Spawned {}", handles.len());

    let mut sum = 0;
    for handle in handles {
        sum += handle.await.expect("a task panicked");
    }
    println!("Sum: {sum}");
}
