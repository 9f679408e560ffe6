use scopeguard::guard;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;

const SLOW_MS: u64 = 400; // knob 50..=600 step 50: how long /slow takes
const CLOSE_MS: u64 = 200; // knob 100..=500 step 50: when the clients hang up

async fn serve(path: &str, work_ms: u64, active: Arc<AtomicUsize>) {
    active.fetch_add(1, Ordering::Relaxed);
    let _guard = guard(active, |active| {
        active.fetch_sub(1, Ordering::Relaxed); // on every way out
    });
    sleep(Duration::from_millis(work_ms)).await;
    println!("{path} answered");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let active = Arc::new(AtomicUsize::new(0));
    let quick = tokio::spawn(serve("/quick", 50, active.clone()));
    let slow = tokio::spawn(serve("/slow", SLOW_MS, active.clone()));

    sleep(Duration::from_millis(CLOSE_MS)).await;
    println!("{} still active", active.load(Ordering::Relaxed));
    for request in [quick, slow] {
        request.abort(); // the client has hung up
        if request.await.is_err() {
            println!("A request was cancelled");
        }
    }
    println!("{} left over", active.load(Ordering::Relaxed));
}
