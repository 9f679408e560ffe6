//! A channel by hand, from a lock and a condition variable.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

pub struct Sender<T> {
    shared: Arc<Shared<T>>,
}
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    buffer: VecDeque<T>,
}
struct Inner<T> {
    queue: VecDeque<T>,
    senders: usize,
}
struct Shared<T> {
    inner: Mutex<Inner<T>>,
    available: Condvar,
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        let mut inner = self.shared.inner.lock().unwrap();
        inner.senders += 1;
        drop(inner);
        Sender { shared: Arc::clone(&self.shared) }
    }
}
impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut inner = self.shared.inner.lock().unwrap();
        inner.senders -= 1;
        let was_last = inner.senders == 0;
        drop(inner);
        if was_last {
            self.shared.available.notify_one();
        }
    }
}
impl<T> Sender<T> {
    pub fn send(&mut self, t: T) {
        let mut inner = self.shared.inner.lock().unwrap();
        inner.queue.push_back(t);
        drop(inner);
        self.shared.available.notify_one();
    }
}
impl<T> Receiver<T> {
    pub fn recv(&mut self) -> Option<T> {
        if let Some(t) = self.buffer.pop_front() {
            return Some(t);
        }
        let mut inner = self.shared.inner.lock().unwrap();
        loop {
            match inner.queue.pop_front() {
                Some(t) => {
                    std::mem::swap(&mut self.buffer, &mut inner.queue);
                    return Some(t);
                }
                None if inner.senders == 0 => return None,
                None => {
                    inner = self.shared.available.wait(inner).unwrap();
                }
            }
        }
    }
}
impl<T> Iterator for Receiver<T> {
    type Item = T;
    fn next(&mut self) -> Option<Self::Item> {
        self.recv()
    }
}
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let inner = Inner { queue: VecDeque::default(), senders: 1 };
    let shared = Arc::new(Shared { inner: Mutex::new(inner), available: Condvar::new() });
    (Sender { shared: shared.clone() }, Receiver { shared, buffer: VecDeque::new() })
}

fn main() {
    let (mut tx, mut rx) = channel();
    tx.send(42);
    println!("{:?}", rx.recv());
    let mut tx2 = tx.clone();
    let h = thread::spawn(move || {
        for i in 0..5 {
            tx2.send(i);
        }
    });
    h.join().unwrap();
    drop(tx);
    let mut got = vec![];
    while let Some(v) = rx.recv() {
        got.push(v);
    }
    println!("{got:?}");
    let (tx, mut rx) = channel::<()>();
    let waiter = thread::spawn(move || rx.recv());
    drop(tx);
    println!("{:?}", waiter.join().unwrap());
    let (mut tx, rx) = channel();
    let t = thread::spawn(move || rx.take(3).sum::<i32>());
    for i in 1..=3 {
        tx.send(i);
    }
    println!("{}", t.join().unwrap());
}
