//! Places in a trace by name, so that notes need no event numbers.

use crate::{EventKind, TaskId, Trace};

/// The position just after the event that `bookmark` names, if the trace has it.
///
/// `print "text"` (the first print that contains it), `spawn NAME`, `end NAME`, `poll NAME N` (the
/// start of that task's N-th poll), `wake NAME N` (its N-th wake).
pub fn bookmark(trace: &Trace, bookmark: &str) -> Option<usize> {
    let (verb, rest) = bookmark.trim().split_once(' ')?;
    let rest = rest.trim();
    match verb {
        "print" => {
            let wanted = rest.strip_prefix('"')?.strip_suffix('"')?;
            nth(trace, 1, |kind| match kind {
                EventKind::Print { text, .. } => trace.whole_label(*text).contains(wanted),
                _ => false,
            })
        }
        "spawn" => nth(
            trace,
            1,
            |kind| matches!(kind, EventKind::TaskSpawn { name, .. } if trace.whole_label(*name) == rest),
        ),
        "end" => {
            let task = find_task(trace, rest)?;
            nth(trace, 1, |kind| matches!(kind, EventKind::TaskEnd { task: id, .. } if *id == task))
        }
        "poll" | "wake" => {
            let (name, count) = rest.rsplit_once(' ')?;
            let task = find_task(trace, name)?;
            let polls = verb == "poll";
            nth(trace, count.parse().ok()?, |kind| match kind {
                EventKind::PollStart { task: id, .. } => polls && *id == task,
                EventKind::Wake { task: id, .. } => !polls && *id == task,
                _ => false,
            })
        }
        _ => None,
    }
}

fn find_task(trace: &Trace, wanted: &str) -> Option<TaskId> {
    trace.events().iter().find_map(|event| match event.kind {
        EventKind::TaskSpawn { task, name, .. } if trace.whole_label(name) == wanted => Some(task),
        _ => None,
    })
}

fn nth(trace: &Trace, n: usize, matches: impl Fn(&EventKind) -> bool) -> Option<usize> {
    let mut hits = trace.events().iter().enumerate().filter(|(_, event)| matches(&event.kind));
    hits.nth(n.checked_sub(1)?).map(|(index, _)| index + 1)
}
