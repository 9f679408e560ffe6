//! Colours as numbers, so that they can be mixed.

use playground::plain::Plain;

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

    /// WCAG's contrast ratio of two colours: from 1 for two that are the same to 21 for black and white.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// The first of these colours in which text on this one can be read, or else black or white: one of
    /// the two always can.
    pub fn readable(self, preferred: &[Colour]) -> Colour {
        let can_be_read = |text: &&Colour| self.contrast(**text) >= READABLE;
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        let last = if self.contrast(black) > self.contrast(white) { black } else { white };
        preferred.iter().find(can_be_read).copied().unwrap_or(last)
    }

    /// Red, green and blue as linear light, from 0 to 1.
    pub fn linear(self) -> [f64; 3] {
        self.0.map(|part| match f64::from(part) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        })
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
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

/// The least contrast ratio of text.
const READABLE: f64 = 4.5;

/// What a task's colour looks like in each state. All are opaque, so that shapes may overlap.
pub struct TaskColours {
    /// Polled.
    pub solid: String,
    /// Text on `solid`.
    pub on_solid: String,
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
            on_solid: task.readable(&[ground, text]).css(),
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

    #[test]
    fn text_can_be_read_on_every_colour() {
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        for red in (0..=255).step_by(5) {
            for green in (0..=255).step_by(5) {
                for blue in (0..=255).step_by(15) {
                    let colour = Colour([red, green, blue]);
                    assert!(colour.contrast(colour.readable(&[])) >= 4.5, "{colour:?}");
                }
            }
        }
        // White where it can be, since the ground around it is white.
        assert_eq!(Colour([0x31, 0x45, 0xb7]).readable(&[white, black]), white);
        assert_eq!(Colour([0x38, 0x95, 0x84]).readable(&[white, black]), black);
    }
}
