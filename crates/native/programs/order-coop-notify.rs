//! A `Notify` costs no budget, nor does `yield_now`; a mixed loop is stopped by what does.

use tokio::sync::{Notify, mpsc};
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let notifier = tokio::spawn(async {
        let notify = Notify::new();
        for n in 0..500 {
            notify.notify_one();
            notify.notified().await;
            if n % 64 == 0 {
                println!("notified {n}");
            }
        }
    });
    let beside = tokio::spawn(async {
        for n in 0..5 {
            println!("beside {n}");
            yield_now().await;
        }
    });
    notifier.await.unwrap();
    let mixed = tokio::spawn(async {
        let notify = Notify::new();
        let (tx, mut rx) = mpsc::channel(4);
        for n in 0..200 {
            notify.notify_one();
            notify.notified().await;
            tx.send(n).await.unwrap();
            rx.recv().await.unwrap();
            if n % 32 == 31 || n % 64 == 0 {
                println!("mixed {n}");
            }
        }
    });
    beside.await.unwrap();
    mixed.await.unwrap();
}
