//! Names that a format string captures: `"{DELAY_MS:>5}"`.

/// The identifiers that `format` captures, as arguments, widths or precisions; each once.
pub(crate) fn captures(format: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = format;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (argument, spec) = rest[..close].split_once(':').unwrap_or((&rest[..close], ""));
        let widths = spec.match_indices('$').map(|(dollar, _)| {
            let before = &spec[..dollar];
            let start = before
                .rfind(|c: char| !is_part(c))
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            &before[start..]
        });
        for name in std::iter::once(argument.trim()).chain(widths) {
            if is_name(name) && !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
        rest = &rest[close + 1..];
    }
    found
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn names_are_found_wherever_a_format_string_takes_them() {
        let check =
            |format: &str, expected: &[&str]| assert_eq!(captures(format), expected, "{format}");
        check("{A}", &["A"]);
        check("{A:>5} {b:?} {} {0} {A}", &["A", "b"]);
        check("{{A}} {{{B}}}", &["B"]);
        check("{:>WIDTH$.PLACES$} {x:0>W$}", &["WIDTH", "PLACES", "x", "W"]);
        check("{", &[]);
    }
}
