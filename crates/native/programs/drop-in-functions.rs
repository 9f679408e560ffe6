//! Functions that block, of every shape: guards, generics, recursion, pointers to them.

#![allow(clippy::type_complexity, clippy::redundant_closure)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard};
use std::thread;
use std::time::Duration;
#[derive(Default)]
struct Store {
    map: Mutex<HashMap<String, i32>>,
    log: RwLock<Vec<String>>,
}
impl Store {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, i32>> {
        self.map.lock().unwrap()
    }
    fn log(&self) -> RwLockReadGuard<'_, Vec<String>> {
        self.log.read().unwrap()
    }
    fn add<'a>(&self, k: &'a str, n: i32) -> &'a str {
        *self.lock().entry(k.to_string()).or_insert(0) += n;
        self.log.write().unwrap().push(format!("{k}+{n}"));
        k
    }
    fn keys(&self) -> impl Iterator<Item = String> + use<> {
        let mut v: Vec<_> = self.lock().keys().cloned().collect();
        v.sort();
        v.into_iter()
    }
    fn with<R>(&self, f: impl FnOnce(&mut HashMap<String, i32>) -> R) -> R {
        f(&mut self.lock())
    }
    fn try_get(&self, k: &str) -> Result<i32, String> {
        let map = self.map.lock().map_err(|e| e.to_string())?;
        map.get(k).copied().ok_or_else(|| format!("no {k}"))
    }
    fn builder() -> Builder {
        Builder { n: 0 }
    }
}
struct Builder {
    n: usize,
}
impl Builder {
    fn slow(mut self, n: usize) -> Self {
        thread::sleep(Duration::from_millis(1));
        self.n = n;
        self
    }
    fn build(self) -> Store {
        let s = Store::default();
        for i in 0..self.n {
            s.add("x", i as i32);
        }
        s
    }
}
fn countdown(n: u32, out: &mut Vec<u32>) {
    if n == 0 {
        return;
    }
    thread::sleep(Duration::from_millis(1));
    out.push(n);
    countdown(n - 1, out)
}
fn even(n: u32) -> bool {
    thread::sleep(Duration::from_micros(10));
    n == 0 || odd(n - 1)
}
fn odd(n: u32) -> bool {
    n != 0 && even(n - 1)
}
fn twice(f: fn(u32) -> bool, n: u32) -> (bool, bool) {
    (f(n), f(n + 1))
}
fn sum<T: Copy + std::iter::Sum<T>, const N: usize>(xs: &[T; N]) -> T {
    thread::sleep(Duration::from_micros(5));
    xs.iter().copied().sum()
}
mod a {
    pub fn work(n: u8) -> u8 {
        std::thread::sleep(std::time::Duration::from_millis(1));
        n + 1
    }
    pub mod b {
        pub use super::work as renamed;
        pub fn work(n: u8) -> u8 {
            super::work(n) * 2
        }
    }
}
use a::b::{self, renamed, work};
fn main() {
    let s = Arc::new(Store::builder().slow(3).build());
    println!("{} {:?}", s.add("y", 5), s.try_get("z"));
    let h = {
        let s = s.clone();
        thread::spawn(move || {
            s.add("t", 1);
            Store::add(&s, "u", 2).len()
        })
    };
    println!("{} {:?} {}", h.join().unwrap(), s.keys().collect::<Vec<_>>(), s.with(|m| m.len()));
    println!("{:?}", s.log().join(" "));
    let mut v = vec![];
    countdown(3, &mut v);
    println!("{v:?} {} {:?}", even(6), twice(even, 4));
    println!("{} {} {} {}", sum(&[1, 2, 3]), work(1), b::work(2), renamed(3));
    let fs: [(&str, fn(u8) -> u8); 2] = [("a", a::work), ("b", b::work)];
    for (n, f) in fs {
        print!("{n}{} ", f(1))
    }
    println!("{:?}", [1u8, 2].map(a::work));
    println!("{}", (1..4).map(|n| a::work(n)).map(u32::from).filter(|n| even(*n)).count());
}
