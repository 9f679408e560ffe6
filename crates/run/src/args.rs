//! The command line of `cargo xtask run`.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::edition::Edition;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// A program's file, or the folder of a cargo project.
    pub program: PathBuf,
    pub edition: Option<Edition>,
    /// What the program gets as its arguments.
    pub arguments: Vec<OsString>,
    /// What the runner gets: names and values.
    pub runner: Vec<(&'static str, String)>,
    pub trace: Option<PathBuf>,
    pub chrome: Option<PathBuf>,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// A sentence that names the argument that is wrong.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut program = None;
    let mut options = Options {
        program: PathBuf::new(),
        edition: None,
        arguments: Vec::new(),
        runner: Vec::new(),
        trace: None,
        chrome: None,
    };
    while let Some(argument) = parser.next().map_err(sentence)? {
        match argument {
            Value(path) if program.is_none() => {
                program = Some(PathBuf::from(path));
                options.arguments = behind_dashes(&mut parser);
            }
            Value(other) => return Err(misplaced(&other.to_string_lossy())),
            Long("edition") => options.edition = Some(text(&mut parser)?.parse()?),
            Long("trace") => options.trace = Some(parser.value().map_err(sentence)?.into()),
            Long("chrome") => options.chrome = Some(parser.value().map_err(sentence)?.into()),
            Long("workers") => {
                let workers = text(&mut parser)?;
                let workers =
                    number("--workers", &workers, "from 1 to 16", |n| (1..=16).contains(&n))?;
                options.runner.push(("--workers", workers));
            }
            Long("seed") => {
                let seed = text(&mut parser)?;
                options.runner.push(("--seed", number("--seed", &seed, "from 0 on", |_| true)?));
            }
            Long("limit") => options.runner.push(limit(&text(&mut parser)?)?),
            other => return Err(sentence(other.unexpected())),
        }
    }
    let program = program.ok_or(
        "`run` takes the file of a program or a project's folder: cargo xtask run FILE.rs.",
    )?;
    Ok(Options { program, ..options })
}

/// Takes `-- ARGS` off the command line: all that is behind it is the program's.
fn behind_dashes(parser: &mut lexopt::Parser) -> Vec<OsString> {
    let Some(mut rest) = parser.try_raw_args() else { return Vec::new() };
    let dashes = rest.as_slice().iter().position(|argument| argument == "--");
    let Some(dashes) = dashes else { return Vec::new() };
    let all: Vec<OsString> = rest.by_ref().collect();
    *parser = lexopt::Parser::from_args(all[..dashes].to_vec());
    all[dashes + 1..].to_vec()
}

fn text(parser: &mut lexopt::Parser) -> Result<String, String> {
    parser
        .value()
        .map_err(sentence)?
        .into_string()
        .map_err(|value| format!("`{}` is no text.", value.to_string_lossy()))
}

fn number(
    option: &str,
    text: &str,
    range: &str,
    fits: impl Fn(u64) -> bool,
) -> Result<String, String> {
    match text.parse() {
        Ok(number) if fits(number) => Ok(text.to_owned()),
        _ => Err(format!("`{option}` takes a number {range}, not `{text}`.")),
    }
}

/// Units of `--limit`: what the runner calls the bound, and how many of its own units one is.
const UNITS: [(&str, &str, u64); 7] = [
    ("turns", "--turns", 1),
    ("events", "--events", 1),
    ("ms", "--time", 1_000),
    ("min", "--time", 60_000_000),
    ("s", "--time", 1_000_000),
    ("h", "--time", 3_600_000_000),
    ("", "--events", 1),
];

/// `100000`, `90s`, `5000000turns`.
fn limit(text: &str) -> Result<(&'static str, String), String> {
    let plain: String = text.chars().filter(|c| !matches!(c, '_' | ',' | ' ')).collect();
    let digits = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (count, unit) = plain.split_at(digits);
    let known = UNITS.iter().find(|(name, ..)| *name == unit);
    let bound = known.and_then(|(_, name, size)| {
        let bound = count.parse::<u64>().ok()?.checked_mul(*size)?;
        (bound > 0).then(|| (*name, bound.to_string()))
    });
    bound.ok_or_else(|| {
        format!(
            "`--limit` takes so many events (100000), a simulated time (90s; also ms, min, h) or so many \
             turns of loops in which nothing else happens (5000000turns), not `{text}`."
        )
    })
}

fn misplaced(argument: &str) -> String {
    format!("`{argument}` is one too many: what is for the program goes behind `--`.")
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function in `map_err`")]
fn sentence(error: lexopt::Error) -> String {
    format!(
        "The command line was not understood: {error} (`cargo xtask --help` lists what there is)."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    fn check_error(line: &str, part: &str) {
        let error = parsed(line).expect_err(line);
        assert!(error.contains(part), "{line}: {error}");
        assert!(!error.contains('\n'), "{line}: {error}");
    }

    #[test]
    fn options_stand_before_and_behind_the_file() {
        let options =
            parsed("--edition 2021 p.rs --seed=7 --trace t.json --workers 2").expect("right");
        assert_eq!(options.program, PathBuf::from("p.rs"));
        assert_eq!(options.edition, Some(Edition::E2021));
        assert_eq!(options.runner, [("--seed", "7".to_owned()), ("--workers", "2".to_owned())]);
        assert_eq!(options.trace, Some("t.json".into()));
        assert!(options.arguments.is_empty());
    }

    #[test]
    fn what_is_behind_two_dashes_is_the_programs() {
        let options = parsed("p.rs --seed 1 -- --seed 2 -- x").expect("right");
        assert_eq!(options.runner, [("--seed", "1".to_owned())]);
        assert_eq!(options.arguments, ["--seed", "2", "--", "x"]);
        let options = parsed("--seed 1 p.rs -- x").expect("right");
        assert_eq!(options.arguments, ["x"]);
    }

    #[test]
    fn limits_have_units() {
        let of = |text: &str| limit(text).expect(text);
        assert_eq!(of("100000"), ("--events", "100000".to_owned()));
        assert_eq!(of("1_000events"), ("--events", "1000".to_owned()));
        assert_eq!(of("90s"), ("--time", "90000000".to_owned()));
        assert_eq!(of("5min"), ("--time", "300000000".to_owned()));
        assert_eq!(of("20ms"), ("--time", "20000".to_owned()));
        assert_eq!(of("7turns"), ("--turns", "7".to_owned()));
        for wrong in ["0", "", "s", "5parsecs", "-1", "99999999999999999999", "9999999999999999h"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn errors_name_what_was_wrong() {
        check_error("", "takes the file of a program");
        check_error("--seed 1", "takes the file of a program");
        check_error("p.rs q.rs", "`q.rs` is one too many");
        check_error("p.rs --frob", "--frob");
        check_error("p.rs --workers 0", "from 1 to 16, not `0`");
        check_error("p.rs --seed x", "not `x`");
        check_error("p.rs --limit 5parsecs", "not `5parsecs`");
        check_error("p.rs --edition 2030", "2030");
    }
}
