use std::time::Duration;
use tokio::runtime::Builder;
use tokio::time::sleep;

const DELAY_MS: u64 = 100; // knob 50..=1000 step 50: how long a greeting takes

async fn greet(name: &str) {
    sleep(Duration::from_millis(DELAY_MS)).await;
    println!("Hello, {name}");
}

fn main() {
    let body = async {
        println!("In the runtime");
        let greeting = tokio::spawn(greet("task"));
        greet("main").await;
        greeting.await.expect("the task panicked");
    };
    let runtime = Builder::new_current_thread()
        .enable_all() // timers and input/output
        .build()
        .expect("the runtime cannot be built");
    runtime.block_on(body); // keeps this thread until `body` is ready
}
