//! What is dropped, in which order, as futures are made, polled, finished and given up.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("  {} dropped", self.0);
    }
}

impl Loud {
    async fn work(&self) {
        println!("  {} works", self.0);
        yield_now().await;
    }
}

async fn takes(loud: Loud, ms: u64) -> Loud {
    sleep(Duration::from_millis(ms)).await;
    loud
}

async fn fails(loud: Loud) -> Result<Loud, Loud> {
    let _local = Loud("local of fails");
    yield_now().await;
    Err(loud)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("never polled");
    drop(takes(Loud("argument"), 1));
    println!("a temporary lives as long as its statement");
    Loud("temporary").work().await;
    println!("its result is not wanted");
    takes(Loud("result"), 1).await;
    let _ = takes(Loud("underscored"), 1).await;
    let _kept = takes(Loud("kept"), 1).await;
    println!("join");
    tokio::join!(takes(Loud("left"), 2), takes(Loud("right"), 1));
    println!("select");
    tokio::select! {
        biased;
        loud = takes(Loud("slow"), 2) => println!("  {} won", loud.0),
        loud = takes(Loud("fast"), 1) => println!("  {} won", loud.0),
    }
    println!("timeout");
    let late = timeout(Duration::from_millis(1), takes(Loud("late"), 2)).await.is_err();
    println!("  late: {late}");
    println!("question mark");
    let result: Result<Loud, Loud> = async {
        let _first = Loud("first of the block");
        let loud = fails(Loud("error")).await?;
        let _second = Loud("second of the block");
        Ok(loud)
    }
    .await;
    println!("  {}", result.is_err());
    drop(result);
    println!("guards");
    let lock = Mutex::new(Loud("old value"));
    *lock.lock().await = Loud("new value");
    println!("  {}", lock.lock().await.0);
    match lock.lock().await.0 {
        name => {
            let free = lock.try_lock().is_ok();
            println!("  {name}: free in the match: {free}");
        }
    }
    println!("  free after it: {}", lock.try_lock().is_ok());
    println!("tasks");
    let task = tokio::spawn(async {
        let _local = Loud("local of the task");
        Loud("result of the task")
    });
    yield_now().await;
    println!("  finished: {}", task.is_finished());
    let loud = task.await.unwrap();
    println!("  joined");
    drop(loud);
    println!("end");
}
