//! What a task has returned, in a few characters.
//!
//! Types are told apart as the program runs: a bound on what tasks return would be one that tokio's do not
//! have, and code for each type that can be printed would be code that every visitor downloads.

use std::any::Any;
use std::cell::Cell;
use std::time::Duration;

use trace::show_micros;

type Show = fn(&dyn Any) -> Option<String>;

thread_local! {
    static SHOW: Cell<Option<Show>> = const { Cell::new(None) };
}

/// Has values that tasks of this thread return shown by `show`, if it knows their type: those of an interpreted
/// program are all of one.
pub fn show_values(show: Show) {
    SHOW.set(Some(show));
}

/// The most characters that are shown.
const MOST: usize = 24;

/// A value as text, if it is of a type that is short and says something.
pub(crate) fn shown(value: &dyn Any) -> Option<String> {
    if let Some(text) = SHOW.get().and_then(|show| show(value)) {
        return Some(shortened(&text, "…"));
    }
    macro_rules! plain {
        ($($kind:ty),+) => {
            $(if let Some(value) = value.downcast_ref::<$kind>() {
                return Some(value.to_string());
            })+
        };
    }
    plain!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, bool, char);
    if let Some(text) = value.downcast_ref::<String>() {
        return Some(quoted(text));
    }
    if let Some(text) = value.downcast_ref::<&'static str>() {
        return Some(quoted(text));
    }
    if let Some(duration) = value.downcast_ref::<Duration>() {
        return Some(show_micros(u64::try_from(duration.as_micros()).ok()?));
    }
    let texts = value.downcast_ref::<Vec<String>>()?;
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    Some(shortened(&format!("[{}]", texts.join(", ")), "…]"))
}

fn quoted(text: &str) -> String {
    shortened(&format!("\"{}\"", text.replace(char::is_control, " ")), "…\"")
}

fn shortened(text: &str, end: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}{end}", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_shown() {
        let shows = |value: &dyn Any| shown(value).unwrap_or_default();
        assert_eq!(shows(&7_u32), "7");
        assert_eq!(shows(&"Ada".to_owned()), "\"Ada\"");
        assert_eq!(shows(&"two\nlines"), "\"two lines\"");
        assert_eq!(shows(&vec!["a".to_owned(), "b".to_owned()]), "[\"a\", \"b\"]");
        assert_eq!(shows(&Duration::from_millis(200)), "200 ms");
        assert_eq!(shows(&"a text that is longer than the room"), "\"a text that is longer t…\"");
    }

    #[test]
    fn a_type_that_only_an_interpreter_knows_is_shown_by_it() {
        struct Value(u8);
        show_values(|value| Some(format!("value {}", value.downcast_ref::<Value>()?.0)));
        assert_eq!(shown(&Value(3)).as_deref(), Some("value 3"));
        assert_eq!(shown(&3_u8).as_deref(), Some("3"));
    }

    #[test]
    fn what_says_nothing_or_cannot_be_told_is_not() {
        assert_eq!(shown(&()), None);
        assert_eq!(shown(&Some(1)), None);
    }
}
