use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

const EVERY_MS: u64 = 100; // knob 50..=500 step 50: time between two settings
const REDRAW_MS: u64 = 250; // knob 50..=950 step 100: the display's time

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = watch::channel(18); // it always holds one value

    let display = tokio::spawn(async move {
        while rx.changed().await.is_ok() {
            let degrees = *rx.borrow_and_update();
            println!("Display: {degrees} degrees");
            sleep(Duration::from_millis(REDRAW_MS)).await;
        }
        println!("Display off");
    });

    for degrees in 19..=23 {
        sleep(Duration::from_millis(EVERY_MS)).await;
        tx.send(degrees).expect("the display has gone");
        println!("Set to {degrees}");
    }
    drop(tx);
    display.await.expect("the display panicked");
}
