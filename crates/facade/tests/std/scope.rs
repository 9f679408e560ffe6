//! `std::thread::scope`.

use facade as tokio;
use tokio::__rt;
use tokio::__rt::std::sync::{Mutex, mpsc};
use tokio::__rt::std::thread;

use super::{check, ms, say};

#[test]
fn threads_borrow() {
    let main = || {
        __rt::sync_main(|| {
            let mut numbers = vec![1, 2, 3];
            let mut sum = 0;
            let text = String::from("borrowed");
            let length = thread::scope(|s| {
                let length = s.spawn(|| text.len());
                s.spawn(|| sum += numbers.iter().sum::<i32>());
                s.spawn(|| s.spawn(|| say!("{text}, in it")));
                say!("{}", thread::current().name().unwrap());
                length.join().unwrap()
            });
            numbers.push(4);
            say!("{length} {sum} {}", numbers.len());
        })
    };
    check(main, &["0: main", "0: borrowed, in it", "0: 8 6 4"]);
}

#[test]
fn they_run_in_order_when_one_is_joined() {
    let main = || {
        __rt::sync_main(|| {
            let total = Mutex::new(0);
            let handles = thread::scope(|s| {
                let add = |n| {
                    let total = &total;
                    move || {
                        thread::sleep(ms(10));
                        *total.lock().unwrap() += n;
                        say!("{n} on {:?}", thread::current().id());
                        n
                    }
                };
                let handles: Vec<_> = (1..4).map(|n| s.spawn(add(n))).collect();
                say!("{}", handles[0].is_finished());
                handles.into_iter().map(|handle| handle.join().unwrap()).sum::<i32>()
            });
            say!("{handles} {}", total.into_inner().unwrap());
        })
    };
    check(
        main,
        &[
            "10: 1 on ThreadId(2)",
            "10: false",
            "20: 2 on ThreadId(3)",
            "30: 3 on ThreadId(4)",
            "30: 6 6",
        ],
    );
}

#[test]
fn a_pipeline_in_the_order_of_its_threads() {
    let main = || {
        __rt::sync_main(|| {
            let (tx, rx) = mpsc::channel();
            let sum = thread::scope(|s| {
                s.spawn(move || (0..5).for_each(|n| tx.send(n).unwrap()));
                let named = thread::Builder::new().name("sums".to_owned());
                let sums = named.spawn_scoped(s, move || {
                    say!("{}", thread::current().name().unwrap());
                    rx.iter().sum::<i32>()
                });
                sums.unwrap().join().unwrap()
            });
            say!("{sum}");
        })
    };
    check(main, &["0: sums", "0: 10"]);
}

#[test]
fn panics_that_are_unwound() {
    let joined = std::panic::catch_unwind(|| {
        thread::scope(|s| s.spawn(|| panic!("joined")).join().is_err())
    });
    assert!(joined.unwrap());
    let left = std::panic::catch_unwind(|| {
        thread::scope(|s| {
            s.spawn(|| panic!("left"));
        });
    });
    let message = *left.unwrap_err().downcast::<&str>().unwrap();
    assert_eq!(message, "a scoped thread panicked");
}
