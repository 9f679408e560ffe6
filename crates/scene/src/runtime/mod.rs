//! The runtime's picture: [`places`] says which part of the picture each task is in, [`layout`] where that is
//! in pixels, [`motion`] what has moved between two positions of the run.

pub mod around;
pub mod layout;
pub mod motion;
pub mod names;
pub mod places;
pub mod words;
