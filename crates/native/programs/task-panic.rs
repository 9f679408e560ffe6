//! A task that panics: what it held is dropped, others go on, and whoever joins it is told.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, oneshot};
use tokio::task::yield_now;
use tokio::time::sleep;

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let lock = Arc::new(Mutex::new(0));
    let theirs = Arc::clone(&lock);
    let (tx, rx) = oneshot::channel::<u32>();
    let task = tokio::spawn(async move {
        let _outer = Loud("outer");
        let _tx = tx;
        let mut value = theirs.lock().await;
        *value += 1;
        let _inner = Loud("inner");
        sleep(Duration::from_millis(1)).await;
        if *value == 1 {
            panic!("value is {}", *value);
        }
        println!("never");
    });
    let beside = tokio::spawn(async {
        for n in 0..4 {
            println!("beside {n}");
            sleep(Duration::from_millis(1)).await;
        }
    });
    println!("{:?}", rx.await.is_err());
    println!("lock free: {}", lock.try_lock().is_ok());
    let error = task.await.unwrap_err();
    println!("panic: {}, cancelled: {}", error.is_panic(), error.is_cancelled());
    println!("{error}");
    let message = error.into_panic();
    println!("{:?}", message.downcast_ref::<String>());
    beside.await.unwrap();
    let at_once = tokio::spawn(async {
        let _loud = Loud("at once");
        panic!("at once");
    });
    yield_now().await;
    println!("finished: {}", at_once.is_finished());
    println!("{:?}", at_once.await.map_err(|error| error.is_panic()));
}
