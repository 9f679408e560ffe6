//! The thread pool of the crate futures.

use std::sync::mpsc;
use std::thread::sleep;
use std::time::Duration;

use futures::executor::{ThreadPool, block_on};
use futures::task::SpawnExt;

fn main() {
    let pool = ThreadPool::builder().pool_size(1).name_prefix("pool-").create().unwrap();
    let n = pool.spawn_with_handle(async { 5 }).unwrap();
    println!("{}", block_on(n));

    let (send, receive) = mpsc::channel();
    for n in 0..3 {
        let send = send.clone();
        pool.spawn_ok(async move {
            sleep(Duration::from_millis(5));
            send.send(n).unwrap();
        });
    }
    drop(send);
    println!("one after the other: {:?}", receive.iter().collect::<Vec<_>>());

    let name = pool.spawn_with_handle(async {
        std::thread::current().name().map(str::to_owned)
    });
    println!("{:?}", block_on(name.unwrap()));

    let (tell, told) = futures::channel::oneshot::channel();
    let waits = pool.spawn_with_handle(async { told.await.unwrap() }).unwrap();
    let tells = pool.spawn_with_handle(async move { tell.send("told").unwrap() }).unwrap();
    block_on(tells);
    println!("{}", block_on(waits));

    let pool = ThreadPool::builder()
        .pool_size(1)
        .after_start(|n| println!("thread {n} begins"))
        .create()
        .unwrap();
    block_on(pool.spawn_with_handle(async {}).unwrap());
    println!("done");
}
