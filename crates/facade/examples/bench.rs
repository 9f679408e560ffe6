//! What recording costs: `cargo run --release -p facade --example bench`.
//!
//! Each figure is the median of several rounds; what is compared is measured in turns, so that a
//! machine that slows down slows both.

#![allow(clippy::print_stdout, reason = "it prints its table")]

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use engine::{Limits, Main, Program, Settings, simulate};
use facade as tokio;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use tokio::__rt::{self, awaited};
use tokio::time::sleep;
use trace::{Cursor, Event, EventKind, Listing, Trace};

const ROUNDS: usize = 15;
const TASKS: usize = 100;
const YIELDS: u32 = 1_000;
const POLLS: f64 = (TASKS * (YIELDS as usize + 1)) as f64;
const SLEEPERS: usize = 10_000;

fn main() {
    println!("{:<58} {:>12} {:>10}", "", "measured", "budget");
    recording();
    room();
    sleepers();
    seeking();
}

fn line(what: &str, measured: &str, budget: &str) {
    println!("{what:<58} {measured:>12} {budget:>10}");
}

/// Yields by waking itself, the cheapest thing that a poll can do.
struct Yields(u32);

impl Future for Yields {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

fn recorded() -> Main {
    __rt::main(async {
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| tokio::spawn(async { awaited::<0, _>(Yields(YIELDS)).await }))
            .collect();
        for task in tasks {
            let _ = awaited::<1, _>(task).await;
        }
    })
}

fn bare() {
    let mut pool = LocalPool::new();
    let tasks: Vec<_> =
        (0..TASKS).map(|_| pool.spawner().spawn_local_with_handle(Yields(YIELDS))).collect();
    pool.run_until(async {
        for task in tasks {
            task.expect("the pool is there").await;
        }
    });
}

fn run(main: fn() -> Main) -> Rc<RefCell<Trace>> {
    let program = Program::new(Listing::plain("bench", ""), main);
    let limits = Limits { events: usize::MAX, polls: u32::MAX, tasks: usize::MAX, time: u64::MAX };
    simulate(program, Settings { limits, ..Settings::default() })
}

fn timed<T>(body: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let result = black_box(body());
    (begin.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A poll with its start, its end, its wake and one await, against a poll that nobody records.
fn recording() {
    let (mut ours, mut theirs, mut events) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let (time, trace) = timed(|| run(recorded));
        events = trace.borrow().len();
        // Freeing the trace is no part of it.
        drop(trace);
        ours.push(time);
        theirs.push(timed(bare).0);
    }
    let (ours, theirs) = (median(ours).as_secs_f64(), median(theirs).as_secs_f64());
    let nanos = |seconds: f64| format!("{:.0} ns", seconds * 1e9 / POLLS);
    line("a bare poll (futures::executor::LocalPool)", &nanos(theirs), "");
    line("a recorded poll, with its wake and one await", &nanos(ours), "");
    line("ratio", &format!("{:.2}", ours / theirs), "3");
    line("events a second", &format!("{:.1} M", events as f64 / ours / 1e6), "");
}

fn room() {
    let trace = run(recorded);
    let trace = trace.borrow();
    let texts: usize = trace
        .events()
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::TaskSpawn { name, .. } => Some(trace.label(name).len()),
            _ => None,
        })
        .sum();
    let events = size_of::<Event>();
    line("bytes an event", &format!("{events}"), "32");
    let with_texts = events as f64 + 2.0 * texts as f64 / trace.len() as f64;
    line("bytes an event, with names", &format!("{with_texts:.2}"), "");
}

/// Tasks that all sleep at a time.
fn sleepers() {
    let main = || {
        __rt::main(async {
            let sleeper = |n| async move {
                awaited::<0, _>(sleep(Duration::from_millis(n as u64 % 1_000))).await;
            };
            let tasks: Vec<_> = (0..SLEEPERS).map(|n| tokio::spawn(sleeper(n))).collect();
            for task in tasks {
                let _ = awaited::<1, _>(task).await;
            }
        })
    };
    let times = (0..ROUNDS).map(|_| timed(|| run(main)).0).collect();
    let what = format!("{SLEEPERS} tasks that sleep");
    line(&what, &format!("{:.1} ms", median(times).as_secs_f64() * 1e3), "");
}

/// The state at any position of a long trace.
fn seeking() {
    let main = || {
        __rt::main(async {
            let task = |n: usize| async move {
                for _ in 0..13 {
                    awaited::<0, _>(sleep(Duration::from_millis(n as u64 % 50 + 1))).await;
                }
            };
            let tasks: Vec<_> = (0..SLEEPERS).map(|n| tokio::spawn(task(n))).collect();
            for task in tasks {
                let _ = awaited::<1, _>(task).await;
            }
            poll_fn(|_| Poll::Ready(())).await;
        })
    };
    let trace = run(main);
    let trace = trace.borrow();
    let mut cursor = Cursor::default();
    let (first, _) = timed(|| cursor.seek(&trace, trace.len()));
    let mut random = 1_u64;
    let mut times: Vec<_> = (0..500)
        .map(|_| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
            let position = (random >> 33) as usize % trace.len();
            timed(|| cursor.seek(&trace, position)).0
        })
        .collect();
    times.sort_unstable();
    let millis = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
    let what = |what: &str| format!("{what} of {:.2} M events, {SLEEPERS} tasks", millions(&trace));
    line(&what("first pass over the state"), &millis(first), "");
    line(&what("state at a random position"), &millis(times[times.len() / 2]), "5 ms");
    line("  the slowest of 500", &millis(times[times.len() - 1]), "5 ms");
}

fn millions(trace: &Trace) -> f64 {
    trace.len() as f64 / 1e6
}
