//! Deadlines that move, intervals that miss ticks, a clock that jumps.

use std::time::Duration;
use tokio::time::{
    self, Instant, MissedTickBehavior, interval, interval_at, sleep, timeout, timeout_at,
};

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    for behavior in [MissedTickBehavior::Burst, MissedTickBehavior::Delay, MissedTickBehavior::Skip]
    {
        let begin = Instant::now();
        let mut ticks = interval(ms(10));
        ticks.set_missed_tick_behavior(behavior);
        ticks.tick().await;
        time::advance(ms(35)).await;
        for _ in 0..5 {
            let due = ticks.tick().await;
            println!("{behavior:?} due {:?} at {:?}", due - begin, begin.elapsed());
        }
    }
    let begin = Instant::now();
    let mut ticks = interval_at(begin + ms(7), ms(20));
    println!("{:?} {:?}", ticks.tick().await - begin, ticks.period());
    ticks.reset_after(ms(3));
    println!("{:?}", ticks.tick().await - begin);
    ticks.reset();
    println!("{:?}", ticks.tick().await - begin);
    ticks.reset_immediately();
    println!("{:?}", ticks.tick().await - begin);

    let begin = Instant::now();
    let moved = sleep(ms(10));
    tokio::pin!(moved);
    println!("{:?} {}", moved.deadline() - begin, moved.is_elapsed());
    moved.as_mut().reset(begin + ms(25));
    (&mut moved).await;
    println!("{:?} {}", begin.elapsed(), moved.is_elapsed());
    println!("{:?}", timeout_at(begin + ms(30), sleep(ms(50))).await);
    println!("{:?}", begin.elapsed());
    println!("{:?}", timeout(ms(0), std::future::ready(1)).await);
    println!("{}", timeout(ms(0), sleep(ms(1))).await.unwrap_err());
    let inner = timeout(ms(5), sleep(ms(1))).into_inner();
    inner.await;
    println!("{:?} {:?}", begin.elapsed(), begin.checked_sub(ms(1)).map(|at| begin - at));
    println!("{:?}", begin.checked_duration_since(Instant::now()));
    println!("{:?}", start.elapsed());
    let error: std::io::Error =
        timeout(ms(1), std::future::pending::<()>()).await.unwrap_err().into();
    println!("{error} {:?}", error.kind());
}
