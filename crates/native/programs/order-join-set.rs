//! Tasks in a set are joined as they end, and aborted with it.

use std::time::Duration;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep, timeout};

struct Loud(u64);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

async fn work(ms: u64) -> u64 {
    let _loud = Loud(ms);
    sleep(Duration::from_millis(ms)).await;
    ms
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let mut set = JoinSet::new();
    for ms in [5, 3, 9, 3, 1] {
        set.spawn(work(ms));
    }
    let slow = set.spawn(work(100));
    println!("{} tasks", set.len());
    while let Ok(Some(joined)) = timeout(Duration::from_millis(50), set.join_next()).await {
        println!("{joined:?} at {:?}", begin.elapsed());
    }
    slow.abort();
    println!("{:?}", set.join_next().await.map(|joined| joined.is_err()));
    println!("{:?}", set.join_next().await.is_none());

    for ms in [7, 8, 6] {
        set.spawn(work(ms));
    }
    yield_now().await;
    set.abort_all();
    println!("aborted");
    while let Some(joined) = set.join_next().await {
        println!("cancelled: {}", joined.unwrap_err().is_cancelled());
    }
    for ms in [0, 0, 0, 4] {
        set.spawn(async move {
            yield_now().await;
            work(ms).await
        });
    }
    sleep(Duration::from_millis(2)).await;
    println!("{:?}", set.try_join_next().map(|joined| joined.unwrap()));
    println!("set goes with {} tasks", set.len());
    drop(set);
    yield_now().await;
    println!("end");
    let mut last = JoinSet::new();
    for ms in [11, 12] {
        last.spawn(work(ms));
    }
    yield_now().await;
    last.shutdown().await;
    last.spawn(async { 1 });
    last.spawn(async { 2 });
    println!("{:?}", last.join_all().await);
}
