//! Arithmetic on the program's clock.

use std::time::Duration;
use tokio::time::{Instant, sleep};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let a = Instant::now();
    sleep(Duration::from_millis(1_234)).await;
    let b = Instant::now();
    println!("{:?} {:?} {:?}", b - a, a - b, b.duration_since(a));
    println!("{:?} {:?}", a.checked_duration_since(b), b.checked_duration_since(a));
    println!("{:?} {:?}", a.saturating_duration_since(b), b.saturating_duration_since(a));
    println!("{:?} {:?}", a.elapsed(), (b + Duration::from_secs(1)).elapsed());
    println!("{} {} {}", a < b, a == a + Duration::ZERO, b > b + Duration::from_nanos(1));
    let mut c = b;
    c += Duration::from_micros(250);
    println!("{:?}", c - b);
    c -= Duration::from_micros(500);
    println!("{:?} {:?}", c - b, b - c);
    println!("{:?}", (b - Duration::from_secs(1)) - a);
    println!("{}", a.checked_add(Duration::MAX).is_none());
    println!(
        "{}",
        a.checked_add(Duration::from_secs(5)).map(|d| d - a).unwrap_or_default().as_secs()
    );
    println!("{:.3} s", b.elapsed().as_secs_f64() + (b - a).as_secs_f64());
    println!("{} ms", (b - a).as_millis());
    of_std();
}

/// The clock of `std`, of which only sums and differences are the same in every run.
fn of_std() {
    let ms = Duration::from_millis;
    let a = std::time::Instant::now();
    let b = a + ms(250);
    println!("{:?} {:?} {:?}", b - a, a - b, b.duration_since(a));
    println!("{:?} {:?}", a.checked_duration_since(b), b.checked_duration_since(a));
    println!("{:?} {:?}", a.saturating_duration_since(b), b.saturating_duration_since(a));
    println!("{:?} {:?}", b.elapsed(), std::time::Instant::now() - a < ms(200));
    println!("{} {} {}", a < b, b - ms(250) == a, a.max(b) == b);
    println!("{:?}", Instant::from_std(b) - Instant::from(a));
    println!("{}", a.checked_add(Duration::MAX).is_none());
}
