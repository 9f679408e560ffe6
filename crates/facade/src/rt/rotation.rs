//! With which of its branches a poll of `join!` begins.

use engine::context;
use real_tokio::macros::support::RotatorSelect;

/// Each poll begins with the branch after the one before, as with tokio's own; but a poll that goes on where
/// it was left begins where it had begun.
#[derive(Debug)]
pub struct Rotation;

impl RotatorSelect for Rotation {
    type Rotator<const COUNT: u32> = Rotator<COUNT>;
}

/// Counts the polls of a `join!`.
#[derive(Debug, Default)]
pub struct Rotator<const COUNT: u32> {
    next: u32,
}

impl<const COUNT: u32> Rotator<COUNT> {
    /// How many branches come last in this poll.
    pub fn num_skip(&mut self) -> u32 {
        if context::goes_on() {
            return (self.next + COUNT - 1) % COUNT;
        }
        let skipped = self.next;
        self.next = (skipped + 1) % COUNT;
        skipped
    }
}
