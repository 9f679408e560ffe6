use std::time::Duration;
use tokio::time::sleep;

const HEAT_MS: u64 = 200; // knob 50..=1000 step 50: how long the water takes
const STEEP_MS: u64 = 100; // knob 50..=1000 step 50: how long the tea draws

async fn brew(cups: u32) -> u32 {
    println!("Heating");
    sleep(Duration::from_millis(HEAT_MS)).await;
    println!("Steeping");
    sleep(Duration::from_millis(STEEP_MS)).await;
    println!("Done");
    cups
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let brew = brew(2); // the machine, in its first state
    let cups = brew.await;
    println!("{cups} cups of tea");
}
