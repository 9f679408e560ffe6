use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

const WORKERS: u32 = 3; // knob 1..=8 step 1: how many workers there are
const JOB_MS: u64 = 200; // knob 50..=500 step 50: how long a job takes
const STOP_MS: u64 = 500; // knob 100..=1000 step 100: when they have to stop

async fn work(id: u32, stop: CancellationToken) {
    let mut jobs = 0;
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep(Duration::from_millis(JOB_MS)) => jobs += 1,
        }
    }
    println!("Worker {id} puts its tools away");
    sleep(Duration::from_millis(50)).await; // cleaning up may await
    println!("Worker {id} says goodbye after {jobs} jobs");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stop = CancellationToken::new();
    let mut workers = Vec::new();
    for id in 1..=WORKERS {
        workers.push(tokio::spawn(work(id, stop.clone())));
    }
    sleep(Duration::from_millis(STOP_MS)).await;
    println!("Stop");
    stop.cancel();
    for worker in workers {
        worker.await.expect("a worker panicked");
    }
    println!("All have gone");
}
