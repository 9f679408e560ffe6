//! Handles, and runtimes beside that of main.

use std::time::Duration;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::JoinSet;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let handle = Handle::current();
    println!("{}", handle.runtime_flavor() == RuntimeFlavor::CurrentThread);
    let task = handle.spawn(async {
        sleep(Duration::from_millis(5)).await;
        Handle::current().spawn(async { 2 }).await.unwrap() + 1
    });
    let mut set = JoinSet::new();
    set.spawn_on(async { 9 }, &handle);
    println!("{:?} {:?}", task.await, set.join_next().await);
    println!("{}", Handle::try_current().is_ok());
    println!("{} {}", handle.metrics().num_workers(), handle.metrics().num_alive_tasks());
    let _entered = handle.enter();
    println!("{}", tokio::spawn(async { "entered" }).await.unwrap());
}
