//! An interval that misses ticks, in all its ways, and its resets.

use tokio::time::{Duration, Instant, MissedTickBehavior, interval, interval_at, sleep};

async fn run(behavior: MissedTickBehavior) {
    let start = Instant::now();
    let mut interval = interval(Duration::from_millis(50));
    interval.set_missed_tick_behavior(behavior);
    println!("{:?} {:?}", interval.missed_tick_behavior(), interval.period());
    for i in 0..6 {
        let at = interval.tick().await;
        println!("  tick {i} due {:?} at {:?}", at - start, start.elapsed());
        if i == 1 {
            sleep(Duration::from_millis(120)).await;
        }
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    run(MissedTickBehavior::Burst).await;
    run(MissedTickBehavior::Delay).await;
    run(MissedTickBehavior::Skip).await;
    let start = Instant::now();
    let mut at = interval_at(start + Duration::from_millis(5), Duration::from_millis(7));
    at.tick().await;
    println!("{:?}", start.elapsed());
    at.reset();
    at.tick().await;
    println!("{:?}", start.elapsed());
    at.reset_immediately();
    at.tick().await;
    println!("{:?}", start.elapsed());
    at.reset_after(Duration::from_millis(1));
    at.tick().await;
    println!("{:?}", start.elapsed());
    at.reset_at(start + Duration::from_millis(40));
    at.tick().await;
    println!("{:?}", start.elapsed());
    println!("{:?}", MissedTickBehavior::default());
}
