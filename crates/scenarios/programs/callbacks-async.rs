use std::time::Duration;
use tokio::time::sleep;

const STEP_MS: u64 = 100; // knob 50..=500 step 50: how long each step takes

async fn find_user(id: u32) -> &'static str {
    println!("Finding user {id}");
    sleep(Duration::from_millis(STEP_MS)).await;
    "Ada"
}

async fn find_order(user: &str) -> u32 {
    println!("Finding the order of {user}");
    sleep(Duration::from_millis(STEP_MS)).await;
    7
}

async fn find_price(order: u32) -> u32 {
    println!("Finding the price of order {order}");
    sleep(Duration::from_millis(STEP_MS)).await;
    12
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let user = find_user(1).await;
    let order = find_order(user).await;
    let price = find_price(order).await;
    println!("{user} pays {price} for order {order}");
}
