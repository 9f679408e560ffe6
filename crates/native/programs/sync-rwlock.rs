//! A lock for readers and writers: who gets it when, and its guards.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedRwLockReadGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::time::{Instant, sleep};

static SHARED: RwLock<Vec<u32>> = RwLock::const_new(Vec::new());

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let start = Instant::now();
    let lock = Arc::new(RwLock::new((1, "one".to_string())));
    let mut tasks = Vec::new();
    for (name, writes, at) in [
        ("a", false, 0),
        ("b", false, 1),
        ("c", true, 2),
        ("d", false, 3),
        ("e", true, 4),
        ("f", false, 5),
    ] {
        let lock = lock.clone();
        tasks.push(tokio::spawn(async move {
            sleep(Duration::from_millis(at)).await;
            if writes {
                let mut guard = lock.write().await;
                println!("{name} writes {guard:?} at {:?}", start.elapsed());
                guard.0 += 1;
                sleep(Duration::from_millis(10)).await;
                if name == "e" {
                    let guard = guard.downgrade();
                    println!("{name} reads {} at {:?}", guard.0, start.elapsed());
                    sleep(Duration::from_millis(10)).await;
                }
            } else {
                let guard = lock.read().await;
                println!("{name} reads {} at {:?}", guard.0, start.elapsed());
                sleep(Duration::from_millis(10)).await;
            }
            println!("{name} is done at {:?}", start.elapsed());
        }));
    }
    sleep(Duration::from_millis(2)).await;
    println!(
        "{:?} {:?}",
        lock.try_read().map(|guard| guard.0),
        lock.try_write().map(|guard| guard.0)
    );
    for task in tasks {
        task.await.unwrap();
    }
    let text = RwLockReadGuard::map(lock.read().await, |value| value.1.as_str());
    println!("{text} {:?}", lock.try_write().map(drop));
    drop(text);
    {
        let mut number = RwLockWriteGuard::map(lock.write().await, |value| &mut value.0);
        *number *= 100;
    }
    println!("{lock:?}");
    let owned = lock.clone().write_owned().await;
    println!("{lock:?}");
    let owned: OwnedRwLockReadGuard<_> = owned.downgrade();
    println!("{} {}", owned.0, lock.try_read().is_ok());
    drop(owned);
    *SHARED.write().await = vec![3];
    println!("{:?}", SHARED.read().await);
    println!("{:?}", Arc::into_inner(lock).unwrap().into_inner());
}
