use std::pin::pin;
use std::time::Duration;
use tokio::time::sleep;

const HALF_MS: u64 = 100; // knob 20..=200 step 20: how long half a file takes
const NEWS_MS: u64 = 150; // knob 30..=450 step 60: how often main reports

async fn download() -> &'static str {
    sleep(Duration::from_millis(HALF_MS)).await;
    println!("First half");
    sleep(Duration::from_millis(HALF_MS)).await;
    println!("Second half");
    "the file"
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut download = pin!(download()); // one download for all iterations
    for _ in 0..4 {
        tokio::select! {
            file = &mut download => {
                println!("Got {file}");
                return;
            }
            () = sleep(Duration::from_millis(NEWS_MS)) => {
                println!("Still downloading");
            }
        }
    }
    println!("Given up");
}
