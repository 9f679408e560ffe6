//! Who gets the lock next.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for id in 0..5 {
        let log = Arc::clone(&log);
        tasks.push(tokio::spawn(async move {
            for round in 0..3 {
                let mut log = log.lock().await;
                println!("{id} holds it in round {round}, {:?}", begin.elapsed());
                log.push((id, round));
                if id % 2 == 0 {
                    sleep(Duration::from_millis(2)).await;
                } else {
                    yield_now().await;
                }
                drop(log);
                if id == 3 {
                    yield_now().await;
                }
            }
        }));
    }
    println!("free: {}", log.try_lock().is_ok());
    yield_now().await;
    println!("free: {}", log.try_lock().is_ok());
    let waited = timeout(Duration::from_millis(3), log.lock()).await;
    println!("main got it in time: {}", waited.is_ok());
    drop(waited);
    for task in tasks {
        task.await.unwrap();
    }
    println!("{:?}", log.lock().await);
    let owned = Arc::clone(&log).lock_owned().await;
    println!("{} entries, free: {}", owned.len(), log.try_lock().is_ok());
}
