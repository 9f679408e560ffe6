//! The program without any marks: when the marked-up one does not compile, the compiler is asked what is
//! wrong with this one, and says so at the program's own lines.
#![allow(warnings, unsafe_code, clippy::all, clippy::pedantic, clippy::restriction)]

include!(concat!(env!("OUT_DIR"), "/as_written.rs"));

fn main() {}
