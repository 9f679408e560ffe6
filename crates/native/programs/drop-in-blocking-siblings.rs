//! A future that blocks its thread, below everything that polls several futures: no sibling begins, no
//! deadline is looked at and nothing is polled again before it goes on.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::thread::sleep as block;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{self, FutureExt};
use futures::stream::{self, FuturesUnordered};
use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};

async fn job(name: &'static str, millis: u64) -> &'static str {
    println!("  {name} starts");
    block(Duration::from_millis(millis));
    println!("  {name} ends");
    name
}

async fn fails(name: &'static str) -> Result<(), &'static str> {
    println!("  {name} starts");
    block(Duration::from_millis(2));
    println!("  {name} fails");
    Err(name)
}

/// Polls two futures and counts how often they were pending.
struct Both<A, B>(Option<A>, Option<B>, u32);

impl<A: Future + Unpin, B: Future + Unpin> Future for Both<A, B> {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        if let Some(Poll::Ready(_)) = self.0.as_mut().map(|it| Pin::new(it).poll(cx)) {
            self.0 = None;
        }
        if let Some(Poll::Ready(_)) = self.1.as_mut().map(|it| Pin::new(it).poll(cx)) {
            self.1 = None;
        }
        if self.0.is_none() && self.1.is_none() {
            return Poll::Ready(self.2);
        }
        self.2 += 1;
        Poll::Pending
    }
}

async fn libraries_of_others() {
    println!("join");
    future::join(pin!(job("a", 4)), pin!(job("b", 2))).await;
    println!("select");
    match future::select(pin!(job("a", 4)), pin!(job("b", 2))).await {
        future::Either::Left((name, _)) => println!("{name} was first"),
        future::Either::Right((name, _)) => println!("{name} was first"),
    }
    println!("join_all");
    println!("{:?}", future::join_all([job("a", 3), job("b", 2), job("c", 1)]).await);
    println!("select_all");
    let jobs = [job("a", 3).boxed(), job("b", 2).boxed()];
    println!("{}", future::select_all(jobs).await.0);
    println!("try_join_all");
    println!("{:?}", future::try_join_all([fails("a"), fails("b")]).await);
    println!("FuturesUnordered");
    let mut set: FuturesUnordered<_> = [job("a", 3), job("b", 2), job("c", 1)].into_iter().collect();
    while let Some(name) = set.next().await {
        println!("{name} came out");
    }
    println!("buffered");
    let names = ["a", "b", "c"];
    let jobs = stream::iter(names.map(|name| job(name, 2))).buffered(2);
    jobs.for_each(|name| async move { println!("{name} came out") }).await;
    println!("buffer_unordered");
    let jobs = stream::iter(names.map(|name| job(name, 2))).buffer_unordered(3);
    jobs.for_each(|name| async move { println!("{name} came out") }).await;
    println!("for_each_concurrent");
    let jobs = stream::iter(names.map(|name| job(name, 2)));
    jobs.for_each_concurrent(2, |job| job.map(|_| ())).await;
    println!("macros");
    let all = futures::join!(job("a", 2), job("b", 1), job("c", 2));
    println!("{all:?}");
    let (mut a, mut b) = (pin!(job("a", 2).fuse()), pin!(job("b", 2).fuse()));
    futures::select_biased! {
        name = a => println!("{name} was first"),
        name = b => println!("{name} was first"),
    }
    println!("poll!: {:?}", futures::poll!(pin!(job("a", 1))));
}

async fn by_hand() {
    println!("poll_fn");
    let (mut a, mut b) = (Box::pin(job("a", 3)), Box::pin(job("b", 1)));
    let mut pending = 0;
    poll_fn(|cx| {
        let done = a.as_mut().poll(cx).is_ready() & b.as_mut().poll(cx).is_ready();
        pending += 1;
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    println!("polled {pending} times");
    println!("Both");
    println!("{} times pending", Both(Some(Box::pin(job("a", 2))), Some(Box::pin(job("b", 2))), 0).await);
    let later = async {
        sleep(Duration::from_millis(1)).await;
        job("late", 2).await
    };
    println!("{} times pending", Both(Some(Box::pin(later)), Some(Box::pin(job("b", 2))), 0).await);
}

async fn tokios_own() {
    println!("tokio");
    let all = tokio::join!(job("a", 2), job("b", 1), job("c", 2));
    println!("{all:?}");
    let all = tokio::join!(
        async {
            sleep(Duration::from_millis(1)).await;
            job("a", 2).await
        },
        async {
            job("b", 1).await;
            tokio::task::yield_now().await;
            job("b again", 1).await
        },
        job("c", 2),
    );
    println!("{all:?}");
    println!("{:?}", tokio::try_join!(fails("a"), fails("b")));
    tokio::select! {
        biased;
        name = job("a", 2) => println!("{name} was first"),
        name = job("b", 2) => println!("{name} was first"),
    }
    let late = timeout(Duration::from_millis(1), job("a", 5)).await;
    println!("longer than its timeout: {late:?}");
    let both = future::join(job("a", 2), job("b", 2)).map(|_| "both");
    println!("within: {:?}", timeout(Duration::from_millis(1), both).await);
    let late = timeout(Duration::from_millis(2), async {
        job("a", 5).await;
        // Longer than a busy machine is late with the timeout.
        sleep(Duration::from_millis(500)).await;
    });
    println!("blocks, then waits: {}", late.await.is_err());
}

async fn all() {
    libraries_of_others().await;
    by_hand().await;
    tokios_own().await;
}

fn main() {
    println!("-- a runtime of one thread");
    Builder::new_current_thread().enable_all().build().unwrap().block_on(all());
    for workers in [1, 2, 4] {
        println!("-- {workers} workers, in main");
        let runtime = Builder::new_multi_thread().worker_threads(workers).enable_all().build().unwrap();
        runtime.block_on(all());
        println!("-- {workers} workers, in a task");
        runtime.block_on(async { tokio::spawn(all()).await.unwrap() });
    }
    println!("-- a task that is no async code");
    let runtime = Runtime::new().unwrap();
    let task = future::join(job("a", 3), job("b", 1));
    println!("{:?}", runtime.block_on(runtime.spawn(task)).unwrap());
}
