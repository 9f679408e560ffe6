//! Methods that block and are called like those of collections and channels.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
#[derive(Default)]
struct Mailbox {
    q: Mutex<VecDeque<String>>,
    cv: Condvar,
}
impl Mailbox {
    fn send(&self, s: &str) {
        self.q.lock().unwrap().push_back(s.to_string());
        self.cv.notify_one()
    }
    fn recv(&self) -> String {
        let mut q = self.q.lock().unwrap();
        while q.is_empty() {
            q = self.cv.wait(q).unwrap()
        }
        q.pop_front().unwrap()
    }
    fn len(&self) -> usize {
        self.q.lock().unwrap().len()
    }
    fn get(&self, i: usize) -> Option<String> {
        self.q.lock().unwrap().get(i).cloned()
    }
    fn insert(&self, s: String) {
        self.q.lock().unwrap().push_front(s)
    }
    fn clear(&self) -> usize {
        let mut q = self.q.lock().unwrap();
        let n = q.len();
        q.clear();
        n
    }
}
struct Router {
    boxes: HashMap<&'static str, Arc<Mailbox>>,
    hits: Mutex<HashMap<String, u32>>,
}
impl Router {
    fn send(&self, to: &str, s: &str) -> bool {
        *self.hits.lock().unwrap().entry(to.to_string()).or_insert(0) += 1;
        match self.boxes.get(to) {
            Some(b) => {
                b.send(s);
                true
            }
            None => false,
        }
    }
    fn get(&self, to: &str) -> Option<&Arc<Mailbox>> {
        self.boxes.get(to)
    }
    fn hits(&self, to: &str) -> u32 {
        self.hits.lock().unwrap().get(to).copied().unwrap_or(0)
    }
}
fn main() {
    let boxes: HashMap<_, _> = ["a", "b"].map(|n| (n, Arc::new(Mailbox::default()))).into();
    let r = Arc::new(Router { boxes, hits: Mutex::default() });
    let echo = {
        let r = r.clone();
        thread::spawn(move || {
            for _ in 0..2 {
                let s = r.get("a").unwrap().recv();
                r.send("b", &s.to_uppercase());
            }
        })
    };
    println!("{} {}", r.send("a", "one"), r.send("zz", "?"));
    let b = Arc::clone(r.get("b").unwrap());
    println!("{}", b.recv());
    r.send("a", "two");
    println!("{}", b.recv());
    echo.join().unwrap();
    b.insert("x".into());
    b.send("y");
    println!("{} {:?} {:?} {} {} {}", b.len(), b.get(0), b.get(9), b.clear(), b.len(), r.hits("b"));
    let (tx, rx) = std::sync::mpsc::channel();
    tx.send(1).unwrap();
    println!("{:?} {:?}", rx.recv(), vec![1].get(0));
    let mut plain = vec![3];
    plain.insert(0, 2);
    plain.clear();
    println!("{}", plain.len());
}
