//! Adapters and collections of `futures`.

use futures::stream::{self, FuturesOrdered, FuturesUnordered, StreamExt, TryStreamExt};
use std::time::Duration;
use tokio::time::{Instant, sleep};

async fn fetch(id: u64) -> u64 {
    sleep(Duration::from_millis(100 - id * 10)).await;
    id * id
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begun = Instant::now();
    let collected: Vec<u64> = stream::iter(1..=5).then(fetch).collect().await;
    println!("then {collected:?} {:?}", begun.elapsed());
    let begun = Instant::now();
    let buffered: Vec<_> = stream::iter(1..=6).map(fetch).buffered(3).collect().await;
    println!("buffered {buffered:?} {:?}", begun.elapsed());
    let begun = Instant::now();
    let unordered = stream::iter(1..=6).map(fetch).buffer_unordered(3).collect::<Vec<_>>().await;
    println!("unordered {unordered:?} {:?}", begun.elapsed());
    let mut set: FuturesUnordered<_> = (1..=4).map(fetch).collect();
    set.push(fetch(0));
    while let Some(x) = set.next().await {
        println!("done {x} at {:?}, {} left", begun.elapsed(), set.len());
    }
    let mut ordered = FuturesOrdered::new();
    for id in [3, 1, 2] {
        ordered.push_back(fetch(id));
    }
    println!("{:?}", ordered.collect::<Vec<_>>().await);
    let fib = stream::unfold((0u32, 1u32), |(a, b)| async move {
        tokio::task::yield_now().await;
        (a < 50).then_some((a, (b, a + b)))
    });
    println!("{:?}", fib.filter(|n| std::future::ready(n % 2 == 0)).collect::<Vec<_>>().await);
    stream::iter(0..6)
        .for_each_concurrent(2, |n| async move {
            sleep(Duration::from_millis(n % 3)).await;
            println!("each {n}");
        })
        .await;
    let r: Result<Vec<i32>, String> =
        stream::iter(vec![Ok(1), Err("bad".to_string()), Ok(3)]).try_collect().await;
    println!("{r:?}");
    let mut chunks = stream::iter(1..=7).chunks(3).enumerate();
    while let Some((i, chunk)) = chunks.next().await {
        println!("{i}: {chunk:?}");
    }
    let zipped = stream::iter("abc".chars()).zip(stream::repeat(1).scan(0, |s, x| {
        *s += x;
        std::future::ready(Some(*s))
    }));
    println!("{:?}", zipped.collect::<Vec<_>>().await);
    let (evens, odds): (Vec<i32>, Vec<i32>) =
        stream::iter(1..=6).map(|n| if n % 2 == 0 { (n, 0) } else { (0, n) }).unzip().await;
    println!("{evens:?} {odds:?}");
    println!("{}", stream::iter(1..=4).fold(1, |a, b| async move { a * b }).await);
    let folded =
        stream::iter([Ok::<_, ()>(2), Ok(5)]).try_fold(0, |a, b| async move { Ok(a + b) }).await;
    println!("{folded:?}");
    println!(
        "{:?}",
        stream::select(stream::iter([1, 3]), stream::iter([2, 4])).collect::<Vec<_>>().await
    );
}
