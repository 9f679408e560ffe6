//! A runtime whose tasks need not be sendable.

use std::rc::Rc;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};

fn main() {
    let rt = LocalRuntime::new().unwrap();
    println!("{:?}", rt.handle().runtime_flavor());
    let shared = Rc::new(5);
    let s = shared.clone();
    let v = rt.block_on(async move {
        let t = tokio::task::spawn_local(async move { *s + 1 });
        let u = tokio::spawn(async { 10 });
        t.await.unwrap() + u.await.unwrap()
    });
    println!("{v} {}", Rc::strong_count(&shared));
    let rt2 = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build_local(LocalOptions::default())
        .unwrap();
    let h = rt2.spawn_local(async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        "slept"
    });
    println!("{}", rt2.block_on(h).unwrap());
}
