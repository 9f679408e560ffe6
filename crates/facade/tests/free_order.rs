//! Where tokio leaves the order free, the run's seed decides it, and nothing else does.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::{Main, Program, Settings, simulate};
use facade as tokio;
use tokio::__rt;
use tokio::sync::{Barrier, watch};
use tokio::task::yield_now;
use trace::{EventKind, Listing, Trace};

/// Runs a program often: the same seed must give the same trace, and seeds together more than one
/// order of what it prints.
fn check(main: fn() -> Main) {
    let program = Program::new(Listing::plain("free", ""), main);
    let run = |seed| simulate(program.clone(), Settings { seed, ..Settings::default() });
    let mut orders = BTreeSet::new();
    for seed in 0..20 {
        let trace = run(seed);
        for _ in 0..3 {
            assert_eq!(*run(seed).borrow(), *trace.borrow(), "seed {seed}");
        }
        orders.insert(printed(&trace.borrow()));
    }
    assert!(orders.len() > 1, "the seed changes nothing: {orders:?}");
}

fn printed(trace: &Trace) -> String {
    let printed = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, .. } => Some(trace.whole_label(text)),
        _ => None,
    });
    printed.collect()
}

#[test]
fn branches_of_select() {
    check(|| {
        __rt::main(async {
            for _ in 0..4 {
                tokio::select! {
                    () = async {} => tokio::__println!(0, "left"),
                    () = async {} => tokio::__println!(0, "right"),
                }
            }
        })
    });
}

#[test]
fn receivers_of_a_watch() {
    check(|| {
        __rt::main(async {
            let (tx, rx) = watch::channel(0);
            let mut tasks = Vec::new();
            for id in 0..4 {
                let mut rx = rx.clone();
                tasks.push(tokio::spawn(async move {
                    rx.changed().await.unwrap();
                    tokio::__println!(0, "{id} sees {}", *rx.borrow());
                    let last = *rx.wait_for(|value| *value > 2).await.unwrap();
                    tokio::__println!(0, "{id} sees {last}");
                    assert!(rx.changed().await.is_err());
                    tokio::__println!(0, "{id} ends");
                }));
            }
            for value in 1..4 {
                yield_now().await;
                tx.send(value).unwrap();
            }
            yield_now().await;
            drop(tx);
            for task in tasks {
                task.await.unwrap();
            }
        })
    });
}

#[test]
fn tasks_at_a_barrier() {
    check(|| {
        __rt::main(async {
            let barrier = Arc::new(Barrier::new(5));
            let mut tasks = Vec::new();
            for id in 0..5 {
                let barrier = Arc::clone(&barrier);
                tasks.push(tokio::spawn(async move {
                    let leads = barrier.wait().await.is_leader();
                    tokio::__println!(0, "{id} goes, leads: {leads}");
                }));
            }
            for task in tasks {
                task.await.unwrap();
            }
        })
    });
}
