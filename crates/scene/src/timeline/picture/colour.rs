//! Colours as numbers, so that they can be mixed.

use playground::plain::Plain;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Mixes in a share of `other`: 0 for nothing of it, 1 for all.
    pub fn mix(self, other: Colour, share: f64) -> Colour {
        Colour(std::array::from_fn(|part| {
            let (a, b) = (f64::from(self.0[part]), f64::from(other.0[part]));
            (a + (b - a) * share).round() as u8
        }))
    }

    /// The contrast ratio of two colours according to WCAG: from 1 for equal ones to 21 for black and white.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// The first of the preferred colours in which text on this one is readable; else black or white, one of which
    /// always is.
    pub fn readable(self, preferred: &[Colour]) -> Colour {
        let can_be_read = |text: &&Colour| self.contrast(**text) >= READABLE;
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        let last = if self.contrast(black) > self.contrast(white) { black } else { white };
        preferred.iter().find(can_be_read).copied().unwrap_or(last)
    }

    /// Red, green and blue as linear light, each from 0 to 1.
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

    /// The colour in CSS.
    pub fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The colour in CSS with an opacity from 0 to 1.
    pub fn css_with_alpha(self, alpha: f64) -> String {
        let [red, green, blue] = self.0;
        format!("rgba({red}, {green}, {blue}, {})", Plain(alpha))
    }
}

/// The least contrast ratio at which text is readable.
const READABLE: f64 = 4.5;

/// The opacity of the veil over a run's future, which has the colour of the background.
pub const VEIL: f64 = 0.58;

/// The shades of a task's colour. All are opaque, so shapes may overlap.
pub struct TaskColours {
    /// A task that is polled.
    pub solid: String,
    /// Text on `solid`.
    pub on_solid: String,
    /// Text on `solid` where a run's future is veiled.
    pub on_veiled: String,
    /// An await that is polled.
    pub soft: String,
    /// A task or an await that waits.
    pub pale: String,
    /// The lines of a hatch, on `pale`.
    pub hatch: String,
    /// The area behind a task's awaits.
    pub within: String,
    /// The outline of a poll that blocks its thread.
    pub edge: String,
    /// Text on `pale`.
    pub text: String,
}

impl TaskColours {
    /// The shades of a task's colour on a background, with a text colour.
    pub fn new(task: Colour, ground: Colour, text: Colour) -> Self {
        let dark = task.mix(text, 0.72);
        Self {
            solid: task.css(),
            on_solid: task.readable(&[ground, text]).css(),
            on_veiled: task.mix(ground, VEIL).readable(&[dark, text]).css(),
            soft: ground.mix(task, 0.72).css(),
            pale: ground.mix(task, 0.13).css(),
            hatch: ground.mix(task, 0.34).css(),
            within: ground.mix(task, 0.05).css(),
            edge: task.mix(text, 0.55).css(),
            text: dark.css(),
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
        // White is preferred where it is readable, because the background is white.
        assert_eq!(Colour([0x31, 0x45, 0xb7]).readable(&[white, black]), white);
        assert_eq!(Colour([0x38, 0x95, 0x84]).readable(&[white, black]), black);
    }
}
