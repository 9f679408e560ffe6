//! Time as a trace has it: whole microseconds since the run began.

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
    let value = format!("{:.digits$}", micros as f64 / unit as f64);
    let value = if digits > 0 { value.trim_end_matches('0').trim_end_matches('.') } else { &value };
    format!("{value} {name}")
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
