//! Time in a trace: whole microseconds since the run began.

/// Microseconds since the run began.
pub type Micros = u64;

/// A duration in the unit a reader would use, never more than three figures: `180 µs`, `12 ms`,
/// `1.2 s`, `2 min`.
pub fn show_micros(micros: Micros) -> String {
    match micros {
        0 => "0 ms".to_owned(),
        1..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => scaled(micros, 1_000, "ms"),
        1_000_000..120_000_000 => scaled(micros, 1_000_000, "s"),
        _ => scaled(micros, 60_000_000, "min"),
    }
}

fn scaled(micros: Micros, unit: Micros, name: &str) -> String {
    let whole = micros / unit;
    let digits = match whole {
        0..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    // The value in halves of its last digit, so that dividing by two can round a half up.
    let halves = micros.saturating_mul(2 * 10_u64.pow(digits)) / unit;
    format!("{} {name}", decimal(halves.div_ceil(2), digits))
}

/// The fraction `parts / 10^digits` in decimal, without trailing zeros: 1,250 parts with three digits are
/// `1.25`.
pub fn decimal(parts: u64, digits: u32) -> String {
    let unit = 10_u64.pow(digits);
    let (whole, rest) = (parts / unit, parts % unit);
    if rest == 0 {
        return whole.to_string();
    }
    // Adding `unit` puts a digit in front, which keeps the fraction's leading zeros; the digit is cut off again.
    let rest = (unit + rest).to_string();
    format!("{whole}.{}", rest[1..].trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::show_micros;

    #[test]
    fn three_figures_in_the_readers_unit() {
        for (micros, shown) in [
            (0, "0 ms"),
            (180, "180 µs"),
            (1_000, "1 ms"),
            (1_250, "1.25 ms"),
            (12_340, "12.3 ms"),
            (100_000, "100 ms"),
            (300_400, "300 ms"),
            (1_200_000, "1.2 s"),
            (61_000_000, "61 s"),
            (180_000_000, "3 min"),
        ] {
            assert_eq!(show_micros(micros), shown);
        }
    }
}
