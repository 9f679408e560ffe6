//! Random trees of combinators with waits that block their thread: what a program prints, and when, does not
//! depend on whether other threads go on meanwhile.
//!
//! The reference is a run in which there is no other thread: there time passes at once, and nothing is ever
//! left in the middle. It is compared with the real tokio by `crates/native/programs/drop-in-blocking-*.rs`.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use engine::{Main, Program, Settings, simulate};
use facade as tokio;
use facade::__rt::std::thread;
use facade::__rt::{self, awaited};
use facade::runtime::Builder;
use facade::time::timeout;
use futures::StreamExt;
use futures::future::{self, Either};
use futures::stream::{self, FuturesUnordered};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use trace::{EventKind, Listing, RunEnd, State, Trace};

/// What a future does.
#[derive(Clone, Debug)]
enum Tree {
    /// Milliseconds.
    Block(u64),
    /// Is pending once, and wakes itself. Whoever yields comes back in another order on several workers.
    WakeItself,
    /// Blocks until a lock is free, which it is.
    Lock,
    Row(Vec<Tree>),
    Join(Box<(Tree, Tree)>),
    JoinAll(Vec<Tree>),
    Select(Box<(Tree, Tree)>),
    Unordered(Vec<Tree>),
    Buffered(usize, Vec<Tree>),
    ByHand(Box<(Tree, Tree)>),
    Timeout(Box<Tree>),
    TokioJoin(Box<(Tree, Tree, Tree)>),
    TokioSelect(Box<(Tree, Tree)>),
}

type Done = Pin<Box<dyn Future<Output = ()>>>;

macro_rules! say {
    ($($text:tt)*) => { facade::__println!(0, $($text)*) };
}

/// A tree as async code, whose steps say where they are.
fn run(tree: &Tree, name: String) -> Done {
    let tree = tree.clone();
    Box::pin(async move {
        say!("{name} begins");
        awaited::<0, _>(step(tree, name.clone())).await;
        say!("{name} ends");
    })
}

fn all(trees: &[Tree], name: &str) -> Vec<Done> {
    trees.iter().enumerate().map(|(n, tree)| run(tree, format!("{name}.{n}"))).collect()
}

async fn pending_once() {
    let mut polled = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn step(tree: Tree, name: String) {
    let [first, second, third] = ["a", "b", "c"].map(|part| format!("{name}.{part}"));
    match tree {
        Tree::Block(millis) => thread::__sleep::<0>(Duration::from_millis(millis)).await,
        Tree::WakeItself => awaited::<0, _>(pending_once()).await,
        Tree::Lock => {
            let lock = __rt::std::sync::Mutex::new(0);
            *lock.__lock().await.unwrap() += 1;
        }
        Tree::Row(trees) => {
            for future in all(&trees, &name) {
                awaited::<0, _>(future).await;
            }
        }
        Tree::Join(both) => {
            let (a, b) = (run(&both.0, first), run(&both.1, second));
            awaited::<0, _>(future::join(a, b)).await;
        }
        Tree::JoinAll(trees) => {
            awaited::<0, _>(future::join_all(all(&trees, &name))).await;
        }
        Tree::Select(both) => {
            let (a, b) = (run(&both.0, first), run(&both.1, second));
            match awaited::<0, _>(future::select(a, b)).await {
                Either::Left(_) => say!("{name}: the left one"),
                Either::Right(_) => say!("{name}: the right one"),
            }
        }
        Tree::Unordered(trees) => {
            let mut set: FuturesUnordered<_> = all(&trees, &name).into_iter().collect();
            while awaited::<0, _>(set.next()).await.is_some() {
                say!("{name}: one came out");
            }
        }
        Tree::Buffered(count, trees) => {
            let mut set = stream::iter(all(&trees, &name)).buffered(count);
            while awaited::<0, _>(set.next()).await.is_some() {
                say!("{name}: one came out");
            }
        }
        Tree::ByHand(both) => {
            let (mut a, mut b) = (Some(run(&both.0, first)), Some(run(&both.1, second)));
            let mut polls = 0;
            let by_hand = poll_fn(|cx| {
                polls += 1;
                for future in [&mut a, &mut b] {
                    if future.as_mut().is_some_and(|future| future.as_mut().poll(cx).is_ready()) {
                        *future = None;
                    }
                }
                if a.is_none() && b.is_none() { Poll::Ready(()) } else { Poll::Pending }
            });
            awaited::<0, _>(by_hand).await;
            say!("{name}: polled {polls} times");
        }
        Tree::Timeout(tree) => {
            let hour = Duration::from_secs(3_600);
            awaited::<0, _>(timeout(hour, run(&tree, first))).await.unwrap();
        }
        Tree::TokioJoin(three) => {
            let (a, b, c) = (run(&three.0, first), run(&three.1, second), run(&three.2, third));
            tokio::join!(awaited::<0, _>(a), awaited::<0, _>(b), awaited::<0, _>(c));
        }
        Tree::TokioSelect(both) => {
            let (a, b) = (run(&both.0, first), run(&both.1, second));
            tokio::select! {
                biased;
                () = awaited::<0, _>(a) => say!("{name}: the first"),
                () = awaited::<0, _>(b) => say!("{name}: the second"),
            }
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        3 => (1..4_u64).prop_map(Tree::Block),
        1 => Just(Tree::WakeItself),
        1 => Just(Tree::Lock),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let two = || (inner.clone(), inner.clone()).prop_map(Box::new);
        let some = || vec(inner.clone(), 1..4);
        prop_oneof![
            some().prop_map(Tree::Row),
            two().prop_map(Tree::Join),
            some().prop_map(Tree::JoinAll),
            two().prop_map(Tree::Select),
            some().prop_map(Tree::Unordered),
            (1..4_usize, some()).prop_map(|(count, trees)| Tree::Buffered(count, trees)),
            two().prop_map(Tree::ByHand),
            inner.clone().prop_map(|tree| Tree::Timeout(Box::new(tree))),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|three| Tree::TokioJoin(Box::new(three))),
            two().prop_map(Tree::TokioSelect),
        ]
    })
}

