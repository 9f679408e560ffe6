use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use tokio::time::sleep;

const FETCH_MS: u64 = 200; // knob 100..=500 step 50: how long the price takes

async fn fetch_price(item: &str) -> usize {
    println!("Fetching the price of {item}");
    sleep(Duration::from_millis(FETCH_MS)).await;
    item.len()
}

async fn buy() {
    let future = block_in_place(|| fetch_price("tea"));
    println!("block_in_place has given a future");
    let price = block_in_place(|| Handle::current().block_on(future));
    println!("Tea costs {price}");
}

async fn greet() {
    sleep(Duration::from_millis(FETCH_MS / 2)).await;
    println!("Another task runs meanwhile");
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let (buying, greeting) = (tokio::spawn(buy()), tokio::spawn(greet()));
    buying.await.expect("buy panicked");
    greeting.await.expect("greet panicked");
}
