//! `std::thread`.

use std::sync::Arc;

use facade as tokio;
use futures::FutureExt;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::__rt;
use tokio::__rt::std::sync::{Mutex, mpsc};
use tokio::__rt::std::thread::{self, JoinHandle};
use trace::RunEnd;

use super::{check, check_with, ms, panics, say, sleep, sleeper};

#[test]
fn threads_overlap() {
    let main = || {
        __rt::blocking_main(async {
            let (a, b) = (sleeper(10, "a"), sleeper(20, "b"));
            sleep(15).await;
            say!("main");
            a.__join().await.unwrap();
            b.__join().await.unwrap();
            say!("joined");
        })
    };
    check(main, &["10: a", "15: main", "20: b", "20: joined"]);
}

#[test]
fn a_thread_that_is_not_joined_ends_with_main() {
    let main = || {
        __rt::blocking_main(async {
            drop(sleeper(20, "never"));
            sleep(10).await;
            say!("main");
        })
    };
    check(main, &["10: main"]);
}

#[test]
fn a_thread_gives_its_result_or_its_panic() {
    let main = || {
        __rt::blocking_main(async {
            let fine = thread::__spawn(|| async { 7 });
            let panics = thread::__spawn(|| async {
                sleep(1).await;
                panics!("no")
            });
            say!("{}", fine.__join().await.unwrap());
            let payload: Box<dyn std::any::Any + Send> =
                panics.__join().await.map(|never: ()| never).unwrap_err();
            say!("{}", payload.downcast_ref::<&str>().unwrap());
        })
    };
    check(main, &["0: 7", "1: thread '<unnamed>' panicked:\nno", "1: no"]);
}

#[test]
fn names_and_ids() {
    let main = || {
        __rt::blocking_main(async {
            let builder = thread::Builder::new().name("worker".to_owned());
            let named = builder.__spawn(|| async {
                sleep(1).await;
                let me = thread::current();
                say!("{:?} {:?}", me.name(), me.id());
            });
            named.unwrap().__join().await.unwrap();
            let me = thread::current();
            say!("{:?} {:?}", me.name(), me.id());
        })
    };
    check(main, &["1: Some(\"worker\") ThreadId(2)", "1: Some(\"main\") ThreadId(1)"]);
}

#[test]
fn park_waits_for_unpark() {
    let main = || {
        __rt::blocking_main(async {
            let parked = thread::__spawn(|| async {
                thread::__park().await;
                say!("unparked");
                thread::__park().await;
                say!("at once");
                thread::__park_timeout(ms(5)).await;
                say!("no longer");
            });
            sleep(10).await;
            parked.thread().unpark();
            sleep(10).await;
            parked.thread().unpark();
            parked.__join().await.unwrap();
        })
    };
    check(main, &["10: unparked", "20: at once", "25: no longer"]);
}

#[test]
fn park_waits_for_unpark_where_its_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            let main = thread::current();
            let unparks = thread::__spawn(|| async move {
                sleep(10).await;
                main.unpark();
            });
            thread::park();
            say!("unparked");
            thread::park_timeout(ms(5));
            say!("no longer");
            unparks.join().unwrap();
        })
    };
    check(main, &["10: unparked", "15: no longer"]);
}

#[test]
fn threads_that_wait_for_each_other_are_a_deadlock() {
    let main = || {
        __rt::blocking_main(async {
            let main = thread::current();
            let waits = thread::__spawn(|| async move {
                thread::__park().await;
                main.unpark();
            });
            thread::__park().await;
            waits.thread().unpark();
        })
    };
    check_with(main, Default::default(), RunEnd::Deadlock, &[]);
}

#[test]
fn threads_overlap_while_one_waits_where_its_poll_cannot_be_left() {
    let main = || {
        __rt::blocking_main(async {
            let threads = vec![sleeper(10, "a"), sleeper(20, "b"), sleeper(30, "c")];
            threads.into_iter().for_each(|thread| thread.join().unwrap());
            say!("joined");
        })
    };
    check(main, &["10: a", "20: b", "30: c", "30: joined"]);
}

