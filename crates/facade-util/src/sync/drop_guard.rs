//! Guards that cancel.

use super::CancellationToken;

/// Cancels its token when it is dropped. See `tokio_util::sync::DropGuard`.
#[derive(Debug)]
pub struct DropGuard {
    token: Option<CancellationToken>,
}

const DISARMED: &str = "a guard is emptied only when it is disarmed";

impl DropGuard {
    pub(super) fn new(token: CancellationToken) -> Self {
        Self { token: Some(token) }
    }

    /// The token.
    pub fn token(&self) -> &CancellationToken {
        self.token.as_ref().expect(DISARMED)
    }

    /// The token, which will not be cancelled.
    pub fn disarm(mut self) -> CancellationToken {
        self.token.take().expect(DISARMED)
    }
}

impl Drop for DropGuard {
    fn drop(&mut self) {
        if let Some(token) = &self.token {
            token.cancel();
        }
    }
}

/// Cancels a token when it is dropped. See `tokio_util::sync::DropGuardRef`.
#[derive(Debug)]
pub struct DropGuardRef<'a> {
    token: Option<&'a CancellationToken>,
}

impl<'a> DropGuardRef<'a> {
    pub(super) fn new(token: &'a CancellationToken) -> Self {
        Self { token: Some(token) }
    }

    /// The token.
    pub fn token(&self) -> &CancellationToken {
        self.token.expect(DISARMED)
    }

    /// The token, which will not be cancelled.
    pub fn disarm(mut self) -> &'a CancellationToken {
        self.token.take().expect(DISARMED)
    }
}

impl Drop for DropGuardRef<'_> {
    fn drop(&mut self) {
        if let Some(token) = self.token {
            token.cancel();
        }
    }
}
