//! A ready queue that never runs empty: tasks that wake themselves, and others that yield.

use std::future::poll_fn;
use std::task::Poll;
use tokio::task::yield_now;

async fn wakes_itself(times: u32) {
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        if polls > times {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut tasks = Vec::new();
    for id in 0..3 {
        tasks.push(tokio::spawn(async move {
            wakes_itself(100 + id).await;
            println!("busy {id} ended");
        }));
    }
    for id in 0..2 {
        tasks.push(tokio::spawn(async move {
            for n in 0..4 {
                println!("yields {id}.{n}");
                yield_now().await;
            }
        }));
    }
    for n in 0..3 {
        println!("main {n}");
        yield_now().await;
    }
    println!("main wakes itself");
    wakes_itself(5).await;
    println!("main ended that");
    for task in tasks {
        task.await.unwrap();
    }
}
