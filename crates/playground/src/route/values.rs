//! Reading and printing single values of an address.

use crate::action::Range;

/// The Levenshtein distance: the least number of edits that turn one id into the other.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

pub(super) fn number<T: std::str::FromStr>(
    key: &str,
    value: &str,
    instead: &str,
) -> Result<T, String> {
    value.parse().map_err(|_| format!("{key}={value}: not a number that fits here; {instead}"))
}

/// Reads a stretch of time, two numbers of microseconds: `200000-300000`.
pub(super) fn range_of(value: &str) -> Result<Range, String> {
    let ends =
        value.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let Some((from, to)) = ends else {
        return Err(format!(
            "range={value}: not two times in µs with a “-” between; none is selected"
        ));
    };
    match from <= to {
        true => Ok(Range { from, to }),
        false => Ok(Range { from: to, to: from }),
    }
}

/// Reads a decimal number as speeds are written: digits, with a point or without. The standard library's
/// parser of floating-point numbers accepts more, and takes 15 KB of the download.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (mut number, mut unit) = (0.0, 1.0);
    for digit in whole.chars().chain(part.chars()) {
        number = number * 10.0 + f64::from(digit.to_digit(10)?);
    }
    part.chars().for_each(|_| unit *= 10.0);
    (!whole.is_empty() || !part.is_empty()).then_some(sign * number / unit)
}

/// Reads a speed: a decimal number, or a fraction as in the page's own labels. The `×` behind it is optional.
pub(super) fn factor(text: &str) -> Option<f64> {
    let text = text.strip_suffix('×').unwrap_or(text);
    match text.split_once('/') {
        Some((part, of)) => Some(decimal(part)? / decimal(of)?),
        None => decimal(text),
    }
}

pub(super) fn one_of<T: Copy + PartialEq>(
    key: &str,
    value: &str,
    known: &[(&str, T)],
    fallback: T,
) -> Result<T, String> {
    if let Some((_, found)) = known.iter().find(|(name, _)| *name == value) {
        return Ok(*found);
    }
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    let used = known.iter().find(|(_, known)| *known == fallback).map_or("", |(name, _)| name);
    Err(format!("{key}={value}: one of {}; {used} is used", names.join(", ")))
}

/// Decodes percent escapes (`%20`); anything that is not a valid escape stays as it is.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(super) fn name_of<T: PartialEq>(known: &[(&str, T)], value: T) -> String {
    known.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{decimal, factor};
    use crate::action::Speed;

    #[test]
    fn decimals_are_digits_with_a_point() {
        for power in -5..=5 {
            let number = f64::from(power).exp2();
            assert_eq!(decimal(&number.to_string()), Some(number));
        }
        assert_eq!(decimal("-1.5"), Some(-1.5));
        assert_eq!(decimal(".5"), Some(0.5));
        assert_eq!(decimal("3."), Some(3.0));
        for wrong in ["", ".", "-", "1e3", "NaN", "inf", "1.2.3", "+1", "1 "] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn speeds_are_understood_as_the_page_writes_them() {
        for speed in (Speed::SLOWEST.0..=Speed::FASTEST.0).map(Speed) {
            let label = speed.label();
            assert_eq!(factor(&label), Some(speed.factor()), "{label}");
            assert_eq!(factor(label.trim_end_matches('×')), Some(speed.factor()), "{label}");
        }
        for wrong in ["1/", "/4", "1/2/4", "/", "×", "1/x"] {
            assert_eq!(factor(wrong), None, "{wrong}");
        }
    }
}
