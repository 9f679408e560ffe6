//! What each stage runs.

use std::fmt;
use std::process::Command;
use std::str::FromStr;

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::live::LivePage;
use crate::process::{run, run_watched};
use crate::project::Project;
use crate::test::tally::Tally;
use crate::tools::{self, WASM};

/// Seconds in which each file of browser tests must be done, the start of Chromium included.
const BROWSER_TIMEOUT: &str = "120";

/// A stage of `cargo xtask test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// rustfmt has nothing to change.
    Format,
    /// clippy has no warning.
    Lint,
    /// The tests that need no browser.
    Native,
    /// The tests compiled to WebAssembly, inside of Chromium.
    Browser,
    /// The released page, used by a real Chromium.
    EndToEnd,
}

impl Stage {
    /// In the order in which they run: what fails soonest comes first.
    pub const ALL: [Self; 5] =
        [Self::Format, Self::Lint, Self::Native, Self::Browser, Self::EndToEnd];

    /// What is announced when the stage begins.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Format => "rustfmt has nothing to change",
            Self::Lint => "clippy has no warning, here and for WebAssembly",
            Self::Native => "tests that need no browser",
            Self::Browser => "tests inside of Chromium",
            Self::EndToEnd => "the released page in Chromium",
        }
    }

    /// Whether a run without any test means that something is wrong.
    pub fn has_tests(self) -> bool {
        !matches!(self, Self::Format | Self::Lint)
    }

    /// Runs the stage and counts its tests.
    ///
    /// # Errors
    /// If any command of it fails.
    pub fn run(self, project: &Project, tally: &mut Tally) -> Outcome {
        match self {
            Self::Format => run(cargo(project, "fmt").args(["--all", "--check"])),
            Self::Lint => lint(project),
            Self::Native => run_watched(
                cargo(project, "test").args(["--workspace", "--no-fail-fast"]),
                |line| tally.read(line),
            ),
            Self::Browser => browser_tests(project, tally),
            Self::EndToEnd => {
                let page = LivePage::start(project)?;
                let speedscope = tools::ensure_speedscope(project)?.ok_or_else(|| {
                    Failure::new(
                        "npm was not found, which installs speedscope, in which a test opens an \
                         exported trace: get it with Node.js from https://nodejs.org and try again.",
                    )
                })?;
                let mut tests = page.tests(project);
                tests.env("SPEEDSCOPE", speedscope.join("index.html"));
                run_watched(&mut tests, |line| tally.read(line))
            }
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Browser => "browser",
            Self::EndToEnd => "end-to-end",
        })
    }
}

impl FromStr for Stage {
    type Err = Failure;

    fn from_str(name: &str) -> Outcome<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|stage| stage.to_string() == name).ok_or_else(|| {
            let names = Self::ALL.map(|stage| stage.to_string()).join(", ");
            Failure::new(format!("There is no stage `{name}`; the stages are {names}."))
        })
    }
}

fn cargo(project: &Project, action: &str) -> Command {
    let mut command = project.command("cargo");
    command.arg(action);
    command
}

fn lint(project: &Project) -> Outcome {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    tools::ensure_target(project)?;
    let host = ["--workspace", "--all-targets"];
    run(cargo(project, "clippy").args(host).args(DENY))?;
    // `--all-targets` leaves out tests that do not run by default.
    let end_to_end = ["--package", "futurescope", "--test", "end_to_end", "--test", "bench"];
    run(cargo(project, "clippy").args(end_to_end).args(DENY))?;
    let wasm = ["--package", "futurescope", "--all-targets", "--target", WASM];
    run(cargo(project, "clippy").args(wasm).args(DENY))
}

/// Runs each `tests/browser*.rs`. They are named one by one because the other files in tests/ are
/// for this machine.
fn browser_tests(project: &Project, tally: &mut Tally) -> Outcome {
    let names = browser_test_names(project)?;
    if names.is_empty() {
        return Err(Failure::new("there is no file tests/browser*.rs."));
    }
    tools::ensure(project)?;
    let browser = browser::ensure(project)?;
    let mut command = cargo(project, "test");
    command
        .args(["--package", "futurescope", "--no-fail-fast", "--target", WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        // The flags for Chromium stand in webdriver.json.
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TIMEOUT);
    for name in names {
        command.args(["--test", &name]);
    }
    run_watched(&mut command, |line| tally.read(line))
}

fn browser_test_names(project: &Project) -> Outcome<Vec<String>> {
    let folder = project.root().join("tests");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}.", folder.display())))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name.starts_with("browser"))
        .collect();
    // The order of a folder's entries is anyone's guess.
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_found_by_its_name() {
        for stage in Stage::ALL {
            assert_eq!(stage.to_string().parse(), Ok(stage));
        }
    }

    #[test]
    fn an_unknown_stage_lists_those_there_are() {
        let failure = "browsers".parse::<Stage>().expect_err("unknown").to_string();
        assert!(failure.contains("`browsers`"), "{failure}");
        assert!(failure.contains("native, browser, end-to-end"), "{failure}");
    }
}
