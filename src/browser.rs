//! The browser's host: the only place that schedules on the event loop.
//!
//! A live run is one future on the microtask queue. It waits for its timers by real timeouts, and
//! after a bounded number of polls lets a macrotask pass so that the page can paint. Slow motion
//! stretches the timeouts and divides the clock; the polls are what they are. After each turn in slow
//! motion the clock rests until whoever shows the run sets its pace again: a turn is over at once, and
//! to show what has happened in it takes longer.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use engine::{Host, Running, drive};
use futures::channel::oneshot;
use futures::future::{AbortHandle, Either, abortable, select};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use trace::{Micros, TurnCause};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

/// Polls in one turn: well under a frame's time even in a debug build.
const POLLS_PER_TURN: u32 = 256;

/// Timeouts longer than this are taken in pieces; browsers keep them in 31 bits.
const LONGEST_TIMEOUT_MS: f64 = 60_000.0;

/// A clock that goes at a pace and can stand still.
#[derive(Clone)]
pub struct LiveClock(Rc<ClockState>);

struct ClockState {
    /// Microseconds on this clock when it was last set.
    micros: Cell<f64>,
    /// The page's time at that moment, in milliseconds; `None` before the run's first turn.
    since: Cell<Option<f64>>,
    /// How many times as fast as real time it goes; 0 while it stands.
    pace: Cell<f64>,
    /// Waits that must look again when the pace changes.
    waits: RefCell<Vec<oneshot::Sender<()>>>,
}

impl LiveClock {
    /// A clock at 0 that will go `pace` times as fast as real time once its run has begun.
    pub fn new(pace: f64) -> Self {
        Self(Rc::new(ClockState {
            micros: Cell::new(0.0),
            since: Cell::new(None),
            pace: Cell::new(pace),
            waits: RefCell::default(),
        }))
    }

    /// Microseconds since its start.
    pub fn now(&self) -> Micros {
        self.exact() as Micros
    }

    /// Goes `pace` times as fast as real time from now on, or stands still at 0.
    pub fn set_pace(&self, pace: f64) {
        if self.0.pace.get().to_bits() != pace.to_bits() {
            self.change(|clock| clock.pace.set(pace));
        }
    }

    /// A turn is over: in slow motion the clock stands until its pace is set again.
    fn rest(&self) {
        if self.0.pace.get() < 1.0 {
            self.set_pace(0.0);
        }
    }

    fn exact(&self) -> f64 {
        let clock = &self.0;
        let passed = clock.since.get().map_or(0.0, |since| page_time() - since);
        clock.micros.get() + passed * 1_000.0 * clock.pace.get()
    }

    fn begin(&self) {
        self.0.since.set(Some(page_time()));
    }

    fn change(&self, change: impl FnOnce(&ClockState)) {
        self.0.micros.set(self.exact());
        if self.0.since.get().is_some() {
            self.0.since.set(Some(page_time()));
        }
        change(&self.0);
        for wait in self.0.waits.take() {
            // A wait that is over has dropped its receiver.
            let _ = wait.send(());
        }
    }

    async fn changed(&self) {
        let (sender, receiver) = oneshot::channel();
        {
            let mut waits = self.0.waits.borrow_mut();
            waits.retain(|wait| !wait.is_canceled());
            waits.push(sender);
        }
        let _ = receiver.await;
    }

    async fn until(&self, time: Micros) {
        loop {
            let left = time as f64 - self.exact();
            let pace = self.0.pace.get();
            if pace <= 0.0 {
                self.changed().await;
                continue;
            }
            if left <= 0.0 {
                return;
            }
            // `setTimeout` takes whole milliseconds and may be early by less than one.
            let ms = (left / 1_000.0 / pace).ceil();
            let timeout = TimeoutFuture::new(ms.clamp(1.0, LONGEST_TIMEOUT_MS) as u32);
            if let Either::Left((_, changed)) = select(timeout, Box::pin(self.changed())).await {
                drop(changed);
            }
        }
    }
}

impl fmt::Debug for LiveClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveClock").field("now", &self.now()).finish_non_exhaustive()
    }
}

/// The event loop as a host.
#[derive(Clone, Debug)]
pub struct EventLoop {
    clock: LiveClock,
}

impl EventLoop {
    /// The event loop, its time told by `clock`.
    pub fn new(clock: LiveClock) -> Self {
        Self { clock }
    }
}

