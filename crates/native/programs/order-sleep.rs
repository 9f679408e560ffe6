//! Sleeps of no time, of less than a millisecond, and with other deadlines than at first.

use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let beside = tokio::spawn(async move {
        for n in 0..3 {
            println!("beside {n} at {:?}", begin.elapsed());
            yield_now().await;
        }
    });
    sleep(Duration::ZERO).await;
    println!("no time: {:?}", begin.elapsed());
    sleep_until(begin).await;
    println!("the past: {:?}", begin.elapsed());
    beside.await.unwrap();
    for nanos in [1, 999_999, 1_000_000, 1_000_001, 1_500_000, 2_999_999] {
        let before = Instant::now();
        sleep(Duration::from_nanos(nanos)).await;
        println!("{nanos} ns: {:?}", before.elapsed());
    }
    sleep_until(begin + Duration::from_micros(20_500)).await;
    println!("{:?}", begin.elapsed());

    let mut moved = std::pin::pin!(sleep(Duration::from_millis(5)));
    println!("deadline {:?}", moved.deadline() - begin);
    moved.as_mut().reset(begin + Duration::from_millis(40));
    (&mut moved).await;
    println!("later: {:?}", begin.elapsed());
    moved.as_mut().reset(begin + Duration::from_millis(60));
    tokio::select! {
        biased;
        () = &mut moved => println!("too early"),
        () = sleep(Duration::from_millis(10)) => println!("elapsed: {}", moved.is_elapsed()),
    }
    moved.as_mut().reset(begin + Duration::from_millis(51));
    moved.await;
    println!("sooner: {:?}", begin.elapsed());

    let many = (0..5).map(|n| {
        tokio::spawn(async move {
            sleep(Duration::from_micros(1_000 - n * 100)).await;
            println!("{n} at {:?}", begin.elapsed());
        })
    });
    for task in many.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}