thread_local! {
    static TREE: RefCell<Option<Tree>> = const { RefCell::new(None) };
}

fn root() -> Done {
    TREE.with_borrow(|tree| run(tree.as_ref().expect("a tree is set"), "r".to_owned()))
}

/// On the only thread that there is.
fn alone() -> Main {
    __rt::main(root())
}

/// On the program's own workers.
fn on_workers() -> Main {
    __rt::main_on_workers(0, root())
}

/// On a runtime that the program makes, of one thread or of several.
fn made<const WORKERS: usize>() -> Main {
    __rt::blocking_main(async {
        let mut builder = match WORKERS {
            0 => Builder::new_current_thread(),
            _ => Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(WORKERS.max(1)).enable_all().build().unwrap();
        runtime.__block_on(root()).await;
    })
}

/// Beside a thread that does something each millisecond.
fn beside_a_thread() -> Main {
    __rt::main(async {
        let thread = thread::__spawn(|| async {
            for _ in 0..20 {
                thread::__sleep::<0>(Duration::from_millis(1)).await;
            }
        });
        awaited::<0, _>(root()).await;
        thread.__join().await.unwrap();
    })
}

/// What a run prints, each line with its time.
fn printed(main: fn() -> Main, workers: Option<u16>) -> Vec<String> {
    let program = Program::new(Listing::plain("trees", ""), main);
    let trace = simulate(program, Settings { workers, ..Settings::default() });
    let trace: &Trace = &trace.borrow();
    assert_eq!(State::after(trace.events()).ended, Some(RunEnd::Done));
    let lines = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, .. } => {
            Some(format!("{}: {}", event.at, trace.label(text).trim_end()))
        }
        _ => None,
    });
    lines.collect()
}

#[test]
fn other_threads_do_not_change_what_a_tree_does() {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(20_240_229);
    }
    let result = TestRunner::new(config).run(&tree(), |tree| {
        TREE.set(Some(tree));
        let expected = printed(alone, Some(1));
        for workers in [1, 2, 4] {
            prop_assert_eq!(&printed(on_workers, Some(workers)), &expected, "{} workers", workers);
            prop_assert_eq!(
                &printed(made::<2>, Some(workers)),
                &expected,
                "made, {} workers",
                workers
            );
        }
        prop_assert_eq!(&printed(made::<0>, None), &expected, "made, of one thread");
        prop_assert_eq!(&printed(made::<1>, None), &expected, "made, of one worker");
        prop_assert_eq!(&printed(made::<4>, None), &expected, "made, of four workers");
        prop_assert_eq!(&printed(beside_a_thread, None), &expected, "beside a thread");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn a_wait_within_a_combinator_leaves_other_workers_alone() {
    fn main() -> Main {
        __rt::main_on_workers(2, async {
            let blocked = tokio::spawn(async {
                let both = future::join(
                    Box::pin(async {
                        say!("blocks");
                        thread::__sleep::<0>(Duration::from_millis(30)).await;
                        say!("blocked");
                    }),
                    pin_box(async { say!("sibling") }),
                );
                awaited::<0, _>(both).await;
            });
            let beats = tokio::spawn(async {
                for _ in 0..4 {
                    awaited::<0, _>(tokio::time::sleep(Duration::from_millis(10))).await;
                    say!("beat");
                }
            });
            awaited::<0, _>(blocked).await.unwrap();
            awaited::<0, _>(beats).await.unwrap();
        })
    }
    fn pin_box(future: impl Future<Output = ()> + 'static) -> Done {
        Box::pin(future)
    }
    let mut printed = printed(main, Some(2));
    // Who is first of two at the same instant is free.
    printed.sort();
    let expected = [
        "0: blocks",
        "10000: beat",
        "20000: beat",
        "30000: beat",
        "30000: blocked",
        "30000: sibling",
        "40000: beat",
    ];
    assert_eq!(printed, expected);
}

#[test]
fn a_run_that_only_real_threads_could_go_on_with_says_so() {
    fn main() -> Main {
        __rt::main(async {
            let (to_pong, mut pings) = tokio::sync::mpsc::unbounded_channel();
            let (to_ping, mut pongs) = tokio::sync::mpsc::unbounded_channel();
            // Closures that the marking has not made async wait within their polls.
            let ping = tokio::task::spawn_blocking(move || {
                for n in 0..2 {
                    to_pong.send(n).unwrap();
                    pongs.blocking_recv().unwrap();
                }
            });
            let pong = tokio::task::spawn_blocking(move || {
                for _ in 0..2 {
                    to_ping.send(pings.blocking_recv().unwrap()).unwrap();
                }
            });
            awaited::<0, _>(ping).await.unwrap();
            awaited::<1, _>(pong).await.unwrap();
        })
    }
    let program = Program::new(Listing::plain("ping-pong", ""), main);
    let trace = simulate(program, Settings::default());
    let trace: &Trace = &trace.borrow();
    assert_eq!(State::after(trace.events()).ended, Some(RunEnd::Deadlock));
    let said = trace.events().iter().any(|event| match event.kind {
        EventKind::Print { text, .. } => trace.label(text).contains("it could with real threads"),
        _ => false,
    });
    assert!(said);
}
