//! Ids of tasks, and errors as they print.

use std::future::pending;
use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let tasks = [(); 3].map(|()| tokio::spawn(pending::<()>()));
    for task in &tasks {
        println!("{} {:?}", task.id(), task.id());
        println!("{}", task.abort_handle().id() == task.id());
    }
    yield_now().await;
    for task in tasks {
        task.abort();
        let error = task.await.unwrap_err();
        println!("{error} {error:?} {}", error.id());
    }
}
