use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

const BANK_MS: u64 = 100; // knob 50..=500 step 50: how long the bank takes

async fn ask_bank(customer: &str) {
    println!("{customer}: asking the bank");
    sleep(Duration::from_millis(BANK_MS)).await;
}

async fn pay(customer: &str, amount: u32, till: Arc<Mutex<u32>>) {
    let mut total = till.lock().await;
    ask_bank(customer).await; // the others wait for the lock meanwhile
    *total += amount;
    println!("{customer}: paid, {total} in the till");
} // unlocked here

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let till = Arc::new(Mutex::new(0));
    let mut sales = Vec::new();
    for (customer, amount) in [("Ada", 10), ("Ben", 20), ("Cleo", 30)] {
        sales.push(tokio::spawn(pay(customer, amount, till.clone())));
    }
    for sale in sales {
        sale.await.expect("a sale panicked");
    }
    println!("Closed");
}
