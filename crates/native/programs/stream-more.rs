//! Streams of tokio_stream: adapters, wrappers, and those that need a timer.

use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{Instant, interval, sleep};
use tokio_stream::wrappers::{
    BroadcastStream, IntervalStream, ReceiverStream, UnboundedReceiverStream, WatchStream,
};
use tokio_stream::{StreamExt, StreamMap};

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    let doubled: Vec<i32> = tokio_stream::iter(1..6)
        .map(|n| n * 2)
        .filter(|n| n % 4 != 0)
        .chain(tokio_stream::once(99))
        .collect()
        .await;
    println!("{doubled:?}");
    let sum = tokio_stream::iter(1..6).take_while(|n| *n < 4).fold(0, |sum, n| sum + n).await;
    println!("{sum} {}", tokio_stream::iter([1, 2]).any(|n| n == 2).await);

    let (tx, rx) = mpsc::channel(2);
    tokio::spawn(async move {
        for (n, pause) in [(1, 5), (2, 30), (3, 1), (4, 1), (5, 50)] {
            sleep(ms(pause)).await;
            tx.send(n).await.unwrap();
        }
    });
    let stream = ReceiverStream::new(rx).timeout(ms(20));
    tokio::pin!(stream);
    while let Some(item) = stream.next().await {
        println!("{item:?} at {:?}", start.elapsed());
    }

    let (tx, rx) = mpsc::unbounded_channel();
    for n in 0..7 {
        tx.send(n).unwrap();
    }
    tokio::spawn(async move {
        sleep(ms(30)).await;
        tx.send(7).unwrap();
    });
    let chunks = UnboundedReceiverStream::new(rx).chunks_timeout(3, ms(10));
    tokio::pin!(chunks);
    while let Some(chunk) = chunks.next().await {
        println!("{chunk:?} at {:?}", start.elapsed());
    }

    let throttled = tokio_stream::iter(0..3).throttle(ms(10));
    tokio::pin!(throttled);
    while let Some(n) = throttled.next().await {
        println!("throttled {n} at {:?}", start.elapsed());
    }

    let mut ticks = IntervalStream::new(interval(ms(4))).take(3);
    while let Some(due) = ticks.next().await {
        println!("tick {:?}", due - start);
    }

    let (tx, rx) = broadcast::channel(2);
    let (watched, watch) = watch::channel("a");
    for n in 0..4 {
        tx.send(n).unwrap();
    }
    drop(tx);
    println!("{:?}", BroadcastStream::new(rx).collect::<Vec<_>>().await);
    let task = tokio::spawn(WatchStream::new(watch).collect::<Vec<_>>());
    for value in ["b", "c"] {
        sleep(ms(1)).await;
        watched.send(value).unwrap();
    }
    drop(watched);
    println!("{:?}", task.await);

    let mut map = StreamMap::new();
    map.insert("one", tokio_stream::iter([1]));
    println!("{:?} {:?}", map.next().await, map.next().await);
    let mut merged = tokio_stream::iter([1, 3]).merge(tokio_stream::iter([2, 4]));
    while let Some(n) = merged.next().await {
        println!("merged {n}");
    }
    let mut tries = tokio_stream::iter([Ok(1), Err("bad")]);
    println!("{:?} {:?}", tries.try_next().await, tries.try_next().await);
}
