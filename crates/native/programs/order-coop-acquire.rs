//! A lock or a place in a channel is taken first and paid for after: a task whose budget is spent
//! has it while it waits for its next turn.

use std::sync::Arc;
use tokio::sync::{Mutex, RwLock, Semaphore, mpsc};
use tokio::task::yield_now;

/// Leaves `left` of the budget of this poll.
async fn spend(left: u32) {
    yield_now().await;
    let free = Semaphore::new(1);
    for _ in left..128 {
        drop(free.acquire().await);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    for left in [0, 1, 2] {
        let lock = Arc::new(Mutex::new(()));
        let theirs = Arc::clone(&lock);
        let task = tokio::spawn(async move {
            spend(left).await;
            println!("{left} left");
            let _held = theirs.lock().await;
            println!("holds it");
            yield_now().await;
            println!("lets go");
        });
        for n in 0..4 {
            println!("{n}: free {}", lock.try_lock().is_ok());
            yield_now().await;
        }
        task.await.unwrap();
    }

    let (tx, mut rx) = mpsc::channel(1);
    let theirs = tx.clone();
    let task = tokio::spawn(async move {
        spend(0).await;
        theirs.send(1).await.unwrap();
        println!("sent");
    });
    for n in 0..4 {
        println!("{n}: {} free, {:?}", tx.capacity(), rx.try_recv());
        yield_now().await;
    }
    task.await.unwrap();

    let lock = Arc::new(RwLock::new(()));
    let (reader, writer) = (Arc::clone(&lock), Arc::clone(&lock));
    let reader = tokio::spawn(async move {
        spend(0).await;
        let _held = reader.read().await;
        println!("reads");
    });
    let writer = tokio::spawn(async move {
        spend(1).await;
        let _held = writer.write().await;
        println!("writes");
        yield_now().await;
    });
    for n in 0..4 {
        println!("{n}: read {} write {}", lock.try_read().is_ok(), lock.try_write().is_ok());
        yield_now().await;
    }
    reader.await.unwrap();
    writer.await.unwrap();

    // What is taken but not paid for is given back when it is aborted.
    let permits = Arc::new(Semaphore::new(2));
    let theirs = Arc::clone(&permits);
    let task = tokio::spawn(async move {
        spend(0).await;
        let _held = theirs.acquire_many(2).await;
        println!("never");
    });
    for n in 0..4 {
        println!("{n}: {} free", permits.available_permits());
        if n == 2 {
            task.abort();
        }
        yield_now().await;
    }
    println!("{:?}", task.await.map_err(|error| error.is_cancelled()));
}
