use std::thread;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

const FETCH_MS: u64 = 100; // knob 50..=500 step 50: how long one price takes

async fn fetch_price(item: &str) -> usize {
    sleep(Duration::from_millis(FETCH_MS)).await;
    item.len()
}

fn price_of(item: &str, runtime: &Handle) -> usize {
    runtime.block_on(fetch_price(item)) // blocks a thread that polls no tasks
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    // on a thread that the runtime keeps for code that blocks
    let tea = spawn_blocking(|| price_of("tea", &Handle::current()));

    // on a thread that knows no runtime: it has to be handed over
    let runtime = Handle::current();
    let (tx, rx) = oneshot::channel();
    thread::spawn(move || tx.send(price_of("rice", &runtime)));

    println!("Waiting for both");
    println!("Tea costs {}", tea.await.expect("price_of panicked"));
    println!("Rice costs {}", rx.await.expect("the thread sent nothing"));
}