impl Host for EventLoop {
    fn polls_per_turn(&self) -> u32 {
        POLLS_PER_TURN
    }

    async fn until(&self, time: Micros) -> TurnCause {
        self.clock.rest();
        if time <= self.clock.now() {
            // It is late already; still the page gets a turn first.
            TimeoutFuture::new(0).await;
        }
        self.clock.until(time).await;
        TurnCause::Timer
    }

    async fn give_way(&self) -> TurnCause {
        self.clock.rest();
        TimeoutFuture::new(0).await;
        self.clock.until(0).await;
        TurnCause::Message
    }
}

/// A run on the event loop. Dropping it ends the driving; nothing of it runs any more.
#[derive(Debug)]
pub struct Live {
    clock: LiveClock,
    driving: AbortHandle,
}

impl Live {
    /// Drives `run`, which must have `clock` as its host's clock. `ended` is called once, from the
    /// turn in which the run ends.
    pub fn start(run: Rc<dyn Running>, clock: LiveClock, ended: impl FnOnce() + 'static) -> Self {
        let host = EventLoop::new(clock.clone());
        let (future, driving) = abortable(async move {
            host.clock.begin();
            drive(&*run, &host).await;
            ended();
        });
        spawn_local(async move {
            // Aborted is not an error: somebody stopped the run.
            let _ = future.await;
        });
        Self { clock, driving }
    }

    /// The run's clock.
    pub fn clock(&self) -> &LiveClock {
        &self.clock
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.driving.abort();
        // Wakes the driving future, so that it sees that it is aborted and is dropped.
        self.clock.change(|_| ());
    }
}

/// Calls `body` after this many milliseconds, unless the handle is dropped before.
pub fn after(ms: u32, body: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(ms, body)
}

/// Milliseconds since the page was opened.
pub fn page_time() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Something long that is done in slices. Dropping it ends it where it is.
#[derive(Debug)]
pub struct Sliced(AbortHandle);

impl Drop for Sliced {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How long a slice may take: well under a frame, so that the page stays what it is.
const SLICE_MS: f64 = 8.0;

/// Takes steps as long as `step` returns `true`, and lets the page have a turn between slices.
pub fn in_slices(mut step: impl FnMut() -> bool + 'static) -> Sliced {
    start(async move {
        loop {
            TimeoutFuture::new(0).await;
            let begun = page_time();
            while page_time() - begun < SLICE_MS {
                if !step() {
                    return;
                }
            }
        }
    })
}

/// Bytes of a file that are read at a time, at first and at the least. Then as many as make work for a
/// slice: to ask for a piece takes a while too.
const PIECE: f64 = 262_144.0;

/// Reads a file. `piece` is given its bytes in order, each time in a turn of its own, and says
/// whether it wants more; nothing at the end, or why the file cannot be read.
pub fn read(
    file: Blob,
    mut piece: impl FnMut(Result<Option<&[u8]>, String>) -> bool + 'static,
) -> Sliced {
    start(async move {
        let size = file.size();
        let ask = |from: f64, to: f64| {
            let slice = file.slice_with_f64_and_f64(from, to);
            slice.map(|slice| JsFuture::from(slice.array_buffer()))
        };
        let (mut from, mut to, mut length) = (0.0, size.min(PIECE), PIECE);
        let mut asked = ask(from, to);
        while from < size {
            // What is read comes in a turn of the event loop: whatever else waits has its turn too.
            let bytes = match asked {
                Ok(bytes) => bytes.await,
                Err(error) => Err(error),
            };
            let begun = page_time();
            (from, to) = (to, size.min(to + length));
            // The next piece is read while this one is worked on.
            asked = ask(from, to);
            let bytes = match bytes {
                Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
                Err(_) => {
                    piece(Err("The browser could not read the file.".to_owned()));
                    return;
                }
            };
            if bytes.is_empty() || !piece(Ok(Some(&bytes))) {
                return;
            }
            let share = SLICE_MS / (page_time() - begun).max(1.0);
            length = (bytes.len() as f64 * share).clamp(PIECE, length * 2.0);
        }
        piece(Ok(None));
    })
}

fn start(work: impl Future<Output = ()> + 'static) -> Sliced {
    let (future, handle) = abortable(work);
    spawn_local(async move {
        // Aborted is not an error: somebody has given it up.
        let _ = future.await;
    });
    Sliced(handle)
}
