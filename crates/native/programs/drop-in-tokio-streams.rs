//! Wrappers and adapters of `tokio_stream`.

use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{Instant, interval};
use tokio_stream::wrappers::{
    BroadcastStream, IntervalStream, ReceiverStream, UnboundedReceiverStream, WatchStream,
};
use tokio_stream::{self as stream, Stream, StreamExt, StreamMap};

fn numbers() -> impl Stream<Item = i32> {
    stream::iter(1..=10)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut s = numbers().filter(|n| n % 2 == 1).map(|n| n * 10).take(3);
    while let Some(n) = s.next().await {
        println!("{n}");
    }
    let v: Vec<i32> = numbers().skip(2).take_while(|n| *n < 6).collect().await;
    println!("{v:?}");
    println!("{}", numbers().fold(0, |a, b| a + b).await);
    println!("{} {}", numbers().all(|n| n > 0).await, numbers().any(|n| n > 10).await);
    let (tx, rx) = mpsc::channel(4);
    tokio::spawn(async move {
        for i in 0..3 {
            tx.send(i).await.unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let t = Instant::now();
    let rx = ReceiverStream::new(rx).timeout(Duration::from_millis(6));
    tokio::pin!(rx);
    while let Some(item) = rx.next().await {
        println!("{item:?} {:?}", t.elapsed());
    }
    let (tx, rx) = mpsc::unbounded_channel();
    for w in ["to", "be", "or"] {
        tx.send(w).unwrap();
    }
    drop(tx);
    println!("{}", UnboundedReceiverStream::new(rx).collect::<Vec<_>>().await.join(" "));
    let mut ticks = IntervalStream::new(interval(Duration::from_millis(10))).take(3);
    let mut n = 0;
    while let Some(at) = ticks.next().await {
        n += 1;
        println!("tick {n} {:?}", at.elapsed());
    }
    let (tx, rx) = broadcast::channel(2);
    for i in 0..4 {
        tx.send(i).unwrap();
    }
    drop(tx);
    println!("{:?}", BroadcastStream::new(rx).collect::<Vec<_>>().await);
    let (tx, rx) = watch::channel("a");
    let mut ws = WatchStream::new(rx);
    println!("{:?}", ws.next().await);
    tx.send("b").unwrap();
    println!("{:?}", ws.next().await);
    drop(tx);
    println!("{:?}", ws.next().await);
    let mut map = StreamMap::new();
    map.insert(
        "x",
        Box::pin(numbers().take(1)) as std::pin::Pin<Box<dyn Stream<Item = i32> + Send>>,
    );
    println!("{:?} {}", map.next().await, map.contains_key("x"));
    let t = Instant::now();
    let mut slow = std::pin::pin!(numbers().take(3).throttle(Duration::from_millis(100)));
    while let Some(n) = slow.next().await {
        println!("{n} {:?}", t.elapsed());
    }
    let merged: Vec<i32> =
        stream::iter(vec![1, 2]).chain(stream::once(3)).merge(stream::empty()).collect().await;
    println!("{merged:?}");
    let r: Result<Vec<i32>, &str> = stream::iter([Ok(1), Err("x"), Ok(2)]).collect().await;
    println!("{r:?}");
    println!("{:?}", stream::iter("a b".split(' ')).collect::<String>().await);
    let mut c = std::pin::pin!(numbers().chunks_timeout(4, Duration::from_secs(1)));
    while let Some(chunk) = c.next().await {
        println!("{chunk:?}");
    }
}
