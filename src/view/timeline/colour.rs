//! Colours as numbers, so that they can be mixed.

use crate::plain::Plain;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// So much of `other` mixed in: nothing for 0, all for 1.
    pub fn mix(self, other: Colour, share: f64) -> Colour {
        Colour(std::array::from_fn(|part| {
            let (a, b) = (f64::from(self.0[part]), f64::from(other.0[part]));
            (a + (b - a) * share).round() as u8
        }))
    }

    /// As CSS writes it.
    pub fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// As CSS writes it when what is behind it shows through.
    pub fn css_with_alpha(self, alpha: f64) -> String {
        let [red, green, blue] = self.0;
        format!("rgba({red}, {green}, {blue}, {})", Plain(alpha))
    }
}

/// What a task's colour looks like in each state. All are opaque, so that shapes may overlap.
pub struct TaskColours {
    /// Polled.
    pub solid: String,
    /// An await that is polled.
    pub soft: String,
    /// Waiting.
    pub pale: String,
    /// The lines of a hatch, on `pale`.
    pub hatch: String,
    /// Behind the awaits of a task.
    pub within: String,
    /// The edge of what blocks its worker.
    pub edge: String,
    /// Text on `pale`.
    pub text: String,
}

impl TaskColours {
    /// From a task's colour, the ground that it stands on, and the text's colour.
    pub fn new(task: Colour, ground: Colour, text: Colour) -> Self {
        Self {
            solid: task.css(),
            soft: ground.mix(task, 0.72).css(),
            pale: ground.mix(task, 0.13).css(),
            hatch: ground.mix(task, 0.34).css(),
            within: ground.mix(task, 0.05).css(),
            edge: task.mix(text, 0.55).css(),
            text: task.mix(text, 0.72).css(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn colours_mix() {
        let (black, white) = (Colour([0, 0, 0]), Colour([255, 255, 255]));
        assert_eq!(black.mix(white, 0.0), black);
        assert_eq!(black.mix(white, 1.0), white);
        assert_eq!(black.mix(white, 0.5).css(), "#808080");
    }
}
