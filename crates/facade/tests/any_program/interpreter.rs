//! Does what a [`Script`] says, the way a marked-up program would.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex as StdMutex};
use std::task::Poll;
use std::time::Duration;

use engine::{Main, Program};
use facade as tokio;
use tokio::__rt::{self, awaited_at, created_at, here_at};
use tokio::sync::{Barrier, Mutex, Notify, RwLock, Semaphore, broadcast, mpsc, watch};
use tokio::task::{__spawn_blocking, JoinHandle, JoinSet, yield_now};
use tokio::time::{sleep, timeout};
use trace::{Listing, Site, SiteId, SiteKind};

use crate::program::{Script, Step, Steps};
use crate::shared::{channels, locks};

/// The program that does what `script` says.
pub fn program(script: &Script) -> Program {
    let script = script.clone();
    let listing = Listing { sites: vec![site(); 40].into(), ..Listing::plain("any", "") };
    Program::new(listing, move || main(script.clone()))
}

/// A site by its number, as an interpreter knows it.
pub fn at(number: usize) -> SiteId {
    SiteId::from_index(number)
}

/// Sites are only there to be named.
fn site() -> Site {
    Site {
        kind: SiteKind::Await,
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 2,
        text: "text".into(),
        name: "name".into(),
        function: "main".into(),
        group: None,
        many: true,
    }
}

/// What all tasks of a program share.
pub struct World {
    pub tx: mpsc::Sender<u32>,
    pub rx: Mutex<mpsc::Receiver<u32>>,
    pub broadcast: broadcast::Sender<u32>,
    pub watch: watch::Sender<u32>,
    pub locks: [Mutex<u32>; 2],
    pub lock: RwLock<u32>,
    pub permits: Semaphore,
    pub notify: Notify,
    pub barrier: Barrier,
    handles: StdMutex<VecDeque<JoinHandle<()>>>,
}

fn main(script: Script) -> Main {
    __rt::main_on_workers(0, async move {
        let (tx, rx) = mpsc::channel(2);
        let world = Arc::new(World {
            tx,
            rx: Mutex::new(rx),
            broadcast: broadcast::Sender::new(2),
            watch: watch::Sender::new(0),
            locks: [Mutex::new(0), Mutex::new(0)],
            lock: RwLock::new(0),
            permits: Semaphore::new(3),
            notify: Notify::new(),
            barrier: Barrier::new(2),
            handles: StdMutex::default(),
        });
        let work = run(world, script.steps);
        match script.patience {
            Some(ms) => drop(awaited_at(at(0), timeout(Duration::from_millis(ms), work)).await),
            None => awaited_at(at(0), work).await,
        }
    })
}

pub type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

pub fn run(world: Arc<World>, steps: Steps) -> Running {
    Box::pin(async move {
        for step in steps.iter() {
            match step {
                Step::Spawn(_)
                | Step::JoinTask
                | Step::Abort(_)
                | Step::Detach(_)
                | Step::Crowd(_)
                | Step::Gather(..)
                | Step::Block(_) => {
                    tasks(&world, step).await;
                }
                Step::Join(..) | Step::Select { .. } | Step::Timeout(..) | Step::Repeat(..) => {
                    compose(&world, step).await;
                }
                Step::Send
                | Step::TrySend
                | Step::Receive
                | Step::Burst(_)
                | Step::Broadcast
                | Step::Listen
                | Step::Publish
                | Step::Follow
                | Step::Ask(_) => channels(&world, step).await,
                Step::Lock(..)
                | Step::Permits(..)
                | Step::Read(_)
                | Step::Write(_)
                | Step::NotifyOne
                | Step::NotifyWaiters
                | Step::Wait
                | Step::Meet => locks(&world, step).await,
                _ => simple(&world, step).await,
            }
        }
    })
}

