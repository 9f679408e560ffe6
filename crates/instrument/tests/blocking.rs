//! What becomes of code that blocks or panics.

mod shown;

use expect_test::{Expect, expect};
use instrument::{Options, mark_up_with};
use shown::shown;

const BLOCKING: Options = Options { blocking: true, unwraps: false, loops: false };

fn check(source: &str, options: &Options, expected: Expect) {
    let markup =
        mark_up_with(source, "program.rs", options).unwrap_or_else(|error| panic!("{error}"));
    expected.assert_eq(&shown(&markup));
}

#[test]
fn calls_that_block() {
    check(
        r#"
use std::thread::{self, sleep as nap};
use std::time::Duration;
use futures::executor::block_on;
use tokio::task;
async fn work() -> u32 { 1 }
#[tokio::main]
async fn main() {
    thread::sleep(Duration::from_millis(5));
    nap(ms(1)); std::thread::sleep(ms(2));
    thread::park();
    let n = block_on(work()) + futures::executor::block_on(async { work().await });
    let m = rx.blocking_recv().unwrap();
    tx.blocking_send(runtime.block_on(work()))?;
    task::block_in_place(|| nap(ms(1)));
    let x = tokio::task::block_in_place(move || -> u32 { if n > 1 { return 3; } n });
    let y: u32 = task::block_in_place(move || { if n > 1 { return 3; } n });
    local.block_on(&runtime, work());
    all.iter().for_each(|n| nap(ms(n)));
    println!("{} {}", rx.blocking_recv().unwrap(), 1);
    tokio::time::sleep(ms(1)).await;
    tokio::select! { _ = work() => nap(ms(1)), }
    let f = async || nap(ms(1));
}
fn other() { nap(ms(1)); }
impl Drop for T { fn drop(&mut self) { nap(ms(1)); } }
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::thread::{self, sleep as nap};
            use ::tokio::__rt::std::time::Duration;
            use futures::executor::block_on;
            use tokio::task;
            async fn work() -> u32 {
                1
            }
            async fn main() {
                ::tokio::__rt::std::thread::__sleep::<0>(Duration::from_millis(5)).await;
                ::tokio::__rt::std::thread::__sleep::<1>(ms(1)).await;
                ::tokio::__rt::std::thread::__sleep::<2>(ms(2)).await;
                ::tokio::__rt::std::thread::__park().await;
                let n = ::tokio::__rt::block_on(::tokio::__rt::here::<3, _>(work())).await
                    + ::tokio::__rt::block_on(
                            ::tokio::__rt::here::<
                                4,
                                _,
                            >(async { ::tokio::__rt::awaited::<5, _>(work()).await }),
                        )
                        .await;
                let m = rx.__blocking_recv().await.unwrap();
                tx.__blocking_send(runtime.__block_on(::tokio::__rt::here::<6, _>(work())).await)
                    .await?;
                ::tokio::task::__block_in_place(async {
                        ::tokio::__rt::std::thread::__sleep::<7>(ms(1)).await
                    })
                    .await;
                let x = ::tokio::task::__block_in_place(
                        (async move || -> u32 {
                            if n > 1 {
                                return 3;
                            }
                            n
                        })(),
                    )
                    .await;
                let y: u32 = ::tokio::task::__block_in_place(async move {
                        if n > 1 {
                            return 3;
                        }
                        n
                    })
                    .await;
                local.__block_on(&runtime, work()).await;
                all.iter().for_each(|n| nap(ms(n)));
                ::tokio::__rt::println!(8, "{} {}", rx.__blocking_recv().await.unwrap(), 1);
                ::tokio::__rt::awaited::<9, _>(tokio::time::sleep(ms(1))).await;
                tokio::select! {
                    _ = ::tokio::__rt::awaited:: < 11, _ > (work()) =>
                    ::tokio::__rt::std::thread::__sleep:: < 12 > (ms(1)). await,
                }
                let f = async || ::tokio::__rt::std::thread::__sleep::<13>(ms(1)).await;
            }
            fn other() {
                nap(ms(1));
            }
            impl Drop for T {
                fn drop(&mut self) {
                    nap(ms(1));
                }
            }
            ---
            0 Cost 9:5-9:44 sleep in main: thread::sleep(Duration::from_millis(5))
            1 Cost 10:5-10:15 nap in main: nap(ms(1))
            2 Cost 10:17-10:42 sleep in main: std::thread::sleep(ms(2))
            3 Spawn 12:13-12:29 work in main: block_on(work())
            4 Spawn 12:32-12:83 work in main: futures::executor::block_on(async { work().await })
            5 Await 12:68-12:80 work in main: work()
            6 Spawn 14:22-14:46 work in main: runtime.block_on(work())
            7 Cost 15:29-15:39 nap in main: nap(ms(1))
            8 Print 20:5-20:54 println! in main: println!("{} {}", rx.blocking_recv().unwrap(), 1)
            9 Await 21:5-21:36 sleep in main: tokio::time::sleep(ms(1))
            10 Group 22:5-22:49 select! in main: tokio::select! { _ = work() => nap(ms(1)), }
            11 Branch 22:26-22:32 work in main: work() of 10
            12 Cost 22:36-22:46 nap in main: nap(ms(1))
            13 Cost 23:22-23:32 nap in main: nap(ms(1))
        "#]],
    );
}

