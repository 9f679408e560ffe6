//! A pool of futures' own on one thread, and streams that block it, fed by other threads.

use std::thread;
use std::time::Duration;

use futures::channel::{mpsc, oneshot};
use futures::executor::{LocalPool, block_on_stream};
use futures::future::pending;
use futures::task::LocalSpawnExt;
use futures::{SinkExt, StreamExt};

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn until_another_thread_answers() {
    let (send, receive) = oneshot::channel();
    let thread = thread::spawn(move || {
        thread::sleep(ms(30));
        send.send("answer").unwrap();
    });
    println!("{:?}", LocalPool::new().run_until(receive));
    thread.join().unwrap();
}

fn tasks() {
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let (mut send, mut receive) = mpsc::channel(0);
    let inner = spawner.clone();
    let producer = async move {
        for n in 0..3 {
            println!("sends {n}");
            send.send(n).await.unwrap();
        }
        inner.spawn_local(async { println!("spawned by a task") }).unwrap();
    };
    spawner.spawn_local(producer).unwrap();
    spawner
        .spawn_local(async move {
            while let Some(n) = receive.next().await {
                println!("gets {n}");
            }
        })
        .unwrap();
    pool.run();
    spawner.spawn_local(async { println!("one") }).unwrap();
    spawner.spawn_local(pending()).unwrap();
    println!("{} {}", pool.try_run_one(), pool.try_run_one());
    spawner.spawn_local(async { println!("before it stalls") }).unwrap();
    pool.run_until_stalled();
    drop(pool);
    println!("shut down: {}", spawner.spawn_local(async {}).unwrap_err().is_shutdown());
}

fn a_stream_that_blocks() {
    let (send, receive) = mpsc::unbounded();
    let thread = thread::spawn(move || {
        for n in 0..3 {
            thread::sleep(ms(20));
            send.unbounded_send(n).unwrap();
        }
    });
    for n in block_on_stream(receive) {
        println!("next {n}");
    }
    thread.join().unwrap();
}

fn main() {
    until_another_thread_answers();
    tasks();
    a_stream_that_blocks();
}
