use std::time::Duration;
use tokio::time::sleep;

const TASKS: u32 = 5; // knob 1..=12 step 1: how many tasks are spawned
const DELAY_MS: u64 = 100; // knob 50..=1000 step 50: how long each fetch takes

async fn fetch(id: u32) -> String {
    println!("Fetch {id} begins");
    sleep(Duration::from_millis(DELAY_MS)).await;
    format!("data {id}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut handles = Vec::new();
    for id in 1..=TASKS {
        handles.push(tokio::spawn(fetch(id)));
    }
    println!("Spawned {} tasks", handles.len());

    for handle in handles {
        match handle.await {
            Ok(data) => println!("Got {data}"),
            Err(error) => println!("A task failed: {error}"),
        }
    }
}
