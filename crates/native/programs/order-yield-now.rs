//! Tasks that yield, beside a `main` that yields too.

use tokio::task::yield_now;

async fn count(name: &'static str) {
    for n in 0..4 {
        println!("{name}.{n}");
        yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let tasks = ["a", "b", "c"].map(|name| tokio::spawn(count(name)));
    for n in 0..3 {
        println!("main.{n}");
        yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    println!("end");
}
