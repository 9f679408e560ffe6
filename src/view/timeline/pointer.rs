//! Gestures: what fingers and buttons that go down, move and come up mean.

/// What the reader means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gesture {
    /// The playhead is to stand at this pixel.
    Scrub(f64),
    /// What is seen is to move by so many pixels.
    Pan(f64, f64),
    /// It is to get wider by a factor around a pixel, and to move by so many pixels.
    Pinch {
        /// The pixel that stays.
        x: f64,
        /// The factor.
        factor: f64,
        /// To the right.
        dx: f64,
        /// Down.
        dy: f64,
    },
    /// The scroll bar's handle is dragged by so many pixels.
    Scroll(f64),
}

/// What a finger or button that went down takes hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The playhead.
    Playhead,
    /// What is seen.
    Picture,
    /// The scroll bar.
    ScrollBar,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
}

/// The fingers and buttons that are down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingers {
    down: Vec<Finger>,
    hold: Option<Hold>,
}

impl Fingers {
    /// Whether a gesture is under way.
    pub fn is_down(&self) -> bool {
        !self.down.is_empty()
    }

    /// A finger or button goes down.
    pub fn press(&mut self, id: i32, x: f64, y: f64, hold: Hold) -> Option<Gesture> {
        self.down.retain(|finger| finger.id != id);
        self.down.push(Finger { id, x, y });
        if self.down.len() > 1 {
            // The second finger makes it a pinch; the playhead stays where the first has put it.
            self.hold = Some(Hold::Picture);
            return None;
        }
        self.hold = Some(hold);
        (hold == Hold::Playhead).then_some(Gesture::Scrub(x))
    }

    /// One moves.
    pub fn drag(&mut self, id: i32, x: f64, y: f64) -> Option<Gesture> {
        let place = self.down.iter().position(|finger| finger.id == id)?;
        let before = std::mem::replace(&mut self.down[place], Finger { id, x, y });
        let (dx, dy) = (x - before.x, y - before.y);
        if let Some(other) = self.down.iter().find(|finger| finger.id != id) {
            let apart = |finger: Finger| (finger.x - other.x).hypot(finger.y - other.y).max(20.0);
            let factor = apart(self.down[place]) / apart(before);
            // Each finger moves the middle between them by half of its way.
            return Some(Gesture::Pinch {
                x: (x + other.x) / 2.0,
                factor,
                dx: dx / 2.0,
                dy: dy / 2.0,
            });
        }
        Some(match self.hold? {
            Hold::Playhead => Gesture::Scrub(x),
            Hold::Picture => Gesture::Pan(dx, dy),
            Hold::ScrollBar => Gesture::Scroll(dy),
        })
    }

    /// One comes up, or the browser has taken it over.
    pub fn release(&mut self, id: i32) {
        self.down.retain(|finger| finger.id != id);
        if self.down.is_empty() {
            self.hold = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_scrubs() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 10.0, 5.0, Hold::Playhead), Some(Gesture::Scrub(10.0)));
        assert_eq!(fingers.drag(1, 30.0, 9.0), Some(Gesture::Scrub(30.0)));
        fingers.release(1);
        assert_eq!(fingers.drag(1, 40.0, 9.0), None);
    }

    #[test]
    fn two_fingers_pinch_and_lifting_one_does_not_scrub() {
        let mut fingers = Fingers::default();
        fingers.press(1, 100.0, 50.0, Hold::Playhead);
        assert_eq!(fingers.press(2, 200.0, 50.0, Hold::Playhead), None);
        assert_eq!(
            fingers.drag(2, 300.0, 50.0),
            Some(Gesture::Pinch { x: 200.0, factor: 2.0, dx: 50.0, dy: 0.0 })
        );
        fingers.release(2);
        assert_eq!(fingers.drag(1, 90.0, 50.0), Some(Gesture::Pan(-10.0, 0.0)));
    }

    #[test]
    fn the_picture_and_the_scroll_bar_can_be_held() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 0.0, 0.0, Hold::Picture), None);
        assert_eq!(fingers.drag(1, 3.0, 4.0), Some(Gesture::Pan(3.0, 4.0)));
        fingers.release(1);
        fingers.press(1, 0.0, 0.0, Hold::ScrollBar);
        assert_eq!(fingers.drag(1, 3.0, 4.0), Some(Gesture::Scroll(4.0)));
        assert!(fingers.is_down());
    }
}
