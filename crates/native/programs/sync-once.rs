//! Values that are made once.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OnceCell, SetOnce};
use tokio::time::sleep;

static CELL: OnceCell<u32> = OnceCell::const_new();

async fn name(of: &str) -> String {
    println!("{of} makes it");
    sleep(Duration::from_millis(10)).await;
    format!("made by {of}")
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    println!("{}", CELL.get_or_init(|| async { 3 }).await);
    let cell = Arc::new(OnceCell::new());
    let tasks = ["a", "b", "c"].map(|of| {
        let cell = cell.clone();
        tokio::spawn(async move { println!("{of}: {}", cell.get_or_init(|| name(of)).await) })
    });
    sleep(Duration::from_millis(1)).await;
    println!("{:?} {:?}", cell.get(), cell.set("too late".into()));
    for task in tasks {
        task.await.unwrap();
    }
    println!("{} {:?}", cell.initialized(), cell.set("too late".into()));

    let cell = Arc::new(OnceCell::new());
    let tries = [Err("bad"), Ok(1), Ok(2)].map(|result| {
        let cell = cell.clone();
        tokio::spawn(async move {
            let value = cell.get_or_try_init(|| async move {
                sleep(Duration::from_millis(5)).await;
                result
            });
            println!("{:?}", value.await);
        })
    });
    for task in tries {
        task.await.unwrap();
    }
    println!("{cell:?} {:?}", OnceCell::new_with(Some(7)).into_inner());

    let once = Arc::new(SetOnce::new());
    let waits = [1, 2].map(|n| {
        let once = once.clone();
        tokio::spawn(async move { println!("{n} has {}", once.wait().await) })
    });
    sleep(Duration::from_millis(1)).await;
    println!("{:?}", once.get());
    println!("{:?} {:?}", once.set("it"), once.set("another"));
    for task in waits {
        task.await.unwrap();
    }
    println!("{}", once.wait().await);
}
