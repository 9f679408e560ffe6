//! The project's own commands. `cargo xtask` prints what there is.
//!
//! This crate knows cargo, trunk, Chromium and the folders of the project. It knows nothing about
//! the engine or the page: it only builds, serves and tests them.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks by printing"
)]

mod args;
mod bench;
mod browser;
mod bundle;
mod failure;
mod http;
mod lean;
mod live;
mod lockfile;
mod mime;
mod picture;
mod port;
mod process;
mod project;
mod release;
mod run;
mod serve;
mod server;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

use crate::args::Command;
use crate::failure::Outcome;
use crate::project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let command = args::parse(std::env::args_os().skip(1))?;
    let project = Project::find()?;
    process::end_all_on_signal()?;
    match command {
        Command::Help => {
            println!("{}", args::HELP);
            Ok(())
        }
        Command::Serve(options) => serve::run(&project, &options),
        Command::Test(only) => test::run(&project, only),
        Command::Run(arguments) => run::run(&project, &arguments),
        Command::Bundle => bundle::run(&project),
        Command::Bench(perfetto) => bench::run(&project, perfetto.as_deref()),
        Command::Picture => picture::run(&project),
    }
}
