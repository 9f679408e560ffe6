//! Loops that await nothing: the engine gets no turn to end them, so the process ends itself.
//!
//! The marking has each turn of each loop call [`turn`]. A program that computes for long is not to be
//! ended, so only turns count in which the run recorded nothing, and only after many of them.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

/// How many turns pass between two looks at the run.
const LOOK: u64 = 1 << 16;

/// How long a program may compute between two events, however few turns its loops take.
const PATIENCE: Duration = Duration::from_secs(30);

thread_local! {
    static TURNS: Cell<u64> = const { Cell::new(0) };
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// Who is told that a loop does not end, with its line.
type End = Box<dyn Fn(u32) -> std::convert::Infallible>;

struct Watch {
    /// How many turns may pass without an event.
    turns: u64,
    /// How many events there are.
    events: Box<dyn Fn() -> usize>,
    end: End,
    since: Since,
}

/// When something was last recorded.
#[derive(Clone, Copy)]
struct Since {
    events: usize,
    turns: u64,
    time: Instant,
}

/// From now on calls `end` in a loop that has taken so many turns while `events` stayed the same.
pub(crate) fn watch(
    turns: u64,
    events: impl Fn() -> usize + 'static,
    end: impl Fn(u32) -> std::convert::Infallible + 'static,
) {
    let since = Since { events: 0, turns: TURNS.get(), time: Instant::now() };
    WATCH.set(Some(Watch { turns, events: Box::new(events), end: Box::new(end), since }));
}

/// A loop at this line of the program takes a turn.
#[inline]
pub fn turn(line: u32) {
    let turns = TURNS.get() + 1;
    TURNS.set(turns);
    if turns.is_multiple_of(LOOK) {
        look(line, turns);
    }
}

#[cold]
fn look(line: u32, turns: u64) {
    WATCH.with(|watch| {
        // Borrowed only while the process ends.
        let Ok(mut watch) = watch.try_borrow_mut() else { return };
        let Some(watch) = &mut *watch else { return };
        let events = (watch.events)();
        if events != watch.since.events {
            watch.since = Since { events, turns, time: Instant::now() };
        } else if turns - watch.since.turns >= watch.turns || watch.since.time.elapsed() >= PATIENCE
        {
            (watch.end)(line);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::rc::Rc;

    use super::*;

    /// The line of the loop that was ended, if one was, among so many turns.
    fn ended(turns: u64, event_at: impl Fn(u64) -> bool) -> Option<u32> {
        let events = Rc::new(Cell::new(0));
        let seen = Rc::clone(&events);
        watch(10 * LOOK, move || seen.get(), |line| resume_unwind(Box::new(line)));
        let looping = AssertUnwindSafe(|| {
            for n in 0..turns {
                events.set(events.get() + usize::from(event_at(n)));
                turn(7);
            }
        });
        catch_unwind(looping).err().and_then(|line| line.downcast_ref().copied())
    }

    #[test]
    fn a_loop_without_events_is_ended_where_it_is() {
        assert_eq!(ended(12 * LOOK, |_| false), Some(7));
        assert_eq!(ended(9 * LOOK, |_| false), None);
    }

    #[test]
    fn a_loop_with_events_goes_on() {
        assert_eq!(ended(50 * LOOK, |n| n.is_multiple_of(8 * LOOK)), None);
    }
}
