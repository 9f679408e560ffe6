use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

const TICK_MS: u64 = 200; // knob 40..=400 step 40: the interval's period
const MESSAGE_MS: u64 = 250; // knob 50..=450 step 50: time between messages

async fn send_messages(tx: mpsc::Sender<u32>) {
    for number in 1..=2 {
        sleep(Duration::from_millis(MESSAGE_MS)).await;
        if tx.send(number).await.is_err() {
            return; // nobody receives any more
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(8);
    tokio::spawn(send_messages(tx));

    let mut ticks = interval(Duration::from_millis(TICK_MS));
    loop {
        tokio::select! {
            _ = ticks.tick() => println!("Tick"),
            message = rx.recv() => match message {
                Some(number) => println!("Message {number}"),
                None => break, // the sender is gone
            },
        }
    }
    println!("No more messages");
}