#[test]
fn methods_of_std_that_block() {
    check(
        r#"
use std::sync::{Arc, Barrier, Condvar, Mutex, RwLock, mpsc};
use std::thread;
type Queue = Arc<Mutex<Vec<u32>>>;
struct Shared { total: Mutex<u32>, cond: Condvar, other: tokio::sync::Mutex<u32> }
async fn known(shared: Arc<Shared>, barrier: &Barrier, lock: Arc<tokio::sync::Mutex<u32>>) {
    *shared.total.lock().unwrap() += 1;
    let guard = shared.total.lock();
    let later = shared.other.lock();
    let n = lock.lock();
    let queue: Queue = Queue::default();
    println!("{:?}", queue.lock());
    barrier.wait();
    let handle = thread::spawn(work);
    let result = handle.join();
    let (tx, rx) = mpsc::sync_channel::<u32>(1);
    let tx2 = tx.clone();
    tx2.send(1).unwrap();
    rx.recv_timeout(ms(1));
    let (tx, rx) = mpsc::channel();
    tx.send(2).unwrap();
}
async fn guessed(lock: impl Lock, pair: &(Mutex<u32>, Condvar)) -> Result<(), ()> {
    let later = lock.lock();
    lock.lock().await.unwrap();
    let guard = pair.0.lock().unwrap();
    let guard = pair.1.wait(guard).unwrap();
    if let Ok(n) = pairs[0].lock() {}
    let Ok(n) = lock.read() else { return Ok(()) };
    while let Err(error) = lock.recv() {}
    match lock.write() { Ok(n) => n, Err(_) => {} }
    lock.lock()?;
    names.join(", ");
    stream.send(1).unwrap();
    for handle in handles { handle.join().expect("no panic"); }
    tokio::select! { n = lock.lock() => {} }
    Ok(())
}
#[tokio::main]
async fn main() {}
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::sync::{Arc, Barrier, Condvar, Mutex, RwLock, mpsc};
            use ::tokio::__rt::std::thread;
            type Queue = Arc<Mutex<Vec<u32>>>;
            struct Shared {
                total: Mutex<u32>,
                cond: Condvar,
                other: tokio::sync::Mutex<u32>,
            }
            async fn known(
                shared: Arc<Shared>,
                barrier: &Barrier,
                lock: Arc<tokio::sync::Mutex<u32>>,
            ) {
                *shared.total.__lock().await.unwrap() += 1;
                let guard = shared.total.__lock().await;
                let later = shared.other.lock();
                let n = lock.lock();
                let queue: Queue = Queue::default();
                ::tokio::__rt::println!(0, "{:?}", queue.__lock().await);
                barrier.__wait().await;
                let handle = thread::spawn(::tokio::__rt::here::<1, _>(work));
                let result = handle.__join().await;
                let (tx, rx) = mpsc::sync_channel::<u32>(1);
                let tx2 = tx.clone();
                tx2.__send(1).await.unwrap();
                rx.__recv_timeout(ms(1)).await;
                let (tx, rx) = mpsc::channel();
                tx.send(2).unwrap();
            }
            async fn guessed(lock: impl Lock, pair: &(Mutex<u32>, Condvar)) -> Result<(), ()> {
                let later = lock.lock();
                ::tokio::__rt::awaited::<2, _>(lock.lock()).await.unwrap();
                let guard = pair.0.__lock().await.unwrap();
                let guard = pair.1.__wait(guard).await.unwrap();
                if let Ok(n) = pairs[0].__lock().await {}
                let Ok(n) = lock.__read().await else { return Ok(()) };
                while let Err(error) = lock.__recv().await {}
                match lock.__write().await {
                    Ok(n) => n,
                    Err(_) => {}
                }
                lock.__lock().await?;
                names.join(", ");
                stream.send(1).unwrap();
                for handle in handles {
                    handle.__join().await.expect("no panic");
                }
                tokio::select! {
                    n = ::tokio::__rt::awaited:: < 4, _ > (lock.lock()) => {}
                }
                Ok(())
            }
            async fn main() {}
            ---
            0 Print 12:5-12:35 println! in known: println!("{:?}", queue.lock())
            1 Spawn 14:18-14:37 work in known: thread::spawn(work)
            2 Await 25:5-25:22 lock in guessed: lock.lock()
            3 Group 36:5-36:45 select! in guessed: tokio::select! { n = lock.lock() => {} }
            4 Branch 36:26-36:37 lock in guessed: lock.lock() of 3
        "#]],
    );
}

