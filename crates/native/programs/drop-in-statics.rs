//! Statics of all kinds, and what tasks make of them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};

static NEXT_ID: AtomicU64 = AtomicU64::new(1);
static REGISTRY: LazyLock<Mutex<HashMap<u64, String>>> = LazyLock::new(|| {
    println!("registry made");
    Mutex::new(HashMap::new())
});
static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
static LEVEL: RwLock<u8> = RwLock::new(3);
static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());
const LIMIT: usize = 3;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static STACK: RefCell<Vec<u32>> = RefCell::new(vec![0]);
}

fn register(name: &str) -> u64 {
    let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    REGISTRY.lock().unwrap().insert(id, name.to_string());
    LOG.lock().unwrap().push(format!("registered {name}"));
    id
}

fn names() -> &'static [&'static str] {
    NAMES.get_or_init(|| vec!["one", "two", "three"])
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let ids: Vec<u64> = names().iter().take(LIMIT).map(|n| register(n)).collect();
    println!("{ids:?}");
    let t = tokio::spawn(async { register("spawned") });
    println!("{}", t.await.unwrap());
    {
        let registry = REGISTRY.lock().unwrap();
        let mut all: Vec<_> = registry.iter().collect();
        all.sort();
        println!("{all:?}");
    }
    *LEVEL.write().unwrap() += 1;
    println!("level {}", *LEVEL.read().unwrap());
    for line in LOG.lock().unwrap().drain(..) {
        println!("{line}");
    }
    DEPTH.with(|d| d.set(d.get() + 1));
    DEPTH.set(DEPTH.get() * 10);
    STACK.with_borrow_mut(|s| s.push(DEPTH.get()));
    println!("{:?}", STACK.take());
    println!("{:?} {:?}", NAMES.get().map(|n| n.len()), NAMES.set(vec![]).is_err());
    println!("{}", LazyLock::force(&REGISTRY).lock().unwrap().len());
}
