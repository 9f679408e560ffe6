//! Tasks that nobody joins run only as long as `main` does.

use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    for ms in [1, 5, 9, 10, 11] {
        tokio::spawn(async move {
            sleep(Duration::from_millis(ms)).await;
            println!("{ms} ms");
        });
    }
    tokio::spawn(async {
        loop {
            sleep(Duration::from_millis(3)).await;
            println!("every 3 ms");
        }
    });
    sleep(Duration::from_millis(10)).await;
    println!("main ends");
    tokio::spawn(async {
        println!("polled before main's next poll");
        yield_now().await;
        println!("and never again");
    });
    yield_now().await;
    tokio::spawn(async { println!("never polled") });
}
