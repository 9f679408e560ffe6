//! Gestures: the meaning of fingers and buttons that are pressed, moved and released.

/// What the reader wants. All lengths are in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gesture {
    /// Move the playhead to this x coordinate.
    Scrub(f64),
    /// Move the picture by this much to the right and down.
    Pan(f64, f64),
    /// Widen the picture by a factor around an x coordinate, and move it.
    Pinch {
        /// The x coordinate that stays.
        x: f64,
        /// The factor.
        factor: f64,
        /// How far to move to the right.
        dx: f64,
        /// How far to move down.
        dy: f64,
    },
    /// Drag the scroll bar's handle down by this much.
    Scroll(f64),
    /// Select what lies between two x coordinates.
    Select(f64, f64),
    /// A name was pressed and released at this point.
    Tap(f64, f64),
}

/// What a finger or a button takes hold of when it is pressed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    /// The playhead.
    Playhead,
    /// The picture, which moves along.
    Picture,
    /// The scroll bar.
    ScrollBar,
    /// The names beside the lanes: a press selects a task, a drag moves the picture.
    Names,
    /// A selection that extends from this x coordinate to the pointer; a press without a drag moves the playhead.
    Range(f64),
    /// The lanes, by a finger: a tap moves the playhead, a drag moves the picture; but if the whole run is visible, a
    /// sideways drag moves the playhead.
    Lanes {
        /// Whether the whole run is visible.
        whole: bool,
    },
    /// The axis, by a finger that moves the playhead. Two fingers select what lies between them.
    Ruler,
    /// Both ends of a selection, by two fingers.
    Ends,
}

/// How a finger or a button is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether it moves the picture.
    pub pans: bool,
    /// Whether it selects a stretch of time.
    pub selects: bool,
    /// Whether it is a finger, which covers what it touches and has no wheel.
    pub is_finger: bool,
}

/// A drag is at least this many pixels long, since hands tremble.
const DRAG: f64 = 4.0;

/// A finger's drag in the lanes or on the axis is at least this many pixels long, since a finger rolls when it is
/// put down.
const FINGER: f64 = 8.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
}

/// The fingers and buttons that are pressed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingers {
    down: Vec<Finger>,
    hold: Option<Hold>,
    /// Where the first one was pressed, and how far it has moved.
    from: (f64, f64),
    way: f64,
}

impl Fingers {
    /// Whether a gesture is under way.
    pub fn is_down(&self) -> bool {
        !self.down.is_empty()
    }

    /// A finger or a button is pressed.
    pub fn press(&mut self, id: i32, x: f64, y: f64, hold: Hold) -> Option<Gesture> {
        self.down.retain(|finger| finger.id != id);
        self.down.push(Finger { id, x, y });
        if self.down.len() > 1 {
            // A second finger begins a pinch, or a selection if both are on the axis.
            let ends = (self.hold, hold) == (Some(Hold::Ruler), Hold::Ruler);
            self.hold = Some(if ends { Hold::Ends } else { Hold::Picture });
            return None;
        }
        self.hold = Some(hold);
        (self.from, self.way) = ((x, y), 0.0);
        (hold == Hold::Playhead).then_some(Gesture::Scrub(x))
    }

    /// A finger or a button that is down moves.
    pub fn drag(&mut self, id: i32, x: f64, y: f64) -> Option<Gesture> {
        let place = self.down.iter().position(|finger| finger.id == id)?;
        let before = std::mem::replace(&mut self.down[place], Finger { id, x, y });
        let (dx, dy) = (x - before.x, y - before.y);
        if let Some(other) = self.down.iter().find(|finger| finger.id != id) {
            if self.hold == Some(Hold::Ends) {
                return Some(Gesture::Select(other.x, x));
            }
            let apart = |finger: Finger| (finger.x - other.x).hypot(finger.y - other.y).max(20.0);
            let factor = apart(self.down[place]) / apart(before);
            // The middle between two fingers moves by half of what each of them moves.
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
            Hold::Lanes { whole } => self.decide(x, y, whole),
            Hold::Ruler => self.decide(x, self.from.1, true),
            Hold::Ends => None,
        }
    }

    /// Decides what a finger does once it has moved far enough to tell.
    fn decide(&mut self, x: f64, y: f64, scrubs: bool) -> Option<Gesture> {
        let (dx, dy) = (x - self.from.0, y - self.from.1);
        if dx.abs().max(dy.abs()) < FINGER {
            return None;
        }
        let scrubs = scrubs && dx.abs() > dy.abs();
        self.hold = Some(if scrubs { Hold::Playhead } else { Hold::Picture });
        Some(if scrubs { Gesture::Scrub(x) } else { Gesture::Pan(dx, dy) })
    }

