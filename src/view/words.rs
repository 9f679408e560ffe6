//! Finding in a sentence the names of tasks, pieces of the program and what was printed.

/// A stretch of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'a, T> {
    /// Plain text.
    Text(&'a str),
    /// A task's name.
    Name(&'a str, T),
    /// Program text, or what was printed.
    Code(&'a str),
}

/// Cuts a sentence at the names, at the pieces of code and at text in “quotes”. The longest match
/// wins; a name counts only as a whole word.
pub fn words<'a, T: Copy>(
    sentence: &'a str,
    names: &[(&str, T)],
    code: &[&str],
) -> Vec<Word<'a, T>> {
    let mut words = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while at < sentence.len() {
        match match_at(sentence, at, names, code) {
            Some((len, word)) => {
                if plain < at {
                    words.push(Word::Text(&sentence[plain..at]));
                }
                words.push(word);
                at += len;
                plain = at;
            }
            None => at += sentence[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if plain < sentence.len() {
        words.push(Word::Text(&sentence[plain..]));
    }
    words
}

fn match_at<'a, T: Copy>(
    sentence: &'a str,
    at: usize,
    names: &[(&str, T)],
    code: &[&str],
) -> Option<(usize, Word<'a, T>)> {
    let rest = &sentence[at..];
    if let Some(quoted) = rest.strip_prefix('“') {
        let len = quoted.find('”')? + '“'.len_utf8() + '”'.len_utf8();
        return Some((len, Word::Code(&rest[..len])));
    }
    let before = sentence[..at].chars().next_back();
    if before.is_some_and(of_a_word) {
        return None;
    }
    let ends = |text: &&str| {
        rest.starts_with(*text) && !rest[text.len()..].starts_with(of_a_word) && !text.is_empty()
    };
    let piece = code.iter().copied().filter(ends).max_by_key(|text| text.len());
    let name = names.iter().filter(|(name, _)| ends(name)).max_by_key(|(name, _)| name.len());
    match (piece, name) {
        (Some(piece), name) if name.is_none_or(|(name, _)| name.len() <= piece.len()) => {
            Some((piece.len(), Word::Code(&rest[..piece.len()])))
        }
        (_, Some((name, task))) => Some((name.len(), Word::Name(&rest[..name.len()], *task))),
        _ => None,
    }
}

fn of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use Word::{Code, Name, Text};

    #[test]
    fn a_name_is_a_whole_word() {
        let found = words("fetch_user wakes fetch.", &[("fetch", 1), ("fetch_user", 2)], &[]);
        assert_eq!(found, [Name("fetch_user", 2), Text(" wakes "), Name("fetch", 1), Text(".")]);
    }

    #[test]
    fn the_longest_name_wins() {
        let found = words("fetch 10 ends", &[("fetch 1", 1), ("fetch 10", 10)], &[]);
        assert_eq!(found, [Name("fetch 10", 10), Text(" ends")]);
    }

    #[test]
    fn code_wins_over_a_name_in_it() {
        let found = words("main awaits work(): its", &[("main", 0), ("work", 1)], &["work()"]);
        assert_eq!(found, [Name("main", 0), Text(" awaits "), Code("work()"), Text(": its")]);
    }

    #[test]
    fn what_was_printed_is_not_looked_into() {
        let found = words("main prints “main”.", &[("main", 0)], &[]);
        assert_eq!(found, [Name("main", 0), Text(" prints "), Code("“main”"), Text(".")]);
    }
}
