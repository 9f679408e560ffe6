use std::time::Duration;
use tokio::time::sleep;

const NEAR_MS: u64 = 100; // knob 50..=500 step 50: the near mirror's delay
const FAR_MS: u64 = 280; // knob 80..=580 step 50: the far mirror's delay

struct Connection(&'static str);

impl Drop for Connection {
    fn drop(&mut self) {
        println!("{}: connection closed", self.0);
    }
}

async fn download(mirror: &'static str, delay_ms: u64) -> String {
    let _connection = Connection(mirror);
    sleep(Duration::from_millis(delay_ms)).await;
    println!("{mirror}: downloaded");
    format!("the file from {mirror}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = tokio::select! {
        file = download("near", NEAR_MS) => file,
        file = download("far", FAR_MS) => file,
    };
    println!("Got {file}");
}
