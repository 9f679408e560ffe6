//! Tasks with keys, tasks in order, and tasks that are aborted with their handle.

use std::time::Duration;
use tokio::time::sleep;
use tokio_util::task::{AbortOnDropHandle, JoinMap, JoinQueue, TaskTracker};

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut map = JoinMap::new();
    for (i, name) in ["c", "a", "b"].into_iter().enumerate() {
        map.spawn(name, async move {
            sleep(Duration::from_millis(30 - 10 * i as u64)).await;
            i
        });
    }
    map.spawn("c", async { 99 });
    println!("{} {}", map.len(), map.contains_key("a"));
    while let Some((k, r)) = map.join_next().await {
        println!("{k} {r:?}");
    }
    map.spawn("x", std::future::pending());
    println!("{} {}", map.abort("x"), map.abort("y"));
    let (k, r) = map.join_next().await.unwrap();
    println!("{k} {}", r.unwrap_err().is_cancelled());
    let mut q = JoinQueue::new();
    for ms in [20, 10, 0] {
        q.spawn(async move {
            sleep(Duration::from_millis(ms)).await;
            ms
        });
    }
    println!("{:?}", q.join_next().await);
    println!("{:?}", q.join_all().await);
    struct D;
    impl Drop for D {
        fn drop(&mut self) {
            println!("dropped")
        }
    }
    let h = AbortOnDropHandle::new(tokio::spawn(async {
        let _d = D;
        sleep(Duration::from_secs(9)).await
    }));
    tokio::task::yield_now().await;
    drop(h);
    tokio::task::yield_now().await;
    let t = TaskTracker::new();
    let h = t.spawn(async { 4 });
    println!("{} {}", t.len(), t.is_closed());
    t.close();
    t.wait().await;
    println!("{:?}", h.await);
}
