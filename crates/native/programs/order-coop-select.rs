//! `select!` polls nothing once the budget is spent, not even what costs none.

use std::future::ready;
use tokio::sync::mpsc;
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(1_000);
    for n in 0..400 {
        tx.try_send(n).unwrap();
    }
    let select = tokio::spawn(async move {
        let (mut received, mut at_once) = (0, 0);
        while received < 400 {
            tokio::select! {
                biased;
                Some(_) = rx.recv() => received += 1,
                () = ready(()) => {
                    at_once += 1;
                    println!("at once after {received}");
                }
            }
            if received % 100 == 0 || received % 128 == 0 {
                println!("{received} received");
            }
        }
        println!("{at_once} at once");
    });
    let beside = tokio::spawn(async {
        for n in 0..5 {
            println!("beside {n}");
            yield_now().await;
        }
    });
    select.await.unwrap();
    beside.await.unwrap();

    // The branches are free, what is around them is not.
    let (tx, mut rx) = mpsc::channel(1_000);
    let free = tokio::spawn(async move {
        for n in 0..300 {
            tx.send(n).await.unwrap();
            tokio::select! {
                biased;
                () = ready(()) => {}
            }
            if n % 60 == 0 || n % 128 > 125 {
                println!("{n} sent");
            }
        }
    });
    while let Some(n) = rx.recv().await {
        if n % 60 == 0 || n % 128 > 125 {
            println!("{n} received");
        }
    }
    free.await.unwrap();
}
