//! Programs do the same whether marked up or not. This is where types, temporaries, drop order and
//! control flow are put to the test.

mod running;

use expect_test::{Expect, expect};
use instrument::Options;

/// None of these programs blocks, so it does not matter what becomes of one that does.
fn check(name: &str, source: &str, expected: Expect) {
    let blocking = Options { blocking: true, unwraps: true, ..Options::default() };
    running::check(&[Options::default(), blocking], name, source, &expected);
}

#[test]
fn tasks_joins_and_selects() {
    check(
        "tasks",
        r#"
use std::time::Duration;
use tokio::task::{self, JoinHandle};

const TASKS: u32 = 2; // knob 1..=3: how many
const WIDTH: usize = 1; // knob 1..=4

async fn work(id: u32) -> Result<u32, String> {
    for step in 0..2 {
        println!("{id}.{step} {TASKS:>WIDTH$}");
        task::yield_now().await;
    }
    if id == 9 { Err("nine".to_owned()) } else { Ok(id) }
}

async fn sum(ids: &[u32]) -> Result<u32, String> {
    let mut total = 0;
    for id in ids {
        total += work(*id).await?;
    }
    Ok(total)
}

// cost: 1.5ms
fn compute(n: u64) -> u64 { n * 2 }

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let handles: Vec<JoinHandle<_>> = (0..TASKS).map(|id| tokio::spawn(work(id))).collect();
    let mut got = Vec::new();
    for handle in handles {
        got.push(handle.await.expect("no panic").unwrap());
    }
    println!("{got:?}");
    let (a, b) = tokio::join!(work(7), async { work(8).await.map(|n| n + 1) });
    println!("{:?} {:?}", a, b);
    println!("{:?} {:?}", sum(&[1, 2]).await, sum(&[9, 1]).await);
    let forgotten = work(5);
    work(6);
    let mut later = Box::pin(work(4));
    let first = tokio::select! {
        biased;
        _ = task::yield_now(), if false => "never",
        Ok(n) = &mut later => { println!("later {n}"); "later" }
    };
    println!("{first}");
    let doubled = task::spawn_blocking(move || compute(21)).await.unwrap();
    assert_eq!(dbg!(doubled), 42, "{WIDTH}");
    drop(forgotten);
}
"#,
        expect![[r#"
            0.0    3
            1.0    3
            2.0    3
            0.1    3
            1.1    3
            2.1    3
            [0, 1, 2]
            7.0    3
            7.1    3
            8.0    3
            8.1    3
            Ok(7) Ok(9)
            1.0    3
            1.1    3
            2.0    3
            2.1    3
            9.0    3
            9.1    3
            Ok(3) Err("nine")
            4.0    3
            4.1    3
            later 4
            later
            ---
            cost 1500
            doubled = 42
        "#]],
    );
}

#[test]
fn temporaries_and_drops_keep_their_order() {
    check(
        "drops",
        r#"
struct Noisy(&'static str);
impl Drop for Noisy {
    fn drop(&mut self) { println!("drop {}", self.0); }
}
impl Noisy {
    async fn name(&self) -> &'static str { println!("name {}", self.0); self.0 }
    fn lend(&self) -> &Self { self }
}
async fn take(noisy: Noisy, _also: &Noisy) -> usize { println!("take {}", noisy.0); noisy.0.len() }
async fn early(stop: bool) -> Option<u32> {
    let _guard = Noisy("guard");
    let found = if stop { None } else { Some(1) };
    let n = async { found }.await?;
    Some(n)
}
#[tokio::main]
async fn main() {
    let n = Noisy("temporary").lend().name().await.len();
    println!("after {n}");
    match Noisy("scrutinee").lend().name().await { name => println!("arm {name}") }
    println!("{}", take(Noisy("moved"), &Noisy("lent")).await);
    println!("{:?} {:?}", early(true).await, early(false).await);
    let _ = take(Noisy("dropped at once"), &Noisy("argument"));
    println!("before");
    let kept = async { Noisy("never made").name().await };
    tokio::join!(Noisy("in a branch").lend().name(), async { println!("second"); });
    let owned = Noisy("captured");
    let future = async move { owned.name().await };
    drop(future);
    println!("end");
}
"#,
        expect![[r#"
            name temporary
            drop temporary
            after 9
            name scrutinee
            arm scrutinee
            drop scrutinee
            take moved
            drop moved
            5
            drop lent
            drop guard
            drop guard
            None Some(1)
            drop dropped at once
            drop argument
            before
            name in a branch
            second
            drop in a branch
            drop captured
            end
            ---
        "#]],
    );
}

#[test]
fn types_are_inferred_as_before() {
    check(
        "types",
        r#"
use std::{collections::HashMap, future::Future, pin::Pin};
use std::rc::Rc;

type Boxed = Pin<Box<dyn Future<Output = u32>>>;
struct Executor { queue: Vec<Boxed> }
impl Executor {
    fn spawn(&mut self, task: Boxed) { self.queue.push(task); }
    fn spawn_local(&mut self, f: impl Fn(&str) -> usize) -> usize { f("four") }
}
trait Step { async fn step(&self) -> u32; }
impl Step for u32 { async fn step(&self) -> u32 { *self + 1 } }
async fn generic<T: Step>(t: T) -> u32 { t.step().await }
async fn one() -> u32 { 1 }
fn recursive(n: u32) -> Boxed {
    Box::pin(async move { if n == 0 { 0 } else { n + recursive(n - 1).await } })
}
async fn parse<T: std::str::FromStr>(text: &str) -> Result<T, T::Err> { text.parse() }
struct Ready(u32);
impl std::future::IntoFuture for Ready {
    type Output = u32;
    type IntoFuture = <Boxed as std::future::IntoFuture>::IntoFuture;
    fn into_future(self) -> Self::IntoFuture { Box::pin(async move { self.0 }) }
}
macro_rules! shout { ($($t:tt)*) => { println!("{}!", format!($($t)*)) }; }

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut executor = Executor { queue: Vec::new() };
    executor.spawn(Box::pin(async { 3 }));
    executor.spawn(Box::pin(one()));
    println!("{}", executor.spawn_local(|text| text.len()));
    let mut results = Vec::new();
    for task in executor.queue.drain(..) { results.push(task.await); }
    let shared = Rc::new(5);
    let mut map = HashMap::new();
    map.insert("generic", generic(*shared).await);
    println!("{results:?} {map:?} {} {}", recursive(3).await, Ready(6).await);
    let number: i64 = parse("12").await?;
    let byte = parse::<u8>("7").await?;
    let a = one();
    let b = one();
    let both = vec![a, b];
    for future in both { println!("{}", future.await); }
    let mut slot = one();
    println!("{}", std::mem::size_of_val(&slot) < 16);
    slot = one();
    std::thread::scope(|scope| { scope.spawn(|| println!("thread")).join().unwrap(); });
    shout!("{number} {byte}");
    let text = parse::<u8>("x").await.map_err(|error| error.to_string());
    println!("{}", matches!(parse::<u8>("300").await, Err(_) if text.is_err()));
    std::println!("{}", tokio::runtime::block_on(async { vec![one().await; 2].len() }));
    parse::<u8>("no").await?;
    println!("never printed");
    Ok(())
}
"#,
        expect![[r#"
            4
            [3, 1] {"generic": 6} 6 6
            1
            1
            true
            thread
            12 7!
            true
            2
            ---
        "#]],
    );
}

#[test]
fn a_program_with_its_own_executor() {
    check(
        "own",
        r#"
use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

const ROUNDS: u32 = 1; // knob 1..=2

struct Count(Cell<u32>);
impl Future for &Count {
    type Output = u32;
    // cost: ROUNDS us
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        self.0.set(self.0.get() + 1);
        cx.waker().wake_by_ref();
        if self.0.get() > ROUNDS { Poll::Ready(self.0.get()) } else { Poll::Pending }
    }
}
struct Print;
impl Wake for Print {
    fn wake(self: Arc<Self>) { println!("wake"); }
}
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Print));
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) { return output; }
    }
}
fn main() {
    let count = Count(Cell::new(0));
    let counting = async { (&count).await + 1 };
    println!("{}", block_on(counting));
    let (a, b) = dbg!(1 + 1, "b");
}
"#,
        expect![[r#"
            wake
            wake
            wake
            4
            ---
            cost 2
            cost 2
            cost 2
            1 + 1 = 2
            "b" = "b"
        "#]],
    );
}
