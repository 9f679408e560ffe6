//! Values that belong to a future.

use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::sleep;

tokio::task_local! {
    /// Which request this is.
    static REQUEST: u32;
    pub static NAME: String;
}

async fn show(place: &str) {
    println!("{place}: {:?} {:?}", REQUEST.try_get(), NAME.try_with(|name| name.len()));
    yield_now().await;
    println!("{place} again: {:?}", REQUEST.try_get().ok());
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    show("outside").await;
    let tasks: Vec<_> = (1..4)
        .map(|n| {
            tokio::spawn(REQUEST.scope(n, async move {
                show("task").await;
                NAME.scope("x".repeat(n as usize), show("named")).await;
                REQUEST
                    .scope(n * 10, async {
                        show("inner").await;
                        sleep(Duration::from_millis(5)).await;
                    })
                    .await;
                println!("{}", REQUEST.get());
                n
            }))
        })
        .collect();
    for task in tasks {
        println!("{}", task.await.unwrap());
    }
    REQUEST.sync_scope(99, || REQUEST.with(|n| println!("sync {n}")));
    println!("{}", REQUEST.try_get().unwrap_err());
}
