//! The order in which an aborted task drops what it holds.

use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("  {} dropped", self.0);
    }
}

async fn inner(argument: Loud) {
    let _first = Loud("inner's first");
    let _second = Loud("inner's second");
    sleep(Duration::from_millis(50)).await;
    drop(argument);
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel::<u32>(1);
    let (done, ended) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let _tx = tx;
        let _done = done;
        let _outer = Loud("outer's first");
        let nested = tokio::spawn(async {
            let _nested = Loud("nested");
            sleep(Duration::from_millis(20)).await;
            println!("a task that a dropped task spawned goes on");
        });
        let kept = inner(Loud("kept's argument"));
        let joined = async {
            tokio::join!(inner(Loud("left's argument")), inner(Loud("right's argument")));
        };
        timeout(Duration::from_millis(100), joined).await.unwrap();
        kept.await;
        nested.await.unwrap();
    });
    let receiver = tokio::spawn(async move {
        println!("channel: {:?}", rx.recv().await);
    });
    let waiter = tokio::spawn(async move {
        println!("oneshot: {:?}", ended.await);
    });
    sleep(Duration::from_millis(10)).await;
    task.abort();
    println!("aborted");
    println!("{:?}", task.await.map_err(|error| error.is_cancelled()));
    receiver.await.unwrap();
    waiter.await.unwrap();
    sleep(Duration::from_millis(50)).await;
}
