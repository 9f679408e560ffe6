//! What is dropped when a future ends, is cancelled, or is never polled.

use std::cell::RefCell;
use std::rc::Rc;
use tokio::time::{Duration, sleep, timeout};

struct Tracker {
    name: String,
    log: Rc<RefCell<Vec<String>>>,
}
impl Tracker {
    fn new(name: &str, log: &Rc<RefCell<Vec<String>>>) -> Self {
        log.borrow_mut().push(format!("+{name}"));
        Tracker { name: name.into(), log: log.clone() }
    }
}
impl Drop for Tracker {
    fn drop(&mut self) {
        self.log.borrow_mut().push(format!("-{}", self.name));
    }
}

async fn step(log: &Rc<RefCell<Vec<String>>>, ms: u64) {
    let _outer = Tracker::new("outer", log);
    {
        let _inner = Tracker::new("inner", log);
        sleep(Duration::from_millis(ms)).await;
    }
    let _ = Tracker::new("temp", log);
    let _last = Tracker::new("last", log);
    sleep(Duration::from_millis(ms)).await;
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let log = Rc::new(RefCell::new(vec![]));
    step(&log, 1).await;
    println!("{:?}", log.take());
    let r = timeout(Duration::from_millis(3), step(&log, 2)).await;
    println!("{r:?} {:?}", log.take());
    let r = timeout(Duration::from_millis(1), step(&log, 2)).await;
    println!("{r:?} {:?}", log.take());
    let fut = step(&log, 1);
    drop(fut);
    println!("{:?}", log.take());
    let mut boxed = Box::pin(step(&log, 5));
    let _ = futures::poll!(boxed.as_mut());
    log.borrow_mut().push("polled once".into());
    drop(boxed);
    println!("{:?}", log.take());
    tokio::select! {
        biased;
        _ = step(&log, 10) => {}
        _ = async {
            let _t = Tracker::new("winner", &log);
            sleep(Duration::from_millis(1)).await;
        } => log.borrow_mut().push("handler".into()),
    }
    println!("{:?}", log.take());
    match Tracker::new("scrutinee", &log).name.len() {
        n => {
            log.borrow_mut().push(format!("arm {n}"));
            sleep(Duration::from_millis(1)).await;
        }
    }
    println!("{:?}", log.take());
    let _g = scopeguard::guard(5, |n| println!("guard {n}"));
    println!("end of main");
}
