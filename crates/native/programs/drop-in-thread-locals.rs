//! Each thread has its own, and drops it when it ends.

use std::cell::RefCell;
use std::thread;
struct Trace(String);
impl Drop for Trace {
    fn drop(&mut self) {
        println!("gone {}", self.0)
    }
}
thread_local! {
    static NAME: RefCell<Option<Trace>> = const { RefCell::new(None) };
    static COUNT: RefCell<u32> = RefCell::new("1".len() as u32);
}
fn set(s: &str) {
    NAME.with_borrow_mut(|n| *n = Some(Trace(s.to_string())));
    COUNT.with(|c| *c.borrow_mut() += 1)
}
fn main() {
    for name in ["first", "second"] {
        thread::spawn(move || {
            set(name);
            println!("{} in {name}", COUNT.take())
        })
        .join()
        .unwrap();
    }
    set("main");
    println!("{}", COUNT.with_borrow(|c| *c));
    NAME.set(None);
    println!("end");
}