#[test]
fn threads_overlap_in_computations_where_no_poll_can_be_left() {
    let main = || {
        __rt::sync_main(|| {
            let compute = |millis| {
                move || {
                    thread::sleep(ms(millis));
                    millis
                }
            };
            let threads = [thread::spawn(compute(10)), thread::spawn(compute(20))];
            say!("{}", threads.map(|thread| thread.join().unwrap()).iter().sum::<u64>());
        })
    };
    check(main, &["20: 30"]);
}

/// A computation in code that is not async takes its time, whatever comes after it in the same poll.
#[test]
fn a_computation_comes_before_what_follows_it() {
    let main = || {
        __rt::blocking_main(async {
            let (tx, rx) = mpsc::channel();
            let receives = thread::__spawn(|| async move {
                thread::sleep(ms(10));
                say!("{}", rx.__recv().await.unwrap());
                thread::sleep(ms(10));
                sleep(5).await;
                say!("slept");
                thread::sleep(ms(10));
                thread::__park_timeout(ms(5)).await;
                say!("parked");
                thread::sleep(ms(10));
                panics!("no")
            });
            sleep(3).await;
            tx.send("sent at 3").unwrap();
            let result: std::thread::Result<()> = receives.__join().await;
            say!("{}", result.is_err());
        })
    };
    check(
        main,
        &[
            "10: sent at 3",
            "25: slept",
            "40: parked",
            "40: thread '<unnamed>' panicked:\nno",
            "50: true",
        ],
    );
}

/// While the drop of what panicked waits, the others do not panic.
#[test]
fn a_drop_that_waits_while_its_thread_panics() {
    struct Joins(Option<JoinHandle<()>>);
    impl Drop for Joins {
        fn drop(&mut self) {
            say!("{}", thread::panicking());
            self.0.take().unwrap().join().unwrap();
        }
    }
    let main = || {
        __rt::blocking_main(async {
            let mutex = Arc::new(Mutex::new(0));
            let locks = Arc::clone(&mutex);
            let other = thread::__spawn(|| async move {
                let guard = locks.__lock().await.unwrap();
                sleep(5).await;
                drop(guard);
                say!("{}", thread::panicking());
            });
            let panics = thread::__spawn(|| async move {
                let _joins = Joins(Some(other));
                panics!("no")
            });
            let result: std::thread::Result<()> = panics.__join().await;
            say!("{} {}", result.is_err(), mutex.is_poisoned());
        })
    };
    check(main, &["0: thread '<unnamed>' panicked:\nno", "0: true", "5: false", "5: true false"]);
}

/// Futures of a set that block their thread do so one after the other, each where it was left.
#[test]
fn futures_of_a_set_block_in_turn() {
    let main = || {
        __rt::main(async {
            let other = sleeper(50, "other");
            let block = |name: &'static str| async move {
                sleep(10).await;
                say!("{name}");
            };
            let mut set: FuturesUnordered<_> = ["a", "b"].into_iter().map(block).collect();
            while set.next().await.is_some() {}
            other.__join().await.unwrap();
        })
    };
    check(main, &["10: a", "20: b", "50: other"]);
}

#[test]
fn branches_of_a_join_block_in_turn() {
    let main = || {
        __rt::main(async {
            let other = sleeper(50, "other");
            let block = async |name: &'static str| {
                sleep(10).await;
                say!("{name}");
            };
            tokio::join!(block("a"), block("b"));
            other.__join().await.unwrap();
        })
    };
    check(main, &["10: a", "20: b", "50: other"]);
}

/// A future that waits for a timer is polled again, though it was passed over while another blocked.
#[test]
fn a_timer_beside_what_blocks() {
    let main = || {
        __rt::main(async {
            let other = sleeper(50, "other");
            let deadline = tokio::time::sleep(ms(15));
            let timer = async {
                __rt::awaited::<0, _>(deadline).await;
                say!("timer");
            };
            let block = async {
                sleep(10).await;
                say!("blocked");
            };
            let set = FuturesUnordered::from_iter([block.boxed(), timer.boxed()]);
            set.collect::<Vec<_>>().await;
            other.__join().await.unwrap();
        })
    };
    check(main, &["10: blocked", "15: timer", "50: other"]);
}
