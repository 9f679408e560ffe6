//! A trace in formats that other programs read.

mod chrome;
pub(crate) mod text;

pub use chrome::Chrome;
