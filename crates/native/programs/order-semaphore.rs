//! Permits go to those who wait in their order, and a large wish holds up the small ones behind it.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{RwLock, Semaphore};
use tokio::time::{Instant, sleep, timeout};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let permits = Arc::new(Semaphore::new(3));
    let mut tasks = Vec::new();
    for (id, wish) in [(0, 2), (1, 2), (2, 1), (3, 3), (4, 1), (5, 1)] {
        let permits = Arc::clone(&permits);
        tasks.push(tokio::spawn(async move {
            let held = permits.acquire_many(wish).await.unwrap();
            println!("{id} has {wish} at {:?}", begin.elapsed());
            sleep(ms(10)).await;
            drop(held);
        }));
    }
    sleep(ms(1)).await;
    println!("{} free, tried: {}", permits.available_permits(), permits.try_acquire().is_ok());
    let late = timeout(ms(12), permits.acquire()).await.is_err();
    println!("main gave up: {late}");
    permits.add_permits(1);
    tasks[5].abort();
    for task in tasks {
        println!("{:?}", task.await.map_err(|error| error.is_cancelled()));
    }
    permits.acquire().await.unwrap().forget();
    println!("{} left", permits.available_permits());
    let waits = Arc::clone(&permits);
    let waits = tokio::spawn(async move { waits.acquire_many_owned(9).await.is_err() });
    sleep(ms(1)).await;
    permits.close();
    println!("closed: {}, refused: {}", permits.is_closed(), waits.await.unwrap());

    let lock = Arc::new(RwLock::new(0));
    let mut tasks = Vec::new();
    for id in 0..7 {
        let lock = Arc::clone(&lock);
        tasks.push(tokio::spawn(async move {
            if id % 3 == 2 {
                let mut value = lock.write().await;
                *value += 1;
                println!("{id} writes {} at {:?}", *value, begin.elapsed());
                sleep(ms(2)).await;
            } else {
                let value = lock.read().await;
                println!("{id} reads {} at {:?}", *value, begin.elapsed());
                sleep(ms(3)).await;
            }
        }));
    }
    sleep(ms(1)).await;
    println!("read: {} write: {}", lock.try_read().is_ok(), lock.try_write().is_ok());
    for task in tasks {
        task.await.unwrap();
    }
    let downgraded = lock.write().await.downgrade();
    println!("{} and others read: {}", *downgraded, lock.try_read().is_ok());
}
