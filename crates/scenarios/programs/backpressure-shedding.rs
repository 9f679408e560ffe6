use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

const CAPACITY: usize = 2; // knob 1..=8 step 1: how many orders may wait
const COOK_MS: u64 = 350; // knob 50..=950 step 100: how long an order takes
const ORDERS: u32 = 6; // knob 1..=12 step 1: one order comes each 100 ms

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(CAPACITY);

    let kitchen = tokio::spawn(async move {
        let mut cooked = 0;
        while let Some(order) = rx.recv().await {
            println!("Cooking {order}");
            sleep(Duration::from_millis(COOK_MS)).await;
            cooked += 1;
        }
        cooked
    });

    let mut refused = 0;
    for order in 1..=ORDERS {
        match tx.try_send(order) {
            Ok(()) => println!("Order {order} accepted"),
            Err(_) => {
                println!("Order {order} refused");
                refused += 1;
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
    drop(tx); // no more orders
    let cooked: u32 = kitchen.await.expect("the kitchen panicked");
    println!("{cooked} cooked, {refused} refused");
}
