//! Async code from code that is not: a runtime that goes on in the background while `main` blocks.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc as channel, oneshot};
use tokio::time::sleep;

struct Task {
    name: String,
    done: oneshot::Sender<usize>,
}

/// A thread with a runtime of its own, and a channel to it.
#[derive(Clone)]
struct Spawner {
    spawn: channel::Sender<Task>,
}

impl Spawner {
    fn new() -> Self {
        let (send, mut recv) = channel::channel::<Task>(16);
        let rt = Builder::new_current_thread().enable_all().build().unwrap();
        thread::spawn(move || {
            rt.block_on(async move {
                while let Some(task) = recv.recv().await {
                    tokio::spawn(async move {
                        sleep(Duration::from_millis(5)).await;
                        let _ = task.done.send(task.name.len());
                    });
                }
            });
        });
        Self { spawn: send }
    }

    fn spawn_task(&self, name: &str) -> oneshot::Receiver<usize> {
        let (done, receiver) = oneshot::channel();
        let task = Task { name: name.to_owned(), done };
        self.spawn.blocking_send(task).expect("the runtime has shut down");
        receiver
    }
}

fn main() {
    let runtime = Runtime::new().unwrap();

    let (tx, rx) = mpsc::channel();
    for i in 0..3u64 {
        let tx = tx.clone();
        runtime.spawn(async move {
            sleep(Duration::from_millis(100 * (i + 1))).await;
            tx.send(i).unwrap();
        });
    }
    drop(tx);
    for i in rx {
        println!("received {i}");
    }

    let handle = runtime.handle().clone();
    let thread = thread::spawn(move || {
        handle.block_on(async {
            sleep(Duration::from_millis(1)).await;
            "slept"
        })
    });
    println!("{}", thread.join().unwrap());

    let task = runtime.spawn(async {
        sleep(Duration::from_millis(5)).await;
        7
    });
    thread::sleep(Duration::from_millis(300));
    println!("finished meanwhile: {}", task.is_finished());
    println!("{}", runtime.block_on(task).unwrap());

    let spawner = Spawner::new();
    let replies: Vec<_> = ["one", "three"].map(|name| spawner.spawn_task(name)).into();
    for reply in replies {
        println!("length {}", reply.blocking_recv().unwrap());
    }
}
