//! Runs a program of the scenarios, unchanged, on the real tokio: `cargo run -p native -- join-joined`.
//!
//! Each file in `crates/scenarios/programs` and `crates/native/programs` is a module of this program
//! with a `main` of its own, and a process runs one of them: it has its own statics, threads and panic
//! hook, and ends as the program would. The tests compare what each prints with what stands beside it.

use std::process::ExitCode;

// A module for each program, and `PROGRAMS`, the table of their names and mains: see build.rs.
include!(concat!(env!("OUT_DIR"), "/programs.rs"));

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    match PROGRAMS.iter().find(|(program, _)| *program == name) {
        Some((_, main)) => main(),
        None => {
            let names: Vec<_> = PROGRAMS.iter().map(|(program, _)| *program).collect();
            eprintln!("There is no program `{name}`; the programs are {}.", names.join(", "));
            ExitCode::from(2)
        }
    }
}
