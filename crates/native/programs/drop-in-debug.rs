//! What types of tokio and std print with `{:?}`.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::*;
use tokio::time;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let s = Semaphore::new(3);
    println!("{:?}", Mutex::new(1));
    println!("{:?}", RwLock::new("a"));
    println!("{:?}", OnceCell::new_with(Some(4)));
    println!("{:?}", OnceCell::<i32>::new());
    println!("{:?}", s.try_acquire().map(|p| p.num_permits()));
    println!("{:?}", Arc::new(Mutex::new(vec![1])).try_lock_owned().unwrap());
    println!("{:#?}", Mutex::new(Some(1)));
    println!("{:?}", time::timeout(Duration::from_millis(1), std::future::pending::<()>()).await);
    println!("{:?}", mpsc::error::SendError("x"));
    println!("{:?}", mpsc::error::TrySendError::Full(3));
    println!(
        "{:?} {}",
        broadcast::error::RecvError::Lagged(2),
        broadcast::error::RecvError::Lagged(2)
    );
    println!("{:?} {:?}", mpsc::error::TryRecvError::Empty, oneshot::error::TryRecvError::Closed);
    println!("{}", TryAcquireError::NoPermits);
    println!("{}", mpsc::error::SendTimeoutError::Timeout(1));
    println!("{}", watch::error::SendError(1));
    println!("{:?}", tokio::task::JoinSet::<()>::new());
    println!("{:?}", tokio::runtime::Handle::current().runtime_flavor());
    println!("{:?}", tokio_util::sync::CancellationToken::new().is_cancelled());
    println!("{:?}", std::sync::Mutex::new(1));
    println!("{:?}", std::sync::RwLock::new(1));
    println!("{:?}", std::sync::mpsc::channel::<i32>().1.try_recv());
    println!("{:?}", std::sync::Condvar::new());
    println!("{:?}", std::sync::OnceLock::from(1));
    println!("{:?}", std::sync::Arc::new(std::sync::Mutex::new(())).lock().unwrap());
    println!("{:?}", time::interval(Duration::from_millis(3)).period());
    println!("{:?}", std::thread::current().name());
    println!("{:?}", tokio::task::try_id());
    println!("{:?}", tokio::spawn(async {}).await);
    println!("{}", SetError::InitializingError(2).is_initializing_err());
}
