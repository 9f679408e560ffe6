//! Where what programs print is shown besides, and what is said of where they are.

use std::cell::Cell;

use trace::Stream;

type Echo = fn(Stream, &str);

thread_local! {
    static ECHO: Cell<Option<Echo>> = const { Cell::new(None) };
    static FILE: Cell<&'static str> = const { Cell::new("src/main.rs") };
}

/// Has what programs print on this thread shown at once, besides being recorded: a process may end in
/// the middle of a run.
pub fn echo(show: fn(Stream, &str)) {
    ECHO.set(Some(show));
}

/// Names the file of the programs of this thread, for what is said of their panics.
pub fn name_file(file: &'static str) {
    FILE.set(file);
}

pub(crate) fn file() -> &'static str {
    FILE.get()
}

/// Shows what is printed to whoever [`echo`] named.
pub(crate) fn show(stream: Stream, text: &str) {
    if let Some(show) = ECHO.get() {
        show(stream, text);
    }
}
