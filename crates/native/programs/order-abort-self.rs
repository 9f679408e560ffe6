//! A task that aborts itself while it runs, and one that is aborted in the poll that ends it.

use std::sync::Arc;
use std::sync::Mutex;
use tokio::task::{AbortHandle, yield_now};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let own: Arc<Mutex<Option<AbortHandle>>> = Arc::default();
    let handle = Arc::clone(&own);
    let task = tokio::spawn(async move {
        let _loud = Loud("self");
        handle.lock().unwrap().take().unwrap().abort();
        println!("still here");
        yield_now().await;
        println!("never here");
    });
    *own.lock().unwrap() = Some(task.abort_handle());
    let beside = tokio::spawn(async {
        println!("beside");
        yield_now().await;
        println!("beside again");
    });
    println!("self: {:?}", task.await.map_err(|error| error.is_cancelled()));
    beside.await.unwrap();

    let handle = Arc::clone(&own);
    let task = tokio::spawn(async move {
        handle.lock().unwrap().take().unwrap().abort();
        "ended all the same"
    });
    *own.lock().unwrap() = Some(task.abort_handle());
    println!("{:?}", task.await.map_err(|error| error.is_cancelled()));
}
