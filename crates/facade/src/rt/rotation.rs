//! The branch with which a poll of `join!` begins.

use engine::context;
use real_tokio::macros::support::RotatorSelect;

/// Each poll begins with the branch after the one with which the poll before began, as with tokio. A poll
/// that continues one that was left begins with the same branch as that one.
#[derive(Debug)]
pub struct Rotation;

impl RotatorSelect for Rotation {
    type Rotator<const COUNT: u32> = Rotator<COUNT>;
}

/// Rotates the branches of one `join!`.
#[derive(Debug, Default)]
pub struct Rotator<const COUNT: u32> {
    rotating: Rotating,
}

impl<const COUNT: u32> Rotator<COUNT> {
    /// How many branches are moved to the end in this poll.
    pub fn num_skip(&mut self) -> u32 {
        self.rotating.num_skip(COUNT)
    }
}

/// Counts the polls of a `join!` whose number of branches is known only when it runs.
#[derive(Debug, Default)]
pub struct Rotating {
    next: u32,
}

impl Rotating {
    /// How many branches of `count`, which is the same in each poll and not 0, come last in this poll.
    pub fn num_skip(&mut self, count: u32) -> u32 {
        if context::goes_on() {
            return (self.next + count - 1) % count;
        }
        let skipped = self.next;
        self.next = (skipped + 1) % count;
        skipped
    }
}
