//! Threads that park, and threads that spin until another has done something.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
fn main() {
    let queue = Mutex::new(VecDeque::new());
    thread::scope(|s| {
        let t = s.spawn(|| {
            let mut n = 0;
            while n < 3 {
                let item = queue.lock().unwrap().pop_front();
                if let Some(item) = item {
                    println!("item {item}");
                    n += 1
                } else {
                    thread::park()
                }
            }
        });
        for i in 0..3 {
            queue.lock().unwrap().push_back(i);
            t.thread().unpark();
            thread::sleep(Duration::from_millis(5))
        }
    });
    let done = Arc::new(AtomicUsize::new(0));
    let main = thread::current();
    let d = done.clone();
    let h = thread::spawn(move || {
        for i in 1..=3 {
            thread::sleep(Duration::from_millis(2));
            d.store(i, Release);
            main.unpark()
        }
    });
    loop {
        let n = done.load(Acquire);
        if n == 3 {
            break;
        }
        thread::park_timeout(Duration::from_secs(1))
    }
    h.join().unwrap();
    println!("done {}", done.load(Relaxed));
    static STOP: AtomicBool = AtomicBool::new(false);
    let bg = thread::spawn(|| {
        let mut n = 0u64;
        loop {
            n += 1;
            if STOP.load(Relaxed) {
                break;
            }
            thread::yield_now()
        }
        n > 0
    });
    thread::sleep(Duration::from_millis(5));
    STOP.store(true, Relaxed);
    println!("{}", bg.join().unwrap());
}
