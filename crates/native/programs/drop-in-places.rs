//! Where code executes: blocking in place, an executor of another crate within a runtime, a runtime that is
//! entered while code that is not async blocks.

use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, RuntimeFlavor};
use tokio::task;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[tokio::main]
async fn on_workers() {
    println!("several workers: {}", Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread);
    println!("in place: {}", task::block_in_place(|| 7));
    let other = tokio::spawn(async {
        tokio::time::sleep(ms(20)).await;
        println!("another task, meanwhile");
    });
    let blocks = tokio::spawn(async {
        task::block_in_place(|| thread::sleep(ms(60)));
        println!("blocked in place");
    });
    other.await.unwrap();
    blocks.await.unwrap();
    println!("another executor: {}", futures::executor::block_on(async { 1 + 1 }));
}

fn main() {
    on_workers();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    println!("entered: {}", Handle::try_current().is_ok());
    let guard = runtime.enter();
    println!("entered: {}", Handle::try_current().is_ok());
    let task = tokio::spawn(async {
        tokio::time::sleep(ms(20)).await;
        5
    });
    println!("{}", runtime.block_on(async { task.await.unwrap() + 1 }));
    println!("still entered: {}", Handle::try_current().is_ok());
    thread::sleep(ms(5));
    println!("still entered: {}", Handle::try_current().is_ok());
    drop(guard);
    println!("left: {}", Handle::try_current().is_err());
}
