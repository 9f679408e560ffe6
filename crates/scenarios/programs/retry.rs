use std::time::Duration;
use tokio::time::{sleep, timeout};

const ATTEMPTS: u32 = 4; // knob 1..=6 step 1: how often it is tried
const TIMEOUT_MS: u64 = 100; // knob 50..=500 step 50: how long one try may take
const DELAY_MS: u64 = 100; // knob 50..=500 step 50: the first delay
const WORKS_FROM: u32 = 5; // knob 1..=7 step 1: the first try that is answered

async fn fetch_rate(attempt: u32) -> u32 {
    println!("Attempt {attempt}");
    if attempt < WORKS_FROM {
        sleep(Duration::from_secs(60)).await; // no answer
    }
    108
}

async fn fetch_with_retries() -> Result<u32, String> {
    let mut delay_ms = DELAY_MS;
    for attempt in 1..=ATTEMPTS {
        let limit = Duration::from_millis(TIMEOUT_MS);
        if let Ok(rate) = timeout(limit, fetch_rate(attempt)).await {
            return Ok(rate);
        }
        if attempt < ATTEMPTS {
            println!("No answer, next attempt in {delay_ms} ms");
            sleep(Duration::from_millis(delay_ms)).await;
            delay_ms *= 2;
        }
    }
    Err(format!("gave up after {ATTEMPTS} attempts"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    match fetch_with_retries().await {
        Ok(rate) => println!("The rate is {rate}"),
        Err(error) => println!("Error: {error}"),
    }
}
