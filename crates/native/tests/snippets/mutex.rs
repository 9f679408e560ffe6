use std::sync::{Arc, Mutex};

pub fn spawn<F: Future + Send + 'static>(_: F) {}
pub async fn ask_bank(_: &str) {}

pub async fn pay(customer: &str, amount: u32, till: Arc<Mutex<u32>>) {
    let mut total = till.lock().unwrap();
    ask_bank(customer).await;
    *total += amount;
}

pub fn sell(till: Arc<Mutex<u32>>) {
    spawn(pay("Ada", 10, till));
}
