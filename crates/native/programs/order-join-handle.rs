//! A `JoinHandle` awaited by reference, late, and never.

use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let mut task = tokio::spawn(async {
        sleep(Duration::from_millis(25)).await;
        "result"
    });
    for attempt in 1.. {
        match timeout(Duration::from_millis(10), &mut task).await {
            Ok(result) => {
                println!("attempt {attempt}: {}", result.unwrap());
                break;
            }
            Err(error) => println!("attempt {attempt}: {error}"),
        }
    }

    let kept = tokio::spawn(async { Loud("kept result") });
    yield_now().await;
    println!("finished: {}", kept.is_finished());
    sleep(Duration::from_millis(1)).await;
    let result = kept.await.unwrap();
    println!("joined late");
    drop(result);

    let dropped = tokio::spawn(async { Loud("unwanted result") });
    yield_now().await;
    println!("now the handle is dropped");
    drop(dropped);

    drop(tokio::spawn(async { Loud("result of a detached task") }));
    yield_now().await;

    let chain = tokio::spawn(async {
        let inner = tokio::spawn(async {
            let innermost = tokio::spawn(async {
                println!("innermost");
                1
            });
            println!("inner");
            innermost.await.unwrap() + 1
        });
        println!("outer");
        inner.await.unwrap() + 1
    });
    println!("{}", chain.await.unwrap());
}
