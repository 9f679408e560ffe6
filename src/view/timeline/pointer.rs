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
    /// What lies between two pixels is to be selected.
    Select(f64, f64),
    /// A name was pressed and let go.
    Tap(f64, f64),
}

/// What a finger or button that went down takes hold of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    /// The playhead.
    Playhead,
    /// What is seen.
    Picture,
    /// The scroll bar.
    ScrollBar,
    /// The names beside the lanes: a press chooses, a drag moves what is seen.
    Names,
    /// What is selected, whose other end stands at this pixel; a press without a drag moves the
    /// playhead.
    Range(f64),
}

/// A drag is at least this long, in pixels; a hand trembles.
const DRAG: f64 = 4.0;

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
    /// How far the one that holds it has moved.
    way: f64,
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
        self.way = 0.0;
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
        self.way += dx.abs() + dy.abs();
        let drags = self.way >= DRAG;
        match self.hold? {
            Hold::Playhead => Some(Gesture::Scrub(x)),
            Hold::Picture => Some(Gesture::Pan(dx, dy)),
            Hold::ScrollBar => Some(Gesture::Scroll(dy)),
            Hold::Names => drags.then_some(Gesture::Pan(dx, dy)),
            Hold::Range(other) => drags.then_some(Gesture::Select(other, x)),
        }
    }

    /// One comes up, or the browser has taken it over. What it held without moving it was meant as a
    /// press.
    pub fn release(&mut self, id: i32) -> Option<Gesture> {
        let finger = self.down.iter().copied().find(|finger| finger.id == id)?;
        self.down.retain(|finger| finger.id != id);
        if !self.down.is_empty() {
            return None;
        }
        match self.hold.take()? {
            Hold::Names if self.way < DRAG => Some(Gesture::Tap(finger.x, finger.y)),
            Hold::Range(_) if self.way < DRAG => Some(Gesture::Scrub(finger.x)),
            _ => None,
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
    fn a_drag_selects_and_a_press_moves_the_playhead() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 100.0, 5.0, Hold::Range(100.0)), None);
        assert_eq!(fingers.drag(1, 102.0, 5.0), None);
        assert_eq!(fingers.release(1), Some(Gesture::Scrub(102.0)));
        fingers.press(1, 100.0, 5.0, Hold::Range(100.0));
        assert_eq!(fingers.drag(1, 160.0, 5.0), Some(Gesture::Select(100.0, 160.0)));
        assert_eq!(fingers.drag(1, 100.0, 5.0), Some(Gesture::Select(100.0, 100.0)));
        assert_eq!(fingers.release(1), None);
    }

    #[test]
    fn a_name_is_pressed_or_dragged() {
        let mut fingers = Fingers::default();
        fingers.press(1, 20.0, 50.0, Hold::Names);
        assert_eq!(fingers.release(1), Some(Gesture::Tap(20.0, 50.0)));
        fingers.press(1, 20.0, 50.0, Hold::Names);
        assert_eq!(fingers.drag(1, 20.0, 80.0), Some(Gesture::Pan(0.0, 30.0)));
        assert_eq!(fingers.release(1), None);
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
