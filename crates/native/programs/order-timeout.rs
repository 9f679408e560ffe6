//! Timeouts within timeouts, and deadlines that fall together.

use std::future::pending;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    println!("{:?}", timeout(ms(10), timeout(ms(5), pending::<()>())).await);
    println!("{:?}", timeout(ms(5), timeout(ms(10), pending::<()>())).await);
    println!("{:?}", timeout(ms(5), timeout(ms(5), pending::<()>())).await);
    println!("{:?} at {:?}", timeout(ms(5), sleep(ms(5))).await, begin.elapsed());
    println!("{:?}", timeout(ms(5), sleep(ms(6))).await);
    println!("{:?}", timeout(Duration::ZERO, async { 1 }).await);
    println!("{:?}", timeout(Duration::ZERO, pending::<()>()).await);
    println!("{:?}", timeout_at(begin, pending::<()>()).await);
    println!("{:?}", timeout_at(begin + ms(40), sleep(ms(1))).await);
    println!("at {:?}", begin.elapsed());

    let held = async {
        let _loud = Loud("what timed out");
        sleep(ms(20)).await;
    };
    let result = timeout(ms(10), held).await;
    println!("{}", result.unwrap_err());

    let mut sleeper = std::pin::pin!(sleep(ms(30)));
    println!("{:?}", timeout(ms(10), &mut sleeper).await);
    println!("elapsed: {}", sleeper.is_elapsed());
    println!("{:?}", timeout(ms(30), &mut sleeper).await);
    println!("elapsed: {} at {:?}", sleeper.is_elapsed(), begin.elapsed());

    let timed = tokio::spawn(async move {
        println!("{:?}", timeout(ms(10), sleep(ms(10))).await);
        println!("task at {:?}", begin.elapsed());
    });
    println!("{:?}", timeout(ms(10), timed).await.map(|joined| joined.is_ok()));
    println!("{:?}", timeout(Duration::MAX, sleep(ms(3))).await);
    println!("at {:?}", begin.elapsed());
}
