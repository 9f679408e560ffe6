//! What each stage runs.

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::live::LivePage;
use crate::process::{run, run_watched};
use crate::project::Project;
use crate::release::Released;
use crate::size;
use crate::test::progress::Progress;
use crate::tools::{self, WASM};

/// Seconds in which the browser's tests must be done, the start of Chromium included.
const BROWSER_TIMEOUT: &str = "600";

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
    /// A first visit downloads no more than is allowed.
    Size,
    /// The released page, used by a real Chromium.
    EndToEnd,
}

impl Stage {
    /// In the order in which they run: what fails soonest comes first.
    pub const ALL: [Self; 6] =
        [Self::Format, Self::Lint, Self::Native, Self::Browser, Self::Size, Self::EndToEnd];

    /// What is announced when the stage begins.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Format => "rustfmt has nothing to change",
            Self::Lint => "clippy has no warning, here and for WebAssembly",
            Self::Native => "tests that need no browser",
            Self::Browser => "tests inside of Chromium",
            Self::Size => "a first visit downloads no more than is allowed",
            Self::EndToEnd => "the released page in Chromium",
        }
    }

    /// Whether a run without any test means that something is wrong.
    pub fn has_tests(self) -> bool {
        !matches!(self, Self::Format | Self::Lint | Self::Size)
    }

    /// Runs the stage, counts its tests and the time of building.
    ///
    /// # Errors
    /// If any command of it fails.
    pub fn run(
        self,
        project: &Project,
        released: &mut Released,
        progress: &mut Progress,
    ) -> Outcome {
        match self {
            Self::Format => run(cargo(project, "fmt").args(["--all", "--check"])),
            Self::Lint => lint(project),
            Self::Native => {
                let mut tests = cargo(project, "test");
                tests.args(["--workspace", "--no-fail-fast"]);
                build_and_run(tests, progress)
            }
            Self::Browser => browser_tests(project, progress),
            Self::Size => {
                progress.building(|| released.ensure(project))?;
                size::check(project)
            }
            Self::EndToEnd => {
                progress.building(|| released.ensure(project))?;
                end_to_end(project, released, progress)
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
            Self::Size => "size",
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
    let end_to_end = ["--workspace", "--test", "end_to_end", "--test", "bench"];
    run(cargo(project, "clippy").args(end_to_end).args(DENY))?;
    let wasm = ["--package", "futurescope", "--all-targets", "--target", WASM];
    run(cargo(project, "clippy").args(wasm).args(DENY))
}

/// Builds the tests of this `cargo test` and then runs them.
fn build_and_run(mut tests: Command, progress: &mut Progress) -> Outcome {
    let mut build = Command::new(tests.get_program());
    build.args(tests.get_args()).arg("--no-run").stdin(Stdio::null());
    build.current_dir(tests.get_current_dir().unwrap_or(Path::new(".")));
    for (name, value) in tests.get_envs() {
        match value {
            Some(value) => build.env(name, value),
            None => build.env_remove(name),
        };
    }
    progress.building(|| run(&mut build))?;
    run_watched(&mut tests, |line| progress.tally.read(line))
}

/// Runs tests/browser. It is named because the other tests are for this machine.
fn browser_tests(project: &Project, progress: &mut Progress) -> Outcome {
    tools::ensure(project)?;
    let browser = browser::ensure(project)?;
    let mut tests = cargo(project, "test");
    tests
        .args(["--package", "futurescope", "--target", WASM, "--test", "browser"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        // The flags for Chromium stand in webdriver.json.
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TIMEOUT);
    build_and_run(tests, progress)
}

fn end_to_end(project: &Project, released: &mut Released, progress: &mut Progress) -> Outcome {
    let page = LivePage::start(project, released)?;
    let speedscope = tools::ensure_speedscope(project)?.ok_or_else(|| {
        Failure::new(
            "npm was not found, which installs speedscope, in which a test opens an exported trace: \
             get it with Node.js from https://nodejs.org and try again.",
        )
    })?;
    let mut tests = page.tests(project);
    tests.env("SPEEDSCOPE", speedscope.join("index.html"));
    build_and_run(tests, progress)
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
        assert!(failure.contains("native, browser, size, end-to-end"), "{failure}");
    }
}
