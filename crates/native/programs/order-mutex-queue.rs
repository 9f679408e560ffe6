//! A lock that is passed on skips those who stopped waiting, and no newcomer overtakes.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let lock = Arc::new(Mutex::new(0));
    let held = lock.lock().await;
    let mut tasks = Vec::new();
    for id in 0..6 {
        let lock = Arc::clone(&lock);
        tasks.push(tokio::spawn(async move {
            let patience = if id % 2 == 0 { 5 } else { 50 };
            match timeout(Duration::from_millis(patience), lock.lock()).await {
                Ok(mut count) => {
                    *count += 1;
                    println!("{id} is number {}", *count);
                    sleep(Duration::from_millis(1)).await;
                }
                Err(error) => println!("{id}: {error}"),
            }
        }));
    }
    sleep(Duration::from_millis(2)).await;
    tasks[1].abort();
    sleep(Duration::from_millis(8)).await;
    drop(held);
    println!("overtaken: {}", lock.try_lock().is_ok());
    let mut count = lock.lock().await;
    *count += 1;
    println!("main is number {}", *count);
    drop(count);
    for (id, task) in tasks.into_iter().enumerate() {
        println!("{id}: {:?}", task.await.map_err(|error| error.is_cancelled()));
    }
}
