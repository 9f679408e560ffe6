//! Constants of a program that its reader can change.

use std::rc::Rc;

/// A constant of a program that its reader can change with a slider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knob {
    /// The constant's name.
    pub name: Rc<str>,
    /// Its value in the text.
    pub default: i64,
    /// The least value.
    pub min: i64,
    /// The largest value.
    pub max: i64,
    /// Values are `min + n * step`; the step is at least 1.
    pub step: i64,
    /// What the constant controls; may be empty.
    pub about: Rc<str>,
    /// Its line in the text, from 1.
    pub line: u32,
}

impl Knob {
    /// The valid value nearest to `value`.
    pub fn nearest(&self, value: i64) -> i64 {
        let value = value.clamp(self.min, self.max);
        let steps = (value - self.min + self.step / 2) / self.step;
        (self.min + steps * self.step).min(self.max)
    }
}