#[test]
fn functions_get_twins() {
    check(
        r#"
use std::thread;
// cost: 3ms
/// Counts.
pub fn hash(n: u64) -> u64 { n }
fn deep<'a, T: Into<u64>>(text: &'a str, n: T, f: impl Fn()) -> &'a str { hash(n.into()); f(); text }
fn fine(n: u64) -> u64 { n + 1 }
fn uncalled() { hash(1); }
fn twice(n: u64) -> u64 { if n == 0 { 0 } else { hash(n) + twice(n - 1) } }
fn fail() -> ! { panic!("no {}", 1) }
const fn constant() -> u64 { 1 }
struct Api { n: u64 }
impl Api {
    fn new() -> Self { thread::sleep(ms(1)); Api { n: 1 } }
    fn get(&self) -> u64 { hash(self.n) }
    fn total(&mut self) -> u64 { self.get() + Self::hashed(1) + twice(2) }
    fn hashed(n: u64) -> u64 { hash(n) }
}
mod inner { pub mod deeper { pub fn slow() { std::thread::sleep(ms(1)); } } pub fn quick() {} }
use inner::{deeper::slow as nap, quick};
#[tokio::main(flavor = "current_thread")]
async fn main() {
    deep("x", 2_u64, || {}); fine(1);
    let hash = hash(1);
    let mut api = Api::new();
    api.total();
    map.get(1);
    nap(); quick(); inner::deeper::slow();
    all.iter().map(|n| twice(*n)).sum::<u64>();
    if api.n > 3 { fail() }
    println!("{}", twice(3));
    fn nested() { slow() }
    fn slow() { thread::sleep(ms(1)); }
    nested();
}
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::thread;
            /// Counts.
            pub fn hash(n: u64) -> u64 {
                ::tokio::__rt::cost(3000, 0);
                n
            }
            /// Counts.
            pub async fn __blocking_hash(n: u64) -> u64 {
                ::tokio::__rt::__cost(3000, 0).await;
                n
            }
            fn deep<'a, T: Into<u64>>(text: &'a str, n: T, f: impl Fn()) -> &'a str {
                hash(n.into());
                f();
                text
            }
            async fn __blocking_deep<'a, T: Into<u64>>(
                text: &'a str,
                n: T,
                f: impl Fn(),
            ) -> &'a str {
                ::std::boxed::Box::pin(__blocking_hash(n.into())).await;
                f();
                text
            }
            fn fine(n: u64) -> u64 {
                n + 1
            }
            fn uncalled() {
                hash(1);
            }
            fn twice(n: u64) -> u64 {
                if n == 0 { 0 } else { hash(n) + twice(n - 1) }
            }
            async fn __blocking_twice(n: u64) -> u64 {
                if n == 0 {
                    0
                } else {
                    ::std::boxed::Box::pin(__blocking_hash(n)).await
                        + ::std::boxed::Box::pin(__blocking_twice(n - 1)).await
                }
            }
            fn fail() -> ! {
                panic!("no {}", 1)
            }
            async fn __blocking_fail() -> ! {
                match {
                    let __panic = ::tokio::__rt::panicking::<1>(::std::format_args!("no {}", 1));
                    __panic
                }
                    .await
                {}
            }
            const fn constant() -> u64 {
                1
            }
            struct Api {
                n: u64,
            }
            impl Api {
                fn new() -> Self {
                    thread::sleep(ms(1));
                    Api { n: 1 }
                }
                async fn __blocking_new() -> Self {
                    ::tokio::__rt::std::thread::__sleep::<2>(ms(1)).await;
                    Api { n: 1 }
                }
                fn get(&self) -> u64 {
                    hash(self.n)
                }
                async fn __blocking_get(&self) -> u64 {
                    ::std::boxed::Box::pin(__blocking_hash(self.n)).await
                }
                fn total(&mut self) -> u64 {
                    self.get() + Self::hashed(1) + twice(2)
                }
                async fn __blocking_total(&mut self) -> u64 {
                    ::std::boxed::Box::pin(self.__blocking_get()).await
                        + ::std::boxed::Box::pin(Self::__blocking_hashed(1)).await
                        + ::std::boxed::Box::pin(__blocking_twice(2)).await
                }
                fn hashed(n: u64) -> u64 {
                    hash(n)
                }
                async fn __blocking_hashed(n: u64) -> u64 {
                    ::std::boxed::Box::pin(__blocking_hash(n)).await
                }
            }
            mod inner {
                pub mod deeper {
                    pub fn slow() {
                        ::tokio::__rt::std::thread::sleep(ms(1));
                    }
                    pub async fn __blocking_slow() {
                        ::tokio::__rt::std::thread::__sleep::<3>(ms(1)).await;
                    }
                }
                pub fn quick() {}
            }
            use inner::{
                deeper::{slow as nap, __blocking_slow as __blocking_nap},
                quick,
            };
            async fn main() {
                ::std::boxed::Box::pin(__blocking_deep("x", 2_u64, || {})).await;
                fine(1);
                let hash = ::std::boxed::Box::pin(__blocking_hash(1)).await;
                let mut api = ::std::boxed::Box::pin(Api::__blocking_new()).await;
                ::std::boxed::Box::pin(api.__blocking_total()).await;
                map.get(1);
                ::std::boxed::Box::pin(__blocking_nap()).await;
                quick();
                ::std::boxed::Box::pin(inner::deeper::__blocking_slow()).await;
                all.iter().map(|n| twice(*n)).sum::<u64>();
                if api.n > 3 {
                    ::std::boxed::Box::pin(__blocking_fail()).await
                }
                ::tokio::__rt::println!(4, "{}", ::std::boxed::Box::pin(__blocking_twice(3)).await);
                fn nested() {
                    slow()
                }
                async fn __blocking_nested() {
                    ::std::boxed::Box::pin(__blocking_slow()).await
                }
                fn slow() {
                    thread::sleep(ms(1));
                }
                async fn __blocking_slow() {
                    ::tokio::__rt::std::thread::__sleep::<5>(ms(1)).await;
                }
                ::std::boxed::Box::pin(__blocking_nested()).await;
            }
            ---
            0 Cost 3:1-3:13 hash in hash: cost: 3ms
            1 Panic 10:18-10:36 panic! in fail: panic!("no {}", 1)
            2 Cost 14:24-14:44 sleep in Api::new: thread::sleep(ms(1))
            3 Cost 19:46-19:71 sleep in slow: std::thread::sleep(ms(1))
            4 Print 31:5-31:29 println! in main: println!("{}", twice(3))
            5 Cost 33:17-33:37 sleep in slow: thread::sleep(ms(1))
        "#]],
    );
}

