use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::sleep;

const PERMITS: usize = 3; // knob 1..=10 step 1: how many jobs may run at once
const JOBS: usize = 10; // knob 1..=20 step 1: how many jobs there are
const JOB_MS: u64 = 100; // knob 50..=500 step 50: how long a job takes

async fn job(id: usize, gate: Arc<Semaphore>, busy: Arc<AtomicUsize>) -> usize {
    let _permit = gate.acquire().await.expect("nobody closes the gate");
    let now = busy.fetch_add(1, Ordering::Relaxed) + 1;
    println!("Job {id} begins");
    sleep(Duration::from_millis(JOB_MS)).await;
    busy.fetch_sub(1, Ordering::Relaxed);
    now
} // the permit goes back here

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let gate = Arc::new(Semaphore::new(PERMITS));
    let busy = Arc::new(AtomicUsize::new(0));
    let mut jobs = Vec::new();
    for id in 1..=JOBS {
        jobs.push(tokio::spawn(job(id, gate.clone(), busy.clone())));
    }
    let mut most = 0;
    for job in jobs {
        most = most.max(job.await.expect("a job panicked"));
    }
    println!("{JOBS} jobs done, at most {most} at once");
}
