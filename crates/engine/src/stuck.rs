//! The end of a run in which nothing can happen any more.

use trace::{EventKind, Stream};

use crate::core::Core;
use crate::output;

/// Said where a run ends that would go on with real threads.
const BENEATH: &str = "The program cannot go on here, although it could with real threads: these are simulated \
                       on one, and what waits now waits for code beneath it that has waited, too.\n";

/// What code is unwound with that waits in vain.
pub(crate) struct InVain;

/// Every thread waits for another: nothing can happen any more, and nothing is recorded. If a wait is over and only
/// those that lie on it keep its code from going on, the run says so, since the program is not to blame.
pub(crate) fn get_stuck(core: &Core) {
    if core.waits.is_any_over() {
        output::show(Stream::Stderr, BENEATH);
        let (task, text) = (core.executing.task(), core.recorder.intern(BENEATH));
        core.recorder.push(EventKind::Print { task, site: None, text, stream: Stream::Stderr });
    }
    core.stuck.set(true);
    core.recorder.mute(true);
}

/// Unwinds the poll of code that waits in vain.
pub(crate) fn end_of_the_run() -> ! {
    std::panic::panic_any(InVain)
}
