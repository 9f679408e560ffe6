use std::time::Duration;
use tokio::time::sleep;

const DELAY_MS: u64 = 100; // knob 50..=1000 step 50: how long a greeting takes

async fn greet(name: &str) {
    sleep(Duration::from_millis(DELAY_MS)).await;
    println!("Hello, {name}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("In the runtime");
    let greeting = tokio::spawn(greet("task"));
    greet("main").await;
    greeting.await.expect("the task panicked");
}
