use std::time::Duration;
use tokio::time::sleep;

const WORKERS: u64 = 4; // knob 2..=8 step 1: how many workers are started
const STEP_MS: u64 = 100; // knob 50..=200 step 50: worker n takes n times this

struct Badge(u64);

impl Drop for Badge {
    fn drop(&mut self) {
        println!("Worker {} has left", self.0);
    }
}

async fn work(id: u64) -> u64 {
    let _badge = Badge(id);
    sleep(Duration::from_millis(id * STEP_MS)).await;
    println!("Worker {id} is done");
    id
}

async fn first_two() {
    let mut workers = Vec::new();
    for id in 1..=WORKERS {
        workers.push(tokio::spawn(work(id)));
    }
    for worker in &mut workers[..2] {
        if let Ok(id) = worker.await {
            println!("Result of worker {id}");
        }
    }
    println!("Handles left: {}", workers.len() - 2);
} // the handles are dropped, and their tasks go on

#[tokio::main(flavor = "current_thread")]
async fn main() {
    first_two().await;
    println!("Main goes on");
    sleep(Duration::from_millis(300)).await;
    println!("End of main");
}
