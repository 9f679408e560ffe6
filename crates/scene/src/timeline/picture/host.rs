//! What is drawn in the lane of timers and turns.

use crate::timeline::lanes::ends::{End, How};
use crate::timeline::lanes::{TimerBar, TimerEnd, Turn};
use crate::timeline::picture::sweep::sweep;
use crate::timeline::picture::{NEUTRAL, Picture, Rect, colour};
use crate::timeline::scene::Scene;

/// The picture of the lane of timers and turns.
pub fn host<'a>(scene: &Scene<'a>) -> Picture<'a> {
    let mut picture = Picture::default();
    picture.host(scene);
    picture
}

impl Picture<'_> {
    fn host(&mut self, scene: &Scene) {
        let host = &scene.lanes.host;
        let y = scene.layout.lanes_bottom() + 5.0;
        let turns = |turn: &Turn| (turn.start, turn.end);
        sweep(
            scene,
            &host.turns,
            turns,
            |_| true,
            2.0,
            |_, x, w| {
                self.pale[NEUTRAL].push(Rect { x, y, w, h: 8.0 });
            },
        );
        for (row, timers) in host.timers.iter().take(scene.layout.timers).enumerate() {
            let y = scene.layout.timer(row);
            let ends = |timer: &TimerBar| (timer.start, timer.end);
            sweep(
                scene,
                timers,
                ends,
                |_| true,
                1.0,
                |timer, x, w| {
                    let colour = colour(timer.task);
                    let middle = y + 3.5;
                    self.thin[colour].push(Rect { x, y: middle, w, h: 1.5 });
                    self.solid[colour].push(Rect { x, y: y + 2.0, w: 1.5, h: 4.5 });
                    match timer.how {
                        TimerEnd::Fired => {
                            self.solid[colour].push(Rect { x: x + w - 2.0, y, w: 2.5, h: 8.5 });
                        }
                        TimerEnd::Cancelled => {
                            let how = How::Cancelled;
                            self.ends.push(End { x: x + w, y, h: 8.0, colour, how });
                        }
                        // The line continues, dashed, to the deadline, which no event has reached yet.
                        TimerEnd::Open => {
                            let due = scene.window.x(scene.scale.of_deadline(timer.deadline));
                            self.dashed.push((x + w, due.min(scene.window.right), middle, colour));
                        }
                    }
                },
            );
        }
    }
}
