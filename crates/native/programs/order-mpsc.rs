//! Many senders and a small buffer.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(2);
    for id in 0..4 {
        let tx = tx.clone();
        tokio::spawn(async move {
            for n in 0..4 {
                tx.send((id, n)).await.unwrap();
                println!("{id} sent {n}, {} free", tx.capacity());
                if id == 2 {
                    yield_now().await;
                }
            }
        });
    }
    drop(tx);
    let mut received = 0;
    while let Some((id, n)) = rx.recv().await {
        println!("got {n} from {id}");
        received += 1;
        if received % 5 == 0 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    println!("{received} received");
}
