use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::time::sleep;

const WORK_MS: u64 = 100; // knob 20..=1000 step 20: how long the work takes

#[derive(Default)]
struct Progress {
    polls: u32,
    done: bool,
    waker: Option<Waker>, // of the task that waits for `done`
}

struct Completion(Arc<Mutex<Progress>>);

impl Future for Completion {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        let mut progress = self.0.lock().unwrap();
        progress.polls += 1;
        if progress.done {
            return Poll::Ready(progress.polls);
        }
        println!("Poll {}: Pending", progress.polls);
        progress.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

async fn work(progress: Arc<Mutex<Progress>>) {
    sleep(Duration::from_millis(WORK_MS)).await;
    println!("Work done");
    let waker = {
        let mut progress = progress.lock().unwrap();
        progress.done = true;
        progress.waker.take()
    };
    match waker {
        Some(waker) => waker.wake(),
        None => println!("No waker to wake"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let progress = Arc::new(Mutex::new(Progress::default()));
    tokio::spawn(work(progress.clone()));
    let polls = Completion(progress).await;
    println!("Ready after {polls} polls");
}