async fn compose(world: &Arc<World>, step: &Step) {
    let run = |steps: &Steps| run(Arc::clone(world), Arc::clone(steps));
    match step {
        Step::Join(left, right) => {
            tokio::join!(awaited_at(at(1), run(left)), awaited_at(at(2), run(right)));
        }
        Step::Select { biased: true, left, right } => tokio::select! {
            biased;
            () = awaited_at(at(3), run(left)) => {}
            () = awaited_at(at(4), run(right)) => {}
        },
        Step::Select { biased: false, left, right } => tokio::select! {
            () = awaited_at(at(3), run(left)) => {}
            () = awaited_at(at(4), run(right)) => {}
        },
        Step::Timeout(ms, steps) => {
            let limited = timeout(Duration::from_millis(*ms), run(steps));
            let _ = awaited_at(at(5), limited).await;
        }
        Step::Repeat(times, steps) => {
            for _ in 0..*times {
                awaited_at(at(6), run(steps)).await;
            }
        }
        _ => unreachable!(),
    }
}

async fn tasks(world: &Arc<World>, step: &Step) {
    let handles = || world.handles.lock().expect("nothing panics under this lock");
    match step {
        Step::Spawn(steps) => {
            let work = run(Arc::clone(world), Arc::clone(steps));
            let handle = tokio::spawn(here_at(at(7), work));
            handles().push_back(handle);
        }
        Step::JoinTask => {
            let handle = handles().pop_front();
            if let Some(handle) = handle {
                let _ = awaited_at(at(8), handle).await;
            }
        }
        Step::Abort(which) => {
            let handles = handles();
            if let Some(handle) = handles.get(which % handles.len().max(1)) {
                handle.abort();
            }
        }
        Step::Detach(which) => {
            let mut handles = handles();
            let place = which % handles.len().max(1);
            drop(handles.remove(place));
        }
        Step::Crowd(count) => {
            for member in 0..*count {
                let member = async move {
                    match member % 3 {
                        0 => awaited_at(at(10), yield_now()).await,
                        1 => awaited_at(at(12), sleep(Duration::from_millis(1))).await,
                        _ => {}
                    }
                };
                drop(tokio::spawn(here_at(at(7), member)));
            }
        }
        Step::Gather(wanted, steps) => {
            let mut set = JoinSet::new();
            for _ in 0..3 {
                set.spawn(here_at(at(24), run(Arc::clone(world), Arc::clone(steps))));
            }
            for _ in 0..*wanted {
                let _ = awaited_at(at(25), set.join_next()).await;
            }
        }
        Step::Block(micros) => {
            let micros = *micros;
            let body = move || async move { __rt::__cost(micros, 13).await };
            let blocking = __spawn_blocking(here_at(at(26), body));
            let _ = awaited_at(at(27), blocking).await;
        }
        _ => unreachable!(),
    }
}

async fn simple(world: &Arc<World>, step: &Step) {
    match step {
        Step::Print => tokio::__println!(9, "a line"),
        Step::Yield => awaited_at(at(10), yield_now()).await,
        Step::WakeItself => awaited_at(at(11), wake_itself()).await,
        Step::Sleep(ms) => awaited_at(at(12), sleep(Duration::from_millis(*ms))).await,
        // Where a poll can be left in the middle, and where it cannot.
        Step::Compute(micros) if micros % 3 > 0 => __rt::__cost(*micros, 13).await,
        Step::Compute(micros) => __rt::cost(*micros, 13),
        Step::Forget(steps) => {
            let kept = created_at(at(23), run(Arc::clone(world), Arc::clone(steps)));
            let mut kept = Box::pin(kept);
            if steps.len() % 2 == 0 {
                poll_fn(|cx| Poll::Ready(kept.as_mut().poll(cx).is_ready())).await;
            }
        }
        _ => unreachable!(),
    }
}

async fn wake_itself() {
    let mut woken = false;
    poll_fn(|cx| {
        if woken {
            return Poll::Ready(());
        }
        woken = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
