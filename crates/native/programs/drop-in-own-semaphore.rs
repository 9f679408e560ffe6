//! A semaphore and a latch by hand: guards, and threads that wait for each other.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

struct Semaphore {
    permits: Mutex<usize>,
    cond: Condvar,
}
struct Permit<'a>(&'a Semaphore);

impl Semaphore {
    fn new(n: usize) -> Self {
        Self { permits: Mutex::new(n), cond: Condvar::new() }
    }
    fn acquire(&self) -> Permit<'_> {
        let mut permits = self.permits.lock().unwrap();
        while *permits == 0 {
            permits = self.cond.wait(permits).unwrap();
        }
        *permits -= 1;
        Permit(self)
    }
    fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.cond.notify_one();
    }
}
impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

struct CountDownLatch {
    count: Mutex<u32>,
    zero: Condvar,
}
impl CountDownLatch {
    fn count_down(&self) {
        let mut c = self.count.lock().unwrap();
        *c -= 1;
        if *c == 0 {
            self.zero.notify_all();
        }
    }
    fn wait(&self) {
        let guard = self.count.lock().unwrap();
        let _unused = self.zero.wait_while(guard, |c| *c > 0).unwrap();
    }
}

fn main() {
    let sem = Arc::new(Semaphore::new(2));
    let peak = Arc::new(Mutex::new((0, 0)));
    let latch = Arc::new(CountDownLatch { count: Mutex::new(4), zero: Condvar::new() });
    for _ in 0..4 {
        let (sem, peak, latch) = (sem.clone(), peak.clone(), latch.clone());
        thread::spawn(move || {
            {
                let _permit = sem.acquire();
                {
                    let mut p = peak.lock().unwrap();
                    p.0 += 1;
                    p.1 = p.1.max(p.0);
                }
                thread::sleep(Duration::from_millis(10));
                peak.lock().unwrap().0 -= 1;
            }
            latch.count_down();
        });
    }
    latch.wait();
    let (now, most) = *peak.lock().unwrap();
    println!("inside now: {now}");
    println!("inside at most: {most}");
    println!("still to come: {}", latch.count.lock().unwrap());
}
