use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

const CHECK_MS: u64 = 100; // knob 50..=500 step 50: the time between both locks

struct Account {
    number: u32,
    balance: Mutex<i64>,
}

async fn transfer(from: Arc<Account>, to: Arc<Account>, amount: i64) {
    let (first, second, change) = if from.number < to.number {
        (&from, &to, -amount)
    } else {
        (&to, &from, amount) // the lower number is locked first, always
    };
    let mut one = first.balance.lock().await;
    println!("{} to {}: has {}", from.number, to.number, first.number);
    sleep(Duration::from_millis(CHECK_MS)).await;
    let mut two = second.balance.lock().await;
    *one += change;
    *two -= change;
    println!("{} to {}: done", from.number, to.number);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let a = Arc::new(Account { number: 1, balance: Mutex::new(100) });
    let b = Arc::new(Account { number: 2, balance: Mutex::new(100) });
    let there = tokio::spawn(transfer(a.clone(), b.clone(), 30));
    let back = tokio::spawn(transfer(b.clone(), a.clone(), 50));
    there.await.expect("a transfer panicked");
    back.await.expect("a transfer panicked");
    println!("{} and {}", a.balance.lock().await, b.balance.lock().await);
}
