//! Lengths as CSS and SVG write them.

use std::fmt;

use trace::decimal;

/// A number to the ten-thousandth. (What the standard library writes floating-point numbers with is
/// 6 KB of the download, and writes more digits than anybody sees.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plain(pub f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = (self.0 * 10_000.0).round() as i64;
        if parts < 0 {
            f.write_str("-")?;
        }
        f.write_str(&decimal(parts.unsigned_abs(), 4))
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        for (value, text) in [
            (0.0, "0"),
            (-0.000_01, "0"),
            (12.0, "12"),
            (-0.5, "-0.5"),
            (1.0 / 16.0, "0.0625"),
            (-3.25, "-3.25"),
            (2.0 / 3.0, "0.6667"),
            (1e9, "1000000000"),
        ] {
            assert_eq!(Plain(value).to_string(), text);
        }
    }
}
