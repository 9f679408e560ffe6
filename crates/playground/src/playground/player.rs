//! The player, which moves the playhead.

use std::rc::Rc;

use trace::{EventKind, Micros};

use super::{Playground, show};
use crate::action::{Direction, Step};
use crate::elastic::Stretched;
use crate::snapshot::Mode;

/// How long playing a trace takes at normal speed: a time for each event, within the bounds below.
const MS_PER_EVENT: f64 = 110.0;
const SHORTEST_MS: f64 = 2_500.0;
const LONGEST_MS: f64 = 24_000.0;

/// How long playing two runs side by side takes at normal speed.
const BOTH_MS: f64 = 6_000.0;

impl Playground {
    /// Whether the playhead moves, so that frames are needed.
    pub fn moves(&self) -> bool {
        matches!(self.mode, Mode::Playing | Mode::Live)
    }

    /// Advances by `elapsed_ms` milliseconds of real time. In a live run `now` is the host's time in microseconds;
    /// the host's clock has to run at the [`pace`](Self::pace) afterwards.
    pub fn frame(&mut self, elapsed_ms: f64, now: Micros) {
        if self.mode.moves() {
            self.use_up_notices(elapsed_ms);
        }
        match self.mode {
            Mode::Playing => self.play_on(elapsed_ms),
            Mode::Live => self.follow(elapsed_ms, now),
            Mode::Paused | Mode::LivePaused => {}
        }
    }

    pub(super) fn play_on(&mut self, elapsed_ms: f64) {
        if self.compares_with().is_some() && self.longer() > 0 {
            return self.play_both(elapsed_ms);
        }
        let end = self.elastic.end() as f64;
        let whole = (self.elastic.len() as f64 * MS_PER_EVENT).clamp(SHORTEST_MS, LONGEST_MS);
        let pace = if self.shows.is_some() { show::PACE } else { self.speed.factor() };
        let place = self.playhead + end * elapsed_ms / whole * pace;
        if self.play_again(place) {
            return;
        }
        self.move_playhead(place.min(end));
        if place >= end && !self.rests(elapsed_ms) {
            self.mode = Mode::Paused;
            self.show_is_over();
        }
    }

    /// Plays two runs at a constant rate of time, since time is all that they share.
    fn play_both(&mut self, elapsed_ms: f64) {
        let longer = self.longer() as f64;
        let time = self.time() + longer * elapsed_ms / BOTH_MS * self.speed.factor();
        if self.play_again(self.place_of(time)) {
            return;
        }
        self.seek_time(time);
        if time >= longer {
            self.go_to_end();
            self.mode = Mode::Paused;
        }
    }

    pub(super) fn toggle_play(&mut self) {
        match self.mode {
            Mode::Live => self.mode = Mode::LivePaused,
            Mode::LivePaused => self.resume(),
            Mode::Playing => self.mode = Mode::Paused,
            Mode::Paused => {
                if self.playhead >= self.reach() {
                    self.go_to(0);
                }
                self.enter_loop();
                self.mode = Mode::Playing;
            }
        }
    }

    /// Stops playing, or pauses a live run, because the reader moves the playhead.
    pub(super) fn hold(&mut self) {
        self.mode = match self.mode {
            Mode::Playing | Mode::Paused => Mode::Paused,
            Mode::Live | Mode::LivePaused => Mode::LivePaused,
        };
    }

    pub(super) fn step(&mut self, step: Step, direction: Direction) {
        let here = self.state.position;
        let is_beyond = self.playhead > self.elastic.end() as f64 && step != Step::Edge;
        match direction {
            Direction::Forward if here == self.trace.borrow().len() => return self.go_to_end(),
            Direction::Forward if step == Step::Edge => return self.go_to_end(),
            Direction::Back if is_beyond && self.mode == Mode::Paused => return self.go_to(here),
            Direction::Forward | Direction::Back => {}
        }
        if step == Step::Stop {
            return self.go_to(self.next_stop(direction));
        }
        let trace = self.trace.borrow();
        let is_stop = |index: usize| {
            matches!(
                (step, trace.events()[index].kind),
                (Step::Event, _)
                    | (Step::Poll | Step::Beat, EventKind::PollStart { .. })
                    | (Step::Wake | Step::Beat, EventKind::Wake { .. })
                    | (Step::Print | Step::Beat, EventKind::Print { .. })
                    | (Step::Beat, EventKind::TaskEnd { .. })
            ) || step == Step::Bookmark
                && self.bookmarks.iter().any(|bookmark| bookmark.position == index + 1)
        };
        let position = match direction {
            Direction::Forward => {
                (here..trace.len()).find(|index| is_stop(*index)).map_or(trace.len(), |i| i + 1)
            }
            Direction::Back => (1..here).rev().find(|position| is_stop(position - 1)).unwrap_or(0),
        };
        drop(trace);
        self.go_to(position);
    }

    /// Moves the playhead to the event that completes `position`.
    pub(super) fn go_to(&mut self, position: usize) {
        let position = position.min(self.trace.borrow().len());
        self.playhead = match position.checked_sub(1) {
            Some(last) => self.elastic.place(last) as f64,
            None => 0.0,
        };
        self.stand_at(position);
    }

    /// Moves the playhead to the end of all that is shown.
    pub(super) fn go_to_end(&mut self) {
        self.go_to(usize::MAX);
        self.playhead = self.reach();
        self.note_edge();
    }

    /// The time at the playhead, in microseconds.
    pub(super) fn time(&self) -> f64 {
        self.elastic.time(self.playhead)
    }

    /// Moves the playhead to a time, after everything that happens at that time.
    pub(super) fn seek_time(&mut self, time: f64) {
        self.move_playhead(self.place_of(time));
    }

    /// The place of a time on the elastic axis, after everything that happens at that time.
    pub(super) fn place_of(&self, time: f64) -> f64 {
        let trace = self.trace.borrow();
        let events = &trace.events()[..self.elastic.len().min(trace.len())];
        let last = events.partition_point(|event| event.at as f64 <= time).checked_sub(1);
        last.map_or(0.0, |last| self.elastic.place(last) as f64 + time - events[last].at as f64)
    }

    pub(super) fn move_playhead(&mut self, place: f64) {
        self.playhead = place.clamp(0.0, self.reach());
        let position = self.elastic.position(self.playhead as Stretched);
        self.stand_at(position);
    }

    /// Updates the states to `position`.
    fn stand_at(&mut self, position: usize) {
        let trace = self.trace.borrow();
        let position = position.min(trace.len());
        // During a wait the position stays the same from frame to frame, and folding the state before it again would
        // begin at a checkpoint each time.
        let is_there = self.state.position == position;
        if !is_there || !Rc::ptr_eq(&self.state, self.cursor.state()) {
            self.before = self.cursor.seek(&trace, position.saturating_sub(1));
            self.state = self.cursor.seek(&trace, position);
        }
        drop(trace);
        self.note_edge();
    }
}
