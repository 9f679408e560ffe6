//! Blocking code on a runtime.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::Settings;
use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::sync::{Barrier, Condvar, Mutex, RwLock, mpsc};
use tokio::__rt::std::thread;
use tokio::runtime::Builder;
use tokio::task::{__block_in_place, __spawn_blocking, yield_now};
use trace::RunEnd;

use super::{check, check_with, ms, on_workers, panics, printed, say, sleep, traced};

#[test]
fn blocking_on_the_current_thread_holds_up_its_tasks() {
    let main = || {
        __rt::main(async {
            let task = tokio::spawn(async { say!("task") });
            let (tx, rx) = mpsc::channel();
            thread::__spawn(move || async move {
                sleep(10).await;
                tx.send("thread").unwrap();
            });
            say!("{}", rx.__recv().await.unwrap());
            task.await.unwrap();
        })
    };
    check(main, &["10: thread", "10: task"]);
}

#[test]
fn what_only_a_task_of_the_same_thread_could_send_never_comes() {
    let main = || {
        __rt::main(async {
            let (tx, rx) = mpsc::channel();
            tokio::spawn(async move { tx.send(1).unwrap() });
            say!("{}", rx.__recv().await.unwrap());
        })
    };
    check_with(main, Settings::default(), RunEnd::Deadlock, &[]);
}

#[test]
fn another_worker_goes_on_while_one_is_blocked() {
    let main = || {
        __rt::main_on_workers(2, async {
            let (tx, rx) = mpsc::channel();
            let receives = tokio::spawn(async move { say!("{}", rx.__recv().await.unwrap()) });
            let sends = tokio::spawn(async move {
                tokio::time::sleep(ms(10)).await;
                tx.send(1).unwrap();
            });
            receives.await.unwrap();
            sends.await.unwrap();
        })
    };
    check(main, &["10: 1"]);
}

#[test]
fn block_in_place_frees_its_worker() {
    let main = || {
        __rt::main_on_workers(1, async {
            let blocks = tokio::spawn(async {
                __block_in_place(async {
                    sleep(10).await;
                    say!("blocked");
                })
                .await;
                say!("after it");
            });
            let other = tokio::spawn(async { say!("other") });
            other.await.unwrap();
            blocks.await.unwrap();
        })
    };
    check(main, &["0: other", "10: blocked", "10: after it"]);
}

#[test]
fn what_blocks_a_worker_without_block_in_place_holds_it() {
    let main = || {
        __rt::main_on_workers(1, async {
            let blocks = tokio::spawn(async {
                sleep(10).await;
                say!("blocked");
            });
            let other = tokio::spawn(async { say!("other") });
            other.await.unwrap();
            blocks.await.unwrap();
        })
    };
    let trace = traced(main, Settings::default());
    let lines = printed(&trace);
    assert!(
        lines == ["10: blocked", "10: other"] || lines == ["0: other", "10: blocked"],
        "{lines:?}"
    );
}

#[test]
fn the_blocking_pool_is_bounded() {
    fn main_with(threads: usize) -> engine::Main {
        __rt::blocking_main(async move {
            let runtime = Builder::new_current_thread()
                .enable_all()
                .max_blocking_threads(threads)
                .build()
                .unwrap();
            let work = async {
                let handles: Vec<_> = (0..3)
                    .map(|id| {
                        __spawn_blocking(move || async move {
                            sleep(10).await;
                            say!("{id}");
                        })
                    })
                    .collect();
                for handle in handles {
                    handle.await.unwrap();
                }
            };
            runtime.__block_on(work).await;
        })
    }
    check(|| main_with(1), &["10: 0", "20: 1", "30: 2"]);
    check(|| main_with(2), &["10: 0", "10: 1", "20: 2"]);
    check(|| main_with(3), &["10: 0", "10: 1", "10: 2"]);
}

#[test]
fn a_task_that_panics_says_so_to_whoever_joins_it() {
    let main = || {
        __rt::main(async {
            let mutex = Arc::new(Mutex::new(()));
            let locks = Arc::clone(&mutex);
            let task = tokio::spawn(async move {
                let _guard = locks.__lock().await.unwrap();
                yield_now().await;
                panics!("no {}", 1)
            });
            let error: tokio::task::JoinError = task.await.map(|never: ()| never).unwrap_err();
            say!("{} {}", error.is_panic(), mutex.is_poisoned());
        })
    };
    check(main, &["0: thread 'main' panicked:\nno 1", "0: true true"]);
}

#[test]
fn the_seed_orders_tasks_on_several_workers() {
    let main = || {
        __rt::main_on_workers(0, async {
            let mut tasks = Vec::new();
            for id in 0..6 {
                tasks.push(tokio::spawn(async move {
                    say!("{id} begins");
                    yield_now().await;
                    sleep(1).await;
                    say!("{id}");
                }));
            }
            for task in tasks {
                task.await.unwrap();
            }
        })
    };
    let mut orders = BTreeSet::new();
    for seed in 0..20 {
        let trace = traced(main, on_workers(4, seed));
        assert_eq!(trace.run.workers, 4);
        let mut lines = printed(&trace);
        orders.insert(lines.clone());
        lines.retain(|line| !line.ends_with("begins"));
        assert_eq!(lines.len(), 6);
    }
    assert!(orders.len() > 5, "the seed changes little: {orders:?}");
    // On one worker nothing is free.
    let one = |seed| printed(&traced(main, on_workers(1, seed)));
    assert_eq!(one(1), one(2));
}

#[test]
fn main_does_not_wait_for_threads_but_for_closures_that_may_block() {
    let main = || {
        __rt::main(async {
            thread::__spawn(|| async {
                sleep(10).await;
                say!("thread");
                sleep(100).await;
                say!("never");
            });
            __spawn_blocking(|| async {
                sleep(50).await;
                say!("closure");
            });
            yield_now().await;
            tokio::time::sleep(ms(1)).await;
            say!("main");
        })
    };
    check_with(main, Settings::default(), RunEnd::Done, &["1: main", "10: thread", "50: closure"]);
}

/// As the guards that the program's text keeps only within one poll.
#[test]
fn what_waits_can_be_sent() {
    fn is_send<T: Send>(_: T) {}
    let (mutex, lock, condvar) = (Mutex::new(0), RwLock::new(0), Condvar::new());
    let guard = || mutex.lock().unwrap();
    is_send(mutex.__lock());
    is_send((lock.__read(), lock.__write()));
    is_send(condvar.__wait(guard()));
    is_send(condvar.__wait_while(guard(), |value| *value > 0));
    is_send(condvar.__wait_timeout(guard(), ms(1)));
    is_send(condvar.__wait_timeout_while(guard(), ms(1), |value| *value > 0));
    is_send(Barrier::new(1).__wait());
    let (tx, rx) = mpsc::sync_channel(1);
    is_send(tx.__send(1));
    is_send((rx.__recv(), rx.__recv_timeout(ms(1))));
    is_send((thread::__park(), thread::__park_timeout(ms(1))));
}
