//! A receiver with 500 messages waiting, beside a task that also wants to run.

use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(1_000);
    for n in 0..500 {
        tx.try_send(n).unwrap();
    }
    drop(tx);
    let receiver = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(n) = rx.recv().await {
            sum += n;
            if n % 50 == 0 || n % 128 == 127 {
                println!("received {n}");
            }
        }
        println!("sum {sum}");
    });
    let beside = tokio::spawn(async {
        for n in 0..6 {
            println!("beside {n}");
            yield_now().await;
        }
    });
    receiver.await.unwrap();
    beside.await.unwrap();

    let (tx, mut rx) = mpsc::channel(300);
    let sender = tokio::spawn(async move {
        for n in 0..300 {
            tx.send(n).await.unwrap();
            if n % 64 == 0 || n % 128 == 127 {
                println!("sent {n}");
            }
        }
    });
    let beside = tokio::spawn(async move {
        while let Some(n) = rx.recv().await {
            if n % 64 == 0 || n % 128 == 127 {
                println!("got {n}");
            }
        }
    });
    sender.await.unwrap();
    beside.await.unwrap();

    let locker = tokio::spawn(async {
        let lock = Mutex::new(0);
        for n in 0..200 {
            *lock.lock().await += n;
            if n % 50 == 0 || n == 128 {
                println!("locked {n}");
            }
        }
    });
    let sleeper = tokio::spawn(async {
        for n in 0..200 {
            sleep(Duration::ZERO).await;
            if n % 50 == 0 || n == 128 {
                println!("slept {n}");
            }
        }
    });
    let oneshots = tokio::spawn(async {
        for n in 0..200 {
            let (tx, rx) = oneshot::channel();
            tx.send(n).unwrap();
            rx.await.unwrap();
            if n % 50 == 0 || n == 128 {
                println!("oneshot {n}");
            }
        }
    });
    let joins = tokio::spawn(async {
        let mut tasks = Vec::new();
        for n in 0..200 {
            tasks.push(tokio::spawn(async move { n }));
        }
        yield_now().await;
        for task in tasks {
            let n = task.await.unwrap();
            if n % 50 == 0 || n == 128 {
                println!("joined {n}");
            }
        }
    });
    for task in [locker, sleeper, oneshots, joins] {
        task.await.unwrap();
    }
}