#[test]
fn jobs() {
    check(
        r#"
use std::thread;
use tokio::task::{spawn_blocking, JoinSet};
// cost: 3ms
fn hash(n: u64) -> u64 { n }
fn worker() { hash(1); }
fn idle() {}
fn main() {
    let handle = thread::spawn(move || -> Result<u64, String> { if n == 0 { return Ok(1); } Ok(hash(n)) });
    let all: Vec<_> = (0..3).map(|n| thread::spawn(move || hash(n))).collect();
    std::thread::spawn(worker); thread::spawn(idle); thread::spawn(|| println!("quick"));
    thread::Builder::new().name("x".into()).spawn(|| worker()).unwrap();
    let builder = thread::Builder::new();
    builder.spawn(worker);
    thread::scope(|s| { s.spawn(|| worker()); });
    runtime.spawn_blocking(move || { rx.blocking_recv() });
    tokio::task::spawn_blocking(|| worker());
    spawn_blocking(worker);
    set.spawn_blocking(|| panic!("no"));
    tokio::task::block_in_place(worker);
    handle.join().unwrap();
    custom!(work().await);
}
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::thread;
            use tokio::task::{spawn_blocking, JoinSet};
            fn hash(n: u64) -> u64 {
                ::tokio::__rt::cost(3000, 0);
                n
            }
            async fn __blocking_hash(n: u64) -> u64 {
                ::tokio::__rt::__cost(3000, 0).await;
                n
            }
            fn worker() {
                hash(1);
            }
            async fn __blocking_worker() {
                ::std::boxed::Box::pin(__blocking_hash(1)).await;
            }
            fn idle() {}
            fn main() {
                let handle = ::tokio::__rt::std::thread::__spawn(
                    ::tokio::__rt::here::<
                        1,
                        _,
                    >(async move || -> Result<u64, String> {
                        if n == 0 {
                            return Ok(1);
                        }
                        Ok(::std::boxed::Box::pin(__blocking_hash(n)).await)
                    }),
                );
                let all: Vec<_> = (0..3)
                    .map(|n| ::tokio::__rt::std::thread::__spawn(
                        ::tokio::__rt::here::<
                            2,
                            _,
                        >(async move || ::std::boxed::Box::pin(__blocking_hash(n)).await),
                    ))
                    .collect();
                ::tokio::__rt::std::thread::__spawn(::tokio::__rt::here::<3, _>(__blocking_worker));
                thread::spawn(::tokio::__rt::here::<4, _>(idle));
                thread::spawn(::tokio::__rt::here::<5, _>(|| ::tokio::__rt::println!(6, "quick")));
                thread::Builder::new()
                    .name("x".into())
                    .__spawn(
                        ::tokio::__rt::here::<
                            7,
                            _,
                        >(async || ::std::boxed::Box::pin(__blocking_worker()).await),
                    )
                    .unwrap();
                let builder = thread::Builder::new();
                builder.__spawn(::tokio::__rt::here::<8, _>(__blocking_worker));
                thread::scope(|s| {
                    s.spawn(::tokio::__rt::here::<9, _>(|| worker()));
                });
                runtime
                    .__spawn_blocking(
                        ::tokio::__rt::here::<10, _>(async move || { rx.__blocking_recv().await }),
                    );
                ::tokio::task::__spawn_blocking(
                    ::tokio::__rt::here::<
                        11,
                        _,
                    >(async || ::std::boxed::Box::pin(__blocking_worker()).await),
                );
                ::tokio::task::__spawn_blocking(::tokio::__rt::here::<12, _>(__blocking_worker));
                set.__spawn_blocking(
                    ::tokio::__rt::here::<
                        13,
                        _,
                    >(async || match {
                        let __panic = ::tokio::__rt::panicking::<14>(::std::format_args!("no"));
                        __panic
                    }
                        .await
                    {}),
                );
                tokio::task::block_in_place(worker);
                handle.join().unwrap();
                custom!(work(). await);
            }
            async fn __blocking_main() {
                let handle = ::tokio::__rt::std::thread::__spawn(
                    ::tokio::__rt::here::<
                        1,
                        _,
                    >(async move || -> Result<u64, String> {
                        if n == 0 {
                            return Ok(1);
                        }
                        Ok(::std::boxed::Box::pin(__blocking_hash(n)).await)
                    }),
                );
                let all: Vec<_> = (0..3)
                    .map(|n| ::tokio::__rt::std::thread::__spawn(
                        ::tokio::__rt::here::<
                            2,
                            _,
                        >(async move || ::std::boxed::Box::pin(__blocking_hash(n)).await),
                    ))
                    .collect();
                ::tokio::__rt::std::thread::__spawn(::tokio::__rt::here::<3, _>(__blocking_worker));
                thread::spawn(::tokio::__rt::here::<4, _>(idle));
                thread::spawn(::tokio::__rt::here::<5, _>(|| ::tokio::__rt::println!(6, "quick")));
                thread::Builder::new()
                    .name("x".into())
                    .__spawn(
                        ::tokio::__rt::here::<
                            7,
                            _,
                        >(async || ::std::boxed::Box::pin(__blocking_worker()).await),
                    )
                    .unwrap();
                let builder = thread::Builder::new();
                builder.__spawn(::tokio::__rt::here::<8, _>(__blocking_worker));
                thread::scope(|s| {
                    s.spawn(::tokio::__rt::here::<9, _>(|| worker()));
                });
                runtime
                    .__spawn_blocking(
                        ::tokio::__rt::here::<10, _>(async move || { rx.__blocking_recv().await }),
                    );
                ::tokio::task::__spawn_blocking(
                    ::tokio::__rt::here::<
                        11,
                        _,
                    >(async || ::std::boxed::Box::pin(__blocking_worker()).await),
                );
                ::tokio::task::__spawn_blocking(::tokio::__rt::here::<12, _>(__blocking_worker));
                set.__spawn_blocking(
                    ::tokio::__rt::here::<
                        13,
                        _,
                    >(async || match {
                        let __panic = ::tokio::__rt::panicking::<14>(::std::format_args!("no"));
                        __panic
                    }
                        .await
                    {}),
                );
                ::tokio::task::__block_in_place(__blocking_worker()).await;
                handle.__join().await.unwrap();
                custom!(work(). await);
            }
            ---
            0 Cost 4:1-4:13 hash in hash: cost: 3ms
            1 Spawn 9:18-9:107 handle in main: thread::spawn(move || -> Result<u64…Ok(1); } Ok(hash(n)) })
            2 Spawn 10:38-10:68 hash in main: thread::spawn(move || hash(n)) (many)
            3 Spawn 11:5-11:31 worker in main: std::thread::spawn(worker)
            4 Spawn 11:33-11:52 idle in main: thread::spawn(idle)
            5 Spawn 11:54-11:89 main task in main: thread::spawn(|| println!("quick"))
            6 Print 11:71-11:88 println! in main: println!("quick")
            7 Spawn 12:5-12:63 worker in main: thread::Builder::new().name("x".into()).spawn(|| worker())
            8 Spawn 14:5-14:26 worker in main: builder.spawn(worker)
            9 Spawn 15:25-15:45 worker in main: s.spawn(|| worker())
            10 Spawn 16:5-16:59 blocking_recv in main: runtime.spawn_blocking(move || { rx.blocking_recv() })
            11 Spawn 17:5-17:45 worker in main: tokio::task::spawn_blocking(|| worker())
            12 Spawn 18:5-18:27 worker in main: spawn_blocking(worker)
            13 Spawn 19:5-19:40 main task in main: set.spawn_blocking(|| panic!("no"))
            14 Panic 19:27-19:39 panic! in main: panic!("no")
            unmarked 22: awaits in custom! are not marked: its grammar is not known
        "#]],
    );
}

