//! Tasks that panic in every way, and what their handles say.

use std::panic;
use std::sync::{Arc, Mutex};
use tokio::task::{JoinError, JoinHandle};

struct Guard(&'static str);
impl Drop for Guard {
    fn drop(&mut self) {
        println!("guard {} dropped, panicking {}", self.0, std::thread::panicking());
    }
}

fn describe(e: JoinError) -> String {
    if e.is_cancelled() {
        return "cancelled".to_string();
    }
    match e.try_into_panic() {
        Ok(payload) => {
            if let Some(s) = payload.downcast_ref::<&str>() {
                format!("panicked with str {s}")
            } else if let Some(s) = payload.downcast_ref::<String>() {
                format!("panicked with string {s}")
            } else {
                "panicked with something".to_string()
            }
        }
        Err(e) => format!("{e}"),
    }
}

async fn divide(a: i32, b: i32) -> i32 {
    let _guard = Guard("divide");
    tokio::task::yield_now().await;
    if b == 0 {
        panic!("division of {a} by zero");
    }
    a / b
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let ok: JoinHandle<i32> = tokio::spawn(divide(6, 3));
    let bad = tokio::spawn(divide(1, 0));
    println!("{:?}", ok.await);
    println!("{}", describe(bad.await.unwrap_err()));
    let h = tokio::spawn(async {
        let v: Vec<i32> = Vec::new();
        v[3]
    });
    println!("{}", describe(h.await.unwrap_err()));
    let h = tokio::spawn(async { "nope".parse::<i32>().unwrap() });
    println!("{}", describe(h.await.unwrap_err()));
    let h = tokio::spawn(async { [1].get(7).copied().expect("a number") });
    println!("{}", describe(h.await.unwrap_err()));
    let h = tokio::spawn(async { panic::panic_any(42u8) });
    println!("{}", describe(h.await.map(|()| 0).unwrap_err()));
    let h = tokio::spawn(async { assert_eq!(1 + 1, 3, "math is {}", "hard") });
    println!("{}", describe(h.await.unwrap_err()));
    let h = tokio::spawn(async { assert!("a".len() > 2) });
    println!("{}", describe(h.await.unwrap_err()));
    let h: JoinHandle<()> = tokio::spawn(async { unreachable!() });
    println!("{}", describe(h.await.unwrap_err()));
    let h: JoinHandle<()> = tokio::spawn(async { todo!("later") });
    println!("{}", describe(h.await.unwrap_err()));
    let h = tokio::spawn(std::future::pending::<()>());
    h.abort();
    let e = h.await.unwrap_err();
    println!("{e} / {}", e.is_panic());
    let shared = Arc::new(Mutex::new(1));
    let s = shared.clone();
    let _ = tokio::spawn(async move {
        let mut g = s.lock().unwrap();
        *g = 2;
        panic!("while locked");
    })
    .await;
    println!("poisoned {}", shared.is_poisoned());
    println!("{}", *shared.lock().unwrap_or_else(|e| e.into_inner()));
    let caught = panic::catch_unwind(|| {
        let n: i32 = "x".parse().unwrap();
        n
    });
    println!("{}", caught.is_err());
    let h = tokio::task::spawn_blocking(|| panic!("blocking"));
    let e = h.await.unwrap_err();
    println!("{}", describe(e));
}
