//! Channels that many read: every value, the latest value, and a meeting. Who of several is woken
//! first is free with the last two, so there is just one to wake.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Barrier, broadcast, watch};
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, _) = broadcast::channel(4);
    let mut tasks = Vec::new();
    for id in 0..3 {
        let mut rx = tx.subscribe();
        tasks.push(tokio::spawn(async move {
            loop {
                match rx.recv().await {
                    Ok(n) => println!("{id} got {n}"),
                    Err(broadcast::error::RecvError::Lagged(missed)) => {
                        println!("{id} missed {missed}");
                    }
                    Err(error) => {
                        println!("{id}: {error}");
                        return;
                    }
                }
                if id == 2 {
                    sleep(Duration::from_millis(1)).await;
                }
            }
        }));
    }
    for n in 0..10 {
        println!("sent {n} to {:?}", tx.send(n));
        if n % 3 == 2 {
            yield_now().await;
        }
    }
    drop(tx);
    for task in tasks {
        task.await.unwrap();
    }

    let (tx, rx) = watch::channel(0);
    let mut sees = rx.clone();
    let sees = tokio::spawn(async move {
        while sees.changed().await.is_ok() {
            println!("sees {}", *sees.borrow_and_update());
        }
        println!("ends with {}", *sees.borrow());
    });
    yield_now().await;
    for n in 1..5 {
        tx.send(n).unwrap();
        if n % 2 == 0 {
            yield_now().await;
        }
    }
    let unchanged = tx.send_if_modified(|_| false);
    println!("modified: {unchanged}, before: {}", tx.send_replace(9));
    drop(tx);
    sees.await.unwrap();
    drop(rx);

    let (tx, mut rx) = watch::channel(0);
    let waits = tokio::spawn(async move {
        let mut asked = Vec::new();
        let big = *rx
            .wait_for(|value| {
                asked.push(*value);
                *value > 4
            })
            .await
            .unwrap();
        println!("asked {asked:?}, has {big}, changed: {:?}", rx.has_changed());
        println!("never: {}", rx.wait_for(|value| *value > 100).await.is_err());
        println!("gone: {}", rx.changed().await.is_err());
    });
    for n in 0..8 {
        tx.send(n).unwrap();
        if n % 2 == 0 {
            yield_now().await;
        }
    }
    println!("{} receivers", tx.receiver_count());
    drop(tx);
    waits.await.unwrap();

    let barrier = Arc::new(Barrier::new(2));
    let mut tasks = Vec::new();
    for id in 0..6 {
        let barrier = Arc::clone(&barrier);
        tasks.push(tokio::spawn(async move {
            sleep(Duration::from_millis(6 - id)).await;
            println!("{id} is there");
            let leads = barrier.wait().await.is_leader();
            println!("{id} goes, leads: {leads}");
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}