#[test]
fn panics() {
    check(
        r#"
fn check(n: u32) { assert!(n > 0); }
#[tokio::main]
async fn main() -> Result<(), String> {
    let n = match m { 0 => unreachable!(), 1 => unreachable!("n is {m}"), 2 => todo!(), 3 => unimplemented!("not {}", "yet"), n => n };
    if n > 1 { panic!(); }
    if n > 2 { std::panic!("{n} {}", n + 1) }
    let Some(x) = y else { panic!("none") };
    assert!(x == 1 && matches!(x, 1), "x is {x}");
    assert!(n.lock().is_ok(),);
    assert_eq!(n, f(x).await?);
    assert_ne!(n, 3, "n is {}", n);
    debug_assert!(n > 3);
    #[cfg(test)]
    assert_eq!(1, 2);
    check(n);
    all.iter().for_each(|n| assert!(*n > 1));
    tokio::select! { _ = f(1) => panic!("first"), }
    Ok(())
}
"#,
        &BLOCKING,
        expect![[r#"
            fn check(n: u32) {
                assert!(n > 0);
            }
            async fn __blocking_check(n: u32) {
                if !(n > 0) {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            0,
                        >(::std::format_args!("assertion failed: {}", "n > 0"));
                        __panic
                    }
                        .await
                    {}
                }
            }
            async fn main() -> Result<(), String> {
                let n = match m {
                    0 => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                1,
                            >(::std::format_args!("internal error: entered unreachable code"));
                            __panic
                        }
                            .await
                        {}
                    }
                    1 => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                2,
                            >(
                                ::std::format_args!(
                                    "internal error: entered unreachable code: {}",
                                    ::std::format_args!("n is {m}"),
                                ),
                            );
                            __panic
                        }
                            .await
                        {}
                    }
                    2 => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                3,
                            >(::std::format_args!("not yet implemented"));
                            __panic
                        }
                            .await
                        {}
                    }
                    3 => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                4,
                            >(
                                ::std::format_args!(
                                    "not implemented: {}",
                                    ::std::format_args!("not {}", "yet"),
                                ),
                            );
                            __panic
                        }
                            .await
                        {}
                    }
                    n => n,
                };
                if n > 1 {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            5,
                        >(::std::format_args!("explicit panic"));
                        __panic
                    }
                        .await
                    {};
                }
                if n > 2 {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            6,
                        >(::std::format_args!("{n} {}", n + 1));
                        __panic
                    }
                        .await
                    {}
                }
                let Some(x) = y else {
                    match {
                        let __panic = ::tokio::__rt::panicking::<7>(::std::format_args!("none"));
                        __panic
                    }
                        .await
                    {}
                };
                if !(x == 1 && matches!(x, 1)) {
                    match {
                        let __panic = ::tokio::__rt::panicking::<8>(::std::format_args!("x is {x}"));
                        __panic
                    }
                        .await
                    {}
                }
                if !(n.lock().is_ok()) {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            9,
                        >(::std::format_args!("assertion failed: {}", "n.lock().is_ok()"));
                        __panic
                    }
                        .await
                    {}
                }
                {
                    let __failed = match (&(n), &(::tokio::__rt::awaited::<11, _>(f(x)).await?)) {
                        (__left, __right) => {
                            if *__left == *__right {
                                ::core::option::Option::None
                            } else {
                                ::core::option::Option::Some(
                                    ::tokio::__rt::assertion(
                                        "==",
                                        &*__left,
                                        &*__right,
                                        ::core::option::Option::None,
                                    ),
                                )
                            }
                        }
                    };
                    if let ::core::option::Option::Some(__message) = __failed {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                10,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                };
                {
                    let __failed = match (&(n), &(3)) {
                        (__left, __right) => {
                            if *__left != *__right {
                                ::core::option::Option::None
                            } else {
                                ::core::option::Option::Some(
                                    ::tokio::__rt::assertion(
                                        "!=",
                                        &*__left,
                                        &*__right,
                                        ::core::option::Option::Some(
                                            ::std::format_args!("n is {}", n),
                                        ),
                                    ),
                                )
                            }
                        }
                    };
                    if let ::core::option::Option::Some(__message) = __failed {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                12,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                };
                if ::core::cfg!(debug_assertions) {
                    if !(n > 3) {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                13,
                            >(::std::format_args!("assertion failed: {}", "n > 3"));
                            __panic
                        }
                            .await
                        {}
                    }
                }
                #[cfg(test)]
                {
                    {
                        let __failed = match (&(1), &(2)) {
                            (__left, __right) => {
                                if *__left == *__right {
                                    ::core::option::Option::None
                                } else {
                                    ::core::option::Option::Some(
                                        ::tokio::__rt::assertion(
                                            "==",
                                            &*__left,
                                            &*__right,
                                            ::core::option::Option::None,
                                        ),
                                    )
                                }
                            }
                        };
                        if let ::core::option::Option::Some(__message) = __failed {
                            match {
                                let __panic = ::tokio::__rt::panicking::<
                                    14,
                                >(::std::format_args!("{__message}"));
                                __panic
                            }
                                .await
                            {}
                        }
                    }
                };
                ::std::boxed::Box::pin(__blocking_check(n)).await;
                all.iter().for_each(|n| assert!(*n > 1));
                tokio::select! {
                    _ = ::tokio::__rt::awaited:: < 16, _ > (f(1)) => match { let __panic =
                    ::tokio::__rt::panicking:: < 17 > (::std::format_args!("first")); __panic } .
                    await {},
                }
                Ok(())
            }
            ---
            0 Panic 2:20-2:34 assert! in check: assert!(n > 0)
            1 Panic 5:28-5:42 unreachable! in main: unreachable!()
            2 Panic 5:49-5:73 unreachable! in main: unreachable!("n is {m}")
            3 Panic 5:80-5:87 todo! in main: todo!()
            4 Panic 5:94-5:125 unimplemented! in main: unimplemented!("not {}", "yet")
            5 Panic 6:16-6:24 panic! in main: panic!()
            6 Panic 7:16-7:44 panic! in main: std::panic!("{n} {}", n + 1)
            7 Panic 8:28-8:42 panic! in main: panic!("none")
            8 Panic 9:5-9:50 assert! in main: assert!(x == 1 && matches!(x, 1), "x is {x}")
            9 Panic 10:5-10:31 assert! in main: assert!(n.lock().is_ok(),)
            10 Panic 11:5-11:31 assert_eq! in main: assert_eq!(n, f(x).await?)
            11 Await 11:19-11:29 f in main: f(x)
            12 Panic 12:5-12:35 assert_ne! in main: assert_ne!(n, 3, "n is {}", n)
            13 Panic 13:5-13:25 debug_assert! in main: debug_assert!(n > 3)
            14 Panic 15:5-15:21 assert_eq! in main: assert_eq!(1, 2)
            15 Group 18:5-18:52 select! in main: tokio::select! { _ = f(1) => panic!("first"), }
            16 Branch 18:26-18:30 f in main: f(1) of 15
            17 Panic 18:34-18:49 panic! in main: panic!("first")
        "#]],
    );
}

