//! `main` is looked at between rounds of the queue, however often it is woken.

use std::sync::Arc;
use tokio::sync::{Notify, mpsc};
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(100);
    for id in 0..5 {
        let tx = tx.clone();
        tokio::spawn(async move {
            for n in 0..3 {
                tx.send((id, n)).await.unwrap();
                println!("{id} sent {n}");
                if id % 2 == 0 {
                    yield_now().await;
                }
            }
        });
    }
    drop(tx);
    while let Some((id, n)) = rx.recv().await {
        println!("main got {n} from {id}");
    }

    // Ping and pong between main and a task, with others in the queue.
    let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (theirs, ours) = (Arc::clone(&ping), Arc::clone(&pong));
    tokio::spawn(async move {
        loop {
            theirs.notified().await;
            println!("pong");
            ours.notify_one();
        }
    });
    for id in 0..2 {
        tokio::spawn(async move {
            for n in 0..4 {
                println!("other {id}.{n}");
                yield_now().await;
            }
        });
    }
    for _ in 0..3 {
        println!("ping");
        ping.notify_one();
        pong.notified().await;
    }
}
