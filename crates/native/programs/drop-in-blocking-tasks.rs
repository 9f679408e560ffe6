//! Tasks that block their threads below combinators, at the same time: what others do goes on meanwhile.

use std::pin::pin;
use std::thread::sleep as block;
use std::time::{Duration, Instant};

use futures::future::{self, FutureExt};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

const UNIT: Duration = Duration::from_millis(20);

fn since(start: Instant) -> u128 {
    (start.elapsed().as_millis() + 5) / UNIT.as_millis()
}

async fn beat(start: Instant, beats: mpsc::UnboundedSender<u128>) {
    for _ in 0..3 {
        sleep(UNIT).await;
        beats.send(since(start)).unwrap();
    }
}

async fn blocks(units: u32) -> u32 {
    block(UNIT * units);
    units
}

async fn one_task_beats_while_another_blocks() {
    let start = Instant::now();
    let (send, mut beats) = mpsc::unbounded_channel();
    let blocked = tokio::spawn(async { future::join(blocks(1), blocks(2)).await });
    let beating = tokio::spawn(beat(start, send));
    println!("{:?} after {}", blocked.await.unwrap(), since(start));
    beating.await.unwrap();
    while let Some(at) = beats.recv().await {
        println!("beat at {at}");
    }
}

async fn both_block() {
    let start = Instant::now();
    let long = tokio::spawn(async move {
        future::join(blocks(3), future::ready(())).await;
        println!("long after {}", since(start));
    });
    let short = tokio::spawn(async move {
        sleep(UNIT / 2).await;
        future::join(blocks(1), future::ready(())).await;
        println!("short after {}", (start.elapsed() + UNIT / 2).as_millis() / UNIT.as_millis());
    });
    long.await.unwrap();
    short.await.unwrap();
}

async fn a_lock_below_a_combinator() {
    let lock = std::sync::Arc::new(std::sync::Mutex::new(0));
    let start = Instant::now();
    let (locked, is_locked) = oneshot::channel();
    let holder = tokio::task::spawn_blocking({
        let lock = lock.clone();
        move || {
            let mut guard = lock.lock().unwrap();
            locked.send(()).unwrap();
            block(UNIT * 2);
            *guard += 1;
        }
    });
    is_locked.await.unwrap();
    let wants = async {
        let value = *lock.lock().unwrap();
        println!("got {value} after {}", since(start));
    };
    let sibling = async { println!("the sibling comes after") };
    future::join(pin!(wants), pin!(sibling)).await;
    holder.await.unwrap();
}

async fn late_all_the_same() {
    let start = Instant::now();
    let work = future::join(blocks(2), blocks(1)).boxed();
    let in_time = timeout(UNIT, work).await.is_ok();
    println!("in time: {in_time}, after {}", since(start));
    let work = async {
        blocks(2).await;
        sleep(UNIT).await;
    };
    let in_time = timeout(UNIT, work).await.is_ok();
    println!("in time: {in_time}, after {}", since(start));
}

fn main() {
    for workers in [2, 4] {
        println!("-- {workers} workers");
        let runtime = Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap();
        runtime.block_on(async {
            one_task_beats_while_another_blocks().await;
            both_block().await;
            a_lock_below_a_combinator().await;
            late_all_the_same().await;
        });
    }
}
