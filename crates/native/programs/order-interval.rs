//! Ticks that come late, and what each behaviour makes of them.

use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at, sleep};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

async fn late(behavior: MissedTickBehavior) {
    let begin = Instant::now();
    let mut interval = interval(ms(10));
    interval.set_missed_tick_behavior(behavior);
    println!("{:?}", interval.missed_tick_behavior());
    for n in 0..8 {
        let due = interval.tick().await;
        println!("tick {n} due {:?} at {:?}", due - begin, begin.elapsed());
        match n {
            1 => sleep(ms(35)).await,
            4 => sleep(ms(14)).await,
            5 => sleep(ms(16)).await,
            _ => {}
        }
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    late(MissedTickBehavior::Burst).await;
    late(MissedTickBehavior::Delay).await;
    late(MissedTickBehavior::Skip).await;

    let begin = Instant::now();
    let mut later = interval_at(begin + ms(7), ms(4));
    for _ in 0..3 {
        later.tick().await;
        println!("{:?} of {:?}", begin.elapsed(), later.period());
    }
    later.reset();
    later.tick().await;
    println!("reset: {:?}", begin.elapsed());
    later.reset_after(ms(9));
    later.tick().await;
    println!("reset after: {:?}", begin.elapsed());
    later.reset_immediately();
    later.tick().await;
    println!("reset immediately: {:?}", begin.elapsed());
    later.reset_at(begin + ms(50));
    later.tick().await;
    println!("reset at: {:?}", begin.elapsed());

    // Two intervals and a sleep, which all come due together now and then.
    let ticks = |name: &'static str, period: u64| async move {
        let mut interval = interval(ms(period));
        for _ in 0..5 {
            interval.tick().await;
            println!("{name} at {:?}", begin.elapsed());
        }
    };
    tokio::join!(ticks("two", 2), ticks("three", 3), async {
        sleep(ms(6)).await;
        println!("six at {:?}", begin.elapsed());
    });
    let a = tokio::spawn(ticks("a", 2));
    let b = tokio::spawn(ticks("b", 4));
    a.await.unwrap();
    b.await.unwrap();
}
