//! Programs that come to a halt for good, and what is said of each.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use engine::{Main, Program, Settings, simulate};
use facade as tokio;
use facade::__rt::{self, awaited};
use facade::sync::watch;
use facade::task::LocalSet;
use trace::{Listing, RunEnd, State, Trace, lints};

/// What the lints find in a run that gets stuck.
fn found(main: fn() -> Main) -> Vec<String> {
    let program = Program::new(Listing::plain("stuck", ""), main);
    let trace = simulate(program, Settings::default());
    let trace: &Trace = &trace.borrow();
    assert_eq!(State::after(trace.events()).ended, Some(RunEnd::Deadlock));
    lints(trace).into_iter().map(|lint| lint.found).collect()
}

#[test]
fn a_value_that_is_sent_while_it_is_borrowed() {
    fn main() -> Main {
        __rt::main(async {
            let (send, receive) = watch::channel(1);
            let seen = receive.borrow();
            send.send(2).unwrap();
            drop(seen);
        })
    }
    let expected = "main blocks its thread until nobody borrows the value of watch, and a guard of \
                    `borrow` is kept";
    assert_eq!(found(main), [expected]);
}

#[test]
fn a_lock_of_std_that_another_task_of_the_thread_holds_over_an_await() {
    fn main() -> Main {
        __rt::main(async {
            let set = LocalSet::new();
            let lock = Arc::new(__rt::std::sync::Mutex::new(()));
            let other = Rc::new(Arc::clone(&lock));
            set.spawn_local(async move {
                let _held = lock.__lock().await.unwrap();
                awaited::<0, _>(tokio::time::sleep(Duration::from_millis(10))).await;
            });
            set.spawn_local(async move {
                drop(other.__lock().await);
            });
            awaited::<1, _>(set).await;
        })
    }
    let found = found(main);
    assert!(
        found.iter().any(|found| found.contains("which holds it, needs that thread")),
        "{found:?}"
    );
}
