//! Several branches of one task that yield in the same poll, so that one waker is deferred often.

use tokio::task::yield_now;

async fn count(name: &str, times: u32) {
    for n in 0..times {
        println!("{name}.{n}");
        yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let one = tokio::spawn(async {
        tokio::join!(count("one-a", 3), count("one-b", 2));
    });
    let two = tokio::spawn(async {
        tokio::join!(count("two-a", 2), count("two-b", 3));
    });
    let three = tokio::spawn(count("three", 4));
    count("main", 2).await;
    one.await.unwrap();
    two.await.unwrap();
    three.await.unwrap();
}
