//! Tasks that spawn tasks: the queue is first in, first out, and `main` is not in it.

use tokio::task::yield_now;

async fn leaf(path: String) {
    println!("{path}");
    yield_now().await;
    println!("{path} again");
}

async fn branch(path: String) {
    println!("{path}");
    let left = tokio::spawn(leaf(format!("{path}l")));
    let right = tokio::spawn(leaf(format!("{path}r")));
    right.await.unwrap();
    println!("{path} has its right");
    left.await.unwrap();
    println!("{path} has its left");
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let a = tokio::spawn(branch("a".to_owned()));
    let b = tokio::spawn(branch("b".to_owned()));
    println!("main spawned");
    let c = tokio::spawn(branch("c".to_owned()));
    b.await.unwrap();
    println!("main has b");
    tokio::spawn(leaf("late".to_owned()));
    a.await.unwrap();
    println!("main has a");
    c.await.unwrap();
    println!("main has c");
}
