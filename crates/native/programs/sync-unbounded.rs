//! An unbounded channel: lengths, counts, weak senders, many at a time, and its end.

use tokio::sync::mpsc::unbounded_channel;
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = unbounded_channel();
    let weak = tx.downgrade();
    println!("{} {} {}", tx.strong_count(), tx.weak_count(), rx.sender_strong_count());
    let producer = tokio::spawn(async move {
        for n in 0..5 {
            tx.send(n).unwrap();
            println!("sent {n}");
            if n % 2 == 1 {
                yield_now().await;
            }
        }
    });
    while let Some(n) = rx.recv().await {
        println!("got {n}, {} left, closed {}", rx.len(), rx.is_closed());
        if n == 2 {
            let mut rest = Vec::new();
            let count = rx.recv_many(&mut rest, 10).await;
            println!("{count} more: {rest:?}, {}", rx.is_empty());
        }
    }
    producer.await.unwrap();
    println!("upgrade: {}", weak.upgrade().is_none());
    println!("{:?}", rx.try_recv());

    let (tx, mut rx) = unbounded_channel::<&str>();
    println!("{:?}", rx.try_recv());
    let closed = tokio::spawn({
        let tx = tx.clone();
        async move {
            tx.closed().await;
            println!("nobody listens");
        }
    });
    yield_now().await;
    tx.send("kept").unwrap();
    rx.close();
    println!("{:?} {}", tx.send("late"), tx.is_closed());
    println!("{:?} {:?}", rx.recv().await, rx.recv().await);
    drop(rx);
    closed.await.unwrap();
}
