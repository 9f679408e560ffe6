use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

const FETCH_MS: u64 = 100; // knob 50..=500 step 50: how long one price takes

async fn fetch_price(item: &str) -> usize {
    println!("Fetching the price of {item}");
    sleep(Duration::from_millis(FETCH_MS)).await;
    item.len()
}

fn price_of(item: &str, runtime: &Runtime) -> usize {
    runtime.block_on(fetch_price(item)) // keeps the thread until it is ready
}

fn main() {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the runtime cannot be built");
    println!("Before async");
    println!("Tea costs {}", price_of("tea", &runtime));
    println!("Rice costs {}", price_of("rice", &runtime));
}
