//! The runtime's picture: [`places`] says what stands where, [`layout`] where that is, [`motion`] what has moved
//! between two positions.

pub mod around;
pub mod layout;
pub mod motion;
pub mod names;
pub mod places;
pub mod words;
