//! The ways in which a channel closes, seen from both sides.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("closed by the receiver");
    let (tx, mut rx) = mpsc::channel(1);
    let mut tasks = Vec::new();
    for n in 0..3 {
        let tx = tx.clone();
        tasks.push(tokio::spawn(async move {
            let sent = tx.send(n).await;
            println!("send {n}: {sent:?}");
        }));
    }
    let watch = tx.clone();
    tasks.push(tokio::spawn(async move {
        watch.closed().await;
        println!("seen closed: {}", watch.is_closed());
    }));
    yield_now().await;
    rx.close();
    println!("closed");
    while let Some(n) = rx.recv().await {
        println!("received {n}");
    }
    println!("nothing more: {:?}", tx.try_send(9));
    drop(rx);
    for task in tasks {
        task.await.unwrap();
    }

    println!("receiver dropped");
    let (tx, rx) = mpsc::channel(1);
    tx.try_send(Loud(1)).unwrap();
    let task = tokio::spawn(async move {
        let refused = tx.send(Loud(2)).await.is_err();
        println!("refused: {refused}");
    });
    sleep(Duration::from_millis(1)).await;
    drop(rx);
    println!("dropped");
    task.await.unwrap();

    println!("senders dropped");
    let (tx, mut rx) = mpsc::channel::<u32>(1);
    let task = tokio::spawn(async move {
        println!("{:?}", rx.recv().await);
        println!("{:?}", rx.try_recv());
    });
    yield_now().await;
    drop(tx);
    task.await.unwrap();
}

#[derive(Debug)]
struct Loud(u32);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("message {} dropped", self.0);
    }
}
