//! `std::sync::Condvar`.

use std::sync::Arc;

use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::sync::{Condvar, Mutex};
use tokio::__rt::std::thread;
use trace::{EventKind, RunEnd};

use super::{check, check_with, ms, say, sleep, traced};

type Pair<T> = Arc<(Mutex<T>, Condvar)>;

fn pair<T>(value: T) -> Pair<T> {
    Arc::new((Mutex::new(value), Condvar::new()))
}

#[test]
fn a_thread_waits_until_it_is_notified() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(false);
            let there = Arc::clone(&pair);
            let notifies = thread::__spawn(move || async move {
                sleep(10).await;
                *there.0.__lock().await.unwrap() = true;
                there.1.notify_one();
                say!("notified");
            });
            let mut ready = pair.0.__lock().await.unwrap();
            while !*ready {
                ready = pair.1.__wait(ready).await.unwrap();
            }
            say!("ready");
            notifies.__join().await.unwrap();
        })
    };
    check(main, &["10: notified", "10: ready"]);
}

#[test]
fn one_is_notified_or_all_are() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(0);
            let mut threads = Vec::new();
            for id in 0..3 {
                let pair = Arc::clone(&pair);
                threads.push(thread::__spawn(move || async move {
                    let turn = pair.0.__lock().await.unwrap();
                    let turn = pair.1.__wait(turn).await.unwrap();
                    say!("{id} at {}", *turn);
                }));
            }
            for turn in 1..3 {
                sleep(10).await;
                *pair.0.__lock().await.unwrap() = turn;
                match turn {
                    1 => pair.1.notify_one(),
                    _ => pair.1.notify_all(),
                }
            }
            for thread in threads {
                thread.__join().await.unwrap();
            }
        })
    };
    check(main, &["10: 0 at 1", "20: 1 at 2", "20: 2 at 2"]);
}

#[test]
fn a_wait_times_out_and_uses_up_no_notification() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(());
            let there = Arc::clone(&pair);
            let waits = thread::__spawn(move || async move {
                let guard = there.0.__lock().await.unwrap();
                let _guard = there.1.__wait(guard).await.unwrap();
                say!("notified");
            });
            let guard = pair.0.__lock().await.unwrap();
            let (guard, result) = pair.1.__wait_timeout(guard, ms(5)).await.unwrap();
            say!("timed out: {}", result.timed_out());
            drop(guard);
            pair.1.notify_one();
            waits.__join().await.unwrap();
        })
    };
    check(main, &["5: timed out: true", "5: notified"]);
    let trace = traced(main, Default::default());
    let timers = |kind| matches!(kind, EventKind::TimerSet { .. });
    assert!(!trace.events().iter().any(|event| timers(event.kind)), "it needs no driver");
}

#[test]
fn a_notification_comes_before_the_timeout() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(false);
            let there = Arc::clone(&pair);
            let notifies = thread::__spawn(move || async move {
                sleep(5).await;
                there.1.notify_one();
                sleep(5).await;
                *there.0.__lock().await.unwrap() = true;
                there.1.notify_one();
            });
            let ready = pair.0.__lock().await.unwrap();
            let waiting = pair.1.__wait_timeout_while(ready, ms(20), |ready| !*ready);
            let (ready, result) = waiting.await.unwrap();
            say!("{} {}", *ready, result.timed_out());
            let waiting = pair.1.__wait_timeout_while(ready, ms(20), |ready| *ready);
            let (ready, result) = waiting.await.unwrap();
            say!("{} {}", *ready, result.timed_out());
            drop(ready);
            notifies.__join().await.unwrap();
            sleep(100).await;
            say!("all");
        })
    };
    check(main, &["10: true false", "30: true true", "130: all"]);
}

#[test]
fn waits_where_the_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(false);
            let there = Arc::clone(&pair);
            let notifies = thread::__spawn(move || async move {
                sleep(10).await;
                *there.0.__lock().await.unwrap() = true;
                there.1.notify_all();
            });
            let (lock, condvar) = &*pair;
            let ready = condvar.wait_while(lock.lock().unwrap(), |ready| !*ready).unwrap();
            say!("{}", *ready);
            let (ready, result) = condvar.wait_timeout(ready, ms(7)).unwrap();
            say!("{} {}", *ready, result.timed_out());
            let (ready, result) = condvar.wait_timeout_while(ready, ms(7), |ready| *ready).unwrap();
            say!("{} {}", *ready, result.timed_out());
            drop(ready);
            notifies.join().unwrap();
        })
    };
    check(main, &["10: true", "17: true true", "24: true true"]);
}

/// On one worker nobody is free to look after the runtime's timers.
#[test]
fn a_deadline_needs_nobody_who_looks_after_timers() {
    let main = || {
        __rt::main_on_workers(1, async {
            let (lock, condvar) = (Mutex::new(()), Condvar::new());
            let guard = lock.__lock().await.unwrap();
            tokio::spawn(async {
                sleep(50).await;
                say!("busy");
            });
            let (_guard, result) = condvar.__wait_timeout(guard, ms(5)).await.unwrap();
            say!("{}", result.timed_out());
        })
    };
    // The runtime that ends waits for the poll under way.
    check(main, &["5: true", "50: busy"]);
}

#[test]
fn nobody_notifies() {
    let main = || {
        __rt::blocking_main(async {
            let pair = pair(());
            pair.1.notify_one();
            let guard = pair.0.__lock().await.unwrap();
            let _guard = pair.1.__wait(guard).await.unwrap();
        })
    };
    check_with(main, Default::default(), RunEnd::Deadlock, &[]);
}
