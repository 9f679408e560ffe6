//! `notify_one`, `notify_last` and `notify_waiters`: who is woken, and what a permit does.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

async fn wait(notify: Arc<Notify>, name: &'static str) {
    notify.notified().await;
    println!("{name} notified");
}

fn four(notify: &Arc<Notify>) {
    for name in ["a", "b", "c", "d"] {
        tokio::spawn(wait(Arc::clone(notify), name));
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let notify = Arc::new(Notify::new());

    println!("one by one");
    four(&notify);
    yield_now().await;
    notify.notify_one();
    notify.notify_one();
    yield_now().await;
    println!("between");
    notify.notify_waiters();
    sleep(Duration::from_millis(1)).await;

    println!("last first");
    four(&notify);
    sleep(Duration::from_millis(1)).await;
    notify.notify_last();
    notify.notify_one();
    notify.notify_last();
    notify.notify_one();
    sleep(Duration::from_millis(1)).await;

    println!("a permit");
    notify.notify_one();
    notify.notify_one();
    notify.notified().await;
    println!("taken");
    let second = timeout(Duration::from_millis(5), notify.notified()).await;
    println!("two permits are one: {second:?}");
    notify.notify_waiters();
    let none = timeout(Duration::from_millis(5), notify.notified()).await;
    println!("notify_waiters leaves none: {none:?}");

    println!("a notification that is dropped goes on");
    four(&notify);
    {
        let mut first = std::pin::pin!(notify.notified());
        first.as_mut().enable();
        sleep(Duration::from_millis(1)).await;
        notify.notify_one();
        yield_now().await;
        println!("main drops");
    }
    sleep(Duration::from_millis(1)).await;
    println!("made before notify_waiters");
    let early = notify.notified();
    notify.notify_waiters();
    early.await;
    sleep(Duration::from_millis(1)).await;
    println!("end");
}