#[test]
fn loops_over_receivers() {
    check(
        r#"
use std::sync::mpsc::{self, Receiver};
fn drain(rx: Receiver<u32>, own: mpsc::Receiver<u32>, other: tokio::sync::mpsc::Receiver<u32>) {
    for n in &rx { println!("{n}"); }
    'outer: for (a, b) in rx { for n in own.iter() { if n == a { continue 'outer; } } }
    for n in other {}
}
fn main() {
    let (tx, rx): (mpsc::Sender<u32>, _) = mpsc::channel();
    let (tx, mut results) = mpsc::sync_channel(3);
    std::thread::spawn(move || for n in results { tx.send(n).unwrap() });
    drain(rx, other());
}
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::sync::mpsc::{self, Receiver};
            fn drain(
                rx: Receiver<u32>,
                own: mpsc::Receiver<u32>,
                other: tokio::sync::mpsc::Receiver<u32>,
            ) {
                for n in &rx {
                    ::tokio::__rt::println!(0, "{n}");
                }
                'outer: for (a, b) in rx {
                    for n in own.iter() {
                        if n == a {
                            continue 'outer;
                        }
                    }
                }
                for n in other {}
            }
            async fn __blocking_drain(
                rx: Receiver<u32>,
                own: mpsc::Receiver<u32>,
                other: tokio::sync::mpsc::Receiver<u32>,
            ) {
                {
                    let __receiver = &rx;
                    while let ::core::result::Result::Ok(n) = __receiver.__recv().await {
                        ::tokio::__rt::println!(0, "{n}");
                    }
                }
                {
                    let __receiver = rx;
                    'outer: while let ::core::result::Result::Ok((a, b)) = __receiver.__recv().await
                    {
                        {
                            let __receiver = &own;
                            while let ::core::result::Result::Ok(n) = __receiver.__recv().await {
                                if n == a {
                                    continue 'outer;
                                }
                            }
                        }
                    }
                }
                for n in other {}
            }
            fn main() {
                let (tx, rx): (mpsc::Sender<u32>, _) = mpsc::channel();
                let (tx, mut results) = mpsc::sync_channel(3);
                ::tokio::__rt::std::thread::__spawn(
                    ::tokio::__rt::here::<
                        1,
                        _,
                    >(async move || {
                        let __receiver = results;
                        while let ::core::result::Result::Ok(n) = __receiver.__recv().await {
                            tx.__send(n).await.unwrap()
                        }
                    }),
                );
                drain(rx, other());
            }
            async fn __blocking_main() {
                let (tx, rx): (mpsc::Sender<u32>, _) = mpsc::channel();
                let (tx, mut results) = mpsc::sync_channel(3);
                ::tokio::__rt::std::thread::__spawn(
                    ::tokio::__rt::here::<
                        1,
                        _,
                    >(async move || {
                        let __receiver = results;
                        while let ::core::result::Result::Ok(n) = __receiver.__recv().await {
                            tx.__send(n).await.unwrap()
                        }
                    }),
                );
                ::std::boxed::Box::pin(__blocking_drain(rx, other())).await;
            }
            ---
            0 Print 4:20-4:35 println! in drain: println!("{n}")
            1 Spawn 11:5-11:73 main task in main: std::thread::spawn(move || for n in res….send(n).unwrap() })
        "#]],
    );
}

