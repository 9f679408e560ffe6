use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{sleep, timeout};

const TEA_MS: u64 = 200; // knob 100..=500 step 50: how long the tea takes
const TOAST_MS: u64 = 100; // knob 50..=500 step 50: how long the toast takes

type Job = Pin<Box<dyn Future<Output = String>>>; // any future with a String

struct Order {
    table: u32,
    job: Job,
}

async fn brew_tea() -> String {
    sleep(Duration::from_millis(TEA_MS)).await;
    String::from("tea")
}

async fn make_toast(slices: u32) -> String {
    sleep(Duration::from_millis(TOAST_MS)).await;
    format!("{slices} slices of toast")
}

fn address(job: &Job) -> usize {
    std::ptr::from_ref(&**job).addr()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut jobs: Vec<Job> = vec![Box::pin(brew_tea())];
    jobs.push(Box::pin(make_toast(3)));
    println!("{} futures in one Vec", jobs.len());

    let glance = Duration::from_millis(50);
    let early = timeout(glance, &mut jobs[0]).await; // the tea has begun
    println!("tea ready: {}", early.is_ok());

    let before = address(&jobs[0]);
    let order = Order { table: 4, job: jobs.remove(0) }; // moves the box only
    println!("tea moved: {}", address(&order.job) != before);
    println!("Table {}: {}", order.table, order.job.await);
    for job in jobs {
        println!("Next: {}", job.await);
    }
}
