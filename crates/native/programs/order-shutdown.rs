//! When `main` returns, the tasks that are left are dropped: in which order, and what still prints.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::sleep;

struct Loud(String);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let _main = Loud("main's local".to_owned());
    for id in 1..=11 {
        let loud = Loud(format!("task {id}"));
        tokio::spawn(async move {
            let _loud = loud;
            if id == 3 {
                return;
            }
            sleep(Duration::from_millis(10)).await;
            println!("never printed");
        });
    }
    let (tx, mut rx) = mpsc::channel::<u32>(1);
    tokio::spawn(async move {
        println!("received {:?}", rx.recv().await);
        println!("never printed either");
    });
    yield_now().await;
    let unborn = Loud("never polled".to_owned());
    tokio::spawn(async move {
        let _unborn = unborn;
    });
    tokio::spawn(async move {
        let _tx = tx;
    });
    println!("main ends");
}
