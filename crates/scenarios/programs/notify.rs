use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::sleep;

const PAUSE_MS: u64 = 100; // knob 50..=500 step 50: time between two signals

async fn guest(name: &str, bell: Arc<Notify>) {
    println!("{name} waits for the bell");
    bell.notified().await;
    println!("{name} heard it");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bell = Arc::new(Notify::new());
    bell.notify_one();
    bell.notify_one();
    println!("Rang twice, with nobody there");
    bell.notified().await; // the signal was kept, once

    let mut guests = Vec::new();
    for name in ["Ada", "Ben", "Cleo"] {
        guests.push(tokio::spawn(guest(name, bell.clone())));
    }
    sleep(Duration::from_millis(PAUSE_MS)).await;
    println!("Ringing for one");
    bell.notify_one();
    sleep(Duration::from_millis(PAUSE_MS)).await;
    println!("Ringing for all");
    bell.notify_waiters();
    for guest in guests {
        guest.await.expect("a guest panicked");
    }
}
