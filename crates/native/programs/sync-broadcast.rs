//! A channel each receiver of which gets each value, unless it is too slow.

use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut first) = broadcast::channel(2);
    println!("{:?}", first.try_recv());
    let mut second = tx.subscribe();
    println!("{} {:?}", tx.receiver_count(), tx.send(1));
    println!("{:?} {:?}", first.recv().await, second.len());
    println!("{:?} {:?} {}", tx.send(2), tx.send(3), tx.len());
    println!("{:?} {:?}", second.recv().await, second.recv().await);
    let mut third = second.resubscribe();
    println!("{:?}", third.try_recv());
    println!("{:?}", first.try_recv());

    let mut tasks = Vec::new();
    for (name, mut rx) in [("first", first), ("second", second), ("third", third)] {
        tasks.push(tokio::spawn(async move {
            loop {
                match rx.recv().await {
                    Ok(value) => println!("{name} gets {value}"),
                    Err(RecvError::Lagged(lost)) => println!("{name} lost {lost}"),
                    Err(error) => {
                        println!("{name}: {error}");
                        break;
                    }
                }
                if name == "third" {
                    sleep(Duration::from_millis(5)).await;
                }
            }
        }));
    }
    for value in 4..9 {
        println!("to {:?}", tx.send(value));
        yield_now().await;
    }
    sleep(Duration::from_millis(20)).await;
    println!("{} {}", tx.is_empty(), tx.strong_count());
    let weak = tx.downgrade();
    drop(tx);
    println!("{}", weak.upgrade().is_none());
    for task in tasks {
        task.await.unwrap();
    }
    let (tx, rx) = broadcast::channel(1);
    let watcher = tokio::spawn({
        let tx = tx.clone();
        async move {
            tx.closed().await;
            println!("nobody listens: {:?} {tx:?}", tx.send("x"));
        }
    });
    yield_now().await;
    drop(rx);
    watcher.await.unwrap();
}
