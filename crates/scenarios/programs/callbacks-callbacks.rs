use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

const STEP_MS: u64 = 100; // knob 50..=500 step 50: how long each step takes

/// What an event loop offers: it calls `then` when the time has come.
fn after(ms: u64, then: impl FnOnce() + Send + 'static) {
    tokio::spawn(async move {
        sleep(Duration::from_millis(ms)).await;
        then();
    });
}

fn find_user(id: u32, then: impl FnOnce(&'static str) + Send + 'static) {
    println!("Finding user {id}");
    after(STEP_MS, || then("Ada"));
}

fn find_order(user: &str, then: impl FnOnce(u32) + Send + 'static) {
    println!("Finding the order of {user}");
    after(STEP_MS, || then(7));
}

fn find_price(order: u32, then: impl FnOnce(u32) + Send + 'static) {
    println!("Finding the price of order {order}");
    after(STEP_MS, || then(12));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (done, finished) = oneshot::channel();
    find_user(1, |user| {
        find_order(user, move |order| {
            find_price(order, move |price| {
                println!("{user} pays {price} for order {order}");
                done.send(()).expect("main waits for it");
            });
        });
    });
    finished.await.expect("a callback was dropped");
}
