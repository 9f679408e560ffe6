//! Programs that block or panic do the same whether marked up or not, although the marked-up ones have
//! just one thread.

mod running;

use expect_test::{Expect, expect};
use instrument::Options;

fn check(name: &str, source: &str, expected: Expect) {
    let options = Options { blocking: true, ..Options::default() };
    running::check(&[options, Options { unwraps: true, ..options }], name, source, &expected);
}

#[test]
fn threads_locks_and_channels() {
    check(
        "threads",
        r#"
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, sleep as nap};
use std::time::Duration;

struct Loud(&'static str);
impl Drop for Loud { fn drop(&mut self) { println!("drop {}", self.0); } }

struct Account { total: Arc<Mutex<u32>>, name: String }
impl Account {
    fn add(&self, n: u32) -> u32 {
        let mut total = self.total.lock().unwrap();
        nap(Duration::from_millis(1));
        *total += n;
        *total
    }
    fn name(&self) -> &str { nap(Duration::from_millis(1)); &self.name }
    fn rename(&mut self, name: &str) -> &mut Self { cost(); self.name = name.to_owned(); self }
    fn into_name(self) -> String { cost(); self.name }
}

// cost: 2ms
fn cost() {}

fn sum(n: u64) -> u64 { if n == 0 { cost(); 0 } else { n + sum(n - 1) } }
fn even(n: u32) -> bool { cost(); if n == 0 { true } else { odd(n - 1) } }
fn odd(n: u32) -> bool { if n == 0 { false } else { even(n - 1) } }
fn next_id() -> u32 {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    cost();
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}
fn longest<'a>(a: &'a str, b: &'a str) -> &'a str { cost(); if a.len() > b.len() { a } else { b } }
fn apply<T>(value: T, f: impl FnOnce(T) -> T) -> T { cost(); f(value) }
fn evens(to: u32) -> impl Iterator<Item = u32> { cost(); (0..to).filter(|n| n % 2 == 0) }
fn parse(text: &str) -> Result<u32, std::num::ParseIntError> { cost(); Ok(text.trim().parse::<u32>()? + 1) }

fn drain(rx: mpsc::Receiver<u32>) -> Vec<u32> {
    let mut got = Vec::new();
    'all: for n in rx {
        for m in 0..n {
            if m == 3 { continue 'all; }
            if n == 9 { break 'all; }
        }
        got.push(n);
    }
    got
}

fn main() {
    let total = Arc::new(Mutex::new(0));
    let mut account = Account { total: Arc::clone(&total), name: "first".to_owned() };
    println!("{} {}", account.add(1), account.name());
    println!("{}", account.rename("second").add(2));
    println!("{}", account.into_name());
    let handles: Vec<_> = (1..4)
        .map(|n| {
            let account = Account { total: total.clone(), name: format!("{n}") };
            let spare = thread::spawn({ let total = total.clone(); move || *total.lock().unwrap() });
            drop(spare);
            thread::spawn(move || -> Result<u32, String> {
                if n == 9 { return Err("nine".into()); }
                account.add(n);
                Ok(n)
            })
        })
        .collect();
    for handle in handles { println!("{:?}", handle.join().unwrap()); }
    println!("{}", total.lock().unwrap());
    let (tx, rx) = mpsc::channel();
    let sender = thread::spawn(move || {
        for n in [1, 2, 5, 3, 9, 4] { if tx.send(n).is_err() { return n; } nap(Duration::from_millis(1)); }
        0
    });
    println!("{:?}", drain(rx));
    println!("{}", sender.join().unwrap());
    let (tx, rx) = mpsc::sync_channel::<u32>(1);
    let more = tx.clone();
    let consumer = thread::Builder::new().name("c".into()).spawn(move || {
        let first = rx.recv().unwrap();
        let rest: u32 = { let mut rest = 0; for n in &rx { rest += n; } rest };
        (first, rest, rx.recv().is_err())
    }).unwrap();
    for n in 0..4 { tx.send(n).unwrap(); more.send(n).unwrap(); }
    drop((tx, more));
    println!("{:?}", consumer.join().unwrap());
    println!("{} {} {}", sum(4), longest("one", "three"), apply(3, |n| n * 2));
    println!("{:?}", evens(7).collect::<Vec<_>>());
    println!("{:?} {:?}", parse(" 4"), parse("x").is_err());
    let borrowed = &mut String::from("a");
    let by_ref = tokio::task::block_in_place(|| { borrowed.push('b'); borrowed.len() });
    let early: Result<u32, String> = tokio::task::block_in_place(|| -> Result<_, String> { Err("early")?; cost(); Ok(1) });
    println!("{by_ref} {borrowed} {early:?}");
    println!("{}", [3, 1, 2].iter().map(|n| sum(*n)).sum::<u64>());
    let moved = Loud("moved");
    thread::spawn(move || { cost(); let _moved = &moved; println!("in the thread"); }).join().unwrap();
    println!("{} {}", even(5), [1].map(|_| odd(5))[0]);
    println!("{} {:?} {}", next_id(), [(); 2].map(|()| next_id()), next_id());
    let cost = 3;
    println!("{}", cost + 1);
}
"#,
        expect![[r#"
            1 first
            3
            second
            Ok(1)
            Ok(2)
            Ok(3)
            9
            [1, 2, 3]
            4
            (0, 12, true)
            10 three 6
            [0, 2, 4, 6]
            Ok(5) true
            2 ab Err("early")
            10
            in the thread
            drop moved
            false true
            1 [2, 3] 4
            4
            ---
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
            cost 2000
        "#]],
    );
}

#[test]
fn panics_are_caught_with_their_messages() {
    check(
        "panics",
        r#"
use std::sync::{Arc, Mutex};

struct Loud(&'static str);
impl Drop for Loud { fn drop(&mut self) { println!("drop {}", self.0); } }

#[derive(Debug, PartialEq)]
struct Point { x: i32 }

fn fail(n: u32) -> ! { panic!("failed with {n}") }
fn check(n: u32) -> u32 { assert!(n   < 3, "{n} is too {}", "large"); n }
fn pick(n: u32) -> &'static str {
    let text;
    if n > 5 { text = "large"; } else { unreachable!() }
    text
}
async fn by(n: u32, list: Vec<u32>) -> Result<u32, String> {
    let _loud = Loud("held");
    let left = 4;
    match n {
        0 => panic!(),
        1 => panic!("plain"),
        2 => fail(n),
        3 => { check(2); check(n); }
        4 => assert!(list
            .is_empty()),
        5 => assert_eq!(left, 5),
        6 => assert_eq!(Point { x: 1 }, Point { x: 2 }, "at {left} {{}} {:>3}", 1),
        7 => assert_ne!(*"text", *"text"),
        8 => { pick(1); }
        9 => todo!("later: {left}"),
        10 => unimplemented!(),
        11 => { let Some(_) = list.get(9) else { unreachable!("{}", "never") }; }
        12 => debug_assert!(false, "debug"),
        13 => { let value: u64 = if list.len() > 3 { 1 } else { todo!() }; println!("{value}"); }
        14 => assert_eq!(5, list.len() as u64, ),
        15 => { let text: u64; if list.len() == 2 { text = 1; } else { fail(n) } println!("{text}"); }
        16 => { let text: u64 = if list.len() == 2 { fail(n) } else { 1 }; println!("{text}"); }
        _ => { assert_eq!(left, 4); assert_ne!(1, list.len()); assert!(true); check(1); }
    }
    println!("{} {}", pick(6), n);
    Ok(n)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    for n in 0..18 {
        let task = tokio::spawn(async move { let _outer = Loud("outer"); by(n, vec![1, 2]).await });
        match task.await {
            Ok(value) => println!("{value:?}"),
            Err(error) => println!("{n}: {}", error.0),
        }
    }
    let task = tokio::spawn(async { tokio::select! { biased; _ = async {} => panic!("selected") } });
    println!("{:?}", task.await.map_err(|error| error.0).map(|never: ()| never));
    let lock = Arc::new(Mutex::new(1));
    let theirs = lock.clone();
    let task = tokio::spawn(async move { let _guard = theirs.lock().unwrap(); panic!("poison") });
    let joined: Result<(), _> = task.await;
    println!("{} {}", joined.is_err(), lock.lock().is_err());
    println!("{:?}", tokio::spawn(async { let n: Option<u32> = None; n.unwrap() }).await);
    println!("{:?}", tokio::spawn(async { let n: Result<u32, &str> = Err("e"); n.expect("a number") }).await);
    let mut some = Some(Point { x: 1 });
    some.as_mut().unwrap().x += 1;
    some.as_mut().expect("some").x = some.as_ref().unwrap().x + 3;
    println!("{some:?}");
    println!("{:?}", tokio::task::spawn_blocking(|| check(7)).await);
    println!("{:?}", std::thread::spawn(|| { check(8) }).join().unwrap_err().downcast_ref::<String>());
}
"#,
        expect![[r#"
            drop held
            drop outer
            0: explicit panic
            drop held
            drop outer
            1: plain
            drop held
            drop outer
            2: failed with 2
            drop held
            drop outer
            3: 3 is too large
            drop held
            drop outer
            4: assertion failed: list.is_empty()
            drop held
            drop outer
            5: assertion `left == right` failed
              left: 4
             right: 5
            drop held
            drop outer
            6: assertion `left == right` failed: at 4 {}   1
              left: Point { x: 1 }
             right: Point { x: 2 }
            drop held
            drop outer
            7: assertion `left != right` failed
              left: "text"
             right: "text"
            drop held
            drop outer
            8: internal error: entered unreachable code
            drop held
            drop outer
            9: not yet implemented: later: 4
            drop held
            drop outer
            10: not implemented
            drop held
            drop outer
            11: internal error: entered unreachable code: never
            drop held
            drop outer
            12: debug
            drop held
            drop outer
            13: not yet implemented
            drop held
            drop outer
            14: assertion `left == right` failed
              left: 5
             right: 2
            1
            large 15
            drop held
            drop outer
            Ok(15)
            drop held
            drop outer
            16: failed with 16
            large 17
            drop held
            drop outer
            Ok(17)
            Err("selected")
            true true
            Err(JoinError("called `Option::unwrap()` on a `None` value"))
            Err(JoinError("a number: \"e\""))
            Some(Point { x: 5 })
            Err(JoinError("7 is too large"))
            Some("8 is too large")
            ---
        "#]],
    );
}

#[test]
fn runtimes_and_imports() {
    check(
        "runtimes",
        r#"
mod slow {
    pub mod deeper {
        pub fn step(n: u32) -> u32 { std::thread::sleep(std::time::Duration::from_millis(1)); n + 1 }
    }
    pub use deeper::step as stepped;
    pub fn quick(n: u32) -> u32 { n * 2 }
}
use slow::{deeper::{self, step}, quick, stepped as again};
use tokio::runtime::Runtime;

struct Error(String);
impl From<std::num::ParseIntError> for Error { fn from(error: std::num::ParseIntError) -> Self { Error(error.to_string()) } }

trait Shape { fn area(&self) -> u32; }
struct Square(u32);
impl Shape for Square { fn area(&self) -> u32 { step(self.0) } }
impl Square {
    fn grown(&self, by: u32) -> Self { Square(step(self.0) + by) }
    fn largest(all: &[Square]) -> Option<&Square> { step(1); all.iter().max_by_key(|square| square.area()) }
}

async fn work(n: u32) -> u32 { step(n) }
fn both(runtime: &Runtime) -> Result<u32, Error> {
    let first = runtime.block_on(async { work(1).await + work(2).await });
    let number: u32 = "12".parse()?;
    Ok(first + number)
}

fn main() {
    let runtime = Runtime::new().unwrap();
    println!("{:?}", both(&runtime).map_err(|error| error.0));
    println!("{} {} {} {}", step(1), again(2), quick(3), deeper::step(4));
    let square = Square(3);
    println!("{} {}", square.grown(2).area(), Square::largest(&[Square(1), square.grown(1)]).unwrap().0);
    let step = |n: u32| n + 100;
    println!("{}", step(1));
    let text = String::from("text");
    let spawned = runtime.block_on(async {
        let task = tokio::task::spawn_blocking(move || { quick(text.len() as u32) + slow::deeper::step(1) });
        let inline = tokio::task::block_in_place(|| { if quick(1) == 2 { return 5; } 6 });
        task.await.unwrap() + inline
    });
    println!("{spawned}");
}
"#,
        expect![[r#"
            Ok(17)
            2 3 6 5
            7 5
            101
            15
            ---
        "#]],
    );
}

#[test]
fn statics_keep_their_meaning() {
    check(
        "statics",
        r#"
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{LazyLock, Mutex, OnceLock};

const START: u32 = 3; // knob 1..=5
static COUNT: AtomicU32 = AtomicU32::new(START);
static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
static TABLE: LazyLock<HashMap<u32, &'static str>> = LazyLock::new(|| HashMap::from([(1, "one")]));
static SLOTS: [AtomicU32; 2] = [const { AtomicU32::new(7) }; 2];
static GREETING: &str = "hi";
static NUMBERS: [u8; 3] = [1, 2, 3];
thread_local! { static LOCAL: u32 = COUNT.load(Relaxed); }
mod inner { pub static ONCE: super::OnceLock<String> = super::OnceLock::new(); }
macro_rules! bump { ($n:expr) => { COUNT.fetch_add($n, Relaxed) }; }

static FIXED: AtomicU32 = AtomicU32::new(1);
const fn fixed() -> &'static AtomicU32 { &FIXED }
struct Own;
impl Own { const COUNT: u32 = 8; }

fn count(by: &'static AtomicU32) -> u32 { by.fetch_add(1, Relaxed) }
fn table() -> &'static HashMap<u32, &'static str> { &*TABLE }
fn same<T>(a: &T, b: &T) -> bool { std::ptr::eq(a, b) }

#[tokio::main]
async fn main() {
    println!("{} {}", count(&COUNT), bump!(5));
    println!("{COUNT:?} {} {:?}", COUNT.load(Relaxed), table().get(&1));
    NAMES.lock().unwrap().push("a");
    println!("{:?} {}", NAMES.lock().unwrap(), same(&COUNT, &COUNT));
    println!("{} {}", TABLE.len(), TABLE[&1]);
    println!("{} {}", fixed().fetch_add(1, Relaxed) + FIXED.load(Relaxed), Own::COUNT);
    println!("{} {}", LazyLock::force(&TABLE).len(), SLOTS.iter().map(|n| n.load(Relaxed)).sum::<u32>());
    SLOTS[0].store(1, Relaxed);
    println!("{} {}", SLOTS[0].load(Relaxed), inner::ONCE.get_or_init(|| GREETING.to_owned()));
    println!("{} {:?} {}", inner::ONCE.get().unwrap(), NUMBERS, LOCAL.with(|n| *n));
}
"#,
        expect![[r#"
            5 6
            11 11 Some("one")
            ["a"] true
            1 one
            3 8
            1 14
            1 hi
            hi [1, 2, 3] 11
            ---
        "#]],
    );
}
