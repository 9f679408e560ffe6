//! `Mutex`, `RwLock` and `Barrier` of `std::sync`.

use std::sync::{Arc, TryLockError};

use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::sync::{Barrier, Mutex, RwLock};
use tokio::__rt::std::thread;
use trace::{EventKind, Op, OpPhase, RunEnd, Trace};

use super::{check, check_with, panics, say, sleep, traced};

#[test]
fn a_contended_mutex_is_handed_over() {
    let main = || {
        __rt::blocking_main(async {
            let mutex = Arc::new(Mutex::new(0));
            let mut threads = Vec::new();
            for id in 0..3 {
                let mutex = Arc::clone(&mutex);
                threads.push(thread::__spawn(move || async move {
                    let mut guard = mutex.__lock().await.unwrap();
                    sleep(10).await;
                    *guard += 1;
                    say!("{id}: {}", *guard);
                }));
            }
            for thread in threads {
                thread.__join().await.unwrap();
            }
        })
    };
    check(main, &["10: 0: 1", "20: 1: 2", "30: 2: 3"]);
    let trace = traced(main, Default::default());
    assert_eq!(ops(&trace, Op::Acquire, OpPhase::Waiting), 2);
    assert_eq!(ops(&trace, Op::Acquire, OpPhase::Done), 3);
    assert_eq!(ops(&trace, Op::Release, OpPhase::Done), 3);
}

fn ops(trace: &Trace, op: Op, phase: OpPhase) -> usize {
    let is_it = |kind| matches!(kind, EventKind::ResourceOp { op: o, phase: p, .. } if (o, p) == (op, phase));
    trace.events().iter().filter(|event| is_it(event.kind)).count()
}

#[test]
fn two_mutexes_in_opposite_order_are_a_deadlock() {
    let main = || {
        __rt::blocking_main(async {
            let (a, b) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
            let (a2, b2) = (Arc::clone(&a), Arc::clone(&b));
            let other = thread::__spawn(move || async move {
                let _b = b2.__lock().await.unwrap();
                sleep(1).await;
                let _a = a2.__lock().await.unwrap();
            });
            let _a = a.__lock().await.unwrap();
            sleep(1).await;
            say!("now");
            let _b = b.__lock().await.unwrap();
            other.__join().await.unwrap();
        })
    };
    check_with(main, Default::default(), RunEnd::Deadlock, &["1: now"]);
    let found = trace::lints(&traced(main, Default::default()));
    assert!(found.iter().any(|lint| lint.kind == trace::LintKind::Deadlock), "{found:?}");
}

#[test]
fn a_panic_poisons_what_is_locked() {
    let main = || {
        __rt::blocking_main(async {
            let mutex = Arc::new(Mutex::new(1));
            let lock = Arc::new(RwLock::new(1));
            let (mutex2, lock2) = (Arc::clone(&mutex), Arc::clone(&lock));
            let panics = thread::__spawn(move || async move {
                let mut value = mutex2.__lock().await.unwrap();
                let mut written = lock2.__write().await.unwrap();
                (*value, *written) = (2, 2);
                panics!("{}", *value)
            });
            let result: std::thread::Result<()> = panics.__join().await;
            say!("{}", result.is_err());
            let value = mutex.__lock().await.unwrap_or_else(|poisoned| poisoned.into_inner());
            say!("{} {}", *value, mutex.is_poisoned());
            drop(value);
            mutex.clear_poison();
            say!("{}", *mutex.__lock().await.unwrap());
            say!("{}", lock.__read().await.is_err());
            say!("{}", matches!(lock.try_write(), Err(TryLockError::Poisoned(_))));
            lock.clear_poison();
            say!("{}", *lock.__read().await.unwrap());
        })
    };
    let panicked = "0: thread '<unnamed>' panicked:\n2";
    check(main, &[panicked, "0: true", "0: 2 true", "0: 2", "0: true", "0: true", "0: 2"]);
}

#[test]
fn a_reader_that_panics_poisons_nothing() {
    let main = || {
        __rt::blocking_main(async {
            let lock = Arc::new(RwLock::new(1));
            let read = Arc::clone(&lock);
            let panics = thread::__spawn(move || async move {
                let _read = read.__read().await.unwrap();
                panics!("no")
            });
            let result: std::thread::Result<()> = panics.__join().await;
            say!("{} {}", result.is_err(), lock.is_poisoned());
        })
    };
    check(main, &["0: thread '<unnamed>' panicked:\nno", "0: true false"]);
}

