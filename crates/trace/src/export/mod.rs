//! What other programs read.

mod chrome;
pub(crate) mod text;

pub use chrome::Chrome;
