//! What can be caught, and which types can be there when it is.

use std::panic::{self, AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use futures::FutureExt;

fn sync<T: Sync>() {}
fn send<T: Send>() {}
fn unpin<T: Unpin>() {}
fn unwind<T: UnwindSafe + RefUnwindSafe>() {}
fn stat<T: 'static>() {}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    sync::<tokio::task::JoinError>();
    send::<tokio::task::JoinHandle<u8>>();
    sync::<tokio::sync::mpsc::Sender<u8>>();
    unpin::<tokio::sync::oneshot::Receiver<u8>>();
    send::<tokio::sync::MutexGuard<'static, u8>>();
    unwind::<std::sync::Mutex<u8>>();
    unwind::<tokio::sync::mpsc::Sender<u8>>();
    unwind::<tokio::task::JoinHandle<u8>>();
    unwind::<tokio::runtime::Handle>();
    unwind::<std::sync::RwLock<u8>>();
    unwind::<std::sync::Condvar>();
    unwind::<std::sync::Barrier>();
    unwind::<std::sync::mpsc::Receiver<u8>>();
    sync::<std::sync::mpsc::Sender<u8>>();
    sync::<tokio_stream::wrappers::BroadcastStream<u8>>();
    sync::<tokio_stream::wrappers::WatchStream<u8>>();
    stat::<tokio::time::Sleep>();
    let m = std::sync::Mutex::new(1);
    let r = panic::catch_unwind(|| {
        let mut g = m.lock().unwrap();
        *g = 5;
        panic!("x")
    });
    println!("{} {}", r.is_err(), m.is_poisoned());
    let shared = Arc::new(std::sync::RwLock::new(3));
    let r = panic::catch_unwind(AssertUnwindSafe(|| *shared.read().unwrap() + 1));
    println!("{:?}", r.unwrap());
    fn risky(n: u32) -> Result<u32, String> {
        if n > 2 { panic!("too big: {n}") } else { Ok(n) }
    }
    for n in [1, 3] {
        match panic::catch_unwind(|| risky(n)) {
            Ok(v) => println!("{v:?}"),
            Err(e) => println!("caught {}", e.downcast_ref::<String>().unwrap()),
        }
    }
    let r = panic::catch_unwind(|| panic::resume_unwind(Box::new(7i32)));
    println!("{:?}", r.unwrap_err().downcast::<i32>().unwrap());
    let e: Box<dyn std::error::Error + Send + Sync> =
        tokio::spawn(async { panic!("in task") }).await.map(|()| 0).unwrap_err().into();
    println!("{}", e.to_string().contains("panicked with message"));
    let n = 3;
    let future = async {
        if n > 2 {
            panic!("in a future")
        }
    };
    println!("caught: {}", future.catch_unwind().await.is_err());
}
