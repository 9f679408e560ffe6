//! An opened trace over a reload of the page: a small one is kept by the browser until its tab is closed.

use playground::route::{OPENED, Route};
use playground::{OpenedFile, Playground};
use trace::file::{TraceFile, Writer};

use crate::view::stored::{keep_in_tab, kept_in_tab};

/// The name under which it is kept.
const NAME: &str = "opened";

/// A trace of more events is not kept: writing it would hold the page up, and tabs have little room.
const MOST_EVENTS: usize = 10_000;
/// Nor is a longer file.
const MOST_BYTES: usize = 1_500_000;

/// Keeps the opened trace that is shown; the reader is told if that cannot be.
pub fn keep(playground: &mut Playground) {
    let Some(OpenedFile { number, name, trace, source }) = playground.opened_file() else { return };
    let mut text = format!("{number}\n{}\n", name.replace('\n', " "));
    let trace = trace.borrow();
    let mut writer = Writer::default();
    while trace.len() <= MOST_EVENTS
        && text.len() <= MOST_BYTES
        && let Some(piece) = writer.piece(&trace, &source)
    {
        text.push_str(&piece);
    }
    let fits = trace.len() <= MOST_EVENTS && text.len() <= MOST_BYTES;
    // The trace that was kept before is not the one that is opened now.
    let kept = keep_in_tab(NAME, if fits { &text } else { "" });
    let why = match (fits, kept) {
        (true, true) => return,
        (false, _) => "it is too large to be kept",
        (true, false) => "this browser keeps nothing for this page",
    };
    playground.notice(format!("After a reload {name} has to be opened again: {why}."));
}

/// Opens the trace that was kept, if that is what an address leads to. Returns whether it is.
pub fn reopen(playground: &mut Playground, address: &str) -> bool {
    let Some(text) = kept_in_tab(NAME) else { return false };
    let mut parts = text.splitn(3, '\n');
    let (Some(number), Some(file), Some(json)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let path = address.trim_start_matches(['#', '/']);
    let id = path.split('?').next().unwrap_or(path);
    let Some(number) = number.parse().ok().filter(|_| id == format!("{OPENED}{number}")) else {
        return false;
    };
    let Ok(content) = TraceFile::read(json.as_bytes()) else { return false };
    playground.open_again(number, file, content);
    let (route, notices) = Route::parse_beside(address, playground.opened_exhibit());
    playground.open(&route);
    notices.into_iter().for_each(|notice| playground.notice(notice));
    true
}
