//! The budget of a poll, and futures without one.

use tokio::sync::{Mutex, broadcast, watch};
use tokio::task::{consume_budget, coop, unconstrained, yield_now};

async fn beside(name: &'static str) {
    for n in 0..4 {
        println!("beside {name} {n}");
        yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let other = tokio::spawn(beside("consume"));
    for n in 0..300 {
        if n % 50 == 0 {
            println!("consume {n} {}", coop::has_budget_remaining());
        }
        consume_budget().await;
    }
    other.await.unwrap();

    let other = tokio::spawn(beside("unconstrained"));
    unconstrained(async {
        for n in 0..300 {
            if n % 100 == 0 {
                println!("unconstrained {n} {}", coop::has_budget_remaining());
            }
            consume_budget().await;
        }
    })
    .await;
    other.await.unwrap();

    let other = tokio::spawn(beside("channels"));
    let (tx, mut rx) = broadcast::channel(16);
    let (watched, mut watch) = watch::channel(0);
    let mutex = Mutex::new(0);
    for n in 0..150 {
        tx.send(n).unwrap();
        let got = rx.recv().await.unwrap();
        watched.send(got).unwrap();
        watch.changed().await.unwrap();
        *mutex.lock().await += 1;
        if n % 20 == 0 {
            println!("channels {n}");
        }
    }
    other.await.unwrap();

    let other = tokio::spawn(beside("cooperative"));
    for n in 0..200 {
        coop::cooperative(std::future::ready(n)).await;
        if n % 40 == 0 {
            println!("cooperative {n}");
        }
    }
    other.await.unwrap();
}
