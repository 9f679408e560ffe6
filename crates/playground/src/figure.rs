//! Reads numbers as people write them: `500`, `500 ms`, `0.5 s`, `1 500`, `3 times`. A text that can be read
//! in two ways, or in none, is refused with a sentence.

/// What the number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds; another unit of time may follow the number.
    Milliseconds,
    /// How many times something happens.
    Times,
}

/// A number, in millionths, and the unit written behind it.
struct Number<'a> {
    millionths: u64,
    unit: &'a str,
}

/// The largest number that is accepted; no run takes as long and no task is polled as often.
const MOST: u64 = 1_000_000_000;

/// Reads a whole number. The error is a sentence that says what is wrong with the text.
pub fn read(text: &str, unit: Unit) -> Result<u64, String> {
    let text = text.trim();
    if text.starts_with(['-', '−']) {
        return Err(match unit {
            Unit::Milliseconds => "A time is not negative.".to_owned(),
            Unit::Times => "That cannot be a negative number.".to_owned(),
        });
    }
    let number = split(text).ok_or_else(|| not_read(text, unit))??;
    let scale = scale(number.unit, unit).ok_or_else(|| not_read(text, unit))?;
    let scaled = number.millionths.saturating_mul(scale);
    let whole = scaled / MILLION / MICROS_IN_MS;
    match () {
        () if whole > MOST => Err("That is far too much.".to_owned()),
        () if scaled % (MILLION * MICROS_IN_MS) == 0 => Ok(whole),
        () => Err(match unit {
            Unit::Milliseconds => "The answer is a whole number of milliseconds.".to_owned(),
            Unit::Times => "The answer is a whole number.".to_owned(),
        }),
    }
}

const MILLION: u64 = 1_000_000;
const MICROS_IN_MS: u64 = 1_000;

/// The written unit in thousandths of the wanted one; `None` if it is unknown.
fn scale(written: &str, unit: Unit) -> Option<u64> {
    let scales: &[(&str, u64)] = match unit {
        Unit::Milliseconds => &[
            ("", 1_000),
            ("ms", 1_000),
            ("msec", 1_000),
            ("millisecond", 1_000),
            ("milliseconds", 1_000),
            ("s", 1_000_000),
            ("sec", 1_000_000),
            ("second", 1_000_000),
            ("seconds", 1_000_000),
            ("us", 1),
            ("µs", 1),
            ("μs", 1),
        ],
        Unit::Times => {
            &[("", 1_000), ("time", 1_000), ("times", 1_000), ("x", 1_000), ("×", 1_000)]
        }
    };
    let written = written.to_ascii_lowercase();
    scales.iter().find(|(known, _)| *known == written).map(|(_, scale)| *scale)
}

/// Splits the number from the unit behind it; `None` if there is no number. The error is a sentence for a
/// number that can be read in two ways.
fn split(text: &str) -> Option<Result<Number<'_>, String>> {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '\'' | '’') || is_space(c);
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let digits = digits.trim();
    let (whole, part) = match digits.split_once(['.', ',']) {
        Some((whole, part)) => (grouped(whole)?, part),
        None => (grouped(digits)?, ""),
    };
    let is_fraction = part.chars().all(|c| c.is_ascii_digit());
    if !is_fraction || part.is_empty() && digits.ends_with(['.', ',']) || part.len() > 6 {
        return None;
    }
    if digits.contains(',') && part.len() == 3 && !whole.starts_with('0') {
        let (joined, pointed) = (format!("{whole}{part}"), format!("{whole}.{part}"));
        return Some(Err(format!(
            "“{digits}” can be read as {joined} and as {pointed}. Write one of them."
        )));
    }
    let padded = format!("{part:0<6}");
    // A number with too many digits for a `u64` is larger than any answer.
    let whole = whole.parse().unwrap_or(u64::MAX);
    let part = padded.parse().unwrap_or(0);
    let millionths = whole.saturating_mul(MILLION).saturating_add(part);
    Some(Ok(Number { millionths, unit: unit.trim() }))
}

