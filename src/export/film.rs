//! The run as an animation: the timeline with its playhead, and below it what happens.

use std::rc::Rc;

use playground::action::{Hover, Range, Speed};
use playground::elastic::Stretched;
use playground::snapshot::{Mode, Snapshot, StateHandle};
use trace::{Cursor, Event, sentence};

use super::gif::{Gif, Samples};
use crate::view::timeline::paint::still::{Looks, Still};

/// Hundredths of a second for each frame.
const FRAME: u16 = 10;
/// The last one stays this long.
const LAST: u16 = 250;

/// Frames at normal speed: as many as there are events, within bounds.
const FEWEST: usize = 20;
const MOST: usize = 90;
/// Frames at any speed.
const MOST_EVER: usize = 360;

/// Frames whose colours are looked at first.
const SAMPLES: usize = 5;

/// Where the playhead is at the beginning and at the end.
fn places(snapshot: &Snapshot, range: Option<Range>) -> (Stretched, Stretched) {
    let Some(range) = range else { return (0, snapshot.elastic.end()) };
    let trace = snapshot.trace.borrow();
    let count = |within: &dyn Fn(&Event) -> bool| trace.events().partition_point(|e| within(e));
    let first = count(&|event| event.at < range.from);
    let last = count(&|event| event.at <= range.to).saturating_sub(1);
    let from = snapshot.elastic.place(first);
    (from, snapshot.elastic.place(last).max(from))
}

/// An animation that is being made.
pub struct Film {
    snapshot: Rc<Snapshot>,
    still: Still,
    cursor: Cursor,
    samples: Option<Samples>,
    gif: Option<Gif>,
    from: Stretched,
    to: Stretched,
    frames: usize,
    /// How many steps have been taken.
    next: usize,
}

impl Film {
    /// An animation of what is shown.
    pub fn new(
        snapshot: &Rc<Snapshot>,
        speed: Speed,
        range: Option<Range>,
        looks: Looks,
    ) -> Option<Self> {
        let snapshot = Rc::new(Snapshot { compared: None, ..Snapshot::clone(snapshot) });
        let (from, to) = places(&snapshot, range);
        let events = snapshot.elastic.position(to) + 1 - snapshot.elastic.position(from);
        let frames = events.clamp(FEWEST, MOST) as f64 / speed.factor();
        let mut still = Still::pixels(&snapshot, looks)?;
        range.into_iter().for_each(|range| still.show(range));
        Some(Self {
            still,
            snapshot,
            cursor: Cursor::default(),
            samples: Some(Samples::default()),
            gif: None,
            from,
            to,
            frames: (frames as usize).clamp(2, MOST_EVER),
            next: 0,
        })
    }

    /// Takes a step: looks at a sample, or adds a frame. Returns how many thousandths are done, and
    /// nothing when all are.
    pub fn step(&mut self) -> Option<Option<u64>> {
        let all = SAMPLES + self.frames;
        if self.next >= all {
            return Some(None);
        }
        match self.next.checked_sub(SAMPLES) {
            None => {
                self.show(self.next * (self.frames - 1) / (SAMPLES - 1));
                let picture = self.still.data()?;
                self.samples.get_or_insert_default().add(&picture);
            }
            Some(frame) => {
                let (width, height) = self.still.size();
                if let Some(samples) = self.samples.take() {
                    self.gif = Some(samples.begin(width as u16, height as u16));
                }
                self.show(frame);
                let last = frame + 1 == self.frames;
                let picture = self.still.data()?;
                self.gif.as_mut()?.frame(&picture, if last { LAST } else { FRAME });
            }
        }
        self.next += 1;
        Some(Some((self.next * 1_000 / all) as u64))
    }

    /// The file.
    pub fn finish(&mut self) -> Vec<u8> {
        self.gif.take().map(Gif::finish).unwrap_or_default()
    }

    fn show(&mut self, frame: usize) {
        let whole = (self.frames - 1).max(1) as u64;
        let way = u128::from(self.to - self.from) * frame as u128 / u128::from(whole);
        let playhead = self.from + way as Stretched;
        let elastic = &self.snapshot.elastic;
        let (words, snapshot) = {
            let trace = self.snapshot.trace.borrow();
            let position = elastic.position(playhead).min(trace.len());
            let before = self.cursor.seek(&trace, position.saturating_sub(1));
            let state = self.cursor.seek(&trace, position);
            let words = match position.checked_sub(1) {
                Some(last) => sentence(&trace, last, &before, &state),
                None => String::new(),
            };
            let snapshot = Snapshot {
                state: StateHandle(state),
                playhead,
                now: elastic.time(playhead as f64) as trace::Micros,
                mode: Mode::Paused,
                hover: Hover::default(),
                ..Snapshot::clone(&self.snapshot)
            };
            (words, snapshot)
        };
        self.still.update(Rc::new(snapshot));
        self.still.paint(&words);
    }
}
