//! A channel for one value, used and dropped from both sides.

use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

#[derive(Debug, PartialEq)]
struct Loud(u32);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("value {} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, rx) = oneshot::channel();
    let receiver = tokio::spawn(async move {
        println!("received {:?}", rx.await);
    });
    yield_now().await;
    println!("sent: {}", tx.send(Loud(1)).is_ok());
    receiver.await.unwrap();

    let (tx, rx) = oneshot::channel::<Loud>();
    let receiver = tokio::spawn(async move {
        println!("received {:?}", rx.await);
    });
    yield_now().await;
    drop(tx);
    println!("sender dropped");
    receiver.await.unwrap();

    let (tx, rx) = oneshot::channel();
    drop(rx);
    println!("closed: {}, refused: {:?}", tx.is_closed(), tx.send(Loud(2)));

    let (tx, rx) = oneshot::channel();
    println!("sent: {}", tx.send(Loud(3)).is_ok());
    println!("receiver goes");
    drop(rx);

    let (mut tx, mut rx) = oneshot::channel::<Loud>();
    println!("{:?}", rx.try_recv());
    let watcher = tokio::spawn(async move {
        tx.closed().await;
        println!("nobody listens");
    });
    println!("{:?}", timeout(Duration::from_millis(3), &mut rx).await.is_err());
    rx.close();
    println!("{:?}", rx.try_recv());
    watcher.await.unwrap();

    let (tx, rx) = oneshot::channel();
    let late = tokio::spawn(async move {
        sleep(Duration::from_millis(2)).await;
        println!("late: {:?}", tx.send(4));
    });
    println!("in time: {:?}", timeout(Duration::from_millis(2), rx).await);
    late.await.unwrap();
}