#[test]
fn readers_share_and_a_writer_goes_before_later_readers() {
    let main = || {
        __rt::blocking_main(async {
            let lock = Arc::new(RwLock::new(0));
            let mut threads = Vec::new();
            for (id, begins) in [(0, 0), (1, 0), (2, 10), (3, 10)] {
                let lock = Arc::clone(&lock);
                threads.push(thread::__spawn(move || async move {
                    sleep(begins).await;
                    let value = lock.__read().await.unwrap();
                    say!("{id} reads {}", *value);
                    sleep(20).await;
                }));
            }
            let writes = Arc::clone(&lock);
            threads.push(thread::__spawn(move || async move {
                sleep(5).await;
                let mut value = writes.__write().await.unwrap();
                *value = 1;
                say!("writes");
                sleep(5).await;
            }));
            for thread in threads {
                thread.__join().await.unwrap();
            }
            say!("joined");
        })
    };
    check(
        main,
        &[
            "0: 0 reads 0",
            "0: 1 reads 0",
            "20: writes",
            "25: 2 reads 1",
            "25: 3 reads 1",
            "45: joined",
        ],
    );
}

#[test]
fn locks_where_the_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            let (mutex, lock) = (Arc::new(Mutex::new(0)), Arc::new(RwLock::new(0)));
            let (mutex2, lock2) = (Arc::clone(&mutex), Arc::clone(&lock));
            let holds = thread::__spawn(move || async move {
                let _value = mutex2.__lock().await.unwrap();
                let _written = lock2.__write().await.unwrap();
                sleep(10).await;
            });
            sleep(1).await;
            say!("{} {}", mutex.try_lock().is_err(), lock.try_read().is_err());
            let read = lock.read().unwrap();
            say!("{}", lock.try_write().is_err());
            drop(read);
            drop((lock.write().unwrap(), mutex.lock().unwrap()));
            say!("all");
            holds.join().unwrap();
        })
    };
    check(main, &["1: true true", "10: true", "10: all"]);
}

#[test]
fn a_writer_becomes_a_reader() {
    let main = || {
        __rt::blocking_main(async {
            let lock = Arc::new(RwLock::new(0));
            let mut value = lock.__write().await.unwrap();
            let reads = Arc::clone(&lock);
            let reader = thread::__spawn(move || async move {
                say!("reads {}", *reads.__read().await.unwrap());
            });
            sleep(5).await;
            *value = 1;
            let value = tokio::__rt::std::sync::RwLockWriteGuard::downgrade(value);
            sleep(5).await;
            say!("reads {}", *value);
            drop(value);
            reader.__join().await.unwrap();
        })
    };
    check(main, &["5: reads 1", "10: reads 1"]);
}

#[test]
fn statics_and_what_is_not_sized() {
    static LOCK: RwLock<Vec<u32>> = RwLock::new(Vec::new());
    let unsized_lock: &RwLock<[u32]> = &RwLock::new([1, 2]);
    assert_eq!(unsized_lock.read().unwrap().len(), 2);
    let unsized_mutex: &Mutex<dyn Fn() -> u32 + Send> = &Mutex::new(|| 3);
    assert_eq!((unsized_mutex.lock().unwrap())(), 3);
    LOCK.write().unwrap().push(1);
    assert_eq!(format!("{LOCK:?}"), "RwLock { data: [1], poisoned: false, .. }");
    let _held = LOCK.write().unwrap();
    assert_eq!(format!("{LOCK:?}"), "RwLock { data: <locked>, poisoned: false, .. }");
}

#[test]
fn a_barrier_holds_all_until_the_last() {
    let main = || {
        __rt::blocking_main(async {
            let barrier = Arc::new(Barrier::new(3));
            let mut threads = Vec::new();
            for id in 0..3 {
                let barrier = Arc::clone(&barrier);
                threads.push(thread::__spawn(move || async move {
                    for _ in 0..2 {
                        sleep(10 * (id + 1)).await;
                        if barrier.__wait().await.is_leader() {
                            say!("{id} leads");
                        }
                    }
                }));
            }
            for thread in threads {
                thread.__join().await.unwrap();
            }
            say!("joined");
        })
    };
    check(main, &["30: 2 leads", "60: 2 leads", "60: joined"]);
    let trace = traced(main, Default::default());
    let capacities: Vec<u32> = trace
        .events()
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::ResourceNew { capacity, .. } => Some(capacity),
            _ => None,
        })
        .collect();
    assert_eq!(capacities, [3]);
}
