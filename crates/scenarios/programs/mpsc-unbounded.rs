use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

const ITEMS: u32 = 5; // knob 1..=50 step 1: how many items are sent
const WORK_MS: u64 = 100; // knob 50..=500 step 50: how long one item takes

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::unbounded_channel();

    let producer = tokio::spawn(async move {
        for item in 1..=ITEMS {
            if tx.send(item).is_err() {
                return; // nobody receives any more
            }
            println!("Sent {item}");
        }
    }); // the task owns `tx`: as it ends, the channel closes

    while let Some(item) = rx.recv().await {
        println!("Received {item}, {} more in the channel", rx.len());
        sleep(Duration::from_millis(WORK_MS)).await;
    }
    producer.await.expect("the producer panicked");
    println!("All received");
}
