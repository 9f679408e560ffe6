//! `try_send`, `try_recv` and `recv_many` beside tasks that wait.

use tokio::sync::mpsc;
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(2);
    println!("{:?}", rx.try_recv());
    println!("{:?} {:?} {:?}", tx.try_send(1), tx.try_send(2), tx.try_send(3));
    let waiting = tx.clone();
    let task = tokio::spawn(async move {
        waiting.send(4).await.unwrap();
        println!("4 sent");
        waiting.send(5).await.unwrap();
        println!("5 sent");
    });
    yield_now().await;
    println!("{:?}", rx.try_recv());
    // The place is promised to the task that waits.
    println!("{:?}, {} free", tx.try_send(6), tx.capacity());
    yield_now().await;
    let mut messages = Vec::new();
    println!("{} {messages:?}", rx.recv_many(&mut messages, 10).await);
    task.await.unwrap();
    println!("{} {messages:?}", rx.recv_many(&mut messages, 10).await);
    println!("{} of {}, empty: {}", rx.len(), rx.max_capacity(), rx.is_empty());
    drop(tx);
    println!("{} {messages:?}", rx.recv_many(&mut messages, 10).await);
    println!("{:?}", rx.try_recv());
}
