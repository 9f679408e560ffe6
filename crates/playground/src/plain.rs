//! Numbers as CSS, SVG and addresses write them.

use std::fmt;

use trace::decimal;

/// A number, written with up to five decimal places. The standard library's formatting of floating-point
/// numbers takes 6 KB of the download and writes more digits than anybody sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plain(pub f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_finite() {
            return f.write_str("NaN");
        }
        let size = self.0.abs();
        let parts = (size * 100_000.0).round();
        if self.0 < 0.0 && parts > 0.0 {
            f.write_str("-")?;
        }
        // So large a number has no fraction.
        let whole = parts >= 1e18;
        f.write_str(&if whole { decimal(size as u64, 0) } else { decimal(parts as u64, 5) })
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        for (value, text) in [
            (0.0, "0"),
            (-0.000_001, "0"),
            (12.0, "12"),
            (-0.5, "-0.5"),
            (1.0 / 16.0, "0.0625"),
            (-3.25, "-3.25"),
            (1.0 / 32.0, "0.03125"),
            (2.0 / 3.0, "0.66667"),
            (1e9, "1000000000"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "NaN"),
        ] {
            assert_eq!(Plain(value).to_string(), text);
        }
    }
}
