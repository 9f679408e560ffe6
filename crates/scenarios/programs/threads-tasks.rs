use std::time::Duration;
use tokio::time::sleep;

const TASKS: u32 = 10; // knob 1..=40 step 1: how many tasks
const DELAY_MS: u64 = 100; // knob 20..=1000 step 20: how long each sleeps

async fn numbered(number: u32) -> u32 {
    sleep(Duration::from_millis(DELAY_MS)).await;
    number
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut tasks = Vec::new();
    for number in 0..TASKS {
        tasks.push(tokio::spawn(numbered(number)));
    }
    println!("Started {}", tasks.len());

    let mut sum = 0;
    for task in tasks {
        sum += task.await.expect("a task panicked");
    }
    println!("Sum: {sum}");
}
