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
    /// The lanes, by a finger: a tap moves the playhead, a drag what is seen. Where that is the whole
    /// run, a drag to the side scrubs.
    Lanes {
        /// The whole run is seen.
        whole: bool,
    },
    /// The axis, by a finger: it scrubs. Two fingers select what lies between them.
    Ruler,
    /// Both ends of what is selected.
    Ends,
}

/// How a finger or a button goes down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// The reader wants to move the picture with it.
    pub pans: bool,
    /// It is to select a stretch of time.
    pub selects: bool,
    /// It is a finger: it hides what it touches, and has no wheel beside it.
    pub is_finger: bool,
}

/// A drag is at least this long, in pixels; a hand trembles.
const DRAG: f64 = 4.0;

/// A finger rolls when it is put down.
const FINGER: f64 = 8.0;

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
    /// Where the one that holds it went down, and how far it has moved.
    from: (f64, f64),
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
            // The second finger makes it a pinch.
            let ends = (self.hold, hold) == (Some(Hold::Ruler), Hold::Ruler);
            self.hold = Some(if ends { Hold::Ends } else { Hold::Picture });
            return None;
        }
        self.hold = Some(hold);
        (self.from, self.way) = ((x, y), 0.0);
        (hold == Hold::Playhead).then_some(Gesture::Scrub(x))
    }

    /// One moves.
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
            Hold::Lanes { whole } => self.decide(x, y, whole),
            Hold::Ruler => self.decide(x, self.from.1, true),
            Hold::Ends => None,
        }
    }

    /// What a finger that was put down does once it has moved far enough to tell.
    fn decide(&mut self, x: f64, y: f64, scrubs: bool) -> Option<Gesture> {
        let (dx, dy) = (x - self.from.0, y - self.from.1);
        if dx.abs().max(dy.abs()) < FINGER {
            return None;
        }
        let scrubs = scrubs && dx.abs() > dy.abs();
        self.hold = Some(if scrubs { Hold::Playhead } else { Hold::Picture });
        Some(if scrubs { Gesture::Scrub(x) } else { Gesture::Pan(dx, dy) })
    }

    /// One comes up. What it held without moving it was meant as a press, unless the browser has
    /// `taken` it over.
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

    /// A finger in lanes of which a part is seen.
    const PART: Hold = Hold::Lanes { whole: false };
    /// And where the whole run is.
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
