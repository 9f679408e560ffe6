//! Scoped threads that wait for each other, and a scope that waits for its threads before it joins them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::sync::{Barrier, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

fn main() {
    let barrier = Barrier::new(3);
    let leaders = AtomicUsize::new(0);
    thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| {
                if barrier.wait().is_leader() {
                    leaders.fetch_add(1, Relaxed);
                }
            });
        }
    });
    println!("{leaders:?} leads");

    let (number, changed) = (Mutex::new(0), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            thread::sleep(Duration::from_millis(5));
            *number.lock().unwrap() = 3;
            changed.notify_all();
        });
        let number = changed.wait_while(number.lock().unwrap(), |number| *number != 3).unwrap();
        println!("changed to {number}");
    });

    let (tx, rx) = mpsc::channel();
    let text = String::from("borrowed");
    let received = thread::scope(|s| {
        s.spawn(|| tx.send(text.len()).unwrap());
        rx.recv_timeout(Duration::from_secs(5))
    });
    println!("{received:?}");

    let ready = AtomicBool::new(false);
    thread::scope(|s| {
        let waiting = s.spawn(|| {
            while !ready.load(Acquire) {
                thread::park();
            }
            println!("unparked");
        });
        let thread = waiting.thread().clone();
        let ready = &ready;
        s.spawn(move || {
            ready.store(true, Release);
            thread.unpark();
        });
        while !ready.load(Acquire) {
            thread::yield_now();
        }
    });

    let done = AtomicUsize::new(0);
    thread::scope(|s| {
        s.spawn(|| {
            for _ in 0..10 {
                thread::sleep(Duration::from_millis(1));
                done.fetch_add(1, Relaxed);
            }
        });
        while done.load(Relaxed) < 10 {
            thread::sleep(Duration::from_millis(1));
        }
        println!("all done");
    });
}
