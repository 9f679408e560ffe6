//! `select!` in the order of its branches.

use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

async fn loud(name: &'static str, ms: u64) -> &'static str {
    let _loud = Loud(name);
    println!("{name} begins");
    sleep(Duration::from_millis(ms)).await;
    name
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let begin = Instant::now();
    let first = tokio::select! {
        biased;
        name = loud("slow", 20) => name,
        name = loud("fast", 10) => name,
        name = loud("tied", 10) => name,
    };
    println!("{first} at {:?}", begin.elapsed());

    let at_once = tokio::select! {
        biased;
        name = loud("never mind", 1) => name,
        name = async { "at once" } => name,
        name = loud("not even polled", 1) => name,
    };
    println!("{at_once}");

    let (tx, mut rx) = mpsc::channel(4);
    let (stop, mut stopped) = oneshot::channel();
    let producer = tokio::spawn(async move {
        for n in 0..6 {
            tx.send(n).await.unwrap();
            if n == 3 {
                stop.send("stop").unwrap();
                return;
            }
            yield_now().await;
        }
    });
    let mut ticks = 0;
    loop {
        tokio::select! {
            biased;
            word = &mut stopped => {
                println!("{word:?} with {} left", rx.len());
                break;
            }
            Some(n) = rx.recv() => println!("got {n}"),
            () = sleep(Duration::from_millis(5)), if ticks < 1 => {
                ticks += 1;
                println!("tick");
            }
            else => println!("else"),
        }
    }
    producer.await.unwrap();

    let mut odd = 0;
    loop {
        odd += 1;
        tokio::select! {
            biased;
            Some(n) = async { (odd < 3).then_some(odd) } => println!("some {n}"),
            false = async { odd % 2 == 0 }, if odd < 4 => println!("even it is not"),
            else => {
                println!("else at {odd}");
                break;
            }
        }
    }
}