#[test]
fn statics() {
    check(
        r#"
use std::sync::{LazyLock, Mutex, atomic::AtomicU32};
static COUNT: AtomicU32 = AtomicU32::new(LIMIT);
const LIMIT: u32 = 3; // knob 1..=5
pub static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
static CONFIG: LazyLock<Config> = LazyLock::new(|| Config { n: 1 });
static PLAIN: Config = Config { n: 1 };
static GREETING: &str = "hi";
static TABLE: [Option<u8>; 2] = [None; 2];
static mut RAW: AtomicU32 = AtomicU32::new(1);
static USED: AtomicU32 = AtomicU32::new(1);
const REF: &AtomicU32 = &USED;
struct Config { n: u32 }
thread_local! { static LOCAL: Cell<u32> = Cell::new(COUNT.load(Relaxed)); }
mod inner { pub static SHARED: super::Holder = super::Holder(Mutex::new(1)); }
struct Holder(Mutex<u32>);
fn main() {
    static ONCE: OnceLock<u32> = OnceLock::new();
    COUNT.fetch_add(1, Relaxed);
    take(&COUNT, &*CONFIG, CONFIG.n, PLAIN.n, GREETING);
    println!("{COUNT:?} {}", inner::SHARED.0.lock().unwrap());
    USED.load(Relaxed); ONCE.get_or_init(|| 1);
    NAMES.lock().unwrap().push("a");
}
"#,
        &BLOCKING,
        expect![[r#"
            use ::tokio::__rt::std::sync::{LazyLock, Mutex, atomic::AtomicU32};
            static COUNT: ::tokio::__rt::PerRun<AtomicU32> = ::tokio::__rt::PerRun::new(|| AtomicU32::new(
                (::tokio::__rt::knob(0) as u32),
            ));
            #[allow(dead_code)]
            const LIMIT: u32 = 3;
            pub static NAMES: ::tokio::__rt::PerRun<Mutex<Vec<&'static str>>> = ::tokio::__rt::PerRun::new(||
            Mutex::new(Vec::new()));
            static CONFIG: ::tokio::__rt::PerRun<LazyLock<Config>> = ::tokio::__rt::PerRun::new(|| LazyLock::new(||
            Config { n: 1 }));
            static PLAIN: Config = Config { n: 1 };
            static GREETING: &str = "hi";
            static TABLE: [Option<u8>; 2] = [None; 2];
            static mut RAW: AtomicU32 = AtomicU32::new(1);
            static USED: AtomicU32 = AtomicU32::new(1);
            const REF: &AtomicU32 = &USED;
            struct Config {
                n: u32,
            }
            ::tokio::__rt::__thread_local! {
                static LOCAL : Cell < u32 > = Cell::new((* COUNT).load(Relaxed));
            }
            mod inner {
                pub static SHARED: ::tokio::__rt::PerRun<super::Holder> = ::tokio::__rt::PerRun::new(||
                super::Holder(Mutex::new(1)));
            }
            struct Holder(Mutex<u32>);
            fn main() {
                static ONCE: ::tokio::__rt::PerRun<OnceLock<u32>> = ::tokio::__rt::PerRun::new(|| OnceLock::new());
                (*COUNT).fetch_add(1, Relaxed);
                take(&(*COUNT), &*(*CONFIG), (*CONFIG).n, PLAIN.n, GREETING);
                ::tokio::__rt::println!(
                    0,
                    "{COUNT:?} {}",
                    (*inner::SHARED).0.lock().unwrap(),
                    COUNT = (*COUNT),
                );
                USED.load(Relaxed);
                (*ONCE).get_or_init(|| 1);
                (*NAMES).lock().unwrap().push("a");
            }
            async fn __blocking_main() {
                static ONCE: ::tokio::__rt::PerRun<OnceLock<u32>> = ::tokio::__rt::PerRun::new(|| OnceLock::new());
                (*COUNT).fetch_add(1, Relaxed);
                take(&(*COUNT), &*(*CONFIG), (*CONFIG).n, PLAIN.n, GREETING);
                ::tokio::__rt::println!(
                    0,
                    "{COUNT:?} {}",
                    (*inner::SHARED).0.__lock().await.unwrap(),
                    COUNT = (*COUNT),
                );
                USED.load(Relaxed);
                (*ONCE).get_or_init(|| 1);
                (*NAMES).__lock().await.unwrap().push("a");
            }
            ---
            0 Print 21:5-21:62 println! in main: println!("{COUNT:?} {}", inner::SHARED.0.lock().unwrap())
            Knob { name: "LIMIT", default: 3, min: 1, max: 5, step: 1, about: "", line: 4 }
        "#]],
    );
}

#[test]
fn unwraps() {
    check(
        r#"
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let n = f().await.unwrap();
    g.get().expect("some").n = h.unwrap_or(2);
    x.as_mut().unwrap().n += 1;
    all.iter().map(|n| n.unwrap());
}
"#,
        &Options { unwraps: true, ..BLOCKING },
        expect![[r#"
            async fn main() {
                let n = (match ::tokio::__rt::unwrapped(::tokio::__rt::awaited::<1, _>(f()).await) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__message) => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                0,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                });
                (match ::tokio::__rt::expected(g.get(), "some") {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__message) => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                2,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                })
                    .n = h.unwrap_or(2);
                (match ::tokio::__rt::unwrapped(x.as_mut()) {
                    ::core::result::Result::Ok(__value) => __value,
                    ::core::result::Result::Err(__message) => {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                3,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                })
                    .n += 1;
                all.iter().map(|n| n.unwrap());
            }
            ---
            0 Panic 4:13-4:31 unwrap in main: f().await.unwrap()
            1 Await 4:13-4:22 f in main: f()
            2 Panic 5:5-5:27 expect in main: g.get().expect("some")
            3 Panic 6:5-6:24 unwrap in main: x.as_mut().unwrap()
        "#]],
    );
}
