//! A program that makes its runtime itself.

use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::time::sleep;

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

fn main() {
    println!("{}", Handle::try_current().unwrap_err());
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let early = runtime.spawn(async {
        println!("spawned before block_on");
        1
    });
    println!("not yet");
    let sum = runtime.block_on(async {
        println!("in block_on");
        let late = tokio::spawn(async {
            sleep(Duration::from_millis(10)).await;
            println!("late");
            2
        });
        early.await.unwrap() + late.await.unwrap()
    });
    println!("{sum}");
    let (tx, rx) = oneshot::channel();
    runtime.spawn(async move {
        let _loud = Loud("waits");
        tx.send("sent").unwrap();
        std::future::pending::<()>().await;
    });
    println!("{:?}", runtime.block_on(rx));
    {
        let _entered = runtime.enter();
        tokio::spawn(async { println!("from an entered runtime") });
    }
    runtime.block_on(tokio::task::yield_now());
    println!("{:?}", runtime.handle().block_on(async { Handle::current().runtime_flavor() }));
    drop(runtime);
    println!("runtime dropped");
}
