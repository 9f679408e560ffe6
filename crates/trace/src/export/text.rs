//! Pieces of JSON.

/// Appends a whole number.
pub fn number(out: &mut String, mut value: u64) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    digits[first..].iter().for_each(|digit| out.push(char::from(*digit)));
}

/// Appends a string in quotes.
pub fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..' ' => {
                out.push_str("\\u00");
                let hex = |nibble: u32| char::from_digit(nibble, 16).unwrap_or('0');
                out.push(hex(c as u32 / 16));
                out.push(hex(c as u32 % 16));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
