use std::time::Duration;
use tokio::time::{sleep, timeout};

const DOWNLOAD_MS: u64 = 300; // knob 50..=550 step 50: how long it takes
const LIMIT_MS: u64 = 100; // knob 100..=900 step 100: how long it may take

struct Local(&'static str);

impl Drop for Local {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

struct Session;

impl Drop for Session {
    fn drop(&mut self) {
        println!("Session dropped: an await is not possible here");
        tokio::spawn(log_out()); // a task of its own may wait
    }
}

async fn log_out() {
    sleep(Duration::from_millis(50)).await;
    println!("Logged out");
}

async fn download() {
    let _session = Session;
    let _file = Local("File");
    let _buffer = Local("Buffer");
    sleep(Duration::from_millis(DOWNLOAD_MS)).await;
    println!("Downloaded"); // not reached if the future is dropped above
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let limit = Duration::from_millis(LIMIT_MS);
    match timeout(limit, download()).await {
        Ok(()) => println!("In time"),
        Err(_) => println!("Too late"),
    }
    sleep(Duration::from_millis(200)).await; // lets log_out end
    println!("End of main");
}
