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
    next: u32,
}

impl<const COUNT: u32> Rotator<COUNT> {
    /// How many branches are moved to the end in this poll.
    pub fn num_skip(&mut self) -> u32 {
        if context::goes_on() {
            return (self.next + COUNT - 1) % COUNT;
        }
        let skipped = self.next;
        self.next = (skipped + 1) % COUNT;
        skipped
    }
}
