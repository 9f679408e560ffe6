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
    static LOG: RefCell<String> = RefCell::new(String::from("new"))
}
fn set(s: &str) {
    NAME.with_borrow_mut(|n| *n = Some(Trace(s.to_string())));
    LOG.with(|log| log.borrow_mut().push_str(s))
}
fn main() {
    for name in ["first", "second"] {
        thread::spawn(move || {
            set(name);
            println!("{} in {name}", LOG.take())
        })
        .join()
        .unwrap();
    }
    set("main");
    println!("{}", LOG.with_borrow(String::len));
    NAME.set(None);
    println!("end");
}
