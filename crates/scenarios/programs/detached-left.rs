use std::time::Duration;
use tokio::time::sleep;

const LINE_MS: u64 = 100; // knob 50..=500 step 50: how long one line takes
const MAIN_MS: u64 = 250; // knob 50..=1000 step 50: how long main is busy

struct Report;

impl Drop for Report {
    fn drop(&mut self) {
        println!("Report closed");
    }
}

async fn write_report() {
    let _report = Report;
    for line in 1..=4 {
        sleep(Duration::from_millis(LINE_MS)).await;
        println!("Line {line} written");
    }
    println!("Report complete");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(write_report()); // the handle is dropped here
    sleep(Duration::from_millis(MAIN_MS)).await;
    println!("Main returns");
}