/// The digits of a whole number, which may be written in groups of three; `None` if it is not one.
fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split(|c: char| matches!(c, '_' | '\'' | '’') || is_space(c));
    let mut digits = groups.next()?.to_owned();
    let first = digits.len();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first) {
            return None;
        }
        digits.push_str(group);
    }
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(digits)
}

/// Whether this is one of the spaces that separate groups of digits.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

fn not_read(text: &str, unit: Unit) -> String {
    let like = match unit {
        Unit::Milliseconds => "Write a time like 500, 500 ms or 0.5 s.",
        Unit::Times => "Write a number in digits, like 3.",
    };
    format!("“{text}” is not understood. {like}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for text in [
            "500",
            " 500 ",
            "500ms",
            "500 ms",
            "500 MS",
            "500,0",
            "500.0",
            "0.5 s",
            "0,5s",
            "0.500 s",
            "0,500 s",
            "500 milliseconds",
            "500000 µs",
            "500 000 us",
            "0500",
        ] {
            assert_eq!(read(text, Unit::Milliseconds), Ok(500), "{text}");
        }
        for text in
            ["1500", "1 500", "1\u{202f}500 ms", "1_500", "1'500", "1.5 s", "1,5 sec", "1.500 s"]
        {
            assert_eq!(read(text, Unit::Milliseconds), Ok(1_500), "{text}");
        }
        assert_eq!(read("0", Unit::Milliseconds), Ok(0));
        assert_eq!(read("1 second", Unit::Milliseconds), Ok(1_000));
    }

    #[test]
    fn what_is_no_number_is_refused_with_a_sentence() {
        for text in [
            "",
            "e",
            "5e2",
            "0x1f4",
            "5 00",
            "5 0 0",
            "1 5000",
            "500 minutes",
            "500 ms ms",
            "about 500",
            "five hundred",
            "5..0",
            "1,5,0",
            "1.2.3",
            ".",
            ",5",
            "500.",
            "∞",
            "NaN",
            "inf",
            "５００",
            "<b>500</b>",
        ] {
            let said = read(text, Unit::Milliseconds).expect_err(text);
            assert_eq!(
                said,
                format!("“{text}” is not understood. Write a time like 500, 500 ms or 0.5 s.")
            );
        }
        assert_eq!(read("-1", Unit::Milliseconds), Err("A time is not negative.".to_owned()));
        assert_eq!(read("−500", Unit::Milliseconds), Err("A time is not negative.".to_owned()));
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_guessed() {
        let said = "“1,500” can be read as 1500 and as 1.500. Write one of them.";
        assert_eq!(read("1,500", Unit::Milliseconds), Err(said.to_owned()));
        assert_eq!(read("1,500", Unit::Times), Err(said.to_owned()));
    }

    #[test]
    fn parts_of_a_millisecond_and_more_than_any_run_are_refused() {
        let whole = Err("The answer is a whole number of milliseconds.".to_owned());
        for text in ["0.5", "1.500", "500 µs", "0.0005 s"] {
            assert_eq!(read(text, Unit::Milliseconds), whole, "{text}");
        }
        for text in ["99999999999", "99999999999999999999999999", "9999999999 s"] {
            assert_eq!(
                read(text, Unit::Milliseconds),
                Err("That is far too much.".to_owned()),
                "{text}"
            );
        }
        assert_eq!(read("2.5", Unit::Times), Err("The answer is a whole number.".to_owned()));
    }

    #[test]
    fn how_often_is_read_too() {
        for text in ["3", "3 times", "3x", "3×", "3.0"] {
            assert_eq!(read(text, Unit::Times), Ok(3), "{text}");
        }
        let said = "“3 ms” is not understood. Write a number in digits, like 3.";
        assert_eq!(read("3 ms", Unit::Times), Err(said.to_owned()));
    }
}
