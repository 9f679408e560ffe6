//! What each rewrite makes of a small program.

mod shown;

use expect_test::{Expect, expect};
use instrument::mark_up;
use shown::shown;

fn check(source: &str, expected: Expect) {
    let markup = mark_up(source, "program.rs").unwrap_or_else(|error| panic!("{error}"));
    expected.assert_eq(&shown(&markup));
}

#[test]
fn awaits() {
    check(
        r#"//! A program.
#![allow(unused)]
use tokio::time::sleep;

struct Api;

impl Api {
    async fn user(&self, id: u32) -> Result<String, String> { Ok(id.to_string()) }
    async fn both(&self) -> Result<usize, String> {
        Ok(self.user(1).await?.len() + self.user(2).await.map(|name| name.len())?)
    }
}

async fn wait(é: u32) { sleep(std::time::Duration::from_millis(1)).await }

#[tokio::main]
async fn main() {
    let handle = wait(1);
    /* ü */ handle.await;
    let very = format!("{}", Api.user("a string that is quite long".len() as u32 + 1_000_000).await.unwrap());
    Api
        .user(
            1, // one
            )
        .await
        .unwrap();
    assert_eq!(Api.both().await, Ok(2), "both: {}", Api.both().await.unwrap());
    if matches!(Api.both().await, Ok(n) if n > 1) {}
    let v = vec![Api.both().await; 2];
    println!("{:?} {0}", vec![Api.both().await]);
}
"#,
        expect![[r#"
            use tokio::time::sleep;
            struct Api;
            impl Api {
                async fn user(&self, id: u32) -> Result<String, String> {
                    Ok(id.to_string())
                }
                async fn both(&self) -> Result<usize, String> {
                    Ok(
                        ::tokio::__rt::awaited::<0, _>(self.user(1)).await?.len()
                            + ::tokio::__rt::awaited::<1, _>(self.user(2))
                                .await
                                .map(|name| name.len())?,
                    )
                }
            }
            async fn wait(é: u32) {
                ::tokio::__rt::awaited::<
                    2,
                    _,
                >(sleep(::tokio::__rt::std::time::Duration::from_millis(1)))
                    .await
            }
            async fn main() {
                let handle = ::tokio::__rt::created::<3, _>(wait(1));
                ::tokio::__rt::awaited::<4, _>(handle).await;
                let very = format!(
                    "{}",
                    ::tokio::__rt::awaited::<
                        5,
                        _,
                    >(Api.user("a string that is quite long".len() as u32 + 1_000_000))
                        .await
                        .unwrap(),
                );
                ::tokio::__rt::awaited::<6, _>(Api.user(1)).await.unwrap();
                {
                    let __failed = match (
                        &(::tokio::__rt::awaited::<8, _>(Api.both()).await),
                        &(Ok(2)),
                    ) {
                        (__left, __right) => {
                            if *__left == *__right {
                                ::core::option::Option::None
                            } else {
                                ::core::option::Option::Some(
                                    ::tokio::__rt::assertion(
                                        "==",
                                        &*__left,
                                        &*__right,
                                        ::core::option::Option::Some(
                                            ::std::format_args!(
                                                "both: {}",
                                                ::tokio::__rt::awaited::<9, _>(Api.both()).await.unwrap(),
                                            ),
                                        ),
                                    ),
                                )
                            }
                        }
                    };
                    if let ::core::option::Option::Some(__message) = __failed {
                        match {
                            let __panic = ::tokio::__rt::panicking::<
                                7,
                            >(::std::format_args!("{__message}"));
                            __panic
                        }
                            .await
                        {}
                    }
                };
                if matches!(::tokio::__rt::awaited::<10, _>(Api.both()).await, Ok(n) if n > 1) {}
                let v = vec![::tokio::__rt::awaited::<11, _>(Api.both()).await; 2];
                ::tokio::__rt::println!(
                    12,
                    "{:?} {0}",
                    vec![::tokio::__rt::awaited::<13, _>(Api.both()).await],
                );
            }
            ---
            0 Await 10:12-10:30 user in Api::both: self.user(1)
            1 Await 10:40-10:58 user in Api::both: self.user(2)
            2 Await 14:25-14:73 sleep in wait: sleep(std::time::Duration::from_millis(1))
            3 Future 18:18-18:25 wait in main: wait(1)
            4 Await 19:13-19:25 handle in main: handle
            5 Await 20:30-20:100 user in main: Api.user("a string that is quite….len() as u32 + 1_000_000)
            6 Await 21:5-25:15 user in main: Api.user(1)
            7 Panic 27:5-27:79 assert_eq! in main: assert_eq!(Api.both().await, Ok(2),….both().await.unwrap())
            8 Await 27:16-27:32 both in main: Api.both()
            9 Await 27:53-27:69 both in main: Api.both()
            10 Await 28:17-28:33 both in main: Api.both()
            11 Await 29:18-29:34 both in main: Api.both()
            12 Print 30:5-30:49 println! in main: println!("{:?} {0}", vec![Api.both().await])
            13 Await 30:31-30:47 both in main: Api.both()
        "#]],
    );
}

#[test]
fn join_and_select() {
    check(
        r#"
use tokio::{join, sync::mpsc};
async fn a() -> u32 { 1 }
async fn b(n: u32) -> Result<u32, ()> { Ok(n) }
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (x, y) = tokio::join!(a(), b(a().await));
    let (x, y) = join!(biased; a(), async { a().await });
    let both = futures::try_join!(b(1), b(2),);
    let (tx, mut rx) = mpsc::channel::<u32>(1);
    let mut pinned = std::pin::pin!(a());
    loop {
        tokio::select! {
            biased;
            Some(n) = rx.recv(), if n_ok(a().await) => { a().await; }
            _ = &mut pinned => break,
            _ = &mut Box::pin(a()) => {}
            std::ops::ControlFlow::Break(n) | std::ops::ControlFlow::Continue(n) = flow() => n,
            else => return,
        }
    }
}
"#,
        expect![[r#"
            use tokio::{join, sync::mpsc};
            async fn a() -> u32 {
                1
            }
            async fn b(n: u32) -> Result<u32, ()> {
                Ok(n)
            }
            async fn main() {
                let (x, y) = tokio::join!(
                    ::tokio::__rt::awaited:: < 1, _ > (a()), ::tokio::__rt::awaited:: < 2, _ >
                    (b(::tokio::__rt::awaited:: < 3, _ > (a()). await))
                );
                let (x, y) = join!(
                    biased; ::tokio::__rt::awaited:: < 5, _ > (a()), ::tokio::__rt::awaited:: < 6, _
                    > (async { ::tokio::__rt::awaited:: < 7, _ > (a()). await })
                );
                let both = futures::try_join!(
                    ::tokio::__rt::awaited:: < 9, _ > (b(1)), ::tokio::__rt::awaited:: < 10, _ >
                    (b(2)),
                );
                let (tx, mut rx) = mpsc::channel::<u32>(1);
                let mut pinned = ::tokio::__rt::std::pin::pin!(a());
                loop {
                    tokio::select! {
                        biased; Some(n) = ::tokio::__rt::awaited:: < 12, _ > (rx.recv()), if
                        n_ok(::tokio::__rt::awaited:: < 13, _ > (a()). await) => {
                        ::tokio::__rt::awaited:: < 14, _ > (a()). await; } _ =
                        ::tokio::__rt::awaited:: < 15, _ > (& mut pinned) => break, _ = & mut
                        ::tokio::__rt::awaited:: < 16, _ > (Box::pin(a())) => {}
                        ::tokio::__rt::std::ops::ControlFlow::Break(n) |
                        ::tokio::__rt::std::ops::ControlFlow::Continue(n) = ::tokio::__rt::awaited::
                        < 17, _ > (flow()) => n, else => return,
                    }
                }
            }
            ---
            0 Group 7:18-7:49 join! in main: tokio::join!(a(), b(a().await))
            1 Branch 7:31-7:34 a in main: a() of 0
            2 Branch 7:36-7:48 b in main: b(a().await) of 0
            3 Await 7:38-7:47 a in main: a()
            4 Group 8:18-8:57 join! in main: join!(biased; a(), async { a().await })
            5 Branch 8:32-8:35 a in main: a() of 4
            6 Branch 8:37-8:56 async block in main: async { a().await } of 4
            7 Await 8:45-8:54 a in main: a()
            8 Group 9:16-9:47 try_join! in main: futures::try_join!(b(1), b(2),)
            9 Branch 9:35-9:39 b in main: b(1) of 8
            10 Branch 9:41-9:45 b in main: b(2) of 8
            11 Group 13:9-20:10 select! in main: tokio::select! { biased; Some(n) =…=> n, else => return, }
            12 Branch 15:23-15:32 recv in main: rx.recv() of 11
            13 Await 15:42-15:51 a in main: a()
            14 Await 15:58-15:67 a in main: a()
            15 Branch 16:17-16:28 pinned in main: &mut pinned of 11
            16 Branch 17:17-17:35 a in main: &mut Box::pin(a()) of 11
            17 Branch 18:84-18:90 flow in main: flow() of 11
        "#]],
    );
}

#[test]
fn the_select_of_futures_keeps_its_branches() {
    check(
        r#"
use futures::{FutureExt, select};
async fn a() -> u32 { 1 }
fn main() {
    block_on(async {
        let mut first = a().fuse();
        select! {
            n = first => a().await,
            n = make(a().await) => n,
            complete => 2,
            default => 3
        };
        futures::select_biased! { n = first => n, };
    });
}
"#,
        expect![[r#"
            use futures::{FutureExt, select};
            async fn a() -> u32 {
                1
            }
            fn main() {
                block_on(
                    ::tokio::__rt::here::<
                        0,
                        _,
                    >(async {
                        let mut first = a().fuse();
                        select! {
                            n = ::tokio::__rt::one_of_several(& mut first) =>
                            ::tokio::__rt::awaited:: < 1, _ > (a()). await, n =
                            ::tokio::__rt::one_of_several(make(::tokio::__rt::awaited:: < 2, _ >
                            (a()). await)) => n, complete => 2, default => 3
                        };
                        futures::select_biased! {
                            n = ::tokio::__rt::one_of_several(& mut first) => n,
                        };
                    }),
                );
            }
            ---
            0 Spawn 5:5-14:7 block_on in main: block_on(async { let mut first = a(…{ n = first => n, }; })
            1 Await 8:26-8:35 a in main: a()
            2 Await 9:22-9:31 a in main: a()
        "#]],
    );
}

#[test]
fn spawns() {
    check(
        r#"
use std::thread;
use tokio::task::JoinSet;
async fn work(n: u32) -> u32 { n }
fn compute() {}
#[tokio::main(worker_threads = 4, start_paused = true)]
async fn main() {
    tokio::spawn(work(1));
    let ticker = tokio::spawn(async { work(1).await; work(2).await });
    let handle = tokio::spawn(async move { work(1).await });
    let mut handles = vec![];
    for n in 0..3 {
        handles.push(tokio::spawn(async move { tx.send(work(n).await).await.unwrap(); }));
    }
    let all: Vec<_> = (0..3).map(|n| tokio::spawn(async move { println!("{n}"); n })).collect();
    let mut set = JoinSet::new();
    while set.len() < 3 { set.spawn(Box::pin(work(2))); }
    tokio::task::spawn_blocking(compute);
    tokio::task::spawn_blocking(move || compute());
    thread::spawn(|| println!("thread"));
    std::thread::scope(|s| { s.spawn(|_| compute()); });
    tokio::spawn(async move { loop { work(1).await; } });
    let mut fut = work(1);
    tokio::spawn(fut).await.unwrap();
    Runtime::new().unwrap().block_on(async { work(1).await; work(2).await });
    runtime.block_on(work(3));
    let abort = tokio::spawn(async { work(1).await; }).abort_handle();
}
"#,
        expect![[r#"
            use ::tokio::__rt::std::thread;
            use tokio::task::JoinSet;
            async fn work(n: u32) -> u32 {
                n
            }
            fn compute() {}
            async fn main() {
                tokio::spawn(::tokio::__rt::here::<0, _>(work(1)));
                let ticker = tokio::spawn(
                    ::tokio::__rt::here::<
                        1,
                        _,
                    >(async {
                        ::tokio::__rt::awaited::<2, _>(work(1)).await;
                        ::tokio::__rt::awaited::<3, _>(work(2)).await
                    }),
                );
                let handle = tokio::spawn(
                    ::tokio::__rt::here::<
                        4,
                        _,
                    >(async move { ::tokio::__rt::awaited::<5, _>(work(1)).await }),
                );
                let mut handles = vec![];
                for n in 0..3 {
                    handles
                        .push(
                            tokio::spawn(
                                ::tokio::__rt::here::<
                                    6,
                                    _,
                                >(async move {
                                    ::tokio::__rt::awaited::<
                                        7,
                                        _,
                                    >(tx.send(::tokio::__rt::awaited::<8, _>(work(n)).await))
                                        .await
                                        .unwrap();
                                }),
                            ),
                        );
                }
                let all: Vec<_> = (0..3)
                    .map(|n| tokio::spawn(
                        ::tokio::__rt::here::<
                            9,
                            _,
                        >(async move {
                            ::tokio::__rt::println!(10, "{n}");
                            n
                        }),
                    ))
                    .collect();
                let mut set = JoinSet::new();
                while set.len() < 3 {
                    set.spawn(::tokio::__rt::here::<11, _>(Box::pin(work(2))));
                }
                tokio::task::spawn_blocking(::tokio::__rt::here::<12, _>(compute));
                tokio::task::spawn_blocking(::tokio::__rt::here::<13, _>(move || compute()));
                thread::spawn(
                    ::tokio::__rt::here::<14, _>(|| ::tokio::__rt::println!(15, "thread")),
                );
                ::tokio::__rt::std::thread::scope(|s| {
                    s.spawn({
                        ::tokio::__rt::here::<16, _>(());
                        |_| compute()
                    });
                });
                tokio::spawn(
                    ::tokio::__rt::here::<
                        17,
                        _,
                    >(async move {
                        loop {
                            ::tokio::__rt::awaited::<18, _>(work(1)).await;
                        }
                    }),
                );
                let mut fut = ::tokio::__rt::created::<19, _>(work(1));
                ::tokio::__rt::awaited::<20, _>(tokio::spawn(::tokio::__rt::here::<21, _>(fut)))
                    .await
                    .unwrap();
                Runtime::new()
                    .unwrap()
                    .__block_on(
                        ::tokio::__rt::here::<
                            22,
                            _,
                        >(async {
                            ::tokio::__rt::awaited::<23, _>(work(1)).await;
                            ::tokio::__rt::awaited::<24, _>(work(2)).await
                        }),
                    )
                    .await;
                runtime.__block_on(::tokio::__rt::here::<25, _>(work(3))).await;
                let abort = tokio::spawn(
                        ::tokio::__rt::here::<
                            26,
                            _,
                        >(async {
                            ::tokio::__rt::awaited::<27, _>(work(1)).await;
                        }),
                    )
                    .abort_handle();
            }
            ---
            0 Spawn 8:5-8:26 work in main: tokio::spawn(work(1))
            1 Spawn 9:18-9:70 ticker in main: tokio::spawn(async { work(1).await; work(2).await })
            2 Await 9:39-9:52 work in main: work(1)
            3 Await 9:54-9:67 work in main: work(2)
            4 Spawn 10:18-10:60 work in main: tokio::spawn(async move { work(1).await })
            5 Await 10:44-10:57 work in main: work(1)
            6 Spawn 13:22-13:89 work in main: tokio::spawn(async move { tx.send….await).await.unwrap(); }) (many)
            7 Await 13:48-13:76 send in main: tx.send(work(n).await)
            8 Await 13:56-13:69 work in main: work(n)
            9 Spawn 15:38-15:85 main task in main: tokio::spawn(async move { println!("{n}"); n }) (many)
            10 Print 15:64-15:79 println! in main: println!("{n}")
            11 Spawn 17:27-17:55 work in main: set.spawn(Box::pin(work(2))) (many)
            12 Spawn 18:5-18:41 compute in main: tokio::task::spawn_blocking(compute)
            13 Spawn 19:5-19:51 compute in main: tokio::task::spawn_blocking(move || compute())
            14 Spawn 20:5-20:41 main task in main: thread::spawn(|| println!("thread"))
            15 Print 20:22-20:40 println! in main: println!("thread")
            16 Spawn 21:30-21:52 compute in main: s.spawn(|_| compute())
            17 Spawn 22:5-22:57 main task in main: tokio::spawn(async move { loop { work(1).await; } })
            18 Await 22:38-22:51 work in main: work(1)
            19 Future 23:19-23:26 work in main: work(1)
            20 Await 24:5-24:28 spawn in main: tokio::spawn(fut)
            21 Spawn 24:5-24:22 main task in main: tokio::spawn(fut)
            22 Spawn 25:5-25:77 block_on in main: Runtime::new().unwrap().block_on(as….await; work(2).await })
            23 Await 25:46-25:59 work in main: work(1)
            24 Await 25:61-25:74 work in main: work(2)
            25 Spawn 26:5-26:30 work in main: runtime.block_on(work(3))
            26 Spawn 27:17-27:55 work in main: tokio::spawn(async { work(1).await; })
            27 Await 27:38-27:51 work in main: work(1)
        "#]],
    );
}

#[test]
fn prints() {
    check(
        r#"
fn main() {
    println!();
    println!("{} {name}", 1, name = 2);
    std::eprintln!("x");
    print!{"a"}
    eprint!("{}", "b",);
    let n = dbg!(1 + f( 2 ));
    let (a, b) = dbg!(n, "two");
    dbg!();
    log::println!("not ours");
}
"#,
        expect![[r#"
            fn main() {
                ::tokio::__rt::println!(0);
                ::tokio::__rt::println!(1, "{} {name}", 1, name = 2);
                ::tokio::__rt::eprintln!(2, "x");
                ::tokio::__rt::print!(3, "a")
                ::tokio::__rt::eprint!(4, "{}", "b");
                let n = ::tokio::__rt::dbg!(5, "1 + f( 2 )", 1 + f(2));
                let (a, b) = ::tokio::__rt::dbg!(6, "n", n, "\"two\"", "two");
                ::tokio::__rt::dbg!(7);
                log::println!("not ours");
            }
            ---
            0 Print 3:5-3:15 println! in main: println!()
            1 Print 4:5-4:39 println! in main: println!("{} {name}", 1, name = 2)
            2 Print 5:5-5:24 eprintln! in main: std::eprintln!("x")
            3 Print 6:5-6:16 print! in main: print!{"a"}
            4 Print 7:5-7:24 eprint! in main: eprint!("{}", "b",)
            5 Print 8:13-8:29 dbg! in main: dbg!(1 + f( 2 ))
            6 Print 9:18-9:32 dbg! in main: dbg!(n, "two")
            7 Print 10:5-10:11 dbg! in main: dbg!()
        "#]],
    );
}

#[test]
fn futures_that_are_kept() {
    check(
        r#"
struct S;
trait T { async fn step(&self) {} }
impl S {
    async fn go(&self) {}
    async fn send(&self) {}
    async fn run(&self) { self.send(); let later = self.go(); later.await; }
}
mod api { pub async fn get() {} }
async fn work() -> u32 { 1 }
async fn sleep() {}
#[tokio::main]
async fn main() {
    let first = work();
    let block = async { 1 };
    let mut moved = async move { 2 };
    let _ = work();
    let _kept = api::get();
    #[allow(unused_must_use)] // rustc warns here
    work();
    S.go();
    tx.send();
    let timer = tokio::time::sleep();
    drop(work());
    let result = work().await;
    let boxed = Box::pin(work());
    let typed: Thing = work();
    let mut again = work();
    again = work();
    let measured = work();
    println!("{}", std::mem::size_of_val(&measured));
    tokio::pin! { let pinned = work(); }
    let operation = work();
    tokio::pin!(operation);
    operation.set(work());
    for _ in 0..2 { let inner = work(); }
}
"#,
        expect![[r#"
            struct S;
            trait T {
                async fn step(&self) {}
            }
            impl S {
                async fn go(&self) {}
                async fn send(&self) {}
                async fn run(&self) {
                    ::tokio::__rt::created::<0, _>(self.send());
                    let later = ::tokio::__rt::created::<1, _>(self.go());
                    ::tokio::__rt::awaited::<2, _>(later).await;
                }
            }
            mod api {
                pub async fn get() {}
            }
            async fn work() -> u32 {
                1
            }
            async fn sleep() {}
            async fn main() {
                let first = ::tokio::__rt::created::<3, _>(work());
                let block = ::tokio::__rt::created::<4, _>(async { 1 });
                let mut moved = ::tokio::__rt::created::<5, _>(async move { 2 });
                let _ = ::tokio::__rt::created::<6, _>(work());
                let _kept = ::tokio::__rt::created::<7, _>(api::get());
                #[allow(unused_must_use)] ::tokio::__rt::created::<8, _>(work());
                ::tokio::__rt::created::<9, _>(S.go());
                tx.send();
                let timer = tokio::time::sleep();
                drop(work());
                let result = ::tokio::__rt::awaited::<10, _>(work()).await;
                let boxed = Box::pin(work());
                let typed: Thing = work();
                let mut again = work();
                again = work();
                let measured = work();
                ::tokio::__rt::println!(11, "{}", ::tokio::__rt::std::mem::size_of_val(&measured));
                tokio::pin! {
                    let pinned = ::tokio::__rt::created:: < 12, _ > (work());
                }
                let operation = work();
                tokio::pin!(operation);
                operation.set(work());
                for _ in 0..2 {
                    let inner = ::tokio::__rt::created::<13, _>(work());
                }
            }
            ---
            0 Future 7:27-7:38 send in S::run: self.send()
            1 Future 7:52-7:61 go in S::run: self.go()
            2 Await 7:63-7:74 later in S::run: later
            3 Future 14:17-14:23 work in main: work()
            4 Future 15:17-15:28 block in main: async { 1 }
            5 Future 16:21-16:37 moved in main: async move { 2 }
            6 Future 17:13-17:19 work in main: work()
            7 Future 18:17-18:27 get in main: api::get()
            8 Future 20:5-20:11 work in main: work()
            9 Future 21:5-21:11 go in main: S.go()
            10 Await 25:18-25:30 work in main: work()
            11 Print 31:5-31:53 println! in main: println!("{}", std::mem::size_of_val(&measured))
            12 Future 32:32-32:38 work in main: work()
            13 Future 36:33-36:39 work in main: work() (many)
        "#]],
    );
}

#[test]
fn paths_of_std() {
    check(
        r#"
use std::{fmt, time::{Duration, Instant}};
use ::std::sync::*;
use {std::thread, tokio::time};
use core::cell::Cell;
macro_rules! now {
    ($x:expr) => { { use std::mem; println!("{} {:?}", $x, std::time::Instant::now()); ::std::mem::drop($x) } };
}
#[derive(Debug)]
struct Own(std::vec::Vec<<std::vec::Vec<u8> as std::iter::IntoIterator>::Item>);
impl std::future::Future for Own {
    type Output = <u8 as ::std::ops::Add>::Output;
    fn poll(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<u8> {
        std::task::Poll::Ready(1)
    }
}
thread_local! { static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) }; }
fn main() {
    match std::env::var("x") { std::result::Result::Ok(x) => {} _ => {} }
    std::assert!(std::f64::consts::PI > 3.0);
    unknown!(std::x, a::std::y, self.std, 'std, x as ::std::z);
    let f: fn() -> std::io::Result<()> = <std::fs::File as std::io::Read>::read;
}
"#,
        expect![[r#"
            use ::tokio::__rt::std::{fmt, time::{Duration, Instant}};
            use ::tokio::__rt::std::sync::*;
            use {tokio::__rt::std::thread, tokio::time};
            use core::cell::Cell;
            macro_rules! now {
                ($x:expr) => {
                    { use ::tokio::__rt::std::mem; ::tokio::__rt::println!(0, "{} {:?}", $x,
                    ::tokio::__rt::std::time::Instant::now()); ::tokio::__rt::std::mem::drop($x) }
                };
            }
            #[derive(Debug)]
            struct Own(
                ::tokio::__rt::std::vec::Vec<
                    <::tokio::__rt::std::vec::Vec<
                        u8,
                    > as ::tokio::__rt::std::iter::IntoIterator>::Item,
                >,
            );
            impl ::tokio::__rt::std::future::Future for Own {
                type Output = <u8 as ::tokio::__rt::std::ops::Add>::Output;
                fn poll(
                    self: ::tokio::__rt::std::pin::Pin<&mut Self>,
                    _: &mut ::tokio::__rt::std::task::Context<'_>,
                ) -> ::tokio::__rt::std::task::Poll<u8> {
                    ::tokio::__rt::std::task::Poll::Ready(1)
                }
            }
            ::tokio::__rt::__thread_local! {
                static COUNT : ::tokio::__rt::std::cell::Cell < u32 > = const {
                ::tokio::__rt::std::cell::Cell::new(0) };
            }
            fn main() {
                match ::tokio::__rt::std::env::var("x") {
                    ::tokio::__rt::std::result::Result::Ok(x) => {}
                    _ => {}
                }
                ::tokio::__rt::std::assert!(::tokio::__rt::std::f64::consts::PI > 3.0);
                unknown!(
                    ::tokio::__rt::std::x, a::std::y, self.std, 'std, x as ::tokio::__rt::std::z
                );
                let f: fn() -> ::tokio::__rt::std::io::Result<()> = <::tokio::__rt::std::fs::File as ::tokio::__rt::std::io::Read>::read;
            }
            async fn __blocking_main() {
                match ::tokio::__rt::std::env::var("x") {
                    ::tokio::__rt::std::result::Result::Ok(x) => {}
                    _ => {}
                }
                if !(::tokio::__rt::std::f64::consts::PI > 3.0) {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            1,
                        >(::std::format_args!("assertion failed: {}", "std::f64::consts::PI > 3.0"));
                        __panic
                    }
                        .await
                    {}
                }
                unknown!(
                    ::tokio::__rt::std::x, a::std::y, self.std, 'std, x as ::tokio::__rt::std::z
                );
                let f: fn() -> ::tokio::__rt::std::io::Result<()> = <::tokio::__rt::std::fs::File as ::tokio::__rt::std::io::Read>::read;
            }
            ---
            0 Print 7:36-7:86 println! in : println!("{} {:?}", $x, std::time::Instant::now())
            1 Panic 20:5-20:45 assert! in main: std::assert!(std::f64::consts::PI > 3.0)
        "#]],
    );
}

#[test]
fn knobs_and_costs() {
    check(
        r#"
use std::time::Duration;
const DELAY_MS: u64 = 2_00; // knob 50..=1_000 step 50: how long: really
pub const SHIFT: i32 = -5; // knob -10..=10
const PLAIN: u64 = 3; // no knob
struct Config { delay: u64 }

// cost: 1.5ms
/// Hashes.
#[inline]
fn hash() -> u64 { DELAY_MS }

impl Config {
    /// Polls.
    // cost: DELAY_MS ms
    // (about)
    pub async fn poll(&self) { const STEPS: usize = 2; // knob 1..=9: steps
        for _ in 0..STEPS {} }
}

#[tokio::main]
async fn main() {
    sleep(Duration::from_millis(DELAY_MS)).await;
    println!("{DELAY_MS:>5} {} {0:>STEPS$}", SHIFT);
    let text = format!("{DELAY_MS} {DELAY_MS}", DELAY_MS = 4);
    assert!(SHIFT < 3, "{SHIFT}",);
    log!(DELAY_MS, Self::DELAY_MS, 0..SHIFT);
    let s = "// cost: 3ms // knob";
    let many = vec![PLAIN; STEPS];
    let x = if DELAY_MS as f64 > 2.0 { -SHIFT } else { SHIFT.abs() };
}
"#,
        expect![[r#"
            use ::tokio::__rt::std::time::Duration;
            #[allow(dead_code)]
            const DELAY_MS: u64 = 2_00;
            #[allow(dead_code)]
            pub const SHIFT: i32 = -5;
            const PLAIN: u64 = 3;
            struct Config {
                delay: u64,
            }
            /// Hashes.
            #[inline]
            fn hash() -> u64 {
                ::tokio::__rt::cost(1500, 0);
                (::tokio::__rt::knob(0) as u64)
            }
            impl Config {
                /// Polls.
                pub async fn poll(&self) {
                    ::tokio::__rt::__cost((::tokio::__rt::knob(0) as u64) * 1000, 1).await;
                    #[allow(dead_code)]
                    const STEPS: usize = 2;
                    for _ in 0..(::tokio::__rt::knob(2) as usize) {}
                }
            }
            async fn main() {
                ::tokio::__rt::awaited::<
                    2,
                    _,
                >(sleep(Duration::from_millis((::tokio::__rt::knob(0) as u64))))
                    .await;
                ::tokio::__rt::println!(
                    3,
                    "{DELAY_MS:>5} {} {0:>STEPS$}",
                    (::tokio::__rt::knob(1) as i32),
                    DELAY_MS = (::tokio::__rt::knob(0) as u64),
                    STEPS = (::tokio::__rt::knob(2) as usize),
                );
                let text = format!("{DELAY_MS} {DELAY_MS}", DELAY_MS = 4);
                if !((::tokio::__rt::knob(1) as i32) < 3) {
                    match {
                        let __panic = ::tokio::__rt::panicking::<
                            4,
                        >(::std::format_args!("{SHIFT}", SHIFT = (::tokio::__rt::knob(1) as i32)));
                        __panic
                    }
                        .await
                    {}
                }
                log!(
                    (::tokio::__rt::knob(0) as u64), Self::DELAY_MS, 0.. (::tokio::__rt::knob(1) as
                    i32)
                );
                let s = "// cost: 3ms // knob";
                let many = vec![PLAIN; (::tokio::__rt::knob(2) as usize)];
                let x = if (::tokio::__rt::knob(0) as u64) as f64 > 2.0 {
                    -(::tokio::__rt::knob(1) as i32)
                } else {
                    (::tokio::__rt::knob(1) as i32).abs()
                };
            }
            ---
            0 Cost 8:1-8:15 hash in hash: cost: 1.5ms
            1 Cost 15:5-15:25 poll in Config::poll: cost: DELAY_MS ms
            2 Await 23:5-23:49 sleep in main: sleep(Duration::from_millis(DELAY_MS))
            3 Print 24:5-24:52 println! in main: println!("{DELAY_MS:>5} {} {0:>STEPS$}", SHIFT)
            4 Panic 26:5-26:35 assert! in main: assert!(SHIFT < 3, "{SHIFT}",)
            Knob { name: "DELAY_MS", default: 200, min: 50, max: 1000, step: 50, about: "how long: really", line: 3 }
            Knob { name: "SHIFT", default: -5, min: -10, max: 10, step: 1, about: "", line: 4 }
            Knob { name: "STEPS", default: 2, min: 1, max: 9, step: 1, about: "steps", line: 17 }
        "#]],
    );
}

#[test]
fn tests_and_inner_attributes_are_dropped() {
    check(
        r#"#![allow(dead_code)]
//! Docs.
mod inner {
    //! Inner docs.
    pub fn f() { println!("f"); }
    #[cfg(test)]
    mod tests { // cost: nonsense
    }
}
#[tokio::test(start_paused = true)]
async fn check() { // knob nonsense
}
#[cfg(not(test))]
fn main() { inner::f() }
"#,
        expect![[r#"
            mod inner {
                pub fn f() {
                    ::tokio::__rt::println!(0, "f");
                }
            }
            #[cfg(not(test))]
            fn main() {
                inner::f()
            }
            ---
            0 Print 5:18-5:31 println! in f: println!("f")
        "#]],
    );
}

#[test]
fn awaits_in_unknown_macros_are_reported() {
    check(
        r#"
macro_rules! twice { ($e:expr) => { { $e.await; $e.await } }; }
#[tokio::main]
async fn main() {
    twice!(work());
    custom!({
        work().await
    });
}
"#,
        expect![[r#"
            macro_rules! twice {
                ($e:expr) => {
                    { $e . await; $e . await }
                };
            }
            async fn main() {
                twice!(work());
                custom!({ work(). await });
            }
            ---
            unmarked 2: awaits in macro_rules! are not marked: its grammar is not known
            unmarked 7: awaits in custom! are not marked: its grammar is not known
        "#]],
    );
}

#[test]
fn the_tables_are_ordinary_items() {
    let source = "const N: i8 = -1; // knob -3..=3: a \"n\"\n#[tokio::main]\nasync fn main() { tokio::join!(f(N)); }";
    let markup = mark_up(source, "program.rs").unwrap();
    let (_, tables) =
        markup.code.split_once("pub static __PROGRAM_PACKED").expect("the tables follow");
    expect![[r#"
        : &str = "G3 19 0 37 18\tjoin!\tmain\nB0 32 0 36 4 0\tf\t=\nK-1 -3 3 1 1\tN\ta \"n\"\n";
        pub fn __program_main() -> ::tokio::__rt::Main {
            ::tokio::__rt::main_on_workers(0, main())
        }
    "#]]
    .assert_eq(tables);
}

#[test]
fn statics_of_threads_without_a_semicolon() {
    check(
        "thread_local!(static A: u8 = 1);
        #[tokio::main]
        async fn main() { thread_local! { static B: u8 = 2 } }",
        expect![[r#"
            ::tokio::__rt::__thread_local!(static A : u8 = 1);
            async fn main() {
                ::tokio::__rt::__thread_local! {
                    static B : u8 = 2
                }
            }
            ---
        "#]],
    );
}

#[test]
fn functions_with_a_runtime_of_their_own() {
    check(
        "#[tokio::main(flavor = \"local\", name = \"x\")]
        async fn main() {}
        #[tokio::main(flavor = \"current_thread\")]
        async fn other(n: u32) -> Result<u32, ()> { work().await?; Ok(n) }",
        expect![[r#"
            async fn main() {}
            fn other(n: u32) -> Result<u32, ()> {
                ::tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("Failed building the Runtime")
                    .block_on(
                        ::tokio::__rt::here::<
                            0,
                            _,
                        >(async {
                            ::tokio::__rt::awaited::<1, _>(work()).await?;
                            Ok(n)
                        }),
                    )
            }
            ---
            0 Spawn 4:18-4:23 block_on in other: other
            1 Await 4:53-4:65 work in other: work()
        "#]],
    );
}

#[test]
fn panics_that_are_caught_unwind() {
    check(
        "use futures::FutureExt;
        #[tokio::main]
        async fn main() { async { panic!(\"caught\") }.catch_unwind().await; }",
        expect![[r#"
            use futures::FutureExt;
            async fn main() {
                ::tokio::__rt::awaited::<0, _>(async { panic!("caught") }.catch_unwind()).await;
            }
            ---
            0 Await 3:27-3:74 catch_unwind in main: async { panic!("caught") }.catch_unwind()
        "#]],
    );
}

/// The marked-up code, with turns of loops counted.
fn counted(source: &str) -> String {
    let options = instrument::Options { blocking: true, loops: true, ..Default::default() };
    let markup = instrument::mark_up_with(source, "p.rs", &options);
    markup.unwrap_or_else(|error| panic!("{error}")).code
}

#[test]
fn turns_of_loops_are_counted_where_code_can_run() {
    let code = counted(
        "const fn table() -> u8 { let mut n = 0; while n < 9 { n += 1; } n }\n\
         const N: u8 = { let mut n = 0; loop { n += 1; if n > 5 { break n; } } };\n\
         fn main() {\n    for _ in 0..table() {\n        'a: while N > 1 { break 'a; }\n    }\n    loop {}\n}",
    );
    let lines: Vec<&str> = code.matches("::runner::turn(").collect();
    assert_eq!(lines.len(), 3, "{code}");
    for line in [4, 5, 7] {
        assert!(code.contains(&format!("::runner::turn({line});")), "{line}: {code}");
    }
    assert!(!mark_up("fn main() { loop {} }", "p.rs").expect("it parses").code.contains("runner"));
}

#[test]
fn a_runtime_has_any_name() {
    let checked = |head: &str| {
        let source = format!("{head}\nasync fn main() {{ rt::spawn(async {{}}); }}");
        let markup = mark_up(&source, "p.rs").unwrap_or_else(|error| panic!("{head}: {error}"));
        assert!(!markup.code.contains("flavor"), "{}", markup.code);
        markup.flavor.scheduler
    };
    use instrument::Scheduler::{CurrentThread, MultiThread};
    assert_eq!(
        checked("use tokio as rt;\n#[rt::main(flavor = \"current_thread\")]"),
        CurrentThread
    );
    assert_eq!(checked("extern crate tokio as rt;\n#[rt::main]"), MultiThread);
    assert_eq!(checked("use tokio::{self as rt, main as entry};\n#[entry]"), MultiThread);
}

#[test]
fn locks_of_parking_lot_are_awaited() {
    let code = |source: &str| mark_up(source, "p.rs").expect("it parses").code;
    let found = code(
        "use parking_lot::{Condvar, Mutex};\nstruct A { m: Mutex<u8>, c: Condvar }\n\
         impl A { fn f(&self) { let mut g = self.m.lock(); self.c.wait(&mut g); *g += 1; } }\n\
         fn main() { A { m: Mutex::new(1), c: Condvar::new() }.f(); }",
    );
    assert!(found.contains("self.m.__lock().await"), "{found}");
    assert!(found.contains("self.c.__wait(&mut g).await"), "{found}");
    let tokio = code(
        "use tokio::sync::Mutex;\nfn f(x: impl Fn() -> Mutex<u8>) { drop(x().lock()); }\n\
         mod a { use parking_lot::Mutex; fn g(m: &Mutex<u8>) { drop(m.lock()); } }\nfn main() {}",
    );
    assert!(!tokio.contains("x().__lock"), "{tokio}");
}

#[test]
fn streams_that_yield_are_marked() {
    let markup = mark_up(
        "use async_stream::stream;\nfn s() -> impl Sized { stream! { one().await; yield 1; } }\n\
         async fn one() {}\nfn main() {}",
        "p.rs",
    )
    .expect("it parses");
    assert!(markup.unmarked.is_empty(), "{:?}", markup.unmarked);
    let code = markup.code.replace(' ', "");
    assert!(code.contains("__rt::awaited::<0,_>(one()).await;"), "{code}");
}
