//! Making lanes from a trace: timers and the turns of the event loop.

use trace::{EventKind, TimerId};

use crate::timeline::lanes::{Index, Lanes, MAX_TIMER_TRACKS, OPEN, TimerBar, TimerEnd, Turn};

impl Lanes {
    pub(crate) fn cut_host(&mut self, at: Index, event: EventKind) -> bool {
        let host = &mut self.host;
        match event {
            EventKind::TurnStart { cause } => host.turns.push(Turn { start: at, end: OPEN, cause }),
            EventKind::TurnEnd => {
                if let Some(turn) = host.turns.last_mut() {
                    turn.end = turn.end.min(at);
                }
            }
            EventKind::TimerSet { timer, task, deadline } => {
                let bar = TimerBar { start: at, end: OPEN, task, deadline, how: TimerEnd::Open };
                let free = |row: &Vec<TimerBar>| row.last().is_none_or(|last| last.end <= at);
                let (row, new) = match host.timers.iter().position(free) {
                    Some(row) => (row, false),
                    None if host.timers.len() < MAX_TIMER_TRACKS => {
                        host.timers.push(Vec::new());
                        (host.timers.len() - 1, true)
                    }
                    None => {
                        host.crowded_out += 1;
                        return host.crowded_out == 1;
                    }
                };
                host.timers[row].push(bar);
                self.cutting.timers.insert(timer, (row, host.timers[row].len() - 1));
                if let Some(task) = task {
                    self.touch(task, at);
                }
                return new;
            }
            EventKind::TimerFire { timer } => self.end_timer(at, timer, TimerEnd::Fired),
            EventKind::TimerCancel { timer } => self.end_timer(at, timer, TimerEnd::Cancelled),
            _ => {}
        }
        false
    }

    fn end_timer(&mut self, at: Index, timer: TimerId, how: TimerEnd) {
        let Some((row, bar)) = self.cutting.timers.remove(&timer) else { return };
        let bar = &mut self.host.timers[row][bar];
        bar.end = at;
        bar.how = how;
    }
}
