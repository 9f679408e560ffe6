//! The steps in which tasks meet.

use std::sync::Arc;

use facade as tokio;
use tokio::__rt::{awaited_at, here_at};
use tokio::sync::{mpsc, oneshot};

use crate::interpreter::{World, at, run};
use crate::program::Step;

pub async fn channels(world: &Arc<World>, step: &Step) {
    match step {
        Step::Send => drop(awaited_at(at(14), world.tx.send(1)).await),
        Step::TrySend => drop(world.tx.try_send(2)),
        Step::Receive => {
            let mut rx = awaited_at(at(15), world.rx.lock()).await;
            awaited_at(at(16), rx.recv()).await;
        }
        Step::Burst(count) => {
            let (tx, mut rx) = mpsc::channel(200);
            for message in 0..u32::from(*count) {
                let _ = awaited_at(at(14), tx.send(message)).await;
            }
            for _ in 0..*count {
                awaited_at(at(16), rx.recv()).await;
            }
        }
        Step::Ask(steps) => {
            let (tx, rx) = oneshot::channel();
            let work = run(Arc::clone(world), Arc::clone(steps));
            let task = async move {
                awaited_at(at(20), work).await;
                let _ = tx.send(());
            };
            drop(tokio::spawn(here_at(at(21), task)));
            let _ = awaited_at(at(22), rx).await;
        }
        Step::Broadcast => drop(world.broadcast.send(1)),
        Step::Listen => {
            let mut rx = world.broadcast.subscribe();
            for _ in 0..2 {
                let _ = awaited_at(at(28), rx.recv()).await;
            }
        }
        Step::Publish => world.watch.send_modify(|value| *value += 1),
        Step::Follow => {
            let mut rx = world.watch.subscribe();
            let _ = awaited_at(at(29), rx.changed()).await;
            let value = *rx.borrow_and_update();
            let _ = awaited_at(at(30), rx.wait_for(|new| *new > value)).await;
        }
        _ => unreachable!(),
    }
}

pub async fn locks(world: &Arc<World>, step: &Step) {
    match step {
        Step::Lock(which, steps) => {
            let mut count = awaited_at(at(17), world.locks[*which].lock()).await;
            *count += 1;
            awaited_at(at(18), run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::NotifyOne => world.notify.notify_one(),
        Step::NotifyWaiters => world.notify.notify_waiters(),
        Step::Wait => awaited_at(at(19), world.notify.notified()).await,
        Step::Permits(count, steps) => {
            let _held = awaited_at(at(31), world.permits.acquire_many(*count)).await;
            awaited_at(at(32), run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Read(steps) => {
            let _held = awaited_at(at(33), world.lock.read()).await;
            awaited_at(at(34), run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Write(steps) => {
            let _held = awaited_at(at(35), world.lock.write()).await;
            awaited_at(at(36), run(Arc::clone(world), Arc::clone(steps))).await;
        }
        Step::Meet => {
            awaited_at(at(37), world.barrier.wait()).await;
        }
        _ => unreachable!(),
    }
}