    /// A finger or a button is released. If it has not moved, it was a press, unless the browser has `taken` it over.
    pub fn release(&mut self, id: i32, taken: bool) -> Option<Gesture> {
        let finger = self.down.iter().copied().find(|finger| finger.id == id)?;
        self.down.retain(|finger| finger.id != id);
        if !self.down.is_empty() {
            return None;
        }
        match self.hold.take()? {
            _ if taken => None,
            Hold::Lanes { .. } | Hold::Ruler => Some(Gesture::Scrub(finger.x)),
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
    fn a_button_scrubs() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 10.0, 5.0, Hold::Playhead), Some(Gesture::Scrub(10.0)));
        assert_eq!(fingers.drag(1, 30.0, 9.0), Some(Gesture::Scrub(30.0)));
        fingers.release(1, false);
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
        fingers.release(2, false);
        assert_eq!(fingers.drag(1, 90.0, 50.0), Some(Gesture::Pan(-10.0, 0.0)));
    }

    /// A finger in the lanes while a part of the run is visible.
    const PART: Hold = Hold::Lanes { whole: false };
    /// A finger in the lanes while the whole run is visible.
    const WHOLE: Hold = Hold::Lanes { whole: true };

    #[test]
    fn a_finger_in_the_lanes_moves_them_and_a_tap_moves_the_playhead() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 100.0, 50.0, PART), None);
        assert_eq!(fingers.drag(1, 103.0, 52.0), None);
        assert_eq!(fingers.release(1, false), Some(Gesture::Scrub(103.0)));
        fingers.press(1, 100.0, 50.0, PART);
        assert_eq!(fingers.drag(1, 90.0, 47.0), Some(Gesture::Pan(-10.0, -3.0)));
        assert_eq!(fingers.drag(1, 90.0, 40.0), Some(Gesture::Pan(0.0, -7.0)));
        assert_eq!(fingers.release(1, false), None);
    }

    #[test]
    fn a_finger_scrubs_to_the_side_where_the_whole_run_is_seen() {
        let mut fingers = Fingers::default();
        fingers.press(1, 100.0, 50.0, WHOLE);
        assert_eq!(fingers.drag(1, 112.0, 53.0), Some(Gesture::Scrub(112.0)));
        assert_eq!(fingers.drag(1, 113.0, 90.0), Some(Gesture::Scrub(113.0)));
        fingers.release(1, false);
        fingers.press(1, 100.0, 50.0, WHOLE);
        assert_eq!(fingers.drag(1, 103.0, 62.0), Some(Gesture::Pan(3.0, 12.0)));
    }

    #[test]
    fn a_pinch_leaves_the_playhead() {
        for hold in [PART, WHOLE, Hold::Ruler] {
            let mut fingers = Fingers::default();
            assert_eq!(fingers.press(1, 100.0, 50.0, hold), None);
            assert_eq!(fingers.drag(1, 98.0, 50.0), None);
            assert_eq!(fingers.press(2, 200.0, 50.0, WHOLE), None);
            for x in [90.0, 60.0, 80.0] {
                let gesture = fingers.drag(1, x, 50.0);
                assert!(matches!(gesture, Some(Gesture::Pinch { .. })), "{gesture:?}");
            }
            assert_eq!(fingers.release(1, false), None);
            assert_eq!(fingers.release(2, false), None);
        }
    }

    #[test]
    fn on_the_axis_one_finger_scrubs_and_two_select() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 100.0, 5.0, Hold::Ruler), None);
        assert_eq!(fingers.drag(1, 110.0, 40.0), Some(Gesture::Scrub(110.0)));
        fingers.release(1, false);
        fingers.press(1, 100.0, 5.0, Hold::Ruler);
        assert_eq!(fingers.press(2, 200.0, 5.0, Hold::Ruler), None);
        assert_eq!(fingers.drag(2, 220.0, 5.0), Some(Gesture::Select(100.0, 220.0)));
        assert_eq!(fingers.release(2, false), None);
        assert_eq!(fingers.drag(1, 50.0, 5.0), None);
        assert_eq!(fingers.release(1, false), None);
    }

    #[test]
    fn a_finger_that_the_browser_takes_over_was_no_tap() {
        for hold in [PART, WHOLE, Hold::Ruler, Hold::Names] {
            let mut fingers = Fingers::default();
            fingers.press(1, 100.0, 50.0, hold);
            assert_eq!(fingers.release(1, true), None);
            assert!(!fingers.is_down());
        }
    }

    #[test]
    fn a_drag_selects_and_a_press_moves_the_playhead() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 100.0, 5.0, Hold::Range(100.0)), None);
        assert_eq!(fingers.drag(1, 102.0, 5.0), None);
        assert_eq!(fingers.release(1, false), Some(Gesture::Scrub(102.0)));
        fingers.press(1, 100.0, 5.0, Hold::Range(100.0));
        assert_eq!(fingers.drag(1, 160.0, 5.0), Some(Gesture::Select(100.0, 160.0)));
        assert_eq!(fingers.drag(1, 100.0, 5.0), Some(Gesture::Select(100.0, 100.0)));
        assert_eq!(fingers.release(1, false), None);
    }

    #[test]
    fn a_name_is_pressed_or_dragged() {
        let mut fingers = Fingers::default();
        fingers.press(1, 20.0, 50.0, Hold::Names);
        assert_eq!(fingers.release(1, false), Some(Gesture::Tap(20.0, 50.0)));
        fingers.press(1, 20.0, 50.0, Hold::Names);
        assert_eq!(fingers.drag(1, 20.0, 80.0), Some(Gesture::Pan(0.0, 30.0)));
        assert_eq!(fingers.release(1, false), None);
    }

    #[test]
    fn the_picture_and_the_scroll_bar_can_be_held() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.press(1, 0.0, 0.0, Hold::Picture), None);
        assert_eq!(fingers.drag(1, 3.0, 4.0), Some(Gesture::Pan(3.0, 4.0)));
        fingers.release(1, false);
        fingers.press(1, 0.0, 0.0, Hold::ScrollBar);
        assert_eq!(fingers.drag(1, 3.0, 4.0), Some(Gesture::Scroll(4.0)));
        assert!(fingers.is_down());
    }
}
