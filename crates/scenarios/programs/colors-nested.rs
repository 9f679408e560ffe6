use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use tokio::time::sleep;

const FETCH_MS: u64 = 100; // knob 50..=500 step 50: how long one price takes

async fn fetch_price(item: &str) -> usize {
    sleep(Duration::from_millis(FETCH_MS)).await;
    item.len()
}

fn price_of(item: &str) -> usize {
    Handle::current().block_on(fetch_price(item))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let tasks = [
        tokio::spawn(async { price_of("tea") }),
        tokio::spawn(async { block_in_place(|| price_of("rice")) }),
        tokio::spawn(async { fetch_price("figs").await }),
    ];
    for task in tasks {
        match task.await {
            Ok(price) => println!("The price is {price}"),
            Err(error) => println!("{error}"),
        }
    }
}
