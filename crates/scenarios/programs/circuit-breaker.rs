use std::time::Duration;
use tokio::time::{Instant, sleep};

const FAILURES: u32 = 3; // knob 0..=6 step 1: how many requests fail at first
const THRESHOLD: u32 = 3; // knob 1..=4 step 1: failures in a row that open it
const OPEN_MS: u64 = 250; // knob 50..=950 step 100: how long it stays open

async fn request(number: u32) -> Result<(), ()> {
    sleep(Duration::from_millis(50)).await;
    if number <= FAILURES { Err(()) } else { Ok(()) }
}

#[derive(Default)]
struct Breaker {
    requests: u32,
    failures: u32, // in a row
    open_until: Option<Instant>,
}

impl Breaker {
    async fn call(&mut self) -> &'static str {
        let half_open = match self.open_until {
            Some(until) if Instant::now() < until => return "refused at once",
            until => until.is_some(), // open for long enough: one trial
        };
        self.requests += 1;
        if request(self.requests).await.is_ok() {
            *self = Breaker { requests: self.requests, ..Breaker::default() };
            return if half_open { "answered, now closed" } else { "answered" };
        }
        self.failures += 1;
        if self.failures < THRESHOLD {
            return "failed";
        }
        let pause = Duration::from_millis(OPEN_MS);
        self.open_until = Some(Instant::now() + pause);
        "failed, now open"
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut breaker = Breaker::default();
    for call in 1..=7 {
        println!("Call {call}: {}", breaker.call().await);
        sleep(Duration::from_millis(100)).await;
    }
    println!("7 calls, {} requests", breaker.requests);
}
