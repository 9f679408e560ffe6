use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

const WORK_MS: u64 = 100; // knob 50..=200 step 50: how long one job takes
const STOP_MS: u64 = 260; // knob 10..=610 step 50: when the stop signal comes

async fn stop_later(stop: oneshot::Sender<()>) {
    sleep(Duration::from_millis(STOP_MS)).await;
    println!("Stop");
    let _ = stop.send(()); // an error: nobody listens any more
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (stop_tx, mut stop) = oneshot::channel();
    tokio::spawn(stop_later(stop_tx));
    let (tx, mut jobs) = mpsc::channel(8);
    for job in 1..=6 {
        tx.send(job).await.expect("the receiver lives");
    }

    loop {
        tokio::select! {
            biased; // from the top: `stop` is asked first
            _ = &mut stop => break,
            Some(job) = jobs.recv() => {
                sleep(Duration::from_millis(WORK_MS)).await;
                println!("Job {job} done");
            }
        }
    }
    println!("Stopped, {} jobs left", jobs.len());
}
