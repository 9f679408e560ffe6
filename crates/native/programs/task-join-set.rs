//! A set of tasks: joined as they end, aborted, dropped, detached.

use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

struct Loud(u64);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

async fn job(n: u64) -> u64 {
    let _loud = Loud(n);
    sleep(Duration::from_millis(10 * (n % 3))).await;
    n
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut set = JoinSet::new();
    let handles: Vec<AbortHandle> = (0..6).map(|n| set.spawn(job(n))).collect();
    println!("{set:?} {} {:?}", set.is_empty(), handles[2]);
    println!("{:?}", set.try_join_next().is_none());
    handles[4].abort();
    while let Some(result) = set.join_next().await {
        match result {
            Ok(n) => println!("joined {n}, {} left", set.len()),
            Err(error) => println!("{error} {} {}", error.is_cancelled(), error.id()),
        }
    }
    println!("{} {:?}", handles[2].is_finished(), set.join_next().await.is_none());

    let id = set.spawn(job(1)).id();
    let (joined, value) = set.join_next_with_id().await.unwrap().unwrap();
    println!("{} {value}", joined == id);

    for n in 10..13 {
        set.spawn(job(n));
    }
    sleep(Duration::from_millis(5)).await;
    set.shutdown().await;
    println!("shut down, {}", set.len());

    let all: JoinSet<_> = [5, 4, 3].into_iter().map(job).collect();
    println!("{:?}", all.join_all().await);

    for n in 20..23 {
        set.spawn(job(n));
    }
    tokio::task::yield_now().await;
    drop(set);
    println!("set dropped");
    sleep(Duration::from_millis(1)).await;

    let mut set = JoinSet::new();
    set.spawn(job(31));
    set.detach_all();
    println!("{}", set.is_empty());
    sleep(Duration::from_millis(50)).await;
}
