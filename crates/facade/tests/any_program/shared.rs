//! The steps in which tasks meet.

use std::sync::Arc;

use facade as tokio;
use tokio::__rt::{awaited, here};
use tokio::sync::{mpsc, oneshot};

use crate::interpreter::{World, run};
use crate::program::Step;

pub async fn channels(world: &Arc<World>, step: &Step) {
    match step {
        Step::Send => drop(awaited::<14, _>(world.tx.send(1)).await),
        Step::TrySend => drop(world.tx.try_send(2)),
        Step::Receive => {
            let mut rx = awaited::<15, _>(world.rx.lock()).await;
            awaited::<16, _>(rx.recv()).await;
        }
        Step::Burst(count) => {
            let (tx, mut rx) = mpsc::channel(200);
            for message in 0..u32::from(*count) {
                let _ = awaited::<14, _>(tx.send(message)).await;
            }
            for _ in 0..*count {
                awaited::<16, _>(rx.recv()).await;
            }
        }
        Step::Ask(steps) => {
            let (tx, rx) = oneshot::channel();
            let work = run(Arc::clone(world), Arc::clone(steps));
            let task = async move {
                awaited::<20, _>(work).await;
                let _ = tx.send(());
            };
            drop(tokio::spawn(here::<21, _>(task)));
            let _ = awaited::<22, _>(rx).await;
        }
        Step::Broadcast => drop(world.broadcast.send(1)),
        Step::Listen => {
            let mut rx = world.broadcast.subscribe();
            for _ in 0..2 {
                let _ = awaited::<28, _>(rx.recv()).await;
            }
        }
        Step::Publish => world.watch.send_modify(|value| *value += 1),
        Step::Follow => {
            let mut rx = world.watch.subscribe();
            let _ = awaited::<29, _>(rx.changed()).await;
            let value = *rx.borrow_and_update();
            let _ = awaited::<30, _>(rx.wait_for(|new| *new > value)).await;
        }
        _ => unreachable!(),
    }
}

pub async fn locks(world: &Arc<World>, step: &Step) {
    match step {
        Step::Lock(which, steps) => {
            let mut count = awaited::<17, _>(world.locks[*which].lock()).await;
            *count += 1;
            awaited::<18, _>(run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::NotifyOne => world.notify.notify_one(),
        Step::NotifyWaiters => world.notify.notify_waiters(),
        Step::Wait => awaited::<19, _>(world.notify.notified()).await,
        Step::Permits(count, steps) => {
            let _held = awaited::<31, _>(world.permits.acquire_many(*count)).await;
            awaited::<32, _>(run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Read(steps) => {
            let _held = awaited::<33, _>(world.lock.read()).await;
            awaited::<34, _>(run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Write(steps) => {
            let _held = awaited::<35, _>(world.lock.write()).await;
            awaited::<36, _>(run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Meet => {
            awaited::<37, _>(world.barrier.wait()).await;
        }
        _ => unreachable!(),
    }
}
