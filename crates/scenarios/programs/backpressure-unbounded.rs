use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

const COOK_MS: u64 = 350; // knob 50..=950 step 100: how long an order takes
const ORDERS: u32 = 6; // knob 1..=12 step 1: the next comes 100 ms later

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::unbounded_channel();

    let kitchen = tokio::spawn(async move {
        let mut cooked = 0;
        while let Some(order) = rx.recv().await {
            println!("Cooking {order}, {} waiting", rx.len());
            sleep(Duration::from_millis(COOK_MS)).await;
            cooked += 1;
        }
        cooked
    });

    for order in 1..=ORDERS {
        tx.send(order).expect("the kitchen has gone");
        println!("Order {order} accepted");
        sleep(Duration::from_millis(100)).await;
    }
    drop(tx); // no more orders
    let cooked: u32 = kitchen.await.expect("the kitchen panicked");
    println!("{cooked} cooked, none refused");
}
