//! What else costs budget, in loops that never have to wait.

use std::future::poll_fn;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::{interval, sleep};

async fn beside(times: u32) {
    for n in 0..times {
        println!("beside {n}");
        yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let (tx, mut rx) = mpsc::channel(300);
    for n in 0..300 {
        tx.try_send(n).unwrap();
    }
    let polled = tokio::spawn(async move {
        for _ in 0..300 {
            let n = poll_fn(|cx| rx.poll_recv(cx)).await.unwrap();
            if n % 64 == 0 || n % 128 > 126 {
                println!("polled {n}");
            }
        }
    });
    tokio::join!(beside(4), async { polled.await.unwrap() });

    let ticker = tokio::spawn(async {
        let mut interval = interval(Duration::from_millis(1));
        sleep(Duration::from_millis(300)).await;
        for n in 0..300 {
            interval.tick().await;
            if n % 64 == 0 || n % 128 > 126 {
                println!("ticked {n}");
            }
        }
    });
    sleep(Duration::from_millis(300)).await;
    beside(4).await;
    ticker.await.unwrap();

    let closed = tokio::spawn(async {
        for n in 0..200 {
            let (mut tx, rx) = oneshot::channel::<()>();
            drop(rx);
            tx.closed().await;
            if n % 64 == 0 || n % 128 > 126 {
                println!("closed {n}");
            }
        }
    });
    let gone = tokio::spawn(async {
        let (tx, rx) = mpsc::channel::<()>(1);
        drop(rx);
        for n in 0..200 {
            tx.closed().await;
            if n % 64 == 0 || n % 128 > 126 {
                println!("gone {n}");
            }
        }
        for n in 0..200 {
            let refused = tx.send(()).await.is_err();
            if n % 64 == 0 || n % 128 > 126 {
                println!("refused {refused} {n}");
            }
        }
    });
    beside(5).await;
    closed.await.unwrap();
    gone.await.unwrap();

    let (tx, mut rx) = mpsc::channel(4);
    let many = tokio::spawn(async move {
        let mut buffer = Vec::new();
        let mut calls = 0;
        while rx.recv_many(&mut buffer, 2).await > 0 {
            calls += 1;
            if calls % 50 == 0 {
                println!("{calls} calls, {} messages", buffer.len());
            }
        }
        println!("{calls} calls, {} messages", buffer.len());
    });
    for n in 0..300 {
        tx.send(n).await.unwrap();
    }
    drop(tx);
    many.await.unwrap();
}
