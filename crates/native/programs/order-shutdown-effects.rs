//! Drops at shutdown that send, notify, abort and spawn: nothing of it runs any more.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio::task::yield_now;
use tokio::time::sleep;

struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let notify = Arc::new(Notify::new());
    let (tx, mut rx) = mpsc::channel(4);
    let waits = Arc::clone(&notify);
    tokio::spawn(async move {
        let _end = OnDrop(|| println!("1 dropped"));
        waits.notified().await;
        println!("never notified");
    });
    tokio::spawn(async move {
        let _end = OnDrop(|| println!("2 dropped"));
        while let Some(n) = rx.recv().await {
            println!("received {n}");
        }
    });
    let sleeper = tokio::spawn(async {
        let _end = OnDrop(|| println!("3 dropped"));
        sleep(Duration::from_millis(5)).await;
    });
    tokio::spawn(async move {
        let abort = sleeper.abort_handle();
        let _end = OnDrop(move || {
            notify.notify_one();
            println!("4 sends: {:?}", tx.try_send(7));
            abort.abort();
            let spawned = tokio::spawn(async {
                println!("never runs");
            });
            println!("spawned at shutdown, finished: {}", spawned.is_finished());
            println!("4 dropped");
        });
        sleeper.await.unwrap();
    });
    yield_now().await;
    println!("main ends");
}
