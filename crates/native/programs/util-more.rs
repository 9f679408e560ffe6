//! What tokio-util has besides: a queue of delays, pinned tasks, a sink, a bridge to code that blocks.

use std::io::{Read, Write};
use std::rc::Rc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::io::SyncIoBridge;
use tokio_util::sync::PollSender;
use tokio_util::task::LocalPoolHandle;
use tokio_util::time::DelayQueue;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

async fn delays() {
    let start = Instant::now();
    let mut queue = DelayQueue::new();
    queue.insert("late", ms(90));
    let gone = queue.insert("gone", ms(60));
    let moved = queue.insert("moved", ms(30));
    queue.insert("soon", ms(10));
    println!("{} items, first {:?}", queue.len(), queue.peek().map(|key| key == moved));
    println!("removed {}", queue.remove(&gone).into_inner());
    println!("again {}", queue.try_remove(&gone).is_none());
    queue.reset(&moved, ms(120));
    while let Some(item) = queue.next().await {
        let late = start.elapsed() >= item.deadline() - start;
        println!("{} in time {late}", item.into_inner());
    }
    println!("empty: {}", queue.is_empty());
    queue.insert("past", ms(0));
    println!("{:?}", queue.next().await.map(|item| item.into_inner()));
}

async fn pinned() {
    let pool = LocalPoolHandle::new(1);
    let task = pool.spawn_pinned(|| {
        let n = Rc::new(5);
        async move {
            let more = tokio::task::spawn_local({
                let n = n.clone();
                async move { *n + 1 }
            });
            more.await.unwrap() + *n
        }
    });
    // How large the load is depends on whether the task is over by now.
    println!("{} loads of {}", pool.get_task_loads_for_each_worker().len(), pool.num_threads());
    println!("{}", task.await.unwrap());
}

async fn sink() {
    let (send, mut receive) = mpsc::channel(1);
    let mut sink = PollSender::new(send);
    let task = tokio::spawn(async move {
        for n in 0..3 {
            sink.send(n).await.unwrap();
            println!("sent {n}");
        }
        sink.close();
        println!("closed: {}", sink.is_closed());
        println!("{:?}", sink.send(9).await.map_err(|error| error.to_string()));
    });
    tokio::task::yield_now().await;
    tokio::time::sleep(ms(10)).await;
    while let Some(n) = receive.recv().await {
        println!("got {n}");
        tokio::time::sleep(ms(5)).await;
    }
    task.await.unwrap();
}

/// Code that is not async writes what async code reads, and the other way round.
async fn bridge() {
    let (mut near, far) = tokio::io::duplex(4);
    let writer = tokio::task::spawn_blocking(move || {
        let mut write = SyncIoBridge::new(far);
        write.write_all(b"more than fits").unwrap();
        write.shutdown().unwrap();
    });
    let mut text = String::new();
    near.read_to_string(&mut text).await.unwrap();
    writer.await.unwrap();
    println!("{text}");

    let (mut near, far) = tokio::io::duplex(4);
    let reader = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        SyncIoBridge::new(far).read_to_string(&mut text).unwrap();
        text
    });
    near.write_all(b"and back again").await.unwrap();
    drop(near);
    println!("{}", reader.await.unwrap());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("worker {:?}", tokio::runtime::worker_index());
    delays().await;
    pinned().await;
    sink().await;
    bridge().await;
}
