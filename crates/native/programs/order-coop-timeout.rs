//! A busy future cannot keep its own timeout from being looked at.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(10);
    let feeder = tokio::spawn(async move {
        let mut sent = 0;
        while tx.send(sent).await.is_ok() {
            sent += 1;
        }
        sent
    });
    for ms in [0, 1] {
        let mut received = 0;
        let busy = async {
            while received < 1_000 {
                rx.recv().await;
                received += 1;
            }
        };
        let result = timeout(Duration::from_millis(ms), busy).await;
        println!("{result:?} after {received}");
    }
    drop(rx);
    println!("sent {}", feeder.await.unwrap());

    let (tx, mut rx) = mpsc::channel(1_000);
    for n in 0..1_000 {
        tx.try_send(n).unwrap();
    }
    let mut received = 0;
    let inner = async {
        while rx.recv().await.is_some() {
            received += 1;
        }
    };
    let nested = timeout(Duration::from_millis(5), timeout(Duration::ZERO, inner));
    println!("{:?}", nested.await);
    println!("{received} received");
    sleep(Duration::from_millis(1)).await;
}
