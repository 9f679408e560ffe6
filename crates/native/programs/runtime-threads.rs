//! Runtimes of threads: each looks after its own tasks and timers while `main` blocks.

use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::sleep;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn two_at_once() {
    let threads = [1, 2].map(|n| {
        thread::spawn(move || {
            current_thread().block_on(async move {
                let task = tokio::spawn(async move {
                    yield_now().await;
                    sleep(ms(30 * n)).await;
                    println!("task of {n}");
                    n * 10
                });
                sleep(ms(30 * n + 15)).await;
                println!("{n} has {}", task.await.unwrap());
            });
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    println!("joined");
}

/// The runtime is made here and driven there, as a bridge to code that is not async is.
fn a_bridge() {
    let (send, mut receive) = mpsc::channel::<u32>(4);
    let runtime = current_thread();
    runtime.spawn(async { println!("spawned before it was driven") });
    let thread = thread::spawn(move || {
        runtime.block_on(async move {
            while let Some(n) = receive.recv().await {
                tokio::spawn(async move {
                    sleep(ms(20)).await;
                    println!("handled {n}");
                });
            }
            println!("closed");
        });
        println!("not handled: the rest");
    });
    for n in 0..3 {
        send.blocking_send(n).unwrap();
        thread::sleep(ms(50));
    }
    send.blocking_send(3).unwrap();
    drop(send);
    thread.join().unwrap();
}

/// What its future blocks on blocks its tasks, and nobody else.
fn a_future_that_blocks() {
    let thread = thread::spawn(|| {
        current_thread().block_on(async {
            tokio::spawn(async { println!("a task, after the future has blocked") });
            println!("blocks");
            thread::sleep(ms(60));
            println!("blocked");
            yield_now().await;
            println!("over");
        });
    });
    thread::sleep(ms(30));
    println!("meanwhile");
    thread.join().unwrap();
}

fn main() {
    two_at_once();
    a_bridge();
    a_future_that_blocks();
}
