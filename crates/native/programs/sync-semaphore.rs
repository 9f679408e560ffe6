//! Permits: taken, given back, merged, split, forgotten, and no more.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

static TWO: Semaphore = Semaphore::const_new(2);

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    let semaphore = Arc::new(Semaphore::new(3));
    let mut tasks = Vec::new();
    for (n, permits) in [1, 2, 3, 1, 1].into_iter().enumerate() {
        let semaphore = Arc::clone(&semaphore);
        tasks.push(tokio::spawn(async move {
            let permit = semaphore.acquire_many(permits).await.unwrap();
            println!(
                "{n} has {} at {:?}, {} left",
                permit.num_permits(),
                start.elapsed(),
                semaphore.available_permits()
            );
            sleep(Duration::from_millis(10)).await;
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let mut one = semaphore.try_acquire().unwrap();
    let two = semaphore.clone().try_acquire_many_owned(2).unwrap();
    println!("{:?} {}", semaphore.try_acquire().map(drop), semaphore.available_permits());
    let mut many = two;
    let split = many.split(1).unwrap();
    println!("{} {} {}", many.num_permits(), split.num_permits(), many.split(5).is_none());
    many.merge(split);
    println!("{}", many.num_permits());
    many.forget();
    println!("{:?}", one.split(1).map(|permit| permit.num_permits()));
    drop(one);
    println!("{}", semaphore.available_permits());
    semaphore.add_permits(4);
    println!("{} {}", semaphore.available_permits(), semaphore.forget_permits(2));

    let waits = tokio::spawn({
        let semaphore = semaphore.clone();
        async move { semaphore.acquire_many_owned(50).await.map(drop) }
    });
    sleep(Duration::from_millis(1)).await;
    println!("{}", semaphore.available_permits());
    semaphore.close();
    let error = waits.await.unwrap().unwrap_err();
    println!("{error} {error:?} {} {:?}", semaphore.is_closed(), semaphore.try_acquire().map(drop));
    let _one = TWO.acquire().await.unwrap();
    println!("{}", TWO.available_permits());
}
