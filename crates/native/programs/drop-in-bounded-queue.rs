//! A queue of the program's own that blocks: its methods are called like `Vec`'s.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    not_empty: Condvar,
    not_full: Condvar,
    cap: usize,
}

impl<T> Queue<T> {
    fn new(cap: usize) -> Self {
        Queue {
            items: Mutex::new(VecDeque::new()),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            cap,
        }
    }
    fn push(&self, item: T) {
        let mut items = self.items.lock().unwrap();
        while items.len() == self.cap {
            items = self.not_full.wait(items).unwrap();
        }
        items.push_back(item);
        self.not_empty.notify_one();
    }
    fn pop(&self) -> T {
        let mut items = self
            .not_empty
            .wait_while(self.items.lock().unwrap(), |items| items.is_empty())
            .unwrap();
        let item = items.pop_front().unwrap();
        self.not_full.notify_one();
        item
    }
}

fn main() {
    let queue = Arc::new(Queue::new(2));
    let producer = {
        let queue = Arc::clone(&queue);
        thread::spawn(move || {
            for i in 0..6 {
                queue.push(i);
            }
        })
    };
    let mut sum = 0;
    for _ in 0..6 {
        let item = queue.pop();
        println!("popped {item}");
        sum += item;
    }
    producer.join().unwrap();
    println!("sum {sum}");
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let pair2 = Arc::clone(&pair);
    thread::spawn(move || {
        let (lock, cvar) = &*pair2;
        let mut started = lock.lock().unwrap();
        *started = true;
        cvar.notify_one();
    });
    let (lock, cvar) = &*pair;
    let mut started = lock.lock().unwrap();
    while !*started {
        started = cvar.wait(started).unwrap();
    }
    println!("started {started}");
    let (guard, result) = cvar.wait_timeout(started, Duration::from_millis(20)).unwrap();
    println!("{} {}", *guard, result.timed_out());
}
