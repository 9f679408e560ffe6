use std::time::Duration;
use tokio::time::{sleep, timeout};

const LIMIT_MS: u64 = 200; // knob 50..=600 step 50: how long main would wait
const QUICK_MS: u64 = 100; // knob 20..=600 step 20: the quick server's delay
const SLOW_MS: u64 = 400; // knob 20..=600 step 20: the slow server's delay

async fn ask(server: &str, delay_ms: u64) -> String {
    println!("Asking the {server} server");
    sleep(Duration::from_millis(delay_ms)).await;
    format!("the {server} server's answer")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let limit = Duration::from_millis(LIMIT_MS);
    for (server, delay_ms) in [("quick", QUICK_MS), ("slow", SLOW_MS)] {
        match timeout(limit, ask(server, delay_ms)).await {
            Ok(answer) => println!("Ok: {answer}"),
            Err(elapsed) => println!("Err: {elapsed}"),
        }
    }
}
