//! Tasks that stay on one thread, polled within the task that awaits their set.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::{LocalSet, spawn_local, yield_now};
use tokio::time::sleep;

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("{} dropped", self.0);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let local = LocalSet::new();
    let count = Rc::new(Cell::new(0));
    tokio::spawn(async {
        for n in 0..3 {
            println!("other {n}");
            yield_now().await;
        }
    });
    local.spawn_local({
        let count = count.clone();
        async move {
            println!("before run_until");
            count.set(count.get() + 1);
        }
    });
    local
        .run_until(async {
            println!("inside");
            let tasks: Vec<_> = (0..3)
                .map(|n| {
                    let count = count.clone();
                    spawn_local(async move {
                        for step in 0..2 {
                            println!("local {n}.{step}");
                            count.set(count.get() + 1);
                            yield_now().await;
                        }
                        sleep(Duration::from_millis(10 - n)).await;
                        println!("local {n} done");
                        n
                    })
                })
                .collect();
            println!("spawned");
            for task in tasks {
                println!("joined {}", task.await.unwrap());
            }
        })
        .await;
    println!("count {}", count.get());

    let set = LocalSet::new();
    let task = set.spawn_local(async {
        let _loud = Loud("first");
        sleep(Duration::from_millis(5)).await;
        spawn_local(async { println!("nested") });
        "result"
    });
    set.await;
    println!("{:?}", task.await);

    let set = LocalSet::new();
    for name in ["a", "b", "c"] {
        set.spawn_local(async move {
            let _loud = Loud(name);
            std::future::pending::<()>().await;
        });
    }
    set.run_until(sleep(Duration::from_millis(1))).await;
    drop(set);
    println!("set dropped");

    let set = LocalSet::new();
    let guard = set.enter();
    let task = spawn_local(async { 7 });
    drop(guard);
    println!("{:?}", set.run_until(task).await);
}
