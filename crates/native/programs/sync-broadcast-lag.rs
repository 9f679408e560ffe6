//! Receivers that are too slow for a broadcast channel.

use tokio::sync::broadcast::{self, error::RecvError};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut careless) = broadcast::channel(3);
    let mut careful = tx.subscribe();
    let a = tokio::spawn(async move {
        while let Ok(n) = careless.recv().await {
            println!("careless {n}");
        }
        println!("careless has stopped");
    });
    let b = tokio::spawn(async move {
        loop {
            match careful.recv().await {
                Ok(n) => println!("careful {n}"),
                Err(RecvError::Lagged(n)) => println!("careful missed {n}"),
                Err(RecvError::Closed) => break,
            }
        }
    });
    for n in 0..10 {
        tx.send(n).unwrap();
    }
    println!("receivers {}, kept {}", tx.receiver_count(), tx.len());
    tokio::task::yield_now().await;
    tx.send(10).ok();
    drop(tx);
    a.await.unwrap();
    b.await.unwrap();
}
