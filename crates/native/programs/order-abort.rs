//! Aborting a task that waits, that is queued, that has ended, and what joining it gives.

use std::time::Duration;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::sleep;

async fn work(name: &'static str, ms: u64) -> &'static str {
    let _loud = Loud(name);
    println!("{name} begins");
    sleep(Duration::from_millis(ms)).await;
    println!("{name} ends");
    name
}

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

async fn join(handle: JoinHandle<&'static str>) {
    println!("finished: {}", handle.is_finished());
    match handle.await {
        Ok(name) => println!("{name} is ok"),
        Err(error) => println!("cancelled: {}, panic: {}", error.is_cancelled(), error.is_panic()),
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let idle = tokio::spawn(work("idle", 10));
    let other = tokio::spawn(work("other", 1));
    yield_now().await;
    idle.abort();
    println!("idle aborted, finished: {}", idle.is_finished());
    yield_now().await;
    join(idle).await;

    let unborn = tokio::spawn(work("unborn", 10));
    unborn.abort();
    unborn.abort();
    println!("unborn aborted");
    join(unborn).await;

    let late = other.abort_handle();
    sleep(Duration::from_millis(5)).await;
    late.abort();
    other.abort();
    join(other).await;

    let woken = tokio::spawn(work("woken", 3));
    sleep(Duration::from_millis(1)).await;
    let killer = {
        let handle = woken.abort_handle();
        tokio::spawn(async move {
            sleep(Duration::from_millis(2)).await;
            handle.abort();
            println!("killed");
        })
    };
    join(woken).await;
    killer.await.unwrap();

    // Order among several.
    let tasks = ["x", "y", "z"].map(|name| tokio::spawn(work(name, 10)));
    yield_now().await;
    let [x, y, z] = tasks;
    z.abort();
    x.abort();
    join(y).await;
    join(z).await;
    join(x).await;
}
