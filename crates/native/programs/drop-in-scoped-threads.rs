//! Threads of a scope that wait for what the scope's own code does later.

use std::sync::{Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;
fn main() {
    let ready = Mutex::new(false);
    let cv = Condvar::new();
    thread::scope(|s| {
        s.spawn(|| {
            let mut g = ready.lock().unwrap();
            while !*g {
                g = cv.wait(g).unwrap()
            }
            println!("went")
        });
        thread::sleep(Duration::from_millis(10));
        println!("set");
        *ready.lock().unwrap() = true;
        cv.notify_all();
    });
    let (tx, rx) = mpsc::channel::<i32>();
    let sum = thread::scope(|s| {
        let consumer = s.spawn(move || {
            let mut n = 0;
            while let Ok(x) = rx.recv() {
                n += x
            }
            n
        });
        for i in 0..4 {
            tx.send(i).unwrap()
        }
        drop(tx);
        consumer.join().unwrap()
    });
    println!("{sum}");
}
