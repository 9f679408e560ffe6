use std::time::Duration;
use tokio::time::sleep;

const PAUSE_MS: u64 = 200; // knob 50..=500 step 50: main's pause after the call
const WORK_MS: u64 = 100; // knob 50..=500 step 50: how long say_hello takes

async fn say_hello() {
    println!("Hello");
    sleep(Duration::from_millis(WORK_MS)).await;
    println!("Goodbye");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    #[allow(unused_must_use)] // without this line, rustc warns here
    say_hello();
    println!("Future created, and dropped");
    sleep(Duration::from_millis(PAUSE_MS)).await;
    println!("End of main");
}
