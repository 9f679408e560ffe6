//! More tasks than the runtime polls before it looks at `main` and the timers again.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let notify = Arc::new(Notify::new());
    for id in 0..200 {
        let notify = Arc::clone(&notify);
        tokio::spawn(async move {
            if id % 50 == 3 {
                println!("task {id} notifies");
                notify.notify_one();
            }
            if id % 40 == 0 {
                println!("task {id} yields");
                yield_now().await;
                println!("task {id} again");
            }
            if id % 60 == 1 {
                sleep(Duration::ZERO).await;
                println!("task {id} slept for nothing");
            }
        });
    }
    for n in 0..4 {
        notify.notified().await;
        println!("main notified {n}");
    }
    sleep(Duration::from_millis(1)).await;
    println!("main slept");
}
