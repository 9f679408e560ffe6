use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

const BANK_MS: u64 = 100; // knob 50..=500 step 50: how long the bank takes

async fn ask_bank(customer: &str) {
    println!("{customer}: asking the bank");
    sleep(Duration::from_millis(BANK_MS)).await;
}

async fn pay(customer: &str, amount: u32, till: Arc<Mutex<u32>>) {
    println!("{customer}: at the till");
    // locked until the end, while the thread goes on with other futures
    let mut total = till.lock().unwrap();
    ask_bank(customer).await;
    *total += amount;
    println!("{customer}: paid, {total} in the till");
} // unlocked here

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let till = Arc::new(Mutex::new(0));
    // tokio::spawn would refuse these futures: they are not `Send`
    tokio::join!(
        pay("Ada", 10, till.clone()),
        pay("Ben", 20, till.clone()),
        pay("Cleo", 30, till.clone()),
    );
    println!("Closed");
}
