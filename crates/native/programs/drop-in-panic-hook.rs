//! A hook that hears of every panic.

use std::panic;
use std::thread;

fn main() {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        println!("heard: {}", text.unwrap_or_default());
    }));
    println!("joined: {}", thread::spawn(|| panic!("in a thread")).join().is_err());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let n = 2;
        let task = tokio::spawn(async move {
            assert_eq!(n, 3);
        });
        println!("joined: {}", task.await.unwrap_err().is_panic());
    });
    let _ = panic::take_hook();
    println!("over");
}
