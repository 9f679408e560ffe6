use std::sync::Arc;
use std::time::Duration;
use tokio::sync::RwLock;
use tokio::time::sleep;

const READ_MS: u64 = 200; // knob 100..=500 step 50: how long a reader reads
const WRITE_MS: u64 = 100; // knob 50..=500 step 50: how long the writer writes

async fn read(name: &str, price: Arc<RwLock<u32>>) {
    println!("{name} asks");
    let price = price.read().await;
    println!("{name} reads {}", *price);
    sleep(Duration::from_millis(READ_MS)).await;
}

async fn write(price: Arc<RwLock<u32>>) {
    println!("Writer asks");
    let mut price = price.write().await;
    println!("Writer is alone");
    sleep(Duration::from_millis(WRITE_MS)).await;
    *price += 1;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let price = Arc::new(RwLock::new(41));
    tokio::spawn(read("Ada", price.clone()));
    tokio::spawn(read("Ben", price.clone()));
    sleep(Duration::from_millis(50)).await;
    tokio::spawn(write(price.clone()));
    sleep(Duration::from_millis(50)).await;
    let last = tokio::spawn(read("Cleo", price)); // two readers still read
    last.await.expect("a reader panicked");
    println!("All have read");
}
