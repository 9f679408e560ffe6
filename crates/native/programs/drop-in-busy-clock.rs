//! Code that waits for the clock by looking at it again and again: a future that wakes itself, an executor
//! that polls in circles, and a loop.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

struct Delay {
    when: Instant,
    polls: u32,
}

impl Future for Delay {
    type Output = &'static str;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.polls += 1;
        if Instant::now() >= self.when {
            println!("more than one poll: {}", self.polls > 1);
            Poll::Ready("done")
        } else {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    }
}

fn delay(millis: u64) -> Delay {
    Delay { when: Instant::now() + Duration::from_millis(millis), polls: 0 }
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
struct MiniTokio {
    tasks: VecDeque<Task>,
}

impl MiniTokio {
    fn spawn<F>(&mut self, future: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.push_back(Box::pin(future));
    }

    fn run(&mut self) {
        let waker = futures::task::noop_waker();
        let mut cx = Context::from_waker(&waker);
        while let Some(mut task) = self.tasks.pop_front() {
            if task.as_mut().poll(&mut cx).is_pending() {
                self.tasks.push_back(task);
            }
        }
    }
}

fn main() {
    let mut mini_tokio = MiniTokio::default();
    mini_tokio.spawn(async {
        println!("late: {}", delay(200).await);
    });
    // Long before, however busy the machine is.
    mini_tokio.spawn(async {
        println!("early: {}", delay(5).await);
    });
    mini_tokio.run();

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("on a runtime: {}", runtime.block_on(delay(10)));

    let start = SystemTime::now();
    while start.elapsed().unwrap() < Duration::from_millis(5) {}
    println!("over");
}
