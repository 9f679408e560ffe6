//! Hooks that a runtime calls, the index of a worker, and what a runtime drops.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use tokio::runtime::{Builder, Handle, worker_index};
use tokio::sync::Notify;

struct Last(&'static str);

impl Drop for Last {
    fn drop(&mut self) {
        println!("{}: {}", self.0, Handle::try_current().is_ok());
    }
}

/// A hook that is called before the thread parks spawns what wakes main.
fn hooks() {
    let (first, notify) = (AtomicBool::new(true), Arc::new(Notify::new()));
    let unparked = Arc::new(AtomicUsize::new(0));
    let (theirs, counted) = (notify.clone(), unparked.clone());
    let runtime = Builder::new_current_thread()
        .on_thread_park(move || {
            if first.swap(false, Relaxed) {
                let notify = theirs.clone();
                tokio::spawn(async move { notify.notify_one() });
            }
        })
        .on_thread_unpark(move || {
            counted.fetch_add(1, Relaxed);
        })
        .build()
        .unwrap();
    runtime.block_on(notify.notified());
    println!("woken, unparked: {}", unparked.load(Relaxed) > 0);
}

fn drops() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::spawn(async {
            let _last = Last("task of a dropped runtime");
            std::future::pending::<()>().await
        });
        tokio::task::yield_now().await;
    });
    println!("block_on is over");
    drop(runtime);
    println!("dropped: {}", Handle::try_current().is_ok());
}

fn indexes() {
    let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(async {
        println!("main {:?}", worker_index());
        println!("task {:?}", tokio::spawn(async { worker_index() }).await.unwrap());
        println!("closure {:?}", tokio::task::spawn_blocking(worker_index).await.unwrap());
    });
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        println!("main {:?}", worker_index());
        println!("task {:?}", tokio::spawn(async { worker_index() }).await.unwrap());
    });
    println!("outside {:?}", worker_index());
}

fn main() {
    hooks();
    drops();
    indexes();
}
