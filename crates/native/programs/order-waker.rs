//! Futures that handle their waker themselves: kept, woken twice, woken late, by value.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use tokio::task::yield_now;

#[derive(Default)]
struct Gate {
    open: bool,
    wakers: Vec<Waker>,
}

struct Pass(Arc<Mutex<Gate>>);

impl Future for Pass {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut gate = self.0.lock().unwrap();
        if gate.open {
            return Poll::Ready(());
        }
        gate.wakers.push(cx.waker().clone());
        Poll::Pending
    }
}

/// A waker of one's own around that of the task.
struct Counting(Waker, Mutex<u32>);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        *self.1.lock().unwrap() += 1;
        self.0.wake_by_ref();
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let gate = Arc::new(Mutex::new(Gate::default()));
    let mut tasks = Vec::new();
    for id in 0..4 {
        let gate = Arc::clone(&gate);
        tasks.push(tokio::spawn(async move {
            let mut polls = 0;
            let mut pass = Pass(gate);
            poll_fn(|cx| {
                polls += 1;
                println!("task {id}, poll {polls}");
                Pin::new(&mut pass).poll(cx)
            })
            .await;
            println!("task {id} passed");
        }));
    }
    yield_now().await;
    let wakers = gate.lock().unwrap().wakers.clone();
    println!("{} wakers, the same: {}", wakers.len(), wakers[0].will_wake(&wakers[0]));
    for id in [2, 0, 2, 1] {
        wakers[id].wake_by_ref();
    }
    yield_now().await;
    println!("open");
    gate.lock().unwrap().open = true;
    let wakers = std::mem::take(&mut gate.lock().unwrap().wakers);
    for waker in wakers.into_iter().rev() {
        waker.wake();
    }
    let kept = {
        let mut kept = None;
        poll_fn(|cx| {
            kept = Some(cx.waker().clone());
            Poll::Ready(())
        })
        .await;
        kept.unwrap()
    };
    for task in tasks {
        task.await.unwrap();
    }
    kept.wake_by_ref();
    println!("woken for nothing");

    let counting = Arc::new(Counting(kept, Mutex::new(0)));
    let waker = Waker::from(Arc::clone(&counting));
    let mut inner = Box::pin(async {
        yield_now().await;
        yield_now().await;
        "counted"
    });
    let word = poll_fn(|_| inner.as_mut().poll(&mut Context::from_waker(&waker))).await;
    println!("{word}, woken {} times", counting.1.lock().unwrap());
}
